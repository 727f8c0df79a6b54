"""All documented launches, each lived many times with the delays of the others, beside the record."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.hindcast.chain import live, prepare
from sim.hindcast.coverage import Coverage, coverage
from sim.hindcast.leaveout import LeftOut, leave_out
from sim.hindcast.record import LagAccount, read_delays
from sim.hindcast.surveys import Survey, SurveyRow, judge_surveys, read_surveys
from sim.hindcast.verdicts import Row, judge_launch
from sim.scenario import Scenario
from sim.scenario.spec import ScenarioSpec
from sim.shipped import shipped_folder

RUNS, PEOPLE_RUNS = 200, 20


@dataclass(frozen=True, eq=False)
class LaunchReport:
    """One launch: its milestones and what its delays were estimated from."""

    spec: ScenarioSpec
    sha256: str
    rows: tuple[Row, ...]
    left_out: LeftOut


@dataclass(frozen=True, eq=False)
class Hindcast:
    """Model beside record, launches in order of time."""

    seed: int
    runs: int
    people_runs: int
    launches: tuple[LaunchReport, ...]
    surveys: tuple[SurveyRow, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The milestones of all launches."""
        return tuple(row for launch in self.launches for row in launch.rows)

    @property
    def coverage(self) -> list[Coverage]:
        """How many announced times were met."""
        return coverage(self.rows)


def documented_files() -> list[Path]:
    """The scenario files of the launches on record that travel with the package, in order of name."""
    return sorted(shipped_folder("scenarios").glob("*-[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].yaml"))


def hindcast(
    scenarios: Iterable[Scenario],
    *,
    runs: int = RUNS,
    people_runs: int = PEOPLE_RUNS,
    seed: int = 0,
    accounts: tuple[LagAccount, ...] | None = None,
    surveys: Sequence[Survey] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Hindcast:
    """Set scenarios beside the record; ``accounts`` and ``surveys`` replace the shipped record.

    ``progress`` hears after each launch how many of how many are done.

    Raises ``InputError`` for a damaged record and ``ValueError`` where no other launch is on it or ``runs`` is
    not positive.
    """
    if runs < 1:
        raise ValueError("there must be at least one run")
    known = read_delays() if accounts is None else accounts
    asked = read_surveys() if surveys is None else surveys
    reports, found = [], []
    launches = sorted(scenarios, key=lambda one: one.spec.launch_time)
    for done, scenario in enumerate(launches, start=1):
        spec, left_out = scenario.spec, leave_out(known, scenario.spec)
        launch = prepare(scenario, left_out)
        full = live(launch, left_out.full(), runs, seed)
        as_fitted = live(launch, left_out.as_fitted(), runs, seed)
        rows = tuple(judge_launch(spec, full, as_fitted))
        reports.append(LaunchReport(spec, scenario.sha256, rows, left_out))
        found += judge_surveys(asked, launch, full, people_runs, seed)
        if progress is not None:
            progress(done, len(launches))
    return Hindcast(seed, runs, min(people_runs, runs), tuple(reports), tuple(found))

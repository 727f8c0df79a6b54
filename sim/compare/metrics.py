"""What one morning under one policy comes to: a number per metric and a column per area, read from its log."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.log import EventLog
from sim.reach.crowd import Crowd
from sim.results.areas import AreaIdentity, AreaRow, area_rows
from sim.results.legs import quantile_leg
from sim.results.metrics import headline_metrics
from sim.results.verification import AreaSpans, area_spans, verification
from sim.units import Bools, Floats, Seconds

_SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True)
class Metric:
    """One column of the comparison; ``meaning`` may hold ``{lead}`` for the lead asked for, in minutes."""

    key: str
    title: str
    unit: str
    meaning: str


METRICS = (
    Metric("issued_s", "First alert after launch", "s", "launch to the first warning issued"),
    Metric("areas_warned", "Areas warned", "areas", "areas that were ever under a warning"),
    Metric("people_warned", "People warned", "people", "people of the areas warned"),
    Metric("people_overflown", "People overflown", "people", "people of the areas a footprint reached"),
    Metric(
        "people_missed",
        "Overflown unwarned",
        "people",
        "people overflown with no warning in force when a footprint arrived: never warned, warned too late "
        "or let go too early",
    ),
    Metric(
        "short_lead_share",
        "Lead < {lead} min, overflown",
        "share",
        "of the people overflown, those whose area had been under warning for less than {lead} min when "
        "the footprint arrived, the missed included",
    ),
    Metric(
        "short_lead_warned_share",
        "Lead < {lead} min, warned",
        "share",
        "of the people warned, those warned less than {lead} min before the footprint arrived or, where none "
        "did, before the closest approach",
    ),
    Metric(
        "short_notice_share",
        "Noticed < {lead} min before",
        "share",
        "of the people overflown, those who had not themselves noticed {lead} min before the footprint arrived",
    ),
    Metric(
        "unaware_share",
        "Unaware when overflown",
        "share",
        "of the people overflown, those who had noticed nothing when the footprint arrived",
    ),
    Metric(
        "lead_s",
        "Lead of half the overflown",
        "s",
        "the lead that half of the people overflown had at least; undefined where more than half had none",
    ),
    Metric(
        "needed_person_min",
        "Needed time",
        "person_min",
        "person-minutes under warning up to the danger's end, in areas overflown",
    ),
    Metric(
        "needless_person_min",
        "Needless time",
        "person_min",
        "person-minutes under warning in areas no footprint reached, and after the danger had left",
    ),
    Metric(
        "held_s",
        "Warned to all-clear",
        "s",
        "from the warning to the all-clear issued, for half of the people warned",
    ),
    Metric(
        "release_s",
        "Danger gone to all-clear",
        "s",
        "from the footprint's leaving to the all-clear issued, for half of the people overflown and warned",
    ),
    Metric(
        "people_not_lifted",
        "Warned, never let go",
        "people",
        "people whose warning ended without an all-clear",
    ),
    Metric("pod", "POD", "ratio", "probability of detection by people: hits / (hits + misses)"),
    Metric("far", "FAR", "ratio", "false alarm ratio by people: false alarms / (hits + false alarms)"),
    Metric("csi", "CSI", "ratio", "critical success index by people: hits / (hits + misses + false alarms)"),
)
"""In the order of tables."""


@dataclass(frozen=True, eq=False)
class Morning:
    """One replicate under one policy: ``values`` by metric, NaN where nothing defines one; the rest ``(A,)``."""

    values: dict[str, float]
    warned: Bools
    under_warning_min: Floats
    overflown: Bools


def measure(
    log: EventLog, areas: Sequence[AreaIdentity], crowd: Crowd | None, *, lead_s: Seconds, people: bool
) -> Morning:
    """Read one morning from its log.

    ``crowd`` are the people's curves of that log in the order of ``areas`` (``None``: nobody was ever told
    anything); without ``people`` in the model the shares of who noticed are undefined.
    """
    rows = area_rows(log, areas)
    known = [(area.code, area.population) for area in areas]
    spans = area_spans(log, known)
    values: dict[str, float | None] = {"issued_s": None if (e := log.first("issued")) is None else e.t_s}
    values |= _counts(rows, spans)
    values |= _leads(rows, spans, lead_s)
    values |= _noticed(rows, crowd, lead_s) if people else {}
    values |= _against_hazard(log, known) | _release(rows)
    return Morning(
        values={one.key: _number(values.get(one.key)) for one in METRICS},
        warned=np.array([row.warned_s is not None for row in rows], bool),
        under_warning_min=np.array([_minutes(area) for area in spans], float),
        overflown=np.array([row.enter_s is not None for row in rows], bool),
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _minutes(area: AreaSpans) -> float:
    return sum(end - start for start, end in area.warning) / _SECONDS_PER_MINUTE


def _counts(rows: list[AreaRow], spans: list[AreaSpans]) -> dict[str, float | None]:
    headline = headline_metrics(rows)
    missed = [row for row, area in zip(rows, spans, strict=True) if not _covered(area)]
    held = [row for row in rows if row.warned_s is not None and row.lifted_s is None]
    found = {key: headline[key] for key in ("areas_warned", "people_warned", "people_overflown")}
    return found | {"people_missed": _people(missed), "people_not_lifted": _people(held)}


def _covered(area: AreaSpans) -> bool:
    """Whether a warning was in force at every arrival of a footprint."""
    return all(any(start <= arrival <= end for start, end in area.warning) for arrival, _ in area.hazard)


def _leads(rows: list[AreaRow], spans: list[AreaSpans], lead_s: Seconds) -> dict[str, float | None]:
    over = [(row, _covered(area)) for row, area in zip(rows, spans, strict=True) if row.enter_s is not None]
    leads = [(row.lead_s if covered else None, row.population) for row, covered in over]
    warned = [(_ahead_s(row), row.population) for row in rows if row.warned_s is not None]
    # The longest lead first, so that those without any rank behind every other.
    half = _median([(None if lead is None else -lead, n) for lead, n in leads])
    return {
        "lead_s": None if half is None else -half,
        "short_lead_share": _share(leads, lambda lead: lead is None or lead < lead_s),
        "short_lead_warned_share": _share(warned, lambda lead: lead is not None and lead < lead_s),
    }


def _ahead_s(row: AreaRow) -> Seconds | None:
    """From the warning to the footprint's arrival or, where none comes, to the closest approach."""
    arrival_s = row.closest_s if row.enter_s is None else row.enter_s
    return None if arrival_s is None or row.warned_s is None else arrival_s - row.warned_s


def _noticed(rows: list[AreaRow], crowd: Crowd | None, lead_s: Seconds) -> dict[str, float | None]:
    over = [(k, row.enter_s, row.population) for k, row in enumerate(rows) if row.enter_s is not None]

    def unaware(before_s: Seconds) -> float | None:
        return _mean([(1.0 - _noticed_by(crowd, k, t_s - before_s), people) for k, t_s, people in over])

    return {"short_notice_share": unaware(lead_s), "unaware_share": unaware(0.0)}


def _noticed_by(crowd: Crowd | None, area: int, t_s: Seconds) -> float:
    if crowd is None:
        return 0.0
    return float(np.interp(t_s, crowd.curves.grid_s, crowd.curves.noticed[area], left=0.0))


def _against_hazard(log: EventLog, known: list[tuple[str, int | None]]) -> dict[str, float | None]:
    found = verification(log, known)
    by_people: dict[str, float | None] = next(
        (table for table in found["contingency"] if table["unit"] == "people"), {}
    )
    scores = {score: by_people.get(score) for score in ("pod", "far", "csi")}
    return scores | {key: found[key] for key in ("needed_person_min", "needless_person_min")}


def _release(rows: list[AreaRow]) -> dict[str, float | None]:
    warned = [row for row in rows if row.warned_s is not None]
    over = [row for row in warned if row.enter_s is not None]
    return {
        "held_s": _median([(_less(row.lifted_s, row.warned_s), row.population) for row in warned]),
        "release_s": _median([(row.departure_s, row.population) for row in over]),
    }


def _less(later_s: Seconds | None, earlier_s: Seconds | None) -> Seconds | None:
    return None if later_s is None or earlier_s is None else later_s - earlier_s


def _people(rows: Iterable[AreaRow]) -> int | None:
    people = [row.population for row in rows]
    return None if None in people else sum(one for one in people if one is not None)


_Counted = Sequence[tuple[Seconds | None, int | None]]


def _median(samples: _Counted) -> Seconds | None:
    """The time that half of all people have reached; those who never do count as the last."""
    known = [(value, people) for value, people in samples if people is not None]
    if len(known) < len(samples):
        return None
    return quantile_leg("", ("", ""), "", "", known).p50_s


def _share(samples: _Counted, is_short: Callable[[Seconds | None], bool]) -> float | None:
    return _mean([(float(is_short(value)), people) for value, people in samples])


def _mean(samples: Sequence[tuple[float, int | None]]) -> float | None:
    """Mean over people; ``None`` where there are none, or an unknown number."""
    total = sum(people or 0 for _, people in samples)
    if not total or any(people is None for _, people in samples):
        return None
    return sum(value * (people or 0) for value, people in samples) / total

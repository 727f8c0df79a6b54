"""What each command does: calls, in order, and what is printed. Each imports what it needs when it runs."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from sim.errors import InputError, Problem

if TYPE_CHECKING:
    from sim.scenario import Scenario

Options = argparse.Namespace


def validate(options: Options) -> int:
    """``overflight validate``: every problem of every file."""
    from sim.scenario import load_scenario

    problems: list[Problem] = []
    for file in options.files:
        try:
            load_scenario(_scenario_file(file), options.set)
        except InputError as error:
            problems += error.problems
        else:
            _say(options, f"{file}: valid")
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return 0


def run(options: Options) -> int:
    """``overflight run``: one seeded run into a run folder."""
    from sim.scenario import load_scenario

    scenario = load_scenario(_scenario_file(options.file), options.set)
    folder = options.output or Path("runs") / scenario.spec.name
    from sim.output.folder import check_target

    check_target(folder)
    from sim.output.terminal import run_summary
    from sim.output.write import write_run
    from sim.results.result import run as simulate

    start = perf_counter()
    result = simulate(scenario, options.seed)
    simulated = perf_counter()
    write_run(result, folder)
    _say(options, run_summary(result))
    _say(
        options,
        f"\n{folder}: simulated in {simulated - start:.2f} s, written in {perf_counter() - simulated:.2f} s",
    )
    return 0


def plot(options: Options) -> int:
    """``overflight plot``: the pictures of a run folder, again."""
    from sim.output.pictures import redraw

    for picture in redraw(options.folder):
        _say(options, str(picture))
    return 0


def export(options: Options) -> int:
    """``overflight export``: files for other tools."""
    from sim.output.export import export as write_files

    for path in write_files(options.folder, options.to, options.output):
        _say(options, str(path))
    return 0


def validate_cap(options: Options) -> int:
    """``overflight validate-cap``: CAP files by schema and rules."""
    from sim.output.cap.validate import is_warning, validate_cap

    problems = validate_cap(options.files)
    wrong = {problem.file for problem in problems if not is_warning(problem)}
    for problem in problems:
        print(problem, file=sys.stderr)
    for file in options.files:
        if str(file) not in wrong:
            _say(options, f"{file}: valid CAP 1.2")
    return 2 if wrong else 0


def bench_geometry(options: Options) -> int:
    """``overflight bench geometry``: wall-clock times of the crossing search beside its peers."""
    from sim.bench.geometry import GeometryOptions, run_geometry_bench
    from sim.bench.report import write_report
    from sim.bench.text import printable

    radii = tuple(options.radius) if options.radius else GeometryOptions().radii_km
    report = run_geometry_bench(GeometryOptions(options.size, radii, options.rounds, options.live))
    _say(options, printable(report))
    if options.output is not None:
        for path in write_report(report, options.output):
            _say(options, str(path))
    return 0


def bench_latency(options: Options) -> int:
    """``overflight bench latency``: simulated latencies, leg by leg."""
    from sim.bench.latency import run_latency_bench
    from sim.bench.latency_text import latency_table
    from sim.bench.latency_write import write_latency_report
    from sim.scenario import load_scenario

    scenario = load_scenario(_scenario_file(options.file), options.set)
    report = run_latency_bench(scenario, options.runs, options.seed)
    _say(options, latency_table(report))
    if options.output is not None:
        for path in write_latency_report(report, options.output):
            _say(options, str(path))
    return 0


def hindcast(options: Options) -> int:
    """``overflight hindcast``: documented launches, model beside record."""
    from sim.hindcast.report import documented_files
    from sim.hindcast.report import hindcast as set_beside
    from sim.output.folder import check_target
    from sim.output.hindcast import hindcast_table, write_hindcast

    check_target(options.output)
    scenarios = _load_all(options.files or documented_files(), [])
    found = set_beside(scenarios, runs=options.runs, seed=options.seed or 0)
    write_hindcast(found, options.output)
    _say(options, hindcast_table(found))
    _say(options, f"\n{options.output}")
    return 0


def compare(options: Options) -> int:
    """``overflight compare``: policies or scenarios on the same random numbers."""
    from sim.compare.flights import disperse
    from sim.compare.together import compare as run_together
    from sim.output.compare import write_comparison
    from sim.output.comparetext import comparison_text
    from sim.output.folder import check_target

    check_target(options.output)
    result = run_together(
        _load_all(options.files, options.set),
        runs=options.runs,
        seed=options.seed,
        lead_s=60.0 * options.lead,
        perturb=disperse if options.dispersed else None,
        progress=_progress(),
    )
    write_comparison(result, options.output)
    _say(options, comparison_text(result))
    _say(options, f"\n{options.output}")
    return 0


def schema(_: Options) -> int:
    """``overflight schema``: what editors check scenarios with."""
    import json

    from sim.scenario import scenario_schema

    print(json.dumps(scenario_schema(), ensure_ascii=False, indent=2))
    return 0


def _scenario_file(path: Path) -> Path:
    """The file itself or, for a bare name that is no file here, the shipped scenario of that name."""
    from sim.shipped import shipped_folder

    shipped = shipped_folder("scenarios") / f"{path}.yaml"
    bare = path.parent in (Path(), Path("policies"))
    return shipped if bare and not path.exists() and shipped.is_file() else path


def _load_all(files: Sequence[Path], overrides: Sequence[str]) -> "list[Scenario]":
    """Every scenario, or every problem of all of them, each once."""
    from sim.scenario import load_scenario

    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for file in files:
        try:
            scenarios.append(load_scenario(_scenario_file(file), overrides))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return scenarios


def _progress() -> Callable[[int, int], None] | None:
    """Counts on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return show


def _say(options: Options, text: str) -> None:
    if not getattr(options, "quiet", False):
        print(text)

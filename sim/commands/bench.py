"""The benchmarks, of the code and of the simulated chain."""

import json
from pathlib import Path

from sim.commands.common import (
    MAIN_JOB,
    Options,
    Subparsers,
    add_pictures,
    add_quiet,
    add_seed,
    add_set,
    count,
    progress,
    say,
    scenario_file,
    tell,
    wrote,
)


def register(to: Subparsers) -> None:
    """Add ``bench``."""
    bench = to.add_parser("bench", help="benchmarks: wall-clock times or simulated latencies")
    kinds = bench.add_subparsers(title="benchmarks", metavar="WHAT", dest="what", required=True)
    geometry = kinds.add_parser("geometry", help="the crossing search beside its peers, in wall-clock time")
    geometry.set_defaults(command=_geometry)
    geometry.add_argument(
        "--size", choices=("tiny", "quick", "full"), default="full", help="how much is measured"
    )
    geometry.add_argument("--rounds", type=count, metavar="N", help="interleaved rounds (default: by size)")
    geometry.add_argument("--radius", type=float, action="append", metavar="KM", help="may be repeated")
    geometry.add_argument(
        "--live", action="store_true", help="time decisions on single track reports instead"
    )
    latency = kinds.add_parser("latency", help="the legs of the warning chain, in simulated time")
    latency.set_defaults(command=_latency)
    latency.add_argument("file", nargs="?", type=Path, default=Path(MAIN_JOB), metavar="FILE")
    latency.add_argument("--runs", type=count, default=200, metavar="N", help="seeded runs (default: 200)")
    add_seed(latency)
    speed = kinds.add_parser("ensemble", help="replicates a second, by stage and by workers")
    speed.set_defaults(command=_ensemble)
    speed.add_argument("file", nargs="?", type=Path, metavar="FILE")
    speed.add_argument("--runs", type=count, metavar="N", help="replicates a round (default: by size)")
    speed.add_argument(
        "--size", choices=("tiny", "quick", "full"), default="full", help="how much is measured"
    )
    for kind in (geometry, latency, speed):
        kind.add_argument(
            "-o", "--output", type=Path, metavar="DIR", help="write tables and figure into a folder"
        )
    add_pictures(latency)
    add_quiet(geometry)
    for kind in (latency, speed):
        add_set(kind)


def _geometry(options: Options) -> int:
    """``overflight bench geometry``: wall-clock times of the crossing search beside its peers."""
    from sim.bench.geometry import GeometryOptions, on_stderr, run_geometry_bench
    from sim.bench.records import records_of
    from sim.bench.report import write_report
    from sim.bench.text import printable

    radii = tuple(options.radius) if options.radius else GeometryOptions().radii_km
    hear = (lambda _: None) if options.quiet or options.json else on_stderr
    report = run_geometry_bench(GeometryOptions(options.size, radii, options.rounds, options.live), hear)
    say(options, printable(report))
    tell(options, report=records_of(report))
    if options.output is not None:
        wrote(options, write_report(report, options.output))
    return 0


def _latency(options: Options) -> int:
    """``overflight bench latency``: simulated latencies, leg by leg."""
    from sim.bench.latency import run_latency_bench
    from sim.bench.latency_text import latency_table
    from sim.bench.latency_write import latency_json, write_latency_report
    from sim.scenario import load_scenario

    scenario = load_scenario(scenario_file(options.file), options.set)
    with progress(options) as bar:
        report = run_latency_bench(scenario, options.runs, options.seed, bar)
    say(options, latency_table(report))
    tell(options, report=json.loads(latency_json(report)))
    if options.output is not None:
        wrote(
            options,
            write_latency_report(report, options.output, language=options.lang, suffix=options.format),
        )
    return 0


def _ensemble(options: Options) -> int:
    """``overflight bench ensemble``: what a replicate costs; without a file the main job, all of Japan, each policy."""
    from sim.bench.ensemble import run_ensemble_bench
    from sim.bench.ensemble_text import ensemble_lines
    from sim.bench.ensemble_write import plain, write_ensemble_report
    from sim.scenario import load_scenario

    file = scenario_file(options.file or Path(MAIN_JOB))
    scenarios, policies = [load_scenario(file, options.set)], []
    if options.file is None and options.size != "tiny":
        scenarios.append(load_scenario(file, [*options.set, "areas={layer: japan}"]))
        policies = [load_scenario(path, options.set) for path in sorted(file.parent.glob("policies/*.yaml"))]
    report = run_ensemble_bench(scenarios, options.size, options.runs, policies)
    say(options, "\n".join(ensemble_lines(report)))
    tell(options, report=plain(report))
    if options.output is not None:
        wrote(options, write_ensemble_report(report, options.output))
    return 0

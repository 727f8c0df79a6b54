"""Many runs of one scenario."""

from pathlib import Path

from sim.commands.common import (
    Options,
    Subparsers,
    add,
    add_seed,
    add_set,
    count,
    filled,
    say,
    scenario_file,
)
from sim.commands.crew import add_crew, kept_progress


def register(to: Subparsers) -> None:
    """Add ``ensemble``."""
    ensemble = add(to, "ensemble", _ensemble, "many runs of a scenario, on all cores or a cluster")
    ensemble.add_argument("file", type=Path, metavar="FILE", help="scenario file, or name of a shipped one")
    ensemble.add_argument("--runs", type=count, required=True, metavar="N", help="how many, at most")
    ensemble.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="ensemble folder (default: runs/NAME-ensemble)"
    )
    add_crew(ensemble)
    ensemble.add_argument(
        "--until",
        metavar="METRIC:width=W",
        help="stop early, once the interval of the metric's mean is narrower; ,confidence=C (default: 0.95)",
    )
    add_seed(ensemble)
    add_set(ensemble)


def _ensemble(options: Options) -> int:
    """``overflight ensemble``: many runs of one scenario into an ensemble folder."""
    from sim.scenario import load_scenario

    scenario = load_scenario(scenario_file(options.file), options.set)
    folder = options.output or Path("runs") / f"{scenario.spec.name}-ensemble"
    from sim.ensemble.run import ensemble
    from sim.ensemble.until import parse_until
    from sim.output.ensemble import products
    from sim.output.ensembletext import ensemble_report
    from sim.output.ensembleview import open_products

    with kept_progress(options, folder) as (bar, tell):
        result = ensemble(
            scenario,
            runs=options.runs,
            seed=options.seed,
            dispersed=not options.nominal,
            lead_s=60.0 * options.lead,
            until=None if options.until is None else parse_until(options.until),
            folder=folder,
            resume=options.resume,
            workers=options.workers,
            dask=options.dask,
            finish=[products(scenario)],
            progress=bar,
            say=tell,
        )
    filled(options, result.folder)
    say(options, ensemble_report(open_products(result.folder)))
    say(options, f"\n{result.folder}")
    return 0

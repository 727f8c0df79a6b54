"""One run: simulate it, redraw it, export it."""

from pathlib import Path
from time import perf_counter

from sim.commands.common import (
    Options,
    Subparsers,
    add,
    add_pictures,
    add_quiet,
    add_set,
    filled,
    say,
    scenario_file,
    seed,
    tell,
    wrote,
)


def register(to: Subparsers) -> None:
    """Add ``run``, ``plot`` and ``export``."""
    run = add(to, "run", _run, "one seeded run into a run folder")
    run.add_argument("file", type=Path, metavar="FILE", help="scenario file, or name of a shipped one")
    run.add_argument("-o", "--output", type=Path, metavar="DIR", help="run folder (default: runs/NAME)")
    run.add_argument(
        "--seed", type=seed, metavar="N", help="seed of every random draw (default: the scenario's)"
    )
    add_set(run)

    plot = add(to, "plot", _plot, "redraw the pictures of a run folder")
    plot.add_argument("folder", type=Path, metavar="DIR")
    add_pictures(plot)
    add_quiet(plot)

    export = add(
        to, "export", _export, "write the files of a run folder for other tools; nothing is simulated"
    )
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument(
        "--to",
        required=True,
        choices=("cap", "geojson", "kml", "czml", "geopackage", "geoparquet"),
        help="what to write",
    )
    export.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="where to (default: into the run folder)"
    )
    add_quiet(export)


def _run(options: Options) -> int:
    """``overflight run``: one seeded run into a run folder."""
    from sim.scenario import load_scenario

    scenario = load_scenario(scenario_file(options.file), options.set)
    folder = options.output or Path("runs") / scenario.spec.name
    from sim.folder import check_target
    from sim.output.write import HOLDS, write_run

    check_target(folder, HOLDS)
    from sim.output.terminal import run_summary
    from sim.results.result import run as simulate

    start = perf_counter()
    result = simulate(scenario, options.seed)
    simulated = perf_counter()
    write_run(result, folder)
    written = perf_counter()
    filled(options, folder)
    tell(options, simulated_s=round(simulated - start, 3), written_s=round(written - simulated, 3))
    say(options, run_summary(result))
    say(
        options,
        f"\n{folder}: simulated in {simulated - start:.2f} s, written in {written - simulated:.2f} s",
    )
    return 0


def _plot(options: Options) -> int:
    """``overflight plot``: the pictures of a run folder, again."""
    from sim.output.pictures import redraw

    wrote(options, redraw(options.folder, language=options.lang, suffix=options.format))
    return 0


def _export(options: Options) -> int:
    """``overflight export``: files for other tools."""
    from sim.output.export import export as write_files

    wrote(options, write_files(options.folder, options.to, options.output))
    return 0

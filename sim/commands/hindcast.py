"""Documented launches: the model beside the record."""

from pathlib import Path

from sim.commands.common import (
    Options,
    Subparsers,
    add,
    add_pictures,
    add_quiet,
    add_seed,
    count,
    filled,
    load_all,
    progress,
    say,
)


def register(to: Subparsers) -> None:
    """Add ``hindcast``."""
    hindcast = add(to, "hindcast", _hindcast, "documented launches: the model beside the record")
    hindcast.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="default: every documented launch"
    )
    hindcast.add_argument("-o", "--output", type=Path, default=Path("runs/hindcast"), metavar="DIR")
    hindcast.add_argument(
        "--runs", type=count, default=200, metavar="N", help="mornings per launch (default: 200)"
    )
    add_pictures(hindcast)
    add_seed(hindcast)
    add_quiet(hindcast)


def _hindcast(options: Options) -> int:
    """``overflight hindcast``: documented launches, model beside record."""
    from sim.folder import check_target
    from sim.hindcast.report import documented_files
    from sim.hindcast.report import hindcast as set_beside
    from sim.output.hindcast import HOLDS, write_hindcast
    from sim.output.hindcasttext import hindcast_table

    check_target(options.output, HOLDS)
    scenarios = load_all(options.files or documented_files(), [])
    with progress(options) as bar:
        found = set_beside(scenarios, runs=options.runs, seed=options.seed or 0, progress=bar)
    write_hindcast(found, options.output, language=options.lang, suffix=options.format)
    filled(options, options.output)
    say(options, hindcast_table(found))
    say(options, f"\n{options.output}")
    return 0

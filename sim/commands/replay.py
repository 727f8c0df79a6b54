"""The replay page of run folders."""

from pathlib import Path

from sim.commands.common import Options, Subparsers, add, add_quiet, wrote


def register(to: Subparsers) -> None:
    """Add ``replay``."""
    replay = add(to, "replay", _replay, "a page that plays a run folder, or two side by side")
    replay.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="one run folder or two")
    replay.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="where to (default: replay.html in the first folder)",
    )
    add_quiet(replay)


def _replay(options: Options) -> int:
    """``overflight replay``: nothing is simulated."""
    from sim.output.replay.page import write_replay

    wrote(options, [write_replay(options.folders, options.output)])
    return 0

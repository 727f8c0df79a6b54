"""What commands that compute many runs share: who computes, what is flown, and how far it has come."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from sim.commands.common import Options, minutes
from sim.commands.common import count as whole
from sim.errors import WorkError

Bar: TypeAlias = Callable[[int, int], None]
Tell: TypeAlias = Callable[[str], None]


def add_crew(parser: argparse.ArgumentParser) -> None:
    """``--workers`` or ``--dask``, ``--resume``, ``--nominal`` and ``--lead``."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", type=whole, metavar="N", help="processes (default: one a core)")
    where.add_argument("--dask", metavar="ADDRESS", help="scheduler of a Dask cluster, tcp://HOST:8786")
    parser.add_argument("--resume", action="store_true", help="go on with what was interrupted")
    parser.add_argument("--nominal", action="store_true", help="fly the nominal flight in every run")
    parser.add_argument(
        "--lead", type=minutes, default=2.0, metavar="MIN", help="lead that counts as enough (default: 2)"
    )


@contextmanager
def kept_progress(options: Options, folder: Path) -> Iterator[tuple[Bar | None, Tell]]:
    """What shows how far it is, and what says a line; where it stops, the error says what is kept and how to go on."""
    from sim.ensemble.progress import Progress
    from sim.ensemble.state import how_to_go_on

    bar = Progress()
    try:
        yield (None if options.quiet else bar), bar.say
    except (WorkError, KeyboardInterrupt, MemoryError) as error:
        bar.end()
        why = str(error) if isinstance(error, WorkError) else "stopped"
        raise WorkError("; ".join(filter(None, (why, how_to_go_on(folder))))) from error
    finally:
        bar.end()

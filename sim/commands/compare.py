"""Policies side by side."""

from pathlib import Path

from sim.commands.common import (
    Options,
    Subparsers,
    add,
    add_pictures,
    add_seed,
    add_set,
    count,
    filled,
    load_all,
    minutes,
    progress,
    say,
)
from sim.errors import InputError, Problem


def register(to: Subparsers) -> None:
    """Add ``compare``."""
    compare = add(to, "compare", _compare, "policies or scenarios on the same random numbers")
    compare.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the first is the baseline")
    compare.add_argument("-o", "--output", type=Path, default=Path("runs/compare"), metavar="DIR")
    compare.add_argument(
        "--runs", type=count, default=100, metavar="N", help="mornings per policy (default: 100)"
    )
    compare.add_argument(
        "--lead", type=minutes, default=2.0, metavar="MIN", help="lead that counts as enough (default: 2)"
    )
    compare.add_argument(
        "--dispersed", action="store_true", help="draw a flight for each morning, the same for all"
    )
    compare.add_argument(
        "--replay",
        action="store_true",
        help="a page that plays the first morning of the first two side by side",
    )
    add_pictures(compare)
    add_seed(compare)
    add_set(compare)


def _compare(options: Options) -> int:
    """``overflight compare``: policies or scenarios on the same random numbers."""
    from sim.compare.flights import disperse
    from sim.compare.together import compare as run_together
    from sim.folder import check_target
    from sim.output.compare import HOLDS, write_comparison
    from sim.output.comparetext import comparison_text

    if options.replay and options.dispersed:
        raise InputError([Problem("--replay", None, None, "", "shows nominal flights: not with --dispersed")])
    check_target(options.output, HOLDS)
    scenarios = load_all(options.files, options.set)
    with progress(options) as bar:
        result = run_together(
            scenarios,
            runs=options.runs,
            seed=options.seed,
            lead_s=60.0 * options.lead,
            perturb=disperse if options.dispersed else None,
            progress=bar,
        )
    write_comparison(result, options.output, language=options.lang, suffix=options.format)
    if options.replay:
        from sim.output.replay.pair import write_pair

        write_pair(result, options.output)
    filled(options, options.output)
    say(options, comparison_text(result))
    say(options, f"\n{options.output}")
    return 0

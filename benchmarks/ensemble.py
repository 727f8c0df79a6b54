"""Measure ensembles and write tables and figure; the same as ``overflight bench ensemble``.

Usage: ``python benchmarks/ensemble.py [--docs-only] [arguments of overflight bench ensemble]``

Results go to ``benchmarks/results`` unless ``-o`` says otherwise, and from there into the documentation.
``--docs-only`` measures nothing: it shows the results there are.
"""

import sys
from pathlib import Path

from geometry import with_results

from sim.cli import main

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "ensemble-speed.md"


def run(arguments: list[str]) -> int:
    """Measure unless told otherwise; then show the results in the documentation."""
    if "--docs-only" not in arguments:
        done = main(["bench", "ensemble", "-o", str(RESULTS), *arguments])
        if done:
            return done
    PAGE.write_text(with_results(PAGE.read_text(encoding="utf-8"), RESULTS), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

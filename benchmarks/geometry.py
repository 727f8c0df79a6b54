"""Measure the crossing search beside its peers and write tables and figure; the same as ``overflight bench geometry``.

Usage: ``python benchmarks/geometry.py [--size tiny|quick|full] [--rounds N] [--radius KM]… [--live] [-o DIR] [--docs]``

``python benchmarks/geometry.py --docs-only`` measures nothing: it shows the results there are in the documentation.
"""

import argparse
import re
from pathlib import Path

from sim.bench.geometry import GeometryOptions, run_geometry_bench
from sim.bench.report import write_report
from sim.bench.text import printable

RESULTS = Path(__file__).parent / "results"
DOCS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_PLACE = re.compile(r"(<!-- (\S+\.md) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(description="Geometry benchmark")
    parser.add_argument("--size", choices=("tiny", "quick", "full"), default="full")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--radius", type=float, action="append", metavar="KM")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, metavar="DIR")
    parser.add_argument("--docs", action="store_true", help="then show the results in the documentation")
    parser.add_argument(
        "--docs-only", action="store_true", help="show the results there are, measure nothing"
    )
    given = parser.parse_args()
    if given.docs_only:
        show(given.output)
        return
    radii = tuple(given.radius) if given.radius else GeometryOptions().radii_km
    report = run_geometry_bench(GeometryOptions(given.size, radii, given.rounds, given.live))
    print(printable(report))
    for path in write_report(report, given.output):
        print(path)
    if given.docs:
        show(given.output)


def show(results: Path) -> None:
    DOCS.write_text(with_results(DOCS.read_text(encoding="utf-8"), results), encoding="utf-8")


def with_results(page: str, results: Path) -> str:
    """The page with each marked place filled from the results file it names, where there is one."""

    def fill(place: re.Match[str]) -> str:
        file = results / place[2]
        return place[1] + file.read_text(encoding="utf-8") + place[3] if file.is_file() else place[0]

    return _PLACE.sub(fill, page)


if __name__ == "__main__":
    main()

"""Measure the crossing search beside its peers and write tables and figure; the same as ``overflight bench geometry``.

Usage: ``python benchmarks/geometry.py [--size tiny|quick|full] [--rounds N] [--radius KM]… [--live] [-o DIR]``
"""

import argparse
from pathlib import Path

from sim.bench.geometry import GeometryOptions, run_geometry_bench
from sim.bench.report import write_report
from sim.bench.text import printable

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(description="Geometry benchmark")
    parser.add_argument("--size", choices=("tiny", "quick", "full"), default="full")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--radius", type=float, action="append", metavar="KM")
    parser.add_argument("--live", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, metavar="DIR")
    given = parser.parse_args()
    radii = tuple(given.radius) if given.radius else GeometryOptions().radii_km
    report = run_geometry_bench(GeometryOptions(given.size, radii, given.rounds, given.live))
    print(printable(report))
    for path in write_report(report, given.output):
        print(path)


if __name__ == "__main__":
    main()

"""The committed table of who lives where: one row per municipality, each with its source and basis."""

import csv
from pathlib import Path
from typing import Any

from .packages import BuildError

UNKNOWN: dict[str, Any] = {"population": None, "population_source": None, "population_basis": None}
BASES = ("checked-against-list", "from-memory")


def read_population(path: Path) -> dict[str, dict[str, Any]]:
    """Five-digit code to the population properties of its feature.

    Raises ``BuildError`` for a repeated code, an unknown basis or a missing source.
    """
    table: dict[str, dict[str, Any]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = row["area_code"]
            if code in table or row["population_basis"] not in BASES or not row["population_source"]:
                raise BuildError(f"{path.name}: the row of {code} is repeated or lacks its source or basis")
            table[code] = {
                "population": int(row["population"]),
                "population_source": row["population_source"],
                "population_basis": row["population_basis"],
            }
    return table

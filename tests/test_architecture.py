"""Data flows one way: a module imports only rooms before its own. Read from the source only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sim"
ORDER = (
    *("units", "errors", "folder", "jsontext", "draws", "shipped"),
    *("scenario", "geo", "flight", "alert", "reach", "engine"),
    *("results", "hindcast", "compare", "ensemble", "output", "bench"),
    *("sim", "commands", "cli", "__main__"),
)
HEAVY = {
    "matplotlib",
    "scipy",
    "pandas",
    "geopandas",
    "movingpandas",
    "numba",
    "dask",
    "distributed",
    "bokeh",
    "pyarrow",
    "polars",
    "duckdb",
    "SALib",
    "lxml",
}
ONE_ROOM = {"simpy": "sim/engine/", "pyproj": "sim/geo/geodesy.py"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> str:
    """``geo`` for ``sim.geo.layers``; ``sim`` for the package's own face."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "sim"


def imports(path: Path) -> list[str]:
    """Full names of all modules a file imports, lazily or not."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            base = node.module or ""
            found += [f"{base}.{alias.name}" if base == "sim" else base for alias in node.names]
    return found


def backward_arrows(source: str, own_room: str, names: list[str]) -> list[str]:
    """Imports of ``source`` that point to a room after its own."""
    own = ORDER.index(own_room)
    rooms = [room(name) for name in names if name.split(".")[0] == "sim"]
    known = [name if name in ORDER else "sim" for name in rooms]
    return [f"{source}: {own_room} -> {name}" for name in known if ORDER.index(name) > own]


def own_room(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    first = relative.parts[0]
    return first.removesuffix(".py") if first != "__init__.py" else "sim"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_arrow_points_backwards(path: Path) -> None:
    assert own_room(path) in ORDER, "a new room needs its place in ORDER"
    # ``sim.__version__`` is a constant, not a room.
    names = [name for name in imports(path) if name != "sim.__version__"]
    assert backward_arrows(str(path), own_room(path), names) == []


def test_a_backward_arrow_would_be_seen() -> None:
    assert backward_arrows("x", "geo", ["sim.alert.belief"]) == ["x: geo -> alert"]
    assert backward_arrows("x", "alert", ["sim.geo.layers", "numpy"]) == []


@pytest.mark.parametrize(("library", "home"), ONE_ROOM.items())
def test_library_has_one_home(library: str, home: str) -> None:
    users = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if library in {name.split(".")[0] for name in imports(path)}
    ]
    assert users
    assert [user for user in users if not user.startswith(home)] == []


def test_every_folder_of_tests_mirrors_a_room() -> None:
    folders = {
        path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("_")
    }
    beside = {"property", "golden", "acceptance", "geodata", "benchmarks", "docs", "browser"}
    assert folders - beside <= set(ORDER)

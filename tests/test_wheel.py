"""The installed wheel works far from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked by pip, nothing of the checkout on the path."""
    base = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(base), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = base.glob("*.whl")
    target = base / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return target


def test_it_carries_scenarios_and_geodata(installed: Path) -> None:
    shipped = installed / "sim" / "_shipped"
    assert (shipped / "scenarios" / "okinawa-2023-08-24.yaml").is_file()
    assert (shipped / "geodata" / "okinawa.geojson").is_file()
    assert (shipped / "geodata" / "SOURCES.md").is_file()


def test_it_holds_no_tests_and_no_byte_code(installed: Path) -> None:
    (wheel,) = installed.parent.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.startswith("tests/") or name.endswith(".pyc")] == []


def test_it_runs_the_shipped_scenario_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    scenario = installed / "sim" / "_shipped" / "scenarios" / "okinawa-2023-08-24.yaml"
    code = "import sim, sys; assert 'site' in sim.__file__; from sim.cli import entry; entry()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "run", str(scenario)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "runs" / "okinawa-2023-08-24" / "footprint.png").is_file()


def test_a_shipped_scenario_can_be_named(installed: Path, tmp_path: Path) -> None:
    """A name that is no file here is looked up among the shipped scenarios."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "sim", "validate", "okinawa-2023-08-24"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

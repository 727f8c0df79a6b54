"""The documentation shows what was measured, and nothing else."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("benchmarks_geometry", ROOT / "benchmarks" / "geometry.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_the_results_as_they_were_measured(script):
    page = PAGE.read_text(encoding="utf-8")
    assert script.with_results(page, RESULTS) == page
    for name in ("geometry.md", "geometry-live.md"):
        assert (RESULTS / name).read_text(encoding="utf-8") in page


def test_results_replace_what_stood_there(script, tmp_path):
    (tmp_path / "geometry.md").write_text("new\n")
    page = "a\n<!-- geometry.md -->\nold\n<!-- end -->\nb\n<!-- other.md -->\nkept\n<!-- end -->\n"
    assert script.with_results(page, tmp_path) == page.replace("old", "new")


def test_the_figure_is_there_and_no_machine_is_named(script):
    assert (RESULTS / "geometry.png").is_file()
    for file in RESULTS.glob("geometry*.[mc][ds]*"):
        text = file.read_text(encoding="utf-8")
        assert "/home" not in text
        assert "/tmp" not in text

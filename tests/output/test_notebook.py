"""What a notebook shows: marked, escaped, whole, and legible on any page."""

import base64
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

import sim
from sim.ensemble.folder import EnsembleResult
from sim.output.figures.footprint import draw_footprint
from sim.output.finished import FinishedRun
from sim.output.notebook import html_of
from sim.results.mark import MARK
from sim.results.result import RunResult
from tests.compare.policies import made
from tests.mornings import SCENARIO

HOSTILE = "<script>alert(\"x\")</script> & 'quotes'"


@pytest.fixture(scope="module")
def result() -> RunResult:
    return sim.run(sim.load_scenario(SCENARIO))


@pytest.fixture(scope="module")
def finished(result: RunResult, tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    folder = sim.write_run(result, tmp_path_factory.mktemp("shown") / "run", pictures=False)
    found = sim.read_run(folder)
    draw_footprint(found.view, folder / "footprint.png")
    return found


def picture(html: str) -> Image.Image:
    found = re.search(r"data:image/png;base64,([^\"]+)", html)
    assert found
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


def words(html: str) -> str:
    """All text of the page, which must be well-formed."""
    return " ".join(
        ElementTree.fromstring(html.replace("<br>", "<br/>").replace('"></div>', '"/></div>')).itertext()
    )


def test_a_run_and_its_folder_show_the_same(result: RunResult, finished: FinishedRun) -> None:
    html = result._repr_html_()
    assert html == finished._repr_html_()
    assert html is not None
    said = words(html)
    for text in (MARK, "Shelter call issued", "03:54:01 JST", "T+3:31", "1,467,480 people", "noticed 64%"):
        assert text in said
    assert picture(html).width == 1500


def test_texts_are_escaped(finished: FinishedRun) -> None:
    hostile = replace(finished, view=replace(finished.view, summary=finished.summary() | {"title": HOSTILE}))
    html = html_of(hostile)
    assert html is not None
    assert "<script" not in html
    assert HOSTILE in words(html)


def test_colours_come_from_the_page(finished: FinishedRun) -> None:
    """Text and table cells take the page's own colours; only the mark brings both of its own."""
    html = html_of(finished)
    assert html is not None
    cells = re.findall(r'<td style="([^"]*)"', html)
    assert cells
    assert all("background:transparent" in style and "color:inherit" in style for style in cells)
    both = re.findall(r"background:#[0-9A-F]{6};color:#[0-9A-F]{6}", html)
    assert len(both) == 1


def test_a_folder_without_pictures_is_drawn(finished: FinishedRun, tmp_path: Path) -> None:
    html = html_of(replace(finished, view=replace(finished.view, folder=tmp_path)))
    assert html is not None
    assert picture(html).width == 1500


def test_a_comparison_shows_every_policy() -> None:
    names = ["as-happened", HOSTILE]
    html = made(2, names=names)._repr_html_()
    assert html is not None
    assert "<script" not in html
    said = words(html)
    for text in (MARK, *names, "2 policies, 20 replicates each"):
        assert text in said
    assert picture(html).width == 1500


def test_a_comparison_is_two_data_frames() -> None:
    result = made(3, runs=5)
    summaries, replicates = result.summaries_frame(), result.replicates_frame()
    assert len(summaries) == len(result.summaries)
    assert replicates[["replicate", "policy"]].drop_duplicates().shape == (15, 2)
    means = replicates.groupby("policy")["lead_s"].mean()
    told = summaries[summaries["metric"] == "lead_s"].set_index("policy")["mean"]
    assert means.to_dict() == pytest.approx(told.to_dict(), abs=1e-3)


def test_an_ensemble_shows_its_headline_figures(tmp_path: Path) -> None:
    shares = {"p05": 0.1, "p50": 0.2, "p95": 0.3}
    metric = {"unit": "share", "quantiles": shares, "mean": {"mean": 0.21, "low": 0.19, "high": 0.23}}
    said = {
        "title": HOSTILE,
        "scenario": "okinawa",
        "seed": 4,
        "runs": 200,
        "confidence": 0.95,
        "lead_s": 120.0,
        "metrics": {"short_lead_share": metric},
    }
    (tmp_path / "summary.json").write_text(json.dumps(said), encoding="utf-8")
    html = EnsembleResult(tmp_path)._repr_html_()
    assert html is not None
    assert "<script" not in html
    assert "<img" not in html
    for text in (
        MARK,
        HOSTILE,
        "200 runs",
        "Lead < 2 min, overflown",
        "20.0 %",
        "10.0 to 30.0 %",
        "95 % interval",
    ):
        assert text in words(html)
    (tmp_path / "probability-warned.png").write_bytes(b"picture")
    assert "<img" in (EnsembleResult(tmp_path)._repr_html_() or "")


def test_what_nobody_can_show_is_left_to_its_own_words() -> None:
    assert html_of(Path()) is None

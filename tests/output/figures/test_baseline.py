"""The pictures of the main job beside those kept here: a change of their looks is seen, and looked at.

``python -m tests.output.figures.test_baseline`` draws the kept ones anew, at half size; look at them before you commit.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from PIL import Image

from sim.output.figures.footprint import draw_footprint
from sim.output.figures.lead import draw_lead
from sim.output.figures.timeline import draw_timeline
from sim.output.view import RunView, open_run
from sim.output.write import write_run
from sim.results.result import run
from sim.scenario import load_scenario
from sim.shipped import shipped_folder

KEPT = Path(__file__).parent / "baseline"
CASES = [
    ("footprint", "en", draw_footprint),
    ("timeline", "en", draw_timeline),
    ("lead", "en", draw_lead),
    ("footprint", "ja", draw_footprint),
]
MOST = 6.0
"""Root mean square difference out of 255 at half size (assumption): a label elsewhere or another colour exceeds it,
rounding of colours to the kept palette does not."""


def main_job(folder: Path) -> RunView:
    scenario = load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml")
    return open_run(write_run(run(scenario), folder / "run", pictures=False))


def half_size(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB").resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> float:
    """Root mean square difference; infinite if the sizes differ by more than a line."""
    if abs(one.height - other.height) > 12 or one.width != other.width:
        return float("inf")
    high = min(one.height, other.height)
    pixels = [np.asarray(picture, float)[:high] for picture in (one, other)]
    return float(np.sqrt(((pixels[0] - pixels[1]) ** 2).mean()))


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> RunView:
    return main_job(tmp_path_factory.mktemp("main"))


@pytest.mark.parametrize(("name", "language", "draw"), CASES)
def test_it_looks_as_it_did(
    name: str, language: str, draw: Callable[..., Path], view: RunView, tmp_path: Path
) -> None:
    drawn = half_size(draw(view, tmp_path / "now.png", language))
    with Image.open(KEPT / f"{name}-{language}.png") as kept:
        assert apart(drawn, kept.convert("RGB")) < MOST


def test_another_picture_is_told_apart(view: RunView, tmp_path: Path) -> None:
    drawn = half_size(draw_footprint(view, tmp_path / "now.png", "en"))
    with Image.open(KEPT / "footprint-ja.png") as kept:
        assert apart(drawn, kept.convert("RGB")) > MOST


def keep() -> None:
    """Draw the kept pictures anew."""
    KEPT.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        view = main_job(Path(folder))
        for name, language, draw in CASES:
            picture = half_size(draw(view, Path(folder) / "now.png", language))
            picture.quantize(128).save(KEPT / f"{name}-{language}.png", optimize=True)


if __name__ == "__main__":
    keep()

"""Films: as long as they should be, marked, readable by others, whole or not there at all."""

from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

import sim.output.animate
from sim.cli import main
from sim.errors import MissingPackage, WorkError
from sim.output.animate import animate, find_ffmpeg, moments
from sim.output.happenings import span_s
from sim.output.view import RunView
from sim.results.mark import MARK
from tests.output.runs import written

QUICK = ["--fps", "2", "--speed", "200"]


@pytest.fixture(scope="module")
def view(runs: Path) -> RunView:
    return written("as happened", runs)


def test_a_gif_plays_as_long_as_it_should_and_says_what_it_is(view: RunView, tmp_path: Path) -> None:
    file = animate(view.folder, tmp_path / "run.gif", fps=2, speed=400.0)
    again = animate(view.folder, tmp_path / "again.gif", fps=2, speed=400.0)
    assert file.read_bytes() == again.read_bytes()
    times = moments(view, 2, 400.0)
    with Image.open(file) as film:
        assert film.size == (960, 540)
        assert MARK in film.info["comment"].decode()
        lasts_ms = 0
        for k in range(film.n_frames):
            film.seek(k)
            lasts_ms += film.info["duration"]
        assert lasts_ms == 500 * len(times)
        assert len({np.asarray(_frame(film, k)).tobytes() for k in (0, 2, 3)}) == 3


def _frame(film: Image.Image, number: int) -> Image.Image:
    film.seek(number)
    return film.convert("RGB")


def test_an_mp4_is_read_by_another_reader(view: RunView, tmp_path: Path) -> None:
    file = animate(view.folder, tmp_path / "run.mp4", fps=2, speed=200.0, language="ja")
    reader = imageio_ffmpeg.read_frames(str(file))
    about = next(reader)
    frames = list(reader)
    assert about["size"] == (1280, 720)
    assert about["fps"] == 2.0
    assert len(frames) == len(moments(view, 2, 200.0))
    assert frames[0] != frames[-1]
    # The dark strip with the mark is on every frame.
    for frame in frames:
        strip = np.frombuffer(frame, np.uint8).reshape(720, 1280, 3)[10, 10]
        assert np.abs(strip.astype(int) - [0x1F, 0x2A, 0x33]).max() < 16


def test_it_plays_from_launch_to_the_end_and_stays(view: RunView) -> None:
    times = moments(view, 10, 20.0)
    assert times[:3] == [0.0, 2.0, 4.0]
    assert times[-30:] == [span_s(view)[1]] * 30


def test_without_ffmpeg_it_says_how_to_get_it(
    view: RunView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sim.output.animate, "find_ffmpeg", lambda: None)
    with pytest.raises(MissingPackage, match=r"needs ffmpeg.*pip install 'overflight\[animate\]'"):
        animate(view.folder, tmp_path / "run.mp4")
    assert [*tmp_path.iterdir()] == []


def test_a_failing_ffmpeg_leaves_nothing(
    view: RunView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sim.output.animate, "find_ffmpeg", lambda: "/bin/false")
    with pytest.raises(WorkError, match="/bin/false failed: exit code 1"):
        animate(view.folder, tmp_path / "run.mp4", fps=1, speed=500.0)
    assert [*tmp_path.iterdir()] == []


def test_imageio_brings_one_where_path_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = find_ffmpeg()
    assert found is not None
    assert Path(found).is_file()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["-o", "film.avi"], "must end in .mp4 or .gif"),
        (["--fps", "0"], "must be a whole number from 1 to 60"),
        (["--fps", "1e1"], "must be a whole number from 1 to 60"),
        (["--speed", "-1"], "must be a number above 0"),
        (["--speed", "nan"], "must be a number above 0"),
        (["-o", "film.gif", "--speed", "0.1"], "more than 3,000"),
        (["--lang", "fr"], "no such thing: 'fr'"),
    ],
)
def test_a_film_that_cannot_be_is_refused(
    arguments: list[str],
    what: str,
    view: RunView,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["animate", str(view.folder), *arguments]) == 2
    assert what in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_no_run_no_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["animate", str(tmp_path / "none"), *QUICK]) == 2
    assert "is not a run folder" in capsys.readouterr().err

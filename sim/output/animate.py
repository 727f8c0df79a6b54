"""The moving map as a file: GIF through Pillow, MP4 through ffmpeg, from PATH or from imageio-ffmpeg."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError, MissingPackage, Problem, WorkError
from sim.folder import replace_files
from sim.output.figures.animation import Stage, open_stage
from sim.output.figures.words import Language
from sim.output.happenings import span_s
from sim.output.view import RunView, open_run, understood
from sim.units import Seconds

FPS, SPEED = 10, 20.0
"""Frames a second, and seconds of the run in one second of the film: choices of this film."""
SUFFIXES = (".mp4", ".gif")
_WIDTH_PX = {".mp4": 1280, ".gif": 960}
_HOLD_S = 3.0  # the last frame stays
_MOST_FRAMES = {".mp4": 50_000, ".gif": 3_000}  # a GIF is put together in memory
_COLOURS = 256

Progress = Callable[[int, int], None]
Pixels = NDArray[np.uint8]


def animate(
    folder: Path,
    file: Path | None = None,
    *,
    fps: int = FPS,
    speed: float = SPEED,
    language: Language = "en",
    progress: Progress | None = None,
) -> Path:
    """Film the run in ``folder`` into ``file``, by its suffix; by default an MP4, or a GIF where there is no ffmpeg.

    Equal runs give equal GIFs. Raises ``InputError`` for a damaged run folder or a film that cannot be, and
    ``MissingPackage`` or ``WorkError`` where nothing can be written.
    """
    view = open_run(folder)
    target = file or folder / f"animation{'.mp4' if find_ffmpeg() else '.gif'}"
    suffix = target.suffix.lower()
    # A GIF counts in hundredths of a second.
    rate = 100.0 / max(round(100.0 / fps), 2) if suffix == ".gif" else float(fps)
    with understood(folder):
        times = moments(view, rate, speed)
    _check(target, len(times))
    with understood(folder):
        stage = open_stage(view, language, _WIDTH_PX[suffix])
    frames = _filmed(stage, times, progress)

    def into(partial: Path) -> list[Path]:
        path = partial / target.name
        if suffix == ".gif":
            _write_gif(path, frames, rate, _palette(stage), _comment(view))
        else:
            _write_mp4(path, frames, rate, _comment(view))
        return [path]

    (path,) = replace_files(target.parent, into)
    return path


def moments(view: RunView, fps: float, speed: float) -> list[Seconds]:
    """The seconds after launch of every frame; the last one stays for a while."""
    _, end_s = span_s(view)
    playing = np.arange(0.0, end_s, speed / fps).tolist()
    return [*playing, *[end_s] * round(_HOLD_S * fps)]


def find_ffmpeg() -> str | None:
    """The ffmpeg on PATH, else the one that imageio-ffmpeg brings, else ``None``."""
    if (found := shutil.which("ffmpeg")) is not None:
        return found
    try:
        from imageio_ffmpeg import get_ffmpeg_exe
    except ImportError:
        return None
    try:
        return str(get_ffmpeg_exe())
    except RuntimeError:
        return None


def _check(target: Path, frames: int) -> None:
    problems = []
    if target.suffix.lower() not in SUFFIXES:
        what = f"must end in {' or '.join(SUFFIXES)}"
        problems.append(Problem(str(target), None, None, "", what))
    if target.is_dir():
        problems.append(Problem(str(target), None, None, "", "is a folder; give a file"))
    most = _MOST_FRAMES.get(target.suffix.lower(), frames)
    if frames > most:
        what = f"would have {frames:,} frames, more than {most:,}; play it faster or take fewer a second"
        problems.append(Problem(str(target), None, None, "", what))
    if problems:
        raise InputError(problems)
    if target.suffix.lower() == ".mp4" and find_ffmpeg() is None:
        raise MissingPackage("ffmpeg", "animate", "an MP4 (unlike a GIF)")


def _filmed(stage: Stage, times: list[Seconds], progress: Progress | None) -> Iterator[Pixels]:
    last: tuple[Seconds, Pixels] | None = None
    for number, t_s in enumerate(times, start=1):
        if last is None or last[0] != t_s:
            last = t_s, stage.picture(t_s)
        yield last[1]
        if progress is not None:
            progress(number, len(times))


def _comment(view: RunView) -> str:
    return f"{view.summary['mark']} | {view.summary['scenario']} | seed {view.summary['seed']}"


def _palette(stage: Stage) -> Any:
    """Colours for all frames: those of the moments at which anything looks different for the first time."""
    from PIL import Image

    story = stage.story
    telling = {0.0, story.end_s, *(one.t_s + 1.0 for one in story.messages)}
    telling |= {0.5 * (one.enter_s + one.exit_s) for one in story.visits[:3]}
    pixels = np.vstack([stage.picture(t_s) for t_s in sorted(telling)])
    return Image.fromarray(pixels).quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)


def _write_gif(path: Path, frames: Iterator[Pixels], fps: float, palette: Any, comment: str) -> None:
    from PIL import Image

    few = (Image.fromarray(one).quantize(palette=palette, dither=Image.Dither.NONE) for one in frames)
    first = next(few)
    how = {"duration": round(1000.0 / fps), "loop": 0, "optimize": False}
    first.save(
        path, "GIF", save_all=True, append_images=few, comment=comment.encode("ascii", "replace"), **how
    )


def _write_mp4(path: Path, frames: Iterator[Pixels], fps: float, comment: str) -> None:
    first = next(frames)
    height, width = first.shape[:2]
    command = [
        *(find_ffmpeg() or "ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"),
        *("-s", f"{width}x{height}", "-r", f"{fps:g}", "-i", "-", "-an"),
        *("-c:v", "libx264", "-preset", "medium", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "2"),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"),
        *("-metadata", f"comment={comment}"),
        str(path),
    ]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said)
        try:
            assert process.stdin is not None
            process.stdin.write(first.tobytes())
            for pixels in frames:
                process.stdin.write(pixels.tobytes())
            process.stdin.close()
        except BrokenPipeError:
            pass  # what it says below is the reason
        except BaseException:
            process.kill()
            raise
        finally:
            code = process.wait()
        if code:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines() or [f"exit code {code}"]
            raise WorkError(f"{command[0]} failed: {lines[-1]}")

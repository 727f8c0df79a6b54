"""A film of a run."""

import argparse
from pathlib import Path

from sim.commands.common import Options, Subparsers, add, add_quiet, progress, say, wrote

_FASTEST, _MOST_FPS = 1000.0, 60


def register(to: Subparsers) -> None:
    """Add ``animate``."""
    animate = add(to, "animate", _animate, "film the map of a run folder; nothing is simulated")
    animate.add_argument("folder", type=Path, metavar="DIR")
    animate.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="FILE.mp4 or FILE.gif (default: animation.mp4 in the run folder, .gif where there is no ffmpeg)",
    )
    animate.add_argument("--fps", type=_fps, default=10, metavar="N", help="frames a second (default: 10)")
    animate.add_argument(
        "--speed", type=_speed, default=20.0, metavar="X", help="times faster than life (default: 20)"
    )
    animate.add_argument("--lang", choices=("en", "ja"), default="en", help="language (default: en)")
    add_quiet(animate)


def _animate(options: Options) -> int:
    """``overflight animate``: an MP4 or a GIF."""
    from sim.output.animate import animate, find_ffmpeg

    with progress(options) as bar:
        film = animate(
            options.folder,
            options.output,
            fps=options.fps,
            speed=options.speed,
            language=options.lang,
            progress=bar,
        )
    wrote(options, [film])
    if options.output is None and find_ffmpeg() is None:
        say(options, "a GIF, because there is no ffmpeg; for an MP4: pip install 'overflight[animate]'")
    return 0


def _fps(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_FPS:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {_MOST_FPS} (was {text!r})")
    return int(text)


def _speed(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.0 < number <= _FASTEST:
        raise argparse.ArgumentTypeError(f"must be a number above 0, up to {_FASTEST:g} (was {text!r})")
    return number

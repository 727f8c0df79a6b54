"""What a person sees of an ensemble under way: how far, how fast, how much longer."""

import io
import os
import sys
from collections import deque
from time import monotonic
from typing import TextIO

_BAR = 24
_WINDOW_S = 30.0  # over which the rate is taken
_LINE_S = 30.0  # between lines where nobody watches
_REDRAW_S = 0.1


class Progress:
    """A bar on a terminal; elsewhere a line now and then. Call it with (runs done, runs asked for)."""

    def __init__(self, stream: TextIO | None = None) -> None:
        # A process without stderr is one nobody watches.
        self._stream = stream or sys.stderr or io.StringIO()
        self._live = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._seen: deque[tuple[float, int]] = deque()
        self._shown_s = monotonic() - (_REDRAW_S if self._live else 0.0)
        self._drawn = False

    def __call__(self, done: int, of: int) -> None:
        now = monotonic()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[1][0] > _WINDOW_S:
            self._seen.popleft()
        if now - self._shown_s < (_REDRAW_S if self._live else _LINE_S) and done < of:
            return
        self._shown_s = now
        text = progress_text(done, of, self._rate())
        if self._live:
            self._stream.write(f"\r\x1b[K{text}")
            self._drawn = True
        elif done < of:
            self._stream.write(f"{text}\n")
        self._stream.flush()

    def say(self, text: str) -> None:
        """A line of its own."""
        self.end()
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the bar where it is and go to the next line."""
        if self._drawn:
            self._stream.write("\n")
            self._stream.flush()
        self._drawn = False

    def _rate(self) -> float | None:
        (start_s, first), (now_s, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now_s - start_s) if now_s > start_s and last > first else None


def progress_text(done: int, of: int, rate: float | None) -> str:
    """One line, at most 80 columns; ``rate`` in runs a second."""
    full = round(_BAR * done / of)
    text = f"[{'#' * full}{'.' * (_BAR - full)}] {done:,} of {of:,}"
    if done >= of:
        return f"{text}, writing the tables"
    if rate is None:
        return text
    speed = f"{rate:,.0f}" if rate >= 10.0 else f"{rate:.2g}"
    return f"{text}, {speed}/s, {duration_text((of - done) / rate)} left"


def duration_text(seconds: float) -> str:
    """``45 s``, ``12 min 05 s``, ``3 h 20 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"

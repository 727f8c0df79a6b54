"""One deliberately broken scenario: what is changed in the sound one, and exactly what is said about it."""

from dataclasses import dataclass
from pathlib import Path

from sim.scenario.shape import walk
from sim.scenario.spec import ScenarioSpec

BASE = Path(__file__).parent / "base"
SCENARIO, TRACKS = "scenario.yaml", "tracks.csv"

Edit = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """Edits replace a text that stands exactly once; ``expected`` are the problems, without the folder."""

    name: str
    expected: tuple[str, ...]
    edits: tuple[Edit, ...] = ()
    tracks: tuple[Edit, ...] = ()
    overrides: tuple[str, ...] = ()
    raw: bytes | None = None
    raw_tracks: bytes | None = None
    encoding: str = "utf-8"

    def write(self, folder: Path) -> Path:
        """Write the scenario and its tracks into ``folder``; the path of the scenario."""
        tracks = edited((BASE / TRACKS).read_text(encoding="utf-8"), self.tracks).encode(self.encoding)
        (folder / TRACKS).write_bytes(tracks if self.raw_tracks is None else self.raw_tracks)
        text = edited((BASE / SCENARIO).read_text(encoding="utf-8"), self.edits).encode(self.encoding)
        path = folder / SCENARIO
        path.write_bytes(text if self.raw is None else self.raw)
        return path


def edit(name: str, old: str, new: str, *expected: str) -> Case:
    """The commonest case: one change in the scenario."""
    return Case(name, expected, ((old, new),))


def override(name: str, arguments: str | tuple[str, ...], *expected: str) -> Case:
    """A sound file and ``--set`` arguments."""
    return Case(name, expected, overrides=(arguments,) if isinstance(arguments, str) else arguments)


def choices(*loc: str | int) -> str:
    """The alternatives at a place, as problems list them: the format may gain some."""
    choice = walk(loc, ScenarioSpec).choice
    assert choice is not None
    *others, last = choice.members
    return f"{', '.join(others)} or {last}"


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text

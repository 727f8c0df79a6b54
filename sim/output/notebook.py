"""What a notebook shows of a result: the mark, a headline table, a picture. Legible on light and dark pages."""

import base64
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import singledispatch
from html import escape
from pathlib import Path
from typing import Any

from sim.compare.metrics import METRICS
from sim.compare.together import PolicyComparison
from sim.engine.log import EventLog
from sim.ensemble.folder import EnsembleResult
from sim.output.comparetext import minutes, shown
from sim.output.ensembletext import headline_figures
from sim.output.figures.clock import Clock, after_launch, span
from sim.output.finished import FinishedRun
from sim.output.geojson import footprint_geojson
from sim.output.view import RunView
from sim.output.write import summary_json
from sim.results.mark import MARK
from sim.results.result import RunResult

_STEPS = {
    "launch": "Launch",
    "detected": "Detected",
    "decided": "Warning decided",
    "issued": "Shelter call issued",
    "overflight": "Passed overhead",
    "all_down": "Last object down or gone",
    "lift_decided": "All-clear decided",
    "lift_issued": "All-clear issued",
}
_SHARES = {
    "noticed": "noticed_before_lift_share",
    "acted": "acted_share",
    "sheltered": "sheltered_share",
    "let go": "released_share",
}
_CHOSEN = ("people_missed", "lead_s", "short_lead_share", "needless_person_min", "release_s")
_CELL = (
    "white-space:nowrap;padding:0.15em 0.8em 0.15em 0;text-align:left;background:transparent;color:inherit"
)


@singledispatch
def html_of(_: Any) -> str | None:
    """HTML of a result; ``None`` for what has no display of its own."""
    return None


@html_of.register
def _(result: RunResult) -> str:
    view = view_of(result)
    return _run_html(view, _drawn(lambda folder: _footprint(view, folder)))


@html_of.register
def _(result: FinishedRun) -> str:
    picture = result.folder / "footprint.png"
    image = picture.read_bytes() if picture.is_file() else _drawn(lambda to: _footprint(result.view, to))
    return _run_html(result.view, image)


@html_of.register
def _(result: PolicyComparison) -> str:
    from sim.output.figures.tradeoff import draw_tradeoff

    titles = {metric.key: metric.title.format(lead=minutes(result.lead_s)) for metric in METRICS}
    head = ["Policy", *(titles[key] for key in _CHOSEN)]
    rows = [
        [p.name, *(shown(result.table[p.name, key].mean, result.table[p.name, key].unit) for key in _CHOSEN)]
        for p in result.policies
    ]
    what = f"{len(result.policies)} policies, {result.runs} replicates each, seed {result.seed}"
    image = _drawn(lambda folder: draw_tradeoff(result, folder / "tradeoff.png"))
    return _page("Policies on the same random numbers", what, [head, *rows], image, heads=True)


@html_of.register
def _(result: EnsembleResult) -> str:
    said = result.summary
    percent = f"{100.0 * said['confidence']:g} % interval of the mean"
    head = ("", "median", "nine runs in ten", "mean", percent)
    what = f"{said['scenario']} | {result.runs:,} runs | seed {said['seed']}"
    picture = result.folder / "probability-warned.png"
    image = picture.read_bytes() if picture.is_file() else b""
    return _page(said["title"], what, [head, *headline_figures(said)], image, heads=True)


def view_of(result: RunResult) -> RunView:
    """A result as its run folder would be read back, without writing one."""
    return RunView(
        Path(result.name),
        json.loads(summary_json(result)),
        EventLog.from_jsonl(result.log.to_jsonl(), result.name),
        json.loads(footprint_geojson(result)),
    )


def _run_html(view: RunView, image: bytes) -> str:
    summary = view.summary
    what = f"{summary['scenario']} | seed {summary['seed']}"
    return _page(summary["title"], what, [*_times(view), *_counts(summary["metrics"])], image)


def _times(view: RunView) -> Iterable[Sequence[str]]:
    clock = Clock.of(view.summary)
    for key, title in _STEPS.items():
        t_s = view.summary["milestones_s"][key]
        if t_s is None:
            yield title, "did not happen", ""
        else:
            yield title, f"{clock.at(t_s)} {clock.zone}", after_launch(t_s)


def _counts(found: dict[str, Any]) -> Iterable[Sequence[str]]:
    for title, key in (("Warned", "warned"), ("Overflown", "overflown"), ("Overflown, not warned", "missed")):
        people = found[f"people_{key}"]
        yield title, f"{found[f'areas_{key}']:,} areas", "" if people is None else f"{people:,} people"
    if found["lead_min_s"] is not None:
        yield "Least lead", span(found["lead_min_s"]), ""
    if (reached := found["people_reached"]) is not None:
        yield "People", ", ".join(f"{word} {reached[key]:.0%}" for word, key in _SHARES.items()), ""


def _page(title: str, what: str, rows: Sequence[Sequence[str]], image: bytes, *, heads: bool = False) -> str:
    lines = [
        "<tr>" + "".join(_cell(text, "th" if heads and not number else "td") for text in row) + "</tr>"
        for number, row in enumerate(rows)
    ]
    alt = escape(f"{title}: picture, {MARK}")
    source = base64.b64encode(image).decode("ascii")
    picture = (
        '<img style="max-width:100%;width:750px;background:#FFFFFF" '
        f'alt="{alt}" src="data:image/png;base64,{source}">'
    )
    return (
        '<div style="color:inherit">'
        '<p style="margin:0 0 0.4em;padding:0.2em 0.6em;background:#1F2A33;color:#FFFFFF;font-weight:bold">'
        f"{escape(MARK)}</p>"
        f"<p><b>{escape(title)}</b><br>{escape(what)}</p>"
        f'<table style="border-collapse:collapse;margin:0">{"".join(lines)}</table>'
        f"{picture if image else ''}</div>"
    )


def _cell(text: str, tag: str) -> str:
    return f'<{tag} style="{_CELL}">{escape(text)}</{tag}>'


def _drawn(draw: Callable[[Path], Path]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return draw(Path(folder)).read_bytes()


def _footprint(view: RunView, folder: Path) -> Path:
    from sim.output.figures.footprint import draw_footprint

    return draw_footprint(view, folder / "footprint.png")

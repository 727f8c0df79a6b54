"""Japanese pictures: every sentence has a translation with the same places to fill, and the glyphs to print it."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import sim.output.figures
from sim.bench import latency_picture
from sim.bench.latency_where import AUTHORITY_LEGS, GATEWAY, NETWORK, NOTICING, OVER_LEGS, TOLD
from sim.ensemble.columns import REPLICATE_COLUMNS
from sim.hindcast.report import documented_files
from sim.hindcast.surveys import read_surveys
from sim.output import hindcasttext as words_of_it
from sim.output import looks
from sim.output.figures import (
    convergence,
    differences,
    hindcast,
    latency,
    palette,
    probability,
    quantiles,
    tornado,
    tradeoff,
)
from sim.output.figures.chronicle import _MILESTONES, _STEPS
from sim.output.figures.lettering import BASE, JAPANESE, families, printable
from sim.output.figures.words import ENGLISH, Words
from sim.output.figures.words_ja import JAPANESE as TRANSLATED
from sim.output.hindcasttext import MEASURES, MILESTONES
from sim.results.result import MARK
from sim.scenario import load_scenario
from sim.shipped import shipped_folder

FOLDER = Path(next(iter(sim.output.figures.__path__)))
JA = Words("ja")


def main_job() -> Any:
    return load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml")


def documented() -> list[Any]:
    return [load_scenario(file) for file in documented_files()]


def said() -> set[str]:
    """Every literal handed to a ``say`` in the figures."""
    found = set()
    for path in (*FOLDER.glob("*.py"), Path(str(latency_picture.__file__)), Path(str(words_of_it.__file__))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                first = node.args[0]
                if name in ("say", "self", "_counted") and isinstance(first, ast.Constant):
                    found.add(first.value)
    return {text for text in found if isinstance(text, str)}


def tables() -> set[str]:
    """What is said through tables of words."""
    comparison = {tradeoff._EXPLAINED, differences._EXPLAINED, *tradeoff._HEADS.values()}
    comparison |= {title for _, title in tradeoff._PANELS}
    ticks = {*latency._TICKS.values(), *latency._FEW_TICKS.values()}
    whole = {*latency_picture._AUTHORITY, *latency_picture._PEOPLE, *latency_picture._LIFT}
    parts = {leg.partition(" ")[2] for leg in (*AUTHORITY_LEGS, GATEWAY, NETWORK, NOTICING, TOLD, *OVER_LEGS)}
    panels = {title for title, _ in latency_picture._PANELS}
    sheet = {latency_picture._WHICH, latency_picture._REQUIRED, latency_picture._NEVER}
    sheet |= {*probability._MEANINGS.values(), *probability._TITLES.values(), probability._NOTES}
    sheet |= {title for _, title in quantiles.STEPS} | set(quantiles._MILESTONES.values())
    sheet |= {title for _, title, _ in convergence.SHOWN}
    sheet |= {*tornado._METHODS.values()} | {text for bars in tornado._BARS.values() for *_, text in bars}
    sheet |= {one.meaning for one in REPLICATE_COLUMNS}
    sheet |= {*hindcast._TEXTS.values(), *MILESTONES.values(), *MEASURES.values()}
    sheet |= {one.survey for one in read_surveys()}
    by = {one.by for scenario in documented() for one in scenario.spec.announced}
    sheet |= {part for names in by for part in names.split(", ")}
    sheet |= {look.words for look in (*looks.SPELLS.values(), looks.HAZARD)}
    others = comparison | ticks | whole | parts | panels | sheet
    kinds = {kind.label for kind in palette.AREA_CLASSES}
    fixed = {*palette.ROLE_TEXTS.values(), *palette.BASIS_TEXTS.values(), *palette.END_TEXTS.values()}
    return kinds | fixed | {name for name, _, _ in _STEPS} | set(_MILESTONES.values()) | {MARK} | others


def test_every_sentence_has_a_translation() -> None:
    wanted = said() | tables()
    assert len(wanted) > 60
    assert sorted(wanted - set(TRANSLATED)) == []


def test_nothing_is_translated_that_nobody_says() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in FOLDER.glob("*.py")
        if not path.stem.startswith("words_ja")
    )
    spoken = said() | tables()
    loose = {"assumption", "source", "lifted", "expired", "superseded", "cancelled", "open"}
    loose |= {"Japan", "Republic of Korea", "delivery", "any channel", "all channels", "word of mouth"}
    loose |= {"launch to on air"}
    loose |= {"Authority", "Sending the warning, in areas", "People, by any channel", "All-clear"}
    loose |= {"a flight drawn per replicate", "the nominal flight throughout"}
    loose |= {"a flight drawn for each run", "people", "s"}
    loose |= {channel.name.replace("_", " ") for channel in main_job().spec.reach.channels}
    unused = [text for text in TRANSLATED if text not in spoken | loose and text not in source]
    assert unused == []


@pytest.mark.parametrize("text", TRANSLATED)
def test_a_translation_fills_the_same_places(text: str) -> None:
    places = {name for name in re.findall(r"{(\w+)", text) if name != "s" or "{s:" in text or "{s}s" in text}
    plural = {"s"} if "area{s}" in text else set()
    assert set(re.findall(r"{(\w+)", TRANSLATED[text])) >= places - plural
    assert set(re.findall(r"{(\w+)", TRANSLATED[text])) <= set(re.findall(r"{(\w+)", text))


@pytest.mark.parametrize("text", TRANSLATED.values())
def test_every_glyph_can_be_printed(text: str) -> None:
    assert families() == (BASE, JAPANESE)
    assert printable(text) == " ".join(text.split())


def test_what_has_no_translation_stays_as_it_is() -> None:
    assert JA("A sentence nobody has translated") == "A sentence nobody has translated"
    assert JA.title({"title": "Morning", "title_ja": None}) == "Morning"
    assert JA.title({"title": "Morning", "title_ja": "朝"}) == "朝"
    assert ENGLISH.title({"title": "Morning", "title_ja": "朝"}) == "Morning"
    assert (JA.area({"area_name": "Naha City", "area_name_ja": "那覇市"}), JA.span(-61.0)) == (
        "那覇市",
        "-1分01秒",
    )

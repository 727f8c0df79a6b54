"""Whatever message can be constructed is valid, by the official schema and by every rule, and reads back."""

import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.output.cap.document import CapAlert, CapArea, CapInfo, CapReference
from sim.output.cap.rings import rings_of
from sim.output.cap.validate import is_warning, validate_cap
from sim.output.cap.vocabulary import (
    LANGUAGES,
    CapCategory,
    CapCertainty,
    CapMessageType,
    CapResponseType,
    CapScope,
    CapSeverity,
    CapStatus,
    CapUrgency,
    jis_geocode,
    marked,
)
from sim.output.cap.write import write_cap
from tests.output.cap.bases import BASES
from tests.output.cap.test_write import assert_same, parsed

_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n"
)
TEXTS = st.text(_CHARACTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
NAMES = st.text(
    st.characters(categories=("L", "N", "P"), exclude_characters=",<&\"'\\"), min_size=1, max_size=20
)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1)).map(
    lambda naive: naive.replace(microsecond=0)
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.builds(lambda naive, zone: naive.replace(tzinfo=zone), MOMENTS, ZONES)
LATER = st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def areas(draw: st.DrawFn) -> CapArea:
    points = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
    hull = shapely.MultiPoint(draw(st.lists(points, min_size=3, max_size=8))).convex_hull
    # A ring of half the globe or more reads as one across the date line; no warned area is that wide.
    wide = hull.bounds[2] - hull.bounds[0] >= 180 if not hull.is_empty else False
    rings = rings_of(hull) if hull.geom_type == "Polygon" and not wide else ()
    codes = st.integers(1, 99999).map(lambda number: jis_geocode(f"{number:05d}"))
    geocodes = draw(st.lists(codes, min_size=0 if rings else 1, max_size=3, unique=True))
    return CapArea(draw(TEXTS), rings, tuple(geocodes))


@st.composite
def infos(draw: st.DrawFn, language: str, status: CapStatus, sent: datetime) -> CapInfo:
    def text() -> str:
        return marked(draw(TEXTS), status, language).strip()

    effective = draw(st.none() | TIMES.filter(lambda moment: moment.year < 2998))
    expires = max(sent, effective or sent) + draw(LATER)
    return CapInfo(
        language=language,
        categories=tuple(draw(st.lists(st.sampled_from(CapCategory), min_size=1, unique=True))),
        event=draw(TEXTS),
        urgency=draw(st.sampled_from(CapUrgency)),
        severity=draw(st.sampled_from(CapSeverity)),
        certainty=draw(st.sampled_from(CapCertainty)),
        headline=text(),
        description=text(),
        instruction=draw(st.just("") | st.just(text())),
        response_types=tuple(draw(st.lists(st.sampled_from(CapResponseType), unique=True))),
        effective=effective,
        onset=draw(st.none() | TIMES),
        expires=draw(st.none() | st.just(expires)),
        sender_name=draw(st.just("") | TEXTS),
        parameters=tuple(draw(st.lists(st.tuples(TEXTS, TEXTS), max_size=2))),
        areas=tuple(draw(st.lists(areas(), max_size=2))),
    )


@st.composite
def alerts(draw: st.DrawFn) -> CapAlert:
    status, kind, scope = (draw(st.sampled_from(codes)) for codes in (CapStatus, CapMessageType, CapScope))
    sent = draw(TIMES)
    earlier = st.builds(
        CapReference, NAMES, NAMES.map("earlier-{}".format), LATER.map(lambda step: sent - step)
    )
    identifier = "own-" + draw(NAMES)
    references = draw(st.lists(earlier, min_size=1, max_size=3, unique=True))
    return CapAlert(
        identifier=identifier,
        sender=draw(NAMES),
        sent=sent,
        status=status,
        message_type=kind,
        note=draw(TEXTS),
        infos=tuple(draw(infos(language, status, sent)) for language in LANGUAGES),
        references=() if kind is CapMessageType.ALERT else tuple(references),
        scope=scope,
        restriction=draw(TEXTS) if scope is CapScope.RESTRICTED else "",
        addresses=("a@example.org", "Duty officer") if scope is CapScope.PRIVATE else (),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(alerts())
def test_whatever_can_be_constructed_is_valid(message: CapAlert) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "message.xml"
        path.write_bytes(write_cap(message))
        assert [problem for problem in validate_cap([path]) if not is_warning(problem)] == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(alerts())
def test_whatever_can_be_constructed_reads_back(message: CapAlert) -> None:
    assert_same(message, parsed(message))


_PIECES = st.sampled_from(
    [
        "<",
        ">",
        "&",
        '"',
        "\0",
        "\n" * 9,
        "é",
        "😀",
        "-",
        ",",
        " ",
        "9" * 400,
        "<a>",
        "</info>",
        "<!--",
        "]]>",
        "<![CDATA[",
        "&#x10FFFF;",
        "&amp;",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(BASES)), st.data())
def test_no_damage_makes_the_validator_fail(base: str, data: st.DataObject) -> None:
    text = BASES[base]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + data.draw(_PIECES) + text[end:]
    raw = text.encode()[: data.draw(st.integers(0, 10**5))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "message.xml"
        path.write_bytes(raw)
        assert all(problem.message and problem.file == str(path) for problem in validate_cap([path]))

"""Every message of a run as CAP 1.2, read from its folder: whom it names, what it replaces, both languages."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import shapely

from sim.alert.messages import MessageType
from sim.alert.texts import message_headline, message_text
from sim.engine.log import Event
from sim.output.cap.document import CapAlert, CapArea, CapInfo, CapReference
from sim.output.cap.rings import rings_of
from sim.output.cap.vocabulary import (
    EXERCISE_NOTE,
    LANGUAGES,
    CapCategory,
    CapCertainty,
    CapMessageType,
    CapResponseType,
    CapSeverity,
    CapStatus,
    CapUrgency,
    jis_geocode,
    marked,
)
from sim.output.cap.write import write_cap
from sim.output.view import RunView
from sim.units import Seconds

SENDER = "simulation@overflight.invalid"
"""RFC 2606 keeps ``.invalid`` free of real addresses."""
_SENDER_NAME = "Overflight (simulation, exercise only)"
_GEOCODE_OWN = "area_code"
_SHORT = {"ja-JP": "ja", "en-US": "en"}
_EVENT = {"ja-JP": "飛しょう体の上空通過", "en-US": "Launch vehicle overflight"}


@dataclass(frozen=True)
class _Tone:
    """How strongly a kind of message speaks."""

    response: CapResponseType
    urgency: CapUrgency
    severity: CapSeverity
    certainty: CapCertainty


_WARN = _Tone(CapResponseType.SHELTER, CapUrgency.IMMEDIATE, CapSeverity.EXTREME, CapCertainty.LIKELY)
_RELEASE = _Tone(CapResponseType.ALL_CLEAR, CapUrgency.PAST, CapSeverity.MINOR, CapCertainty.OBSERVED)
_WITHDRAW = _Tone(CapResponseType.ALL_CLEAR, CapUrgency.PAST, CapSeverity.MINOR, CapCertainty.UNLIKELY)


@dataclass
class _Thread:
    """What has been said so far and still holds: message number to the areas it still holds in."""

    holding: dict[int, set[str]] = field(default_factory=dict)
    references: dict[int, CapReference] = field(default_factory=dict)

    def touched(self, areas: set[str]) -> list[int]:
        return [number for number, held in self.holding.items() if held & areas]

    def release(self, areas: set[str]) -> None:
        self.holding = {n: held - areas for n, held in self.holding.items() if held - areas}


def cap_files(view: RunView) -> dict[str, bytes]:
    """File name (``NNN-type.xml``) to CAP text for every message of the run, in order of issue."""
    shapes = {feature["properties"]["area_code"]: feature for feature in view.areas}
    thread = _Thread()
    files = {}
    for event in view.log.of("issued", "lift_issued", "withdrawal_issued"):
        alert = _alert(view, event, shapes, thread)
        name = f"{event.fields['message']:03d}-{event.fields['type'].replace('_', '-')}.xml"
        files[name] = write_cap(alert)
    return files


def _alert(view: RunView, event: Event, shapes: dict[str, Any], thread: _Thread) -> CapAlert:
    number, kind = int(event.fields["message"]), MessageType(event.fields["type"])
    areas = set(event.fields["areas"])
    earlier = thread.touched(areas)
    sent = _moment(view, event.t_s)
    alert = CapAlert(
        identifier=f"{view.summary['scenario']}-{view.summary['seed']}-{number:03d}",
        sender=SENDER,
        sent=sent,
        status=CapStatus.EXERCISE,
        message_type=_message_type(kind, earlier, areas, thread),
        note=EXERCISE_NOTE,
        infos=tuple(_info(view, kind, language, sent, event, shapes) for language in LANGUAGES),
        references=tuple(thread.references[n] for n in earlier),
    )
    thread.release(areas)
    thread.references[number] = alert.reference
    if kind.warns:
        thread.holding[number] = areas
    return alert


def _message_type(kind: MessageType, earlier: list[int], areas: set[str], thread: _Thread) -> CapMessageType:
    """A Cancel leaves nothing of what it names; an Update replaces it; what names nothing is an Alert."""
    if not earlier:
        return CapMessageType.ALERT
    withdraws = not (kind.warns or kind.lifts)
    leaves_nothing = all(thread.holding[number] <= areas for number in earlier)
    return CapMessageType.CANCEL if withdraws and leaves_nothing else CapMessageType.UPDATE


def _info(
    view: RunView, kind: MessageType, language: str, sent: datetime, event: Event, shapes: dict[str, Any]
) -> CapInfo:
    tone = _WARN if kind.warns else _RELEASE if kind.lifts else _WITHDRAW
    short = _SHORT[language]
    return CapInfo(
        language=language,
        categories=(CapCategory.SAFETY,),
        event=marked(_EVENT[language], CapStatus.EXERCISE, language),
        response_types=(tone.response,),
        urgency=tone.urgency,
        severity=tone.severity,
        certainty=tone.certainty,
        effective=sent,
        expires=_expires(view, event, sent) if kind.warns else None,
        sender_name=_SENDER_NAME,
        headline=marked(message_headline(kind, short), CapStatus.EXERCISE, language),
        description=marked(message_text(kind, short), CapStatus.EXERCISE, language),
        parameters=(("overflight:message_type", str(kind)),),
        areas=tuple(_area(shapes[code], language) for code in event.fields["areas"]),
    )


def _area(feature: dict[str, Any], language: str) -> CapArea:
    properties = feature["properties"]
    code = properties["area_code"]
    name = properties["area_name_ja"] if language == "ja-JP" else properties["area_name"]
    is_jis = len(code) == 5 and code.isascii() and code.isdigit()
    return CapArea(
        area_desc=name or code,
        polygons=rings_of(shapely.geometry.shape(feature["geometry"])),
        geocodes=(jis_geocode(code) if is_jis else (_GEOCODE_OWN, code),),
    )


def _expires(view: RunView, event: Event, sent: datetime) -> datetime:
    number = event.fields["message"]
    opened = (e.fields["expires_s"] for e in view.log.of("warned") if e.fields["message"] == number)
    return max(_moment(view, max(opened, default=event.t_s)), sent + timedelta(seconds=1))


def _moment(view: RunView, t_s: Seconds) -> datetime:
    """Clock time of a moment of the run, to the second CAP can carry."""
    launch = datetime.fromisoformat(view.summary["launch_time"])
    return (launch + timedelta(seconds=round(t_s))).replace(microsecond=0)

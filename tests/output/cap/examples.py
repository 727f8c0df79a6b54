"""A warning, its update and its lift, as the simulator would say them."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import shapely

from sim.output.cap.document import CapAlert, CapArea, CapInfo
from sim.output.cap.rings import rings_of
from sim.output.cap.vocabulary import (
    EXERCISE_NOTE,
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

JST = timezone(timedelta(hours=9))
ISSUED = datetime(2023, 8, 24, 3, 54, tzinfo=JST)
TEXTS = {
    "ja-JP": ("上空通過", "建物の中に避難してください", "物体が通過する見込みです", "宮古島市"),
    "en-US": ("Overflight", "take shelter indoors", "an object is expected overhead", "Miyakojima City"),
}
ISLANDS = shapely.MultiPolygon(
    [shapely.box(125.2, 24.7, 125.5, 24.95), shapely.Polygon([(124.6, 24.6), (124.8, 24.6), (124.7, 24.75)])]
)


def info(language: str) -> CapInfo:
    event, headline, description, place = TEXTS[language]
    return CapInfo(
        language=language,
        categories=(CapCategory.SAFETY, CapCategory.SECURITY),
        event=event,
        urgency=CapUrgency.IMMEDIATE,
        severity=CapSeverity.EXTREME,
        certainty=CapCertainty.LIKELY,
        headline=marked(headline, CapStatus.EXERCISE, language),
        description=marked(description, CapStatus.EXERCISE, language),
        instruction=marked(headline, CapStatus.EXERCISE, language),
        response_types=(CapResponseType.SHELTER,),
        effective=ISSUED,
        onset=ISSUED + timedelta(minutes=4),
        expires=ISSUED + timedelta(minutes=30),
        sender_name="Overflight",
        parameters=(("overflight:phase", "1"), ("overflight:seed", "7")),
        areas=(CapArea(place, rings_of(ISLANDS), (jis_geocode("47214"),)),),
    )


def alert() -> CapAlert:
    return CapAlert(
        identifier="overflight-okinawa-001",
        sender="overflight@example.org",
        sent=ISSUED,
        status=CapStatus.EXERCISE,
        message_type=CapMessageType.ALERT,
        note=EXERCISE_NOTE,
        infos=(info("ja-JP"), info("en-US")),
    )


def follow_up(earlier: CapAlert, kind: CapMessageType, number: int, minutes: int) -> CapAlert:
    return replace(
        earlier,
        identifier=f"overflight-okinawa-{number:03d}",
        sent=ISSUED + timedelta(minutes=minutes),
        message_type=kind,
        references=(earlier.reference,),
    )

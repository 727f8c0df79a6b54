"""Rules on one ``area`` that the schema cannot state: it takes any text for a polygon or a circle."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from math import pi

from sim.output.cap.nodes import WARNING, Finding, Node, Rule, shown
from sim.output.cap.rings import Point, range_fault, ring_faults

# Measured: a ring of this size takes under a second to judge, crossing itself or not.
MAX_POINTS = 100_000
_HALF_ROUND_KM = pi * 6378.137  # WGS 84 equatorial radius

_SPACE = re.compile(r"[ \t\r\n]+")
_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_PAIR = re.compile(rf"({_NUMBER}),({_NUMBER})")
_CIRCLE = re.compile(rf"({_NUMBER}),({_NUMBER})[ \t\r\n]+({_NUMBER})")


def polygons(alert: Node) -> Iterator[Finding]:
    """3.2.4: latitude,longitude pairs, at least four, the first repeated last."""
    for area in _areas(alert):
        for node in area.all("polygon"):
            points = _points(node)
            if isinstance(points, str):
                yield node, points
            else:
                yield from ((node, fault) for fault in ring_faults(points))


def _points(node: Node) -> list[Point] | str:
    words = [word for word in _SPACE.split(node.text) if word]
    if not words:
        return "is empty: it needs at least 4 points"
    if len(words) > MAX_POINTS:
        return f"has more than {MAX_POINTS} points ({len(words)})"
    points: list[Point] = []
    for number, word in enumerate(words, 1):
        match = _PAIR.fullmatch(word)
        if match is None:
            return f"point {number} of {len(words)} is not latitude,longitude in degrees ({shown(word)})"
        points.append((float(match[1]), float(match[2])))
    return points


def circles(alert: Node) -> Iterator[Finding]:
    """3.2.4: latitude,longitude, a space and a radius in kilometres."""
    for area in _areas(alert):
        for node in area.all("circle"):
            fault = _circle_fault(node.text.strip())
            if fault:
                yield node, fault


def _circle_fault(text: str) -> str | None:
    match = _CIRCLE.fullmatch(text)
    if match is None:
        return f"a circle has the form latitude,longitude radius_km ({shown(text)})"
    fault = range_fault(float(match[1]), float(match[2]))
    if fault:
        return fault
    radius_km = float(match[3])
    if radius_km < 0:
        return f"a radius is not negative ({shown(text)})"
    if radius_km > _HALF_ROUND_KM:
        return f"the radius is over half round the Earth: it is in kilometres ({shown(text)})"
    return None


def heights(alert: Node) -> Iterator[Finding]:
    """3.2.4: ceiling MUST NOT be used except with altitude, of which it is the upper limit."""
    for area in _areas(alert):
        ceiling, altitude = area.first("ceiling"), area.first("altitude")
        if ceiling and not altitude:
            yield ceiling, f"ceiling needs an altitude as the lower limit ({shown(ceiling.text)})"
        elif ceiling and altitude:
            top, bottom = _decimal(ceiling.text), _decimal(altitude.text)
            if top is not None and bottom is not None and top < bottom:
                yield ceiling, f"ceiling is below altitude ({shown(ceiling.text)} < {shown(altitude.text)})"


def geocodes(alert: Node) -> Iterator[Finding]:
    """3.2.4: a geocode is a value in a named domain; without a value it says nothing."""
    for area in _areas(alert):
        seen: set[tuple[str, str]] = set()
        for node in area.all("geocode"):
            value = node.first("value")
            pair = node.content("valueName"), node.content("value")
            if value and not pair[1]:
                yield value, f"the geocode has no value ({shown(pair[0])})"
            elif pair in seen:
                yield node, f"{WARNING}the same geocode twice in one area ({shown(pair[1])})"
            seen.add(pair)


def _areas(alert: Node) -> Iterator[Node]:
    return (area for info in alert.all("info") for area in info.all("area"))


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


AREA_RULES: tuple[Rule, ...] = (polygons, circles, heights, geocodes)

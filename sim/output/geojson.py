"""``footprint.geojson``: tracks, swaths and areas with the columns of ``areas.csv`` (RFC 7946)."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import shapely

from sim.flight.track import Track
from sim.geo.footprints import swath, within_180
from sim.geo.zones import zone_ring
from sim.jsontext import rounded
from sim.results.result import MARK, RunResult
from sim.scenario.spec import FlightObject
from sim.scenario.zones import Zone

_DEGREE_DECIMALS = 5
_TRACK_STEP_S = 5.0


def footprint_geojson(result: RunResult) -> str:
    """The text of ``footprint.geojson``: features of kind ``area``, ``swath``, ``track``, ``zone`` and ``gate``."""
    world = result.world
    features = [
        feature("area", polygon, rounded(asdict(row)) | {"area_name_ja": name_ja})
        for polygon, row, name_ja in zip(
            world.layer.polygons, result.areas, world.layer.names_ja, strict=True
        )
    ]
    for track, spec in zip(world.tracks, world.spec.objects, strict=True):
        features += flight_features(track, spec)
    features += [_zone(zone) for zone in world.spec.zones]
    if (gate := world.spec.gate) is not None:
        ends = [(gate.from_lon_deg, gate.from_lat_deg), (gate.to_lon_deg, gate.to_lat_deg)]
        features.append(
            feature("gate", shapely.LineString(ends), {"title": gate.title, "title_ja": gate.title_ja})
        )
    document = {"type": "FeatureCollection", "mark": MARK, "scenario": world.spec.name, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def flight_features(track: Track, spec: FlightObject) -> list[dict[str, Any]]:
    """Swath and track of an object."""
    t_s, state = track.sample(_TRACK_STEP_S)
    lat, lon = state.lat_deg, state.lon_deg
    properties = {
        "object": track.name,
        "title": spec.title,
        "title_ja": spec.title_ja,
        "end": spec.end,
        "radius_km": spec.footprint.radius_km,
        "radius_basis": spec.footprint.basis,
    }
    times = {"t_s": np.round(t_s, 3).tolist(), "alt_km": np.round(state.alt_m / 1000.0, 2).tolist()}
    knots = {
        "knot_t_s": track.t_s.tolist(),
        "knot_basis": list(track.basis),
        "knot_event": list(track.events),
    }
    line = shapely.LineString(np.column_stack([lon, lat]))
    swept = (
        swath(lat, lon, spec.footprint.radius_km * 1000.0) if spec.footprint.radius_km else shapely.Polygon()
    )
    return [feature("swath", swept, properties), feature("track", line, properties | times | knots)]


def _zone(zone: Zone) -> dict[str, Any]:
    lat, lon = zone_ring(zone)
    keys = ("name", "title", "title_ja", "shape", "basis", "source", "note")
    properties = {key: getattr(zone, key) for key in keys}
    return feature("zone", within_180(shapely.Polygon(np.column_stack([lon, lat]))), properties)


def feature(kind: str, shape: Any, properties: dict[str, Any]) -> dict[str, Any]:
    """A feature of one kind; places to the metre."""
    geometry = json.loads(shapely.to_geojson(shape)) if not shape.is_empty else None
    if geometry is not None:
        geometry["coordinates"] = _short(geometry["coordinates"])
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **properties}}


def _short(coordinates: Any) -> Any:
    if isinstance(coordinates, list):
        return [_short(item) for item in coordinates]
    return round(coordinates, _DEGREE_DECIMALS)

"""Outlines of announced zones: their published lengths, measured along geodesics."""

import numpy as np
import pytest
from pydantic import TypeAdapter
from pyproj import Geod

from sim.geo.zones import zone_ring
from sim.scenario.zones import Zone

GEOD = Geod(ellps="WGS84")
ZONES: TypeAdapter[Zone] = TypeAdapter(Zone)
WORDS = {"name": "a", "title": "A", "basis": "published", "source": "S"}
CENTRE = {"centre_lat_deg": 32.6, "centre_lon_deg": 124.7}


def ring(**keys):
    return zone_ring(ZONES.validate_python(WORDS | keys))


def sides_km(lat, lon):
    return GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2] / 1000.0


def test_the_zone_of_2012_has_its_published_lengths():
    corners = [(35.7350, 124.5083), (35.7353, 124.9064), (34.9786, 124.9364), (34.9767, 124.5422)]
    lat, lon = ring(shape="polygon", corners=[{"lat_deg": a, "lon_deg": b} for a, b in corners])
    assert (lat[0], lon[0]) == (lat[-1], lon[-1])
    assert sides_km(lat, lon) == pytest.approx([36.0, 84.0, 36.0, 84.0], abs=0.6)


def test_a_box_has_its_lengths():
    lat, lon = ring(shape="box", **CENTRE, north_south_km=140.0, east_west_km=100.0)
    assert len(lat) == 5
    assert sides_km(lat, lon) == pytest.approx([100.0, 140.0, 100.0, 140.0], abs=1.0)


def test_a_circle_has_its_radius_everywhere():
    lat, lon = ring(shape="circle", **CENTRE, radius_km=60.0)
    distance = GEOD.inv(np.full_like(lon, 124.7), np.full_like(lat, 32.6), lon, lat)[2]
    assert distance == pytest.approx(60_000.0, abs=0.01)


def test_longitudes_run_on_across_the_antimeridian():
    _, lon = ring(
        shape="polygon",
        corners=[{"lat_deg": a, "lon_deg": b} for a, b in ((10.0, 179.0), (10.0, -179.0), (9.0, -179.0))],
    )
    assert lon.tolist() == [179.0, 181.0, 181.0, 179.0]

"""The outline of an announced zone on the ground, for maps and files."""

import numpy as np

from sim.geo.footprints import circle
from sim.geo.geodesy import direct
from sim.scenario.zones import Box, Circle, Zone
from sim.units import DegreesArray


def zone_ring(zone: Zone) -> tuple[DegreesArray, DegreesArray]:
    """Latitudes and longitudes of the closed outline, degrees; longitudes run on past 180 rather than jump."""
    if isinstance(zone, Circle):
        return circle(zone.centre_lat_deg, zone.centre_lon_deg, zone.radius_km * 1000.0)
    if isinstance(zone, Box):
        lat, lon = _box(zone)
    else:
        lat = np.array([corner.lat_deg for corner in zone.corners])
        lon = np.array([corner.lon_deg for corner in zone.corners])
    return np.append(lat, lat[0]), np.unwrap(np.append(lon, lon[0]), period=360.0)


def _box(zone: Box) -> tuple[DegreesArray, DegreesArray]:
    """The four corners, each reached along one geodesic from the centre."""
    east = np.array([-0.5, 0.5, 0.5, -0.5]) * zone.east_west_km * 1000.0
    north = np.array([0.5, 0.5, -0.5, -0.5]) * zone.north_south_km * 1000.0
    azimuth = np.degrees(np.arctan2(east, north))
    return direct(zone.centre_lat_deg, zone.centre_lon_deg, azimuth, np.hypot(east, north))

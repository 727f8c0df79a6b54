"""The WGS84 ellipsoid: geodesics, and the only importer of ``pyproj``.

Geodesics follow Karney (2013), "Algorithms for geodesics", doi 10.1007/s00190-012-0578-z, as PROJ implements it.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.units import DegreesArray, MetresArray


@cache
def _wgs84() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def inverse(
    lat1_deg: ArrayLike, lon1_deg: ArrayLike, lat2_deg: ArrayLike, lon2_deg: ArrayLike
) -> tuple[DegreesArray, DegreesArray, MetresArray]:
    """Azimuth at the first point, azimuth *onward* at the second, and distance; arguments broadcast."""
    lat1, lon1, lat2, lon2 = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (lat1_deg, lon1_deg, lat2_deg, lon2_deg))
    )
    forward, back, distance = _wgs84().inv(lon1, lat1, lon2, lat2)
    return np.asarray(forward, float), np.asarray(back, float) + 180.0, np.asarray(distance, float)


def direct(
    lat_deg: ArrayLike, lon_deg: ArrayLike, azimuth_deg: ArrayLike, distance_m: ArrayLike
) -> tuple[DegreesArray, DegreesArray]:
    """Latitude and longitude reached from a point along an azimuth; arguments broadcast."""
    lat, lon, azimuth, distance = np.broadcast_arrays(
        *(np.asarray(a, float) for a in (lat_deg, lon_deg, azimuth_deg, distance_m))
    )
    lon2, lat2, _ = _wgs84().fwd(lon, lat, azimuth, distance)
    return np.asarray(lat2, float), np.asarray(lon2, float)


def area_m2(polygon: Any) -> float:
    """Geodesic area of a shapely polygon or multipolygon in degrees (lon, lat), always positive."""
    return abs(float(_wgs84().geometry_area_perimeter(polygon)[0]))


def wgs84_wkt() -> str:
    """EPSG:4326 in the well-known text that GeoPackage asks for (OGC 01-009)."""
    from pyproj import CRS

    return str(CRS.from_epsg(4326).to_wkt("WKT1_GDAL"))


def wgs84_json() -> dict[str, Any]:
    """EPSG:4326 as PROJJSON, which GeoParquet asks for."""
    from pyproj import CRS

    found: dict[str, Any] = CRS.from_epsg(4326).to_json_dict()
    return found

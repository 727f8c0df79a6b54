"""What the maps of a run must hold."""

from dataclasses import replace
from functools import reduce

import numpy as np

from sim.output.figures.frame import Bounds, Frame, frame_around
from sim.output.figures.scene import Area, Scene
from sim.units import DegreesArray

_ZOOM_SHARE = 0.1
_FEWEST_TO_ZOOM = 5
_WHOLE_LAYER_DEG = 12.0
_SCALE_ROOM = 0.14


def track_bounds(lon: DegreesArray, lat: DegreesArray) -> Bounds:
    """The box round a line, ``(n,)`` longitudes and latitudes in degrees."""
    return Bounds(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))


def concern(scene: Scene) -> Bounds:
    """What the main map must hold: a small layer whole, of a large one only the areas concerned."""
    drawn = [area for area in scene.areas if area.outline is not None]
    if not drawn:
        return track_bounds(
            np.concatenate([one.lon for one in scene.flown]), np.concatenate([one.lat for one in scene.flown])
        )
    bounds = _joined(drawn)
    if max(bounds.east - bounds.west, bounds.north - bounds.south) > _WHOLE_LAYER_DEG:
        bounds = _joined(scene.concerned())
    if scene.nearest is not None:
        lon, lat = (float(x) for x in scene.nearest.flown.place(scene.nearest.t_s))
        bounds = bounds.joined(scene.nearest.area.bounds).joined(Bounds(lon, lat, lon, lat))
    return bounds


def _joined(areas: list[Area]) -> Bounds:
    return reduce(Bounds.joined, [area.bounds for area in areas])


def closer_look(scene: Scene, main: Frame, wide_in: float, high_in: float) -> Frame | None:
    """The frame, ``wide_in`` by ``high_in``, of the map's densest corner; ``None`` if too few areas crowd there."""
    areas = [area for area in scene.concerned() if main.holds(*area.centre)]
    if len(areas) < _FEWEST_TO_ZOOM:
        return None
    places = np.array([area.centre for area in areas])
    reach = 0.5 * _ZOOM_SHARE * (main.east - main.west)
    near = (np.abs(places[:, None] - places) <= [reach, reach * main.squeeze * high_in / wide_in]).all(axis=2)
    best = near[int(np.argmax(near.sum(axis=1)))]
    if best.sum() < _FEWEST_TO_ZOOM:
        return None
    crowd = [area.largest for area, inside in zip(areas, best, strict=True) if inside]
    bounds = reduce(Bounds.joined, crowd)
    # The scale bar stands in the south; names need sea on both sides.
    room = _SCALE_ROOM * (bounds.north - bounds.south)
    return frame_around(replace(bounds, south=bounds.south - room), wide_in, high_in, margin=0.08)

"""What is true before anyone looks: areas, tracks and crossings, prepared once, outside the event loop."""

from dataclasses import dataclass

from sim.flight.track import Track, build_track
from sim.geo.crossings import Crossings, FlightBatch, find_crossings
from sim.geo.ecef import lonlat_to_ecef
from sim.geo.features import AreaFeatures, build_features
from sim.geo.gate import gate_crossing_s
from sim.geo.layers import AreaLayer, load_layer
from sim.scenario import Scenario
from sim.scenario.spec import ScenarioSpec
from sim.units import DegreesArray, Seconds, SecondsArray

_TRACK_STEP_S = 1.0


@dataclass(frozen=True)
class World:
    """The truth of one scenario. ``tracks``, ``gate_s`` and the flights of ``crossings`` follow ``spec.objects``."""

    spec: ScenarioSpec
    layer: AreaLayer
    features: AreaFeatures
    tracks: tuple[Track, ...]
    crossings: Crossings
    gate_s: tuple[Seconds | None, ...]

    def nominal(self) -> dict[str, Track]:
        """Track by object name, as announced before the launch."""
        return {track.name: track for track in self.tracks}


def build_world(scenario: Scenario) -> World:
    """Load the layer, build the tracks and find every crossing of a scenario."""
    spec = scenario.spec
    layer = load_layer(spec.areas.layer)
    features = build_features(layer.polygons)
    tracks = tuple(build_track(knots, name=o.name) for o, knots in zip(spec.objects, scenario.tracks, strict=True))
    radii_m = [o.footprint.radius_km * 1000.0 for o in spec.objects]
    paths = [track.sample(_TRACK_STEP_S) for track in tracks]
    flights = FlightBatch.from_lonlat(paths, radii_m)
    return World(
        spec=spec,
        layer=layer,
        features=features,
        tracks=tracks,
        crossings=find_crossings(features, flights),
        gate_s=tuple(_gate_s(spec, times, lat, lon) for times, lat, lon in paths),
    )


def _gate_s(spec: ScenarioSpec, t_s: SecondsArray, lat_deg: DegreesArray, lon_deg: DegreesArray) -> Seconds | None:
    if spec.gate is None:
        return None
    gate = spec.gate
    xyz_m = lonlat_to_ecef(lon_deg, lat_deg)
    start, end = (gate.from_lat_deg, gate.from_lon_deg), (gate.to_lat_deg, gate.to_lon_deg)
    return gate_crossing_s(t_s, xyz_m, start, end)

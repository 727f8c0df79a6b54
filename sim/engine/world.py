"""What is true before anyone looks: areas, tracks and crossings, prepared once, outside the event loop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sim.flight.failure import Flown, fly
from sim.flight.paths import GroundPath, flight_batch, path_of
from sim.flight.track import Flying, Track, build_track
from sim.geo.crossings import Crossings, find_crossings
from sim.geo.ecef import to_ecef
from sim.geo.features import AreaFeatures, build_features
from sim.geo.gate import gate_crossing_s
from sim.geo.layers import AreaLayer
from sim.geo.userlayer import areas_of
from sim.reach.plan import ReachPlan, build_plan
from sim.scenario import Scenario
from sim.scenario.spec import ScenarioSpec
from sim.units import Seconds

_TRACK_STEP_S = 1.0


@dataclass(frozen=True)
class World:
    """The truth of one scenario. ``tracks``, ``gate_s`` and the flights of ``crossings`` follow
    ``spec.objects``: those that fly, each with the end it comes to.

    ``planned`` are the tracks announced before the launch, ``failed`` what went wrong, by object, and ``drawn`` the
    flights of one replicate, where it has its own; ``gate_s`` and ``crossings`` are then theirs.
    """

    spec: ScenarioSpec
    layer: AreaLayer
    features: AreaFeatures
    tracks: tuple[Track, ...]
    crossings: Crossings
    gate_s: tuple[Seconds | None, ...]
    reach: ReachPlan | None
    planned: tuple[Track, ...] = ()
    failed: Mapping[str, Flown] = field(default_factory=dict)
    drawn: tuple[Flying, ...] = ()

    @property
    def flying(self) -> tuple[Flying, ...]:
        """What really flies."""
        return self.drawn or self.tracks

    def nominal(self) -> dict[str, Track]:
        """Track by object name, as announced before the launch."""
        return {track.name: track for track in self.planned or self.tracks}


def build_world(scenario: Scenario) -> World:
    """Load the layer, build the tracks and find every crossing of a scenario."""
    layer = areas_of(scenario)
    features = build_features(layer.polygons.tolist())
    planned = tuple(
        replace(build_track(knots), name=o.name)
        for o, knots in zip(scenario.spec.objects, scenario.tracks, strict=True)
    )
    outcomes = fly(planned, scenario.spec.failures)
    spec, flown = _flying(scenario.spec, outcomes), [one for one in outcomes if one is not None]
    tracks = tuple(one.track for one in flown)
    paths = [path_of(track, _TRACK_STEP_S) for track in tracks]
    radii_m = [
        one.radius_m(o.footprint.radius_km * 1000.0, path.t_s)
        for one, o, path in zip(flown, spec.objects, paths, strict=True)
    ]
    return World(
        spec=spec,
        layer=layer,
        features=features,
        tracks=tracks,
        crossings=find_crossings(features, flight_batch(paths, radii_m)),
        gate_s=tuple(_gate_s(spec, path) for path in paths),
        reach=build_plan(spec, layer.codes),
        planned=planned,
        failed={one.track.name: one for one in flown if one.failed_s is not None},
    )


def _flying(spec: ScenarioSpec, outcomes: Sequence[Flown | None]) -> ScenarioSpec:
    """The scenario with the objects that fly by themselves; those that failed fall."""
    if not spec.failures:
        return spec
    objects = tuple(
        o if one.failed_s is None else o.model_copy(update={"end": "fell"})
        for o, one in zip(spec.objects, outcomes, strict=True)
        if one is not None
    )
    return spec.model_copy(update={"objects": objects})


def _gate_s(spec: ScenarioSpec, path: GroundPath) -> Seconds | None:
    if spec.gate is None:
        return None
    gate = spec.gate
    start, end = (gate.from_lat_deg, gate.from_lon_deg), (gate.to_lat_deg, gate.to_lon_deg)
    return gate_crossing_s(path.t_s, to_ecef(path.lon_deg, path.lat_deg), start, end)

"""Where a warning is decided: which areas are to be warned, given what the authority believes."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np

from sim.alert.belief import Belief
from sim.alert.corridor import corridor_probability
from sim.alert.fallzone import fall_probability
from sim.alert.outlines import neighbours
from sim.alert.prediction import comes_within, expected_paths
from sim.flight.track import Track
from sim.geo.features import AreaFeatures
from sim.geo.layers import AreaLayer
from sim.scenario.spec import Authority
from sim.scenario.targeting import (
    ByCorridor,
    ByFallZone,
    ByList,
    ByMunicipality,
    ByPrefecture,
    Confident,
    NoOne,
    Targeting,
)
from sim.units import Bools

_Followed = ByMunicipality | ByCorridor | ByFallZone


def areas_to_warn(
    targeting: Targeting,
    layer: AreaLayer,
    features: AreaFeatures,
    nominal: Mapping[str, Track],
    belief: Belief,
) -> Bools:
    """Mask over the layer's areas, shape (A,), of those the rule warns; depends on belief, never on the true
    track.

    ``nominal`` is the track announced before the launch; only a rule that says ``prediction: announced``
    looks at it.
    """
    if not isinstance(targeting, _Followed):
        return fixed_targets(targeting, layer)
    found = _in_danger(targeting, layer, features, nominal, belief)
    if targeting.unit == "municipality":
        return found
    touched = {layer.prefecture_codes[area] for area in np.flatnonzero(found)}
    return _prefectures(layer, touched, targeting.adjacent_within_km)


@lru_cache(maxsize=64)
def fixed_targets(targeting: NoOne | ByList | ByPrefecture, layer: AreaLayer) -> Bools:
    """The areas, (A,), of a rule that does not follow the track: the same whatever is believed. Not to be changed."""
    if isinstance(targeting, NoOne):
        return np.zeros(len(layer), bool)
    if isinstance(targeting, ByList):
        return np.isin(layer.codes, targeting.areas)
    return _prefectures(layer, targeting.prefectures, targeting.adjacent_within_km)


def likely_enough(
    rule: Confident,
    targeting: Targeting,
    layer: AreaLayer,
    nominal: Mapping[str, Track],
    belief: Belief,
    areas: Bools,
) -> bool:
    """Whether the expected path of some object comes near one of the ``areas``, (A,), with enough probability."""
    if not areas.any():
        return False
    known = announced_for(targeting, nominal)
    near = corridor_probability(layer, belief, known, rule.margin_km * 1000.0, rule.horizon_s)
    return bool(near[areas].max() >= rule.probability)


def announced_for(targeting: Targeting, nominal: Mapping[str, Track]) -> Mapping[str, Track] | None:
    """The nominal tracks where the rule predicts along them, else ``None``."""
    announced = isinstance(targeting, ByMunicipality | ByCorridor) and targeting.prediction == "announced"
    return nominal if announced else None


def warns_anyone(targeting: Targeting) -> bool:
    """False where no alert is due, whatever is seen."""
    return not isinstance(targeting, NoOne)


def follows_the_track(targeting: Targeting) -> bool:
    """True where a later report can add areas."""
    return isinstance(targeting, _Followed)


def looks_at_tracks(authority: Authority) -> bool:
    """True where some rule asks where the objects are; otherwise only that they fly, and that they ended, matters."""
    return (
        follows_the_track(authority.targeting)
        or isinstance(authority.issue_when, Confident)
        or authority.evacuate is not None
        or authority.lift.threat_over == "last_object_past"
    )


def _in_danger(
    rule: _Followed, layer: AreaLayer, features: AreaFeatures, nominal: Mapping[str, Track], belief: Belief
) -> Bools:
    known = announced_for(rule, nominal)
    if isinstance(rule, ByMunicipality):
        paths = expected_paths(belief, known, rule.horizon_s)
        return comes_within(features, paths, rule.distance_km * 1000.0)
    margin_m = rule.margin_km * 1000.0
    if isinstance(rule, ByCorridor):
        return corridor_probability(layer, belief, known, margin_m, rule.horizon_s) >= rule.probability
    return fall_probability(layer, belief, margin_m, rule.horizon_s) >= rule.probability


def _prefectures(layer: AreaLayer, codes: Iterable[str], adjacent_within_km: float | None) -> Bools:
    wanted = set(codes)
    if adjacent_within_km is not None and wanted:
        near = neighbours(layer, adjacent_within_km * 1000.0)
        wanted = wanted.union(*(near.get(code, frozenset()) for code in wanted))
    return np.isin(layer.prefecture_codes, sorted(wanted))

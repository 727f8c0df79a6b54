"""Where a warning is decided: which areas are to be warned, given what the authority believes."""

from collections.abc import Mapping

import numpy as np

from sim.alert.belief import Belief
from sim.alert.prediction import comes_within, expected_paths
from sim.flight.track import Track
from sim.geo.features import AreaFeatures
from sim.geo.layers import AreaLayer
from sim.scenario.spec import ByList, ByMunicipality, ByPrefecture, NoOne, Targeting
from sim.units import Bools


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
    if isinstance(targeting, ByPrefecture):
        return np.isin(layer.prefecture_codes, targeting.prefectures)
    if isinstance(targeting, ByList):
        return np.isin(layer.codes, targeting.areas)
    if isinstance(targeting, NoOne):
        return np.zeros(len(layer), bool)
    return _near_predicted_track(targeting, features, nominal, belief)


def warns_anyone(targeting: Targeting) -> bool:
    """False where no alert is due, whatever is seen."""
    return not isinstance(targeting, NoOne)


def follows_the_track(targeting: Targeting) -> bool:
    """True where a later report can add areas."""
    return isinstance(targeting, ByMunicipality)


def _near_predicted_track(
    targeting: ByMunicipality, features: AreaFeatures, nominal: Mapping[str, Track], belief: Belief
) -> Bools:
    known = nominal if targeting.prediction == "announced" else None
    paths = expected_paths(belief, known, targeting.horizon_s)
    return comes_within(features, paths, targeting.distance_km * 1000.0)

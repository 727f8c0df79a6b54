"""Where a lift is decided: whether the threat counts as over, given what the authority believes."""

from collections.abc import Mapping

from sim.alert.belief import Belief
from sim.alert.prediction import comes_within, expected_paths
from sim.flight.track import Track
from sim.geo.features import AreaFeatures
from sim.scenario.spec import ByMunicipality, Lift, Targeting
from sim.units import Bools


def threat_is_over(
    lift: Lift,
    targeting: Targeting,
    features: AreaFeatures,
    nominal: Mapping[str, Track],
    belief: Belief,
    warned: Bools,
) -> bool:
    """True when nothing reported can endanger a warned area any more.

    ``last_object_down`` waits for the end of every reported object. ``last_object_past`` is content once the expected
    path of each object still flying stays further than ``clear_distance_km`` from every warned area, shape (A,).
    """
    if belief.all_ended:
        return True
    if lift.threat_over == "last_object_down" or not belief.newest:
        return False
    known = nominal if isinstance(targeting, ByMunicipality) and targeting.prediction == "announced" else None
    paths = expected_paths(belief, known, lift.horizon_s)
    return not (comes_within(features, paths, lift.clear_distance_km * 1000.0) & warned).any()

"""Where a lift is decided: where the threat counts as over, given what the authority believes."""

from collections.abc import Mapping

import numpy as np

from sim.alert.belief import Belief
from sim.alert.prediction import comes_within, expected_paths, still_approached
from sim.alert.targeting import announced_for
from sim.flight.track import Track
from sim.geo.features import AreaFeatures
from sim.scenario.spec import Lift
from sim.scenario.targeting import Targeting
from sim.units import Bools


def may_be_over(lift: Lift, belief: Belief) -> bool:
    """Whether any warning could be lifted, so that it is worth looking at single areas."""
    return belief.all_ended or (lift.threat_over == "last_object_past" and bool(belief.recent))


def areas_to_release(
    lift: Lift,
    targeting: Targeting,
    features: AreaFeatures,
    nominal: Mapping[str, Track],
    belief: Belief,
    in_force: Bools,
) -> Bools:
    """Mask over areas, shape (A,), of the warnings ``in_force`` that may be lifted now, not to be changed.

    Lifted all at once, it is all of them or none; area by area, those the danger has left.
    """
    if belief.all_ended:
        return in_force
    clear = in_force & _clear(lift, targeting, features, nominal, belief, in_force)
    if lift.mode == "all_at_once" and (in_force & ~clear).any():
        return np.zeros_like(in_force)
    return clear


def _clear(
    lift: Lift,
    targeting: Targeting,
    features: AreaFeatures,
    nominal: Mapping[str, Track],
    belief: Belief,
    in_force: Bools,
) -> Bools:
    """Where nothing reported can be a danger any more, shape (A,).

    ``last_object_down`` waits for the end of every reported object. ``last_object_past`` is content before, once the
    expected path of each object still flying leads away from the area and stays further than
    ``clear_distance_km`` from it. What cannot lead to a lift is not looked at any closer.
    """
    if not in_force.any():
        return np.zeros(len(features), bool)
    if not may_be_over(lift, belief):
        return np.zeros(len(features), bool)
    paths = expected_paths(belief, announced_for(targeting, nominal), lift.horizon_s)
    near = comes_within(features, paths, lift.clear_distance_km * 1000.0)
    if lift.mode == "all_at_once" and (near & in_force).any():
        return ~near
    return ~(near | still_approached(features, paths))

"""Failures in flight: what becomes of the planned tracks when an engine stops or an object breaks up.

Both fall as in a vacuum from there on, an idealisation like `fall_point`: no air, no wind. The footprint of an
object that breaks up widens evenly in time until its pieces fall.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.flight.coast import Coast, coast
from sim.flight.track import Track, TrackState, build_track
from sim.scenario.failures import BreakUp, EngineCut, Failure
from sim.scenario.trackfile import Knot, TrackObject
from sim.units import Floats, Metres, MetresArray, Seconds, SecondsArray

_STEP_S = 5.0
_DERIVED = ("sample", "", "derived")


@dataclass(frozen=True, eq=False)
class Flown:
    """What one object really does: its track, and its failure if it has one.

    ``failed_s`` is when thrust ended, ``spread_m`` by how much its footprint has grown at the end of its track.
    """

    track: Track
    failed_s: Seconds | None = None
    why: str | None = None
    spread_m: Metres = 0.0

    def radius_m(self, own_m: Metres, t_s: SecondsArray) -> MetresArray:
        """Radius of the footprint at times, of their shape, for an object whose whole footprint has ``own_m``."""
        if self.failed_s is None or self.spread_m == 0.0:
            return np.full(np.shape(t_s), own_m)
        share = np.clip((t_s - self.failed_s) / (self.track.end_s - self.failed_s), 0.0, 1.0)
        return own_m + self.spread_m * share


def fly(planned: Sequence[Track], failures: Sequence[Failure]) -> tuple[Flown | None, ...]:
    """What becomes of each planned track; ``None`` for an object that never flies by itself.

    The first failure of an object counts. One that is in orbit by then stays there: its track is unchanged.
    Raises ``ValueError`` for a failure outside the time its object's track covers.
    """
    cuts: dict[str, EngineCut | BreakUp] = {}
    for failure in sorted((f for f in failures if isinstance(f, EngineCut | BreakUp)), key=lambda f: f.at_s):
        cuts.setdefault(failure.object, failure)
    gone = {name for cut in cuts.values() for name in cut.never_separate}
    return tuple(None if track.name in gone else _flown(track, cuts.get(track.name)) for track in planned)


def _flown(planned: Track, cut: EngineCut | BreakUp | None) -> Flown:
    if cut is None:
        return Flown(planned)
    falling = coast(planned.state_at(cut.at_s), _STEP_S)
    if falling is None:
        return Flown(planned)
    spread_m = cut.spread_km * 1000.0 if isinstance(cut, BreakUp) else 0.0
    return Flown(_then_falling(planned, cut.at_s, falling), cut.at_s, cut.kind, spread_m)


def _then_falling(planned: Track, cut_s: Seconds, falling: Coast) -> Track:
    """The planned track up to the cut, rebuilt every few seconds so that it stays itself, and then the fall."""
    times = planned.sample(_STEP_S)[0]
    times = times[times < cut_s - 1e-6]
    said = {
        t: labels
        for t, *labels in zip(planned.t_s, planned.kinds, planned.events, planned.basis, strict=True)
    }
    flown = _knots(times, planned.state_at(times), planned.sigma_at(times), said)
    fallen = cut_s + falling.after_s
    last = [np.full(fallen.shape, sigma) for sigma in planned.sigma_at(cut_s)]
    return build_track(TrackObject(planned.name, flown + _knots(fallen, falling.state, last, {})))


def _knots(
    times: SecondsArray, state: TrackState, sigmas: Sequence[Floats], said: Mapping[float, Sequence[str]]
) -> tuple[Knot, ...]:
    """Knots in the units of a track file; what a knot of the plan said about itself, it says again."""
    numbers = np.stack(
        [
            times,
            state.lat_deg,
            state.lon_deg,
            state.alt_m / 1000.0,
            state.ground_speed_m_s / 1000.0,
            state.vertical_speed_m_s / 1000.0,
            sigmas[0],
            sigmas[1] / 1000.0,
            sigmas[2] / 1000.0,
        ],
        axis=-1,
    )
    labels = [said.get(time, _DERIVED) for time in times.tolist()]
    return tuple(Knot(*row, *label) for row, label in zip(numbers.tolist(), labels, strict=True))

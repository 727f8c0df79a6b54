"""One documented launch lived many times, its delays drawn from what other launches took.

The launch-to-alert lag is drawn whole and split over the five legs in the proportion of the scenario's own
medians; the split moves no alert, only what is known when. The all-clear follows the end of the danger by its
drawn lag, yet not before the authority knows of that end, nor before the warning; if the warning has expired
by then there is none. End of the danger is what the scenario's lifting rule waits for: the last object down or
lost, or, under ``last_object_past``, the last passage of the gate.

Clock times carry three errors beside the lags: one of the launch time (``launch_time_sigma_s``) and, for each
object, one of its track at the event (``sigma_t_s``), all normal.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.alert.delays import delay_quantile
from sim.alert.targeting import follows_the_track
from sim.draws import Draws, uniform_block
from sim.engine.log import EventLog
from sim.engine.run import simulate_chain
from sim.engine.world import World, build_world
from sim.hindcast.leaveout import LeftOut, Quantile
from sim.hindcast.record import LAGS, LagName
from sim.scenario import Scenario
from sim.scenario.delay import LONGEST_S, Fixed
from sim.scenario.spec import Authority, ScenarioSpec
from sim.units import Floats, Seconds, SecondsArray

_LEGS = ("detection", "assessment", "notification", "decision", "issue")
_WHY = "drawn whole from the record of other launches"


@dataclass(frozen=True, eq=False)
class Launch:
    """A scenario prepared: its world without people, cut down to what the milestones need.

    ``ends`` is the object whose end or passage ends the danger and ``end_s`` when; ``known_after_s`` is how
    long after it the authority knows, where that is the same in every run, and ``None`` where runs tell.
    """

    world: World
    quick: World
    ends: int
    end_s: Seconds
    known_after_s: Seconds | None


@dataclass(frozen=True, eq=False)
class Modelled:
    """Clock times in seconds after the nominal launch, shape ``(R,)``; infinite where it did not happen.

    ``passed_s`` and ``down_s`` are by object name; ``lift_steps_s`` is what the steps of the lift took.
    """

    launch_s: SecondsArray
    issued_s: SecondsArray
    lift_s: SecondsArray
    passed_s: dict[str, SecondsArray]
    down_s: dict[str, SecondsArray]
    lags_s: dict[LagName, SecondsArray]
    lift_steps_s: SecondsArray


def prepare(scenario: Scenario, left_out: LeftOut) -> Launch:
    """Build the world and find the end of its danger."""
    world = build_world(scenario)
    ends, end_s = _end_of_danger(world)
    quick = replace(world, reach=None, spec=_quick(world.spec))
    after_s = None
    if world.spec.authority.lift.threat_over != quick.spec.authority.lift.threat_over:
        after_s = _known_after(world, end_s, left_out)
    return Launch(world, quick, ends, end_s, after_s)


def live(launch: Launch, lags: dict[LagName, Quantile], runs: int, seed: int) -> Modelled:
    """Live a launch ``runs`` times. Draws do not depend on ``lags``: two sets of them meet the same mornings."""
    drawn = {lag: lags[lag](_uniforms(f"lag/{lag}", runs, seed)) for lag in LAGS}
    launch_s = launch.world.spec.launch_time_sigma_s * _normals("launch_time", runs, seed)
    errors = {track.name: _normals(f"track/{track.name}", runs, seed) for track in launch.world.tracks}
    passed_s, down_s = _on_the_clock(launch.world, launch_s, errors)
    track = launch.world.tracks[launch.ends]
    late_s = launch_s + errors[track.name] * float(track.sigma_at(launch.end_s)[0])
    issued_s, lift_s, steps_s = np.full(runs, np.inf), np.full(runs, np.inf), np.zeros(runs)
    for k in range(runs):
        spec = with_alert_lag(launch.quick.spec, float(drawn["launch_to_alert"][k]))
        log = simulate_chain(replace(launch.quick, spec=spec), Draws(seed, k))
        first, warned = log.first("issued"), log.first("warned")
        if first is None or warned is None:
            continue
        issued_s[k] = launch_s[k] + first.t_s
        known_s = _known(launch, log, first.t_s)
        at_s = max(known_s, launch.end_s + float(drawn["end_to_lift"][k]))
        steps_s[k] = at_s - known_s if np.isfinite(known_s) else 0.0
        if at_s < warned.fields["expires_s"] and not launch.world.spec.authority.lift.withheld:
            lift_s[k] = late_s[k] + at_s
    return Modelled(launch_s, issued_s, lift_s, passed_s, down_s, drawn, steps_s)


def with_alert_lag(spec: ScenarioSpec, lag_s: Seconds) -> ScenarioSpec:
    """The scenario with ``lag_s`` from launch to issue, split over the legs as their medians are."""
    medians = [float(delay_quantile(getattr(spec.authority, leg), 0.5)) for leg in _LEGS]
    total = sum(medians)
    shares = [m / total for m in medians] if total > 0.0 else [0.0, 0.0, 0.0, 0.0, 1.0]
    legs = {leg: _fixed(lag_s * share) for leg, share in zip(_LEGS, shares, strict=True)}
    return _with_authority(spec, **legs)


def with_lift_steps(spec: ScenarioSpec, steps_s: Seconds) -> ScenarioSpec:
    """The scenario with ``steps_s`` from the danger known to be over to the lift."""
    steps = {"confirmation": _fixed(0.0), "decision": _fixed(0.0), "issue": _fixed(steps_s)}
    return _with_authority(spec, lift=spec.authority.lift.model_copy(update=steps))


def _quick(spec: ScenarioSpec) -> ScenarioSpec:
    """Lifts withheld, since the all-clear is drawn; and track reports left out where they decide nothing.

    Targeting by prefecture or list never looks at a track, and the last object's end is known from reports of
    ends: reports in between change no milestone (held by a test) and take most of the time.
    """
    authority = spec.authority
    lift: dict[str, Any] = {"withheld": True}
    confident = authority.issue_when is not None and authority.issue_when.kind == "confident"
    waits = confident or authority.evacuate is not None
    if waits or follows_the_track(authority.targeting):
        return _with_authority(spec, lift=authority.lift.model_copy(update=lift))
    lift["threat_over"] = "last_object_down"
    tracking = authority.tracking.model_copy(update={"interval_s": 3600.0})
    return _with_authority(spec, lift=authority.lift.model_copy(update=lift), tracking=tracking)


def _known_after(world: World, end_s: Seconds, left_out: LeftOut) -> Seconds:
    """From the last passage until the authority knows, in one run with every report; never is infinite."""
    spec = with_alert_lag(world.spec, float(left_out.fitted["launch_to_alert"].quantile(0.5)))
    spec = _with_authority(spec, lift=spec.authority.lift.model_copy(update={"withheld": True}))
    known = simulate_chain(replace(world, reach=None, spec=spec), Draws(spec.seed)).first("threat_over_known")
    return np.inf if known is None else known.t_s - end_s


def _known(launch: Launch, log: EventLog, issued_s: Seconds) -> Seconds:
    if launch.known_after_s is not None:
        return max(issued_s, launch.end_s + launch.known_after_s)
    known = log.first("threat_over_known")
    return np.inf if known is None else known.t_s


def _end_of_danger(world: World) -> tuple[int, Seconds]:
    ends_s = [track.end_s for track in world.tracks]
    if world.spec.authority.lift.threat_over == "last_object_past" and any(
        t is not None for t in world.gate_s
    ):
        ends_s = [-np.inf if t is None else t for t in world.gate_s]
    last = int(np.argmax(ends_s))
    return last, ends_s[last]


def _on_the_clock(
    world: World, launch_s: SecondsArray, errors: dict[str, Floats]
) -> tuple[dict[str, SecondsArray], dict[str, SecondsArray]]:
    """When each object passed the gate, if it did, and when it was down."""
    passed_s: dict[str, SecondsArray] = {}
    down_s: dict[str, SecondsArray] = {}
    for track, gate_s in zip(world.tracks, world.gate_s, strict=True):
        for at_s, found in ((gate_s, passed_s), (track.end_s, down_s)):
            if at_s is not None:
                found[track.name] = launch_s + at_s + errors[track.name] * float(track.sigma_at(at_s)[0])
    return passed_s, down_s


def _with_authority(spec: ScenarioSpec, **changes: Any) -> ScenarioSpec:
    authority: Authority = spec.authority.model_copy(update=changes)
    return spec.model_copy(update={"authority": authority})


def _fixed(value_s: Seconds) -> Fixed:
    return Fixed(value_s=min(max(value_s, 0.0), LONGEST_S), assumption=_WHY)


def _uniforms(purpose: str, runs: int, seed: int) -> Floats:
    return uniform_block(seed, f"hindcast/{purpose}", 0, runs, 1)[:, 0]


def _normals(purpose: str, runs: int, seed: int) -> Floats:
    from scipy.special import ndtri

    found: Floats = ndtri(np.clip(_uniforms(purpose, runs, seed), 1e-12, 1.0 - 1e-12))
    return found

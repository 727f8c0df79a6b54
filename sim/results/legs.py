"""Latency legs: from one named clock to another, with those never reached kept in.

Clocks: t0 launch, t1 detected, t2 assessed, t3 notified, t4 decided, t5 issued, t6 in the channel, t7 on air
or on the device, t8 noticed, t9 understood, t10 acting, t11 in shelter; h1, h2 hazard enters and leaves; c1
threat known to be over, c2 lift decided, c3 lift issued, c4 lift received (on air or on the device), c5 let
go. A quantile is over everyone counted in ``n``: where more than its share was never reached it is ``None``,
never a number of those who were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.log import Event, EventLog
from sim.results.series import PeopleSeries, first_reached_s, people_series
from sim.units import Seconds

QUANTILES = (0.5, 0.9, 0.95, 0.99)

AUTHORITY = (
    ("detection", "t0", "t1", "launch", "detected"),
    ("assessment", "t1", "t2", "detected", "assessed"),
    ("notification", "t2", "t3", "assessed", "notified"),
    ("decision", "t3", "t4", "notified", "decided"),
    ("issue", "t4", "t5", "decided", "issued"),
    ("launch to alert", "t0", "t5", "launch", "issued"),
    ("lift decision", "c1", "c2", "threat_over_known", "lift_decided"),
    ("lift issue", "c2", "c3", "lift_decided", "lift_issued"),
)
"""Legs of the authority, their clocks and the events these stand for."""
STAGES = (
    ("understanding", "t9", "understood"),
    ("acting", "t10", "acting"),
    ("shelter", "t11", "sheltered"),
)
"""What people go through once they have noticed: legs from t5, the clock each ends at, and the stage."""
HALVES = (("gateway", "t5", "t6"), ("network", "t6", "t7"))
"""The two halves of a delivery, and their clocks."""
ANY, ALL = "any channel", "all channels"


@dataclass(frozen=True)
class Leg:
    """One leg for one group: ``of`` says what ``n`` counts; ``never_share`` of them never got to the end."""

    name: str
    start: str
    stop: str
    by: str
    of: str
    n: int
    never_share: float
    p50_s: Seconds | None
    p90_s: Seconds | None
    p95_s: Seconds | None
    p99_s: Seconds | None


def legs(log: EventLog) -> list[Leg]:
    """Every leg of a run; legs with nobody to count are left out."""
    series = people_series(log)
    people = {code: one.of for code, one in series.items()}
    found = [
        *_authority_legs(log),
        *_delivery_legs(log, people),
        *_people_legs(log, series),
        *_hazard_legs(log),
    ]
    return [leg for leg in found if leg.n]


def quantile_leg(
    name: str, clocks: tuple[str, str], by: str, of: str, samples: Sequence[tuple[Seconds | None, int]]
) -> Leg:
    """A leg from samples (seconds or ``None`` for never, how many it stands for)."""
    n = sum(weight for _, weight in samples)
    reached = sorted((s, weight) for s, weight in samples if s is not None)
    never = 1.0 - sum(weight for _, weight in reached) / n if n else 0.0
    return Leg(name, *clocks, by, of, n, max(never, 0.0), *(_quantile(reached, q * n) for q in QUANTILES))


def _quantile(reached: list[tuple[Seconds, int]], wanted: float) -> Seconds | None:
    counted = 0
    for seconds, weight in reached:
        counted += weight
        if counted >= wanted - 1e-9:
            return seconds
    return None


def _authority_legs(log: EventLog) -> Iterable[Leg]:
    for name, start, stop, first, then in AUTHORITY:
        begin, end = log.first(first), log.first(then)
        if begin is not None:
            seconds = None if end is None or end.t_s < begin.t_s else end.t_s - begin.t_s
            yield quantile_leg(name, (start, stop), "authority", "runs", [(seconds, 1)])


def _delivery_legs(log: EventLog, people: dict[str, int]) -> Iterable[Leg]:
    """By channel: issued to in, in to on air, issued to on air, for warnings; issued to on air for lifts."""
    sent = {e.fields["message"]: e for e in log.of("issued", "lift_issued")}
    entered = {
        (e.fields["message"], e.subject, e.fields.get("channel")): e.t_s
        for e in log.of("channel_in", "receiver_in")
    }
    tries = [e for e in log.of("on_air", "not_reached") if e.fields["message"] in sent]
    for kind, clocks, name in (
        ("issued", ("t5", "t7"), "delivery"),
        ("lift_issued", ("c3", "c4"), "lift delivery"),
    ):
        mine = [e for e in tries if sent[e.fields["message"]].kind == kind]
        channels = list(dict.fromkeys(e.fields["channel"] for e in mine))
        for channel in channels:
            here = [e for e in mine if e.fields["channel"] == channel]
            took = [(_since(sent, e), people.get(e.subject, 0)) for e in here]
            yield quantile_leg(name, clocks, channel, "areas", [(s, 1) for s, _ in took])
            yield quantile_leg(name, clocks, channel, "people", took)
            if kind == "issued":
                yield from _halves(sent, entered, here, channel)
        firsts = _first_on_any(sent, mine)
        yield quantile_leg(name, clocks, ANY, "areas", [(s, 1) for s in firsts.values()])
        weighted = [(s, people.get(code, 0)) for (_, code), s in firsts.items()]
        yield quantile_leg(name, clocks, ANY, "people", weighted)


def _halves(
    sent: dict[int, Event],
    entered: dict[tuple[int, str, str | None], Seconds],
    here: list[Event],
    channel: str,
) -> Iterable[Leg]:
    gateway: list[tuple[Seconds | None, int]] = []
    network: list[tuple[Seconds | None, int]] = []
    for event in here:
        number = event.fields["message"]
        own = entered.get((number, event.subject, channel), entered.get((number, event.subject, None)))
        gateway.append((None if own is None else own - sent[number].t_s, 1))
        if own is not None:
            network.append((event.t_s - own if event.kind == "on_air" else None, 1))
    for (name, *clocks), took in zip(HALVES, (gateway, network), strict=True):
        yield quantile_leg(name, (clocks[0], clocks[1]), channel, "areas", took)


def _first_on_any(sent: dict[int, Event], tries: list[Event]) -> dict[tuple[int, str], Seconds | None]:
    firsts: dict[tuple[int, str], Seconds | None] = {}
    for event in tries:
        key, took = (event.fields["message"], event.subject), _since(sent, event)
        known = firsts.get(key)
        firsts[key] = took if known is None else known if took is None else min(known, took)
    return firsts


def _since(sent: dict[int, Event], event: Event) -> Seconds | None:
    return event.t_s - sent[event.fields["message"]].t_s if event.kind == "on_air" else None


def _people_legs(log: EventLog, series: dict[str, PeopleSeries]) -> Iterable[Leg]:
    """From each area's warning on, over all its people; from the lift on, over those who had noticed."""
    issued, everyone = _firsts(log.of("warned")), {code: one.of for code, one in series.items()}
    for name, stop, stage in (("first alert", "t8", "noticed"), *STAGES):
        yield _curve_leg(name, ("t5", stop), stage, series, issued, everyone)
    launch = dict.fromkeys(series, 0.0)
    yield _curve_leg("launch to first alert", ("t0", "t8"), "noticed", series, launch, everyone)
    lifted = _lifted(log)
    aware = {code: int(one.ever["noticed"][-1]) for code, one in series.items() if code in lifted}
    yield _curve_leg("release", ("c3", "c5"), "released", series, lifted, aware)


def _curve_leg(
    name: str,
    clocks: tuple[str, str],
    stage: str,
    series: dict[str, PeopleSeries],
    start_s: dict[str, Seconds],
    base: dict[str, int],
) -> Leg:
    chosen = [code for code in base if code in start_s]
    n = sum(base[code] for code in chosen)
    if not n:
        return Leg(name, *clocks, ALL, "people", 0, 0.0, None, None, None, None)
    ages = np.unique(np.concatenate([series[code].t_s - start_s[code] for code in chosen]))
    total = np.sum([series[code].at(stage, ages + start_s[code]) for code in chosen], axis=0)
    took = (first_reached_s(ages, total, q * n) for q in QUANTILES)
    return Leg(name, *clocks, ALL, "people", n, max(1.0 - float(total[-1]) / n, 0.0), *took)


def _hazard_legs(log: EventLog) -> Iterable[Leg]:
    """Lead from the warning, and from its first sound, to the hazard; from the hazard's end to the lift."""
    enter, leave = _firsts(log.of("hazard_enter")), {e.subject: e.t_s for e in log.of("hazard_exit")}
    warned, air = _firsts(log.of("warned")), first_on_air(log)
    lifted = _lifted(log)
    for name, clocks, start, stop in (
        ("lead", ("t5", "h1"), warned, enter),
        ("lead once audible", ("t7", "h1"), air, enter),
        ("departure", ("h2", "c3"), leave, lifted),
    ):
        samples = [(stop[c] - start[c] if c in start and c in stop else None, 1) for c in enter]
        yield quantile_leg(name, clocks, "areas overflown", "areas", samples)


def first_on_air(log: EventLog) -> dict[str, Seconds]:
    """When a warning was first on air or on a device (t7), by area code."""
    warnings = {e.fields["message"] for e in log.of("issued")}
    return _firsts(e for e in log.of("on_air") if e.fields["message"] in warnings)


def _lifted(log: EventLog) -> dict[str, Seconds]:
    return {code: e.t_s for e in log.of("lift_issued") for code in e.fields["areas"]}


def _firsts(events: Iterable[Event]) -> dict[str, Seconds]:
    found: dict[str, Seconds] = {}
    for event in events:
        found.setdefault(event.subject, event.t_s)
    return found

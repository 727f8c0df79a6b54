"""The legs of many runs, by channel, by area and over all: what each run adds to which pool."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.bench.latency_chain import ChainRun, Sent, people_of_areas
from sim.bench.latency_people import PeopleRun, Spread
from sim.bench.latency_pool import LegName, Moments, Rising
from sim.engine.people import WORD_OF_MOUTH
from sim.engine.world import World
from sim.results.legs import ALL, ANY, AUTHORITY, HALVES, STAGES, Leg
from sim.units import Bools, Floats, Ints, SecondsArray

_ORDER = (
    *(name for name, *_ in AUTHORITY[:6]),
    *(name for name, *_ in HALVES),
    *("delivery", "launch to on air", "noticing", "first alert", "launch to first alert"),
    *(name for name, *_ in STAGES),
    *("lift decision", "lift issue", "lift delivery", "release", "threat over to release"),
)
ONE: Ints = np.ones(1, np.int64)
ON_AIR = LegName("delivery", "t5", "t7", ANY, "areas")
LAUNCH_ON_AIR = LegName("launch to on air", "t0", "t7", ANY, "people")
ALERTED = LegName("first alert", "t5", "t8", ALL, "people")
LAUNCH_ALERTED = LegName("launch to first alert", "t0", "t8", ALL, "people")
RELEASED = LegName("release", "c3", "c5", ALL, "people")
OVER_RELEASED = LegName("threat over to release", "c1", "c5", ALL, "people")


@dataclass(frozen=True)
class AreaLeg:
    """A leg in one area alone, over all runs."""

    area_code: str
    area_name: str
    leg: Leg


class LegPools:
    """All legs of one world; runs are added one by one and in any number."""

    def __init__(self, world: World) -> None:
        self.channels = () if world.reach is None else tuple(c.name for c in world.reach.reach.channels)
        self.moments: defaultdict[LegName, Moments] = defaultdict(Moments)
        self.rising: defaultdict[LegName, Rising] = defaultdict(Rising)
        self._layer = world.layer
        self._people = people_of_areas(world.layer.population)
        self._area_moments: defaultdict[tuple[int, LegName], Moments] = defaultdict(Moments)
        self._area_rising: defaultdict[tuple[int, LegName], Rising] = defaultdict(Rising)
        self._ever_warned = np.zeros(len(self._people), bool)
        self._silent = 0

    def add(self, chain: ChainRun, lived: PeopleRun | None) -> None:
        """Add one run; ``lived`` is ``None`` where there are no people or nobody was warned."""
        self._ever_warned |= ~np.isnan(chain.warned_s)
        launched = chain.steps["launch"] is not None
        self._silent += launched and bool(np.isnan(chain.warned_s).all())
        self._add_authority(chain)
        self._add_delivery(chain.warnings, "delivery", ("t5", "t7"), chain.warnings.asked)
        lifts = chain.ends.asked & chain.ends.lifts[:, None]
        self._add_delivery(chain.ends, "lift delivery", ("c3", "c4"), lifts)
        self._add_halves(chain.warnings)
        if launched and self.channels:
            first_s = chain.warnings.air_s.min(axis=(0, 1), initial=np.inf)
            warned = ~np.isnan(chain.warned_s)
            self.moments[LAUNCH_ON_AIR].add(first_s[warned], self._people[warned])
        if lived is not None:
            self._add_people(chain, lived.warning, lived.stages, launched)
            self._add_noticing(chain.warnings, lived.warning)
            self._add_release(chain, lived)

    def legs(self) -> tuple[Leg, ...]:
        """Over all areas, in the order of the chain; legs with nobody to count are left out."""
        pools: dict[LegName, Moments | Rising] = {**self.moments, **self.rising}
        found = [pool.leg(name, self._never(name)) for name, pool in pools.items()]
        places = {name: place for place, name in enumerate((*self.channels, WORD_OF_MOUTH, ANY, ALL))}
        found.sort(key=lambda leg: (_ORDER.index(leg.name), places.get(leg.by, 0), leg.of))
        return tuple(leg for leg in found if leg.n)

    def area_legs(self) -> tuple[AreaLeg, ...]:
        """Delivery and first alert of every area that was ever warned, in the layer's order."""
        return tuple(self._area_legs())

    def shares_by_age(self, name: LegName) -> Floats:
        """Share of all that had got there by each of the ages at which curves are kept; zeros for no such leg."""
        pool = self.rising.get(name) or self.moments.get(name) or Rising()
        return pool.share(self._never(name))

    def _never(self, name: LegName) -> int:
        """Launches of which nobody was warned: whoever another run warned was never reached."""
        if name.start != "t0" or name.of != "people":
            return 0
        return self._silent * int(self._people[self._ever_warned].sum())

    def _area_legs(self) -> Iterator[AreaLeg]:
        for area in np.flatnonzero(self._ever_warned).tolist():
            found = [
                self._area_moments[area, ON_AIR].leg(ON_AIR),
                self._area_rising[area, ALERTED].leg(ALERTED),
            ]
            for leg in found:
                if leg.n:
                    yield AreaLeg(self._layer.codes[area], self._layer.names_en[area], leg)

    def _add_authority(self, chain: ChainRun) -> None:
        for name, start, stop, first, then in AUTHORITY:
            begin, end = chain.steps[first], chain.steps[then]
            if begin is not None:
                took = np.inf if end is None or end < begin else end - begin
                self.moments[LegName(name, start, stop, "authority", "runs")].add(np.array([took]), ONE)

    def _add_delivery(self, sent: Sent, name: str, clocks: tuple[str, str], asked: Bools) -> None:
        message, area = np.nonzero(asked)
        if not len(area) or not self.channels:
            return
        took = sent.air_s[:, message, area] - sent.issued_s[message]
        for by, one in zip((*self.channels, ANY), (*took, took.min(axis=0)), strict=True):
            self.moments[LegName(name, *clocks, by, "areas")].add(one, ONE)
            self.moments[LegName(name, *clocks, by, "people")].add(one, self._people[area])
        if name == ON_AIR.name:
            for where, seconds in zip(area.tolist(), took.min(axis=0), strict=True):
                self._area_moments[where, ON_AIR].add(np.array([seconds]), ONE)

    def _add_halves(self, sent: Sent) -> None:
        message, area = np.nonzero(sent.asked)
        for index, channel in enumerate(self.channels):
            in_s, air_s = sent.in_s[index, message, area], sent.air_s[index, message, area]
            there = np.isfinite(in_s)
            gateway, network = (LegName(*words, channel, "areas") for words in HALVES)
            self.moments[gateway].add(in_s - sent.issued_s[message], ONE)
            self.moments[network].add(air_s[there] - in_s[there], ONE)

    def _add_people(self, chain: ChainRun, spread: Spread, stages: dict[str, Floats], launched: bool) -> None:
        start_s, base = chain.warned_s, self._people
        for way, heard in zip((*self.channels, WORD_OF_MOUTH), spread.heard, strict=True):
            self._rise(LegName("first alert", "t5", "t8", way, "people"), spread.t_s, heard, start_s, base)
        self._rise(ALERTED, spread.t_s, spread.total, start_s, base)
        if launched:
            launch_s = np.where(np.isnan(start_s), np.nan, 0.0)
            self._rise(LAUNCH_ALERTED, spread.t_s, spread.total, launch_s, base)
        for name, clock, stage in STAGES:
            self._rise(LegName(name, "t5", clock, ALL, "people"), spread.t_s, stages[stage], start_s, base)
        for area in np.flatnonzero(~np.isnan(start_s)).tolist():
            one = slice(area, area + 1)
            count = spread.total[one] * base[one, None]
            self._area_rising[area, ALERTED].add(spread.t_s, count, start_s[one], base[one])

    def _add_noticing(self, sent: Sent, spread: Spread) -> None:
        first_s = sent.air_s.min(axis=1, initial=np.inf)
        for channel, start_s, heard in zip(self.channels, first_s, spread.heard, strict=False):
            name = LegName("noticing", "t7", "t8", channel, "people")
            self._rise(name, spread.t_s, heard, start_s, self._people)

    def _add_release(self, chain: ChainRun, lived: PeopleRun) -> None:
        t_s, aware = lived.lift.t_s, lived.warning.total[:, -1]
        base = np.rint(aware * self._people).astype(np.int64)
        for way, heard in zip((*self.channels, WORD_OF_MOUTH), lived.lift.heard, strict=True):
            name = LegName("release", "c3", "c5", way, "people")
            self._rise(name, t_s, heard * aware[:, None], chain.lifted_s, base)
        self._rise(RELEASED, t_s, lived.released, chain.lifted_s, base)
        known_s = np.where(np.isnan(chain.warned_s), np.nan, chain.known_over_s)
        self._rise(OVER_RELEASED, t_s, lived.released, known_s, base)

    def _rise(
        self, name: LegName, t_s: SecondsArray, share: Floats, start_s: SecondsArray, base: Ints
    ) -> None:
        self.rising[name].add(t_s, share * self._people[:, None], start_s, base)

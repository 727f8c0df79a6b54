"""How right every method is: its visits beside brute force in its own metric, its times beside the ellipsoid."""

from dataclasses import dataclass, replace

import numpy as np

from sim.bench.ellipsoid import true_sample
from sim.bench.flights import Flights
from sim.bench.problem import Answer, Problem
from sim.bench.truth import chord_scene, planar_scene, true_visits
from sim.geo.ragged import spread
from sim.units import Ints, Seconds


@dataclass(frozen=True)
class Verdict:
    """How an answer differs from the truth: times of visits both have, and visits only one has.

    ``ellipsoid_worst_s`` is the largest error among ``ellipsoid_times`` entries and exits solved on the ellipsoid; it
    contains what projecting and straightening the track costs.
    """

    visits: int
    median_s: Seconds
    worst_s: Seconds
    missed: int
    extra: int
    ellipsoid_worst_s: Seconds = float("nan")
    ellipsoid_times: int = 0


class Judge:
    """Knows the true visits of a problem's flights, in both metrics, and some true times on the ellipsoid."""

    def __init__(self, problem: Problem, flights: Flights, sampled: int) -> None:
        self.problem = problem
        self.planar = true_visits(problem, planar_scene(problem))
        self.chords = true_visits(problem, chord_scene(problem))
        self.sample = true_sample(problem, flights, self.chords, sampled)

    def verdict(self, found: Answer, areas: Ints, flights: int, *, planar: bool) -> Verdict:
        """On an answer for the first ``flights`` of the problem and these of its areas, numbered as given."""
        true_rows = _part(self.planar if planar else self.chords, areas, flights, len(self.problem.ground))
        one = compare(found, true_rows[0], len(areas))
        worst, count = self._on_the_ellipsoid(found, areas, flights)
        return replace(one, ellipsoid_worst_s=worst, ellipsoid_times=count)

    def _on_the_ellipsoid(self, found: Answer, areas: Ints, flights: int) -> tuple[Seconds, int]:
        truth, rows = _part(self.chords, areas, flights, len(self.problem.ground))
        mine, theirs = match(found, truth, len(areas))
        own_row = np.full(len(self.chords.area), -1)
        own_row[rows[theirs]] = mine
        visit = own_row[self.sample.visit]
        known = np.flatnonzero(visit >= 0)
        entry, visit = self.sample.is_entry[known], visit[known]
        times = np.where(entry, found.enter_s[visit], found.exit_s[visit])
        errors = np.abs(times - self.sample.true_s[known])
        return (float(errors.max()) if len(errors) else float("nan")), len(errors)


def _part(truth: Answer, areas: Ints, flights: int, of: int) -> tuple[Answer, Ints]:
    """Visits of the first flights to these areas, renumbered, and the rows they had."""
    number = np.full(of, -1)
    number[areas] = np.arange(len(areas))
    rows = np.flatnonzero((number[truth.area] >= 0) & (truth.flight < flights))
    part = Answer(truth.flight[rows], number[truth.area[rows]], truth.enter_s[rows], truth.exit_s[rows])
    return part, rows


def compare(found: Answer, truth: Answer, areas: int) -> Verdict:
    """Match visits of the same flight and area that overlap in time, or nearly."""
    mine, theirs = match(found, truth, areas)
    entries = np.abs(found.enter_s[mine] - truth.enter_s[theirs])
    exits = np.abs(found.exit_s[mine] - truth.exit_s[theirs])
    errors = np.concatenate([entries, exits])
    return Verdict(
        visits=len(truth.area),
        median_s=float(np.median(errors)) if len(errors) else float("nan"),
        worst_s=float(errors.max()) if len(errors) else float("nan"),
        missed=len(truth.area) - len(theirs),
        extra=len(found.area) - len(mine),
    )


def match(found: Answer, truth: Answer, areas: int, slack_s: float = 2.0) -> tuple[Ints, Ints]:
    """Rows of both that stand for one visit: same flight and area, times that overlap or are ``slack_s`` apart."""
    keys = found.flight * areas + found.area
    true_keys = truth.flight * areas + truth.area
    order = np.argsort(true_keys, kind="stable")
    low = np.searchsorted(true_keys[order], keys, "left")
    high = np.searchsorted(true_keys[order], keys, "right")
    mine, index = spread(low.astype(np.int64), (high - low).astype(np.int64))
    theirs = order[index]
    near = (found.enter_s[mine] <= truth.exit_s[theirs] + slack_s) & (
        truth.enter_s[theirs] <= found.exit_s[mine] + slack_s
    )
    return _one_to_one(found, truth, mine[near], theirs[near])


def _one_to_one(found: Answer, truth: Answer, mine: Ints, theirs: Ints) -> tuple[Ints, Ints]:
    off = np.abs(found.enter_s[mine] - truth.enter_s[theirs]) + np.abs(
        found.exit_s[mine] - truth.exit_s[theirs]
    )
    order = np.argsort(off, kind="stable")
    mine, theirs = mine[order], theirs[order]
    first_mine = np.zeros(len(mine), bool)
    first_mine[np.unique(mine, return_index=True)[1]] = True
    first_theirs = np.zeros(len(theirs), bool)
    first_theirs[np.unique(theirs, return_index=True)[1]] = True
    both = first_mine & first_theirs
    return mine[both], theirs[both]

"""One problem, all contenders, taking turns: times, paired ratios, and how right each is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from sim.bench.flights import Flights
from sim.bench.judge import Judge, Verdict
from sim.bench.peers.base import Contender, Method
from sim.bench.problem import Problem
from sim.bench.timing import Quartiles, quartiles, quiet_collector, seconds
from sim.units import Ints, Seconds

Say = Callable[[str], None]

_FEWEST_ROUNDS = 3
_TRIAL_AREAS = 100
_TRIAL_FLIGHTS = 4
_LONGEST_TRIAL_S = 0.5


@dataclass(frozen=True)
class Pace:
    """How much is measured: rounds, seconds for one contender in all of them, flights a call of ours holds.

    The first ``judged`` flights are compared with brute force, ``sampled`` of their times with the ellipsoid.
    """

    rounds: int
    budget_s: Seconds
    batch: int
    judged: int
    sampled: int


@dataclass(frozen=True)
class Row:
    """What was measured of one contender, a number per round.

    ``flight_s`` are seconds per flight; ``ratio`` is that over the baseline's, same flights, same round. Where
    ``areas`` is less than the problem has, times are scaled up from that many. ``missing`` says why nothing was
    measured.
    """

    contender: Contender
    missing: str = ""
    flights: int = 0
    areas: int = 0
    flight_s: tuple[Seconds, ...] = ()
    ratio: tuple[float, ...] = ()
    verdict: Verdict | None = None

    @property
    def time(self) -> Quartiles:
        """Seconds per flight."""
        return quartiles(self.flight_s)

    def against(self, other: "Row") -> Quartiles | None:
        """Paired ratio to another row of the same problem, round by round; ``None`` if either was not measured."""
        pairs = [one / two for one, two in zip(self.ratio, other.ratio, strict=False)]
        return quartiles(pairs) if pairs else None


@dataclass(frozen=True)
class _Plan:
    """A contender made ready, with the areas it gets and the flights of a round."""

    contender: Contender
    method: Method
    areas: Ints
    problem: Problem
    flights: int
    rounds: int


def contest(
    problem: Problem, flights: Flights, contenders: Sequence[Contender], pace: Pace, say: Say
) -> list[Row]:
    """Rows in the order of ``contenders``; the first of them that is installed is the baseline."""
    plans: dict[str, _Plan] = {}
    missing: dict[str, str] = {}
    for one in contenders:
        say(f"    {one.title}")
        try:
            plans[one.key] = _plan(one, problem, pace)
        except ImportError as error:
            missing[one.key] = f"{error.name or one.library} is not installed"
    measured = _rounds(problem, list(plans.values()), pace, say)
    judged = min(pace.judged, len(problem.knots))
    say("    comparing with brute force")
    judge = Judge(problem.chosen(np.arange(judged)), flights, pace.sampled)
    return [
        _row(plans[one.key], measured[one.key], judge)
        if one.key in plans
        else Row(one, missing=missing[one.key])
        for one in contenders
    ]


def _plan(one: Contender, problem: Problem, pace: Pace) -> _Plan:
    """Try some flights, with a share of the areas if that can stand for all, and choose what fits the budget."""
    every = np.arange(len(problem.ground))
    turn_s = pace.budget_s / pace.rounds
    rows = every[:: max(len(every) // _TRIAL_AREAS, 1)] if one.per_area else every
    part, method = _ready(one, problem, rows)
    passed_s = _trial(method, part)
    if one.per_area:
        whole_s = passed_s * len(every) / len(rows)
        rows = every[:: max(int(np.ceil(whole_s / turn_s)), 1)]
        passed_s = whole_s * len(rows) / len(every)
        part, method = _ready(one, problem, rows)
    most = min(pace.batch, len(problem.knots))
    count = int(np.clip(turn_s / passed_s, 1, most))
    rounds = int(np.clip(pace.budget_s / (passed_s * count), min(_FEWEST_ROUNDS, pace.rounds), pace.rounds))
    return _Plan(one, method, rows, part, count, rounds)


def _ready(one: Contender, problem: Problem, rows: Ints) -> tuple[Problem, Method]:
    part = problem if len(rows) == len(problem.ground) else problem.over(problem.ground.part(rows))
    return part, one.method(part.ground, problem.radius_m)


def _trial(method: Method, problem: Problem) -> Seconds:
    """Seconds per flight, roughly: of one flight, or where that is quick of a few, once all is compiled and loaded."""
    passed = 0.0
    for count in (1, 1, min(_TRIAL_FLIGHTS, len(problem.knots))):
        search = method.load(problem.chosen(np.arange(count)))
        begin = perf_counter()
        search()
        passed = (perf_counter() - begin) / count
        if passed > _LONGEST_TRIAL_S:
            break
    return passed


def _rounds(
    problem: Problem, plans: list[_Plan], pace: Pace, say: Say
) -> dict[str, tuple[list[Seconds], list[float]]]:
    """Seconds per flight and ratio to the baseline, of each contender in each round."""
    baseline = plans[0]
    measured: dict[str, tuple[list[Seconds], list[float]]] = {plan.contender.key: ([], []) for plan in plans}
    for turn in range(pace.rounds):
        say(f"    round {turn + 1} of {pace.rounds}")
        for place in range(len(plans)):
            plan = plans[(place + turn) % len(plans)]
            if turn >= plan.rounds:
                continue
            chosen = (turn * plan.flights + np.arange(plan.flights)) % len(problem.knots)
            search = plan.method.load(plan.problem.chosen(chosen))
            # The baseline gets the same flights, repeated until its batch is full.
            full = np.resize(chosen, pace.batch)
            beside = baseline.method.load(problem.chosen(full))
            with quiet_collector():
                own = seconds(search) / len(chosen) * len(problem.ground) / len(plan.areas)
                base = own if plan is baseline else seconds(beside) / len(full)
            times, ratios = measured[plan.contender.key]
            times.append(own)
            ratios.append(own / base)
    return measured


def _row(plan: _Plan, measured: tuple[list[Seconds], list[float]], judge: Judge) -> Row:
    count = min(plan.flights * plan.rounds, len(judge.problem.knots))
    few = judge.problem.chosen(np.arange(count)).over(plan.problem.ground)
    found = plan.method.load(few)().sorted()
    verdict = judge.verdict(found, plan.areas, count, planar=plan.contender.planar)
    return Row(
        contender=plan.contender,
        flights=plan.flights,
        areas=len(plan.areas),
        flight_s=tuple(measured[0]),
        ratio=tuple(measured[1]),
        verdict=verdict,
    )

"""First alert against closed forms, against single people drawn one by one, and against an ODE solver."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sim.alert.delays import delay_probability, delay_quantile
from sim.reach.noticing import NOBODY_TELLS, Signal, Telling, notice
from sim.scenario import delay as spec
from sim.units import Floats

GRID = np.arange(0.0, 1800.0, 5.0)
RAYLEIGH = spec.Weibull(distribution="weibull", scale_s=float(95.0 * np.sqrt(2.0)), shape=2.0)
EXPONENTIAL = spec.Exponential(distribution="exponential", mean_s=60.0)
LOGNORMAL = spec.Lognormal(distribution="lognormal", median_s=30.0, log_sd=1.0)


def signal(start_s: list[float], share: float, noticing: spec.Delay, **more: float) -> Signal:
    text_s = np.array([more.get("text_s", min(start_s))])
    starts = np.array(start_s)[:, None]
    awake, asleep = np.array([share]), np.array([more.get("asleep", 0.0)])
    return Signal("a", starts, text_s, awake, asleep, noticing, more.get("audible_s"))


def total(*signals: Signal, telling: Telling = NOBODY_TELLS) -> Floats:
    curve: Floats = notice(signals, telling, GRID).total[0]
    return curve


@pytest.mark.parametrize("noticing", [RAYLEIGH, EXPONENTIAL, LOGNORMAL])
def test_one_channel_alone_follows_its_own_delay_up_to_its_share(noticing: spec.Delay) -> None:
    found = total(signal([20.0], 0.8, noticing))
    assert found == pytest.approx(0.8 * delay_probability(noticing, GRID - 20.0), abs=2e-4)


def test_a_rayleigh_channel_reaches_everyone_it_can() -> None:
    """The density used in place of the hazard, as in one public code, would stop at 1 - 1/e = 63 %."""
    assert total(signal([0.0], 1.0, RAYLEIGH))[-1] > 0.999


def test_people_drawn_one_by_one_give_the_same_curve() -> None:
    rng = np.random.default_rng(1)
    channels = [([20.0, 300.0], 0.5, LOGNORMAL), ([40.0], 0.7, EXPONENTIAL), ([10.0], 0.2, RAYLEIGH)]
    people = 200_000
    first = np.full(people, np.inf)
    for starts, share, noticing in channels:
        can = rng.random(people) < share
        for start in starts:
            at = start + delay_quantile(noticing, rng.random(people))
            first = np.where(can, np.minimum(first, at), first)
    drawn = np.searchsorted(np.sort(first), GRID, side="right") / people
    assert total(*(signal(*channel) for channel in channels)) == pytest.approx(drawn, abs=0.005)


def test_what_first_told_people_adds_up_and_matches_people_drawn_one_by_one() -> None:
    rng = np.random.default_rng(2)
    one, other = signal([20.0], 0.6, LOGNORMAL), signal([60.0], 0.7, EXPONENTIAL)
    found = notice([one, other], Telling(0.3, 0.3, 1 / 300.0), GRID)
    parts = np.sum(found.first_steps, axis=0)
    assert np.cumsum(parts, axis=-1) == pytest.approx(found.total, abs=1e-9)
    alone = notice([one, other], NOBODY_TELLS, GRID)
    times = []
    for one_signal in (one, other):
        can = rng.random(200_000) < one_signal.awake[0]
        at = one_signal.start_s[0, 0] + delay_quantile(one_signal.noticing, rng.random(200_000))
        times.append(np.where(can, at, np.inf))
    by_first = np.mean((times[0] < times[1]) & (times[0] <= GRID[-1]))
    assert alone.first_steps[0][0].sum() == pytest.approx(by_first, abs=0.01)


def test_a_loudspeaker_is_not_noticed_once_it_is_silent() -> None:
    found = total(signal([20.0], 0.8, EXPONENTIAL, audible_s=50.0))
    last = 0.8 * delay_probability(EXPONENTIAL, 50.0)
    assert found[GRID > 75.0] == pytest.approx(last, abs=1e-4)


def test_a_channel_that_never_starts_changes_nothing() -> None:
    with_it = total(signal([20.0], 0.8, LOGNORMAL), signal([np.inf], 1.0, LOGNORMAL))
    assert with_it.tolist() == total(signal([20.0], 0.8, LOGNORMAL)).tolist()


def test_word_of_mouth_solves_its_equation() -> None:
    """dJ/dt = N, N = 1 - S (1 - q (1 - exp(-beta J))) with a single channel's S."""
    q, beta, share = 0.5, 1 / 200.0, 0.4

    def known(t: float, j: float) -> float:
        s = 1.0 - share * float(delay_probability(EXPONENTIAL, t))
        return 1.0 - s * (1.0 - q * (1.0 - np.exp(-beta * j)))

    solved = solve_ivp(
        lambda t, y: [known(t, y[0])], (0.0, GRID[-1]), [0.0], t_eval=GRID, rtol=1e-9, atol=1e-9
    )
    exact = [known(t, j) for t, j in zip(GRID, solved.y[0], strict=True)]
    assert total(signal([0.0], share, EXPONENTIAL), telling=Telling(q, q, beta)) == pytest.approx(
        exact, abs=2e-4
    )


def test_nobody_is_told_where_nobody_knows() -> None:
    assert total(signal([0.0], 0.0, EXPONENTIAL), telling=Telling(1.0, 1.0, 1.0)).max() == 0.0


def test_without_its_text_a_message_cannot_be_understood() -> None:
    found = notice([signal([20.0], 0.8, LOGNORMAL, text_s=100.0)], NOBODY_TELLS, GRID)
    assert found.understandable[0][GRID < 100.0].max() == 0.0
    assert found.understandable[0][GRID >= 100.0] == pytest.approx(found.total[0][GRID >= 100.0], abs=1e-12)


def test_a_replicate_is_the_same_alone_and_in_a_batch() -> None:
    rng = np.random.default_rng(3)
    starts, share = rng.uniform(0, 200, (5, 2, 7)), rng.uniform(0, 1, (5, 7))
    telling = Telling(0.5, 0.2, 0.01)
    batch = Signal("a", starts, starts.min(axis=-2), share, share / 2, LOGNORMAL)
    many = notice([batch], telling, GRID, 0.3).total
    for r in range(5):
        one = Signal("a", starts[r], starts[r].min(axis=0), share[r], share[r] / 2, LOGNORMAL)
        assert notice([one], telling, GRID, 0.3).total.tobytes() == many[r].tobytes()


def test_who_sleeps_is_asleep_for_every_channel() -> None:
    """Two channels that wake nobody reach the awake only, however many they are; drawn one by one it is the same."""
    rng = np.random.default_rng(4)
    channels = [([0.0], 0.9, EXPONENTIAL, 0.0), ([0.0], 0.9, EXPONENTIAL, 0.0), ([0.0], 0.5, LOGNORMAL, 0.3)]
    deaf = [signal(start, share, noticing, asleep=wakes) for start, share, noticing, wakes in channels[:2]]
    assert notice(deaf, NOBODY_TELLS, GRID, 0.4).total[0, -1] == pytest.approx(0.6 * 0.99, abs=1e-6)
    people = 200_000
    asleep, first = rng.random(people) < 0.4, np.full(people, np.inf)
    for start, share, noticing, wakes in channels:
        can = rng.random(people) < np.where(asleep, wakes, share)
        at = start[0] + delay_quantile(noticing, rng.random(people))
        first = np.where(can, np.minimum(first, at), first)
    drawn = np.searchsorted(np.sort(first), GRID, side="right") / people
    mixed = notice([signal(s, p, d, asleep=w) for s, p, d, w in channels], NOBODY_TELLS, GRID, 0.4)
    assert mixed.total[0] == pytest.approx(drawn, abs=0.005)
    assert np.cumsum(np.sum(mixed.first_steps, axis=0), axis=-1) == pytest.approx(mixed.total, abs=1e-9)

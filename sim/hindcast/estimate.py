"""How long a lag takes, learnt from a few launches known to the minute only: lognormal, interval-censored.

A launch with accounts j of bounds (a_j, b_j) says how likely median exp(mu) and log_sd sigma are:

    L(mu, sigma) = mean_j [ Phi((ln b_j - mu) / sigma) - Phi((ln a_j - mu) / sigma) ]

Accounts that contradict each other are equally likely to be the right one; launches are independent, so
their logarithms add up (interval censoring: Turnbull 1976, doi 10.1111/j.2517-6161.1976.tb01597.x, whose
sets these intervals are; the family is ours).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike

from sim.alert.delays import delay_quantile
from sim.hindcast.record import LagAccount
from sim.scenario.delay import LONGEST_S, Lognormal
from sim.units import Floats, SecondsArray

WIDEST_LOG_SD = 5.0  # the bound that a scenario sets on log_sd
NARROWEST_LOG_SD = 0.01  # a record that allows for no spread at all: a hundredth is as good as none
_SHORTEST_S = 1.0
_MEDIANS, _LOG_SDS, _TIMES = 400, 100, 250
_NEGLIGIBLE = 1e-5


Groups = tuple[tuple[tuple[float, float], ...], ...]
"""Per launch its accounts, per account the bounds of the lag in seconds."""


@dataclass(frozen=True)
class FittedLognormal:
    """The most likely lognormal. Taken as true, it leaves out how little a few launches say."""

    median_s: float
    log_sd: float
    log_likelihood: float

    def quantile(self, probability: ArrayLike) -> SecondsArray:
        """Lag not exceeded with ``probability`` (shape kept)."""
        fitted = Lognormal(distribution="lognormal", median_s=self.median_s, log_sd=self.log_sd)
        return np.minimum(delay_quantile(fitted, probability), LONGEST_S)


@dataclass(frozen=True, eq=False)
class Predictive:
    """What the next launch may take, the lognormal's own uncertainty included; ``(K,)`` points of its CDF."""

    t_s: SecondsArray
    below: Floats

    def quantile(self, probability: ArrayLike) -> SecondsArray:
        """Lag not exceeded with ``probability`` (shape kept), a week at the most."""
        found = np.interp(np.asarray(probability, float), self.below, np.log(self.t_s))
        return np.asarray(np.exp(found), float)


def groups_of(accounts: Sequence[LagAccount]) -> Groups:
    """Accounts put together by launch."""
    ordered = sorted(accounts, key=lambda one: one.launch)
    return tuple(
        tuple((one.lower_s, one.upper_s) for one in own)
        for _, own in groupby(ordered, key=lambda one: one.launch)
    )


def log_likelihood(groups: Groups, log_median: ArrayLike, log_sd: ArrayLike) -> Floats:
    """ln L of all launches; the two parameters broadcast."""
    mu, sigma = np.broadcast_arrays(np.asarray(log_median, float), np.asarray(log_sd, float))
    total = np.zeros(mu.shape)
    for accounts in groups:
        likely = np.mean([_between(a, b, mu, sigma) for a, b in accounts], axis=0)
        total += np.log(np.maximum(likely, 1e-300))
    return total


def fit_lognormal(groups: Groups) -> FittedLognormal:
    """Maximum likelihood. Raises ``ValueError`` without a launch to learn from.

    Where all intervals share a stretch, no spread at all is the most likely and any median on that stretch is
    as likely as another; the search then stays where it began, at the mean logarithm of the middles.
    """
    from scipy.optimize import minimize

    middles = [np.mean([np.log(0.5 * (a + b)) for a, b in accounts]) for accounts in groups]
    if not middles:
        raise ValueError("there is no other launch to learn from")
    start = np.array([np.mean(middles), np.log(max(float(np.std(middles)), 0.1))])
    bounds = ((np.log(_SHORTEST_S), np.log(LONGEST_S)), (np.log(NARROWEST_LOG_SD), np.log(WIDEST_LOG_SD)))
    found = minimize(
        lambda x: -float(log_likelihood(groups, x[0], np.exp(x[1]))),
        start,
        method="Nelder-Mead",
        bounds=bounds,
        options={"xatol": 1e-6, "fatol": 1e-10, "maxiter": 4000},
    )
    return FittedLognormal(float(np.exp(found.x[0])), float(np.exp(found.x[1])), -float(found.fun))


def predictive(groups: Groups, *, flat_in_log_sd: bool = False) -> Predictive:
    """The lag of a launch not among these: the lognormal averaged over all medians and spreads, each weighted
    by how likely it makes the record.

    Weights beforehand: flat in ln(median), from a second to a week, and in ln(log_sd), from 0.01 to 5. For lags
    measured exactly that gives the classical prediction interval, Student's t with n - 1 degrees of freedom,
    which holds what it promises whatever median and spread are (Geisser 1993, Predictive Inference); where the
    rounding is wider than the spread it holds less. ``flat_in_log_sd`` is the other usual choice, and wider.
    Raises ``ValueError`` without a launch to learn from.
    """
    from scipy.special import ndtr

    if not groups:
        raise ValueError("there is no other launch to learn from")
    mu = _middles(np.log(_SHORTEST_S), np.log(LONGEST_S), _MEDIANS)[:, None]
    sigma = np.exp(_middles(np.log(NARROWEST_LOG_SD), np.log(WIDEST_LOG_SD), _LOG_SDS))[None, :]
    found = log_likelihood(groups, mu, sigma)
    weight = np.exp(found - found.max()) * (sigma if flat_in_log_sd else 1.0)
    kept = weight > _NEGLIGIBLE * weight.max()
    mu, sigma = (np.broadcast_to(one, kept.shape)[kept] for one in (mu, sigma))
    weight = weight[kept] / weight[kept].sum()
    log_t = np.linspace(np.log(0.01 * _SHORTEST_S), np.log(LONGEST_S), _TIMES)
    below = np.array([float(weight @ ndtr((one - mu) / sigma)) for one in log_t])
    return Predictive(np.exp(log_t), np.maximum.accumulate(below))


def _between(lower_s: float, upper_s: float, mu: Floats, sigma: Floats) -> Floats:
    """P(lower < lag <= upper), from the nearer tail so that small differences survive."""
    from scipy.special import ndtr

    low = (np.log(lower_s) if lower_s > 0.0 else -np.inf) - mu
    low, high = low / sigma, (np.log(upper_s) - mu) / sigma
    right = low > 0.0
    found: Floats = np.where(right, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
    return found


def _middles(low: float, high: float, cells: int) -> Floats:
    edges = np.linspace(low, high, cells + 1)
    return 0.5 * (edges[1:] + edges[:-1])

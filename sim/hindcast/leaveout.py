"""Leave one out: a launch's delays as all other launches on record suggest, its own left aside."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from numpy.typing import ArrayLike

from sim.hindcast.estimate import (
    FittedLognormal,
    Groups,
    Predictive,
    fit_lognormal,
    groups_of,
    predictive,
)
from sim.hindcast.record import LAGS, LagAccount, LagName, training
from sim.scenario.spec import ScenarioSpec
from sim.units import SecondsArray

Quantile = Callable[[ArrayLike], SecondsArray]


@dataclass(frozen=True, eq=False)
class LeftOut:
    """By lag: the launches learnt from, the most likely lognormal, and what the next launch may take."""

    learnt_from: dict[LagName, tuple[str, ...]]
    fitted: dict[LagName, FittedLognormal]
    predictive: dict[LagName, Predictive]

    def full(self) -> dict[LagName, Quantile]:
        """The lags with the uncertainty of the estimate."""
        return {lag: one.quantile for lag, one in self.predictive.items()}

    def as_fitted(self) -> dict[LagName, Quantile]:
        """The lags as if the estimate were the truth: too narrow, by how much nobody can tell from five."""
        return {lag: one.quantile for lag, one in self.fitted.items()}


def leave_out(accounts: tuple[LagAccount, ...], spec: ScenarioSpec) -> LeftOut:
    """Estimate every lag without the scenario's own launch; raises ``ValueError`` if none remains."""
    others = {lag: training(accounts, lag, spec) for lag in LAGS}
    groups = {lag: groups_of(found) for lag, found in others.items()}
    return LeftOut(
        learnt_from={lag: tuple(sorted({one.launch for one in found})) for lag, found in others.items()},
        fitted={lag: _fitted(found) for lag, found in groups.items()},
        predictive={lag: _predictive(found) for lag, found in groups.items()},
    )


@cache
def _fitted(groups: Groups) -> FittedLognormal:
    return fit_lognormal(groups)


@cache
def _predictive(groups: Groups) -> Predictive:
    return predictive(groups)

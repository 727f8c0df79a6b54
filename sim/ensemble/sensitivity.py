"""Which key moves a metric most: Sobol indices or Morris' elementary effects, through SALib, with intervals.

SALib draws the design and computes every index. The intervals are a bootstrap over both causes of chance: rows of the
design (whole blocks of Saltelli's scheme, whole trajectories of Morris') and replicates, which all points share, are
drawn anew together, and SALib computes the indices of each draw. Its own intervals leave the replicates' chance out.

Saltelli, A. et al. (2010), Computer Physics Communications 181, 259-270, doi 10.1016/j.cpc.2009.09.018;
Morris, M. D. (1991), Technometrics 33, 161-174, doi 10.1080/00401706.1991.10484804;
Campolongo, F. et al. (2007), Environmental Modelling & Software 22, 1509-1518, doi 10.1016/j.envsoft.2006.10.004.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from sim.draws import Draws
from sim.ensemble.design import Design, in_ranges, stream
from sim.ensemble.summary import CONFIDENCE
from sim.errors import MissingPackage, WorkError
from sim.scenario.sweep import Span
from sim.units import Floats

Method: TypeAlias = Literal["sobol", "morris"]
METHODS: tuple[Method, ...] = ("sobol", "morris")
INDICES: Mapping[Method, tuple[str, ...]] = {
    "sobol": ("S1", "ST"),
    "morris": ("mu_star", "mu", "sigma"),
}
"""By method, the first one to rank by where there is no other reason."""
RANKED_BY: Mapping[Method, str] = {"sobol": "ST", "morris": "mu_star"}

_LEVELS = 4  # of Morris' grid: SALib's and the field's usual choice
_DRAWS = 500  # of the bootstrap: a dozen beyond each limit
_SAME = 1e-12


@dataclass(frozen=True, eq=False)
class Index:
    """One index of each key: its value and its limits at `CONFIDENCE`, ``(K,)`` each."""

    name: str
    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Indices of the mean of one metric; ``None`` where it is the same at every point, so that nothing moves it.

    ``low`` and ``high`` of the metric are its smallest and largest mean over the points.
    """

    method: Method
    metric: str
    keys: tuple[str, ...]
    indices: tuple[Index, ...] | None
    low: float
    high: float

    def index(self, name: str) -> Index | None:
        """One of the indices."""
        return next((one for one in self.indices or () if one.name == name), None)

    @property
    def order(self) -> list[int]:
        """Keys, the one that moves the metric most first; as they stand where nothing does."""
        rank = self.index(RANKED_BY[self.method])
        if rank is None:
            return list(range(len(self.keys)))
        return sorted(range(len(self.keys)), key=lambda k: (-float(rank.value[k]), k))


def points_needed(method: Method, keys: int, samples: int) -> int:
    """Design points: Saltelli's scheme without second order, or one more than there are keys a trajectory."""
    return samples * (keys + 2) if method == "sobol" else samples * (keys + 1)


def sensitivity_design(
    over: Mapping[str, Span], method: Method, samples: int, seed: int
) -> tuple[Design, Floats]:
    """The design points and their shares ``(P, K)`` of the ranges; ``samples`` a power of two for Sobol.

    Raises ``MissingPackage`` where SALib is not installed.
    """
    _salib()
    problem, rng = _problem(list(over)), stream(seed, f"design/{method}")
    if method == "sobol":
        from SALib.sample.sobol import sample as saltelli

        unit = saltelli(problem, samples, calc_second_order=False, seed=rng)
    else:
        from SALib.sample.morris import sample as trajectories

        unit = trajectories(problem, samples, num_levels=_LEVELS, seed=rng)
    return in_ranges(over, unit), unit


def sensitivity(
    method: Method, metric: str, keys: tuple[str, ...], unit: Floats, values: Floats, seed: int
) -> Sensitivity:
    """Indices of the mean over replicates of ``values`` ``(P, R)``, on the design ``unit`` ``(P, K)``.

    Means are over the replicates that define the metric. Raises ``WorkError`` where none does at some point.
    """
    means = _means(values)
    if bad := np.flatnonzero(np.isnan(means)).tolist():
        raise WorkError(
            f"{metric} is undefined in every run of {len(bad)} of {len(means)} design points, the first being "
            f"point {bad[0]}: its sensitivity cannot be told; take a metric that every morning defines"
        )
    low, high = float(means.min()), float(means.max())
    if high - low <= _SAME * max(abs(low), abs(high)):
        return Sensitivity(method, metric, keys, None, low, high)
    names = INDICES[method]
    value = _indices(method, keys, unit, means)
    drawn = _bootstrap(method, keys, unit, values, seed)
    tail = 50.0 * (1.0 - CONFIDENCE)
    limits = {name: np.nanpercentile(drawn[name], [tail, 100.0 - tail], axis=0) for name in names}
    found = tuple(Index(name, value[name], *limits[name]) for name in names)
    return Sensitivity(method, metric, keys, found, low, high)


def _bootstrap(
    method: Method, keys: tuple[str, ...], unit: Floats, values: Floats, seed: int
) -> dict[str, Floats]:
    """Indices ``(D, K)`` of designs and replicates drawn anew."""
    size = len(keys) + (2 if method == "sobol" else 1)
    rows, replicates = len(unit) // size, values.shape[1]
    draws: dict[str, list[Floats]] = {name: [] for name in INDICES[method]}
    for number in range(_DRAWS):
        uniforms = Draws(seed, number).uniforms("bootstrap", rows + replicates)
        chosen = np.floor(uniforms[:rows] * rows).astype(np.int64)
        points = (chosen[:, None] * size + np.arange(size)).ravel()
        again = np.floor(uniforms[rows:] * replicates).astype(np.int64)
        means = _means(values[points][:, again])
        own = _indices(method, keys, unit[points], means) if _usable(means) else {}
        for name, found in draws.items():
            found.append(own.get(name, np.full(len(keys), np.nan)))
    return {name: np.array(found) for name, found in draws.items()}


def _usable(means: Floats) -> bool:
    return bool(np.isfinite(means).all() and np.ptp(means) > 0.0)


def _means(values: Floats) -> Floats:
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0))


def _indices(method: Method, keys: tuple[str, ...], unit: Floats, means: Floats) -> dict[str, Floats]:
    """SALib's indices, ``(K,)`` by name; its own resampling is kept as small as it lets us."""
    problem = _problem(keys)
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore")
        found = _analysed(method, problem, unit, means)
    return {name: np.asarray(found[name], float) for name in INDICES[method]}


def _analysed(method: Method, problem: Mapping[str, Any], unit: Floats, means: Floats) -> Any:
    if method == "sobol":
        from SALib.analyze import sobol

        return sobol.analyze(problem, means, calc_second_order=False, num_resamples=2, seed=1)
    from SALib.analyze import morris

    return morris.analyze(problem, unit, means, num_resamples=2, num_levels=_LEVELS, seed=1)


def _problem(keys: tuple[str, ...] | list[str]) -> dict[str, Any]:
    # SALib keeps what it works out in the problem it is given
    return {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}


def _salib() -> None:
    try:
        import SALib  # noqa: F401
    except ImportError as error:
        raise MissingPackage("SALib", "sensitivity", "sensitivity") from error

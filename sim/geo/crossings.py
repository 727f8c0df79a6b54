"""Crossings: when circular footprints of moving objects touch areas, and how close their ground points come.

A footprint of radius R round the ground point touches an area when the area is no farther than R, the area's
inside included. Between knots the ground point moves on a straight chord and R changes linearly; every
visit's first and last instant is a root in closed form, so nothing is missed between samples.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from sim.geo.ecef import SEMI_MAJOR_M, SEMI_MINOR_M, chord_of_arc
from sim.geo.engines import Engine, chosen
from sim.geo.features import AreaFeatures
from sim.geo.ragged import batches
from sim.units import Bools, Floats, Ints, MetresArray, SecondsArray

_OFF_SURFACE = 1e-3
"""How far, as a share of the Earth's radius, a ground point may lie off the ellipsoid (a chord's sag)."""
_LONGEST_STEP_M = 200e3
"""Longer steps would pass more than 800 m below the ground."""
_KNOTS_AT_ONCE = 4096  # looked at: what that takes stays in fast memory
_WIDEST_RADIUS_M = 10.0e6
"""A quarter of the way round the Earth: larger footprints have no outside to speak of."""


@dataclass(frozen=True)
class FlightBatch:
    """Tracks of the ground points of F flights, laid end to end: K knots in all.

    ``t_s`` ``(K,)`` increases within each flight; ``xyz_m`` ``(K, 3)`` are ground points in ECEF at height 0;
    flight ``f`` owns knots ``start[f]:start[f + 1]``, at least two; ``radius_m`` ``(K,)`` is the footprint's
    radius along the ground (a scalar serves all knots). Between knots everything is linear: knots no farther
    apart than 1 s keep orbital ground tracks within 1 m.

    Raises `ValueError` for anything else.
    """

    t_s: SecondsArray
    xyz_m: MetresArray
    start: Ints
    radius_m: MetresArray

    def __post_init__(self) -> None:
        knots = len(self.t_s)
        object.__setattr__(self, "t_s", np.ascontiguousarray(self.t_s, float))
        object.__setattr__(self, "xyz_m", np.ascontiguousarray(self.xyz_m, float))
        object.__setattr__(self, "start", np.ascontiguousarray(self.start, np.int64))
        radius = np.asarray(self.radius_m, float)
        shared = np.broadcast_to(radius, (knots,)) if radius.ndim == 0 else np.ascontiguousarray(radius)
        object.__setattr__(self, "radius_m", shared)
        self._check()

    def __len__(self) -> int:
        return len(self.start) - 1

    def _check(self) -> None:
        _require(self.t_s.ndim == 1, "t_s must be one-dimensional")
        _require(self.xyz_m.shape == (len(self.t_s), 3), "xyz_m must hold three coordinates for each knot")
        _require(
            self.start.ndim == 1
            and len(self.start) >= 1
            and self.start[0] == 0
            and self.start[-1] == len(self.t_s),
            "start must run from 0 to the number of knots",
        )
        _require(bool((np.diff(self.start) >= 2).all()), "every flight needs at least two knots")
        _require(bool(np.isfinite(self.t_s).all()), "t_s must be finite")
        _require(bool(np.isfinite(self.xyz_m).all()), "xyz_m must be finite")
        rising = np.diff(self.t_s) > 0.0
        rising[self.start[1:-1] - 1] = True
        _require(bool(rising.all()), "t_s must increase within each flight")
        for part in batches(np.diff(self.start), _KNOTS_AT_ONCE):
            self._check_places(self.start[part.start : part.stop + 1])
        _require(self.radius_m.shape == self.t_s.shape, "radius_m must be one radius, or one for each knot")
        radius = self.radius_m[:1] if self.radius_m.strides == (0,) else self.radius_m
        in_range = (radius >= 0.0) & (radius <= _WIDEST_RADIUS_M)
        _require(bool(in_range.all()), f"radius_m must lie in [0, {_WIDEST_RADIUS_M:g}]")

    def _check_places(self, start: Ints) -> None:
        """Places of some of the flights: their steps and their heights."""
        xyz = self.xyz_m[start[0] : start[-1]]
        move = xyz[1:] - xyz[:-1]
        move[start[1:-1] - start[0] - 1] = 0.0
        # Most flights need no more than a look at their coordinates, one by one.
        if max(move.max(), -move.min()) > _LONGEST_STEP_M / 2.0:
            near = np.einsum("ij,ij->i", move, move) <= _LONGEST_STEP_M**2
            _require(bool(near.all()), f"knots must be no more than {_LONGEST_STEP_M / 1000.0:g} km apart")
        level = (xyz * xyz) @ [SEMI_MAJOR_M**-2, SEMI_MAJOR_M**-2, SEMI_MINOR_M**-2]
        low, high = (1.0 - _OFF_SURFACE) ** 2, (1.0 + _OFF_SURFACE) ** 2
        _require(bool(low <= level.min() and level.max() <= high), "xyz_m must be ground points, at height 0")


def one_flight(t_s: ArrayLike, xyz_m: ArrayLike, radius_m: ArrayLike) -> FlightBatch:
    """A batch of a single flight: ``t_s`` ``(K,)``, ``xyz_m`` ``(K, 3)``, ``radius_m`` a scalar or ``(K,)``.

    Raises ``ValueError`` as `FlightBatch`.
    """
    t = np.asarray(t_s, float)
    return FlightBatch(t, np.asarray(xyz_m, float), np.array([0, len(t)]), np.asarray(radius_m, float))


@dataclass(frozen=True)
class Crossings:
    """What a search found, as plain arrays that join any table.

    One row per visit, sorted by (flight, area, enter): ``visit_flight``, ``visit_area``, ``enter_s``,
    ``exit_s`` ``(V,)``. A flight that starts inside enters at its first knot, one that ends inside leaves at
    its last. ``closest_m``, ``closest_s`` ``(F, A)``: distance along the ground of the closest approach of
    the ground point, and its first instant; 0 from the moment the ground point is over the area; infinite and
    NaN for an empty area; ``(0, 0)`` if not asked for.
    """

    flights: int
    areas: int
    visit_flight: Ints
    visit_area: Ints
    enter_s: SecondsArray
    exit_s: SecondsArray
    closest_m: MetresArray
    closest_s: SecondsArray

    @cached_property
    def _pair(self) -> Ints:
        return self.visit_flight * self.areas + self.visit_area

    def first_enter(self) -> SecondsArray:
        """First touch of each area, ``(F, A)``, NaN where never."""
        return self._spread(self.enter_s[::-1], self._pair[::-1])

    def last_exit(self) -> SecondsArray:
        """Last contact with each area, ``(F, A)``, NaN where never."""
        return self._spread(self.exit_s, self._pair)

    def visits(self) -> Ints:
        """Number of separate visits, ``(F, A)``."""
        return np.bincount(self._pair, minlength=self.flights * self.areas).reshape(self.flights, self.areas)

    def _spread(self, values: Floats, pair: Ints) -> Floats:
        result = np.full(self.flights * self.areas, np.nan)
        result[pair] = values
        return result.reshape(self.flights, self.areas)


def find_crossings(
    areas: AreaFeatures,
    flights: FlightBatch,
    *,
    closest: bool = True,
    engine: Engine = "auto",
    threads: int = 1,
) -> Crossings:
    """All visits of all flights to all areas and, unless told otherwise, their closest approaches.

    Touching counts: distance <= radius. With a radius of 0 the ground point itself must be inside.

    ``engine`` is ``numpy``, ``compiled`` (numba; raises ``ImportError`` without it) or ``auto``: compiled where it is
    worth its start-up (see `sim.geo.engines`). Both give the same within 1e-9 s. ``threads`` is for the compiled one.
    """
    search = chosen(engine, len(flights))
    if len(flights) == 0 or len(areas) == 0:
        return _nothing(len(flights), len(areas))
    knots = (flights.t_s, flights.xyz_m, flights.start)
    pair, enter, leave = search.visits(areas, *knots, _chords(flights.radius_m), threads)
    nearest = search.closest(areas, *knots, threads) if closest else (np.zeros((0, 0)), np.zeros((0, 0)))
    return Crossings(len(flights), len(areas), pair // len(areas), pair % len(areas), enter, leave, *nearest)


def areas_met(areas: AreaFeatures, flights: FlightBatch, *, engine: Engine = "auto") -> Bools:
    """Which areas, ``(A,)``, any of the flights visits: those of `find_crossings`, sooner known without the times."""
    search = chosen(engine, len(flights))
    if len(flights) == 0 or len(areas) == 0:
        return np.zeros(len(areas), bool)
    return search.met(areas, flights.t_s, flights.xyz_m, flights.start, _chords(flights.radius_m))


def _nothing(flights: int, areas: int) -> Crossings:
    none = np.zeros(0, np.int64)
    far = np.full((flights, areas), np.inf)
    return Crossings(flights, areas, none, none, np.zeros(0), np.zeros(0), far, np.full_like(far, np.nan))


def _chords(radius_m: MetresArray) -> MetresArray:
    """Radii as chords; one radius shared by all knots stays one, in a view without strides."""
    if len(radius_m) and (radius_m.strides[0] == 0 or (radius_m == radius_m[0]).all()):
        return np.broadcast_to(chord_of_arc(radius_m[0]), radius_m.shape)
    return chord_of_arc(radius_m)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)

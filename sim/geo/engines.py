"""The two engines behind the crossing search, and which one a call gets."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Literal, TypeAlias

import numpy as np

from sim.geo import numpy_closest, numpy_core
from sim.geo.ecef import arc_of_chord
from sim.geo.features import AreaFeatures
from sim.geo.numpy_core import BULGE_M, Found, inside
from sim.geo.visits import join
from sim.units import Bools, Ints, MetresArray, SecondsArray

Engine: TypeAlias = Literal["auto", "numpy", "compiled"]

_WORTH_LOADING = 64
"""Flights for which loading the compiled engine (about a second, ten the first time ever) pays (assumption)."""
_COMPILED = "sim.geo.compiled_core"
_ROUND = 0.002
"""Twice the share of an area's size by which its surface may lie off the sphere round its edges."""


@dataclass(frozen=True)
class Search:
    """One engine; both take and give the same arrays."""

    compiled: Any = None

    def visits(
        self,
        areas: AreaFeatures,
        t_s: SecondsArray,
        xyz_m: MetresArray,
        start: Ints,
        chord_m: MetresArray,
        threads: int,
    ) -> Found:
        """(flight · A + area, enter, exit) of every visit, sorted."""
        found: Found
        if self.compiled is None:
            found = numpy_core.visits(areas, t_s, xyz_m, start, chord_m)
        else:
            found = self.compiled.visits(areas, t_s, xyz_m, start, chord_m, threads)
        return found

    def met(
        self, areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, chord_m: MetresArray
    ) -> Bools:
        """Which areas, ``(A,)``, have any visit."""
        if self.compiled is None:
            return numpy_core.met(areas, t_s, xyz_m, start, chord_m)
        result = np.zeros(len(areas), bool)
        result[self.visits(areas, t_s, xyz_m, start, chord_m, 1)[0] % len(areas)] = True
        return result

    def closest(
        self, areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, threads: int
    ) -> tuple[MetresArray, SecondsArray]:
        """Distance along the ground and first instant of every closest approach, ``(F, A)``; 0 over the inside."""
        if self.compiled is None:
            chord_m, when_s = numpy_closest.closest_approaches(areas, t_s, xyz_m, start)
        else:
            chord_m, when_s = self.compiled.closest_approaches(areas, t_s, xyz_m, start, threads)
        # Whoever is over an inside is no farther from an edge than the inside is wide, and came over an edge or began
        # within.
        maybe: Bools = chord_m <= areas.inradius_m + 2.0 * BULGE_M
        flight, area = np.nonzero(maybe & (chord_m > 2.0 * BULGE_M + _ROUND * areas.reach_m))
        apart = np.linalg.norm(xyz_m[start[flight]] - areas.centre_m[area], axis=1)
        maybe[flight, area] = apart <= areas.reach_m[area] * (1.0 + _ROUND) + 2.0 * BULGE_M
        pair, enter = self._first_inside(areas, t_s, xyz_m, start, maybe)
        earlier = (chord_m.ravel()[pair] > 0.0) | (enter < when_s.ravel()[pair])
        pair, enter = pair[earlier], enter[earlier]
        chord_m.ravel()[pair], when_s.ravel()[pair] = 0.0, enter
        return np.asarray(arc_of_chord(chord_m)), when_s

    def _first_inside(
        self, areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, wanted: Bools
    ) -> tuple[Ints, SecondsArray]:
        """(flight · A + area, first instant over the inside) of those ``wanted``, mask ``(F, A)``, that ever are."""
        if not wanted.any():
            return np.zeros(0, np.int64), np.zeros(0)
        if self.compiled is not None:
            found: tuple[Ints, SecondsArray] = self.compiled.first_inside(areas, t_s, xyz_m, start, wanted)
            return found
        pair, enter, _ = join(*inside(areas, t_s, xyz_m, start, wanted))
        pair, first = np.unique(pair, return_index=True)
        return pair, enter[first]


def chosen(engine: Engine, flights: int) -> Search:
    """The engine for a batch: ``auto`` compiles for large batches only, or where it is loaded already.

    A single run thus never waits for a compiler. Raises ``ImportError`` for ``compiled`` without numba.
    """
    if engine == "numpy":
        return Search()
    if engine == "compiled":
        return Search(_load())
    loaded = _COMPILED in sys.modules
    worth = loaded or (flights >= _WORTH_LOADING and find_spec("numba") is not None)
    return Search(_load()) if worth else Search()


def _load() -> Any:
    from sim.geo import compiled_core

    return compiled_core

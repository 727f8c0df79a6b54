"""Independent truth for elliptical footprints: membership from the definition, at dense times, and bisection."""

import numpy as np
import shapely
from pyproj import Transformer

from sim.geo.ecef import chord_of_arc

_SEMI_AXES_M = np.array([6_378_137.0, 6_378_137.0, 6_356_752.314245179])
_TO_DEGREES = Transformer.from_crs(4978, 4979, always_xy=True)


class EllipseOverArea:
    """One flight's footprint over one area, given the area's edges ``a`` to ``b`` in ECEF and its polygon."""

    def __init__(self, t, xyz, along, across, a, b, polygon=None):
        self.t, self.xyz, self.a, self.b, self.polygon = t, xyz, a, b, polygon
        self.along, self.across = (
            chord_of_arc(np.broadcast_to(np.asarray(axis, float), t.shape)) for axis in (along, across)
        )

    def inside(self, step, s):
        """Whether the footprint touches at fractions ``s`` of a step: in coordinates where it is the unit ball."""
        s = np.atleast_1d(s)
        p, q = self.xyz[step], self.xyz[step + 1]
        here = p + s[:, None] * (q - p)
        frame, axes = self._frame(step), self._axes(step, s)[:, None]
        one = ((self.a - here[:, None]) @ frame.T) / axes
        way = ((self.b - self.a) @ frame.T) / axes
        square = (way**2).sum(axis=2)
        onto = np.clip(-(one * way).sum(axis=2) / np.where(square > 0, square, 1.0), 0.0, 1.0)
        touches = (((one + onto[:, :, None] * way) ** 2).sum(axis=2) <= 1.0).any(axis=1)
        if self.polygon is None or touches.all():
            return touches
        lon, lat, _ = _TO_DEGREES.transform(*here.T)
        return touches | shapely.contains_xy(self.polygon, lon, lat)

    def _far(self, step):
        widest = max(self.along[step : step + 2].max(), self.across[step : step + 2].max())
        way = np.linalg.norm(self.xyz[step + 1] - self.xyz[step])
        apart = np.linalg.norm(self.a - self.xyz[step], axis=1).min()
        longest = np.linalg.norm(self.b - self.a, axis=1).max()
        return self.polygon is None and apart > widest + way + longest

    def _frame(self, step):
        p, q = self.xyz[step], self.xyz[step + 1]
        middle = 0.5 * (p + q)
        # The chord sags below the ground: the vertical is that of the ground straight out from the Earth's centre.
        lon, lat, _ = _TO_DEGREES.transform(*(middle / np.linalg.norm(middle / _SEMI_AXES_M)))
        lon, lat = np.radians(lon), np.radians(lat)
        up = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        u = (q - p) / np.linalg.norm(q - p)
        side = np.cross(u, up)
        side /= np.linalg.norm(side)
        return np.array([u, side, np.cross(side, u)])

    def _axes(self, step, s):
        along, across = (axis[step] + s * (axis[step + 1] - axis[step]) for axis in (self.along, self.across))
        long = self.along[step : step + 2].sum() >= self.across[step : step + 2].sum()
        return np.stack([along, across, along if long else across], axis=-1)

    def visits(self, samples=40):
        """[(enter, exit)] seen at ``samples`` instants per step, changes bisected; pieces that touch are joined."""
        pieces = []
        for step in range(len(self.t) - 1):
            if self._far(step):
                continue
            places = np.linspace(0.0, 1.0, samples)
            seen = self.inside(step, places).tolist()
            begin = 0.0 if seen[0] else None
            for low, high, before, after in zip(places, places[1:], seen, seen[1:], strict=False):
                if after and not before:
                    begin = self._bisect(step, low, high)
                if before and not after:
                    pieces.append((step, begin, self._bisect(step, low, high)))
            if seen[-1]:
                pieces.append((step, begin, 1.0))
        times = [
            tuple(self.t[step] + s * (self.t[step + 1] - self.t[step]) for s in ends)
            for step, *ends in pieces
        ]
        joined = []
        for enter, leave in times:
            if joined and enter <= joined[-1][1] + 1e-9:
                joined[-1] = (joined[-1][0], max(leave, joined[-1][1]))
            else:
                joined.append((enter, leave))
        return joined

    def _bisect(self, step, low, high):
        was = self.inside(step, low)[0]
        for _ in range(60):
            middle = 0.5 * (low + high)
            if self.inside(step, middle)[0] == was:
                low = middle
            else:
                high = middle
        return 0.5 * (low + high)

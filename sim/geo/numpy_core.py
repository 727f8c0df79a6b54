"""The vectorised search for visits: long chords settle most steps, closed-form roots the rest.

Everything is flat arrays over (chord, area) candidates and their features; no loop runs over flights or
areas. This path needs numpy alone and is the reference for the compiled one.
"""

import numpy as np

from sim.geo.chords import Chords, blocks, make_chords
from sim.geo.features import AreaFeatures, Edges
from sim.geo.interior import inside_stretches
from sim.geo.ragged import batches, spread
from sim.geo.roots import Capsules, capsule_interval
from sim.geo.visits import join
from sim.units import Bools, Floats, Ints, MetresArray, SecondsArray

LONG_M = 120e3
"""Length of the chords: longer ones are fewer but settle less (measured optimum for radii of 50 and 100
km)."""
BULGE_M = 1000.0
"""How far, besides 0.1 % of an area's size, its surface may lie from the sphere round its edges, or a step below it."""
_BATCH = 1 << 16
_SPOTS = 4
"""Corners of an area that are tried before all of its edges are: a footprint that reaches one meets the area."""

Found = tuple[Ints, SecondsArray, SecondsArray]


def visits(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, chord_m: MetresArray
) -> Found:
    """(flight · A + area, enter, exit) of every visit, sorted; ``chord_m`` ``(K,)`` are radii as chords."""
    found: list[Found] = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for block in blocks(start, len(areas)):
        first, last = start[block.start], start[block.stop]
        own = start[block.start : block.stop + 1] - first
        pair, enter, leave = _block_visits(
            areas, t_s[first:last], xyz_m[first:last], own, chord_m[first:last]
        )
        found.append((pair + block.start * len(areas), enter, leave))
    pair, enter, leave = (np.concatenate(column) for column in zip(*found, strict=True))
    return pair, enter, leave


def _block_visits(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, chord_m: MetresArray
) -> Found:
    chords = make_chords(xyz_m, start, chord_m, LONG_M)
    return join(*_pieces(areas, t_s, xyz_m, start, chord_m, chords, *near_pairs(areas, chords)))


def met(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, chord_m: MetresArray
) -> Bools:
    """Which areas, ``(A,)``, any of the flights visits; most of them without looking for when."""
    result, ptr = np.zeros(len(areas), bool), areas.edges.ptr
    for block in blocks(start, len(areas)):
        first, last = start[block.start], start[block.stop]
        own = start[block.start : block.stop + 1] - first
        t, xyz, radius = t_s[first:last], xyz_m[first:last], chord_m[first:last]
        chords = make_chords(xyz, own, radius, LONG_M)
        chord, area = near_pairs(areas, chords)
        for turn in range(_SPOTS):
            left = ~result[area]
            chord, area = chord[left], area[left]
            edge = ptr[area] + (ptr[area + 1] - ptr[area]) * turn // _SPOTS
            result[area[_reaches(chords, chord, areas.edges.start_m[edge])]] = True
        left = ~result[area]
        pair, _, _ = _pieces(areas, t, xyz, own, radius, chords, chord[left], area[left])
        result[pair % len(areas)] = True
    return result


def _reaches(chords: Chords, chord: Ints, point_m: MetresArray) -> Bools:
    """Whether points ``(n, 3)`` are surely within the radius of their chord's track at some time."""
    offset, move = point_m - chords.start_m[chord], chords.move_m[chord]
    share = np.clip(_dot(offset, move) / np.maximum(_dot(move, move), 1e-300), 0.0, 1.0)
    offset -= share[:, None] * move
    radius = chords.radius_m[chord] + share * chords.growth_m[chord] - chords.bound_m[chord]
    return np.asarray((radius >= 0.0) & (_dot(offset, offset) <= radius * radius))


def _pieces(
    areas: AreaFeatures,
    t_s: SecondsArray,
    xyz_m: MetresArray,
    start: Ints,
    chord_m: MetresArray,
    chords: Chords,
    chord: Ints,
    area: Ints,
) -> Found:
    """Visits piece by piece, for (chord, area) candidates."""
    least = np.minimum.reduceat(chord_m, start[:-1])[chords.flight[chord]]
    pieces: list[Found] = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    few = least >= areas.capes_from_m
    for edges, chosen in ((areas.capes, few), (areas.edges, ~few)):
        some = np.flatnonzero(chosen)
        for part in batches(np.diff(edges.ptr)[area[some]], _BATCH):
            here = some[part]
            pieces += _touching(edges, t_s, xyz_m, chord_m, chords, chord[here], area[here], len(areas))
    inner = least < areas.inradius_m[area] + 2.0 * chords.bound_m[chord] + BULGE_M
    if inner.any():
        pieces.append(over(areas, t_s, xyz_m, chords, chord[inner], area[inner]))
    pair, begin, end = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return pair, begin, end


def near_pairs(areas: AreaFeatures, chords: Chords) -> tuple[Ints, Ints]:
    """(chord, area) wherever the chord, widened by radius and bound, meets the area's sphere."""
    half = 0.5 * chords.move_m
    middle = chords.start_m + half
    wide = np.maximum(chords.radius_m, chords.radius_m + chords.growth_m) + chords.bound_m + BULGE_M
    reach = areas.reach_m * 1.001
    ball = np.sqrt(_dot(half, half)) + wide
    # |middle - centre|² <= (ball + reach)², as one matrix product.
    rows = np.column_stack([2.0 * middle, 2.0 * ball, ball * ball - _dot(middle, middle), np.ones(len(ball))])
    columns = np.column_stack(
        [areas.centre_m, reach, np.ones(len(reach)), reach * reach - _dot(areas.centre_m, areas.centre_m)]
    )
    columns[areas.reach_m < 0.0] = [0.0, 0.0, 0.0, 0.0, 0.0, -1.0]
    flat = np.flatnonzero((rows @ columns.T).ravel() >= 0.0)
    chord, area = np.divmod(flat, len(areas))
    # Nearer: the distance of the chord itself from the centre.
    offset = areas.centre_m.take(area, 0) - chords.start_m.take(chord, 0)
    move = chords.move_m.take(chord, 0)
    share = np.clip(_dot(offset, move) / np.maximum(_dot(move, move), 1e-300), 0.0, 1.0)
    offset -= share[:, None] * move
    met = _dot(offset, offset) <= (wide[chord] + reach[area]) ** 2
    return chord[met], area[met]


def _touching(
    edges: Edges,
    t_s: SecondsArray,
    xyz_m: MetresArray,
    chord_m: MetresArray,
    chords: Chords,
    chord: Ints,
    area: Ints,
    number: int,
) -> list[Found]:
    """Times within reach of edges: whole runs of steps settled by chords, and roots on the rest."""
    owner, edge, first_step, last_step, certain, possible = _by_chords(edges, chords, chord, area)
    pair = chords.flight[chord] * number + area
    window = chords.last[chord] - chords.first[chord] + 1
    shift = np.cumsum(window) - window - chords.first[chord]

    bounds = np.flatnonzero(np.diff(certain, prepend=0, append=0))
    run_start, run_end = bounds[::2], bounds[1::2]
    run = np.searchsorted(np.cumsum(window), run_start, side="right")
    runs = (pair[run], t_s[run_start - shift[run]], t_s[run_end - shift[run]])

    open_step = np.flatnonzero((possible > 0) & (certain == 0))
    candidate = np.searchsorted(np.cumsum(window), open_step, side="right")
    step = open_step - shift[candidate]
    entries = np.bincount(owner, minlength=len(chord))
    which, entry = spread((np.cumsum(entries) - entries)[candidate], entries[candidate])
    step = step[which]
    worth = (first_step[entry] <= step) & (step <= last_step[entry])
    step, edge, pair_of = step[worth], edge[entry[worth]], pair[candidate[which[worth]]]
    here = xyz_m.take(step, 0)
    low, high = capsule_interval(
        Capsules.between(
            here - edges.start_m.take(edge, 0),
            xyz_m.take(step + 1, 0) - here,
            edges.along_m.take(edge, 0),
            edges.inv_sq[edge],
        ),
        chord_m[step],
        chord_m[step + 1] - chord_m[step],
    )
    met = low <= high
    return [runs, (pair_of[met], *instants(t_s, step[met], low[met], high[met]))]


def _by_chords(
    edges: Edges, chords: Chords, chord: Ints, area: Ints
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Features that may be met and the steps where (owner, edge, first, last), and per candidate and step
    masks.

    The masks are laid end to end, one slot more than a candidate has steps, so that runs never join.
    """
    owner, edge = spread(edges.ptr[area], edges.ptr[area + 1] - edges.ptr[area])
    c = chord[owner]
    capsules = Capsules.between(
        chords.start_m.take(c, 0) - edges.start_m.take(edge, 0),
        chords.move_m.take(c, 0),
        edges.along_m.take(edge, 0),
        edges.inv_sq[edge],
    )
    low, high = capsule_interval(capsules, (chords.radius_m + chords.bound_m)[c], chords.growth_m[c])
    met = np.flatnonzero(low <= high)
    owner, edge, c = owner[met], edge[met], c[met]
    first, last = chords.steps_between(c, low[met], high[met])

    # Narrowed radii may fall below 0 somewhere along the chord: such chords settle nothing.
    narrow = (chords.radius_m - chords.bound_m)[c]
    sure = np.flatnonzero((narrow >= 0.0) & (narrow + chords.growth_m[c] >= 0.0))
    inner_low, inner_high = capsule_interval(capsules.take(met[sure]), narrow[sure], chords.growth_m[c[sure]])
    settled = inner_low <= inner_high
    sure, inner_low, inner_high = sure[settled], inner_low[settled], inner_high[settled]
    begin, end = chords.knots_between(c[sure], inner_low, inner_high)
    number = chords.number[chord]
    late, early = _hidden(chords.place, number, owner, low[met], high[met], sure, inner_low, inner_high)
    first, last = first + (first == late), last - (last == early)

    window = chords.last[chord] - chords.first[chord] + 1
    shift = np.cumsum(window) - window - chords.first[chord]
    total = int(window.sum())
    possible = _cover(first + shift[owner], np.maximum(last + 1, first) + shift[owner], total)
    longer = begin < end
    at = shift[owner[sure[longer]]]
    certain = _cover(begin[longer] + at, end[longer] + at, total)
    return owner, edge, first, last, certain, possible


def _hidden(
    place: Floats,
    number: Floats,
    owner: Ints,
    low: Floats,
    high: Floats,
    sure: Ints,
    inner_low: Floats,
    inner_high: Floats,
) -> tuple[Ints, Ints]:
    """Per feature a step at its beginning and one at its end in which it decides nothing, -1 where it may.

    Where some feature surely holds the track to the end of a step, whatever comes within reach later in that step
    adds nothing; likewise where one has held it since the beginning, and others let go before it.
    """
    of = owner[sure]
    lead, trail = np.full(len(number), np.inf), np.full(len(number), -np.inf)
    np.minimum.at(lead, of, inner_low)
    np.maximum.at(trail, of, inner_high)
    until, since = np.full(len(number), -np.inf), np.full(len(number), np.inf)
    foremost, rearmost = inner_low == lead[of], inner_high == trail[of]
    np.maximum.at(until, of[foremost], inner_high[foremost])
    np.minimum.at(since, of[rearmost], inner_low[rearmost])
    some = np.isfinite(lead)
    enters = np.searchsorted(place, number + np.where(some, lead, 0.0), side="right") - 1
    leaves = np.searchsorted(place, number + np.where(some, trail, 0.0), side="left") - 1
    enters = np.where(some & (place[np.minimum(enters + 1, len(place) - 1)] <= number + until), enters, -1)
    leaves = np.where(some & (leaves >= 0) & (place[leaves] >= number + since), leaves, -1)
    return np.where(low > lead[owner], enters[owner], -1), np.where(high < trail[owner], leaves[owner], -1)


def _cover(begin: Ints, end: Ints, total: int) -> Ints:
    """1 in every slot that some half-open run covers, else 0."""
    depth = np.bincount(begin, minlength=total + 1) - np.bincount(end, minlength=total + 1)
    return (np.cumsum(depth)[:total] > 0).astype(np.int64)


def over(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, chords: Chords, chord: Ints, area: Ints
) -> Found:
    """Times over the inside of areas, for (chord, area) candidates, step by step where the area is below."""
    owner, step = spread(chords.first[chord], chords.last[chord] - chords.first[chord])
    offset = xyz_m[step] - areas.centre_m[area[owner]]
    move = xyz_m[step + 1] - xyz_m[step]
    reach = areas.reach_m[area[owner]] * 1.001 + BULGE_M + np.sqrt(_dot(move, move))
    near = np.flatnonzero(_dot(offset, offset) <= reach * reach)
    owner, step = owner[near], step[near]
    first, low, last, high = inside_stretches(areas, owner, area[owner], xyz_m[step], xyz_m[step + 1])
    pair = chords.flight[chord[owner[first]]] * len(areas) + area[owner[first]]
    return pair, _instant(t_s, step[first], low), _instant(t_s, step[last], high)


def inside(areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, wanted: Bools) -> Found:
    """Times ground points are over the inside of areas, piece by piece, for the ``wanted`` pairs, mask ``(F, A)``."""
    found: list[Found] = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for block in blocks(start, len(areas)):
        if not wanted[block].any():
            continue
        first, last = start[block.start], start[block.stop]
        t, xyz, own = t_s[first:last], xyz_m[first:last], start[block.start : block.stop + 1] - first
        chords = make_chords(xyz, own, np.zeros(last - first), LONG_M)
        chord, area = near_pairs(areas, chords)
        some = wanted[block][chords.flight[chord], area]
        pair, enter, leave = over(areas, t, xyz, chords, chord[some], area[some])
        found.append((pair + block.start * len(areas), enter, leave))
    pair, enter, leave = (np.concatenate(column) for column in zip(*found, strict=True))
    return pair, enter, leave


def instants(t_s: SecondsArray, step: Ints, low: Floats, high: Floats) -> tuple[SecondsArray, SecondsArray]:
    """Fractions of steps as times; the ends of a step are its knots' times to the bit."""
    begin, end = t_s[step], t_s[step + 1]
    span = end - begin
    return (
        np.where(low > 0.0, begin + low * span, begin),
        np.where(high < 1.0, begin + high * span, end),
    )


def _instant(t_s: SecondsArray, step: Ints, share: Floats) -> SecondsArray:
    between = t_s[step] + share * (t_s[step + 1] - t_s[step])
    return np.where(share <= 0.0, t_s[step], np.where(share >= 1.0, t_s[step + 1], between))


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1] + u[:, 2] * v[:, 2])

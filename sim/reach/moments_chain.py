"""How many ever understood, acted and sheltered, for eight rows side by side (numba).

With n the steps of the understandable curve, m the share that the lift leaves alone over each step and d what the chain
adds at each lag, it is ``sum_jk d[k - j] n[j] m[k]``: what d finds in the convolution of m with n turned round. With F
the discrete Fourier transform of ``n turned round + i m``, of a length P that nothing wraps into, ``F^2 / 2`` has that
of the convolution as its imaginary half in time, and by Parseval's theorem

    sum_jk d[k - j] n[j] m[k] = Im sum_f E[f] F[f]^2 / 2,   E[f] = sum_l d[l] exp(2 pi i f (l + P/2 - 1) / P) / P.

One transform, forwards and in whatever order its values come, does for all stages. It is taken in quarters, each of
which stays in fast memory: decimation in frequency (Gentleman and Sande 1966, https://doi.org/10.1145/1464291.1464352).
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import math

import numba as nb
import numpy as np

from sim.reach.moments_lanes import WIDTH, load, spread, store
from sim.units import Floats, Ints

_LEAST = 12
_SIN_60 = math.sqrt(0.75)


def quarter_for(steps: Ints) -> Ints:
    """The shortest quarter of a transform that so many steps ``(N,)`` fit into: half of it stays empty, ``(N,)``."""
    sizes = np.unique([odd * 4**times for odd in (1, 2, 3) for times in range(2, 16)] + [_LEAST])
    return np.asarray(sizes[np.searchsorted(2 * sizes, steps)])


def weights_for(jumps: Floats, quarter: int) -> Floats:
    """``E`` of each stage's jumps ``(3, T)`` as the transform has its frequencies, ``(P, 6)``: re and im / 2."""
    size, half = 4 * quarter, 2 * quarter
    padded = np.zeros((len(jumps), size))
    padded[:, : min(half, jumps.shape[1])] = jumps[:, :half]
    turns = np.arange(size) * (half - 1) % size / size
    spectrum = np.conj(np.fft.fft(padded)) * np.exp(2j * np.pi * turns) / size
    order = np.concatenate([place + 4 * _order(quarter) for place in range(4)])
    found = np.stack([spectrum.real, 0.5 * spectrum.imag], axis=1)[:, :, order]
    return np.ascontiguousarray(found.reshape(-1, size).T)


def twiddles_for(quarter: int) -> Floats:
    """``exp(-2 pi i k / P)`` for k below P, ``(P, 2)``."""
    angle = np.arange(4 * quarter) * (-2.0 * np.pi / (4 * quarter))
    return np.ascontiguousarray(np.stack([np.cos(angle), np.sin(angle)], axis=1))


def _order(size: int) -> Ints:
    """Which frequency stands where once a quarter is through."""
    if size < 4:
        return np.arange(size)
    return np.concatenate([place + 4 * _order(size // 4) for place in range(4)])


@nb.njit(cache=True, nogil=True, error_model="numpy")
def ever_there(steps, left_alone, quarter, weights, twiddles, re, im, found):
    """Into ``found`` ``(3, WIDTH)``; ``steps``, last first, and ``left_alone`` ``(2 quarter, WIDTH)``."""
    found[:] = 0.0
    for place in range(4):
        _open(steps, left_alone, quarter, place, twiddles, re, im)
        size = quarter
        while size >= 4:
            _by_fours(re, im, quarter, size, twiddles)
            size //= 4
        if size == 2:
            _by_twos(re, im, quarter)
        if size == 3:
            _by_threes(re, im, quarter)
        _add_squares(re, im, quarter, weights[place * quarter : (place + 1) * quarter], found)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _open(steps, left_alone, quarter, place, twiddles, re, im):
    """The frequencies ``place + 4 k`` are the transform of this quarter; the second half of the input is empty."""
    for i in range(quarter):
        low, high = i * WIDTH, (i + quarter) * WIDTH
        a, b = load(steps, low), load(left_alone, low)
        c, d = load(steps, high), load(left_alone, high)
        if place == 0:
            a, b = a + c, b + d
        elif place == 1:
            a, b = a + d, b - c
        elif place == 2:
            a, b = a - c, b - d
        else:
            a, b = a - d, b + c
        cos, sin = twiddles[place * i, 0], twiddles[place * i, 1]
        store(re, low, a * cos - b * sin)
        store(im, low, a * sin + b * cos)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _by_fours(re, im, quarter, size, twiddles):
    """Each part of so many numbers into four parts, each a transform by itself."""
    apart, turn = size // 4, 4 * (quarter // size)
    for i in range(apart):
        cos, sin = twiddles[turn * i, 0], twiddles[turn * i, 1]
        cos_2, sin_2 = twiddles[2 * turn * i, 0], twiddles[2 * turn * i, 1]
        cos_3, sin_3 = twiddles[3 * turn * i, 0], twiddles[3 * turn * i, 1]
        for j in range(i, quarter, size):
            k0, k1, k2, k3 = WIDTH * j, WIDTH * (j + apart), WIDTH * (j + 2 * apart), WIDTH * (j + 3 * apart)
            a, b, c, d = load(re, k0), load(re, k1), load(re, k2), load(re, k3)
            e, f, g, h = load(im, k0), load(im, k1), load(im, k2), load(im, k3)
            a, c, e, g = a + c, a - c, e + g, e - g
            b, d, f, h = b + d, b - d, f + h, f - h
            store(re, k0, a + b)
            store(im, k0, e + f)
            x, y = c + h, g - d
            store(re, k1, x * cos - y * sin)
            store(im, k1, x * sin + y * cos)
            x, y = a - b, e - f
            store(re, k2, x * cos_2 - y * sin_2)
            store(im, k2, x * sin_2 + y * cos_2)
            x, y = c - h, g + d
            store(re, k3, x * cos_3 - y * sin_3)
            store(im, k3, x * sin_3 + y * cos_3)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _by_twos(re, im, quarter):
    for i in range(0, quarter * WIDTH, 2 * WIDTH):
        for part in (re, im):
            a, b = load(part, i), load(part, i + WIDTH)
            store(part, i, a + b)
            store(part, i + WIDTH, a - b)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _by_threes(re, im, quarter):
    for i in range(0, quarter * WIDTH, 3 * WIDTH):
        a, b, c = load(re, i), load(re, i + WIDTH), load(re, i + 2 * WIDTH)
        d, e, f = load(im, i), load(im, i + WIDTH), load(im, i + 2 * WIDTH)
        b, c, e, f = b + c, _SIN_60 * (b - c), e + f, _SIN_60 * (e - f)
        store(re, i, a + b)
        store(im, i, d + e)
        a, d = a - 0.5 * b, d - 0.5 * e
        store(re, i + WIDTH, a + f)
        store(im, i + WIDTH, d - c)
        store(re, i + 2 * WIDTH, a - f)
        store(im, i + 2 * WIDTH, d + c)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _add_squares(re, im, quarter, weights, found):
    """Adds ``Im sum E F^2 / 2`` of a quarter of the frequencies."""
    understood, acted, sheltered = spread(0.0), spread(0.0), spread(0.0)
    for i in range(quarter):
        a, b = load(re, i * WIDTH), load(im, i * WIDTH)
        x, y = a * b, (a + b) * (a - b)
        understood += x * weights[i, 0] + y * weights[i, 1]
        acted += x * weights[i, 2] + y * weights[i, 3]
        sheltered += x * weights[i, 4] + y * weights[i, 5]
    store(found, 0, load(found, 0) + understood)
    store(found, WIDTH, load(found, WIDTH) + acted)
    store(found, 2 * WIDTH, load(found, 2 * WIDTH) + sheltered)

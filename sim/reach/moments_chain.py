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

from sim.reach.moments_lanes import WIDTH, at, load, store
from sim.units import Floats, Ints

_QUARTERS = np.unique([12, *(odd * 4**times for odd in (1, 2, 3) for times in range(2, 16))])
_SIN_60 = math.sqrt(0.75)


def quarter_for(steps: Ints) -> Ints:
    """The shortest quarter of a transform that so many steps ``(N,)`` fit into: half of it stays empty, ``(N,)``."""
    return np.asarray(_QUARTERS[np.searchsorted(2 * _QUARTERS, steps)])


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
    found = np.exp(np.arange(4 * quarter) * (-2j * np.pi / (4 * quarter)))
    return np.stack([found.real, found.imag], axis=1)


def _order(size: int) -> Ints:
    """Which frequency stands where once a quarter is through."""
    if size < 4:
        return np.arange(size)
    return np.concatenate([place + 4 * _order(size // 4) for place in range(4)])


@nb.njit(cache=True, nogil=True, error_model="numpy")
def ever_there(steps, left_alone, quarter, weights, twiddles, re, im, found):
    """Into ``found`` ``(3, WIDTH)``; ``steps``, last first, and ``left_alone`` ``(2 quarter, WIDTH)``."""
    found[:] = 0.0
    steps_, left_, twiddles_, re_, im_ = (
        at(steps, 0),
        at(left_alone, 0),
        at(twiddles, 0),
        at(re, 0),
        at(im, 0),
    )
    for place in range(4):
        _open(steps_, left_, quarter, place, twiddles_, re_, im_)
        size = quarter // 4
        while size >= 4:
            _by_fours(re_, im_, quarter, size, twiddles_)
            size //= 4
        _close(re_, im_, quarter, size, at(weights, 6 * quarter * place), at(found, 0))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _open(steps, left_alone, quarter, place, twiddles, re, im):
    """The frequencies ``place + 4 k`` are the transform of this quarter, left in four parts."""
    for i in range(quarter // 4):
        a, e = _opened(steps, left_alone, quarter, place, twiddles, i)
        b, f = _opened(steps, left_alone, quarter, place, twiddles, i + quarter // 4)
        c, g = _opened(steps, left_alone, quarter, place, twiddles, i + quarter // 2)
        d, h = _opened(steps, left_alone, quarter, place, twiddles, i + quarter // 2 + quarter // 4)
        _butterfly(a, b, c, d, e, f, g, h, re, im, i, quarter // 4, twiddles, 8 * i)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _opened(steps, left_alone, quarter, place, twiddles, i):
    """The second half of the whole is empty."""
    low, high = i * WIDTH, (i + quarter) * WIDTH
    a, b = load(steps, low), load(left_alone, low)
    c, d = load(steps, high), load(left_alone, high)
    if place == 0:
        return a + c, b + d
    if place == 1:
        a, b = a + d, b - c
    elif place == 2:
        a, b = a - c, b - d
    else:
        a, b = a - d, b + c
    cos, sin = twiddles[2 * place * i], twiddles[2 * place * i + 1]
    return a * cos - b * sin, a * sin + b * cos


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _by_fours(re, im, quarter, size, twiddles):
    """Each part of so many numbers into four parts, each a transform by itself."""
    apart = size // 4
    for i in range(apart):
        for j in range(i, quarter, size):
            k0, k1, k2, k3 = WIDTH * j, WIDTH * (j + apart), WIDTH * (j + 2 * apart), WIDTH * (j + 3 * apart)
            _butterfly(
                load(re, k0), load(re, k1), load(re, k2), load(re, k3),
                load(im, k0), load(im, k1), load(im, k2), load(im, k3),
                re, im, j, apart, twiddles, 8 * (quarter // size) * i,
            )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _butterfly(a, b, c, d, e, f, g, h, re, im, j, apart, twiddles, turn):
    """Four numbers ``a + i e`` and so on, so far ``apart`` from place j on, and what goes into each of four parts."""
    k0, k1, k2, k3 = WIDTH * j, WIDTH * (j + apart), WIDTH * (j + 2 * apart), WIDTH * (j + 3 * apart)
    a, c, e, g = a + c, a - c, e + g, e - g
    b, d, f, h = b + d, b - d, f + h, f - h
    store(re, k0, a + b)
    store(im, k0, e + f)
    cos, sin, x, y = twiddles[turn], twiddles[turn + 1], c + h, g - d
    store(re, k1, x * cos - y * sin)
    store(im, k1, x * sin + y * cos)
    cos, sin, x, y = twiddles[2 * turn], twiddles[2 * turn + 1], a - b, e - f
    store(re, k2, x * cos - y * sin)
    store(im, k2, x * sin + y * cos)
    cos, sin, x, y = twiddles[3 * turn], twiddles[3 * turn + 1], c - h, g + d
    store(re, k3, x * cos - y * sin)
    store(im, k3, x * sin + y * cos)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _close(re, im, quarter, size, weights, found):
    """The last parts are transforms of one, two or three numbers; adds the ``Im sum E F^2 / 2`` of all of them."""
    understood, acted, sheltered = load(found, 0), load(found, WIDTH), load(found, 2 * WIDTH)
    for i in range(0, quarter, size):
        k = i * WIDTH
        a, d = load(re, k), load(im, k)
        if size == 2:
            b, e = load(re, k + WIDTH), load(im, k + WIDTH)
            understood, acted, sheltered = _add(
                a - b, d - e, at(weights, 6 * i + 6), understood, acted, sheltered
            )
            a, d = a + b, d + e
        elif size == 3:
            b, e = load(re, k + WIDTH), load(im, k + WIDTH)
            c, f = load(re, k + 2 * WIDTH), load(im, k + 2 * WIDTH)
            b, c, e, f = b + c, _SIN_60 * (b - c), e + f, _SIN_60 * (e - f)
            g, h = a - 0.5 * b, d - 0.5 * e
            understood, acted, sheltered = _add(
                g + f, h - c, at(weights, 6 * i + 6), understood, acted, sheltered
            )
            understood, acted, sheltered = _add(
                g - f, h + c, at(weights, 6 * i + 12), understood, acted, sheltered
            )
            a, d = a + b, d + e
        understood, acted, sheltered = _add(a, d, at(weights, 6 * i), understood, acted, sheltered)
    store(found, 0, understood)
    store(found, WIDTH, acted)
    store(found, 2 * WIDTH, sheltered)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _add(a, b, weights, understood, acted, sheltered):
    """Adds ``Im E F^2 / 2`` of each stage at one frequency, where F is ``a + i b``."""
    x, y = a * b, (a + b) * (a - b)
    return (
        understood + x * weights[0] + y * weights[1],
        acted + x * weights[2] + y * weights[3],
        sheltered + x * weights[4] + y * weights[5],
    )

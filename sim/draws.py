"""Random numbers from named streams: no draw depends on how many others were made before it.

A stream is named by (seed, purpose); within it every replicate owns a fixed block of counter values, so
replicate 7 draws the same numbers alone, in a batch, or on another machine, and adding a purpose moves no
other draw. The generator is Philox4x64-10 (Salmon et al. 2011, doi 10.1145/2063384.2063405), through numpy.
"""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.units import Floats, Ints

_WORDS_PER_COUNTER = 4


@dataclass(frozen=True)
class Draws:
    """Uniform numbers for one replicate of one seed; ``block`` serves them where many replicates are drawn."""

    seed: int
    replicate: int = 0
    block: "DrawBlock | None" = field(default=None, repr=False, compare=False)

    shape = ()
    """Axes that come before those asked for: none, as this is one replicate."""

    def uniforms(self, purpose: str, size: int = 1) -> Floats:
        """``size`` uniforms in [0, 1), one per subject in the caller's fixed order.

        ``size`` belongs to the stream's name: asking the same purpose for another size is another stream.
        """
        if self.block is None:
            return uniform_block(self.seed, purpose, self.replicate, 1, size).ravel()
        row: Floats = self.block.uniforms(purpose, size)[self.replicate - self.block.first]
        return row

    def uniform(self, purpose: str) -> float:
        """A single uniform in [0, 1)."""
        return float(self.uniforms(purpose, 1)[0])

    def transformed(self, purpose: str, transform: Callable[[Any, Floats], Floats], by: object) -> float:
        """``transform(by, u)`` of the single uniform ``u``; in a block it is worked out for all replicates at once."""
        block = self.block
        if block is None:
            return float(transform(by, self.uniforms(purpose, 1))[0])
        made = block.made.get((purpose, id(by))) or block.transformed(purpose, transform, by)
        return made[1][self.replicate - block.first]


class DrawBlock:
    """The same streams for consecutive replicates; what was asked for is kept.

    ``made`` is what `transformed` gave before, by purpose and the identity of what it was made by.
    """

    def __init__(self, seed: int, first: int, count: int) -> None:
        self.seed, self.first, self.count = seed, first, count
        self._uniforms: dict[tuple[str, int], Floats] = {}
        self.made: dict[tuple[str, int], tuple[object, list[float]]] = {}

    @property
    def shape(self) -> tuple[int, ...]:
        """The leading axis: the replicates."""
        return (self.count,)

    def uniforms(self, purpose: str, size: int = 1) -> Floats:
        """Shape ``(count, size)``; row k is that of replicate ``first + k``."""
        found = self._uniforms.get((purpose, size))
        if found is None:
            found = uniform_block(self.seed, purpose, self.first, self.count, size)
            self._uniforms[purpose, size] = found
        return found

    def transformed(
        self, purpose: str, transform: Callable[[Any, Floats], Floats], by: object
    ) -> tuple[object, list[float]]:
        """``by``, and ``transform(by, u)`` of every replicate's single uniform."""
        found = by, transform(by, self.uniforms(purpose, 1)[:, 0]).tolist()
        self.made[purpose, id(by)] = found  # holding ``by`` keeps its id its own
        return found

    def of(self, replicate: int) -> Draws:
        """The draws of one replicate of the block."""
        return Draws(self.seed, replicate, self)

    def rows(self, rows: Sequence[int] | Ints) -> "DrawRows":
        """The draws of some replicates of the block."""
        return DrawRows(self, np.asarray(rows, np.int64))


@dataclass(frozen=True, eq=False)
class DrawRows:
    """Some rows ``(N,)`` of a block, asked like `Draws`."""

    block: DrawBlock
    chosen: Ints

    @property
    def shape(self) -> tuple[int, ...]:
        """The leading axis: the rows."""
        return self.chosen.shape

    def uniforms(self, purpose: str, size: int = 1) -> Floats:
        """Shape ``(N, size)``."""
        block = self.block.uniforms(purpose, size)
        return block if len(self.chosen) == len(block) else block[self.chosen]

    def rows(self, rows: Sequence[int] | Ints) -> "DrawRows":
        """The draws of some of the rows."""
        return DrawRows(self.block, self.chosen[rows])

    def of(self, row: int) -> Draws:
        """The draws of one row."""
        return self.block.of(self.block.first + int(self.chosen[row]))


AnyDraws = Draws | DrawBlock | DrawRows
"""Whatever gives ``uniforms`` of shape ``(*shape, size)``."""


def uniform_block(seed: int, purpose: str, first_replicate: int, replicates: int, size: int) -> Floats:
    """Uniforms of consecutive replicates, shape ``(replicates, size)``; row i is replicate ``first + i``."""
    counters = -(-size // _WORDS_PER_COUNTER)
    generator = _streams.at(_key(seed, purpose, size), first_replicate * counters)
    block: Floats = generator.random((replicates, counters * _WORDS_PER_COUNTER))
    return block[:, :size]


class _Streams(threading.local):
    """One generator a thread, set to the stream that is asked for: to make one costs more than most draws."""

    def __init__(self) -> None:
        self._bits: Any = np.random.Philox(0)
        self._generator = np.random.Generator(self._bits)

    def at(self, key: tuple[int, int], counter: int) -> np.random.Generator:
        """The generator of a stream, ``counter`` counter values on."""
        self._bits.state = {
            "bit_generator": "Philox",
            "state": {"counter": (counter, 0, 0, 0), "key": key},
            "buffer": (0, 0, 0, 0),
            "buffer_pos": _WORDS_PER_COUNTER,
            "has_uint32": 0,
            "uinteger": 0,
        }
        return self._generator


_streams = _Streams()


def _key(seed: int, purpose: str, size: int) -> tuple[int, int]:
    """Two words of 64 bits, the lower one first."""
    digest = hashlib.blake2b(f"{seed}/{purpose}/{size}".encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")

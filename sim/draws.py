"""Random numbers from named streams: no draw depends on how many others were made before it.

A stream is named by (seed, purpose); within it every replicate owns a fixed block of counter values, so
replicate 7 draws the same numbers alone, in a batch, or on another machine, and adding a purpose moves no
other draw. The generator is Philox4x64-10 (Salmon et al. 2011, doi 10.1145/2063384.2063405), through numpy.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from sim.units import Floats

_WORDS_PER_COUNTER = 4


@dataclass(frozen=True)
class Draws:
    """Uniform numbers for one replicate of one seed."""

    seed: int
    replicate: int = 0

    def uniforms(self, purpose: str, size: int = 1) -> Floats:
        """``size`` uniforms in [0, 1), one per subject in the caller's fixed order.

        ``size`` belongs to the stream's name: asking the same purpose for another size is another stream.
        """
        return uniform_block(self.seed, purpose, self.replicate, 1, size).ravel()

    def uniform(self, purpose: str) -> float:
        """A single uniform in [0, 1)."""
        return float(self.uniforms(purpose, 1)[0])


def uniform_block(seed: int, purpose: str, first_replicate: int, replicates: int, size: int) -> Floats:
    """Uniforms of consecutive replicates, shape ``(replicates, size)``; row i is replicate ``first + i``."""
    counters = -(-size // _WORDS_PER_COUNTER)
    bits = np.random.Philox(key=_key(seed, purpose, size))
    bits.advance(first_replicate * counters)
    block: Floats = np.random.Generator(bits).random((replicates, counters * _WORDS_PER_COUNTER))
    return block[:, :size]


def _key(seed: int, purpose: str, size: int) -> int:
    digest = hashlib.blake2b(f"{seed}/{purpose}/{size}".encode(), digest_size=16).digest()
    return int.from_bytes(digest, "little")

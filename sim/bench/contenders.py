"""Who takes part: our engines and their peers, with the names they have in tables."""

from sim.bench.ours import ours
from sim.bench.peers.base import Contender, Maker, one_by_one
from sim.bench.peers.clip import MovingpandasClip, TimeAsHeight
from sim.bench.peers.exact import TreeOfAreas, TreeOfPoints
from sim.bench.peers.naive import NaiveLoop
from sim.bench.peers.sampled import GeopandasJoin

COMPILED, NUMPY = "compiled", "numpy"


def _own(key: str, title: str, method: Maker) -> Contender:
    library = "numba" if key.startswith(COMPILED) else "numpy"
    return Contender(key, f"Overflight, {title}", library, method, planar=False)


OURS = (
    _own(COMPILED, "compiled", ours("compiled")),
    _own("compiled-single", "compiled, 1 flight a call", one_by_one(ours("compiled"))),
    _own("compiled-closest", "compiled, closest approach", ours("compiled", closest=True)),
    _own(NUMPY, "numpy only", ours("numpy")),
    _own("numpy-single", "numpy only, 1 flight a call", one_by_one(ours("numpy"))),
)
PEERS = (
    Contender("tree-points", "STRtree of points, prepared areas, roots", "shapely", TreeOfPoints),
    Contender(
        "tree-points-single", "STRtree of points, roots, 1 flight a call", "shapely", one_by_one(TreeOfPoints)
    ),
    Contender("tree-areas", "STRtree of areas, roots", "shapely", TreeOfAreas),
    Contender("time-as-height", "tracks cut by buffers, time as height", "shapely", TimeAsHeight),
    Contender("sjoin", "geopandas sjoin dwithin, 1 s samples", "geopandas", GeopandasJoin),
    Contender(
        "sjoin-single", "geopandas sjoin dwithin, 1 flight a call", "geopandas", one_by_one(GeopandasJoin)
    ),
    Contender("clip", "movingpandas clip by buffers", "movingpandas", MovingpandasClip, per_area=True),
    Contender("naive", "naive loop over areas and knots", "shapely", NaiveLoop, per_area=True),
)
"""From the strongest exact peers to the loop everyone writes first."""

THREADS = _own("compiled-2", "compiled, 2 threads", ours("compiled", threads=2))
"""Worth its start in large calls only: it takes part where calls grow."""
EVERYONE = OURS + PEERS


def contender(key: str) -> Contender:
    """The contender with this key; raises `KeyError`."""
    return {one.key: one for one in (*EVERYONE, THREADS)}[key]

"""``python -m sim`` is ``overflight``."""

from sim.cli import entry

entry()

"""Many replicates of one scenario: the same morning on other draws, as arrays and as two tables.

``ensemble`` runs them into a folder, ``open_ensemble`` opens a finished one; each is imported when it is first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.ensemble.folder import EnsembleResult, open_ensemble
    from sim.ensemble.run import ensemble

__all__ = ["EnsembleResult", "ensemble", "open_ensemble"]


def __getattr__(name: str) -> Any:
    if name == "ensemble":
        from sim.ensemble.run import ensemble

        return ensemble
    if name in ("EnsembleResult", "open_ensemble"):
        from sim.ensemble import folder

        return getattr(folder, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Rich display in notebooks: a result knows that it can be shown, a later room knows how."""

from collections.abc import Callable
from typing import Any

Show = Callable[[Any], str | None]
"""HTML of a result, or ``None`` for one it cannot show."""

_shows: list[Show] = []


def show_with(show: Show) -> None:
    """Set how results show themselves from now on; the package's own face does, when it is imported."""
    _shows[:] = [show]


class Shown:
    """Shows itself in a notebook."""

    def _repr_html_(self) -> str | None:
        return _shows[0](self) if _shows else None

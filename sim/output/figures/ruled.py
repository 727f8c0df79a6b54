"""Axes of a diagram as all of ours look: quiet ticks and frame, a faint grid, labels only where something can be."""

from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.output.figures.lettering import families
from sim.output.figures.palette import GRATICULE, QUIET_INK
from sim.output.figures.style import SMALL_PT

ALL_SIDES = ("left", "bottom", "right", "top")


def rule(ax: Axes, *, grid: Literal["x", "y", "both"] = "both", sides: tuple[str, ...] = ALL_SIDES) -> None:
    """Give ``ax`` the house's grid, ticks and frame; its limits are settled before."""
    ax.grid(axis=grid, color=GRATICULE, linewidth=0.6, zorder=0.5)
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
    for side, spine in ax.spines.items():
        spine.set(color=QUIET_INK, linewidth=0.8, visible=side in sides)


def number_ticks(ax: Axes, which: Literal["x", "y"], most: int = 6) -> None:
    """Round numbers within the limits of an axis; a locator's own labels also stand beyond them."""
    low, high = sorted(ax.get_xlim() if which == "x" else ax.get_ylim())
    found = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ticks = [float(tick) for tick in found if low <= tick <= high]
    texts = [f"{tick + 0.0:,g}" if abs(tick) < 1e5 else f"{tick:,.0f}" for tick in ticks]
    (ax.set_xticks if which == "x" else ax.set_yticks)(ticks, texts, family=list(families()))


def quiet_words() -> dict[str, Any]:
    """The style of what stands beside an axis."""
    return {"size": SMALL_PT, "color": QUIET_INK, "family": list(families())}

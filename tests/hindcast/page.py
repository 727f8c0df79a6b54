"""Writes the measured parts of ``docs/hindcast.md`` and its picture: ``python -m tests.hindcast.page``.

What a hindcast measures stands between the marks ``<!-- name -->`` and ``<!-- end -->``; the words are written by hand.
"""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from sim.hindcast import Hindcast, documented_files, hindcast
from sim.hindcast.estimate import Groups, fit_lognormal, groups_of, predictive
from sim.hindcast.record import LAGS, LagName, lag_bounds, read_delays
from sim.output.figures.hindcast import draw_hindcast
from sim.output.hindcasttext import hindcast_table
from sim.scenario import load_scenario
from sim.units import Floats, SecondsArray

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "hindcast.md"
PICTURE = ROOT / "docs" / "images" / "hindcast.png"
_TITLES = {"launch_to_alert": "launch to shelter call", "end_to_lift": "end of danger to all-clear"}
_AT = (0.05, 0.5, 0.95)
_STUDY = 400


def estimates_table() -> str:
    """What each launch is judged by: the lag of the other five, three ways of estimating it."""
    lines = [
        "| lag | left out | on record, this launch | median, log_sd | used (5, 50, 95 %) | as fitted (5, 95 %) "
        "| flat in log_sd (5, 95 %) |",
        "|---|---|---|---|---|---|---|",
    ]
    accounts = read_delays()
    for lag in LAGS:
        for launch in sorted({one.launch for one in accounts}):
            own = [one for one in accounts if one.lag == lag and one.launch == launch]
            others = groups_of([one for one in accounts if one.lag == lag and one.launch != launch])
            low, high = min(one.lower_s for one in own), max(one.upper_s for one in own)
            lines.append(
                _estimate(lag, launch.removeprefix("okinawa-"), f"{_short(low)} to {_short(high)}", others)
            )
    return "\n".join(lines)


def _estimate(lag: LagName, launch: str, own: str, others: Groups) -> str:
    fitted, used, flat = fit_lognormal(others), predictive(others), predictive(others, flat_in_log_sd=True)
    cells = (
        _TITLES[lag],
        launch,
        own,
        f"{_short(fitted.median_s)}, {fitted.log_sd:.2f}",
        ", ".join(map(_short, used.quantile(_AT))),
        " to ".join(map(_short, fitted.quantile(_AT[::2]))),
        " to ".join(map(_short, flat.quantile(_AT[::2]))),
    )
    return "| " + " | ".join(cells) + " |"


def _short(seconds: float) -> str:
    if seconds < 600.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 6000.0 else f"{seconds / 3600.0:.1f} h"


def study_table() -> str:
    """What nominal 90 % intervals truly hold on made-up records of five launches known to the minute."""
    lines = ["| made-up truth | used | as fitted | flat in log_sd |", "|---|---|---|---|"]
    for median_s, log_sd in ((200.0, 0.25), (300.0, 1.5)):
        shares = [f"{100.0 * np.mean(held):.0f} %" for held in zip(*_study(median_s, log_sd), strict=True)]
        lines.append(f"| median {median_s:.0f} s, log_sd {log_sd:g} | " + " | ".join(shares) + " |")
    return "\n".join(lines)


def _study(median_s: float, log_sd: float) -> list[tuple[float, ...]]:
    random = np.random.default_rng(1)
    held = []
    for _ in range(_STUDY):
        start = random.uniform(0.0, 60.0, 5)
        stop = start + median_s * np.exp(log_sd * random.standard_normal(5))
        groups = tuple((lag_bounds(float(gap), 60.0, 60.0),) for gap in 60.0 * np.floor(stop / 60.0))
        ways = (predictive(groups), fit_lognormal(groups), predictive(groups, flat_in_log_sd=True))
        held.append(tuple(_holds(way.quantile, median_s, log_sd) for way in ways))
    return held


def _holds(quantile: Callable[[Floats], SecondsArray], median_s: float, log_sd: float) -> float:
    ends = (np.log(quantile(np.array([0.05, 0.95]))) - np.log(median_s)) / log_sd
    return float(np.diff(ndtr(ends))[0])


def parts(found: Hindcast) -> dict[str, str]:
    """The measured parts by their marks."""
    return {
        "table": f"```text\n{hindcast_table(found)}\n```",
        "estimates": estimates_table(),
        "study": study_table(),
    }


def between_marks(text: str, name: str) -> str:
    """What stands in the document between a mark and its end."""
    (found,) = re.findall(rf"<!-- {name} -->\n(.*?)<!-- end -->", text, flags=re.DOTALL)
    return str(found).strip("\n")


def put(text: str, name: str, part: str) -> str:
    """The document with another part behind a mark."""
    return re.sub(
        rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{part}\n{m[2]}", text, flags=re.DOTALL
    )


def main() -> None:
    found = hindcast([load_scenario(file) for file in documented_files()])
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, part in parts(found).items():
        text = put(text, name, part)
    DOCUMENT.write_text(text, encoding="utf-8", newline="\n")
    draw_hindcast(found, PICTURE)


if __name__ == "__main__":
    main()

"""Failures on record come out as they were: who stayed silent, why, and that telephones rang all the same."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.draws import Draws
from sim.geo.layers import load_layer
from sim.reach.strikes import draw_strikes
from tests.mornings import faults_of, lived, morning

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "documented_faults.yaml").read_text("utf-8")
)
LOUD = {"loudspeakers", "home_receivers"}
TWELVE_PREFECTURES_OF_2017 = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "15", "20")


@pytest.mark.parametrize("case", [c for c in CASES if "silent" in c], ids=lambda c: c["case"])
def test_who_stayed_silent(case: dict[str, Any]) -> None:
    start = {"manual_areas": case["manual_areas"], "operator": OPERATOR} if "manual_areas" in case else {}
    log = lived(morning(case["faults"], reach__start=start))
    names = {fault["name"] for fault in case["faults"]}
    missed = list(log.of("not_reached"))
    assert {e.subject for e in missed} == set(case["silent"])
    assert {e.fields["channel"] for e in missed} == LOUD
    assert {e.fields["why"] for e in missed} == names
    warned_by_phone = {e.subject for e in log.of("on_air") if e.fields["channel"] == "cell_broadcast"}
    assert warned_by_phone >= set(case["silent"])


def test_24_of_617_municipalities_of_twelve_prefectures() -> None:
    """The layer counts the wards of great cities apart, so the share is compared and not the number."""
    layer = load_layer("japan")
    codes = [
        c for c, p in zip(layer.codes, layer.prefecture_codes, strict=True) if p in TWELVE_PREFECTURES_OF_2017
    ]
    assert len(codes) == pytest.approx(617, rel=0.05)
    faults = faults_of(CASES[0]["faults"])
    counts = [
        sum(int(s.areas.sum()) for s in draw_strikes(faults, codes, Draws(seed)).all) for seed in range(300)
    ]
    assert np.mean(counts) / len(codes) == pytest.approx(24 / 617, rel=0.05)
    assert min(counts) <= 24 <= max(counts)


OPERATOR = {
    "from_clock": "08:30",
    "to_clock": "17:15",
    "on_duty": {"distribution": "fixed", "value_s": 60.0},
}

"""Colours stay apart for everyone; every area has one class."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from sim.output.figures import palette

# Full-strength simulation of the two common colour vision deficiencies, on linear RGB: Machado, Oliveira and
# Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15(6), 2009.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# sRGB to CIE XYZ, IEC 61966-2-1; white point D65.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def lab(colour: str, vision: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of a colour as seen."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    share = TO_XYZ @ np.clip(vision @ linear, 0.0, 1.0) / WHITE
    f = np.where(share > 216.0 / 24389.0, np.cbrt(share), (24389.0 / 27.0 * share + 16.0) / 116.0)
    return np.array([116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])])


def least_distance(colours: list[str], vision: np.ndarray) -> float:
    """The smallest colour difference (CIE 1976) of any two."""
    return min(
        float(np.linalg.norm(lab(a, vision) - lab(b, vision))) for a, b in itertools.combinations(colours, 2)
    )


AREAS = [kind.colour for kind in palette.AREA_CLASSES]


@pytest.mark.parametrize("vision", VISION)
def test_classes_of_areas_stay_apart(vision: str) -> None:
    assert least_distance([*AREAS, palette.SEA], VISION[vision]) > 20.0
    assert least_distance([*AREAS, palette.LAND], VISION[vision]) > 20.0


@pytest.mark.parametrize("vision", VISION)
def test_objects_stay_apart_from_each_other_and_the_sea(vision: str) -> None:
    assert least_distance([*palette.OBJECTS, palette.SEA], VISION[vision]) > 20.0


@pytest.mark.parametrize("vision", VISION)
def test_roles_stay_apart(vision: str) -> None:
    assert least_distance([*palette.ROLES.values(), palette.PAPER], VISION[vision]) > 10.0
    assert len(set(palette.ROLE_HATCHES.values())) == len(palette.ROLES) == len(palette.ROLE_TEXTS)


def test_red_and_green_of_equal_lightness_would_be_seen() -> None:
    red, green = "#D4442E", "#6B8E23"
    assert least_distance([red, green], VISION["normal"]) > 60.0
    assert least_distance([red, green], VISION["deuteranopia"]) < 20.0


@pytest.mark.parametrize(
    ("warned_s", "enter_s", "key"),
    [
        (None, None, "neither"),
        (200.0, None, "needless"),
        (None, 500.0, "missed"),
        (500.1, 500.0, "late"),
        (500.0, 500.0, "lead_0"),
        (380.1, 500.0, "lead_0"),
        (380.0, 500.0, "lead_2"),
        (200.0, 500.0, "lead_5"),
        (-99.0, 500.0, "lead_5"),
        (-100.0, 500.0, "lead_10"),
    ],
)
def test_an_area_has_the_class_of_its_lead(warned_s: float | None, enter_s: float | None, key: str) -> None:
    assert palette.area_class({"warned_s": warned_s, "enter_s": enter_s}).key == key


def test_every_basis_has_its_own_marker() -> None:
    assert len(set(palette.BASIS_MARKERS.values())) == 3
    assert palette.BASIS_MARKERS.keys() == palette.BASIS_TEXTS.keys()
    assert palette.MODEL_MARKER not in palette.BASIS_MARKERS.values()

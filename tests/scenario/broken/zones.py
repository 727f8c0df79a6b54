"""Announced zones that cannot be drawn."""

from tests.scenario.case import Case

_END = "    from_s: 0\n    to_s: 600\n"
_HEAD = "  - {name: a, title: A, basis: published, source: S, shape: "


def _zones(name: str, said: str, *expected: str) -> Case:
    return Case(name, expected, ((_END, f"{_END}zones:\n{said}\n"),))


def _corners(*places: tuple[float, float]) -> str:
    return "[" + ", ".join(f"{{lat_deg: {lat}, lon_deg: {lon}}}" for lat, lon in places) + "]"


CASES = (
    _zones(
        "zone_corners_in_the_wrong_order",
        f"{_HEAD}polygon, corners: {_corners((36, 124), (36, 125), (35, 124), (35, 125))}}}",
        "scenario.yaml:131:70: zones[0].corners: edges cross: list the corners in order round the zone",
    ),
    _zones(
        "zone_across_the_antimeridian_in_the_wrong_order",
        f"{_HEAD}polygon, corners: {_corners((36, 179), (36, -179), (35, 179), (35, -179))}}}",
        "scenario.yaml:131:70: zones[0].corners: edges cross: list the corners in order round the zone",
    ),
    _zones(
        "zone_of_two_corners",
        f"{_HEAD}polygon, corners: {_corners((36, 124), (36, 125))}}}",
        "scenario.yaml:131:70: zones[0].corners: must have at least 3 item(s) (was a list)",
    ),
    _zones(
        "zone_of_another_shape",
        f"{_HEAD}star}}",
        "scenario.yaml:131:61: zones[0].shape: must be polygon, box or circle (was star)",
    ),
    _zones(
        "zone_keys_of_another_shape",
        f"{_HEAD}circle, centre_lat_deg: 1, centre_lon_deg: 2, radius_km: 3, east_west_km: 4}}",
        "scenario.yaml:131:121: zones[0].east_west_km: unknown key for shape circle; it belongs to box (was 4)",
    ),
    _zones(
        "zone_named_twice",
        f"{_HEAD}circle, centre_lat_deg: 1, centre_lon_deg: 2, radius_km: 3}}\n" * 2,
        "scenario.yaml:132:12: zones[1].name: names must differ; zones[0] has this one (was a)",
    ),
)

"""Policies that cannot be followed, and failures that could never happen."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import Case, edit

_TARGETING = '    kind: prefecture\n    prefectures: ["47"]\n'
_EXPIRY = "  expiry:\n    value_s: 3600\n"
_END = "    from_s: 0\n    to_s: 600\n"
_LIFT = "    withheld: false\n"


def _targeting(name: str, said: str, *expected: str) -> Case:
    return edit(name, _TARGETING, said, *expected)


def _authority(name: str, said: str, *expected: str) -> Case:
    return edit(name, _EXPIRY, f"{_EXPIRY}  {said}\n", *expected)


def _failures(name: str, *said: str, expected: tuple[str, ...]) -> Case:
    listed = "".join(f"  - {{{one}}}\n" for one in said)
    return Case(name, expected, ((_END, f"{_END}failures:\n{listed}"),))


CASES = (
    _targeting(
        "corridor_certain",
        "    kind: corridor\n    margin_km: 50\n    probability: 1\n    horizon_s: 600\n    prediction: announced\n",
        "scenario.yaml:60:18: authority.targeting.probability: must be less than 1 (was 1)",
    ),
    _targeting(
        "corridor_with_a_distance",
        "    kind: corridor\n    distance_km: 50\n    probability: 0.1\n    horizon_s: 600\n    prediction: announced\n",
        "scenario.yaml:57:3: authority.targeting.margin_km: missing key",
        "scenario.yaml:59:5: authority.targeting.distance_km: unknown key for kind corridor; it belongs to municipality (was 50)",
    ),
    _targeting(
        "fall_zone_without_a_margin",
        "    kind: fall_zone\n    probability: 0.1\n    horizon_s: 600\n",
        "scenario.yaml:57:3: authority.targeting.margin_km: missing key",
    ),
    _targeting(
        "fall_zone_with_a_prediction",
        "    kind: fall_zone\n    margin_km: 1\n    probability: 0.1\n    horizon_s: 600\n    prediction: announced\n",
        "scenario.yaml:62:5: authority.targeting.prediction: unknown key for kind fall_zone; it belongs to municipality or corridor (was announced)",
    ),
    _targeting(
        "adjacent_to_municipalities",
        "    kind: fall_zone\n    margin_km: 1\n    probability: 0.1\n    horizon_s: 600\n    adjacent_within_km: 30\n",
        "scenario.yaml:57:3: authority.targeting: 'adjacent_within_km' has no effect unless unit is prefecture",
    ),
    _targeting(
        "adjacent_further_than_any_neighbour",
        '    kind: prefecture\n    prefectures: ["47"]\n    adjacent_within_km: 2001\n',
        "scenario.yaml:60:25: authority.targeting.adjacent_within_km: must be at most 2000 (was 2001)",
    ),
    _targeting(
        "unit_unknown",
        "    kind: fall_zone\n    margin_km: 1\n    probability: 0.1\n    horizon_s: 600\n    unit: region\n",
        "scenario.yaml:62:11: authority.targeting.unit: must be municipality or prefecture (was region)",
    ),
    _authority(
        "issue_when_of_no_kind",
        "issue_when: {kind: never}",
        "scenario.yaml:68:22: authority.issue_when.kind: must be at_once or confident (was never)",
    ),
    _authority(
        "confident_without_a_limit",
        "issue_when: {kind: confident, margin_km: 1, horizon_s: 60, probability: 0.9}",
        "scenario.yaml:68:3: authority.issue_when.no_later_than_s: missing key",
    ),
    _authority(
        "at_once_with_a_probability",
        "issue_when: {kind: at_once, probability: 0.9}",
        "scenario.yaml:68:31: authority.issue_when.probability: unknown key for kind at_once; it belongs to confident (was 0.9)",
    ),
    _authority(
        "window_that_closes_before_it_opens",
        "readiness: {window_from: 2023-08-31T00:00+09:00, window_to: 2023-08-24T00:00+09:00}",
        "scenario.yaml:68:3: authority.readiness: needs window_from before window_to",
    ),
    _authority(
        "window_without_an_offset",
        "readiness: {window_from: 2023-08-24T00:00, window_to: 2023-08-31T00:00+09:00}",
        "scenario.yaml:68:28: authority.readiness.window_from: needs an offset from UTC, such as +09:00 (was 2023-08-24T00:00)",
    ),
    edit(
        "minimum_under_warning_of_less_than_nothing",
        _LIFT,
        "    minimum_under_warning_s: -1\n",
        "scenario.yaml:65:30: authority.lift.minimum_under_warning_s: must be at least 0 (was -1)",
    ),
    edit(
        "no_report_at_all_combined",
        "    interval_s: 10\n",
        "    interval_s: 10\n    combine_last: 0\n",
        "scenario.yaml:53:19: authority.tracking.combine_last: must be at least 1 (was 0)",
    ),
    edit(
        "half_a_report_combined",
        "    interval_s: 10\n",
        "    interval_s: 10\n    combine_last: 1.5\n",
        "scenario.yaml:53:19: authority.tracking.combine_last: must be a whole number (was 1.5)",
    ),
    _failures(
        "failure_of_no_kind",
        "kind: gremlins, object: lead, at_s: 60",
        expected=(
            "scenario.yaml:131:12: failures[0].kind: must be engine_cut, break_up, lost_track or wrong_first_direction (was gremlins)",
        ),
    ),
    _failures(
        "failure_of_nobody",
        "kind: engine_cut, object: booster, at_s: 60",
        expected=(
            "scenario.yaml:131:32: failures[0].object: no such object; there are lead, stage2 (was booster)",
        ),
    ),
    _failures(
        "failure_after_the_end",
        "kind: engine_cut, object: lead, at_s: 6000",
        expected=(
            "scenario.yaml:131:44: failures[0].at_s: lies outside the track of lead, 0 to 600 s (was 6000)",
        ),
    ),
    _failures(
        "failure_before_it_flies",
        "kind: break_up, object: stage2, at_s: 60, spread_km: 5",
        expected=(
            "scenario.yaml:131:44: failures[0].at_s: lies outside the track of stage2, 300 to 870 s (was 60)",
        ),
    ),
    _failures(
        "two_failures_of_one",
        "kind: engine_cut, object: lead, at_s: 60",
        "kind: break_up, object: lead, at_s: 70, spread_km: 5",
        expected=("scenario.yaml:132:30: failures[1].object: fails already in failures[0] (was lead)",),
    ),
    _failures(
        "never_separates_from_itself",
        "kind: engine_cut, object: lead, at_s: 60, never_separate: [lead, third]",
        expected=(
            "scenario.yaml:131:65: failures[0].never_separate[0]: is the failing object itself (was lead)",
            "scenario.yaml:131:71: failures[0].never_separate[1]: no such object; there are lead, stage2 (was third)",
        ),
    ),
    _failures(
        "never_separates_although_it_has",
        "kind: engine_cut, object: lead, at_s: 400, never_separate: [stage2]",
        expected=(
            "scenario.yaml:131:66: failures[0].never_separate[0]: has already flown by itself since 300 s (was stage2)",
        ),
    ),
    _failures(
        "engine_cut_with_a_spread",
        "kind: engine_cut, object: lead, at_s: 60, spread_km: 5",
        expected=(
            "scenario.yaml:131:48: failures[0].spread_km: unknown key for kind engine_cut; it belongs to break_up (was 5)",
        ),
    ),
    _failures(
        "lost_before_it_is_lost",
        "kind: lost_track, from_s: 100, to_s: 90",
        expected=("scenario.yaml:131:5: failures[0]: needs from_s before to_s (was 100, 90)",),
    ),
    _failures(
        "lost_object_unknown",
        "kind: lost_track, object: booster, from_s: 100",
        expected=(
            "scenario.yaml:131:32: failures[0].object: no such object; there are lead, stage2 (was booster)",
        ),
    ),
    _failures(
        "failure_named_by_a_list",
        "kind: engine_cut, object: [lead], at_s: 60",
        expected=("scenario.yaml:131:24: failures[0].object: must be text (was a list)",),
    ),
    _failures(
        "turned_too_far",
        "kind: wrong_first_direction, until_s: 90, azimuth_error_deg: 181",
        expected=("scenario.yaml:131:67: failures[0].azimuth_error_deg: must be at most 180 (was 181)",),
    ),
)

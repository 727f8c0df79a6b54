"""Times that are none, or without an offset."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import edit

CASES = (
    edit(
        "time_without_offset",
        "03:50:30+09:00",
        "03:50:30",
        "scenario.yaml:7:14: launch_time: needs an offset from UTC, such as +09:00 (was 2023-08-24T03:50:30)",
    ),
    edit(
        "time_with_space",
        "2023-08-24T03:50:30+09:00",
        "2023-08-24 03:50:30+09:00",
        "scenario.yaml:7:14: launch_time: must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00 (was 2023-08-24 03:50:30+09:00)",
    ),
    edit(
        "date_only",
        "2023-08-24T03:50:30+09:00",
        "2023-08-24",
        "scenario.yaml:7:14: launch_time: must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00 (was 2023-08-24)",
    ),
    edit(
        "clock_only",
        "2023-08-24T03:50:30+09:00",
        "03:50:30",
        "scenario.yaml:7:14: launch_time: must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00 (was 03:50:30)",
    ),
    edit(
        "time_as_a_number",
        "2023-08-24T03:50:30+09:00",
        "1692816630",
        "scenario.yaml:7:14: launch_time: must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00 (was 1692816630)",
    ),
    edit(
        "day_that_is_not",
        "2023-08-24T03:50:30",
        "2023-02-30T03:50:30",
        "scenario.yaml:7:14: launch_time: is a date or a time of day that does not exist (was 2023-02-30T03:50:30+09:00)",
    ),
    edit(
        "hour_that_is_not",
        "2023-08-24T03:50:30",
        "2023-08-24T25:50:30",
        "scenario.yaml:7:14: launch_time: is a date or a time of day that does not exist (was 2023-08-24T25:50:30+09:00)",
    ),
    edit(
        "offset_that_is_not",
        "03:50:30+09:00",
        "03:50:30+99:00",
        "scenario.yaml:7:14: launch_time: must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00 (was 2023-08-24T03:50:30+99:00)",
    ),
    edit(
        "zone_name_for_offset",
        "03:50:30+09:00",
        "03:50:30 JST",
        "scenario.yaml:7:14: launch_time: must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00 (was 2023-08-24T03:50:30 JST)",
    ),
    edit(
        "before_spaceflight",
        "2023-08-24T03:50:30",
        "1923-08-24T03:50:30",
        "scenario.yaml:7:14: launch_time: must lie in the years 1957 to 2100 (was 1923-08-24T03:50:30+09:00)",
    ),
    edit(
        "century_slip",
        "2023-08-24T03:50:30",
        "2203-08-24T03:50:30",
        "scenario.yaml:7:14: launch_time: must lie in the years 1957 to 2100 (was 2203-08-24T03:50:30+09:00)",
    ),
    edit(
        "announced_on_another_day",
        "2023-08-24T04:00",
        "2023-09-24T04:00",
        "scenario.yaml:76:11: announced[1].time: is more than a day from launch_time, 2023-08-24T03:50:30+09:00 (was 2023-09-24T04:00+09:00)",
    ),
    edit(
        "announced_without_offset",
        "2023-08-24T04:05+09:00",
        "2023-08-24T04:05",
        "scenario.yaml:84:11: announced[2].time: needs an offset from UTC, such as +09:00 (was 2023-08-24T04:05)",
    ),
    edit(
        "full_width_digits",
        "2023-08-24T03:50:30",
        "２０２３-08-24T03:50:30",
        "scenario.yaml:7:14: launch_time: must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00 (was ２０２３-08-24T03:50:30+09:00)",
    ),
)

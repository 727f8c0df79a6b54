"""Channels, people and faults."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import choices, edit

CHANNELS = choices("reach", "channels", 0)
FAULTS = choices("faults", 0)

CASES = (
    edit(
        "share_in_percent",
        "coverage: {share: 0.99}",
        "coverage: {share: 99}",
        "scenario.yaml:111:25: reach.channels[1].coverage.share: must be at most 1 (was 99)",
    ),
    edit(
        "share_negative",
        "never_acts: {share: 0.8}",
        "never_acts: {share: -0.8}",
        "scenario.yaml:120:25: reach.people.never_acts.share: must be at least 0 (was -0.8)",
    ),
    edit(
        "share_as_a_number",
        "understands: {share: 0.9}",
        "understands: 0.9",
        "scenario.yaml:118:18: reach.people.understands: must be a mapping, such as {share: 0.9} (was 0.9)",
    ),
    edit(
        "clock_that_is_not",
        "at: 23:00",
        "at: 25:00",
        "scenario.yaml:101:55: reach.channels[0].attentive.day[1].at: must be a time of day, such as 07:30 (was 25:00)",
    ),
    edit(
        "clock_as_a_number",
        "at: 23:00",
        "at: 23",
        "scenario.yaml:101:55: reach.channels[0].attentive.day[1].at: must be text: put it in quotes (was 23)",
    ),
    edit(
        "clocks_out_of_order",
        "at: 23:00",
        "at: 06:00",
        "scenario.yaml:101:7: reach.channels[0].attentive: needs its times in order (06:00 comes after 07:30)",
    ),
    edit(
        "unknown_channel",
        "kind: cell_broadcast",
        "kind: pigeons",
        f"scenario.yaml:109:13: reach.channels[1].kind: must be {CHANNELS} (was pigeons)",
    ),
    edit(
        "key_of_another_channel",
        "      gateway: {value_s: 5}\n",
        "      gateway: {value_s: 5}\n      siren_s: 14\n",
        "scenario.yaml:117:7: reach.channels[1].siren_s: unknown key for kind cell_broadcast; it belongs to loudspeaker (was 14)",
    ),
    edit(
        "radius_of_a_loudspeaker_in_km",
        "radius_m: 300",
        "radius_km: 0.3",
        "scenario.yaml:107:7: reach.channels[0].radius_km: unknown key; this format measures it as radius_m (was 0.3)",
    ),
    edit(
        "repetitions_as_a_fraction",
        "repetitions: 3",
        "repetitions: 2.5",
        "scenario.yaml:106:20: reach.channels[0].repetitions: must be a whole number (was 2.5)",
    ),
    edit(
        "unknown_fault",
        "kind: link_outage",
        "kind: power_cut",
        f"scenario.yaml:125:11: faults[0].kind: must be {FAULTS} (was power_cut)",
    ),
    edit(
        "fault_without_kind",
        "    kind: link_outage\n",
        "",
        f"scenario.yaml:124:5: faults[0].kind: missing key: {FAULTS}",
    ),
    edit(
        "fault_of_an_unknown_link",
        "link: satellite",
        "link: fibre",
        "scenario.yaml:126:11: faults[0].link: no such link; there is satellite (was fibre)",
    ),
    edit(
        "fault_more_than_certain",
        "probability: 0.1",
        "probability: 1.1",
        "scenario.yaml:127:18: faults[0].probability: must be at most 1 (was 1.1)",
    ),
    edit(
        "fault_that_ends_before_it_begins",
        "to_s: 600",
        "to_s: -600",
        "scenario.yaml:124:5: faults[0]: needs from_s before to_s (was 0, -600)",
    ),
    edit(
        "same_channel_twice",
        "name: phones",
        "name: speakers",
        "scenario.yaml:108:13: reach.channels[1].name: names must differ; an earlier one has this name (was speakers)",
    ),
)

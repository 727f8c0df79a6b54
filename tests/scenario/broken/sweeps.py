"""Sweeps over keys that are not there, cannot be varied, or do not take what they are given."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import Case, edit, override

END = "    to_s: 600\n"


def sweep(name: str, over: str, *expected: str, method: str = "latin_hypercube", more: str = "") -> Case:
    """The sound scenario with a sweep at its end; the first key stands in line 133, or in 134 with ``samples``."""
    samples = "  samples: 8\n" if method == "latin_hypercube" else ""
    return edit(name, END, f"{END}sweep:\n  method: {method}\n{samples}{more}  over:\n{over}", *expected)


CASES = (
    sweep(
        "sweep_unknown_section",
        "    authorty.issue.value_s: {low: 1, high: 9}\n",
        'scenario.yaml:134:5: sweep.over."authorty.issue.value_s": authorty: unknown key; did you mean authority?',
    ),
    sweep(
        "sweep_unknown_step",
        "    authority.isue.value_s: {low: 1, high: 9}\n",
        'scenario.yaml:134:5: sweep.over."authority.isue.value_s": authority.isue: unknown key; did you mean issue?',
    ),
    sweep(
        "sweep_wrong_unit",
        "    authority.issue.value_min: {low: 1, high: 9}\n",
        'scenario.yaml:134:5: sweep.over."authority.issue.value_min": authority.issue.value_min: unknown key; this format measures it as value_s',
    ),
    sweep(
        "sweep_key_of_another_distribution",
        "    authority.issue.mode_s: {low: 1, high: 9}\n",
        'scenario.yaml:134:5: sweep.over."authority.issue.mode_s": authority.issue.mode_s: unknown key for distribution fixed; it belongs to triangular',
    ),
    sweep(
        "sweep_of_an_item_that_is_not_there",
        "    objects.stage3.footprint.radius_km: {low: 1, high: 9}\n    reach.channels[7].device.share: {low: 0.1, high: 0.9}\n",
        'scenario.yaml:134:5: sweep.over."objects.stage3.footprint.radius_km": objects: no such item; there are lead, stage2 (was stage3)',
        'scenario.yaml:135:5: sweep.over."reach.channels[7].device.share": reach.channels: no such item; there are speakers, phones (was 7)',
    ),
    sweep(
        "sweep_inside_a_single_value",
        "    seed.value_s: {low: 1, high: 9}\n",
        'scenario.yaml:134:5: sweep.over."seed.value_s": seed: holds a single value, so nothing can be set inside it (was 7)',
    ),
    sweep(
        "sweep_of_no_key",
        "    authority..issue: {low: 1, high: 9}\n",
        'scenario.yaml:134:5: sweep.over."authority..issue": must be a key path, such as objects[0].footprint.radius_km',
    ),
    sweep(
        "sweep_of_a_section",
        "    authority.issue: {low: 1, high: 9}\n",
        'scenario.yaml:134:28: sweep.over."authority.issue".low: must be a mapping, such as {value_s: 1} (was 1)',
        'scenario.yaml:134:37: sweep.over."authority.issue".high: must be a mapping, such as {value_s: 9} (was 9)',
    ),
    sweep(
        "sweep_out_of_range_at_one_end",
        "    authority.issue.value_s: {low: -1, high: 9}\n    objects.lead.footprint.radius_km: {low: 10, high: 3000}\n",
        'scenario.yaml:134:36: sweep.over."authority.issue.value_s".low: must be at least 0 (was -1)',
        'scenario.yaml:135:55: sweep.over."objects.lead.footprint.radius_km".high: must be at most 2000 (was 3000)',
    ),
    sweep(
        "sweep_of_a_whole_number",
        "    authority.tracking.combine_last: {low: 1, high: 5}\n",
        'scenario.yaml:134:44: sweep.over."authority.tracking.combine_last".low: takes whole numbers only: add whole: true to its range (was 1)',
        'scenario.yaml:134:53: sweep.over."authority.tracking.combine_last".high: takes whole numbers only: add whole: true to its range (was 5)',
    ),
    sweep(
        "sweep_whole_between_fractions",
        "    authority.tracking.combine_last: {low: 1.5, high: 5, whole: true}\n",
        'scenario.yaml:134:5: sweep.over."authority.tracking.combine_last": needs whole numbers for low and high (was 1.5, 5)',
    ),
    sweep(
        "sweep_of_a_text",
        "    title: {low: 1, high: 9}\n",
        "scenario.yaml:134:18: sweep.over.title.low: takes a text: only a grid of values can vary it (was 1)",
        "scenario.yaml:134:27: sweep.over.title.high: takes a text: only a grid of values can vary it (was 9)",
    ),
    sweep(
        "sweep_of_a_flag",
        "    authority.lift.withheld: {low: 0, high: 1}\n",
        'scenario.yaml:134:36: sweep.over."authority.lift.withheld".low: takes true or false: only a grid of values can vary it (was 0)',
        'scenario.yaml:134:45: sweep.over."authority.lift.withheld".high: takes true or false: only a grid of values can vary it (was 1)',
    ),
    sweep(
        "sweep_of_what_all_points_share",
        "    seed: {low: 1, high: 9}\n    name: {low: 1, high: 9}\n",
        "scenario.yaml:134:5: sweep.over.seed: cannot be varied: all design points share their random numbers",
        "scenario.yaml:135:5: sweep.over.name: cannot be varied: it names the folder of results",
    ),
    sweep(
        "sweep_of_one_key_by_two_names",
        "    objects.lead.footprint.radius_km: {low: 10, high: 90}\n    objects[0].footprint.radius_km: {low: 10, high: 90}\n",
        'scenario.yaml:135:5: sweep.over."objects[0].footprint.radius_km": is the same key as objects.lead.footprint.radius_km',
    ),
    sweep(
        "sweep_needs_more_than_the_key",
        "    authority.evacuate.distance_km: {low: 10, high: 90}\n",
        'scenario.yaml:134:5: sweep.over."authority.evacuate.distance_km": authority.evacuate.horizon_s: missing key',
        'scenario.yaml:134:5: sweep.over."authority.evacuate.distance_km": authority.evacuate.decision: missing key',
        'scenario.yaml:134:5: sweep.over."authority.evacuate.distance_km": authority.evacuate.issue: missing key',
    ),
    sweep(
        "sweep_range_the_wrong_way_round",
        "    authority.issue.value_s: {low: 9, high: 1}\n    authority.expiry.value_s: {low: 60, high: 60}\n",
        'scenario.yaml:134:5: sweep.over."authority.issue.value_s": needs low < high (was 9, 1)',
        'scenario.yaml:135:5: sweep.over."authority.expiry.value_s": needs low < high (was 60, 60)',
    ),
    sweep(
        "sweep_logarithm_of_nothing",
        "    authority.issue.value_s: {low: 0, high: 9, scale: log}\n",
        'scenario.yaml:134:5: sweep.over."authority.issue.value_s": needs low > 0 on a logarithmic scale (was 0)',
    ),
    sweep(
        "sweep_range_with_wrong_keys",
        "    authority.issue.value_s: {lo: 1, high: 9, scale: cubic}\n",
        'scenario.yaml:134:31: sweep.over."authority.issue.value_s".lo: unknown key; did you mean low? (was 1)',
        'scenario.yaml:134:54: sweep.over."authority.issue.value_s".scale: must be linear or log (was cubic)',
    ),
    sweep(
        "sweep_list_where_a_range_belongs",
        "    authority.issue.value_s: [1, 9]\n",
        'scenario.yaml:134:5: sweep.over."authority.issue.value_s": must be a mapping of keys (was a list)',
    ),
    sweep(
        "sweep_over_nothing",
        "    {}\n",
        "scenario.yaml:133:3: sweep.over: must have at least 1 item(s) (was a mapping)",
    ),
    sweep(
        "grid_of_wrong_values",
        "    authority.lift.threat_over: [last_object_down, last_object_up]\n    authority.issue.value_s: [1, fast, -1]\n",
        'scenario.yaml:133:52: sweep.over."authority.lift.threat_over"[1]: must be last_object_down or last_object_past; did you mean last_object_past? (was last_object_up)',
        'scenario.yaml:134:34: sweep.over."authority.issue.value_s"[1]: must be a number of seconds (was fast)',
        'scenario.yaml:134:40: sweep.over."authority.issue.value_s"[2]: must be at least 0 (was -1)',
        method="grid",
    ),
    sweep(
        "grid_of_no_single_values",
        "    authority.issue.value_s: [[1], {a: 1}, null]\n    authority.expiry.value_s: []\n",
        'scenario.yaml:133:31: sweep.over."authority.issue.value_s"[0]: must be a single value: a number, a text, true or false (was a list)',
        'scenario.yaml:133:36: sweep.over."authority.issue.value_s"[1]: must be a single value: a number, a text, true or false',
        'scenario.yaml:133:44: sweep.over."authority.issue.value_s"[2]: must be a single value: a number, a text, true or false (was null)',
        'scenario.yaml:134:5: sweep.over."authority.expiry.value_s": must have at least 1 item(s) (was a list)',
        method="grid",
    ),
    sweep(
        "grid_range_where_a_list_belongs",
        "    authority.issue.value_s: {low: 1, high: 9}\n",
        'scenario.yaml:133:5: sweep.over."authority.issue.value_s": must be a list (was a mapping)',
        method="grid",
    ),
    sweep(
        "grid_with_samples",
        "    authority.issue.value_s: [1, 9]\n",
        "scenario.yaml:132:3: sweep.samples: unknown key for method grid; it belongs to latin_hypercube (was 8)",
        method="grid",
        more="  samples: 8\n",
    ),
    sweep(
        "grid_too_large",
        "".join(
            f"    {key}: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\n"
            for key in (
                "authority.issue.value_s",
                "authority.expiry.value_s",
                "authority.lift.issue.value_s",
                "authority.assessment.low_s",
                "authority.tracking.interval_s",
            )
        ),
        "scenario.yaml:130:1: sweep: makes 248832 design points; at most 20000 are taken",
        method="grid",
    ),
    sweep(
        "sweep_method_unknown",
        "    authority.issue.value_s: [1, 9]\n",
        "scenario.yaml:131:11: sweep.method: must be grid or latin_hypercube (was random)",
        method="random",
    ),
    sweep(
        "sweep_too_few_runs",
        "    authority.issue.value_s: {low: 1, high: 9}\n",
        "scenario.yaml:133:9: sweep.runs: must be at least 2 (was 1)",
        more="  runs: 1\n",
    ),
    override(
        "sweep_from_the_command_line",
        "sweep={method: grid, over: {authority.isue.value_s: [1, 2]}}",
        '--set sweep={method: grid, over: {authority.isue.value_s: [1, 2]}}: sweep.over."authority.isue.value_s": authority.isue: unknown key; did you mean issue?',
    ),
)

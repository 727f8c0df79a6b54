"""All broken scenarios, for every test that wants to see what becomes of them."""

from tests.scenario.broken import (
    across,
    keys,
    overrides,
    policies,
    ranges,
    reach,
    sweeps,
    times,
    tracks,
    values,
    whole_files,
    yaml_text,
    zones,
)
from tests.scenario.case import Case

BROKEN: tuple[Case, ...] = (
    *keys.CASES,
    *values.CASES,
    *ranges.CASES,
    *times.CASES,
    *reach.CASES,
    *across.CASES,
    *tracks.CASES,
    *yaml_text.CASES,
    *whole_files.CASES,
    *zones.CASES,
    *overrides.CASES,
    *policies.CASES,
    *sweeps.CASES,
)

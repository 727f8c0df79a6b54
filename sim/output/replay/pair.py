"""The first morning of two policies of a comparison, side by side."""

import json
from pathlib import Path

from sim.compare.together import PolicyComparison
from sim.draws import Draws
from sim.engine.log import EventLog
from sim.engine.run import simulate
from sim.errors import InputError, Problem
from sim.output.geojson import footprint_geojson
from sim.output.replay.page import MOST_RUNS, PAGE, replay_page, write_page
from sim.output.view import RunView
from sim.results.result import RunResult


def write_pair(result: PolicyComparison, folder: Path) -> Path:
    """Write ``replay.html`` of the first two policies' first morning into a folder.

    Their replicate 0 is run again with its log kept. Raises ``InputError`` for flights drawn for each morning,
    whose tracks no run folder holds, and ``WorkError`` where the page cannot be written.
    """
    if result.dispersed:
        raise InputError([Problem("--replay", None, None, "", "needs the nominal flights, not --dispersed")])
    return write_page(replay_page([_first_morning(result, k) for k in range(MOST_RUNS)]), folder / PAGE)


def _first_morning(result: PolicyComparison, index: int) -> RunView:
    policy = result.policies[index]
    log = simulate(policy.world, Draws(result.seed))
    run = RunResult(policy.scenario, policy.world, result.seed, log)
    # As a run folder would have it: to the millisecond.
    told = EventLog.from_jsonl(log.to_jsonl(), policy.name)
    return RunView(
        Path(policy.name), json.loads(json.dumps(run.summary())), told, json.loads(footprint_geojson(run))
    )

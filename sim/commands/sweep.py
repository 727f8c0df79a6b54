"""A scenario with its keys varied: sweeps over design points, and which key moves a metric most."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.commands.common import (
    Options,
    Subparsers,
    add,
    add_seed,
    add_set,
    count,
    filled,
    say,
    scenario_file,
)
from sim.commands.crew import add_crew, kept_progress
from sim.errors import InputError, Problem

if TYPE_CHECKING:
    from sim.ensemble.sensitivity import Sensitivity
    from sim.ensemble.sweep import Trial
    from sim.output.ensemblesweep import Asked
    from sim.units import Floats

_DEFAULT = "short_lead_share"


def register(to: Subparsers) -> None:
    """Add ``sweep`` and ``sensitivity``."""
    sweep = add(to, "sweep", _sweep, "the section 'sweep' of a scenario: an ensemble at every design point")
    _arguments(sweep, "sweep")

    sensitivity = add(to, "sensitivity", _sensitivity, "which key of the section 'sweep' moves a metric most")
    sensitivity.add_argument("--method", choices=("sobol", "morris"), default="sobol", help="default: sobol")
    sensitivity.add_argument(
        "--samples",
        type=count,
        default=64,
        metavar="N",
        help="rows of Saltelli's scheme, a power of two, or trajectories of Morris' (default: 64)",
    )
    _arguments(sensitivity, "sensitivity")


def _arguments(parser: argparse.ArgumentParser, word: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="scenario file, or name of a shipped one")
    parser.add_argument(
        "--metric",
        action="append",
        metavar="NAME",
        help=f"what to show; may be repeated (default: {_DEFAULT})",
    )
    parser.add_argument(
        "--runs", type=count, metavar="N", help="runs of every design point (default: the section's)"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help=f"default: runs/NAME-{word}")
    add_crew(parser)
    add_seed(parser)
    add_set(parser)


def _sweep(options: Options) -> int:
    """``overflight sweep``: an ensemble at every design point."""
    from sim.ensemble.design import section, sweep_design, variants_of
    from sim.ensemble.sweep import Trial
    from sim.output.ensemblesweep import Asked
    from sim.scenario import load_scenario

    metrics = _metrics(options)
    scenario = load_scenario(scenario_file(options.file), options.set)
    own = section(scenario)
    seed = scenario.spec.seed if options.seed is None else options.seed
    folder = options.output or Path("runs") / f"{scenario.spec.name}-sweep"
    _check(folder, "sweep.parquet")
    design = sweep_design(scenario, seed)
    variants = variants_of(scenario, design)
    purpose = {"purpose": "sweep", "method": own.method, "shown": list(metrics)}
    lead_s, runs = 60.0 * options.lead, options.runs or own.runs
    trial = Trial(variants, design, runs, seed, not options.nominal, lead_s, purpose)
    return _run(options, trial, Asked("sweep", own, metrics, more={"method": own.method}), folder)


def _sensitivity(options: Options) -> int:
    """``overflight sensitivity``: which key moves a metric most."""
    from sim.ensemble.design import ranges, section, variants_of
    from sim.ensemble.sensitivity import points_needed, sensitivity, sensitivity_design
    from sim.ensemble.sweep import Trial
    from sim.output.ensemblesweep import Asked
    from sim.scenario import load_scenario
    from sim.scenario.sweep import MOST_POINTS

    metrics = _metrics(options)
    _check_samples(options)
    scenario = load_scenario(scenario_file(options.file), options.set)
    own, over = section(scenario), ranges(scenario)
    if (points := points_needed(options.method, len(over), options.samples)) > MOST_POINTS:
        what = f"makes {points:,} design points; at most {MOST_POINTS:,} are taken"
        raise InputError([Problem("--samples", None, None, "", f"{what} (was {options.samples})")])
    seed = scenario.spec.seed if options.seed is None else options.seed
    folder = options.output or Path("runs") / f"{scenario.spec.name}-sensitivity"
    _check(folder, "sensitivity.csv")
    design, unit = sensitivity_design(over, options.method, options.samples, seed)
    variants = variants_of(scenario, design)
    more = {"method": options.method, "samples": options.samples}
    purpose = {"purpose": "sensitivity", **more, "shown": list(metrics)}
    lead_s, runs = 60.0 * options.lead, options.runs or own.runs
    trial = Trial(variants, design, runs, seed, not options.nominal, lead_s, purpose)

    def judge(metric: str, values: "Floats") -> "Sensitivity":
        return sensitivity(options.method, metric, design.keys, unit, values, seed)

    return _run(options, trial, Asked("sensitivity", own, metrics, judge, more), folder)


def _run(options: Options, trial: "Trial", asked: "Asked", folder: Path) -> int:
    from sim.ensemble.sweep import run_trial
    from sim.output.ensemblesweep import sweep_files
    from sim.output.sweeptext import sweep_report
    from sim.output.sweepview import open_sweep

    spec = trial.variants.base.spec
    about = {
        "title": spec.title,
        "title_ja": spec.title_ja,
        "launch_time": spec.launch_time.isoformat(),
        "timezone": spec.timezone,
    }
    with kept_progress(options, folder) as (bar, tell):
        result = run_trial(
            trial,
            folder,
            about=about,
            finish=[sweep_files(trial, asked)],
            resume=options.resume,
            workers=options.workers,
            dask=options.dask,
            progress=bar,
            say=tell,
        )
    filled(options, result.folder)
    say(options, sweep_report(open_sweep(result.folder)))
    say(options, f"\n{result.folder}")
    return 0


def _metrics(options: Options) -> tuple[str, ...]:
    """The metrics asked for, each once; raises ``InputError`` for those that are none."""
    from sim.ensemble.columns import REPLICATE_COLUMNS
    from sim.ensemble.until import no_such_metric

    known = {one.key for one in REPLICATE_COLUMNS}
    asked = tuple(dict.fromkeys(options.metric or [_DEFAULT]))
    if problems := [no_such_metric("--metric", name) for name in asked if name not in known]:
        raise InputError(problems)
    return asked


def _check_samples(options: Options) -> None:
    """Saltelli's scheme is built on a Sobol sequence, which is even only in powers of two; Morris' needs a spread."""
    samples = options.samples
    what = ""
    if options.method == "sobol" and (samples < 2 or samples & (samples - 1)):
        what = "must be a power of two from 2 on, for Sobol indices"
    elif options.method == "morris" and samples < 2:
        what = "must be at least 2 trajectories"
    if what:
        raise InputError([Problem("--samples", None, None, "", f"{what} (was {samples})")])


def _check(folder: Path, holds: str) -> None:
    from sim.folder import check_target

    check_target(folder, holds)

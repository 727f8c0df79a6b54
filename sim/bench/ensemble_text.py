"""The speed of ensembles as Markdown, for the documentation and for the terminal alike."""

from collections.abc import Iterable, Iterator, Sequence

from sim.bench.ensemble import EnsembleSpeed, ScenarioSpeed, Way
from sim.bench.goals import Goal, told
from sim.bench.words import duration, duration_with_quartiles, three, with_quartiles

_PREFECTURE, _COUNTRY = 100, 1000
"""At most, and at least, so many areas: which of the goals a scenario is for."""


def ensemble_lines(report: EnsembleSpeed) -> Iterator[str]:
    """Every table."""
    processor, versions = report.machine.lines()
    beside = (
        ""
        if report.others_cores is None
        else f" Other programs kept {report.others_cores:.2f} cores busy meanwhile."
    )
    yield f"Measured on {processor}; {versions}. Size `{report.size}`, {report.took_s:.0f} s in all.{beside}"
    for one in report.scenarios:
        yield from ("", f"### {one.areas:,} areas", "")
        yield from _stages(one)
        yield ""
        yield from _ways(one)
    if report.policies:
        yield from ("", "### By policy", "")
        yield from _table(("scenario or policy", "CPU a replicate"), "lr")
        for name, stage in report.policies:
            yield _line(name, duration_with_quartiles(stage.cpu_s))
    yield from ("", "### What it was to reach", "")
    yield from _table(("", "way", "wanted", "measured", "reached"), "llrrl")
    yield from (_line(*cells) for cells in told(goals(report)))


def goals(report: EnsembleSpeed) -> Iterator[Goal]:
    """What was asked for, beside what was measured."""
    for one in report.scenarios:
        ways = {way.title: way for way in one.ways}
        pool, alone, dask = (ways.get(title) for title in ("local pool", "one process", "Dask"))
        what = f"replicates a second, {one.areas:,} areas"
        if pool is not None and one.areas <= _PREFECTURE:
            yield Goal(what, "2 processes", 2000.0, pool.per_second.median)
        if pool is not None and one.areas >= _COUNTRY:
            yield Goal(what, "2 processes", 100.0, pool.per_second.median)
        if pool is not None and alone is not None:
            yield Goal(
                f"two workers over one, {one.areas:,} areas",
                "local pool",
                1.8,
                pool.times_one.median,
                unit="×",
            )
        if pool is not None and dask is not None:
            slower = 100.0 * (pool.per_second.median / dask.per_second.median - 1.0)
            yield Goal(
                f"Dask beside the local pool, {one.areas:,} areas", "Dask", 15.0, slower, True, " % slower"
            )
        peak = max((way.memory_mb for way in one.ways if way.memory_mb is not None), default=None)
        yield Goal(f"peak memory of a process, {one.areas:,} areas", "all", 1000.0, peak, True, " MB")


def _stages(one: ScenarioSpeed) -> Iterator[str]:
    yield from _table(("stage", "CPU a replicate", "share"), "lrr")
    for stage in one.stages:
        share = f"{100.0 * stage.cpu_s.median / one.cpu_s:.0f} %"
        yield _line(stage.name, duration_with_quartiles(stage.cpu_s), share)
    yield _line("all", duration(one.cpu_s), "")
    yield ""
    yield f"Made ready in {duration(one.ready_s)}, once a process."


def _ways(one: ScenarioSpeed) -> Iterator[str]:
    yield from _table(("way", "workers", "replicates a second", "× one process", "peak memory"), "lrrrr")
    alone = one.ways[0].per_second.median
    for title, took in (("the function of `overflight run`", one.run_s), ("single runs", one.plain_s)):
        yield _line(title, "1", three(1.0 / took.median), three(1.0 / took.median / alone), "-")
    for way in one.ways:
        yield _line(*_cells(way))


def _cells(way: Way) -> Sequence[str]:
    memory = "-" if way.memory_mb is None else f"{way.memory_mb:,.0f} MB"
    times = "1" if way.title == "one process" else with_quartiles(way.times_one)
    return f"ensemble, {way.title}", str(way.workers), with_quartiles(way.per_second), times, memory


def _table(head: Iterable[str], align: str) -> Iterator[str]:
    yield _line(*head)
    yield _line(*("---:" if side == "r" else "---" for side in align))


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"

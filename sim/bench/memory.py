"""Memory of one method, measured in a process of its own: ``python -m sim.bench.memory AREAS METHOD RADIUS_KM``."""

import ctypes
import gc
import subprocess
import sys
from pathlib import Path

from sim.bench.contenders import contender
from sim.bench.flights import ACROSS_JAPAN, perturbed
from sim.bench.problem import Problem, ground_of, problem_of
from sim.bench.terrain import areas_named
from sim.errors import WorkError

_FLIGHTS = 16
_STATUS = Path("/proc/self/status")
_RESET = Path("/proc/self/clear_refs")
_PEAK_TO_NOW = "5"
"""Written to ``clear_refs``, sets a process's peak memory to what it uses now (Linux, proc(5))."""


def can_measure() -> bool:
    """Whether this system tells a process's peak memory and lets it be reset."""
    return _STATUS.is_file() and _RESET.is_file()


def measure_memory(areas: str, method: str, radius_km: float) -> float:
    """Megabytes a method takes at its peak, beyond the polygons: areas made ready and 16 flights searched.

    Raises ``WorkError`` if the process that measures fails.
    """
    command = [sys.executable, "-m", "sim.bench.memory", areas, method, f"{radius_km:g}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise WorkError(f"measuring the memory of {method} failed: {reason[0]}")
    return float(done.stdout)


def _measure(areas: str, method: str, radius_km: float) -> float:
    make = contender(method).method
    # Libraries, compiled code and allocators take their memory before anything is measured.
    tiny = _problem("tiny", radius_km)
    make(tiny.ground, tiny.radius_m).load(tiny)()
    problem = _problem(areas, radius_km)
    _give_back()
    _RESET.write_text(_PEAK_TO_NOW)
    before = _megabytes("VmRSS")
    make(problem.ground, problem.radius_m).load(problem)()
    return max(_megabytes("VmHWM") - before, 0.0)


def _give_back() -> None:
    """Return freed memory to the system, so that none of it is used again unseen."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _problem(areas: str, radius_km: float) -> Problem:
    radius_m = 1000.0 * radius_km
    problem = problem_of(
        ground_of(areas_named(areas), radius_m), perturbed(_FLIGHTS, ACROSS_JAPAN).knots(), radius_m
    )
    _ = problem.ground.planar, problem.stride_m
    return problem


def _megabytes(name: str) -> float:
    lines = _STATUS.read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(name)) / 1024.0


if __name__ == "__main__":
    print(_measure(sys.argv[1], sys.argv[2], float(sys.argv[3])))

"""What it was measured on: processor, cores, memory, versions. No host name and no path."""

import os
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.units import Seconds

_PACKAGES = ("numpy", "numba", "shapely", "geopandas", "pandas", "movingpandas", "pyproj")


@dataclass(frozen=True)
class Machine:
    """``versions`` are (name, version) pairs; a package that is not installed says so."""

    processor: str
    cores: int
    memory_gb: float | None
    system: str
    versions: tuple[tuple[str, str], ...]

    def lines(self) -> tuple[str, str]:
        """Two lines for people."""
        memory = "" if self.memory_gb is None else f", {self.memory_gb:.0f} GB"
        return (
            f"{self.processor}, {self.cores} cores{memory}, {self.system}",
            ", ".join(f"{name} {number}" for name, number in self.versions),
        )


def this_machine() -> Machine:
    """The machine and the interpreter this runs on."""
    import shapely

    versions = [("Overflight", _version("overflight")), ("Python", platform.python_version())]
    versions += [(name, _version(name)) for name in _PACKAGES]
    versions.append(("GEOS", shapely.geos_version_string))
    system = f"{platform.system()} {platform.machine()}"
    return Machine(_processor(), _cores(), _memory_gb(), system, tuple(versions))


def others_s() -> Seconds | None:
    """Seconds that cores were busy with other programs since the system started, ``None`` where it does not tell.

    All busy time (Linux, proc(5): user, nice, system, irq, softirq, steal) less that of this process and its children.
    """
    stat = Path("/proc/stat")
    if not stat.is_file():
        return None
    user, nice, system, _, _, irq, softirq, steal = (
        int(part) for part in stat.read_text().splitlines()[0].split()[1:9]
    )
    busy = (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")
    return busy - sum(os.times()[:4])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory_gb() -> float | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return None

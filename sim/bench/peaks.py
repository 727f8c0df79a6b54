"""Peak memory of this process and of those it started, where the system tells (Linux, proc(5))."""

from pathlib import Path


def peaks_mb() -> list[float]:
    """Highest memory so far in megabytes: this process first, then all that descend from it; empty if not told."""
    own = Path("/proc/self/status")
    if not own.is_file():
        return []
    try:
        import psutil

        others = [Path(f"/proc/{child.pid}/status") for child in psutil.Process().children(recursive=True)]
    except ImportError:
        others = []
    found = [_peak_mb(path) for path in (own, *others)]
    return [peak for peak in found if peak is not None]


def _peak_mb(status: Path) -> float | None:
    try:
        lines = status.read_text(encoding="utf-8").splitlines()
    except OSError:  # it has ended meanwhile
        return None
    found = [float(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmHWM")]
    return found[0] if found else None

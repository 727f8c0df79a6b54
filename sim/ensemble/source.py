"""Which program computes: one number for the source of this package, wherever it is installed."""

from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_ELSEWHERE = ("cli.py", "__main__.py", "commands", "output", "bench", "hindcast")
"""Parts that no result of a run goes through: they ask for runs, or show them."""
_DIGITS = 16


def source_digest(package: Path = PACKAGE) -> str:
    """SHA-256 of the names and texts of a package's modules on which results may depend, its first 16 hex digits.

    The ends of lines do not count: a checkout may have changed them.
    """
    parts = [one for one in package.iterdir() if one.name not in _ELSEWHERE]
    modules = [*(one for one in parts if one.suffix == ".py")]
    modules += [module for one in parts if one.is_dir() for module in one.rglob("*.py")]
    found = sha256()
    for name, path in sorted((path.relative_to(package).as_posix(), path) for path in modules):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{name} {len(text)}\n".encode() + text)
    return found.hexdigest()[:_DIGITS]

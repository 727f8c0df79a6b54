"""What machines and shells get: one document or nothing, the right exit code, no traceback wherever output goes."""

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main, parser
from sim.results.mark import MARK
from tests.mornings import SCENARIO

ROOT = Path(__file__).parents[2]
OKINAWA = "okinawa-2023-08-24"
CORRIDOR = "policies/corridor"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document of a run."""
    folder, said = tmp_path_factory.mktemp("outcome") / "run", io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["run", OKINAWA, "-o", str(folder), "--json"]) == 0
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


@pytest.fixture(scope="module")
def run(told: dict[str, Any]) -> Path:
    return Path(told["folder"])


def document(capfd: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """All of stdout, as JSON."""
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def test_run_tells_what_its_folder_says(told: dict[str, Any], run: Path) -> None:
    assert (told["command"], told["exit_code"], told["problems"]) == ("run", 0, [])
    assert told["summary"] == json.loads((run / "summary.json").read_text(encoding="utf-8"))
    assert told["summary"]["mark"] == MARK
    assert told["simulated_s"] > 0.0


SHORT = {
    "compare": (["compare", OKINAWA, CORRIDOR, "--runs", "2", "-o", "{}/compare"], "summary"),
    "hindcast": (["hindcast", OKINAWA, "--runs", "2", "-o", "{}/hindcast"], "summary"),
    "bench latency": (["bench", "latency", "--runs", "1", "--set", "reach=null"], "report"),
    "export": (["export", "{run}", "--to", "czml", "-o", "{}"], "files"),
    "animate": (["animate", "{run}", "-o", "{}/a.gif", "--fps", "1", "--speed", "1000"], "files"),
    "validate": (["validate", OKINAWA, CORRIDOR], "valid"),
    "validate-cap": (["validate-cap", "{run}/cap/001-launch-information.xml"], "valid"),
    "schema": (["schema"], "schema"),
    "completion": (["completion", "bash"], "script"),
}


def arguments(name: str, run: Path, folder: Path) -> list[str]:
    return [word.format(folder, run=run) for word in SHORT[name][0]]


@pytest.mark.parametrize("name", SHORT)
def test_every_command_tells_one_document(
    name: str, run: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments(name, run, tmp_path), "--json"]) == 0
    out, err = capfd.readouterr()
    found = json.loads(out)
    assert err == ""
    assert (found["command"], found["exit_code"], found["problems"]) == (name, 0, [])
    assert found[SHORT[name][1]]
    for file in found.get("files", []):
        assert Path(file).is_file()


@pytest.mark.parametrize("name", ["hindcast", "bench latency", "export", "validate", "schema"])
def test_quiet_is_quiet(name: str, run: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments(name, run, tmp_path), "--quiet"]) == 0
    assert capfd.readouterr() == ("", "")


def test_quiet_still_tells_what_is_wrong(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(SCENARIO), str(tmp_path / "none.yaml"), "--quiet"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(str(tmp_path / "none.yaml"))


def test_problems_are_told_in_parts_and_in_words(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("format: overflight/9\n")
    assert main(["validate", OKINAWA, str(wrong), "--json"]) == 2
    out, err = capfd.readouterr()
    found = json.loads(out)
    assert found["exit_code"] == 2
    assert found["valid"] == {OKINAWA: True, str(wrong): False}
    (first, *_) = found["problems"]
    assert (first["file"], first["line"], first["column"], first["key"]) == (str(wrong), 1, 9, "format")
    assert err.splitlines()[0] == f"{wrong}:1:9: format: {first['message']}"


def test_failed_work_is_told_too(run: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(run), "--to", "kml", "-o", str(run / "areas.csv" / "x"), "--json"]) == 1
    found = document(capfd)
    assert found["exit_code"] == 1
    assert "cannot be written" in found["problems"][0]["message"]


@pytest.mark.parametrize(
    ("words", "command", "said"),
    [
        (["run"], "run", "the following arguments are required: FILE"),
        (["run", OKINAWA, "--quite"], "run", "unknown arguments: --quite; did you mean '--quiet'?"),
        (["bench", "latency", "--runs", "0"], "bench latency", "must be a whole number from 1 on (was '0')"),
        (["bench"], "bench", "the following arguments are required: WHAT"),
        (["rnu"], None, "no such thing: 'rnu'; did you mean 'run'?"),
        ([], None, "the following arguments are required: COMMAND"),
    ],
)
def test_a_wrong_command_line_is_told_too(
    words: list[str], command: str | None, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == 2
    found = document(capfd)
    assert (found["command"], found["exit_code"]) == (command, 2)
    (problem,) = found["problems"]
    assert problem["file"] == " ".join(filter(None, ("overflight", command)))
    assert said in problem["message"]


def commands(found: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    below = [one for one in found._actions if isinstance(one, argparse._SubParsersAction)]
    for action in below:
        for one in action.choices.values():
            yield from commands(one)
    if not below:
        yield found


def test_every_command_knows_json_and_quiet() -> None:
    every = list(commands(parser()))
    assert len(every) > 15
    for one in every:
        assert {"--json", "--quiet"} <= set(one._option_string_actions), one.prog


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["rnu", "x"], "no such thing: 'rnu'; did you mean 'run'?"),
        (["run", OKINAWA, "--quite"], "unknown arguments: --quite; did you mean '--quiet'?"),
        (["bench", "latancy"], "did you mean 'latency'?"),
        (["export", "x", "--to", "geopakage"], "did you mean 'geopackage'?"),
        (["run", "okinawa-2023-08-25"], "no scenario of that name; did you mean 'okinawa-2023-08-24'?"),
        (["validate", "policies/coridor"], "did you mean 'policies/corridor'?"),
        (["ensemble", OKINAWA, "--runs", "8", "--until", "led_s:width=3"], "did you mean lead_s?"),
        (["run", OKINAWA, "--set", "authorty.expiry=3"], "did you mean authority?"),
        (["run", OKINAWA, "-o", str(ROOT / "tests")], "it is left as it is: choose another"),
        (["plot", str(ROOT)], "cannot be read"),
        (["completion", "bsh"], "did you mean 'bash'?"),
        (["run", OKINAWA, "--quiet", "--json"], "not allowed with argument"),
    ],
)
def test_mistakes_get_a_hint_and_leave_nothing(
    words: list[str],
    hint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert hint in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_a_folder_of_many_runs_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "summary.json").write_text("{}")
    assert main(["export", str(tmp_path), "--to", "kml"]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: is not the folder of a single run (no events.jsonl)\n"


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of bash in which ``$O`` is the command."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "PYTHON"))}
    env |= {"O": f"{sys.executable} -m sim", "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        errors="replace",
    )


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("$O schema > /dev/full", 1, "standard output cannot be written (No space left on device)"),
        ("$O validate none >&-", 2, "none: no such file"),
        ("$O validate none 2>&-", 2, ""),
        (f"$O validate {OKINAWA} >&- 2>&-", 0, ""),
        ("$O schema | head -1 > /dev/null; exit ${PIPESTATUS[0]}", None, ""),
    ],
)
def test_wherever_output_goes_there_is_no_traceback(
    line: str, code: int | None, said: str, tmp_path: Path
) -> None:
    done = shell(line, tmp_path)
    assert code is None or done.returncode == code
    assert done.stderr.strip() == said
    assert done.stdout == ""


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"TERM": "dumb", "NO_COLOR": "1"},
    ],
    ids=str,
)
def test_any_encoding_will_do(environment: dict[str, str], tmp_path: Path) -> None:
    """Letters that cannot be printed are escaped; a document stays a document."""
    name = "沖縄.yaml"
    (tmp_path / name).write_text("format: overflight/9\n", encoding="utf-8")
    done = shell("$O validate *.yaml --json", tmp_path, **environment)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["problems"][0]["line"] == 1
    done = shell("$O validate *.yaml", tmp_path, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert ":1:9: format:" in done.stderr

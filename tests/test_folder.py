"""Run folders appear whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import InputError, WorkError
from sim.folder import check_target, fresh_folder, replace_files

OURS = '{"mark": "SIMULATION"}'


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_folder_takes_its_place_when_done(tmp_path: Path) -> None:
    with fresh_folder(tmp_path / "a" / "run") as partial:
        (partial / "summary.json").write_text("{}")
        assert not (tmp_path / "a" / "run").exists()
    assert names(tmp_path / "a") == {"run"}
    assert names(tmp_path / "a" / "run") == {"summary.json"}


def test_a_run_folder_is_replaced_whole(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "summary.json").write_text(OURS)
    (run / "stale.png").write_text("old")
    with fresh_folder(run) as partial:
        (partial / "summary.json").write_text("new")
    assert names(run) == {"summary.json"}
    assert names(tmp_path) == {"run"}


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "summary.json").write_text(OURS)
    with pytest.raises(ZeroDivisionError), fresh_folder(run) as partial:
        (partial / "summary.json").write_text("half")
        raise ZeroDivisionError
    assert (run / "summary.json").read_text() == OURS
    assert names(tmp_path) == {"run"}


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError) as caught:
        check_target(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: exists, is not empty and is not a run folder (no summary.json); "
        "it is left as it is: choose another"
    )
    assert names(tmp_path) == {"thesis.tex"}


@pytest.mark.parametrize("content", ["{}", "[]", "cut {", '{"of": "another program"}'])
def test_the_summary_of_another_program_is_not_ours(content: str, tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text(content)
    with pytest.raises(InputError, match=r"summary\.json is not one of ours"):
        check_target(tmp_path)


def test_results_of_another_kind_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text(OURS)
    (tmp_path / "replicates.parquet").write_text("a night of work")
    check_target(tmp_path, "replicates.parquet")
    with pytest.raises(InputError, match=r"no events\.jsonl"):
        check_target(tmp_path, "events.jsonl")


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file")
    with pytest.raises(InputError, match="exists and is not a folder"), fresh_folder(tmp_path / "run"):
        pass


def test_an_unwritable_place_fails_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkError) as caught, fresh_folder(tmp_path / "file" / "run"):
        pass
    assert "cannot be written" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_are_replaced_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("old")

    def write(partial: Path) -> list[Path]:
        (partial / "a.png").write_text("new")
        return [partial / "a.png"]

    assert replace_files(tmp_path, write) == [tmp_path / "a.png"]
    assert (tmp_path / "a.png").read_text() == "new"
    assert names(tmp_path) == {"a.png"}


def test_a_killed_process_leaves_nothing_that_looks_like_a_run(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from sim.folder import fresh_folder\n"
        "with fresh_folder(Path(sys.argv[1])) as partial:\n"
        "    (partial / 'summary.json').write_text('{}'); print('ready', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "run")], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not (tmp_path / "run").exists()
    assert all(name.startswith(".run.") and name.endswith(".partial") for name in names(tmp_path))


@pytest.mark.parametrize("folder", [".", "..", "../here"])
def test_the_folder_one_is_in_is_refused_before_any_work(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(InputError, match="is where this runs"):
        check_target(Path(folder))

"""Every shipped scenario gives, to the byte, the output kept beside it.

A wanted change is written with ``python -m tests.golden.test_scenarios`` and reviewed like code.
"""

from pathlib import Path

import pytest

import sim
from sim.jsontext import to_json
from sim.output.terminal import run_summary
from sim.results.areas import areas_csv

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
GOLDEN = ROOT / "scenarios" / "golden"


def outputs(scenario: Path) -> dict[str, str]:
    """What one scenario gives, less the versions of the libraries."""
    result = sim.run(sim.load_scenario(scenario))
    summary = result.summary()
    del summary["versions"]
    return {
        "areas.csv": areas_csv(result.areas),
        "milestones.jsonl": "".join(
            event.to_json() + "\n" for event in result.log if event.subject == "authority"
        ),
        "summary.json": to_json(summary, indent=2) + "\n",
        "terminal.txt": run_summary(result) + "\n",
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_output_is_as_it_was(scenario: Path) -> None:
    for name, text in outputs(scenario).items():
        assert text == (GOLDEN / scenario.stem / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_the_terminal_summary_fits_one_screen(scenario: Path) -> None:
    lines = (GOLDEN / scenario.stem / "terminal.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_no_golden_output_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {path.stem for path in SCENARIOS}


if __name__ == "__main__":
    for path in SCENARIOS:
        (GOLDEN / path.stem).mkdir(parents=True, exist_ok=True)
        for file, content in outputs(path).items():
            (GOLDEN / path.stem / file).write_text(content, encoding="utf-8", newline="\n")

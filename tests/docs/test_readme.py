"""The README shows what the main job prints, and names commands that exist."""

import re
from pathlib import Path

import pytest

from sim.cli import parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/overflight (.+?)(?:\s+#.*|\s+>.*)?$", README, flags=re.MULTILINE)


def test_it_shows_the_summary_of_the_main_job() -> None:
    golden = ROOT / "scenarios" / "golden" / "okinawa-2023-08-24" / "terminal.txt"
    assert golden.read_text(encoding="utf-8").rstrip("\n") in README


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_are_understood(command: str) -> None:
    assert parser().parse_args(command.split()).command


def test_it_shows_commands_at_all() -> None:
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_its_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()

"""Run folders shared by the tests of files for other tools."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for run folders that several tests read."""
    return tmp_path_factory.mktemp("runs")

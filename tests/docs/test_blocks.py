"""Every command and code block of the README and the documentation runs, in order, page by page."""

from pathlib import Path

import pytest

from tests.docs.blocks import Block, blocks_of
from tests.docs.workbench import ROOT, Workbench

pytestmark = pytest.mark.xdist_group("docs")

PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))
)
LANGUAGES = {"sh", "python", "yaml", "text", "json", "xml", "bibtex"}


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize("page", PAGES)
def test_its_blocks_run(page: str, tmp_path: Path, kept: Path) -> None:
    bench = Workbench(tmp_path, kept)
    for block in blocks_of(ROOT / page, page):
        bench.run(block)


def every_block() -> list[Block]:
    return [block for page in PAGES for block in blocks_of(ROOT / page, page)]


def test_every_block_says_its_language() -> None:
    unknown = [f"{b.page}:{b.line} {b.language!r}" for b in every_block() if b.language not in LANGUAGES]
    assert not unknown


def test_few_are_not_run() -> None:
    left_out = [f"{b.page}:{b.line} {b.not_run}" for b in every_block() if b.not_run]
    assert len(left_out) <= 6, left_out

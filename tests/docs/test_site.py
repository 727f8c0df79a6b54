"""The site builds strictly, leads nowhere that is not there, and loads nothing from elsewhere."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests.docs.workbench import ROOT

pytestmark = pytest.mark.xdist_group("docs")

LOADING = {"src", "srcset", "poster", "data", "xlink:href"}
GENERATED = {"genindex.html", "search.html", "py-modindex.html"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as ``make docs`` builds it: a warning is an error, and a notebook that fails too."""
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", target / "doctrees", ROOT / "docs", target / "html"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return target / "html"


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 40
    return found


@cache
def parsed(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_text(encoding="utf-8"))


@cache
def names_on(page: Path) -> set[str]:
    return set(parsed(page).xpath("//@id")) | set(parsed(page).xpath("//a/@name"))


def test_every_link_leads_to_a_page_and_a_place_on_it(site: Path) -> None:
    broken = []
    for page in pages(site):
        for link in parsed(page).xpath("//a/@href"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.is_file():
                broken.append(f"{page.relative_to(site)}: {link}")
            elif (
                parts.fragment
                and target.suffix == ".html"
                and unquote(parts.fragment) not in names_on(target)
            ):
                broken.append(f"{page.relative_to(site)}: {link} (no such place)")
    assert not broken


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    foreign = []
    for page in pages(site):
        for element in parsed(page).iter():
            if not isinstance(element.tag, str):
                continue
            loads = [element.get(name, "") for name in LOADING]
            loads += [element.get("href", "")] if element.tag in ("link", "use", "image", "base") else []
            foreign += [f"{page.name}: <{element.tag}> {load}" for load in loads if _is_elsewhere(load)]
        for style in [*parsed(page).xpath("//style/text()"), *parsed(page).xpath("//@style")]:
            foreign += [f"{page.name}: {load}" for load in _loads_of(style)]
    for sheet in site.rglob("*.css"):
        foreign += [f"{sheet.name}: {load}" for load in _loads_of(sheet.read_text(encoding="utf-8"))]
    assert not foreign


def test_files_that_pages_load_are_there(site: Path) -> None:
    missing = []
    for page in pages(site):
        sources = [*parsed(page).xpath("//img/@src"), *parsed(page).xpath("//script/@src")]
        for source in [*sources, *parsed(page).xpath("//link[@rel='stylesheet' or @rel='icon']/@href")]:
            path = urlsplit(source).path
            if path and not source.startswith("data:") and not (page.parent / unquote(path)).is_file():
                missing.append(f"{page.name}: {source}")
    assert not missing


def test_scripts_open_no_connection(site: Path) -> None:
    talking = re.compile(
        r"""(fetch|open|import|importScripts|WebSocket|EventSource)\s*\(\s*["'`](https?:)?//"""
    )
    scripts = [path.read_text(encoding="utf-8") for path in site.rglob("*.js")]
    scripts += [text for page in pages(site) for text in parsed(page).xpath("//script[not(@src)]/text()")]
    assert not [found[0] for text in scripts if (found := talking.search(text))]


def test_pages_can_be_read_by_everyone(site: Path) -> None:
    for page in pages(site):
        assert parsed(page).get("lang") == "en", page.name
        if page.name in GENERATED:
            continue
        assert len(parsed(page).xpath("//article//h1")) == 1, page.name
        unnamed = [image.get("src") for image in parsed(page).xpath("//article//img") if not image.get("alt")]
        assert not unnamed, page.name


def test_formulas_are_drawn_without_a_script(site: Path) -> None:
    reach = site / "model" / "reach.html"
    assert len(parsed(reach).xpath("//*[local-name()='math']")) > 15
    assert "MathJax" not in reach.read_text(encoding="utf-8")


def test_the_notebook_shows_what_it_printed(site: Path) -> None:
    notebook = parsed(site / "notebooks" / "morning.html")
    assert len(notebook.xpath("//div[contains(@class, 'cell_output')]//img")) >= 2
    assert "Miyakojima City" in notebook.text_content()
    assert "Traceback" not in notebook.text_content()


def test_reference_pages_are_filled(site: Path) -> None:
    for name in ("commands", "scenario", "figures"):
        page = parsed(site / "reference" / f"{name}.html")
        assert len(page.xpath("//table//tr")) > 30, name
    assert "lift.confirmation" in parsed(site / "reference" / "figures.html").text_content()


def _loads_of(style: str) -> list[str]:
    loads = re.findall(r"url\(\s*['\"]?([^'\")]+)", style) + re.findall(r"@import\s+['\"]([^'\"]+)", style)
    return [load for load in loads if _is_elsewhere(load)]


def _is_elsewhere(load: str) -> bool:
    return bool(re.match(r"\s*(https?:)?//", load))

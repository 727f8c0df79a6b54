"""A real browser, one for all tests of the page; every page it opens must be quiet and ask the network for nothing."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

import sim
from sim.output.replay.page import write_replay
from sim.shipped import shipped_folder
from tests.browser.browser import browser
from tests.browser.oracle import Oracle
from tests.browser.screen import Screen
from tests.mornings import SCENARIO

Opener = Callable[..., Screen]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    found = browser()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(found.program), env={**os.environ, **found.environment}
        )
        yield started
        started.close()


@pytest.fixture
def opened(chromium: Chromium) -> Iterator[Opener]:
    """Opens a page of a size, language and colour scheme; checks at the end what it asked for and complained of."""
    screens: list[tuple[Screen, str]] = []

    def open_page(file: Path, address: str = "", *, wide: int = 1440, high: int = 900, **how: Any) -> Screen:
        context = chromium.new_context(viewport={"width": wide, "height": high}, **{"locale": "en-US"} | how)
        context.set_default_timeout(10_000)
        screen = Screen(context.new_page())
        screens.append((screen, file.resolve().as_uri()))
        return screen.open(file, address)

    yield open_page
    for screen, own in screens:
        asked = {url.partition("#")[0] for url in screen.requests}
        screen.page.context.close()
        assert asked == {own}
        assert screen.complaints == []


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of 24 August 2023 with its page."""
    target = tmp_path_factory.mktemp("page") / "okinawa"
    sim.write_run(sim.run(sim.load_scenario(SCENARIO)), target, pictures=False)
    write_replay([target])
    return target


@pytest.fixture(scope="session")
def area_by_area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same morning with a corridor of areas, warned and let go in turn, with its page."""
    target = tmp_path_factory.mktemp("page") / "corridor"
    policy = shipped_folder("scenarios") / "policies" / "corridor.yaml"
    sim.write_run(sim.run(sim.load_scenario(policy)), target, pictures=False)
    write_replay([target])
    return target


@pytest.fixture(scope="session")
def oracle(folder: Path) -> Oracle:
    return Oracle(folder)


@pytest.fixture
def page(opened: Opener, folder: Path) -> Screen:
    """The page of 24 August 2023, as it opens on a desk."""
    return opened(folder / "replay.html")

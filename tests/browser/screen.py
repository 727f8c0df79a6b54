"""What the page shows, read from the page as somebody would, and how to make it show another moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.oracle import Moment, Oracle


@dataclass
class Screen:
    """An open page and everything it complained of or asked the network for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, file: Path, address: str = "") -> "Screen":
        self.page.goto(file.resolve().as_uri() + address)
        self.page.wait_for_selector("#page:not([hidden])")
        return self

    def seek(self, t_s: float) -> None:
        """To a moment, as a link to it would."""
        self.page.evaluate("t => { location.hash = `t=${t}`; }", t_s)
        self.page.wait_for_function(
            "t => Math.abs(document.getElementById('scrub').value - t) < 1e-6", arg=t_s
        )

    @property
    def t_s(self) -> float:
        return float(self.page.locator("#scrub").input_value())

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text().replace("\xa0", " ")

    def counter(self, name: str, run: int = 0) -> float:
        text = self.page.locator(f".c-{name} .value").nth(run).inner_text()
        return float(text.replace(",", ""))

    def states(self, run: int = 0) -> tuple[dict[int, str], set[int]]:
        """State of every area by its row, and the rows with a footprint over them, from the map's own classes."""
        classes = (
            self.page.locator(".run")
            .nth(run)
            .evaluate("root => [...root.querySelectorAll('path.area')].map(one => one.getAttribute('class'))")
        )
        found = {k: text.split("s-")[1].split()[0] for k, text in enumerate(classes)}
        return found, {k for k, text in enumerate(classes) if "over" in text.split()}

    def messages(self, run: int = 0) -> list[Locator]:
        return self.page.locator(".run").nth(run).locator(".message:not([hidden])").all()

    def matches(self, oracle: Oracle, t_s: float, run: int = 0) -> None:
        """Assert that clock, counters, areas and messages are those of the log at ``t_s``."""
        truth: Moment = oracle.at(t_s)
        page = self.page
        assert page.locator(".clock time").nth(run).inner_text() == oracle.clock(t_s)
        assert self.counter("under", run) == truth.under
        assert self.counter("warned", run) == truth.people_warned
        for name in ("noticed", "sheltered", "released"):
            assert abs(self.counter(name, run) - getattr(truth, name)) <= 1.0, name
        states, over = self.states(run)
        codes = list(oracle.areas)
        assert {codes[k]: state for k, state in states.items()} == truth.states
        assert {codes[k] for k in over} == truth.over
        shown = [int(one.get_attribute("data-number") or 0) for one in self.messages(run)]
        assert sorted(shown) == truth.messages


_WATCH = """selector => {
  const all = {subtree: true, childList: true, attributes: true, characterData: true};
  window.writes = 0;
  window.watcher = new MutationObserver(found => { window.writes += found.length; });
  window.watcher.observe(document.querySelector(selector), all);
}"""
_COUNT = """() => {
  const found = window.writes + window.watcher.takeRecords().length;
  window.watcher.disconnect();
  return found;
}"""


def writes(page: Page, what: Callable[[], Any], selector: str = "body") -> int:
    """How many times the page below ``selector`` is written to while ``what`` is done."""
    page.evaluate(_WATCH, selector)
    what()
    return int(page.evaluate(_COUNT))

"""The page in people's hands: mouse, finger, keyboard alone, a phone, the dark, Japanese, a screen reader."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Opener
from tests.browser.oracle import Oracle
from tests.browser.screen import Screen, writes

pytestmark = pytest.mark.xdist_group("browser")
PHONE: dict[str, Any] = {
    "wide": 360,
    "high": 740,
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
MIYAKO = "47214"

# WCAG 2.2: relative luminance and contrast of every visible text with what is painted behind it.
CONTRASTS = """() => {
  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const found = [];
  for (const one of document.querySelectorAll('#page *, .mark')) {
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(one);
    if (!own || !one.getClientRects().length || one.closest('svg, option, .unseen')) continue;
    let back = null, seen = 1;
    for (let at = one; at; at = at.parentElement) {
      const look = getComputedStyle(at);
      seen *= Number(look.opacity);
      const paint = look.backgroundColor.startsWith('color') ? null : parse(look.backgroundColor);
      if (back === null && paint && paint[3] !== 0) back = paint;
    }
    const [r, g, b] = parse(style.color);
    const over = [r, g, b].map((c, k) => c * seen + back[k] * (1 - seen));
    const [a, z] = [light(over), light(back)].sort((x, y) => y - x);
    const what = one.className + ' ' + one.textContent.trim().slice(0, 30);
    found.push([(a + 0.05) / (z + 0.05), what, parseFloat(style.fontSize)]);
  }
  return found;
}"""


def place_of(screen: Screen, code: str, oracle: Oracle) -> tuple[float, float]:
    """Where on the screen an area's mark or a point inside its outline is."""
    row = list(oracle.areas).index(code)
    found = screen.page.evaluate(
        """row => {
          const dot = document.querySelector(`.dot[data-area="${row}"]`);
          const shape = dot || document.querySelector(`path.area[data-area="${row}"]`);
          const box = shape.getBoundingClientRect();
          for (let k = 0; k < 400; k += 1) {
            const x = box.x + box.width * ((k % 20) + 0.5) / 20;
            const y = box.y + box.height * (Math.floor(k / 20) + 0.5) / 20;
            if (document.elementFromPoint(x, y) === shape) return [x, y];
          }
          return null;
        }""",
        row,
    )
    assert found is not None
    return found[0], found[1]


def test_pointing_at_an_area_tells_its_story(page: Screen, oracle: Oracle) -> None:
    page.seek(600.0)
    card = page.page.locator(".card")
    assert not card.is_visible()
    page.page.mouse.move(*place_of(page, MIYAKO, oracle))
    text = card.inner_text()
    times = {
        kind: [e["t_s"] for e in oracle.of(kind) if e["subject"] == MIYAKO]
        for kind in ("warned", "hazard_enter", "hazard_exit", "lifted", "on_air")
    }
    assert "Miyakojima City" in text
    assert "宮古島市" in text
    assert "under warning" in text
    for kind in times:
        assert oracle.clock(times[kind][0]) in text, kind
    page.page.mouse.move(20, 20)
    assert not card.is_visible()


def test_a_click_holds_an_area_until_it_is_let_go(page: Screen, oracle: Oracle) -> None:
    page.page.mouse.click(*place_of(page, MIYAKO, oracle))
    page.page.mouse.move(20, 20)
    assert "Miyakojima" in page.text(".card h3")
    assert "not warned" in page.text(".card .status")
    page.seek(oracle.of("hazard_enter")[1]["t_s"])
    assert page.text(".card .status") == "under warning · footprint overhead"
    page.page.click(".card .close")
    assert not page.page.locator(".card").is_visible()


def test_a_tap_on_a_phone_shows_an_area_and_leaves_it_in_sight(
    opened: Opener, folder: Path, oracle: Oracle
) -> None:
    screen = opened(folder / "replay.html", "#t=600", **PHONE)
    screen.page.touchscreen.tap(*place_of(screen, MIYAKO, oracle))
    assert "Miyakojima" in screen.text(".card h3")
    screen.page.wait_for_timeout(400)
    card = screen.page.locator(".card").bounding_box()
    assert card is not None
    assert place_of(screen, MIYAKO, oracle)[1] < card["y"]


def test_all_of_it_speaks_japanese(page: Screen, oracle: Oracle) -> None:
    page.seek(600.0)
    page.page.click("#language")
    assert page.page.locator("html").get_attribute("lang") == "ja"
    assert page.text("h1") == oracle.summary["title_ja"]
    assert page.text(".headline").startswith("41地域に引き続き避難の呼びかけ")
    assert "シミュレーション" in page.text(".mark")
    assert page.messages()[0].locator("> p").inner_text() == oracle.of("issued")[0]["text_ja"]
    page.page.click(".all summary")
    assert (
        page.page.locator(".all tbody th").first.inner_text()
        == next(iter(oracle.areas.values()))["area_name_ja"]
    )
    page.matches(oracle, 600.0)
    page.page.click(".about details:first-child summary")
    ours = page.page.locator(
        ".counters, .times thead, .controls, .key, .looks, .keys, .all thead, .switches"
    ).all_inner_texts()
    english = re.findall(r"[A-Za-z]{3,}", " ".join(ours))
    assert set(english) <= {"JST", "English", "Space", "Shift", "Home", "End", "Ctrl"}
    page.page.click("#language")
    assert page.text("h1") == oracle.summary["title"]


def test_a_japanese_browser_is_greeted_in_japanese(opened: Opener, folder: Path) -> None:
    screen = opened(folder / "replay.html", locale="ja-JP")
    assert screen.page.locator("html").get_attribute("lang") == "ja"


def test_both_languages_have_every_word(page: Screen) -> None:
    script = (Path(__file__).parents[2] / "sim/output/replay/assets/words.js").read_text(encoding="utf-8")
    story = (Path(__file__).parents[2] / "sim/output/replay/assets/story.js").read_text(encoding="utf-8")
    for source in (script, story):
        english, japanese = source.split("\n  ja: {")
        names = [
            set(re.findall(r"(?:^|[{,]) *(\w+):", part, re.MULTILINE))
            for part in (english.partition("\n  en: {")[2], japanese.partition("\n};")[0])
        ]
        assert names[0] == names[1]
        assert len(names[0]) > 20


def test_keyboard_alone(page: Screen, oracle: Oracle) -> None:
    press = page.page.keyboard.press
    press("End")
    assert page.t_s == float(page.page.locator("#scrub").get_attribute("max") or 0)
    press("Home")
    assert page.t_s == 0.0
    press(".")
    stops = [page.t_s]
    while page.t_s < oracle.time("issued"):
        press(".")
        stops.append(page.t_s)
    assert stops[-1] == oracle.time("issued")
    page.matches(oracle, page.t_s)
    press(",")
    assert page.t_s == stops[-2]
    press("ArrowRight")
    press("Shift+ArrowRight")
    press("ArrowLeft")
    assert page.t_s == pytest.approx(stops[-2] + 60.0)
    press("Space")
    page.page.wait_for_function("t => document.getElementById('scrub').value > t", arg=page.t_s)
    press("Space")
    stopped = page.t_s
    page.page.wait_for_timeout(100)
    assert page.t_s == stopped
    press("l")
    assert page.page.locator("html").get_attribute("lang") == "ja"
    press("l")
    press("d")
    assert page.page.locator("html").get_attribute("data-theme") == "dark"


def test_tab_reaches_everything_in_order_and_shows_where_it_is(page: Screen) -> None:
    reached = []
    for _ in range(60):
        page.page.keyboard.press("Tab")
        found = page.page.evaluate(
            """() => {
              const at = document.activeElement;
              const style = getComputedStyle(at);
              return [at.id || at.className || at.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        if found[0] == "BODY":
            break
        reached.append(found)
    names = [name for name, _, _ in reached]
    wanted = [
        "language",
        "theme",
        "map",
        "nearer",
        "whole",
        "scrub",
        "previous",
        "play",
        "next",
        "speed",
        "stretch",
    ]
    assert [name for name in names if name in wanted] == wanted
    assert all(style != "none" and width >= 2.0 for _, style, width in reached)


def test_the_map_can_be_walked_by_keys_and_is_read_out(page: Screen, oracle: Oracle) -> None:
    page.seek(600.0)
    page.page.locator(".map").focus()
    page.page.keyboard.press("Enter")
    assert page.text(".card h3").startswith("Miyakojima City")
    page.page.keyboard.press("ArrowLeft")
    assert page.text(".card h3").startswith("Tarama Village")
    said = page.text("#said")
    assert "Tarama Village" in said
    assert "under warning" in said
    assert page.t_s == 600.0
    page.page.keyboard.press("Escape")
    assert not page.page.locator(".card").is_visible()


def test_messages_and_milestones_are_told_to_screen_readers(page: Screen, oracle: Oracle) -> None:
    said = page.page.locator("#said")
    assert (said.get_attribute("aria-live"), said.get_attribute("role")) == ("polite", "status")
    page.seek(oracle.time("issued") - 0.2)
    page.page.wait_for_timeout(1600)
    page.page.keyboard.press("ArrowRight")
    assert oracle.of("issued")[0]["text_en"] in said.inner_text()
    slider = page.page.get_by_role("slider", name="Time")
    assert slider.get_attribute("aria-valuetext") == f"{oracle.clock(page.t_s)} JST, T+3:35"
    for role, name in (
        ("button", "Play"),
        ("button", "Next event"),
        ("combobox", "Speed"),
        ("group", re.compile("Map")),
    ):
        assert page.page.get_by_role(role, name=name).count() == 1  # type: ignore[arg-type]
    assert page.page.locator("button:not([aria-label])").evaluate_all(
        "all => all.every(one => one.textContent.trim())"
    )
    assert page.page.get_by_role("table").count() >= 1
    assert page.page.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_cut_off_on_a_phone(opened: Opener, folder: Path, language: str) -> None:
    screen = opened(folder / "replay.html", f"#t=1003&lang={language}", **PHONE)
    page = screen.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for selector in (
        "#play",
        "#previous",
        "#next",
        "#speed",
        "#stretch",
        "#language",
        "#theme",
        ".clock",
        ".headline",
    ):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["x"] >= 0.0, selector
        assert box["x"] + box["width"] <= 360.0, selector
        assert box["y"] + box["height"] <= 740.0, selector
    for one in page.locator(".transport button, .transport select, .looks button").all():
        box = one.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 32.0
    clipped = page.locator(".counters *, .headline, .controls *").evaluate_all(
        "all => all.filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    )
    assert clipped == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark(opened: Opener, folder: Path, scheme: str) -> None:
    screen = opened(folder / "replay.html", "#t=1100", color_scheme=scheme)
    for selector in (".all summary", ".flight summary", ".about details:nth-child(2) summary"):
        screen.page.click(selector)
    found = screen.page.evaluate(CONTRASTS)
    assert len(found) > 100
    assert [one for one in found if one[0] < 4.5] == []
    assert min(size for _, _, size in found) >= 12.0
    paper = screen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    screen.page.click("#theme")
    assert screen.page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


@pytest.mark.parametrize(("wide", "high"), [(1440, 900), (360, 740)])
def test_the_mark_of_a_simulation_never_leaves_the_screen(
    opened: Opener, folder: Path, wide: int, high: int
) -> None:
    screen = opened(folder / "replay.html", wide=wide, high=high)
    for down in (0, 700, 100_000):
        screen.page.evaluate("down => window.scrollTo(0, down)", down)
        box = screen.page.locator(".mark").bounding_box()
        assert box is not None
        assert 0.0 <= box["y"] < 2.0
        assert screen.page.evaluate("document.elementFromPoint(innerWidth / 2, 8).className") == "mark"
    assert screen.text(".mark").startswith("SIMULATION")
    assert screen.page.locator(".watermark").first.text_content() == "SIMULATION"


def test_a_quiet_moment_costs_few_writes(page: Screen) -> None:
    """Smoothness: between events a frame writes a handful of texts and moves the canvas, whatever is on the map."""
    page.seek(400.0)
    page.page.evaluate("location.hash = ''")
    page.page.wait_for_timeout(50)

    def hundred_frames() -> None:
        page.page.evaluate(
            """() => {
              const scrub = document.getElementById('scrub');
              for (let k = 0; k < 100; k += 1) {
                scrub.value = 400 + k / 2;
                scrub.dispatchEvent(new Event('input'));
              }
            }"""
        )

    assert 100 < writes(page.page, hundred_frames) <= 1200
    page.seek(400.0)
    assert writes(page.page, hundred_frames, ".map") == 0


def test_zooming_to_the_whole_flight_and_back(page: Screen) -> None:
    def drawn() -> str:
        return page.page.locator(".world").get_attribute("transform") or ""

    first = drawn()
    page.page.click(".whole")
    page.page.wait_for_timeout(600)
    assert drawn() != first
    page.page.keyboard.press("+")
    page.page.wait_for_timeout(300)
    page.page.click(".first")
    page.page.wait_for_timeout(600)
    numbers = [[float(n) for n in re.findall(r"[\d.-]+", text)] for text in (drawn(), first)]
    assert numbers[0] == pytest.approx(numbers[1], rel=1e-6)

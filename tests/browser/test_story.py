"""What the page shows is what the event log says, to the second, whichever way one comes to a moment."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Opener
from tests.browser.oracle import Oracle
from tests.browser.screen import Screen

pytestmark = pytest.mark.xdist_group("browser")


def test_every_moment_is_that_of_the_log(page: Screen, oracle: Oracle) -> None:
    call, lift = oracle.time("issued"), oracle.time("lift_issued")
    heard = [event["t_s"] for event in oracle.of("on_air")]
    lifted = [event["t_s"] for event in oracle.of("lifted")]
    enter, leave = oracle.of("hazard_enter")[1]["t_s"], oracle.of("hazard_exit")[1]["t_s"]
    moments = [0.0, 100.0, call - 0.001, call, heard[0], heard[20], 300.0, enter, leave, 777.0]
    moments += [lift - 0.001, lift, lifted[0], lifted[20], lifted[-1], 1100.0]
    for t_s in [*moments, *reversed(moments[::3])]:
        page.seek(t_s)
        page.matches(oracle, t_s)


def test_playing_brings_the_call_and_the_all_clear(page: Screen, oracle: Oracle) -> None:
    page.seek(oracle.time("issued") - 20.0)
    assert not page.messages()
    page.page.select_option("#speed", "60")
    page.page.click("#play")
    page.page.wait_for_selector(".message:not([hidden])")
    page.page.click("#play")
    stopped = page.t_s
    assert stopped >= oracle.time("issued")
    page.matches(oracle, stopped)
    page.seek(oracle.time("lift_issued") - 20.0)
    page.page.click("#play")
    page.page.wait_for_selector(".message.k-lift_issued:not([hidden])")
    page.page.wait_for_function("() => document.querySelector('.c-under .value').textContent === '0'")
    page.page.click("#play")
    page.matches(oracle, page.t_s)
    assert "nobody is under warning" in page.text(".headline")


def test_it_plays_at_the_speed_it_says_and_stops_at_the_end(page: Screen) -> None:
    end = float(page.page.locator("#scrub").get_attribute("max") or 0)
    page.seek(end - 30.0)
    page.page.select_option("#speed", "10")
    taken = page.page.evaluate(
        """() => new Promise(done => {
          const scrub = document.getElementById('scrub');
          const [t, now] = [Number(scrub.value), performance.now()];
          document.getElementById('play').click();
          setTimeout(() => done((Number(scrub.value) - t) / (performance.now() - now) * 1000), 600);
        })"""
    )
    assert 7.0 < taken < 11.0
    page.page.select_option("#speed", "120")
    page.page.wait_for_function("() => document.querySelector('#play span').textContent === 'Replay'")
    assert page.t_s == end


@pytest.mark.parametrize("kind", ["issued", "lift_issued"])
def test_scrubbing_with_the_mouse(page: Screen, oracle: Oracle, kind: str) -> None:
    wanted = oracle.time(kind) + 3.0
    scrub = page.page.locator("#scrub")
    low, high = (float(scrub.get_attribute(name) or 0) for name in ("min", "max"))
    box = page.page.locator(".lanes").bounding_box()
    assert box is not None
    page.page.mouse.click(box["x"] + box["width"] * (wanted - low) / (high - low), box["y"] + 30)
    assert abs(page.t_s - wanted) < 2.0
    page.matches(oracle, page.t_s)


def test_the_messages_are_the_logs_own_words(page: Screen, oracle: Oracle) -> None:
    page.seek(1100.0)
    shown = {int(one.get_attribute("data-number") or 0): one for one in page.messages()}
    for event in oracle.of("issued", "lift_issued"):
        card = shown[event["message"]]
        assert card.locator("> p").inner_text() == event["text_en"]
        card.locator("summary").click()
        assert card.locator("details p").inner_text() == event["text_ja"]
        assert card.locator("time").inner_text() == oracle.clock(event["t_s"])
        assert f"{len(event['areas'])} areas" in card.locator(".where").inner_text()


def test_the_story_in_short_answers_who_and_when(page: Screen, oracle: Oracle) -> None:
    brief = page.text(".brief")
    crossed = max(event["t_s"] for event in oracle.of("gate_crossed"))
    for fact in (
        "41 areas",
        "1,467,480",
        "told to take shelter",
        *(oracle.clock(oracle.time(k)) for k in ("issued", "lift_issued")),
        oracle.clock(crossed),
    ):
        assert fact in brief
    page.seek(390.0)
    left = round(crossed) - 390
    assert (
        page.text(".headline")
        == f"41 areas under shelter warning; the vehicle passes overhead in {left // 60} min {left % 60:02d} s."
    )
    assert page.text(".clock time") == oracle.clock(390.0)
    assert page.text(".since") == "T+6:30"


def test_announced_times_stand_beside_the_modelled_ones(page: Screen, oracle: Oracle) -> None:
    rows = {row.get_attribute("data-step"): row for row in page.page.locator(".times tbody tr").all()}
    for step in ("launch", "detected", "decided", "issued", "lift_decided", "lift_issued"):
        assert rows[step].locator(".at").inner_text().endswith(oracle.clock(oracle.time(step)))
    said = [(one["announced_s"], one["by"]) for one in oracle.summary["announced"]]
    shown = page.page.locator(".times .said").all_inner_texts()
    assert len(shown) == len(said)
    for t_s, by in said:
        assert any(text.startswith(oracle.clock(t_s)[:5]) and by in text for text in shown)
    assert page.page.locator(".times .off").count() == 0
    assert page.page.locator(".times .within").count() == len(said)
    borders = {
        page.page.locator(selector).first.evaluate("e => getComputedStyle(e).borderTopStyle")
        for selector in (".stamp", ".times .at")
    }
    assert borders == {"solid", "none"}, "what was announced looks unlike what is modelled"


def test_track_events_say_what_they_rest_on(page: Screen, oracle: Oracle) -> None:
    page.page.click(".flight summary")
    shown = page.page.locator(".flight .basis").all_inner_texts()
    words = {"published": "published", "derived": "derived", "assumption": "assumed"}
    assert shown == [words[event["basis"]] for event in oracle.of("milestone")]


def test_a_time_in_the_list_leads_there(page: Screen, oracle: Oracle) -> None:
    page.page.click("tr[data-step=issued] .at")
    assert page.t_s == oracle.time("issued")
    page.matches(oracle, page.t_s)


def test_the_table_says_what_the_log_says(page: Screen, oracle: Oracle) -> None:
    page.seek(900.0)
    page.page.click(".all summary")
    page.page.wait_for_selector(".all tbody tr")  # built when first opened, an event later
    rows = page.page.locator(".all tbody tr").all()
    assert len(rows) == len(oracle.areas)
    warned = {event["subject"]: event["t_s"] for event in oracle.of("warned")}
    heard: dict[str, float] = {}
    for event in oracle.of("on_air"):
        if event["message"] == 1:
            heard.setdefault(event["subject"], event["t_s"])
    for row in (rows[0], rows[13], rows[-1]):
        code = row.get_attribute("data-code") or ""
        cells = row.locator("td").all_inner_texts()
        assert row.locator("th").inner_text() == oracle.areas[code]["area_name"]
        assert cells[:3] == ["under warning", oracle.clock(warned[code]), oracle.clock(heard[code])]
    page.page.fill(".find input", "宮古島")
    assert page.page.locator(".all tbody tr:visible").count() == 1
    page.page.locator(".all tbody tr:visible button").click()
    assert "Miyakojima City" in page.text(".card h3")


def test_the_log_beyond_the_all_clear_can_be_seen(page: Screen, oracle: Oracle) -> None:
    last = oracle.events[-1]["t_s"]
    page.page.click("#stretch")
    page.seek(last)
    page.matches(oracle, last)
    page.page.click("#stretch")
    assert page.t_s < last
    page.matches(oracle, page.t_s)


def test_warnings_that_spread_and_lift_area_by_area(opened: Opener, area_by_area: Path) -> None:
    oracle = Oracle(area_by_area)
    screen = opened(area_by_area / "replay.html")
    times = sorted({event["t_s"] for event in oracle.of("warned", "lifted", "hazard_enter")})
    assert len({oracle.at(t_s).under for t_s in times}) > 4
    for t_s in times[::3]:
        screen.seek(t_s)
        screen.matches(oracle, t_s)
    assert re.search(
        r"\d+ areas? still under shelter warning|nobody is under warning", screen.text(".headline")
    )

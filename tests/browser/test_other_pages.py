"""Other runs than the main job: hostile texts, two runs on one clock, many areas, and runs in which little happens."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Request

import sim
from sim.output.replay.page import write_replay
from sim.shipped import shipped_folder
from tests.acceptance import test_own_areas as own_areas
from tests.browser.conftest import Opener
from tests.browser.oracle import Oracle
from tests.mornings import SCENARIO
from tests.ownareas import written

pytestmark = pytest.mark.xdist_group("browser")

HOSTILE = (
    "</script><script>window.broken=1</script><img src=x onerror='window.broken=2'>&amp;<!--\u2028\"'`${1}"
)


def hostile(folder: Path, target: Path) -> Path:
    """A run folder whose every text that comes from users is an attack."""
    shutil.copytree(folder, target)
    summary = json.loads((target / "summary.json").read_text(encoding="utf-8"))
    summary |= dict.fromkeys(("title", "title_ja", "credit", "timezone", "scenario"), HOSTILE)
    summary["remarks"] = [HOSTILE]
    for one in summary["announced"]:
        one |= {"by": HOSTILE, "source": HOSTILE, "note": HOSTILE}
    (target / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    footprint = json.loads((target / "footprint.geojson").read_text(encoding="utf-8"))
    for one in footprint["features"]:
        for key in ("area_name", "area_name_ja", "title"):
            if key in one["properties"]:
                one["properties"][key] = HOSTILE
    (target / "footprint.geojson").write_text(json.dumps(footprint), encoding="utf-8")
    lines = [json.loads(line) for line in (target / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    for event in lines:
        for key in ("text_en", "text_ja", "event", "channel", "gate"):
            if key in event:
                event[key] = HOSTILE
    (target / "events.jsonl").write_text(
        "".join(json.dumps(event) + "\n" for event in lines), encoding="utf-8"
    )
    return target


def test_texts_of_users_stay_texts(opened: Opener, folder: Path, tmp_path: Path) -> None:
    target = hostile(folder, tmp_path / "hostile")
    screen = opened(write_replay([target]), "#t=900")
    page = screen.page
    page.click(".all summary")
    page.click(".flight summary")
    page.locator(".map").focus()
    page.keyboard.press("Enter")
    shown = HOSTILE.replace("\u2028", " ")
    for selector in ("h1", ".message > p", ".all tbody th", ".card h3", ".flight th", ".zone"):
        assert shown[:60] in (page.locator(f"{selector}:visible").first.text_content() or ""), selector
    page.click("#language")
    assert page.evaluate("window.broken") is None
    assert page.locator("img, iframe, object, embed, link").count() == 0
    assert page.locator("script").count() == 2


def test_the_page_can_reach_nothing(opened: Opener, folder: Path, tmp_path: Path) -> None:
    """What would load, by any way a page has, is refused by the page's own policy before it is asked for."""
    copy = shutil.copy(folder / "replay.html", tmp_path / "page.html")
    screen = opened(Path(copy))
    tried: list[str] = []
    failed: list[Request] = []
    screen.page.on("requestfailed", lambda request: failed.append(request))
    screen.page.expose_function("refused", lambda what: tried.append(what))
    screen.page.evaluate(
        """async () => {
          document.addEventListener('securitypolicyviolation', event => window.refused(event.effectiveDirective));
          const add = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
          await fetch('https://example.org/').catch(() => {});
          add('img', {src: 'https://example.org/a.png'});
          add('script', {src: 'https://example.org/a.js'});
          add('script', {textContent: 'window.inlined = 1'});
          add('link', {rel: 'stylesheet', href: 'https://example.org/a.css'});
          add('iframe', {src: 'https://example.org/'});
          await new Promise(done => setTimeout(done, 200));
        }"""
    )
    assert {"connect-src", "img-src", "script-src-elem", "style-src-elem", "frame-src"} <= set(tried)
    assert screen.page.evaluate("window.inlined") is None
    refused = {request.url for request in failed if request.failure == "csp"}
    assert refused >= set(screen.requests) - {Path(copy).resolve().as_uri()}
    # The browser tells of each refusal as of a request and on the console.
    screen.requests[1:] = []
    screen.complaints.clear()


def test_two_runs_share_one_clock(opened: Opener, folder: Path, area_by_area: Path, tmp_path: Path) -> None:
    target = write_replay([folder, area_by_area], tmp_path / "two.html")
    screen = opened(target)
    assert screen.page.locator(".run").count() == 2
    for t_s in (0.0, 230.0, 300.0, 545.0, 1002.0, 1100.0):
        screen.seek(t_s)
        screen.matches(Oracle(folder), t_s, run=0)
        screen.matches(Oracle(area_by_area), t_s, run=1)
    boxes = [one.bounding_box() for one in screen.page.locator(".map").all()]
    assert all(boxes)
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]  # type: ignore[index]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 30.0  # type: ignore[index]
    assert [text[0] for text in screen.page.locator(".run-title").all_inner_texts()] == ["A", "B"]


def simulated(target: Path, changes: list[str], name: str | Path = SCENARIO) -> Path:
    result = sim.run(sim.load_scenario(name, tuple(changes)))
    return sim.write_run(result, target, pictures=False)


CASES: dict[str, tuple[list[str], str]] = {
    "a false alarm, withdrawn": (
        [
            "faults=[{kind: false_alarm, name: f, at_s: 100, known: {value_s: 60}, cancellation: {value_s: 30}}]"
        ],
        "withdrawn",
    ),
    "no way to the people": (["reach=null"], "All-clear in 41 areas"),
    "no all-clear": (["authority.lift.withheld=true"], "without an all-clear"),
}


@pytest.mark.parametrize("case", CASES)
def test_runs_in_which_things_go_otherwise(opened: Opener, tmp_path: Path, case: str) -> None:
    changes, said = CASES[case]
    target = simulated(tmp_path / "run", changes)
    oracle = Oracle(target)
    screen = opened(write_replay([target]))
    times = sorted(
        {e["t_s"] for e in oracle.of("issued", "warned", "lifted", "cancelled", "expired", "hazard_enter")}
    )
    for t_s in [0.0, *times[:: max(1, len(times) // 5)], oracle.events[-1]["t_s"]]:
        screen.seek(t_s)
        if oracle.of("people") or not oracle.of("issued"):
            screen.matches(oracle, t_s)
        else:
            states, _ = screen.states()
            expected = {"issued": "heard"}
            assert list(states.values()) == [expected.get(s, s) for s in oracle.at(t_s).states.values()]
            assert "not part of this run" in screen.text(".c-noticed .note")
    assert said in screen.text(".headline")


@pytest.mark.parametrize("name", ["okinawa-2012-12-12", "nuri-2022-06-21"])
def test_other_documented_launches(opened: Opener, tmp_path: Path, name: str) -> None:
    target = simulated(tmp_path / name, [], shipped_folder("scenarios") / f"{name}.yaml")
    oracle = Oracle(target)
    screen = opened(write_replay([target]), "#lang=ja")
    for t_s in (0.0, 345.0, oracle.events[-1]["t_s"] / 2.0):
        screen.seek(t_s)
        screen.matches(oracle, t_s)


def test_all_japan(opened: Opener, tmp_path: Path) -> None:
    target = simulated(tmp_path / "japan", ["areas.layer=japan"])
    file = write_replay([target])
    assert file.stat().st_size < 2_000_000
    screen = opened(file)
    screen.seek(545.0)
    screen.matches(Oracle(target), 545.0)
    assert screen.page.locator("path.area").count() == 1758
    screen.page.click(".whole")
    screen.page.wait_for_timeout(600)


def test_own_areas_along_the_antimeridian_without_population(opened: Opener, tmp_path: Path) -> None:
    for name in ("okinawa-2023-08-24.yaml", "tracks"):
        (tmp_path / name).symlink_to(shipped_folder("scenarios") / name)
    (tmp_path / "far.csv").write_text(own_areas.TRACK, encoding="utf-8")
    written(tmp_path, *own_areas.FEATURES)
    (tmp_path / "far.yaml").write_text(own_areas.SCENARIO.replace("FILE", "isles.geojson"), encoding="utf-8")
    target = simulated(tmp_path / "far", [], tmp_path / "far.yaml")
    oracle = Oracle(target)
    screen = opened(write_replay([target]))
    t_s = oracle.events[-1]["t_s"]
    screen.seek(t_s)
    states, _ = screen.states()
    assert list(states.values()) == list(oracle.at(t_s).states.values())
    told = sum(event["of"] for event in {e["subject"]: e for e in oracle.of("people")}.values())
    assert screen.text(".c-noticed .value") == f"{round(100 * oracle.at(t_s).noticed / told)}%"
    assert screen.text(".c-warned .value") == "unknown"
    assert "is unknown" in screen.text(".unknown")
    names = screen.page.locator(".names").evaluate("e => e.getBoundingClientRect().width")
    assert 200.0 < names < 1000.0, "areas on both sides of the meridian stand side by side"

"""What a frame costs: ``python -m tests.browser.frames PAGE...`` plays pages through the shelter call and prints it.

Milliseconds of processor time on the page's main thread for each of 300 frames at 30 times real time, on a desk and
on a phone's screen; 60 frames a second leave 16.7.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import CDPSession, sync_playwright

from tests.browser.browser import browser

SIZES = ((1440, 900), (360, 740))
PARTS = ("TaskDuration", "ScriptDuration", "LayoutDuration")
_PLAY = """() => new Promise(done => {
  let frames = 0;
  const count = () => { if (++frames < 300) requestAnimationFrame(count); else done(frames); };
  document.getElementById('play').click();
  requestAnimationFrame(count);
})"""


def spent(session: CDPSession) -> dict[str, float]:
    """Seconds of processor time so far, by part."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return {part: found[part] for part in PARTS}


def main(files: list[str]) -> None:
    """Measure and print a line for each page and size."""
    found = browser()
    environment: dict[str, str | float | bool] = {**os.environ, **found.environment}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(found.program), env=environment)
        for file in files:
            for wide, high in SIZES:
                page = chromium.new_page(viewport={"width": wide, "height": high})
                session = page.context.new_cdp_session(page)
                session.send("Performance.enable", {"timeDomain": "threadTicks"})
                page.goto(Path(file).resolve().as_uri() + "#t=195")
                page.wait_for_timeout(800)
                before = spent(session)
                frames = page.evaluate(_PLAY)
                after = spent(session)
                each = [
                    f"{part[:-8].lower()} {1000 * (after[part] - before[part]) / frames:.1f} ms"
                    for part in PARTS
                ]
                print(f"{file} {wide}x{high}: {', '.join(each)} a frame")
                page.close()


if __name__ == "__main__":
    main(sys.argv[1:])

"""The pictures in ``docs/``, taken anew: ``python -m tests.bench._screenshots``. Needs Chromium and Playwright.

Reviews the samples, with their transcripts, into a library of their own, and takes the list of calls and the review
of one, light and dark, with one of its moments open, a form that is filled in beside it, a calibration of it side by side, and a
coaching session about another.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from audio.span import Span
from library import current
from library.coaching.session import Stretch
from library.evaluations.reviewers import Reviewer
from library.forms.form import Form
from library.forms.forms import shipped_forms
from library.store import Library
from library.worker.tasks import work
from library.worker.worker import Worker
from tests import coached_house
from tests.bench.room import CHROMIUM, PORT
from ui.dashboard.parts import upload

DOCS = Path(__file__).parents[2] / "docs"
PUSHED = "parcel_pushed"
SHOWN, MOMENT = "parcel_partnered", "Acknowledging what it is like"


def fill() -> dict[str, str]:
    """Review the samples into the shelf's library; the calls' ids by name."""
    library = current.library()
    upload.offer_samples(library)
    worker = Worker(library, work)
    while worker.run_one():
        pass
    form = next(form for form in shipped_forms() if form.name == "De-escalation")
    made = library.forms.add(form, "Ama")
    library.forms.publish(made.form_id)
    ids = {Path(call.name).stem: call.id for call in library.calls(sort="name").calls}
    calibrate(library, ids[SHOWN], made.form_id, form)
    return ids


def calibrate(library: Library, call_id: str, form_id: int, form: Form) -> None:
    """Three reviewers go through a call, of one mind about most of it."""
    remarks = {
        "Ben": (2, Span(42.0, 45.0), "He asks; he does not order."),
        "Cleo": (6, Span(61.0, 64.0), "A plan, and no choice."),
    }
    people = [Reviewer(name, None) for name in ("Ama", "Ben", "Cleo")]
    library.calibrations.begin([call_id], form_id, people, "Ama", reference=people[0])
    for who in people:
        (line,) = library.evaluations.queue(who.name)
        for k, question in enumerate(question for question in form.questions if question.choices):
            at, span, words = remarks.get(who.name, (None, None, ""))
            differs = k == at
            answer = question.choices[1 if differs else 0].answer
            library.evaluations.answer(
                line.id, question.id, answer, who.name, words if differs else "", span=span if differs else None
            )
        library.evaluations.finish(line.id, who.name)


def calibration(page: Page) -> None:
    """Their answers side by side."""
    page.goto(f"http://localhost:{PORT}/evaluations?tab=Calibration&calibration=1")
    page.wait_for_selector(".beside")
    page.wait_for_timeout(1500)
    page.screenshot(path=DOCS / "calibration-light.png")


def wait(address: str) -> None:
    while True:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health").close()
            return
        except urllib.error.URLError:
            time.sleep(0.2)


def review(page: Page, call_id: str, name: str) -> None:
    """The review with a moment open and the voice stopped in the middle of it."""
    page.goto(f"http://localhost:{PORT}/?call={call_id}")
    page.wait_for_selector(".room[data-ready]")
    page.locator(".card .head", has_text=MOMENT).first.click()
    page.wait_for_timeout(1500)
    page.keyboard.press("k")
    page.mouse.move(5, 500)
    page.wait_for_timeout(800)
    page.screenshot(path=DOCS / f"{name}.png")


def evaluation(page: Page, call_id: str) -> None:
    """A form beside the timeline, its first questions answered."""
    page.goto(f"http://localhost:{PORT}/?call={call_id}")
    page.wait_for_selector(".room[data-ready]")
    page.get_by_role("button", name="Evaluate", exact=True).click()
    page.locator(".drawer .line").first.click()
    page.wait_for_selector(".q.current")
    page.keyboard.press("Enter")
    page.keyboard.press("y")
    page.wait_for_timeout(1500)
    page.screenshot(path=DOCS / "evaluate-light.png")


def coaching(page: Page, call_id: str) -> None:
    """A coaching session about that call, as it is looked at again five weeks later."""
    library = current.library()
    day = coached_house.five_weeks_ago()
    coached_house.fill(library, day)
    library.assign([call_id], agent=coached_house.AMA)
    report = library.report(call_id)
    pushes = [moment for moment in report.moments if moment.kind == "pushed"][:3] if report else []
    stretches = [Stretch("", moment.span, "", moment.technique, "What could be said here?") for moment in pushes]
    one = coached_house.coached(library, day, {call_id: stretches}, "Cora Vane")
    page.goto(f"http://localhost:{PORT}/coaching?session={one}")
    page.get_by_text("Against 6 others").wait_for()
    page.wait_for_timeout(800)
    page.screenshot(path=DOCS / "coaching-light.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ[current.VARIABLE] = str(Path(folder) / "library.db")
        ids = fill()
        server = subprocess.Popen(
            [sys.executable, "-c", f"from ui.dashboard.server import serve; serve(None, {PORT}, True)"]
        )
        try:
            wait(f"http://localhost:{PORT}")
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--hide-scrollbars"])
                for scheme in ("light", "dark"):
                    page = browser.new_page(viewport={"width": 1440, "height": 1060}, color_scheme=scheme)
                    page.context.add_cookies(
                        [{"name": "sameside_author", "value": "Ama", "url": f"http://localhost:{PORT}"}]
                    )
                    review(page, ids[SHOWN], f"review-{scheme}")
                    if scheme == "light":
                        page.goto(f"http://localhost:{PORT}")
                        page.wait_for_selector("tr[data-call]")
                        page.wait_for_timeout(800)
                        page.screenshot(path=DOCS / "calls.png")
                        evaluation(page, ids[SHOWN])
                        calibration(page)
                browser_page = browser.new_page(viewport={"width": 1440, "height": 1180}, color_scheme="light")
                coaching(browser_page, ids[PUSHED])
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

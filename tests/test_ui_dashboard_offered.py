"""What a person may not do is not offered, or stands there disabled with the reason; and calls that are chosen are given to a reviewer, all that
match at once, and had back: in a real Chromium, signed in with a real provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from by_hand import choose
from library_calls import a_call, a_recording, a_report
from patience import soon
from real_browser import IN_A_BROWSER, press_still, still, window
from team_dashboard import ADA, AMA, BEN, knows, sign_in, team_dashboard

from library.house import judging
from library.house.limits import limits_in_force
from library.people.persons import Entry
from library.store import Library

if TYPE_CHECKING:
    from playwright import sync_api as playwright

pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
pytestmark = IN_A_BROWSER

RAE = Entry("rae@house.example", "Rae Poe", ("reviewer",), None, ("Repairs",))
MIA = Entry("mia@house.example", "Mia Roe", ("reviewer",), None, ("Sales",))
CALLS = 3


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("offered")


@pytest.fixture(scope="module")
def library(home: Path) -> Iterator[Library]:
    """Calls of Ama's, with a recording and a report each."""
    opened = Library(str(home / "library.db"))
    now = judging.report_fingerprint(opened, limits_in_force(opened))
    for k in range(CALLS):
        recording = opened.keep_recording(a_recording(home / f"c{k}.wav", 3.0, 200.0 + 50 * k))
        opened.keep_call(a_call(f"c{k}"), recording, name=f"call {k}.wav", agent="Ama Osei", team="Repairs")
        opened.keep_report(a_report(f"c{k}"), now)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(home: Path, issuer: str, library: Library) -> Iterator[str]:
    with team_dashboard(home, issuer) as there:
        for entry in (RAE, MIA):
            library.persons.add(entry)
            knows(issuer, entry.email)
        yield there


@pytest.fixture
def page(browser: playwright.Browser) -> Iterator[playwright.Page]:
    context = window(browser)
    yield context.new_page()
    context.close()


def arrive(page: playwright.Page, address: str, entry: Entry, path: str) -> None:
    """Sign in as somebody, and open a page."""
    sign_in(page, address, entry.email)
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(f"{address}{path}")
    still(page)


def pressable(page: playwright.Page, name: str) -> bool:
    """Whether the first button of that name on the page can be pressed."""
    button = page.get_by_role("button", name=name, exact=True).first
    button.wait_for()
    return button.is_enabled()


@pytest.mark.parametrize(
    ("entry", "change", "verdict", "settle"),
    [(AMA, False, False, False), (RAE, False, True, False), (BEN, True, True, False), (ADA, True, True, True)],
    ids=["agent", "reviewer", "coach", "admin"],
)
def test_what_is_refused_is_not_offered(
    page: playwright.Page, address: str, entry: Entry, change: bool, verdict: bool, settle: bool
) -> None:
    arrive(page, address, entry, "/review?call=c0")
    page.wait_for_selector(".room[data-ready]")
    reviewed = page.get_by_role("switch", name="Reviewed").or_(page.get_by_role("checkbox", name="Reviewed"))
    soon(lambda: reviewed.is_enabled() == verdict)
    page.locator(".card .head").first.click()
    soon(lambda: pressable(page, "Agree") == verdict)
    soon(lambda: page.get_by_role("button", name="Take back the last correction").count() == int(verdict))
    press_still(page, "About")
    soon(lambda: pressable(page, "Swap agent and customer") == verdict)
    soon(lambda: pressable(page, "Keep") == change)
    refused = page.get_by_text("You may not change what is known of it")
    soon(lambda: refused.count() == int(not change))
    page.goto(f"{address}/house-rules")
    still(page)
    page.get_by_role("tab", name="Words").click()
    soon(lambda: pressable(page, "Keep the vocabulary") == settle)
    soon(lambda: page.get_by_text("You may not change what the house has settled").count() == int(not settle))


@pytest.mark.parametrize(("entry", "give"), [(RAE, False), (BEN, True)], ids=["reviewer", "coach"])
def test_the_deeds_of_the_list_are_those_that_one_may_do(
    page: playwright.Page, address: str, entry: Entry, give: bool
) -> None:
    arrive(page, address, entry, "/?order=By+name")
    page.get_by_role("checkbox", name="Choose call 0").click()
    page.get_by_text("1 call chosen").wait_for()
    still(page)
    soon(lambda: pressable(page, "Analyse again"))
    soon(lambda: pressable(page, "Give to review") == give)
    soon(lambda: pressable(page, "Agent, team, date") == give)
    soon(lambda: not pressable(page, "Delete"))


def test_all_that_match_are_given_to_a_reviewer_and_had_back(
    page: playwright.Page, address: str, library: Library
) -> None:
    mia = next(one.id for one in library.persons.all() if one.entry.email == MIA.email)
    arrive(page, address, BEN, "/?order=By+name")
    page.get_by_role("checkbox", name="Choose all").first.click()
    page.get_by_text(f"{CALLS} calls chosen").wait_for()
    press_still(page, "Give to review")
    choose(page, page.get_by_role("combobox", name="Reviewer"), MIA.name)
    press_still(page, "Give them")
    page.get_by_text(f"{CALLS} calls given to {MIA.name} to review.").first.wait_for()
    given = [f"c{k}" for k in range(CALLS)]
    assert [call for call in given if any(one.person_id == mia for one in library.sharing.shown_to(call))] == given
    told = [event for event in library.audit.walk() if event.act == "given_out"]
    assert {(event.call_id, event.who, event.detail["person"]) for event in told} == {
        (c, BEN.name, MIA.name) for c in given
    }
    press_still(page, "Undo")
    soon(lambda: not any(library.sharing.shown_to(call) for call in given))

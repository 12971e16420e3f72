"""A coaching session among people who sign in, in a real Chromium: three moments from a call's page, held, acknowledged, and what followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from by_hand import choose
from library_calls import a_call, a_moment, a_report
from patience import soon
from real_browser import IN_A_BROWSER, PARCEL, Reviewed, press_still, still, until, window
from sqlalchemy import update
from team_dashboard import AMA, BEN, provider, sign_in, team_dashboard

from library.coaching.session import Agreed
from library.database.tables.coaching import CoachingSessionRow
from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library

if TYPE_CHECKING:
    from playwright import sync_api as playwright

pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
pytestmark = IN_A_BROWSER

Enter = Callable[[str], "playwright.Page"]
SELECT = """(room) => {
    const words = room.querySelectorAll(".lines .w"), range = document.createRange();
    range.setStartBefore(words[1]);
    range.setEndAfter(words[3]);
    const selection = room.getRootNode().getSelection?.() ?? getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return true;
}"""
"""Selects three words of the transcript."""
PUT = """async (address) => {
    const body = JSON.stringify({ do: "put", start: 1, end: 2 }), headers = { "Content-Type": "application/json" };
    return (await fetch(address, { method: "POST", headers, body })).json();
}"""
"""Puts a stretch on an agenda as the button would that is not there."""
HELD = datetime.now(UTC).replace(microsecond=0) - timedelta(days=36)
OTHERS = ("Cleo", "Dora", "Efua", "Finn", "Gus", "Hana")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with provider() as issuer, team_dashboard(home, issuer) as there:
        yield there


@pytest.fixture(scope="module")
def library(home: Path, address: str, pushed: Reviewed) -> Iterator[Library]:
    """Ama's call with its sound, and calls of hers and of six others before a day and after it."""
    opened = Library(str(home / "library.db"))
    fingerprint = judging.report_fingerprint(opened, limits_in_force(opened))
    held = datetime.now(UTC) - timedelta(hours=2)
    opened.keep_call(
        pushed.call, opened.keep_recording(PARCEL), pushed.depends, name="parcel.opus", agent=AMA.name, date=held
    )
    opened.keep_report(pushed.report, fingerprint)
    used = a_moment("partnered", "own_it", 0.5, 1.5)
    for agent in (AMA.name, *OTHERS):
        for k in range(12):
            for after in (False, True):
                uses = (after and k % 4 > 0) if agent == AMA.name else k % 4 == 0
                call_id = f"{agent}-{after}-{k}"
                day = HELD + timedelta(days=k + 1 if after else -k - 1)
                opened.keep_call(a_call(call_id), name=call_id, agent=agent, team="Repairs", date=day)
                opened.keep_report(replace(a_report(call_id), moments=(used,) if uses else ()), fingerprint)
    yield opened
    opened.close()


@pytest.fixture
def enter(browser: playwright.Browser, address: str, library: Library) -> Iterator[Enter]:
    """Opens a browser of somebody's own, in which they have signed in; a mistake of a page's script fails the test."""
    opened: list[Any] = []
    slips: list[str] = []

    def entered(email: str) -> playwright.Page:
        opened.append(window(browser))
        page = opened[-1].new_page()
        page.on("pageerror", lambda slip: slips.append(str(slip)))
        sign_in(page, address, email)
        page.get_by_role("button", name="Sign out").wait_for()
        still(page)
        return page

    yield entered
    for context in opened:
        context.close()
    assert not slips


def put(page: playwright.Page, moment: str, number: int) -> None:
    """Open a moment in the list beside the timeline, and put it on the agenda with one press."""
    card = page.locator(".card").filter(has_text=moment).first
    card.locator("button.head").click()
    card.get_by_role("button", name="Add to a session").click()
    page.get_by_text(f"{number} moment").wait_for()


def test_a_session_from_its_first_moment_to_what_followed(
    enter: Enter, address: str, library: Library, pushed: Reviewed
) -> None:
    coach = enter(BEN.email)
    coach.goto(f"{address}/review?call={pushed.call.id}")
    coach.wait_for_selector(".room[data-ready]")
    still(coach)
    put(coach, "Contradicting", 1)
    put(coach, "Blaming the customer", 2)
    put(coach, "Brushing it off", 3)
    coach.get_by_role("link", name="Open the session").click()
    coach.get_by_role("heading", name=f"Coaching: {AMA.name}").wait_for()
    still(coach)
    assert coach.get_by_role("button", name="Hear it").count() == 3

    agent = enter(AMA.email)
    agent.get_by_role("heading", name="My calls").wait_for()  # her own page is where she comes to
    agent.get_by_text("Nothing waits for your word.").wait_for()  # of a draft she is told nothing

    hear = coach.get_by_role("button", name="Hear it: Contradicting")
    hear.click()
    coach.locator('.hear[aria-pressed="true"]').wait_for()
    hear.click()
    coach.locator('.hear[aria-pressed="true"]').wait_for(state="detached")
    choose(
        coach,
        coach.locator("form, [data-testid=stForm]").first.get_by_role("combobox", name="Of a technique"),
        "Owning it",
    )
    coach.get_by_label("Your words").fill("Say what you yourself will do.")
    press_still(coach, f"Held: show it to {AMA.name}")
    coach.get_by_text("waits for the agent’s word").wait_for()
    (line,) = library.coaching.all()
    assert line.held and line.coach == BEN.name and line.agreed == Agreed("own_it", "more")

    agent.reload()
    agent.get_by_role("link", name=f"Coaching session with {BEN.name}").click()
    agent.get_by_role("heading", name=f"Coaching: {AMA.name}").wait_for()
    still(agent)
    assert agent.get_by_role("button", name="Hear it").count() == 3
    agent.get_by_text("Say what you yourself will do.").wait_for()
    agent.get_by_label("Anything you want to add").fill("I will.")
    press_still(agent, "So it was")
    soon(lambda: library.coaching.session(line.id).agent_words == "I will.")

    with library.database.write() as session:  # five weeks later
        times = {"held": HELD, "look_again": HELD + timedelta(days=35)}
        session.execute(update(CoachingSessionRow).where(CoachingSessionRow.id == line.id).values(**times))
    coach.goto(f"{address}/coaching")
    coach.get_by_role("heading", name="To be looked at again").wait_for()
    coach.get_by_role("link", name=AMA.name).click()
    coach.get_by_text("Against 6 others in the same weeks").wait_for()
    still(coach)
    shown = coach.locator(".before-after").inner_text()
    assert "0 of 12 calls" in shown and "9 of 12 calls" in shown and "Change" in shown
    assert coach.get_by_text("I will.", exact=True).count() == 1
    agent.reload()
    agent.get_by_text("beside nobody else's").wait_for()
    still(agent)
    shown = agent.locator(".before-after").inner_text()
    assert "9 of 12 calls" in shown and "others" not in shown and "Change" not in shown


def test_what_is_selected_in_the_transcript_is_put_on_the_agenda_too(
    enter: Enter, address: str, library: Library, pushed: Reviewed
) -> None:
    coach = enter(BEN.email)
    coach.goto(f"{address}/review?call={pushed.call.id}")
    coach.wait_for_selector(".room[data-ready]")
    still(coach)
    coach.get_by_role("button", name="Add to a session", exact=True).click()
    coach.get_by_text("Open a moment, or select words").wait_for()
    until(coach, SELECT)
    coach.locator(".picked").get_by_role("button", name="Add to a session").click()
    coach.get_by_text("It is on the agenda with").wait_for()
    draft = next(line for line in library.coaching.all() if line.held is None)
    (item,) = library.coaching.session(draft.id).items
    assert item.stretch is not None and item.stretch.technique is None and len(item.quote) == 1
    library.coaching.delete(draft.id)


def test_who_may_not_coach_is_not_asked_to(enter: Enter, address: str, pushed: Reviewed) -> None:
    agent = enter(AMA.email)
    agent.goto(f"{address}/review?call={pushed.call.id}")
    agent.wait_for_selector(".room[data-ready]")
    still(agent)
    agent.locator(".card button.head").first.click()
    agent.get_by_role("button", name="⟲ Loop").wait_for()
    assert agent.get_by_role("button", name="Add to a session").count() == 0
    told = agent.evaluate(PUT, f"/call-coaching/{pushed.call.id}")
    assert "You may not put it on the agenda" in told["answer"]["trouble"]

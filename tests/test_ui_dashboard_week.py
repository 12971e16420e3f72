"""A week of a house, in a real Chromium: a form published, ten calls evaluated with drafts, a calibration, an acknowledgement, an appeal that is
upheld and mends the rule, a coaching session of three clips, and what followed a month later; each signed in as themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from by_hand import choose
from library_calls import a_call, said
from patience import soon
from real_browser import IN_A_BROWSER, PARCEL, Reviewed, press_still, still, until, window
from sqlalchemy import update
from team_dashboard import AMA, BEN, knows, provider, sign_in, team_dashboard
from test_ui_dashboard_coaching_team import HELD, OTHERS, SELECT

from library.coaching.session import Agreed
from library.database.tables.coaching import CoachingSessionRow
from library.evaluations.drafts import Draft
from library.evaluations.earned import FEWEST
from library.house import judging
from library.house.limits import limits_in_force
from library.people.persons import Entry
from library.store import Library

if TYPE_CHECKING:
    from playwright import sync_api as playwright

pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
expect = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser").expect
pytestmark = IN_A_BROWSER

RAE = Entry("rae@house.example", "Rae Kim", ("reviewer", "admin"), None, ("Repairs",))
FORM = """
name = "Fair call"
[[sections]]
title = "On the customer's side"
[[sections.questions]]
id = "pushed"
ask = "Was the customer spoken to without pushing?"
points = 10
draft = { moments = ["pushed:*"], found = "no", missing = "yes" }
[[sections.questions]]
id = "heard_out"
ask = "Was the customer heard out?"
points = 10
draft = { figure = "agent_interruptions", bands = [{ up_to = 1, answer = "yes" }, { answer = "no" }] }
"""
QUESTIONS = ("pushed", "heard_out")
OF_THE_WEEK = 10
"""Calls that are drawn and evaluated."""
MOST_PRESSES = 4
"""Clicks and keys that an evaluation may take where all drafts are right."""
FINISHED = "Well, he did finish, so maybe that is worth celebrating!"
"""A sentence in which the model hears a push that is none."""
OWNED = "I'll take care of this for you myself."
"""A sentence by which an agent owns it."""
LONG = (
    "I have your order here on my screen, it left our depot last Friday in the afternoon, and the driver has it on "
    "the list for tomorrow morning between nine and eleven."
)
Enter = Callable[[Entry], "playwright.Page"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with provider() as issuer:
        knows(issuer, RAE.email)
        with team_dashboard(home, issuer) as there:
            yield there


@pytest.fixture(scope="module")
def library(home: Path, address: str, pushed: Reviewed) -> Iterator[Library]:
    """Ten calls of Ama's of this week, one of them with its sound, and small ones of hers and of six others before a day and after it."""
    opened = Library(str(home / "library.db"))
    opened.persons.add(RAE)
    now = limits_in_force(opened)
    fingerprint = judging.report_fingerprint(opened, now)
    opened.keep_call(
        pushed.call, opened.keep_recording(PARCEL), pushed.depends, name="parcel.opus", agent=AMA.name, team="Repairs"
    )
    opened.keep_report(pushed.report, fingerprint)
    for k in range(OF_THE_WEEK - 1):
        turns = (
            said("agent", 0.5, "Good morning, Dale Parcels."), said("customer", 3.0, "My parcel never came."),
            said("agent", 6.0, LONG), said("customer", 20.0, "All right then."), said("agent", 24.0, LONG),
            said("agent", 40.0, FINISHED if k < 2 else "A van comes on Monday."),
            said("customer", 48.0, "Thank you, that is fine."),
        )  # fmt: skip
        call = replace(a_call(f"week-{k}", duration=60.0), turns=turns, doubts=())
        opened.keep_call(call, agent=AMA.name, team="Repairs", name=f"call {k}.wav")
        judging.judge_again(opened, call.id, now)
    for agent in (AMA.name, *OTHERS):
        for k in range(12):
            for after in (False, True):
                uses = (after and k % 4 > 0) if agent == AMA.name else k % 4 == 0
                call = a_call(f"{agent}-{after}-{k}")
                line = said("agent", 13.0, OWNED if uses else "A van comes on Monday.")
                opened.keep_call(
                    replace(call, turns=(*call.turns, line), doubts=()), name=call.id, agent=agent, team="Repairs",
                    date=HELD + timedelta(days=k + 1 if after else -k - 1),
                )  # fmt: skip
                judging.judge_again(opened, call.id, now)
    yield opened
    opened.close()


@pytest.fixture
def enter(browser: playwright.Browser, address: str, library: Library) -> Iterator[Enter]:
    """A page in somebody's own browser, signed in once; a mistake of a page's script fails the test."""
    opened: dict[str, Any] = {}
    slips: list[str] = []

    def entered(who: Entry) -> playwright.Page:
        opened[who.email] = window(browser)
        page = opened[who.email].new_page()
        page.on("pageerror", lambda slip: slips.append(str(slip)))
        sign_in(page, address, who.email)
        page.get_by_role("button", name="Sign out").wait_for()
        still(page)
        return page

    yield entered
    for context in opened.values():
        context.close()
    assert not slips


def test_a_week(enter: Enter, address: str, library: Library, pushed: Reviewed) -> None:
    reviewer, coach, agent = enter(RAE), enter(BEN), enter(AMA)
    form = publishes_a_form(reviewer, address, library)
    earned_its_place(library, form)
    draws_a_sample(reviewer)
    fills_in_all(reviewer, address, library)
    calibrate(coach, reviewer, address, library)
    acknowledges_one(agent, address, library)
    appeals_one(agent, address, library)
    upholds_it_and_mends_the_rule(coach, address, library)
    keeps_three_clips(coach, address, pushed.call.id)
    holds_a_session_of_them(coach, address, library)
    a_month_later(coach, agent, address, library)


def publishes_a_form(page: playwright.Page, address: str, library: Library) -> int:
    page.goto(f"{address}/evaluations?tab=Forms")
    page.get_by_role("button", name="New form").click()
    page.get_by_role("button", name="From nothing").click()
    text = page.get_by_role("textbox", name="The form as TOML")
    text.wait_for()
    still(page)
    text.fill(FORM)
    text.press("Control+Enter")
    expect(page.locator(".preview h3")).to_have_text("Fair call")
    press_still(page, "Keep the draft")
    expect(page.get_by_role("button", name="Keep the draft")).to_be_disabled()
    press_still(page, "Publish")
    page.get_by_role("button", name="Retire").wait_for()
    (line,) = library.forms.all()
    assert (line.name, line.published) == ("Fair call", 1)
    return line.id


def earned_its_place(library: Library, form: int) -> None:
    """What reviewers have answered in the months before, nearly always as it was drafted."""
    calls = [f"{agent}-{after}-{k}" for agent in OTHERS for after in (False, True) for k in range(12)][: FEWEST + 10]
    for k, call_id in enumerate(calls):
        one = library.evaluations.start(call_id, form, "Ann")
        for question in QUESTIONS:
            answer = ("yes", "no")[k % 2]
            library.evaluations.answer(one, question, answer, "Ann", draft=Draft(question, answer, "So it is."))
        library.evaluations.finish(one, "Ann")


def draws_a_sample(page: playwright.Page) -> None:
    still(page)
    page.get_by_role("tab", name="Samples").click()
    page.get_by_role("button", name="Draw", exact=True).wait_for()
    still(page)
    choose(page, page.locator("[data-testid=stForm]").first.get_by_role("combobox", name="Agent"), AMA.name)
    page.get_by_label("Calls of each agent").fill(str(OF_THE_WEEK))
    press_still(page, "Draw")
    page.get_by_text(f"{OF_THE_WEEK} of each agent").wait_for()
    expect(page.get_by_role("combobox", name="Reviewer")).to_have_value("Rae Kim (reviewer, admin)")
    press_still(page, "Give them")
    page.get_by_text(f"{OF_THE_WEEK} new in Rae Kim's queue.").wait_for()


def fills_in_all(page: playwright.Page, address: str, library: Library) -> None:
    page.goto(f"{address}/evaluations")
    page.get_by_text(f"0 of {OF_THE_WEEK} done").wait_for()
    still(page)
    way = page.locator("table.grid a").first
    for left in range(OF_THE_WEEK - 1, -1, -1):
        presses = 1 + as_drafted(page, way)
        assert presses <= MOST_PRESSES
        expect(page.get_by_text("Not acknowledged by the agent yet.")).to_be_visible()
        way = page.get_by_role("link", name=re.compile("^Next: "))
        expect(page.get_by_text(f"{left} left in your queue")).to_have_count(int(left > 0))
    assert len(library.evaluations.queue(RAE.name)) == 0
    done = [line for line in library.evaluations.given_to(RAE.name) if line.finished is not None]
    assert len(done) == OF_THE_WEEK


def as_drafted(page: playwright.Page, way: playwright.Locator) -> int:
    """Go on by a link, take every draft, answer what has none, and finish; clicks and keys, but for the link."""
    way.click()
    finish = page.get_by_role("button", name="Finish", exact=True)  # what one comes from is finished, and has none
    finish.wait_for()
    still(page)
    presses = 0
    drafts = page.get_by_role("button", name=re.compile("^Confirm .* filled in"))
    if drafts.count():
        drafts.click()
        presses += 1
        expect(drafts).to_have_count(0)
    for _ in range(page.locator(".drawer .q.open").count()):
        page.keyboard.press("y")
        presses += 1
    expect(finish).to_be_enabled()
    finish.click()
    return presses + 1


def calibrate(coach: playwright.Page, reviewer: playwright.Page, address: str, library: Library) -> None:
    coach.goto(f"{address}/evaluations?tab=Calibration")
    press_still(coach, "New calibration")
    begin = coach.locator("[data-testid=stPopoverBody]")
    choose(coach, begin.get_by_role("combobox", name="Calls"), "Call 5")
    choose(coach, begin.get_by_role("combobox", name="Reviewers"), RAE.name)
    press_still(coach, "Begin")
    coach.get_by_role("link", name="Go on with yours").wait_for()
    assert len(library.evaluations.queue(RAE.name)) == 1
    for page, answer in ((coach, "y"), (reviewer, "n")):
        page.goto(f"{address}/evaluations?tab=Calibration")
        page.get_by_role("link", name="Go on with yours").click()
        page.locator(".drawer .q.current").wait_for()
        still(page)
        assert page.locator(".drawer .draft").count() == 0
        for _ in QUESTIONS:
            page.keyboard.press(answer)
        finish = page.get_by_role("button", name="Finish", exact=True)
        expect(finish).to_be_enabled()
        finish.click()
        page.get_by_role("link", name="See it side by side with the others").click()
        page.get_by_role("heading", name="Fair call").wait_for()
    expect(reviewer.locator(".beside td.differs")).to_have_count(2 * len(QUESTIONS))
    reviewer.get_by_text("One call proves nothing").wait_for()


def acknowledges_one(page: playwright.Page, address: str, library: Library) -> None:
    page.goto(f"{address}/evaluations")
    page.get_by_text(f"{OF_THE_WEEK} to acknowledge").wait_for()  # of the calibration nothing
    still(page)
    page.get_by_role("link", name="Call 5").first.click()
    page.get_by_placeholder("A word to it, if you like").fill("Thank you")
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_text("“Thank you”").wait_for()


def appeals_one(page: playwright.Page, address: str, library: Library) -> None:
    page.goto(f"{address}/evaluations")
    page.get_by_role("link", name="Call 0").first.click()
    question = page.locator("[data-question=pushed]")
    question.get_by_text("No", exact=True).wait_for()
    still(page)
    question.get_by_role("button", name="Appeal", exact=True).click()
    page.get_by_placeholder("Why it is not right").fill("He had finished, and I was glad of it.")
    page.locator("form.appeal").get_by_role("button", name="Appeal", exact=True).click()
    page.get_by_text(f"Appealed by {AMA.name}, still to be decided").wait_for()


def pushes(library: Library, call: str) -> int:
    report = library.report(call)
    assert report is not None
    return sum(moment.kind == "pushed" for moment in report.moments)


def upholds_it_and_mends_the_rule(page: playwright.Page, address: str, library: Library) -> None:
    assert pushes(library, "week-0") == pushes(library, "week-1") == 1
    page.goto(f"{address}/inbox")
    page.get_by_role("link", name=re.compile("appealed against an answer")).click()
    page.locator("[data-question=pushed]").get_by_text("still to be decided").wait_for()
    page.goto(f"{address}/evaluations?tab=Appeals")
    page.get_by_role("textbox", name="The decision in words").fill("It was meant kindly.")
    press_still(page, "Uphold")
    press_still(page, "Which calls would change?")
    page.get_by_text("2 calls that you see would change").wait_for()
    press_still(page, "Mend the rule")
    page.get_by_text("is flagged no more.").wait_for()
    soon(lambda: pushes(library, "week-0") == pushes(library, "week-1") == 0)


def keeps_three_clips(page: playwright.Page, address: str, call: str) -> None:
    page.goto(f"{address}/review?call={call}")
    page.wait_for_selector(".room[data-ready]")
    still(page)
    for moment in ("Contradicting", "Blaming the customer"):
        card = page.locator(".card").filter(has_text=moment).first
        card.locator("button.head").click()
        card.get_by_role("button", name="Keep as clip").click()
        kept(page)
    until(page, SELECT)
    page.locator(".picked").get_by_role("button", name="Keep as clip").click()
    kept(page)


def kept(page: playwright.Page) -> None:
    """Enter keeps the clip that is asked about."""
    card = page.get_by_role("dialog", name="Keep as clip")
    with page.expect_response("**/call-clips/**") as answer:
        card.get_by_label("Title").press("Enter")
    assert "trouble" not in answer.value.json()["answer"]
    card.wait_for(state="hidden")


def holds_a_session_of_them(page: playwright.Page, address: str, library: Library) -> None:
    page.goto(f"{address}/clips")
    clips = page.locator("[data-clip]")
    expect(clips).to_have_count(3)
    still(page)
    for number in range(3):
        clips.nth(number).get_by_role("button", name="Add to a session").click()
        page.get_by_text(f"{number + 1} moment").wait_for()
    page.get_by_role("button", name="Open the session").click()
    page.get_by_role("heading", name=f"Coaching: {AMA.name}").wait_for()
    still(page)
    expect(page.get_by_role("button", name=re.compile("^Hear it"))).to_have_count(3)
    choose(page, page.locator("[data-testid=stForm]").first.get_by_role("combobox", name="Of a technique"), "Owning it")
    page.get_by_label("Your words").fill("Say what you yourself will do.")
    press_still(page, f"Held: show it to {AMA.name}")
    page.get_by_text("waits for the agent’s word").wait_for()
    (line,) = library.coaching.all()
    assert line.held and line.agreed == Agreed("own_it", "more")


def a_month_later(coach: playwright.Page, agent: playwright.Page, address: str, library: Library) -> None:
    (line,) = library.coaching.all()
    with library.database.write() as session:
        times = {"held": HELD, "look_again": HELD + timedelta(days=35)}
        session.execute(update(CoachingSessionRow).where(CoachingSessionRow.id == line.id).values(**times))
    agent.goto(f"{address}/my-calls")
    agent.get_by_role("link", name=f"Coaching session with {BEN.name}").click()
    agent.get_by_label("Anything you want to add").fill("I will.")
    press_still(agent, "So it was")
    soon(lambda: library.coaching.session(line.id).agent_words == "I will.")
    coach.goto(f"{address}/coaching")
    coach.get_by_role("heading", name="To be looked at again").wait_for()
    coach.get_by_role("link", name=AMA.name).click()
    coach.get_by_text("Against 6 others in the same weeks").wait_for()
    still(coach)
    told = coach.locator(".before-after").inner_text()
    assert "0 of 12 calls" in told and "9 of 12 calls" in told and "Change" in told
    assert datetime.now(UTC) > (library.coaching.session(line.id).line.look_again or datetime.max.replace(tzinfo=UTC))

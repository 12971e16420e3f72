"""Evaluations where people sign in, in a real Chromium: filled in, acknowledged, appealed, upheld, and the rule mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from library_calls import a_call, said
from patience import soon
from real_browser import IN_A_BROWSER, still, window
from team_dashboard import ADA, AMA, BEN, knows, sign_in, team_dashboard

from library.forms.form_text import parse_form
from library.house import judging
from library.house.limits import limits_in_force
from library.house.team_rules import team_rules
from library.people.persons import Entry
from library.store import Library

if TYPE_CHECKING:
    from playwright import sync_api as playwright

pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
expect = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser").expect
pytestmark = IN_A_BROWSER

RAE = Entry("rae@house.example", "Rae Kim", ("reviewer",), None, ("Repairs",))
CIA = Entry("cia@house.example", "Cia Ray", ("coach",))
FORM = parse_form("""
name = "Service call"
[[sections]]
title = "Beginning"
[[sections.questions]]
id = "pushed"
ask = "Was the customer spoken to without pushing?"
points = 10
draft = { moments = ["pushed:*"], found = "no", missing = "yes" }
""")
FINISH = "Well, he did finish, so maybe that is worth celebrating!"
Enter = Callable[[Entry, str], "playwright.Page"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's library with three calls of Ama's, in two of which the model hears a push that is none."""
    folder = tmp_path_factory.mktemp("team")
    library = Library(str(folder / "library.db"))
    for name, line in (("first", FINISH), ("second", "A van comes on Monday."), ("third", FINISH)):
        turns = (
            said("agent", 0.5, "Good morning, Dale Parcels."),
            said("customer", 3.0, "My parcel never came."),
            said("agent", 9.0, line),
        )
        call = replace(a_call(name, f"{name}.wav", duration=60.0), turns=turns, doubts=())
        library.keep_call(call, agent=AMA.name, team="Repairs", name=f"{name} call.wav")
        judging.judge_again(library, name, limits_in_force(library))
    library.forms.publish(library.forms.add(FORM, "Ada").form_id)
    library.close()
    return folder


@pytest.fixture(scope="module")
def address(home: Path, issuer: str) -> Iterator[str]:
    with team_dashboard(home, issuer) as there:
        library = Library(str(home / "library.db"))
        for entry in (RAE, CIA):
            library.persons.add(entry)
            knows(issuer, entry.email)
        library.close()
        yield there


@pytest.fixture
def there(home: Path, address: str) -> Iterator[Library]:
    opened = Library(str(home / "library.db"))
    yield opened
    opened.close()


@pytest.fixture
def enter(browser: playwright.Browser, address: str) -> Iterator[Enter]:
    """A page in somebody's own browser, signed in once."""
    opened: dict[str, Any] = {}

    def entered(who: Entry, path: str) -> playwright.Page:
        if who.email not in opened:
            opened[who.email] = window(browser)
            first = opened[who.email].new_page()
            sign_in(first, address, who.email)
            first.get_by_role("button", name="Sign out").wait_for()
            first.close()
        page = opened[who.email].new_page()
        page.goto(f"{address}{path}")
        page.get_by_role("button", name="Sign out").wait_for()
        still(page)
        return page

    yield entered
    for context in opened.values():
        context.close()


def pushes(library: Library, call: str) -> int:
    report = library.report(call)
    assert report is not None
    return sum(moment.kind == "pushed" for moment in report.moments)


def evaluated(page: playwright.Page, answer: str) -> None:
    """Answer the one question, and finish."""
    page.locator("[data-question=pushed].current").wait_for()
    page.locator("[data-question=pushed] .choice").filter(has_text=answer).click()
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(page.get_by_text("Not acknowledged by the agent yet.")).to_be_visible()


def test_an_appeal_goes_its_way_from_the_reviewer_to_the_mended_rule(enter: Enter, there: Library) -> None:
    # a coach gives calls to a reviewer, who is offered first of those who may
    coach = enter(BEN, "/evaluations")
    assert coach.get_by_role("tab").all_inner_texts() == ["To evaluate", "Appeals", "Samples", "Calibration", "Results"]
    coach.get_by_role("tab", name="Samples").click()
    coach.get_by_role("button", name="Draw", exact=True).click()
    coach.get_by_role("button", name="Give them").wait_for()
    still(coach)
    expect(coach.get_by_role("combobox", name="Reviewer")).to_have_value("Rae Kim (reviewer)")
    coach.get_by_role("button", name="Give them").click()
    expect(coach.get_by_text("3 new in Rae Kim's queue.")).to_be_visible()

    # the reviewer fills in two of them
    queue = enter(RAE, "/evaluations")
    assert queue.get_by_role("tab").all_inner_texts() == ["To evaluate", "Calibration", "Results"]
    expect(queue.get_by_text("0 of 3 done")).to_be_visible()
    evaluated(enter(RAE, "/review?call=first&evaluate=1"), "No")
    evaluated(enter(RAE, "/review?call=second&evaluate=1"), "Yes")

    # the agent acknowledges one, and appeals against the other
    own = enter(AMA, "/evaluations")
    assert own.get_by_role("tab").all_inner_texts() == ["Your own calls"]
    expect(own.get_by_text("2 to acknowledge")).to_be_visible()
    own.get_by_role("link", name="second call").first.click()
    own.get_by_placeholder("A word to it, if you like").fill("Thank you")
    own.get_by_role("button", name="Acknowledge").click()
    expect(own.get_by_text("“Thank you”")).to_be_visible()
    contradicted = enter(AMA, f"/review?call=first&evaluation={line_of(there, 'first')}")
    expect(contradicted.get_by_role("button", name="Evaluations", exact=True)).to_be_visible()
    contradicted.get_by_role("button", name="Appeal", exact=True).click()
    contradicted.get_by_placeholder("Why it is not right").fill("He had <b>finished</b>.")
    contradicted.locator("form.appeal").get_by_role("button", name="Appeal", exact=True).click()
    expect(contradicted.get_by_text("Appealed by Ama Osei, still to be decided")).to_be_visible()
    expect(contradicted.get_by_role("button", name="Uphold")).to_have_count(0)

    # the reviewer decides nothing; the coach does
    expect(
        enter(RAE, f"/review?call=first&evaluation={line_of(there, 'first')}").get_by_text("still to be decided")
    ).to_be_visible()
    decider = enter(BEN, "/evaluations?appeal=1")
    expect(decider.get_by_role("tab", name="Appeals", exact=True)).to_have_attribute("aria-selected", "true")
    expect(decider.get_by_text("“He had <b>finished</b>.”").first).to_be_visible()
    decider.get_by_role("textbox", name="The decision in words").fill("It was meant kindly.")
    decider.get_by_role("button", name="Uphold").click()

    # and mends the rule, having seen which calls would change
    look = decider.get_by_role("button", name="Which calls would change?")
    look.wait_for()
    still(decider)
    assert team_rules(there)[0] == ""
    look.click()
    expect(decider.get_by_text("2 calls that you see would change")).to_be_visible()
    expect(decider.get_by_role("link", name="third call: 1 fewer pushed")).to_be_visible()
    assert (pushes(there, "first"), team_rules(there)[0]) == (1, "")
    still(decider)
    decider.get_by_role("button", name="Mend the rule", exact=True).click()
    expect(decider.get_by_text("is flagged no more.")).to_be_visible()
    assert "exceptions" in team_rules(there)[0]
    soon(lambda: pushes(there, "first") == 0)
    soon(lambda: pushes(there, "third") == 0)  # by the worker, behind it

    # the agent is told, once
    told = enter(AMA, "/evaluations")
    expect(told.get_by_text("1 decided since you looked")).to_be_visible()
    expect(told.get_by_text("upheld by Ben Carr").first).to_be_visible()
    again = enter(AMA, "/evaluations")
    expect(again.get_by_text("Your appeals")).to_be_visible()
    expect(again.get_by_text("decided since you looked")).to_have_count(0)

    # and it can be taken back
    still(decider)
    decider.get_by_role("button", name="Take it back").click()
    expect(decider.get_by_text("may be flagged again")).to_be_visible()
    soon(lambda: pushes(there, "first") == 1)


def line_of(library: Library, call: str) -> int:
    (line,) = library.evaluations.of_call(call)
    return line.id


def test_an_admin_changes_what_the_house_settles_and_others_read_it(enter: Enter) -> None:
    for who, changes in ((BEN, False), (ADA, True)):
        page = enter(who, "/house-rules")
        page.get_by_role("tab", name="Evaluations").click()
        days = page.get_by_role("spinbutton", name="Days for an appeal")
        expect(days).to_have_value("14")
        assert days.is_enabled() == changes
        expect(page.get_by_role("button", name="Keep these")).to_have_count(int(changes))


def test_whoever_was_only_shown_a_call_is_told_nothing_of_its_evaluations(
    enter: Enter, there: Library, address: str
) -> None:
    there.sharing.show("third", next(one.id for one in there.persons.all() if one.entry.email == CIA.email))
    page = enter(CIA, "/review?call=third")
    page.wait_for_selector(".room[data-ready]")
    expect(page.get_by_role("button", name="Evaluate", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Evaluations", exact=True)).to_have_count(0)
    answer = page.request.get(f"{address}/call-evaluations/third")
    assert (answer.status, "for its agent" in answer.text()) == (404, True)

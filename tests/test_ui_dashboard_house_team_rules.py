"""The team's rules by a form: added, tried as they are written, changed, removed, undone; the TOML beside it is the same thing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from app_pages import screen, text
from real_browser import IN_A_BROWSER, still
from streamlit.testing.v1 import AppTest

from library.house import rule_form, team_rules
from library.store import Library

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

DEPOT = """# what the depot does is ours too
[blaming_the_depot]
stance = "push"
speaker = "agent"
name = "Blaming the depot"
why = "To the customer the depot is us."
source = { who = "Ama", title = "House rule", url = "" }
patterns = [
  "the depot [again]",  # Jo's
]
flag = ["It's the depot again."]
"""


def field(page: AppTest, label: str) -> Any:
    return next(one for one in (*page.text_area, *page.text_input, *page.selectbox, *page.toggle) if one.label == label)


def button(page: AppTest, label: str) -> Any:
    return next(one for one in page.button if one.label == label)


def fill_in(page: AppTest) -> None:
    field(page, "Title").set_value("Blaming the depot")
    field(page, "Why it helps or hurts").set_value("To the customer the depot is us.")
    field(page, "Phrases that it is heard by").set_value("the depot [again]")
    field(page, "Sentences that must be flagged").set_value("It's the depot again.\nBlame the depot.")
    field(page, "Sentences that must be left alone").set_value("The depot opens at nine.")
    field(page, "What to say instead").set_value("I'll ring the depot for you.").run()


def test_a_new_rule_is_tried_as_it_is_written_and_kept_once_it_fares_well(library: Library) -> None:
    page = screen("rule_book")
    assert any("Still needed" in one.value for one in page.info)
    assert button(page, "Keep this rule").disabled
    fill_in(page)
    told = text(page)
    assert "✓</b> It&#x27;s the depot again. <small>flagged: “the depot [again]”" in told
    assert "✗</b> The depot opens at nine. <small>flagged, and must not be: “the depot [again]”" in told
    assert button(page, "Keep this rule").disabled
    field(page, "But not where one of these is said").set_value("the depot (opens|closes)").run()
    assert "✓</b> The depot opens at nine. <small>left alone" in text(page)
    button(page, "Keep this rule").click().run()
    kept, version = team_rules.team_rules(library)
    assert version == 1
    assert field(page, "Rules").value == kept
    rule = team_rules.rule_book(library)["blaming_the_depot"]
    assert (rule.stance, rule.speaker, rule.source.who, rule.instead) == (
        "push",
        "agent",
        "Coach",
        ("I'll ring the depot for you.",),
    )
    assert field(page, "Rule").value == "blaming_the_depot"
    button(page, "Undo the last change").click().run()
    assert team_rules.team_rules(library) == ("", 2)


def test_what_is_written_as_toml_stands_in_the_form_and_its_comments_stay(library: Library) -> None:
    team_rules.keep_team_rules(library, DEPOT, 0)
    page = screen("rule_book")
    assert field(page, "Title").value == "Blaming the depot"
    assert field(page, "Phrases that it is heard by").value == "the depot [again]"
    assert page.code[0].value.rstrip() == DEPOT.rstrip()
    field(page, "Why it helps or hurts").set_value("We are the depot.").run()
    assert not page.warning
    button(page, "Keep this rule").click().run()
    assert team_rules.team_rules(library)[0] == DEPOT.replace("To the customer the depot is us.", "We are the depot.")
    field(page, "Phrases that it is heard by").set_value("the depot [again]\nblame it on the depot").run()
    assert "Jo" in page.warning[0].value
    button(page, "Keep this rule").click().run()
    assert "# what the depot does is ours too" in team_rules.team_rules(library)[0]


def test_a_rule_is_removed(library: Library) -> None:
    team_rules.keep_team_rules(library, DEPOT, 0)
    page = screen("rule_book")
    button(page, "Remove this rule").click().run()
    assert rule_form.rule_ids(team_rules.team_rules(library)[0]) == ()
    assert "blaming_the_depot" not in team_rules.rule_book(library)
    button(page, "Undo the last change").click().run()
    assert team_rules.team_rules(library)[0] == DEPOT


def test_a_technique_of_the_book_is_added_to_and_left_out(library: Library) -> None:
    page = screen("rule_book")
    field(page, "Rule").set_value("*extend").run()
    field(page, "Technique").set_value("collaborative_we").run()
    assert button(page, "Keep this rule").disabled
    field(page, "Phrases that it is heard by").set_value("shoulder to shoulder")
    field(page, "Sentences that must be flagged").set_value("We'll stand shoulder to shoulder.").run()
    button(page, "Keep this rule").click().run()
    assert "shoulder to shoulder" in team_rules.rule_book(library)["collaborative_we"].patterns
    field(page, "Leave this technique out: it is no longer flagged").set_value(True).run()
    button(page, "Keep this rule").click().run()
    assert team_rules.rule_book(library)["collaborative_we"].silent


def test_a_customers_rule_is_an_escalation(library: Library) -> None:
    page = screen("rule_book")
    field(page, "Counts as").set_value("escalation")
    field(page, "Title").set_value("Names the ombudsman")
    field(page, "Why it helps or hurts").set_value("They have given up on us.")
    field(page, "Phrases that it is heard by").set_value("the ombudsman")
    field(page, "Sentences that must be flagged").set_value("I'll go to the ombudsman.").run()
    assert not any(one.label == "What to say instead" for one in page.text_area)
    button(page, "Keep this rule").click().run()
    assert team_rules.rule_book(library)["names_the_ombudsman"].speaker == "customer"


def test_a_phrase_that_is_none_is_named_and_nothing_can_be_kept(library: Library) -> None:
    page = screen("rule_book")
    fill_in(page)
    field(page, "Phrases that it is heard by").set_value("the (depot").run()
    assert page.info[0].value and "Still needed" not in page.info[0].value
    assert "team-rules" not in page.info[0].value
    assert button(page, "Keep this rule").disabled


def test_the_form_waits_while_the_toml_is_being_changed(library: Library) -> None:
    team_rules.keep_team_rules(library, DEPOT, 0)
    page = screen("rule_book")
    field(page, "Why it helps or hurts").set_value("We are the depot.")
    field(page, "Rules").set_value(DEPOT + "# more\n").run()
    assert button(page, "Keep this rule").disabled
    assert any("has changes that are not kept" in one.value for one in page.caption)
    button(page, "Check and keep").click().run()
    assert team_rules.team_rules(library)[0] == DEPOT + "# more\n"


class TestInABrowser:
    """In Chromium."""

    pytestmark = IN_A_BROWSER

    def test_a_rule_is_written_tried_kept_and_found_in_the_toml(self, page: playwright.Page, address: str) -> None:
        page.goto(f"{address}/rule-book")
        page.get_by_role("tab", name="The team's own rules").click()
        still(page)
        for label, written in (
            ("Title", "Blaming the depot"),
            ("Why it helps or hurts", "To the customer the depot is us."),
            ("Phrases that it is heard by", "the depot [again]"),
            ("Sentences that must be flagged", "It's the depot again."),
        ):
            box = page.get_by_role("textbox", name=label, exact=True)
            box.fill(written)
            box.press("Control+Enter" if label != "Title" else "Enter")
        page.get_by_text(re.compile("flagged: “the depot")).wait_for()
        keep = page.get_by_role("button", name="Keep this rule")
        playwright.expect(keep).to_be_enabled()
        still(page)
        keep.click()
        page.get_by_role("button", name="Undo the last change").wait_for()
        page.get_by_role("tab", name="As TOML").click()
        playwright.expect(page.get_by_role("textbox", name="Rules", exact=True)).to_have_value(
            re.compile(r"^\[blaming_the_depot\]")
        )
        page.get_by_role("tab", name="By a form").click()
        still(page)
        page.get_by_role("button", name="Remove this rule").click()
        page.get_by_text("Still needed").wait_for()
        page.get_by_role("tab", name="As TOML").click()
        playwright.expect(page.get_by_role("textbox", name="Rules", exact=True)).to_have_value("")

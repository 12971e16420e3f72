"""The page of evaluations: forms begun, edited and published, calls drawn and given out, the queue, what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from app_pages import screen, text
from library_calls import a_call, a_report
from real_browser import IN_A_BROWSER, ROOT, still
from streamlit.testing.v1 import AppTest
from test_ui_dashboard_evaluating import published, tried

from audio.errors import InputError
from audio.span import Span
from library.evaluations.reviewers import Reviewer
from library.forms.form_text import form_toml, parse_form
from library.forms.forms import shipped_forms
from library.store import Library
from ui.dashboard.components.evaluate.deeds import perform_evaluation
from ui.dashboard.components.evaluate.shown import drawer

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")
expect = playwright.expect

SHIPPED = {form.name for form in shipped_forms()}


def press(page: AppTest, label: str) -> AppTest:
    """Press the one button of that name."""
    (button,) = [one for one in page.button if one.label == label]
    button.click().run()
    assert not page.exception
    return page


def some_calls(library: Library, *agents: str) -> None:
    for k, agent in enumerate(agents):
        library.keep_call(a_call(f"c{k}", f"call {k}.wav", duration=60.0 + k), agent=agent)
        library.keep_report(a_report(f"c{k}"))


def test_a_shipped_form_is_begun_edited_and_published(library: Library) -> None:
    page = screen("evaluations", tab="Forms")
    assert {f"From “{name}”" for name in SHIPPED} <= {one.label.replace("\\", "") for one in page.button}
    press(page, "From “Service call”")
    (line,) = library.forms.all()
    assert (line.name, line.draft, line.published) == ("Service call", 1, None)
    (toml,) = [one for one in page.text_area if one.label == "The form as TOML"]
    toml.set_value(toml.value.replace("Did the agent greet", "Did the agent <b>greet</b>")).run()
    assert not page.error
    press(page, "Keep the draft")
    assert library.forms.version(line.id, 1).form.questions[0].ask.startswith("Did the agent <b>greet</b>")
    press(page, "Publish")
    assert library.forms.version(line.id).published is not None
    (toml,) = [one for one in page.text_area if one.label == "The form as TOML"]
    toml.set_value(toml.value.replace("points = 20", "points = 30")).run()
    press(page, "Begin version 2 with this")
    (line,) = library.forms.all()
    assert (line.draft, line.published) == (2, 1)


@pytest.mark.parametrize(
    ("was", "is_now", "told"),
    [("weights = \"points\"", "weights = \"luck\"", "weights"), ("points = 5", "points = -5", "points"), ("name =", "name", "TOML")],
)  # fmt: skip
def test_a_slip_in_a_form_is_one_sentence_and_nothing_is_kept(
    library: Library, was: str, is_now: str, told: str
) -> None:
    page = press(screen("evaluations", tab="Forms"), "From “Service call”")
    before = library.forms.version(library.forms.all()[0].id, 1)
    (toml,) = [one for one in page.text_area if one.label == "The form as TOML"]
    toml.set_value(toml.value.replace(was, is_now, 1)).run()
    (slip,) = page.error
    assert told in slip.value and not page.exception
    assert [one.disabled for one in page.button if one.label == "Keep the draft"] == [True]
    assert library.forms.version(before.form_id, 1) == before


def test_copies_have_names_of_their_own_and_a_form_is_retired_and_offered_again(library: Library) -> None:
    page = press(screen("evaluations", tab="Forms"), "From “Compliance”")
    press(page, "Publish")
    press(page, "Copy")
    assert [line.name for line in library.forms.all()] == ["Compliance", "Compliance 2"]
    press(page, "Throw the draft away")
    assert [line.name for line in library.forms.all()] == ["Compliance"]
    press(page, "Retire")
    assert library.forms.all()[0].retired is not None
    press(page, "Offer again")
    assert library.forms.all()[0].retired is None


def test_every_shipped_form_survives_the_editor(library: Library) -> None:
    assert all(parse_form(form_toml(form)) == form for form in shipped_forms())


def test_a_draw_is_made_given_out_and_stands_in_the_queue(library: Library) -> None:
    some_calls(library, *(["Ama"] * 5 + ["Ben"] * 5 + ["Coach"] * 2))
    form = published(library, "Form")
    page = screen("evaluations", tab="Samples")
    press(page, "Draw")
    (draw,) = library.draws.draws()
    assert (draw.of, len(draw.calls), draw.seed) == (12, 8, 1)
    (shown_draw,) = [one for one in page.selectbox if one.label == "Draw"]
    assert shown_draw.options[0].endswith("Coach: 8 of 12 calls, seed 1")
    assert any(
        one.value.startswith("3 of each agent, in their share by length, none under 45 s") for one in page.caption
    )
    press(page, "Give them")
    assert "6 new in Coach" in page.success[0].value and "2 were not" in page.success[0].value
    (first, *_) = queue = library.evaluations.queue("Coach")
    assert len(queue) == 6 and {line.agent for line in queue} == {"Ama", "Ben"}
    library.evaluations.answer(first.id, "pushed", "no", "Coach")
    library.evaluations.answer(first.id, "often", 1.0, "Coach")
    library.evaluations.finish(first.id, "Coach")
    shown = text(screen("evaluations"))
    assert "1 of 6 done, due on" in shown
    assert [f"call={line.call_id}&amp;evaluate={form}" in shown for line in queue] == [False] + [True] * 5


def test_what_is_late_is_said(library: Library) -> None:
    some_calls(library, "Ama")
    form = published(library, "Form")
    library.evaluations.assign(["c0"], form, "Coach", "Ann", datetime(2026, 1, 5, 12, tzinfo=UTC))
    assert "0 of 1 done, was due on 5 January 2026" in text(screen("evaluations"))


def test_results_tell_no_average_of_few_and_what_drafts_are_worth(library: Library) -> None:
    form = published(library, "Form")
    some_calls(library, *["Ama"] * 3)
    for k in range(3):
        one = library.evaluations.start(f"c{k}", form, "Ann")
        library.evaluations.answer(one, "pushed", "no", "Ann")
        library.evaluations.answer(one, "often", 1.0, "Ann")
        library.evaluations.finish(one, "Ann")
    shown = text(screen("evaluations", tab="Results"))
    assert "no average under 10" in shown and "no: 3 of 3" in shown
    tried(library, form, "pushed", "often")
    shown = text(screen("evaluations", tab="Results"))
    assert '<td data-head="Evaluations">40</td>' in shown and "likely" in shown
    assert "filled in" in shown and "Agreement beyond luck is at least" in shown


def calibrated(library: Library, *bens: str) -> int:
    """A session of Coach, who leads it, and Ben on the first call; who has finished it with these answers."""
    form = published(library, "Form")
    some_calls(library, "Ama")
    session = library.calibrations.begin(["c0"], form, [Reviewer("Coach", None), Reviewer("Ben", None)], "Coach")
    for answer in bens:
        gone_through(library, "Ben", answer, "Only <b>once</b>")
    return session


def gone_through(library: Library, who: str, pushed: str, comment: str = "") -> None:
    (line,) = library.evaluations.queue(who)
    library.evaluations.answer(line.id, "pushed", pushed, who, comment, span=Span(62.0, 64.0))
    library.evaluations.answer(line.id, "often", 1.0, who)
    library.evaluations.finish(line.id, who)


def test_a_calibration_is_begun_and_stands_in_the_queue(library: Library) -> None:
    form = published(library, "Form")
    some_calls(library, "Ama", "Ben")
    page = screen("evaluations", tab="Calibration")
    (calls,) = [one for one in page.multiselect if one.label == "Calls"]
    calls.set_value(["c1"]).run()
    (button,) = [one for one in page.button if one.label == "Begin"]
    assert button.disabled, "one reviewer alone agrees with nobody"
    (who,) = [one for one in page.multiselect if one.label == "Reviewers"]
    who.set_value(["Coach", "Dora"]).run()
    press(page, "Begin")
    (session,) = library.calibrations.all("Coach")
    assert [one.reviewer.name for one in session.reviewers] == ["Coach", "Dora"] and session.form_id == form
    (line,) = library.evaluations.queue("Coach")
    shown = text(screen("evaluations"))
    assert "Calibration: Form" in shown and f"call=c1&amp;evaluation={line.id}" in shown
    assert f"calibration={session.id}" in text(screen("evaluations", tab="Calibration"))


def test_nothing_of_an_answer_stands_on_the_page_before_one_has_finished(library: Library) -> None:
    session = calibrated(library, "yes")
    page = screen("evaluations", tab="Calibration", calibration=str(session))
    assert "Only" not in text(page) and "alike" not in text(page) and "Ben <small>(finished)" in text(page)
    press(page, "Open it")
    assert "Only &lt;b&gt;once&lt;/b&gt;" in text(page)


def test_answers_side_by_side_say_what_differs_and_that_one_call_proves_nothing(library: Library) -> None:
    session = calibrated(library, "yes")
    gone_through(library, "Coach", "no")
    page = screen("evaluations", tab="Calibration", calibration=str(session))
    shown = text(page)
    assert shown.count("another answer:") == 2 and "alike on 1 of 2 questions" in shown
    assert 'href="review?call=c0&amp;at=62.00">▶ 1:02</a>' in shown
    assert "One call proves nothing" in shown and "too few to tell" in shown
    (agreed,) = [one for one in page.selectbox if one.label == "Did the agent push?"]
    agreed.set_value("no")
    (why,) = [one for one in page.text_input if one.label == "Why"]
    why.set_value("A rule of the house.")
    shown = text(press(page, "Keep"))
    assert "A rule of the house." in shown and shown.count("another answer:") == 1
    assert "1 of 2 answers" in shown and "2 of 2 answers" in shown


def test_who_does_not_lead_it_opens_nothing(library: Library) -> None:
    form = published(library, "Form")
    some_calls(library, "Ama")
    session = library.calibrations.begin(["c0"], form, [Reviewer("Coach", None), Reviewer("Ben", None)], "Dora")
    page = screen("evaluations", tab="Calibration", calibration=str(session))
    assert [one.label for one in page.button if one.label in ("Open it", "Throw this calibration away")] == []
    assert "no such calibration" in screen("evaluations", tab="Calibration", calibration="99").error[0].value


def test_a_calibration_shows_no_draft_and_is_its_reviewers_alone(library: Library) -> None:
    session = calibrated(library, "yes")
    mine, bens = (
        next(line for line in library.evaluations.given_to(name) if line.calibration == session) for name in ("Coach", "Ben")
    )  # fmt: skip
    shown = drawer(library, "c0", "Coach", mine.id)
    assert shown["open"]["calibration"] == session and [line["reviewer"] for line in shown["lines"]] == ["Coach"]
    assert [q["draft"] for section in shown["open"]["sections"] for q in section["questions"]] == [None] * 3
    with pytest.raises(InputError, match="may see"):
        drawer(library, "c0", "Coach", bens.id)
    deed = {
        "do": "answer",
        "id": mine.id,
        "question": "pushed",
        "answer": "no",
        "comment": "",
        "start": 3.0,
        "end": 1.0,
    }
    assert "trouble" not in perform_evaluation(library, "c0", "Coach", deed)
    told = library.evaluations.evaluation(mine.id).answers["pushed"]
    assert (told.span, told.blind) == (Span(1.0, 3.0), True)


def test_scores_over_time_lead_to_the_evaluations_behind_them(library: Library) -> None:
    form = published(library, "<i>Form</i>")
    tried(library, form)
    page = screen("evaluations", tab="Results")
    shown = text(page)
    assert shown.count("<figure>") == 1 and 'class="mean"' in shown and "likely" in shown
    assert "behind=agent&amp;stretch=quarter" in shown and "behind=agent&amp;start=" in shown
    (by,) = [one for one in page.get("button_group") if one.label == "By"]
    by.set_value("question").run()
    assert 'aria-label="Did the agent push?"' in text(page) and text(page).count("<figure>") == 1, (
        "the other gives no points"
    )
    query = {"tab": "Results", "form": "<i>Form</i>", "behind": "question", "of": "pushed"}
    shown = text(screen("evaluations", **query))
    assert "Did the agent push? <small>40 evaluations behind it" in shown and "<i>" not in shown
    assert shown.count("&amp;evaluation=") == 40 and "<figure>" not in shown
    assert "0 evaluations behind it" in text(screen("evaluations", **(query | {"of": "gone", "start": "nonsense"})))


class TestInABrowser:
    pytestmark = IN_A_BROWSER

    def test_a_form_is_begun_and_shown_as_its_reviewer_sees_it_and_the_queue_leads_to_the_call(
        self, page: playwright.Page, address: str, call: str
    ) -> None:
        page.context.add_cookies([{"name": "sameside_author", "value": "Dora", "url": address}])
        page.goto(f"{address}/evaluations")
        page.get_by_role("tab", name="Forms").click()
        page.get_by_role("button", name="New form").click()
        page.get_by_role("button", name="From “De-escalation”").click()
        expect(page.locator(".preview h3")).to_have_text("De-escalation")
        expect(page.locator(".preview")).to_contain_text("Was the no clear, final, and without heat?")
        still(page)
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_role("button", name="Retire")).to_be_visible()
        still(page)
        page.get_by_role("tab", name="Samples").click()
        page.get_by_role("button", name="Draw", exact=True).click()
        page.get_by_role("button", name="Give them").click()
        expect(page.get_by_text("1 new in Dora's queue.")).to_be_visible()
        still(page)
        page.goto(f"{address}/evaluations")
        page.get_by_role("link", name="parcel pushed").click()
        expect(page.locator(".drawer h3")).to_have_text("De-escalation")
        expect(page.locator(".q.current")).to_be_visible()

    def test_a_calibration_is_filled_in_blind_and_stands_side_by_side(
        self, page: playwright.Page, address: str, call: str, folder: Path
    ) -> None:
        library = Library(str(folder / "library.db"))
        form = published(library, "Together")
        session = library.calibrations.begin([call], form, [Reviewer("Dora", None), Reviewer("Ben", None)], "Dora")
        (bens,) = [line for line in library.evaluations.queue("Ben") if line.calibration == session]
        for question, answer in (("pushed", "no"), ("often", 2.0)):
            library.evaluations.answer(bens.id, question, answer, "Ben", "Bens remark")
        library.evaluations.finish(bens.id, "Ben")
        library.close()
        page.context.add_cookies([{"name": "sameside_author", "value": "Dora", "url": address}])
        page.goto(f"{address}/evaluations?tab=Calibration")
        page.get_by_role("link", name="Go on with yours").click()
        expect(page.locator(".drawer .blind")).to_be_visible()
        expect(page.locator(".drawer .draft")).to_have_count(0)
        expect(page.locator("[data-question=pushed]")).to_have_class("q open current")
        still(page)
        page.locator("[data-question=pushed]").get_by_role("button", name="Yes").click()
        page.locator("[data-question=pushed]").get_by_role("button", name="Mark the moment").click()
        expect(page.locator("[data-question=pushed]").get_by_role("button", name="Take the moment off")).to_be_visible()
        page.get_by_role("textbox", name="How often did the agent come in?").fill("2")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Finish", exact=True).click()
        expect(page.locator(".drawer")).not_to_contain_text("Acknowledge")
        page.get_by_role("link", name="See it side by side with the others").click()
        expect(page.locator(".beside")).to_contain_text("Bens remark")
        expect(page.locator(".beside td.differs")).to_have_count(2)
        page.locator(".beside td a").first.click()
        page.wait_for_selector(".room[data-ready]")


def test_the_page_about_forms_names_every_key_of_a_question() -> None:
    told = (ROOT / "docs" / "evaluations.md").read_text(encoding="utf-8")
    keys = ("id", "ask", "type", "help", "points", "weight", "optional", "scored", "choices", "least", "most", "only_if", "draft", "auto_fail")  # fmt: skip
    assert [key for key in keys if f"`{key}`" not in told] == []

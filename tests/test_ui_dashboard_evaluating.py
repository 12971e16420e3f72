"""A call evaluated in Chromium: a form gone through by keys beside the timeline, drafts with their moments, finished, answered by the agent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from library_calls import a_call, a_report
from patience import soon
from real_browser import IN_A_BROWSER, enter, still, until

from analysis.report import Measure
from audio.errors import InputError
from audio.span import Span
from library.calls.listing import Filter
from library.evaluations.drafts import Draft
from library.evaluations.earned import FEWEST, is_blind
from library.forms.form_text import parse_form
from library.store import Library
from ui.dashboard.components.evaluate.deeds import perform_evaluation
from ui.dashboard.components.evaluate.shown import drawer

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")
expect = playwright.expect

TOML = """
name = "{name}"
[[sections]]
title = "Beginning"
[[sections.questions]]
id = "pushed"
ask = "Did the agent push?"
points = 10
choices = [{{ answer = "yes", points = 0 }}, {{ answer = "no", points = 10 }}]
draft = {{ moments = ["pushed:*"], found = "yes", missing = "no" }}
[[sections.questions]]
id = "how"
ask = "How was it taken back?"
type = "choice"
points = 10
optional = true
only_if = {{ question = "pushed", answers = ["yes"] }}
choices = [{{ answer = "well", points = 10 }}, {{ answer = "a little", points = 5 }}, {{ answer = "<b>not</b>", points = 0 }}]
[[sections.questions]]
id = "often"
ask = "How often did the agent come in?"
type = "number"
most = 10
scored = false
draft = {{ figure = "agent_interruptions" }}
[[sections.questions]]
id = "words"
ask = "A word to the agent"
type = "text"
optional = true
"""


def published(library: Library, name: str) -> int:
    made = library.forms.add(parse_form(TOML.format(name=name)), "Ann")
    library.forms.publish(made.form_id)
    return made.form_id


def tried(library: Library, form: int, *questions: str) -> None:
    """As many evaluations as drafts need to earn their place, all as drafted."""
    for k in range(FEWEST + 10):
        library.keep_call(a_call(f"tried-{form}-{k}"))
        library.keep_report(a_report(f"tried-{form}-{k}"))
        one = library.evaluations.start(f"tried-{form}-{k}", form, "Ann")
        answers: dict[str, str | float] = {"pushed": ("yes", "no")[k % 2], "often": float(k % 3)}
        for question, answer in answers.items():
            draft = Draft(question, answer, "So it is.") if question in questions else None
            library.evaluations.answer(one, question, answer, "Ann", draft=draft)
        library.evaluations.finish(one, "Ann")


@pytest.fixture
def kept(library: Library) -> Library:
    call_id = next(f"c{k}" for k in range(100) if not is_blind(f"c{k}", "pushed") and not is_blind(f"c{k}", "often"))
    library.keep_call(a_call(call_id), agent="Ama")
    report = a_report(call_id)
    often = Measure("interruptions", Span(0.0, 30.0), "agent", 2.0, "")
    library.keep_report(replace(report, measures=(*report.measures, often)))
    return library


def the_call(library: Library) -> str:
    """The call to be evaluated, which is Ama's."""
    (call,) = library.calls(Filter(agent="Ama")).calls
    return call.id


def asked(shown: dict[str, object]) -> dict[str, dict[str, object]]:
    return {q["id"]: q for section in shown["open"]["sections"] for q in section["questions"]}  # type: ignore[index]


def begun(library: Library, call_id: str, form: int, author: str = "Ann") -> int:
    answer = perform_evaluation(library, call_id, author, {"do": "start", "form": form})
    assert "trouble" not in answer
    return int(answer["id"])


def test_a_draft_prefills_only_where_it_has_earned_it(kept: Library) -> None:
    call_id, untried, earnt = the_call(kept), published(kept, "Untried"), published(kept, "Earned")
    tried(kept, earnt, "often")
    for form, place in ((untried, "beside"), (earnt, "prefilled")):
        shown = drawer(kept, call_id, "Ann", begun(kept, call_id, form))
        draft = asked(shown)["often"]["draft"]
        assert (draft["answer"], draft["place"]) == (2.0, place)  # type: ignore[index]
        assert asked(shown)["often"]["answer"] is None


def test_a_blind_draft_is_handed_out_with_the_answer_only(library: Library) -> None:
    call_id = next(f"c{k}" for k in range(1000) if is_blind(f"c{k}", "pushed"))
    library.keep_call(a_call(call_id), agent="Ama")
    library.keep_report(a_report(call_id))
    one = begun(library, call_id, published(library, "Form"))
    assert asked(drawer(library, call_id, "Ann", one))["pushed"]["draft"] == {"place": "blind"}
    deed = {"do": "answer", "id": one, "question": "pushed", "answer": "no", "comment": ""}
    assert "trouble" not in perform_evaluation(library, call_id, "Ann", deed)
    after = asked(drawer(library, call_id, "Ann", one))["pushed"]["draft"]
    assert after["place"] == "beside" and after["because"]  # type: ignore[index]


def test_nobody_reviews_their_own_call_nor_looks_into_anothers_unfinished(kept: Library) -> None:
    call_id, form = the_call(kept), published(kept, "Form")
    assert "your own" in perform_evaluation(kept, call_id, "Ama", {"do": "start", "form": form})["trouble"]
    one = begun(kept, call_id, form)
    with pytest.raises(InputError, match="may see"):
        drawer(kept, call_id, "Ben", one)
    taken = perform_evaluation(
        kept, call_id, "Ben", {"do": "answer", "id": one, "question": "pushed", "answer": "no", "comment": ""}
    )
    assert "Ann's" in taken["trouble"]


@pytest.mark.parametrize(
    "deed",
    [
        {"do": "answer", "id": 1},
        {"do": "answer", "id": 1, "question": "pushed", "answer": ["yes"]},
        {"do": "answer", "id": 1, "question": "often", "answer": "nan"},
        {"do": "answer", "id": 1, "question": "often", "answer": "eleven"},
        {"do": "answer", "id": 1, "question": "gone", "answer": "yes"},
        {"do": "finish", "id": 99},
        {"do": "finish", "id": "x"},
        {"do": "burn", "id": 1},
        {},
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(kept: Library, deed: dict[str, object]) -> None:
    call_id = the_call(kept)
    assert begun(kept, call_id, published(kept, "Form")) == 1
    trouble = perform_evaluation(kept, call_id, "Ann", deed)["trouble"]
    assert trouble.endswith(".")
    assert not kept.evaluations.evaluation(1).answers


def test_an_appeal_is_decided_by_somebody_else_and_the_score_is_anew(kept: Library) -> None:
    call_id = the_call(kept)
    one = begun(kept, call_id, published(kept, "Form"))

    def does(author: str, **deed: object) -> str:
        return str(
            perform_evaluation(kept, call_id, author, {"id": one, "question": "pushed", **deed}).get("trouble", "")
        )

    assert not does("Ann", do="answer", answer="yes", comment="")
    assert not does("Ann", do="answer", question="often", answer="1,5", comment="")
    assert not does("Ann", do="finish")
    assert "reason" in does("Ama", do="appeal", reason=" ")
    assert not does("Ama", do="appeal", reason="It was a joke.", start=3.0, end=1.0)
    shown = asked(drawer(kept, call_id, "Ama", one))["pushed"]["appeal"]
    assert shown["by"] == "Ama" and (shown["start"], shown["end"]) == (1.0, 3.0)  # type: ignore[index]
    for party in ("Ann", "Ama"):
        assert "neither" in does(party, do="decide", upheld=True, words="So it was.", answer="no")
    assert not does("Cora", do="decide", upheld=True, words="So it was.", answer="no")
    told = drawer(kept, call_id, "Ama", one)["open"]
    assert told["score"] == 100.0 and asked({"open": told})["pushed"]["appeal"]["upheld"]  # type: ignore[index]


class TestInABrowser:
    pytestmark = IN_A_BROWSER

    @pytest.fixture
    def there(self, folder: Path, call: str) -> Iterator[Library]:
        opened = Library(str(folder / "library.db"))
        yield opened
        opened.close()

    @pytest.fixture
    def named(self, page: playwright.Page, address: str) -> str:
        page.context.add_cookies([{"name": "sameside_author", "value": "Ben", "url": address}])
        return "Ben"

    def question(self, page: playwright.Page, name: str) -> playwright.Locator:
        return page.locator(f"[data-question={name}]")

    def test_a_form_is_gone_through_by_keys_and_finished(
        self, page: playwright.Page, address: str, call: str, there: Library, named: str
    ) -> None:
        form = published(there, "By keys")
        enter(page, address, call)
        page.get_by_role("button", name="Evaluate", exact=True).click()
        page.get_by_role("button", name="By keys version 1").click()
        expect(self.question(page, "pushed")).to_have_class("q open current")
        expect(self.question(page, "how")).to_have_count(0)
        room, drawer_box = page.locator(".room").bounding_box(), page.locator(".drawer").bounding_box()
        assert room and drawer_box and room["x"] + room["width"] <= drawer_box["x"], "the drawer covers the timeline"
        page.keyboard.press("y")
        expect(self.question(page, "how")).to_have_class("q open current")
        expect(self.question(page, "how").get_by_role("button", name="<b>not</b>")).to_be_visible()
        page.keyboard.press("2")
        expect(page.locator(".score b")).to_have_text("25 %")
        finish = page.get_by_role("button", name="Finish", exact=True)
        expect(finish).to_be_disabled()
        expect(page.locator(".lacks")).to_contain_text("How often did the agent come in?")
        page.keyboard.press("3")
        page.keyboard.press("Enter")
        soon(lambda: there.evaluations.of_call(call) and self.given(there, call, form).get("often") == 3.0)
        page.get_by_role("textbox", name="A word to the agent").fill("Thank you & <i>well done</i>")
        page.keyboard.press("Enter")
        expect(finish).to_be_enabled()
        finish.click()
        expect(page.get_by_placeholder("A word to it, if you like")).to_be_visible()
        assert self.given(there, call, form) == {
            "pushed": "yes", "how": "a little", "often": 3.0, "words": "Thank you & <i>well done</i>",
        }  # fmt: skip

    def given(self, library: Library, call: str, form: int) -> dict[str, object]:
        line = next(line for line in library.evaluations.of_call(call) if line.form_id == form)
        return {name: one.answer for name, one in library.evaluations.evaluation(line.id).answers.items()}

    def test_what_was_asked_for_before_a_form_was_begun_does_not_close_it(
        self, page: playwright.Page, address: str, call: str, there: Library, named: str
    ) -> None:
        form, held = published(there, "Late"), []
        page.route(
            "**/call-evaluations/**",
            lambda route: held.append(route) if route.request.method == "GET" else route.continue_(),
        )
        enter(page, address, call, f"&evaluate={form}")
        current = page.locator("[data-question=pushed].current")
        current.wait_for()
        assert len(held) == 1
        with page.expect_response("**/call-evaluations/**") as late:
            held[0].continue_()
        late.value.finished()
        still(page)
        expect(current).to_be_visible()

    def test_a_drafts_moment_is_heard_and_enter_confirms_it(
        self, page: playwright.Page, address: str, call: str, there: Library, named: str
    ) -> None:
        form = published(there, "With drafts")
        enter(page, address, call, f"&evaluate={form}")
        chip = self.question(page, "pushed").locator(".chip").first
        minutes, seconds = (chip.text_content() or "").split(" ")[1].split(":")
        begins = 60 * int(minutes) + int(seconds)
        chip.click()
        until(page, "(room, given) => Number(room.querySelector('.playhead').dataset.time) >= given", begins)
        page.locator(".card .head[aria-expanded=true]").first.wait_for()
        self.question(page, "pushed").locator("h4").click()
        page.keyboard.press("Enter")
        soon(lambda: self.given(there, call, form).get("pushed") == "yes")
        expect(self.question(page, "pushed").locator(".agrees")).to_be_visible()

    def test_where_all_drafts_are_right_four_clicks_do(
        self, page: playwright.Page, address: str, call: str, there: Library, named: str
    ) -> None:
        assert not is_blind(call, "pushed") and not is_blind(call, "often"), "another name for the question is needed"
        form = published(there, "All right")
        tried(there, form, "pushed", "often")
        enter(page, address, call)
        page.get_by_role("button", name="Evaluate", exact=True).click()
        page.get_by_role("button", name="All right version 1").click()
        expect(self.question(page, "pushed")).to_have_class("q prefilled current")
        assert self.given(there, call, form) == {}, "a draft is never an answer by itself"
        page.get_by_role("button", name="Confirm all 2 drafts that are filled in").click()
        page.get_by_role("button", name="Finish", exact=True).click()
        expect(page.get_by_placeholder("A word to it, if you like")).to_be_visible()
        assert self.given(there, call, form)["pushed"] == "yes"

    def test_the_agent_acknowledges_and_appeals_with_the_words_that_are_selected(
        self, page: playwright.Page, address: str, call: str, there: Library, named: str
    ) -> None:
        form = published(there, "Answered")
        one = there.evaluations.start(call, form, "Ann")
        there.evaluations.answer(one, "pushed", "yes", "Ann")
        there.evaluations.answer(one, "often", 2.0, "Ann")
        there.evaluations.finish(one, "Ann")
        enter(page, address, call)
        page.get_by_role("button", name="Evaluate", exact=True).click()
        page.get_by_role("button", name="Answered 0 %, by Ann").click()
        page.get_by_placeholder("A word to it, if you like").fill("Seen, thanks")
        page.get_by_role("button", name="Acknowledge").click()
        expect(page.locator(".drawer .said")).to_contain_text("“Seen, thanks”")
        self.select(page)
        self.question(page, "pushed").get_by_role("button", name="Appeal").click()
        expect(self.question(page, "pushed").locator(".chip")).to_be_visible()
        page.get_by_label("Why it is not right").fill("It was the rule of the house.")
        self.question(page, "pushed").get_by_role("button", name="Appeal").click()
        expect(self.question(page, "pushed")).to_contain_text("Appealed by Ben, still to be decided")
        (appeal,) = there.evaluations.evaluation(one).appeals
        assert appeal.reason == "It was the rule of the house." and appeal.span is not None and appeal.span.duration > 0
        still(page)

    def select(self, page: playwright.Page) -> None:
        """Select three words of the transcript."""
        until(
            page,
            """(room) => {
                const words = room.querySelectorAll(".lines .w");
                const range = document.createRange();
                range.setStartBefore(words[1]);
                range.setEndAfter(words[3]);
                const selection = room.getRootNode().getSelection?.() ?? getSelection();
                selection.removeAllRanges();
                selection.addRange(range);
                return true;
            }""",
        )
        page.get_by_role("button", name="Write a note on these words").wait_for()

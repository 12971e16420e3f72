"""Coaches' words: what is written on every page, in every sentence that is made of a call, has none of our own jargon."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from app_pages import screen
from library_calls import a_call, a_moment, a_report
from real_browser import IN_A_BROWSER, PARCEL, enter, still

from analysis.limits import table
from analysis.report import Kind, Measure, Report, Response
from audio.call import Speaker
from audio.span import Span
from library.store import Library
from library.worker.worker import Reviewed
from ui.dashboard.components import timeline
from ui.dashboard.components.timeline.picture import picture
from ui.dashboard.components.timeline.wording import describe_no_rise, describe_rule
from ui.dashboard.parts import technique_names

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

ROOT = Path(__file__).parent.parent
JARGON = re.compile(
    r"own spreads?|\bspreads\b|Rule: |phrasings|it was taught|Overtalk|\b[Aa]djust\b(?!\")|That was:?$|Anything$|Bring recordings",
    re.MULTILINE,
)
IN_THE_DATA = {"adjust"}
"""Words of the data, as whole strings."""
PAGES = ("", "evaluations", "people", "rule-book", "house-rules", "retention", "audit", "about-me")
ALL_TEXT = """() => {
    const told = [];
    const walk = (node) => {
        for (const part of node.childNodes) {
            if (part.nodeType === Node.TEXT_NODE) told.push(part.textContent);
            else if (part.nodeType === Node.ELEMENT_NODE && !["STYLE", "SCRIPT"].includes(part.tagName)) {
                for (const name of ["aria-label", "placeholder", "title"]) told.push(part.getAttribute(name) ?? "");
                if (part.shadowRoot) walk(part.shadowRoot);
                walk(part);
            }
        }
    };
    walk(document.body);
    return told.filter(Boolean).join("\\n");
}"""


@pytest.fixture
def filled(library: Library) -> Library:
    """One call with one push, Ama's."""
    library.keep_call(a_call(), agent="Ama", team="North")
    library.keep_report(a_report("c1", a_moment(after="hotter")))
    return library


def sentences(path: Path) -> Iterator[str]:
    """Every string of a module that may reach a page: all but what documents it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.value


def jargon(texts: Iterator[str]) -> list[str]:
    return [text for text in texts if text not in IN_THE_DATA and JARGON.search(text)]


@pytest.mark.parametrize("folder", ["analysis", "ui"])
def test_no_sentence_that_is_made_holds_jargon(folder: str) -> None:
    modules = [path for path in (ROOT / folder).rglob("*.py") if "bank" not in path.parts and "cli" not in path.parts]
    assert len(modules) > 20
    assert {path.name: slips for path in modules if (slips := jargon(sentences(path)))} == {}


def test_the_browsers_own_words_hold_no_jargon() -> None:
    code = re.sub(r"//.*", "", timeline.module())
    written = re.findall(r'"([^"\n]*)"|`([^`]*)`', code)
    assert len(written) > 300
    assert jargon(text for pair in written for text in pair) == []


@pytest.mark.parametrize(
    "name", ["calls", "evaluations", "people", "rule_book", "house_rules", "retention", "audit", "about_me"]
)
def test_no_label_of_a_page_holds_jargon(name: str, filled: Library) -> None:
    told = [str(element.proto) for element in screen(name).main]
    assert len(told) > 3
    assert jargon(text for text in told if "component_name" not in text) == []


def test_every_limit_has_a_title_and_it_stands_beside_its_id(filled: Library) -> None:
    page = screen("house_rules")
    titles = [row["title"] for row in table()]
    assert len(set(titles)) == len(titles)
    for row, shown in zip(table(), page.slider, strict=True):
        assert row["title"] != row["name"] and "_" not in row["title"]
        assert shown.label.startswith(row["title"])
        written = row["name"].replace("_", r"\_")
        assert any(row["title"] in text.value and written in text.value for text in page.markdown), row["name"]


def test_a_card_says_what_made_a_moment_by_its_title() -> None:
    names = technique_names.names()
    assert describe_rule("policy_shield", names) == f"In the rule book: {names['policy_shield']} (policy_shield)"
    assert describe_rule("model", names) == ""
    assert describe_rule("rise_pitch, settle_speech", names) == (
        "Limits: Raised voice, pitch (rise_pitch); Calm speech that makes a settling (settle_speech)"
    )


def test_a_real_calls_cards_hold_no_jargon(pushed: Reviewed) -> None:
    shown = json.loads(picture(pushed.call, pushed.report, technique_names.names()))
    assert shown["moments"]
    assert jargon(text for moment in shown["moments"] for text in (moment["because"], moment["rule"])) == []


def a_review(*known: Speaker, after: str | None = None, kind: Kind = "partnered") -> Report:
    """A report in which the calm speech of these speakers is known."""
    whole = Span(0.0, 30.0)
    found = [
        Measure("baseline_pitch", whole, who, 200.0 if who in known else None, "Hz", withheld=None if who in known else "too little")
        for who in ("agent", "customer")
    ]  # fmt: skip
    moment = replace(a_moment(kind, "own_it"), response=Response(after, "") if after else None)  # type: ignore[arg-type]
    return replace(a_report("c1", moment), measures=tuple(found))


def test_the_lane_of_raised_voices_says_what_is_so() -> None:
    call = a_call()
    assert describe_no_rise(call, a_review("agent", "customer")) == "No rise that lasted, in either voice"
    assert describe_no_rise(call, a_review()) == "No calm speech to compare with, in either voice"
    assert describe_no_rise(call, a_review("agent")) == (
        "Customer: no calm speech to compare with. Agent: no rise that lasted"
    )
    hotter = describe_no_rise(call, a_review("agent", "customer", after="hotter"))
    assert hotter == "No rise that lasted; shorter ones are told on the cards"
    assert describe_no_rise(replace(call, voices=()), a_review()) == "No sound, so no voice to hear"


class TestInABrowser:
    """Every page as it stands in Chromium."""

    pytestmark = IN_A_BROWSER

    @pytest.mark.parametrize("place", PAGES)
    def test_no_page_holds_jargon(self, page: playwright.Page, address: str, call: str, place: str) -> None:
        page.goto(f"{address}/{place}")
        page.locator("h1").wait_for()
        still(page)
        if place == "":
            page.get_by_role("button", name="Filter").click()
            page.get_by_label("What followed").first.wait_for()
        told = page.evaluate(ALL_TEXT)
        assert len(told) > 200
        assert JARGON.findall(told) == []

    def test_the_review_and_its_open_cards_hold_no_jargon(self, page: playwright.Page, address: str, call: str) -> None:
        enter(page, address, call)
        cards = page.locator(".card .head")
        told = []
        for k in range(cards.count()):
            cards.nth(k).click()
            page.get_by_role("button", name="Call it something else").first.wait_for()
            told.append(page.evaluate(ALL_TEXT))
        assert any("In the rule book: " in text or "Limits: " in text for text in told)
        assert JARGON.findall("\n".join(told)) == []

    def test_an_empty_lane_says_that_there_is_no_calm_speech_to_compare_with(
        self, page: playwright.Page, address: str, folder: Path, call: str
    ) -> None:
        page.add_init_script(
            "const fill = CanvasRenderingContext2D.prototype.fillText; window.drawn = new Set();"
            "CanvasRenderingContext2D.prototype.fillText = function (text, ...at) { drawn.add(text); fill.call(this, text, ...at); };"
        )
        library = Library(str(folder / "library.db"))
        library.keep_call(replace(a_call("quiet"), source="quiet.wav"), library.keep_recording(PARCEL))
        library.keep_report(replace(a_review("agent"), call_id="quiet"))
        library.close()
        enter(page, address, "quiet")
        page.wait_for_function("drawn.has('Customer: no calm speech to compare with. Agent: no rise that lasted')")

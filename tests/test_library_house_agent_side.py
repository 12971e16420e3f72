"""Whose side is whose: the house's rules by file name, and the two answers to an assumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from app_pages import screen, text
from streamlit.testing.v1 import AppTest

from analysis.limits import Limits
from audio.call import ASSUMED, REMEDY, Call, Doubt
from audio.errors import SameSideError
from library import pipeline
from library.house import agent_side, judging
from library.store import Library
from library.worker import tasks
from library.worker.worker import Worker
from tests.library_calls import a_call, a_moment, a_recording, a_report
from ui import texts
from ui.cli import main

SHOWN = f"{ASSUMED}the left channel is the agent: nobody said so, and there are no words to tell."
WHY = f"{SHOWN}{REMEDY}"


def button(page: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(one for one in page.button if one.label == label)


# the house's rules


def test_the_first_pattern_that_fits_holds_whatever_its_capitals(library: Library) -> None:
    agent_side.keep_rules(library, "Connect-*  RIGHT\n\n*-mono.* second\n* left\n", 0)
    assert agent_side.rules(library) == ((("Connect-*", "right"), ("*-mono.*", "second"), ("*", "left")), 1)
    names = ["connect-0041.WAV", "a-mono.mp3", "connect.wav"]
    assert [agent_side.side(library, name) for name in names] == ["right", "second", "left"]


def test_without_a_rule_that_fits_nobody_has_said(library: Library) -> None:
    assert agent_side.side(library, "a.wav") is None
    agent_side.keep_rules(library, "b* right", 0)
    assert agent_side.side(library, "a.wav") is None


@pytest.mark.parametrize("line", ["connect-*", "right", "connect-* centre", "calls/*.wav right", "x" * 201 + " left"])
def test_a_line_that_is_no_rule_is_named_and_nothing_is_kept(library: Library, line: str) -> None:
    with pytest.raises(SameSideError, match=r"Line 2, “.*”, is no rule: write a pattern"):
        agent_side.keep_rules(library, f"a* left\n{line}", 0)
    assert agent_side.rules(library) == ((), 0)


def test_a_pattern_fits_however_blanks_and_accents_are_written(library: Library) -> None:
    agent_side.keep_rules(library, "Zoë*.wav\tright\na b.wav\u00a0left", 0)
    names = ["zoe\u0308-1.wav", "ZOË.WAV", "a b.wav"]
    assert [agent_side.side(library, name) for name in names] == ["right", "right", "left"]


@pytest.mark.parametrize("lines", ["a* left\nA* right", "* left\nb* right", "** left\n* left"])
def test_a_line_that_could_never_hold_is_named_and_nothing_is_kept(library: Library, lines: str) -> None:
    with pytest.raises(SameSideError, match=r"Line 2, “.*”, would never hold, since line 1 fits the same files"):
        agent_side.keep_rules(library, lines, 0)
    assert agent_side.rules(library) == ((), 0)


def test_a_hundred_rules_are_kept_and_one_more_is_a_sentence(library: Library) -> None:
    agent_side.keep_rules(library, "\n".join(f"a{k}* left" for k in range(100)), 0)
    with pytest.raises(SameSideError, match="These are 101 rules, and 100 are kept"):
        agent_side.keep_rules(library, "\n".join(f"a{k}* left" for k in range(101)), 1)


def test_what_is_told_for_one_recording_goes_before_the_rule(library: Library) -> None:
    agent_side.keep_rules(library, "* right", 0)
    assert agent_side.with_agent_side(library, "a.wav", {"agent": None})["agent"] == "right"
    assert agent_side.with_agent_side(library, "a.wav", {"agent": "left"})["agent"] == "left"


def test_whoever_hears_the_next_call_is_told_the_side(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Mapping[str, Any]] = []

    def hear(path: Path, options: Mapping[str, Any], progress: object) -> Call:
        told.append(options)
        return replace(a_call(), source=path.name)

    monkeypatch.setattr(pipeline, "hear", hear)
    agent_side.keep_rules(library, "connect-* right", 0)
    recording = a_recording(tmp_path / "connect-1.wav")
    library.enqueue(recording)
    assert Worker(library, tasks.work).run_one()
    assert library.queue.jobs()[0].state == "done", library.queue.jobs()[0].why
    assert main.main(["review", str(recording), "--no-words", "--library", str(tmp_path / "library.db")]) == 0
    assert [options["agent"] for options in told] == ["right", "right"]


def test_a_rule_makes_a_call_be_heard_anew_where_it_is_brought_again(library: Library, tmp_path: Path) -> None:
    path = a_recording(tmp_path / "connect-1.wav")
    before = pipeline.hearing_fingerprints(path, agent_side.with_agent_side(library, path.name, {"no_words": True}))
    agent_side.keep_rules(library, "connect-* right", 0)
    assert (
        pipeline.hearing_fingerprints(path, agent_side.with_agent_side(library, path.name, {"no_words": True}))
        != before
    )


def test_the_page_keeps_the_rules_and_names_a_slip(library: Library) -> None:
    page = screen("house_rules")
    written = next(area for area in page.text_area if area.label == "The agent's side")
    written.set_value("connect-*   right\n* left")
    button(page, "Keep the sides").click().run()
    assert agent_side.rules(library)[0] == (("connect-*", "right"), ("*", "left"))
    written = next(area for area in page.text_area if area.label == "The agent's side")
    assert written.value == "connect-* right\n* left"
    written.set_value("connect-* middle")
    button(page, "Keep the sides").click().run()
    assert any(texts.markdown("Line 1, “connect-* middle”") in error.value for error in page.error)
    assert agent_side.rules(library)[1] == 1


# what was assumed


@pytest.fixture
def assumed(library: Library) -> Library:
    """A call in whose sides nothing is sure."""
    call = a_call()
    library.keep_call(replace(call, doubts=(*call.doubts, Doubt("speakers", WHY))))
    library.keep_report(a_report("c1", a_moment()), judging.report_fingerprint(library, Limits()))
    return library


def test_an_assumption_stands_on_the_page_once_with_both_answers(assumed: Library) -> None:
    page = screen("review", call="c1")
    assert text(page).count(SHOWN) == 1 and REMEDY not in text(page)
    assert {"Swap agent and customer", "It is right"} <= {one.label for one in page.button}


def test_one_click_swaps_them_and_nothing_is_assumed_any_more(assumed: Library) -> None:
    before = assumed.call("c1")
    page = screen("review", call="c1")
    next(one for one in page.button if one.key == "swap-assumed").click().run()
    after = assumed.call("c1")
    assert [turn.speaker for turn in after.turns] == [turn.speaker for turn in before.swapped().turns]
    assert [doubt.about for doubt in after.doubts] == ["clock"] and SHOWN not in text(page)


def test_one_click_says_that_it_is_right(assumed: Library) -> None:
    before = assumed.call("c1")
    page = screen("review", call="c1")
    button(page, "It is right").click().run()
    after = assumed.call("c1")
    assert [turn.speaker for turn in after.turns] == [turn.speaker for turn in before.turns]
    assert [doubt.about for doubt in after.doubts] == ["clock"] and SHOWN not in text(page)
    assert assumed.report("c1") is not None and assumed.stale(judging.report_fingerprint(assumed, Limits())) == ()


def test_a_call_that_is_sure_asks_nothing(library: Library) -> None:
    library.keep_call(a_call())
    library.keep_report(a_report("c1", a_moment()), judging.report_fingerprint(library, Limits()))
    assert "It is right" not in {one.label for one in screen("review", call="c1").button}

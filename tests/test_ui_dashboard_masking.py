"""Masked on the page: the switch is off, what it lifts, and the sound that goes with it; no page or route shows a number otherwise."""

from __future__ import annotations

import json
import re

import pytest
from app_pages import screen, text
from starlette.requests import Request
from streamlit.testing.v1 import AppTest
from test_library_calls_redacting import SECRETS, kept, leaks

from library import current
from library.house import judging, originals
from library.house.limits import limits_in_force
from library.store import Library
from ui.dashboard import server
from ui.dashboard.notes_route import NOTES

__all__ = ["kept"]


@pytest.fixture
def page(kept: Library) -> AppTest:
    kept.keep_report(kept.original_report("c1"), judging.report_fingerprint(kept, limits_in_force(kept)))  # type: ignore[arg-type]
    return screen("review", call="c1")


def everything(page: AppTest) -> str:
    """What the page shows as text, and what it hands to its components."""
    handed = [one.proto.json for one in page.get("bidi_component")]
    return re.sub(r'"(?:peaks|pitch|loudness)":"[^"]*"', "", text(page) + "".join(handed).replace('\\"', '"'))


def test_the_review_is_masked_until_the_switch_is_on(page: AppTest) -> None:
    assert not leaks(everything(page)) and "[card number]" in everything(page)
    (switch,) = [one for one in page.toggle if one.label == "Show masked"]
    assert not switch.value and "card number 2" in (switch.help or "")
    switch.set_value(True).run()
    assert "4539 1488" in everything(page) or "4539" in everything(page)
    assert "?unmasked=1" in everything(page)


def test_a_call_in_which_nothing_is_masked_has_no_switch(library: Library) -> None:
    from tests.library_calls import a_call, a_report

    library.keep_call(a_call())
    library.keep_report(a_report("c1"), judging.report_fingerprint(library, limits_in_force(library)))
    assert [one.label for one in screen("review", call="c1").toggle if one.label == "Show masked"] == []


def test_the_list_shows_no_number(kept: Library) -> None:
    assert not leaks(everything(screen("calls")))
    assert not leaks(everything(screen("people")))


def answered(kept: Library, path: str, query: str = "") -> object:
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": [], "path_params": {"call": "c1"},
    }  # fmt: skip
    return server.sound_route(Request(scope))


def test_the_sound_is_the_masked_one_unless_the_original_is_asked_for(
    kept: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "library", lambda: kept)
    asked = {query: str(answered(kept, "/call-audio/c1", query).path) for query in ("", "unmasked=0", "unmasked=1")}  # type: ignore[attr-defined]
    assert asked[""] == asked["unmasked=0"] == str(kept.playable("c1").path)
    assert asked["unmasked=1"] == str(kept.playable("c1", unmasked=True).path) != asked[""]


def test_the_route_of_the_notes_tells_no_number(kept: Library) -> None:
    from ui.dashboard.notes_route import _answer

    assert NOTES and not leaks(json.dumps(_answer({}, "", "c1", None)))


def test_the_house_says_which_originals_are_destroyed(kept: Library) -> None:
    page = screen("house_rules")
    (choice,) = [one for one in page.multiselect if one.label.startswith("Destroy the originals")]
    choice.set_value(["card_number"])
    next(one for one in page.button if one.label == "Keep" and "originals" in str(one.form_id)).click().run()
    assert originals.destroyed_kinds(kept)[0] == ("card_number", "security_code")


def test_the_secrets_are_those_of_the_talk() -> None:
    assert len(SECRETS) > 10

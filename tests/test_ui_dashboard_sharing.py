"""Showing a call to a coach and giving it to a reviewer, on its page: who may is offered it, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from patience import PATIENCE
from people_and_calls import House, a_house
from streamlit.testing.v1 import AppTest

from library.store import Library


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = a_house("sqlite", tmp_path)
    yield made
    made.library.close()


def shown(library: Library, call: str) -> AppTest:
    def part(library, call):  # type: ignore[no-untyped-def]  # read as text, without what is imported here
        from ui.dashboard.parts import sharing

        sharing.show_to(library, call, sharing.kept_until(library, call))

    page = AppTest.from_function(part, default_timeout=PATIENCE, args=(library, call)).run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def test_a_coach_gives_a_call_to_a_reviewer_and_takes_it_back(house: House) -> None:
    coach = house.seen_by("cora")
    page = shown(coach, "team")
    reviewer = next(box for box in page.selectbox if box.label == "Reviewer")
    assert next(button for button in page.button if button.label == "Give to review").disabled
    reviewer.set_value(house.people["val"]).run()
    press(page, "Give to review")
    assert [(one.name, one.given) for one in coach.sharing.shown_to("team")] == [("Val", True)]
    press(page, "Take back")
    assert coach.sharing.shown_to("team") == ()


@pytest.mark.parametrize(("viewer", "call", "offered"), [("ama", "mine", ["Coach"]), ("rae", "own", []), ("ada", "own", ["Coach", "Reviewer"])])  # fmt: skip
def test_only_what_somebody_may_is_offered(house: House, viewer: str, call: str, offered: list[str]) -> None:
    page = shown(house.seen_by(viewer), call)
    assert [box.label for box in page.selectbox if box.label in ("Coach", "Reviewer")] == offered

"""How somebody stands to the calls of a page: asked once, and anew when it may have changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from people_and_calls import House, a_house
from sqlalchemy import event

from library.access.known import KnownStandings
from library.database.walls import STILL


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = a_house("sqlite", tmp_path)
    yield made
    made.library.close()


def questions(house: House) -> list[str]:
    """The statements that the library is asked from now on."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(house.library.database.engine, "before_cursor_execute", note)
    return asked


def test_it_is_asked_once_of_each_call(house: House) -> None:
    known = KnownStandings(house.seen_by("cora").database)
    assert known.of(["own", "other"]) == {"own": ("coach",)}
    asked = questions(house)
    assert known.of(["other", "own"]) == {"own": ("coach",)}
    assert asked == []
    assert known.of(["own", "brought"]) == {"own": ("coach",), "brought": ("brought",)}
    assert any("brought_by" in statement for statement in asked)


def test_it_is_asked_anew_once_something_was_written(house: House) -> None:
    known = KnownStandings(house.seen_by("cora").database)
    assert known.of(["shown"]) == {}
    house.library.seen_by(house.seen_by("ada").viewer).sharing.show("shown", house.people["cora"])
    assert known.of(["shown"]) == {"shown": ("shown",)}


def test_it_is_asked_anew_after_a_while(house: House) -> None:
    clock = iter([0.0, 0.5, STILL - 0.1, STILL + 0.6, STILL + 0.7])
    known = KnownStandings(house.seen_by("cora").database, lambda: next(clock))
    known.of(["own"])
    asked = questions(house)
    known.of(["own"])
    assert asked == []
    known.of(["own"])
    assert asked != []

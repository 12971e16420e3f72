"""Coaching sessions kept: drafted, held, acknowledged; their agendas, and what becomes of these when calls go; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_report, said

from audio.errors import InputError
from audio.span import Span
from library.coaching.session import Agreed, Item, Stretch
from library.database.tables.coaching import CoachingMoment
from library.store import Library

POLICY = Stretch("", Span(8.0, 10.8), "", "policy_shield")
SOON = datetime(2099, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    if request.param == "postgresql" and (why := real_postgres.why_not()):
        pytest.skip(why)
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    kept = Library(url, tmp_path / "files")
    for call_id, agent in (("c1", "Ama"), ("c2", "Ama"), ("c3", "Ben"), ("c4", None)):
        kept.keep_call(a_call(call_id), name=f"{call_id}.wav", agent=agent)
        kept.keep_report(a_report(call_id))
    yield kept
    kept.close()


def drafted(library: Library) -> int:
    one, _ = library.coaching.put("c1", POLICY, "Cora")
    library.coaching.put("c2", POLICY, "Cora")
    return one


def test_a_moment_of_a_call_begins_a_session_and_the_next_goes_into_the_same(library: Library) -> None:
    one, number = library.coaching.put("c1", POLICY, "Cora")
    assert library.coaching.put("c2", POLICY, "Cora") == (one, number + 1)
    assert library.coaching.put("c2", POLICY, "Cora") == (one, number + 1)  # pressed twice
    other, _ = library.coaching.put("c1", POLICY, "Dan")
    assert other != one
    assert [(line.agent, line.coach) for line in library.coaching.all()] == [("Ama", "Dan"), ("Ama", "Cora")]
    session = library.coaching.session(one)
    assert [(item.stretch and item.stretch.call_id, item.call) for item in session.items] == [
        ("c1", "c1.wav"),
        ("c2", "c2.wav"),
    ]


def test_what_is_said_is_read_from_the_call_and_masked(library: Library) -> None:
    card = said("customer", 3.0, "It is four one one one one one one one one one one one one one one one, yes.")
    library.keep_call(replace(a_call("c5"), turns=(card,)), agent="Ama")
    one, _ = library.coaching.put("c5", Stretch("c5", Span(3.0, 12.0), ""), "Cora")
    (item,) = library.coaching.session(one).items
    assert item.quote == (("customer", "It is [card number], yes."),)
    with library.database.read() as session:
        kept = session.get_one(CoachingMoment, (one, 1))
        assert (kept.title, kept.words) == ("", "")


def test_a_call_of_nobody_or_of_somebody_else_is_not_talked_about(library: Library) -> None:
    one = drafted(library)
    with pytest.raises(InputError, match="Nobody knows whose call"):
        library.coaching.put("c4", POLICY, "Cora")
    with pytest.raises(InputError, match="Ben’s"):
        library.coaching.put("c3", POLICY, "Cora", one)
    with pytest.raises(InputError, match="no agent named"):
        library.coaching.begin("Zoe", "Cora")


def test_a_session_is_drafted_held_and_acknowledged(library: Library) -> None:
    one = drafted(library)
    library.coaching.say(one, 2, "Once more", "Listen to what she\nanswers.")
    library.coaching.agree(one, Agreed("own_it", "more"), SOON, "Well begun.")
    library.coaching.drop(one, 1)
    with pytest.raises(InputError, match="was held"):
        library.coaching.acknowledge(one)
    library.coaching.hold(one)
    for change in (
        lambda: library.coaching.put("c1", POLICY, "Cora", one),
        lambda: library.coaching.drop(one, 2),
        lambda: library.coaching.agree(one, None, None, ""),
        lambda: library.coaching.say(one, 2, "", ""),
        lambda: library.coaching.hold(one),
    ):
        with pytest.raises(InputError, match="make another one"):
            change()
    library.coaching.look_again(one, SOON + timedelta(days=1))
    library.coaching.acknowledge(one, "So it was.")
    session = library.coaching.session(one)
    assert session.line.agreed == Agreed("own_it", "more") and session.line.look_again == SOON + timedelta(days=1)
    assert session.line.held and session.line.acknowledged
    assert (session.words, session.agent_words) == ("Well begun.", "So it was.")
    (item,) = session.items
    assert item.stretch == Stretch("c2", Span(8.0, 10.8), "Once more", "policy_shield", "Listen to what she\nanswers.")
    assert item.quote == (("agent", "We don't do refunds, that's our policy."),)


def test_an_empty_session_is_not_held(library: Library) -> None:
    with pytest.raises(InputError, match="nothing in this session"):
        library.coaching.hold(library.coaching.begin("Ama", "Cora"))


def test_a_session_says_which_of_its_calls_are_gone(library: Library) -> None:
    one = drafted(library)
    pending = library.deletions.later(["c1"])
    assert library.coaching.session(one).items[0] == Item(1, None)
    library.deletions.undo(pending.due)
    assert library.coaching.session(one).items[0].stretch is not None
    library.delete("c1")
    first, second = library.coaching.session(one).items
    assert first == Item(1, None) and second.stretch is not None
    with library.database.read() as session:
        assert session.get(CoachingMoment, (one, 1)) is None


def test_a_session_outlives_its_agents_name_and_not_its_deletion(library: Library) -> None:
    one = drafted(library)
    library.people.rename("Ama", "Ama Osei")
    assert library.coaching.session(one).line.agent == "Ama Osei"
    library.people.remove("Ama Osei")
    assert library.coaching.session(one).line.agent is None
    library.coaching.delete(one)
    with pytest.raises(InputError, match="no such coaching session"):
        library.coaching.session(one)
    assert library.coaching.all() == ()


def test_sessions_of_one_agent_are_listed_drafts_first(library: Library) -> None:
    first = drafted(library)
    library.coaching.hold(first)
    second = library.coaching.begin("Ama", "Cora")
    library.coaching.begin("Ben", "Cora")
    assert [line.id for line in library.coaching.all("Ama")] == [second, first]

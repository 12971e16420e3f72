"""Evaluations among people who sign in: given, filled in, told and appealed by whom it is, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from people_and_calls import FORM, House, a_house
from sqlalchemy import delete, func, select

from audio.errors import InputError
from library.access.permits import NotAllowedError
from library.calls.listing import Filter
from library.database.schema import Assignment, PersonRole
from library.database.tables.evaluations import CallDrawCall, EvaluationAnswer, EvaluationRow
from library.evaluations.reviewers import Reviewer
from library.evaluations.settled import Settled, keep_settled
from library.store import Library

NOT_THERE = "no such evaluation"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path, evaluated=())
    yield made
    made.library.close()


def gone_through(seen: Library, one: int, heard: str = "yes") -> None:
    seen.evaluations.answer(one, "heard", heard, "Somebody")
    seen.evaluations.answer(one, "plan", "no", "Somebody")
    seen.evaluations.finish(one, "Somebody")


def test_an_evaluation_is_its_reviewers_until_it_is_finished(house: House) -> None:
    rae, ama, cora, ada = (house.seen_by(name) for name in ("rae", "ama", "cora", "ada"))
    one = rae.evaluations.start("own", 1, "Cora")
    assert [(line.call_id, line.reviewer) for line in rae.evaluations.queue("Cora")] == [("own", "Rae")]
    rae.evaluations.answer(one, "heard", "no", "Rae")
    for seen in (ama, cora, ada):
        assert seen.evaluations.of_call("own") == () and seen.evaluations.queue("Rae") == ()
        with pytest.raises(InputError, match=NOT_THERE):
            seen.evaluations.evaluation(one)
        with seen.database.read() as session:
            assert session.scalar(select(func.count()).select_from(EvaluationAnswer)) == 0
    gone_through(rae, one)
    for seen in (ama, cora, ada):
        assert seen.evaluations.evaluation(one).answers["heard"].answer == "yes"


def test_nobody_else_answers_or_finishes_it(house: House) -> None:
    rae, cora = house.seen_by("rae"), house.seen_by("cora")
    one = rae.evaluations.start("own", 1, "Rae")
    gone_through(rae, one)
    for change in (
        lambda: cora.evaluations.answer(one, "heard", "no", "Rae"),
        lambda: cora.evaluations.finish(one, "Rae"),
    ):
        with pytest.raises(InputError, match="is Rae's"):
            change()


def test_who_is_no_reviewer_any_more_evaluates_no_longer(house: House) -> None:
    one = house.seen_by("rae").evaluations.start("given", 1, "Rae")
    with house.library.database.write() as session:
        session.execute(delete(PersonRole).where(PersonRole.person_id == house.people["rae"]))
    with pytest.raises(InputError, match=NOT_THERE):
        house.seen_by("rae").evaluations.answer(one, "heard", "no", "Rae")


@pytest.mark.parametrize("call", ["own", "shown", "mine", "other"])
def test_an_agent_evaluates_nothing(house: House, call: str) -> None:
    with pytest.raises(InputError):
        house.seen_by("ama").evaluations.start(call, 1, "Ama")


def test_nobody_evaluates_their_own_call_whatever_else_they_are(house: House) -> None:
    with house.library.database.write() as session:
        session.add(PersonRole(person_id=house.people["ama"], role="admin"))
    ada = house.seen_by("ada")
    with pytest.raises(InputError, match="it is your own"):
        house.seen_by("ama").evaluations.start("own", 1, "Ama")
    assert ada.evaluations.assign(["own", "other"], 1, "Ama", "Ada") == 1


def test_who_is_given_an_evaluation_sees_its_call(house: House) -> None:
    ada, rae = house.seen_by("ada"), house.seen_by("rae")
    with pytest.raises(InputError):
        rae.summary("other")
    assert ada.evaluations.assign(["other", "mine"], 1, "Rae", "Somebody") == 1
    (line,) = rae.evaluations.queue("Rae")
    assert line.call_id == "other" and rae.summary("other").id == "other"
    assert rae.evaluations.evaluation(line.id).assigned_by == "Ada"
    with house.library.database.read() as session:
        given = session.get_one(Assignment, ("other", house.people["rae"]))
        assert given.by_id == house.people["ada"]


def test_who_does_not_review_is_given_nothing(house: House) -> None:
    for name in ("Bo", "Nobody"):
        with pytest.raises(InputError, match="Nobody who reviews"):
            house.seen_by("ada").evaluations.assign(["own"], 1, name, "Ada")
    assert house.seen_by("ada").evaluations.assign(["own"], 1, "?", "Ada", reviewer_id=house.people["val"]) == 1


def test_an_appeal_is_the_agents_and_decided_by_neither_side(house: House) -> None:
    ama, cora, ada, rae = (house.seen_by(name) for name in ("ama", "cora", "ada", "rae"))
    one = cora.evaluations.start("own", 1, "Cora")
    gone_through(cora, one, heard="no")
    for other in (rae, ada):
        with pytest.raises(NotAllowedError):
            other.appeals.file(one, "heard", "Ama", "She was heard out.")
        with pytest.raises(NotAllowedError):
            other.evaluations.acknowledge(one)
    ama.evaluations.acknowledge(one, "I see.")
    filed = ama.appeals.file(one, "heard", "Somebody", "I let her finish.")
    with house.library.database.write() as session:
        session.add(PersonRole(person_id=house.people["ama"], role="admin"))
    for party in ("cora", "ama"):
        with pytest.raises(InputError, match="neither who gave the answer nor who appealed"):
            house.seen_by(party).appeals.decide(filed, "Ada", True, "It is so.", "yes")
    with pytest.raises(NotAllowedError):
        rae.appeals.decide(filed, "Ada", True, "It is so.", "yes")
    ada.appeals.decide(filed, "Somebody", True, "She did finish.", "yes")
    (told,) = ama.evaluations.evaluation(one).appeals
    assert (told.filed_by, told.decided_by, told.upheld) == ("Ama", "Ada", True)


def test_appeals_are_listed_for_whom_they_are_and_say_who_may_decide(house: House) -> None:
    cora, rae = house.seen_by("cora"), house.seen_by("rae")
    for seen, name in ((cora, "Cora"), (rae, "Rae")):
        one = seen.evaluations.start("own", 1, name)
        gone_through(seen, one, heard="no")
        house.seen_by("ama").appeals.file(one, "heard", "Ama", "I let her finish.")
    assert {
        viewer: [(line.reviewer, line.may_decide, line.party) for line in house.seen_by(viewer).appeals.listed("Somebody")]
        for viewer in ("ama", "cora", "rae", "val", "ada", "bo")
    } == {
        "ama": [("Cora", False, "agent"), ("Rae", False, "agent")],
        "cora": [("Cora", False, "reviewer"), ("Rae", True, None)],
        "rae": [("Cora", False, None), ("Rae", False, "reviewer")],
        "val": [("Cora", False, None), ("Rae", False, None)],
        "ada": [("Cora", True, None), ("Rae", True, None)],
        "bo": [],
    }  # fmt: skip


def test_an_agents_own_evaluations_are_the_finished_ones_of_their_calls(house: House) -> None:
    rae, cora, ama = (house.seen_by(name) for name in ("rae", "cora", "ama"))
    one = rae.evaluations.start("own", 1, "Rae")
    assert ama.evaluations.of_own_calls() == ()
    gone_through(rae, one)
    cora.calibrations.begin(
        ["own"], 1, [Reviewer("Rae", house.people["rae"]), Reviewer("Val", house.people["val"])], "Cora"
    )
    assert [line.id for line in ama.evaluations.of_own_calls()] == [one]
    assert [house.seen_by(name).evaluations.of_own_calls() for name in ("rae", "cora", "ada", "bo")] == [()] * 4
    assert house.library.evaluations.of_own_calls() == ()


def test_calls_are_given_to_who_may_review_them(house: House) -> None:
    def offered(viewer: str, *calls: str) -> dict[str, int]:
        return {one.name: one.calls for one in house.seen_by(viewer).evaluations.who_may(calls)}

    assert offered("ada", "own", "other", "mine") == {"Ada": 2, "Cora": 1, "Rae": 2, "Val": 2}
    assert offered("cora", "own", "other") == {"Ada": 1, "Cora": 1, "Rae": 1, "Val": 1}
    with house.library.database.write() as session:
        session.add(PersonRole(person_id=house.people["ama"], role="reviewer"))
    assert offered("ada", "own", "other") == {"Ada": 2, "Ama": 1, "Cora": 1, "Rae": 2, "Val": 2}
    with pytest.raises(NotAllowedError):
        house.seen_by("rae").evaluations.who_may(["own"])


def test_an_appeal_is_made_within_the_houses_days(house: House) -> None:
    ama, rae = house.seen_by("ama"), house.seen_by("rae")
    one = rae.evaluations.start("own", 1, "Rae")
    gone_through(rae, one)

    def finished(days: float) -> None:
        with house.library.database.write() as session:
            session.get_one(EvaluationRow, one).finished = datetime.now(UTC) - timedelta(days=days)

    finished(14.5)
    with pytest.raises(InputError, match="can be appealed for 14 days, and this evaluation was finished on"):
        ama.appeals.file(one, "heard", "Ama", "I let her finish.")
    with pytest.raises(NotAllowedError):
        keep_settled(house.seen_by("cora").settings, Settled(appeal_days=20), 0)
    keep_settled(house.seen_by("ada").settings, Settled(appeal_days=15), 0)
    ama.appeals.file(one, "heard", "Ama", "I let her finish.")
    keep_settled(house.library.settings, Settled(appeal_days=1), 1)
    with pytest.raises(InputError, match="for 1 day, and"):
        ama.appeals.file(one, "plan", "Ama", "There was one.")


def test_a_decision_is_told_to_the_agent_and_the_reviewer(house: House) -> None:
    rae, ama = house.seen_by("rae"), house.seen_by("ama")
    one = rae.evaluations.start("own", 1, "Rae")
    gone_through(rae, one, heard="no")
    filed = ama.appeals.file(one, "heard", "Ama", "So it was.")
    house.seen_by("cora").appeals.decide(filed, "Cora", False, "It stays.")
    for name in ("ama", "rae"):
        assert "appeal_decided" in [item.kind for item in house.seen_by(name).inbox.items("?")]
    assert "appeal_decided" not in [item.kind for item in house.seen_by("cora").inbox.items("?")]


def test_forms_are_the_admins_to_make_and_their_drafts_the_admins_to_see(house: House) -> None:
    ada = house.seen_by("ada")
    ada.forms.save(1, FORM, "Somebody")
    assert ada.forms.version(1, 2).edited_by == "Ada"
    for viewer in ("ama", "cora", "rae"):
        forms = house.seen_by(viewer).forms
        assert [(line.name, line.published, line.draft) for line in forms.all()] == [("Small", 1, None)]
        assert forms.version(1).form == FORM
        with pytest.raises(InputError, match="no version 2"):
            forms.version(1, 2)
    assert house.seen_by("nil").forms.all() == ()


def test_calls_are_drawn_that_one_may_give_and_nobody_is_about_to_review(house: House) -> None:
    house.seen_by("rae").evaluations.start("own", 1, "Rae")
    made = house.seen_by("cora").draws.draw(Filter(), 9, 1, "Somebody", shortest=0.0)
    assert (set(made.calls), made.drawn_by) == ({"team"}, "Cora")
    ada = house.seen_by("ada").draws
    others = ada.draw(Filter(agent="Bo"), 9, ada.next_seed(), "Ada", shortest=0.0)
    assert set(others.calls) == {"other", "given"}
    assert ada.draws() == (others, made) and house.seen_by("cora").draws.draws() == (made,)
    assert {one.id: set(one.calls) for one in house.seen_by("rae").draws.draws()} == {
        made.id: {"team"}, others.id: {"given"},
    }  # fmt: skip
    assert house.seen_by("ama").draws.draws() == ()
    with house.seen_by("cora").database.read() as session:
        assert set(session.scalars(select(CallDrawCall.call_id))) == {"team"}

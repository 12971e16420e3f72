"""Calibration among people who sign in: begun by whoever may, filled in blind, told when it may be, to those who have to do with it, to no agent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_and_calls import VIEWERS, House, a_house
from sqlalchemy import func, select

from audio.errors import InputError, SameSideError
from library.access.permits import NotAllowedError
from library.database.schema import PersonRole
from library.database.tables.evaluations import AgreedAnswer, CalibrationRow, EvaluationAnswer, EvaluationRow
from library.database.walls import Wall
from library.evaluations.reviewers import Reviewer

RAE, VAL = Reviewer("Rae", None), Reviewer("Val", None)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path, evaluated=())
    yield made
    made.library.close()


@pytest.fixture(params=["with both walls", "without the program's"])
def wall(request: pytest.FixtureRequest, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL, also what its own row-level security does alone."""
    if request.param != "with both walls":
        monkeypatch.setattr(Wall, "condition", lambda wall, table: "true")


def gone_through(house: House, name: str, session: int, heard: str = "yes") -> int:
    seen = house.seen_by(name)
    one = next(line.id for line in seen.evaluations.queue("?") if line.calibration == session)
    seen.evaluations.answer(one, "heard", heard, "?")
    seen.evaluations.answer(one, "plan", "no", "?")
    seen.evaluations.finish(one, "?")
    return one


def rows(house: House, name: str) -> tuple[int, int, int, int]:
    """How many sessions, evaluations of them, answers and agreed answers somebody reads from the tables themselves."""
    with house.seen_by(name).database.read() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (CalibrationRow, EvaluationRow, EvaluationAnswer, AgreedAnswer)
        )  # type: ignore[return-value]


@pytest.mark.usefixtures("wall")
def test_blind_until_one_has_finished_or_it_is_opened(house: House) -> None:
    session = house.seen_by("cora").calibrations.begin(["own"], 1, [RAE, VAL], "?")
    raes = gone_through(house, "rae", session)
    assert {name: rows(house, name) for name in (*VIEWERS, "val")} == {
        "cora": (1, 0, 0, 0), "rae": (1, 1, 2, 0), "val": (1, 1, 0, 0), "ada": (1, 0, 0, 0), "ama": (0, 0, 0, 0), "nil": (0, 0, 0, 0),
    }  # fmt: skip
    for name in ("cora", "val", "ada"):
        with pytest.raises(InputError, match="once you have finished"):
            house.seen_by(name).calibrations.side_by_side(session, "?")
        with pytest.raises(InputError, match="no such evaluation"):
            house.seen_by(name).evaluations.evaluation(raes)
        (told,) = house.seen_by(name).calibrations.all("?")
        assert [(one.reviewer.name, one.done) for one in told.reviewers] == [("Rae", 1), ("Val", 0)]
    (side,) = house.seen_by("rae").calibrations.side_by_side(session, "?").calls
    assert {who.name for who in side.scores} == {"Rae"}
    house.seen_by("cora").calibrations.open(session, "?")
    house.seen_by("cora").calibrations.agree(session, "own", {"heard": ("no", "At the end.")}, "?")
    for name in ("cora", "val", "ada", "rae"):
        told_to = house.seen_by(name).calibrations.side_by_side(session, "Ama")
        assert [(one.reviewer.name, one.same, one.of) for one in told_to.deviations] == [("Rae", 0, 1)]
    assert {name: rows(house, name) for name in ("ama", "nil")} == {"ama": (0, 0, 0, 0), "nil": (0, 0, 0, 0)}


@pytest.mark.usefixtures("wall")
def test_no_agent_sees_one_nor_whoever_has_nothing_to_do_with_it(house: House) -> None:
    session = house.seen_by("ada").calibrations.begin(["other"], 1, [RAE, VAL], "?")
    for name in ("rae", "val"):
        gone_through(house, name, session)
    assert house.seen_by("ada").calibrations.side_by_side(session, "?").calls[0].rows[0].alike
    for name in ("ama", "bo", "cora", "nil"):
        seen = house.seen_by(name)
        assert seen.calibrations.all("?") == () and rows(house, name) == (0, 0, 0, 0)
        for ask in (
            lambda seen=seen: seen.calibrations.calibration(session, "Ada"),
            lambda seen=seen: seen.calibrations.side_by_side(session, "Ada"),
            lambda seen=seen: seen.calibrations.open(session, "Ada"),
            lambda seen=seen: seen.calibrations.agree(session, "other", {}, "Ada"),
            lambda seen=seen: seen.calibrations.drop(session, "Ada"),
        ):
            with pytest.raises(SameSideError, match="no such calibration"):
                ask()


@pytest.mark.usefixtures("wall")
def test_an_agent_who_is_an_admin_too_is_told_nothing_of_their_own_call(house: House) -> None:
    with house.library.database.write() as session:
        session.add(PersonRole(person_id=house.people["ama"], role="admin"))
    one = house.seen_by("cora").calibrations.begin(["own"], 1, [RAE, VAL], "?")
    for name in ("rae", "val"):
        gone_through(house, name, one)
    assert rows(house, "ama")[1:] == (0, 0, 0)
    assert len(house.seen_by("cora").calibrations.side_by_side(one, "?").calls[0].scores) == 2


def test_only_whoever_leads_it_or_an_admin_opens_it(house: House) -> None:
    session = house.seen_by("cora").calibrations.begin(["own"], 1, [RAE, VAL], "Ada")
    assert house.seen_by("rae").calibrations.calibration(session, "?").leader == "Cora"
    for name in ("rae", "val"):
        for act in ("open", "drop"):
            with pytest.raises(NotAllowedError):
                getattr(house.seen_by(name).calibrations, act)(session, "Cora")
    house.seen_by("ada").calibrations.open(session, "?")
    house.seen_by("ada").calibrations.drop(session, "?")
    assert house.seen_by("rae").calibrations.all("?") == ()


@pytest.mark.parametrize(("name", "call"), [("cora", "other"), ("cora", "shown"), ("cora", "brought"), ("ada", "mine")])
def test_one_begins_it_with_calls_that_one_may_give(house: House, name: str, call: str) -> None:
    with pytest.raises(SameSideError):
        house.seen_by(name).calibrations.begin([call], 1, [RAE, VAL], "?")
    for other in ("ama", "rae", "nil"):
        with pytest.raises(NotAllowedError):
            house.seen_by(other).calibrations.begin(["own"], 1, [RAE, VAL], "?")


def test_who_leads_may_take_part(house: House) -> None:
    cora = house.seen_by("cora")
    session = cora.calibrations.begin(["own"], 1, [RAE, Reviewer("Cora", None)], "?", reference=Reviewer("Cora", None))
    gone_through(house, "rae", session, heard="no")
    assert not cora.calibrations.calibration(session, "?").told
    gone_through(house, "cora", session)
    (rae,) = cora.calibrations.side_by_side(session, "?").deviations
    assert (rae.reviewer.name, rae.same, rae.of) == ("Rae", 1, 2)

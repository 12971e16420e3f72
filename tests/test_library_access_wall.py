"""The wall where it asks less: of somebody who coaches everybody, and of what is compared with a call that is behind it already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from library_calls import a_call
from people_and_calls import SOME_DAY, House, a_house
from sqlalchemy import Select, delete, event, exists, insert, or_, select, text, update
from sqlalchemy.orm import aliased

from library.access.wall import wall_of
from library.calls import paging
from library.calls.listing import Filter
from library.database.schema import Agent, Assignment, CallRow, PersonTeam, Spoken, Tally, Team
from library.database.walls import Wall, unwalled
from library.store import Library

COACHED = {"own", "team", "other", "shown", "given", "brought", "practised"}
"""What Cora sees once she coaches both teams: the calls of all agents, what she brought, and what was shown to her for practice."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path)
    with made.library.database.write() as session:
        red = session.scalars(select(Team.id).where(Team.name == "Red")).one()
        session.execute(insert(PersonTeam).values(person_id=made.people["cora"], team_id=red))
    yield made
    made.library.close()


def rows(library: Library, statement: Select[Any]) -> set[str]:
    with library.database.read() as session:
        return set(session.scalars(statement))


ASKED: dict[str, Select[Any]] = {
    "calls": select(CallRow.id),
    "words": select(Spoken.call_id),
    "words compared with their call": select(CallRow.id).where(exists().where(Spoken.call_id == CallRow.id)),
    "words compared with their call, and others": select(Spoken.call_id).where(Spoken.call_id == CallRow.id),
    "words joined to their call": select(Spoken.call_id).join(CallRow, Spoken.call_id == CallRow.id),
    "within what is compared": select(CallRow.id).where(
        exists().where(Tally.call_id == CallRow.id) | CallRow.id.in_(select(Spoken.call_id))
    ),
}


@pytest.mark.parametrize("wall", ["with both walls", "without the program's"])
def test_who_coaches_everybody_sees_no_more_than_their_calls(
    house: House, wall: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if wall != "with both walls":
        monkeypatch.setattr(Wall, "condition", lambda wall, table: "true")
        monkeypatch.setattr("library.store.wall_of", wall_of.__wrapped__)
    seen = house.seen_by("cora")
    for name, statement in ASKED.items():
        assert rows(seen, statement) == COACHED, name
    assert {agent.name for agent in seen.people.agents()} == {"Ama", "Abe", "Bo", "Ron"}
    house.library.keep_call(a_call("late", "late.wav"), agent="Zed")
    assert rows(house.library, select(CallRow.id)) >= {"late"}
    for name, statement in ASKED.items():
        assert rows(seen, statement) == COACHED, f"{name}: an agent in no team is seen at once to be nobody's of hers"
    assert "Zed" not in {agent.name for agent in seen.people.agents()}


@pytest.mark.parametrize("sort", ["-date", "review", "name", "agent"])
def test_calls_that_are_walked_through_are_those_that_are_gathered(
    house: House, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a condition that is neither true nor false (whose agent, where there is none?) nothing is taken for true."""
    asked = (
        Filter(),
        Filter(agent="Ama"),
        Filter(team="Red"),
        Filter(outcome="calm"),
        Filter(practice=True),
        Filter(words="never"),
    )

    def listed() -> dict[tuple[str, int], list[str]]:
        return {
            (name, k): [call.id for call in house.seen_by(name).calls(wanted, sort).calls]  # type: ignore[arg-type]
            for name in house.people
            for k, wanted in enumerate(asked)
        }

    gathered = listed()
    assert len({tuple(ids) for ids in gathered.values()}) > 6
    monkeypatch.setattr(paging, "FEW", 0)
    assert listed() == gathered


def test_who_coaches_everybody_and_looks_for_one_team_alone_sees_its_calls_alone(house: House) -> None:
    with house.library.database.read() as session:
        blue = session.scalars(select(Team.id).where(Team.name == "Blue")).one()
    narrow = replace(house.viewer("cora"), roles=frozenset({"reviewer"}), teams=frozenset({blue}), only_teams=True)
    seen = house.library.seen_by(narrow)
    for name, statement in ASKED.items():
        assert rows(seen, statement) == {"own", "team", "brought"}, name
    assert {agent.name for agent in seen.people.agents()} == {"Ama", "Abe"}


OTHER_WORDS, OTHER_TALLY = aliased(Spoken), aliased(Tally)
AROUND: dict[str, Select[Any]] = {
    "another look at the same words": select(OTHER_WORDS.call_id).select_from(
        select(CallRow.id).where(exists().where(Spoken.call_id == CallRow.id)).subquery()
    ).join(OTHER_WORDS, OTHER_WORDS.call_id.is_not(None)),
    "under another name, beside": select(OTHER_WORDS.call_id).where(Spoken.call_id == CallRow.id, OTHER_WORDS.words == Spoken.words),
    "under another name, joined": select(OTHER_TALLY.call_id).select_from(CallRow)
    .join(Tally, Tally.call_id == CallRow.id).join(OTHER_TALLY, OTHER_TALLY.n > 0),
    "in a statement within": select(Tally.call_id).where(Tally.call_id.in_(
        select(Spoken.call_id).where(exists().where(Spoken.call_id == CallRow.id, CallRow.id.in_(select(Spoken.call_id))))
    )),
    "where either may hold": select(Spoken.call_id).where(or_(Spoken.call_id == CallRow.id, Spoken.words != "")),
    "where it is not so": select(Spoken.call_id).where(Spoken.call_id != CallRow.id),
    "beside a call that is missing": select(Spoken.call_id).join(CallRow, Spoken.call_id == CallRow.id, isouter=True),
}  # fmt: skip
"""What names words and tallies beside a call, and takes others than that call's."""


@pytest.mark.parametrize("asked", AROUND)
def test_only_what_hangs_on_a_call_is_behind_its_wall(
    tmp_path: Path, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = a_house("sqlite", tmp_path)
    seen = house.seen_by("cora")
    found = rows(seen, AROUND[asked])
    assert found
    assert found <= {"own", "team", "brought", "practised"}
    monkeypatch.setattr(Wall, "condition", lambda wall, table: "true")
    monkeypatch.setattr("library.store.wall_of", wall_of.__wrapped__)
    assert rows(house.seen_by("cora"), AROUND[asked]) > found, "the question would find more without the wall"
    house.library.close()


def test_the_wall_is_written_once_where_a_call_is_there_already(tmp_path: Path) -> None:
    house = a_house("sqlite", tmp_path)
    asked: list[str] = []
    event.listen(house.library.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    rows(house.seen_by("cora"), ASKED["words compared with their call"])
    house.library.close()
    (compared,) = [one for one in asked if "FROM spoken" in one]
    assert "FROM (SELECT * FROM call WHERE" in compared


@pytest.mark.postgres
def test_where_all_calls_but_a_few_are_seen_these_are_written_out(tmp_path: Path) -> None:
    house = a_house("postgresql", tmp_path)
    ada = house.seen_by("ada")
    asked: list[str] = []
    event.listen(house.library.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    seen = rows(ada, ASKED["words"])
    assert set(house.recordings) - seen == {"mine", "others", "practised"}
    assert "spoken.call_id NOT IN ('mine', 'others', 'practised')" in asked[-1]
    house.library.close()


@pytest.mark.postgres
@pytest.mark.parametrize("hidden_before", [True, False])
def test_what_another_process_hides_in_this_moment_the_database_hides(tmp_path: Path, hidden_before: bool) -> None:
    house = a_house("postgresql", tmp_path)
    if not hidden_before:
        with house.library.database.write() as session:
            session.execute(update(CallRow).values(practice_of=None))
    ada, bo = house.seen_by("ada"), house.people["bo"]
    before = rows(ada, ASKED["words"])
    assert "own" in before
    other = Library(house.library.database.url.render_as_string(hide_password=False), tmp_path)
    with other.database.write() as session:
        session.execute(update(CallRow).where(CallRow.id == "own").values(practice_of=bo))
    assert rows(ada, ASKED["words"]) == before - {"own"}, "though the wall was asked less than a second ago"
    other.close()
    house.library.close()


@pytest.mark.postgres
def test_a_team_that_another_process_takes_from_somebody_takes_what_hangs_on_its_calls(tmp_path: Path) -> None:
    house = a_house("postgresql", tmp_path)
    with house.library.database.write() as session:
        red = session.scalars(select(Team.id).where(Team.name == "Red")).one()
        session.execute(insert(PersonTeam).values(person_id=house.people["cora"], team_id=red))
    cora = house.seen_by("cora")
    other = Library(house.library.database.url.render_as_string(hide_password=False), tmp_path)
    with cora.database.looking():
        before = rows(cora, ASKED["words"])
        with other.database.write() as session:
            session.execute(delete(PersonTeam).where(PersonTeam.team_id == red))
        assert before - rows(cora, ASKED["words"]) == {"other", "given", "shown"}, "in the page that was being drawn"
    other.close()
    house.library.close()


@pytest.mark.postgres
def test_by_other_roles_than_the_viewer_has_nothing_is_taken_to_be_seen(tmp_path: Path) -> None:
    house = a_house("postgresql", tmp_path)
    coach = replace(house.viewer("ada"), roles=frozenset({"coach"}))
    seen = house.library.seen_by(coach)
    assert rows(seen, ASKED["calls"]) == rows(seen, ASKED["words"]) == set()
    house.library.close()


@pytest.mark.postgres
def test_postgresql_reads_no_other_calls_to_tell_whose_were_shown_or_given(tmp_path: Path) -> None:
    """By its own guess of what a function costs and gives, it would go through all calls for those that somebody was given."""
    house = a_house("postgresql", tmp_path)
    columns = [column.name for column in CallRow.__table__.columns if column.name not in ("id", "number")]
    with house.library.database.write() as session:
        copied = f"INSERT INTO call (id, {', '.join(columns)}) SELECT 'c' || k, {', '.join(columns)} FROM call, generate_series(1, 20000) AS k"
        session.execute(text(f"{copied} WHERE id = 'team'"))
        session.execute(
            insert(Assignment),
            [{"call_id": f"c{k}", "person_id": house.people["rae"], "at": SOME_DAY} for k in range(1, 61)],
        )
        session.execute(text("ANALYZE"))
    looked = text("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'call'")
    read = []
    with house.seen_by("rae").database.read() as session:
        for _ in range(2):
            with unwalled(session):
                read.append(session.scalar(looked))
            assert set(session.scalars(select(Agent.name))) == {"Ama", "Abe", "Bo", "Ron"}
    assert read[1] == read[0]
    house.library.close()

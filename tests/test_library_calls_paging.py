"""Whichever way a page of the list is come by, it is that of the whole list put in order: drawn libraries, on SQLite and PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from library_calls import a_call, a_moment, a_report, said
from real_postgres import new_database
from sqlalchemy import delete, event, insert, select, text, update

from library.access.viewer import Role, Viewer
from library.calls import paging, place, words
from library.calls.listing import Filter
from library.calls.ordering import SORTS
from library.database.schema import Agent, CallRow, CallShare, Person, PersonRole, PersonTeam, Team
from library.store import Library

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CALLS = 60
AGENTS = (
    (None, None), ("Ama", "Blue"), ("ama", "blue"), ("AMA", "Red"), ("Ben", "Red"), ("Örn", None), ("Zoe", "Ämter"), ("", ""),
    ("broken arm", "Red"), ("Ute", "broken bow"),
)  # fmt: skip
"""Agents and teams of names that are alike but for their capitals, of none, and with a word in them that is searched for."""
ASKED = (
    Filter(),
    Filter(words="order"),
    Filter(words="broken"),
    Filter(words='"broken order"'),
    Filter(words="foo bar"),
    Filter(words="lamp"),
    Filter(words="order", unreviewed=True, since=NOON + timedelta(days=2)),
    Filter(kind="pushed"),
    Filter(team="Red", outcome="unclear"),
    Filter(agent="ama", words="order"),
)
"""What all, many and few say, in several ways."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Sixty calls, drawn: of some days and lengths, so that many are alike."""
    folder = tmp_path_factory.mktemp("paging")
    opened = Library(new_database() if request.param == "postgresql" else str(folder / "library.db"), folder)
    chance = random.Random(7)
    for k in range(CALLS):
        words = ["order", *chance.choices(("broken", "foo_bar", "foo", "bars", "it", "unbroken"), k=3), "order"]
        if k in (3, 41):
            words.append("lamp")
        call = replace(
            a_call(f"c{k}", source=f"call {k % 7}.wav", duration=60.0 + k % 3),
            turns=(said("agent", 0.5, " ".join(words if k % 9 else words[1:4])),),
        )
        agent, team = chance.choice(AGENTS)
        opened.keep_call(call, date=NOON + timedelta(days=chance.randrange(5)), agent=agent, team=team)
        if k % 11:
            moments = [a_moment(start=3.0 * n, end=3.0 * n + 2) for n in range(chance.randrange(3))]
            opened.keep_report(a_report(f"c{k}", *moments or [a_moment("partnered", "own_it")]))
        if k % 5 == 0:
            opened.mark_reviewed(f"c{k}", "Ben")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """How many calls there are is not known from another test, in which fewer were many."""
    paging._known_numbers.clear()


@pytest.fixture(scope="module")
def seen(library: Library) -> dict[str, Library]:
    """The library as the program sees it, an admin, a coach of one team, and a coach of all agents."""
    with library.database.write() as session:
        teams = {row.name: row.id for row in session.execute(select(Team.name, Team.id))}
        coached: dict[str, tuple[Role, tuple[int, ...]]] = {
            "an admin": ("admin", ()),
            "a coach": ("coach", (teams["Red"],)),
            "a coach of many": ("coach", tuple(teams.values())),
        }
        viewers = {}
        for k, (name, (role, theirs)) in enumerate(coached.items(), 1):
            session.execute(insert(Person).values(id=k, name=name, created=NOON))
            session.execute(insert(PersonRole).values(person_id=k, role=role))
            for team in theirs:
                session.execute(insert(PersonTeam).values(person_id=k, team_id=team))
            viewers[name] = Viewer("person", k, name, frozenset({role}), frozenset(theirs))
        others = session.scalars(select(CallRow.id).order_by(CallRow.id).limit(9)).all()
        for call_id in others:
            session.execute(insert(CallShare).values(call_id=call_id, person_id=2, at=NOON))
    return {"the program": library, **{name: library.seen_by(viewer) for name, viewer in viewers.items()}}


WAYS = {
    "few, each asked for its words": {},
    "few, counted and then met": {"ASKED": 0},
    "few, gathered at once": {"ASKED": 0, "AT_ONCE": 0},
    "many": {"FEW": 0},
    "many, each asked for its words": {"FEW": 0, "MET": 10**6, "WORTH": 0},
    "many, some asked and in vain": {"FEW": 0, "MET": 8, "WORTH": 1},
    "many, none asked": {"FEW": 0, "MET": 0},
}
"""What the paging takes for few and for soon: so each of its ways is gone."""


SORTED = ("agent", "-agent", "team", "-team", "review", "-date", "name", "-pushed")
"""By agent and team, by what an index has, and by what none has; every order is tried on a smaller library (``test_library_calls_ordering.py``)."""


@pytest.mark.parametrize("way", WAYS)
def test_pages_and_places_are_those_of_the_whole_list(
    seen: dict[str, Library], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(SORTED) < SORTS
    for name, value in WAYS[way].items():
        monkeypatch.setattr(paging, name, value)
    monkeypatch.setattr(place, "FEW", paging.FEW)
    chance = random.Random(way)
    for library, sort in product(seen.values(), SORTED):
        for wanted in chance.sample(ASKED, 2):
            check(library, sort, wanted, chance, may_be_many=bool(paging.FEW == 0 and wanted.words))


def check(library: Library, sort: str, wanted: Filter, chance: random.Random, may_be_many: bool) -> None:
    """Some pages of a drawn size, and the places of some calls, whose number need not be told where they ``may_be_many``."""
    whole, size = list(library.call_names(wanted, sort)), chance.choice((1, 4, 7, 25))
    last = max(0, len(whole) - 1) // size
    for page in {0, chance.randint(0, last), last, last + 2}:
        given = library.calls(wanted, sort, page, size)
        assert [call.id for call in given.calls] == whole[page * size : (page + 1) * size], (sort, wanted, page, size)
        assert given.total == len(whole), wanted
    for k in {0, len(whole) - 1, chance.randrange(len(whole))} if whole else ():
        beside = (whole[k - 1] if k else None, whole[k + 1] if k + 1 < len(whole) else None)
        told = library.place(whole[k], wanted, sort)
        assert told is not None and (told.total, told.before, told.after) == (len(whole), *beside), (sort, wanted)
        assert told.number == k + 1 or (may_be_many and told.number is None)
    for call_id in sorted({f"c{k}" for k in range(CALLS)} - set(whole))[:1]:
        assert library.place(call_id, wanted, sort) is None


def test_what_is_searched_for_is_said_by_all_by_many_and_by_few(library: Library) -> None:
    totals = [library.calls(Filter(words=words)).total for words in ("it", "order", "broken", "lamp", "lamps")]
    assert totals[1] == CALLS - 7 > totals[2] > totals[3] == 2
    assert totals[4] == 0


@pytest.mark.parametrize("sort", ["review", "-date", "name"])
def test_among_many_that_have_a_word_a_call_is_told_by_those_beside_it_and_not_by_how_many_are_before(
    seen: dict[str, Library], sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("FEW", 0), ("WORTH", 1)):
        monkeypatch.setattr(paging, name, value)
    monkeypatch.setattr(place, "count_before", lambda *_: pytest.fail("they are counted"))
    for library in seen.values():
        whole = list(library.call_names(Filter(words="order"), sort))
        k = len(whole) // 2
        assert library.place(whole[k], Filter(words="order"), sort) == place.Place(
            None, len(whole), whole[k - 1], whole[k + 1]
        )


def test_calls_that_are_not_listed_are_not_counted_for_their_words(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    total = library.calls(Filter(words="order")).total
    with library.database.write() as session:
        session.execute(update(CallRow).where(CallRow.id.in_(("c1", "c2", "c9"))).values(delete_due=NOON))
    for few in (0, 2, 3, 500):
        monkeypatch.setattr(paging, "FEW_ASIDE", few)
        assert library.calls(Filter(words="order")).total == total - 2, "c9 says nothing of an order"
        assert library.calls(Filter(words="order broken")).total == len(
            library.call_names(Filter(words="order broken"))
        )
    with library.database.write() as session:
        session.execute(update(CallRow).values(delete_due=None))


def test_who_coaches_all_agents_is_told_by_the_index_and_of_what_is_nobodys_only_what_they_see(
    seen: dict[str, Library], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library.database.write() as session:
        without = session.scalars(select(Agent.id).where(Agent.team_id.is_(None))).all()
        teams = session.scalars(select(Team.id)).all()
        session.execute(update(Agent).where(Agent.id.in_(without)).values(team_id=teams[0]))
        nobodys = session.scalars(select(CallRow.id).where(CallRow.agent_id.is_(None)).order_by(CallRow.id)).all()
        session.execute(insert(CallShare).values(call_id=nobodys[0], person_id=3, at=NOON))
        session.execute(update(CallRow).where(CallRow.id == nobodys[1]).values(practice_of=1))
    counted: list[int | None] = []
    monkeypatch.setattr(
        paging, "count_said", lambda *given, **more: counted.append(words.count_said(*given, **more)) or counted[-1]
    )
    coach = seen["a coach of many"]
    for few, word in product((0, len(nobodys) - 1, 500), ("order", "foo", "lamp", "lamp order")):
        monkeypatch.setattr(paging, "FEW_ASIDE", few)
        whole = coach.call_names(Filter(words=word))
        assert coach.calls(Filter(words=word)).total == len(whole)
        assert counted.pop() == (None if few < 500 else len(whole)), (few, word)
        assert nobodys[0] in coach.call_names(Filter()) and not {*nobodys[1:]} & {*whole}
    with library.database.write() as session:
        session.execute(update(Agent).where(Agent.id.in_(without)).values(team_id=None))
        session.execute(delete(CallShare).where(CallShare.person_id == 3))
        session.execute(update(CallRow).values(practice_of=None))


def test_more_calls_than_were_known_some_moments_ago_are_found_too(
    seen: dict[str, Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many somebody sees is remembered for a minute, and is only to say which way is taken."""
    coach = seen["a coach"]
    whole = coach.calls(Filter(words="order"), size=CALLS)
    assert whole.total > 3
    monkeypatch.setattr(paging, "ASKED", 2)
    for known in (0, 1, 5, 10**7):
        monkeypatch.setattr(paging, "_about_seen", lambda _session, known=known: known)
        assert coach.calls(Filter(words="order"), size=CALLS) == whole
        assert coach.calls(Filter(words="order"), page=1, size=2).calls == whole.calls[2:4]


def test_postgresql_remembers_which_calls_have_a_word_while_they_are_looked_for(library: Library) -> None:
    """With the 4 MB that it has by itself, a word of a million calls would be looked for among all of them for each."""
    if library.database.is_sqlite:
        pytest.skip("SQLite has no such bound")
    with library.database.read() as session:
        before = session.scalar(text("SHOW work_mem"))
        with words.asking_words_once(session, "order"):
            assert session.scalar(text("SHOW work_mem")) == words.MEMORY
        assert session.scalar(text("SHOW work_mem")) == before


def test_a_page_by_agent_takes_few_statements_however_many_agents_are_on_it(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"), tmp_path)
    for k in range(12):
        library.keep_call(a_call(f"c{k}"), date=NOON, agent=f"Agent {k:02}")
    asked: list[str] = []
    event.listen(library.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    library.calls(sort="agent", size=2)
    two = len(asked)
    assert [call.agent for call in library.calls(sort="-agent", size=12).calls] == [
        f"Agent {k:02}" for k in range(11, -1, -1)
    ]
    assert len(asked) == 2 * two
    library.close()

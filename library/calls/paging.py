"""Some of the calls that are wanted, in an order, without putting all of them in it.

::

    few                       gathered, and put in order
    many                      gone through in their order, from whichever end is nearer
    many, of a common word    gone through without asking for it; those that are met are then asked whether it is said in them
    by agent or team          counted by agent, and those gone through whose names stand where the page is:

                              Ama  |-----|  Ben  |-----------|  Cem  |---|  nobody's  |-------|
                              page 3                ^^^^

Statements about a million calls cost what they read, so each way reads only what decides.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Pool, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from library.access.permits import viewer_in
from library.access.viewer import Viewer
from library.calls.listing import Filter, Page, apply_filter, summaries, with_people_of
from library.calls.ordering import NOBODYS, Key, Sort, before, keys_of, order_by, stands_in_order, turned
from library.calls.words import (
    asking_words_once,
    count_said,
    count_said_of_seen,
    is_told_word_by_word,
    said_among,
)
from library.database.looking import asked_once
from library.database.schema import CallRow, Person, PersonRole
from library.database.tables.daily import NOBODY
from library.database.walls import WALKED, condition_here, unwalled

FEW = 20_000
"""So many calls are put in order quicker than they are met with in it among all."""
WORTH = 4
"""So many times as many would have to be gathered as are gone past on the way, for them to be met on it."""
ASKED = 500
"""So many calls are the quicker asked one by one for a word than the calls that have it are gathered."""
MET = 2_000
"""So many calls are asked one by one whether words are said in them, rather than all calls gathered in which they are."""
AT_ONCE = 100
"""So many calls of a list from its beginning are met rather than gathered: its first pages."""
FEW_ASIDE = 500
"""So many calls that are not listed may be asked one by one whether words are said in them."""
OLDEST = 60.0
"""Seconds for which it is known about how many calls there are: that only says which way is taken, and each leads to the same calls."""
VIEWERS = 1_000
"""Of so many of those who look it is known; then anew."""
_known_numbers: WeakKeyDictionary[Pool, dict[Viewer | None, tuple[int, float]]] = WeakKeyDictionary()
"""About how many calls each library has (``None``), and somebody sees of it, by its connections, and when that was asked."""


@dataclass(frozen=True, slots=True)
class Part:
    """Calls that stand together in an order, and how many of them are wanted: all; or those of ``agents`` that have one ``name`` in the order
    (:data:`NOBODYS`: none). ``keys`` are their order among themselves."""

    total: int
    keys: tuple[Key, ...]
    name: tuple[Any, ...] = ()
    agents: tuple[int | None, ...] | None = None

    def tests(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions of a call's row that it is one of them."""
        if self.agents is None:
            return ()
        known = [
            agent for agent in self.agents if agent is not None
        ]  # in the statement's text: there may be more than it has parameters
        theirs = CallRow.agent_id.in_(bindparam("agents", known, unique=True, expanding=True, literal_execute=True))
        return (or_(theirs, CallRow.agent_id.is_(None)) if None in self.agents else theirs,)


def list_calls(session: Session, call_filter: Filter, sort: Sort, page: int, size: int) -> Page:
    """``page`` counts from 0; one past the end is empty."""
    with asking_words_once(session, call_filter.words):
        return _page(session, call_filter, sort, page, size)


def _page(session: Session, call_filter: Filter, sort: Sort, page: int, size: int) -> Page:
    keys, first = keys_of(sort), max(0, page) * size
    at_once = _gathered(session, call_filter, keys, first, size)
    if at_once is not None:
        return Page(summaries(session, at_once[0]), at_once[1])
    by_name = _met_by_name(session, call_filter, keys, first, size)
    if by_name is not None:
        return Page(summaries(session, by_name[0]), by_name[1])
    parts = parts_of(session, call_filter, keys)
    total = sum(part.total for part in parts)
    return Page(summaries(session, ids_of(session, call_filter, keys, parts, first, min(size, total - first))), total)


def _gathered(
    session: Session, call_filter: Filter, keys: tuple[Key, ...], first: int, number: int
) -> tuple[list[str], int] | None:
    """The ids of a ``number`` of the calls with a word, after the ``first`` ones, and how many there are in all, for whoever sees a part of all calls:
    gathered once, or asked one by one where they are few. ``None`` where that part is large too, or they are sooner counted and then met."""
    if not call_filter.words or any(key.of_people for key in keys):
        return None
    if _sees_all(session) or _sees_all_agents(session):
        return None
    of_seen = replace(call_filter, words="")
    total = _about_seen(session) if of_seen == Filter() else _count_up_to(session, of_seen, FEW + 1)
    if total > FEW:
        return None
    told = is_told_word_by_word(call_filter.words)
    if total > ASKED and told and of_seen == Filter() and first + number <= AT_ONCE:
        return None
    if total <= ASKED and told:
        ids = session.scalars(_in_order(of_seen, keys, ()).limit(ASKED + 1)).all()
        if len(ids) <= ASKED:  # there may be more by now
            said = said_among(session, ids, call_filter.words)
            found = [call_id for call_id in ids if call_id in said]
            return found[first : first + number], len(found)
    rows = session.execute(_in_order(call_filter, keys, (), func.count().over()).limit(number).offset(first)).all()
    if not rows:
        return ([], 0) if first == 0 else None
    return [row[0] for row in rows], int(rows[0][1])


def _count_up_to(session: Session, call_filter: Filter, most: int) -> int:
    """How many calls are wanted, if not more than so many."""
    wanted = apply_filter(select(CallRow.id), call_filter, named=False).limit(most).subquery()
    return int(session.execute(select(func.count()).select_from(wanted)).scalar_one())


def _sees_all(session: Session) -> bool:
    """Whether whoever looks sees all calls of the house: an admin, also by what the database knows of them."""
    viewer = viewer_in(session)
    if not viewer.is_person or "admin" not in viewer.roles or viewer.only_teams:
        return not viewer.is_person
    known = select(PersonRole.role).join(Person, PersonRole.person_id == Person.id)
    known = known.where(Person.id == viewer.person_id, PersonRole.role == "admin", Person.left.is_(None))
    return asked_once(session, (_sees_all, viewer), lambda: session.scalar(known)) is not None


def _sees_all_agents(session: Session) -> bool:
    """Whether whoever looks sees all calls of the house that are of an agent: who coaches or reviews for all teams, on PostgreSQL also by what its own
    security says."""
    if viewer_in(session).only_teams or condition_here(session, "agent") != "true":
        return False
    if session.get_bind().dialect.name == "sqlite":
        return True
    hides = select(func.sameside_hides())
    return asked_once(session, (_sees_all_agents, viewer_in(session)), lambda: session.scalar(hides)) != "many"


def parts_of(session: Session, call_filter: Filter, keys: tuple[Key, ...]) -> list[Part]:
    """The calls that are wanted in the parts in which they stand in an order, none of them empty but of all."""
    by_name, others = [key for key in keys if key.of_people], tuple(key for key in keys if not key.of_people)
    if not by_name:
        return [Part(count_wanted(session, call_filter), keys)]
    counts = _count_by_agent(session, call_filter)
    parts = []
    for name, whose in _names_in_order(session, by_name):
        agents = tuple(agent for agent in whose if agent in counts)
        parts.append(Part(sum(map(counts.pop, agents)), others, name, agents))
    parts.append(Part(sum(counts.values()), others, NOBODYS, tuple(counts)))
    return [part for part in parts if part.total]


def count_wanted(session: Session, call_filter: Filter) -> int:
    """How many calls are wanted."""
    if call_filter.words and call_filter == Filter(words=call_filter.words):
        if (everything := _sees_all(session)) or _sees_all_agents(session):
            said = count_said(session, call_filter.words, FEW_ASIDE, of_somebody=not everything)
        else:
            said = count_said_of_seen(session, call_filter.words)
        if said is not None:
            return said
    counted = apply_filter(select(func.count()).select_from(CallRow), call_filter, named=False)
    return int(session.execute(counted).scalar_one())


def count_many(session: Session, call_filter: Filter) -> int | None:
    """How many calls have a common word that is all that is wanted, so that they are met rather than gathered; ``None`` where more is wanted, or they
    are few. Of whoever sees few calls they need not be counted for that."""
    words = call_filter.words
    if not words or call_filter != Filter(words=words) or not is_told_word_by_word(words):
        return None
    if _about_seen(session) <= FEW:
        return None
    total = count_wanted(session, call_filter)
    return total if total > FEW else None


def _count_by_agent(session: Session, call_filter: Filter) -> dict[int | None, int]:
    """How many calls of each agent are wanted; under ``None`` those that are nobody's."""
    wanted = call_filter
    indexed = wanted == Filter(wanted.agent, wanted.team, wanted.since, wanted.until)  # by an index of agents and dates
    agent = CallRow.agent_id if indexed else func.coalesce(CallRow.agent_id, NOBODY)
    columns: list[Any] = [agent, func.count()]
    counted = apply_filter(select(*columns).select_from(CallRow), wanted, named=False, all_read=not indexed)
    return {found or None: int(n) for found, n in session.execute(counted.group_by(agent))}


def ids_of(
    session: Session, call_filter: Filter, keys: tuple[Key, ...], parts: Sequence[Part], first: int, number: int
) -> list[str]:
    """The ids of a ``number`` of calls after the ``first`` ones, of the ``parts`` in which they stand by ``keys``."""
    ids: list[str] = []
    for part, start, some in _together(keys, _slices(parts, first, number)):
        ids += _ids_of_part(session, call_filter, part, start, some)
    return ids


def _slices(parts: Iterable[Part], first: int, number: int) -> Iterator[tuple[Part, int, int]]:
    """Of each part, after how many of its calls so many are wanted."""
    for part in parts:
        some = min(number, part.total - first)
        if some > 0:
            yield part, first, some
            number -= some
        first = max(0, first - part.total)


def _together(keys: tuple[Key, ...], slices: Iterable[tuple[Part, int, int]]) -> Iterator[tuple[Part, int, int]]:
    """The same, with the parts that are wanted whole as one, which takes one statement."""
    for whole, some in groupby(slices, key=lambda one: one[0].total == one[2]):
        them = list(some)
        if not whole or len(them) == 1:
            yield from them
            continue
        total = sum(part.total for part, _, _ in them)
        yield Part(total, keys, agents=tuple(agent for part, _, _ in them for agent in part.agents or ())), 0, total


def _ids_of_part(session: Session, call_filter: Filter, part: Part, first: int, number: int) -> Sequence[str]:
    keys, total = part.keys, part.total
    from_end = first + number > total - first
    if from_end:
        keys, first = turned(keys), total - first - number
    ids = met_with(session, call_filter, replace(part, keys=keys), first + number)
    if ids is not None:
        ids = ids[first:]
    elif total > FEW or (stands_in_order(keys) and is_walked(session, call_filter, first + number, part)):
        ids = session.scalars(walked(call_filter, keys).where(*part.tests()).limit(number).offset(first)).all()
    else:
        ids = session.scalars(_in_order(call_filter, keys, part.tests()).limit(number).offset(first)).all()
    return ids[::-1] if from_end else ids


def _in_order(
    call_filter: Filter, keys: Sequence[Key], tests: Sequence[ColumnElement[bool]], *columns: Any
) -> Select[Any]:
    """The ids of the calls that are wanted and pass ``tests``, with these ``columns`` of all of them, gathered before they are put in order."""
    values = [key.value.label(f"key_{k}") for k, key in enumerate(keys)]
    found = apply_filter(select(CallRow.id, *values), call_filter, named=any(key.of_people for key in keys))
    few = found.where(*tests).cte("few").prefix_with("MATERIALIZED")
    order = order_by([replace(key, value=few.c[f"key_{k}"]) for k, key in enumerate(keys)])
    return select(few.c.id, *columns).order_by(*order)


def walked(call_filter: Filter, keys: Sequence[Key]) -> Select[Any]:
    """The ids of the calls that are wanted, gone through in their order."""
    named, all_read = any(key.of_people for key in keys), not stands_in_order(keys)
    found = apply_filter(select(CallRow.id), call_filter, named=named, walked=True, all_read=all_read)
    return found.prefix_with(WALKED).order_by(*order_by(keys))


def is_walked(session: Session, call_filter: Filter, number: int, part: Part) -> bool:
    """Whether a ``number`` of the calls that are wanted are sooner met among all than all of them gathered: where they lie among the others by chance,
    as those of one team do. What is wanted by its date, say, may lie at the end of the way."""
    total = part.total
    if part.agents is not None or call_filter != Filter(words=call_filter.words) or total <= number * WORTH:
        return False
    return number * _about_all(session) * WORTH < total * total


def _about_all(session: Session) -> int:
    """About how many calls there are, or were some moments ago, which is told to nobody."""

    def ask() -> int:
        with unwalled(session):
            return session.scalar(select(func.max(CallRow.number))) or 0

    return _known(session, None, ask)


def _about_seen(session: Session) -> int:
    """About how many calls of the house whoever looks sees, or saw some moments ago."""
    if _sees_all(session) or _sees_all_agents(session):
        return _about_all(session)
    few = _known(session, viewer_in(session), lambda: _count_up_to(session, Filter(), FEW + 1))
    return few if few <= FEW else _about_all(session)


def _known(session: Session, of_whom: Viewer | None, ask: Callable[[], int]) -> int:
    """A number that was asked lately, or else is asked now."""
    known = _known_numbers.setdefault(session.connection().engine.pool, {})
    number, asked = known.get(of_whom, (0, -OLDEST))
    if time.monotonic() - asked >= OLDEST:
        if len(known) >= VIEWERS:
            known.clear()
        number = ask()
        known[of_whom] = number, time.monotonic()
    return number


def met_with(
    session: Session, call_filter: Filter, part: Part, number: int, *tests: ColumnElement[bool]
) -> Sequence[str] | None:
    """The ids of the first ``number`` calls of a part in which the words are said that are wanted, that pass ``tests``: met among all, and asked one by one;
    ``None`` where they are not, or there are not so many (or where they are few, or none is to be met soon)."""
    if not call_filter.words or not is_told_word_by_word(call_filter.words):
        return None
    if not part.total:
        return None
    looked_at = WORTH * number if part.agents is not None else 2 * number * _about_seen(session) // part.total
    if looked_at > MET or part.total <= (number if part.agents is not None else looked_at) * WORTH:
        return None
    others = walked(replace(call_filter, words=""), part.keys).where(*part.tests(), *tests)
    ids = session.scalars(others.limit(looked_at)).all()
    said = said_among(session, ids, call_filter.words)
    met = [call_id for call_id in ids if call_id in said][:number]
    return met if len(met) == number else None


def _met_by_name(
    session: Session, call_filter: Filter, keys: tuple[Key, ...], first: int, number: int
) -> tuple[list[str], int] | None:
    """The ids of a ``number`` of the calls with a common word, after the ``first`` ones, in an order by agent or team, and how many there are in all:
    met name after name, so that they need not be counted by these; ``None`` where they are few, or not to be met soon."""
    by_name, others = [key for key in keys if key.of_people], tuple(key for key in keys if not key.of_people)
    if not by_name or first + number > AT_ONCE or (total := count_many(session, call_filter)) is None:
        return None
    met: list[str] = []
    left = MET
    for name, agents in _names_in_order(session, by_name):
        part = Part(total, others, name, agents)
        ids = session.scalars(
            walked(Filter(), others).where(*part.tests()).limit(min(left, WORTH * (first + number)))
        ).all()
        said = said_among(session, ids, call_filter.words)
        met += [call_id for call_id in ids if call_id in said]
        left -= len(ids)
        if len(met) >= first + number:
            return met[first : first + number], total
        if len(ids) == WORTH * (first + number) or left <= 0:
            return None
    return None


def _names_in_order(session: Session, by_name: Sequence[Key]) -> list[tuple[tuple[Any, ...], tuple[int, ...]]]:
    """The names by which calls stand in an order, and whose they are; without those of nobody."""
    people = with_people_of(*(key.value.label(f"key_{k}") for k, key in enumerate(by_name))).order_by(
        *order_by(by_name)
    )
    named = [(agent, tuple(name)) for agent, *name in session.execute(people) if tuple(name) != NOBODYS]
    return [(name, tuple(agent for agent, _ in some)) for name, some in groupby(named, key=lambda one: one[1])]


def count_before(
    session: Session, call_filter: Filter, part: Part, values: Sequence[Any], call_id: str
) -> tuple[int, int] | None:
    """How many calls of a part stand before the one whose keys have these ``values``, and how many there are in all; ``None`` where that one is none of them."""
    keys = part.keys
    columns: list[Any] = [
        func.count(case((before(keys, values), 1))),
        func.count(),
        func.count(case((CallRow.id == call_id, 1))),
    ]
    named = any(key.of_people for key in keys)
    counted = apply_filter(select(*columns).select_from(CallRow), call_filter, named=named, all_read=True)
    earlier, total, there = session.execute(counted.where(*part.tests())).one()
    return (int(earlier), int(total)) if there else None

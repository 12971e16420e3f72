"""Words that are searched for: of a call's row, that they are said in it, and in how many calls they are.

::

    search  refund "no way"     pieces  " refund"  " no way "      every one of them somewhere: in the words, the name, the agent's or the team's
                                        the index tells which calls have the words of a piece; where they are several, the order is looked up

A common word is in more calls than anybody looks at, so there are four ways to the same answer: all calls that have it, gathered; a few calls, each asked;
how many there are, by the index alone; and how many of those that somebody sees, by both joined.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session, aliased

from library.database.full_text import LONGEST, Found, count_found, found_numbers, words_of
from library.database.schema import OF_THE_HOUSE, Agent, CallRow, Spoken, Team
from library.database.text import search_terms
from library.database.walls import unwalled

MEMORY = "256MB"
"""What PostgreSQL may use to remember which calls have a word: with less than their numbers take, it looks through all of them for each call."""


@contextmanager
def asking_words_once(session: Session, words: str) -> Iterator[None]:
    """Have one process of PostgreSQL gather the calls that have a word, and remember them: of several, each would gather them all. What the transaction
    reads after is read as before."""
    if not words or session.get_bind().dialect.name != "postgresql":
        yield
        return
    one = func.set_config("max_parallel_workers_per_gather", "0", True)
    session.execute(select(one, func.set_config("work_mem", MEMORY, True)))
    yield
    settings = "SET LOCAL max_parallel_workers_per_gather TO DEFAULT; SET LOCAL work_mem TO DEFAULT"
    session.connection().exec_driver_sql(settings)


def said_among(session: Session, ids: Sequence[str], words: str) -> set[str]:
    """Those of a few calls, by their ids, in which ``words`` are said that are searched for: what the index finds, looked for in each."""
    said = (or_(_in_it(piece), CallRow.agent_id.in_(_named(piece))) for piece in search_terms(words))
    return set(session.scalars(select(CallRow.id).where(CallRow.id.in_(ids), *said)))


def is_told_word_by_word(words: str) -> bool:
    """Whether the index knows the ``words`` whole that are searched for, so that it finds the calls in which they are said."""
    return all(len(word) <= LONGEST for piece in search_terms(words) for word in words_of(piece))


def count_said(session: Session, words: str, few: int, of_somebody: bool = False) -> int | None:
    """In how many calls of the house ``words`` are said, by the index alone, for whoever sees all of these, or all that are ``of_somebody`` and perhaps
    some others; ``None`` where it does not tell, or where more than a ``few`` calls are not listed, which are asked one by one."""
    pieces = _told_by_the_index(session, words)
    if not pieces:
        return None
    aside = not_(and_(*OF_THE_HOUSE))
    with unwalled(session):
        others = session.scalars(
            select(CallRow.id).where(or_(aside, CallRow.agent_id.is_(None)) if of_somebody else aside).limit(few + 1)
        ).all()
        if len(others) > few:
            return None
        if not of_somebody:
            return count_found(session, pieces) - _count_in(session, others, pieces)
    listed = session.scalars(select(CallRow.id).where(CallRow.id.in_(others), *OF_THE_HOUSE))
    not_listed = {*others} - {*listed}
    with unwalled(session):
        return count_found(session, pieces) - _count_in(session, not_listed, pieces)


def count_said_of_seen(session: Session, words: str) -> int | None:
    """In how many of the calls of the house that somebody sees ``words`` are said: PostgreSQL's index joined to these; ``None`` where it does not tell."""
    pieces = _told_by_the_index(session, words) if session.get_bind().dialect.name == "postgresql" else ()
    if not pieces:
        return None
    found = found_numbers(pieces)
    counted = select(func.count()).select_from(CallRow).where(CallRow.number == found, *OF_THE_HOUSE)
    return int(session.execute(counted).scalar_one())


def _told_by_the_index(session: Session, words: str) -> Sequence[str]:
    """The pieces of what is searched for, where the index alone tells which calls have all of them: not of words in their order, nor of what stands in
    the name of an agent."""
    pieces = search_terms(words)
    if any(len(words_of(piece)) != 1 or len(piece) > LONGEST for piece in pieces):
        return ()
    return () if pieces and session.scalar(_named(*pieces).limit(1)) is not None else pieces


def _count_in(session: Session, ids: Collection[str], pieces: Sequence[str]) -> int:
    """In how many of a few calls the pieces are said."""
    said = select(func.count()).select_from(CallRow).where(CallRow.id.in_(ids), *map(_in_it, pieces))
    return int(session.execute(said).scalar_one()) if ids else 0


def is_said(piece: str) -> ColumnElement[bool]:
    """Of a call's row: that a piece of what is searched for is said in it, or stands in its name, its agent's or the team's."""
    # one word may have been said in all calls, which are the quicker looked at in their row than fetched one by one
    found: ColumnElement[bool] = Found(CallRow.number, piece).is_(true())
    if len(words_of(piece)) > 1:  # the index knows which words a call has, and nothing of their order
        call = aliased(CallRow)
        in_order = (
            select(call.number)
            .join(Spoken, Spoken.call_id == call.id)
            .where(Found(call.number, piece), _stands(piece, call.folded))
        )
        found = CallRow.number.in_(in_order)
    return or_(found, CallRow.agent_id.in_(_named(piece)))


def _in_it(piece: str) -> ColumnElement[bool]:
    """Of a call's row: that a piece stands in its words or its name, looked for there."""
    return exists().where(Spoken.call_id == CallRow.id, _stands(piece, CallRow.folded))


def _stands(piece: str, folded: Any) -> ColumnElement[bool]:
    """Of a row of words: that a piece of what is searched for stands in them, or in the name of their call."""
    words, name = words_of(piece), piece.replace("_", " ")
    if len(words) == 1:  # as the index has it
        name = f" {words[0]}{' ' if piece.endswith(' ') else ''}"
        said = func.replace(Spoken.words, "_", " ").contains(name, autoescape=True)
    else:
        said = Spoken.words.contains(piece, autoescape=True)
    return or_(said, func.replace(folded, "_", " ").contains(name, autoescape=True))


def _named(*pieces: str) -> Select[Any]:
    """The agents in whose name, or whose team's, any of these pieces stands of what is searched for."""
    columns = [" " + func.lower(column) + " " for column in (Agent.name, Team.name)]
    standing = (column.contains(piece.replace("_", " "), autoescape=True) for piece in pieces for column in columns)
    people = select(Agent.id).join(Team, Agent.team_id == Team.id, isouter=True)
    return people.where(or_(*standing))

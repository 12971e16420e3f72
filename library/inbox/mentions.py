"""Who is named in a note: “@Ben Carr, have you heard this?” tells Ben Carr, once, if he may read the note.

Those who may see the call can be named, and nobody else: neither are others told, nor does it say that there are any. Where nobody signs in, whoever
was ever named as an author or a reviewer can be, and any single word besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from library.access.permits import standings_of, viewer_in
from library.access.sharing import Colleague
from library.access.viewer import is_team, viewer_of
from library.database.schema import Agent, Assignment, CallRow, CallShare, NoteRow, Person, PersonRole, PersonTeam
from library.database.tables.evaluations import EvaluationRow
from library.database.walls import unwalled
from library.inbox.telling import Whom, tell

_AT = re.compile(r"(?<![\w@])@(?=\w)")
_WORD = re.compile(r"[\w’'-]+")


def named_in(text: str, names: Iterable[str]) -> Iterator[str]:
    """Those of the ``names`` that follow an @ in a text, in its order; of two that fit, the longer. Case does not matter."""
    longest_first = sorted(set(names), key=len, reverse=True)
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        for name in longest_first:
            if rest[: len(name)].casefold() == name.casefold() and not re.match(r"\w", rest[len(name) :]):
                yield name
                break


def typed_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that follow an @ where nobody signs in: those that are known, and else the single word that was typed."""
    known = tuple(names)
    found = list(named_in(text, known))
    taken = {name.casefold() for name in found}
    for at in _AT.finditer(text):
        word = _WORD.match(text, at.end())
        if word and not any(name.startswith(word[0].casefold()) for name in taken):
            found.append(word[0])
    return tuple(dict.fromkeys(found))


def onlookers(session: Session, call_id: str) -> tuple[Colleague, ...]:
    """Who may see a call, by name, the viewer apart; where nobody signs in, none."""
    with unwalled(session):
        call = session.execute(
            select(CallRow.agent_id, CallRow.brought_by, CallRow.practice_of).where(CallRow.id == call_id)
        ).first()
        if call is None or not is_team(session):
            return ()
        team = select(PersonTeam.person_id).join(Agent, Agent.team_id == PersonTeam.team_id).where(Agent.id == call[0])
        likely = or_(
            Person.id.in_(select(PersonRole.person_id).where(PersonRole.role == "admin")),
            Person.id.in_(team),
            Person.id.in_(select(Agent.person_id).where(Agent.id == call[0])),
            Person.id.in_(select(CallShare.person_id).where(CallShare.call_id == call_id)),
            Person.id.in_(select(Assignment.person_id).where(Assignment.call_id == call_id)),
            Person.id.in_([one for one in call[1:] if one is not None]),
        )
        here = select(Person.id, Person.name).where(Person.left.is_(None), likely).order_by(Person.name, Person.id)
        found = []
        for person_id, name in session.execute(here).all():
            person = viewer_of(session, person_id)
            if person_id != viewer_in(session).person_id and person and standings_of(session, person, [call_id]):
                found.append(Colleague(person_id, name))
        return tuple(found)


def typed_names(session: Session) -> tuple[str, ...]:
    """Where nobody signs in, the names under which somebody has written, reviewed or taken calls, in the order of the alphabet."""
    with unwalled(session):
        if is_team(session):
            return ()
        names = {
            name
            for column in (NoteRow.author, EvaluationRow.reviewer, Agent.name)
            for name in session.scalars(select(column).distinct())
        }
        return tuple(sorted(names, key=str.casefold))


def tell_mentions(session: Session, row: NoteRow) -> frozenset[Whom]:
    """Tell whoever a note names, and may read it; who was told. A private note tells nobody."""
    if row.audience == "me" or row.deleted is not None or "@" not in row.text:
        return frozenset()
    with unwalled(session):
        whom: list[Whom] = []
        if is_team(session):
            people = onlookers(session, row.call_id)
            named = set(named_in(row.text, [one.name for one in people]))
            whom.extend(one.person_id for one in people if one.name in named)
        else:
            whom.extend(typed_in(row.text, typed_names(session)))
        return frozenset(
            one
            for one in whom
            if tell(session, one, "mentioned", row.call_id, teller=row.author, note_id=row.id, start=row.start)
        )


def tell_reply(session: Session, row: NoteRow) -> None:
    """Tell of a reply: whoever it names, and whoever began the thread."""
    named = tell_mentions(session, row)
    with unwalled(session):
        begun = session.get(NoteRow, row.reply_to)
        if begun is None:
            return
        author: Whom | None = begun.author_id if is_team(session) else begun.author
        if author is not None and author not in named:
            tell(session, author, "replied", row.call_id, teller=row.author, note_id=row.id, start=row.start)

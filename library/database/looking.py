"""A look: one transaction for all that a page reads, instead of one for each of its questions.

::

    with database.looking():        a page of a person on PostgreSQL
        library.calls()                 BEGIN, who it is, what the wall asks, the question
        library.people.agent_ids()      the question
        library.may("show", call)       the question
                                    ROLLBACK

Whatever is read in this thread by the same viewer is read in it. A write ends it, so that what is read after is what was written; what is read next
begins another. So does a question that fails, and whatever is asked by somebody else, so that no thread holds two connections by it. What somebody may
see is decided by the same wall, and what is read past that is read past it for just that question.

On SQLite there is none: a transaction costs nothing there, and one that is held keeps a writer from overwriting what was deleted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from sqlalchemy.orm import Session

from library.database.walls import unwalled, wall_of_session

KNOWN = "known"
"""Under which name the session of a look keeps what was asked once."""
Answer = TypeVar("Answer")
_here = threading.local()


class Look:
    """A transaction that is begun when something is read, by ``begin``, and ended by :meth:`rest`; ``writes`` tells how often the library has been
    written to by this process, ``viewer`` who looks, and ``walled`` whether through a wall."""

    def __init__(self, viewer: object, walled: bool, begin: Callable[[], Session], writes: Callable[[], int]) -> None:
        self.viewer, self._walled, self._begin, self._writes = viewer, walled, begin, writes
        self._session: Session | None = None
        self._past: AbstractContextManager[None] | None = None
        self._begun = -1
        self._readers = 0

    def serves(self, viewer: object, past_the_wall: bool) -> bool:
        """Whether somebody reads in this transaction: whoever looks, and while somebody else is reading in it, only as they do, through the wall or
        past it."""
        if viewer != self.viewer:
            return False
        return (
            not self._readers or self._session is None or past_the_wall == is_past_a_wall(self._session, self._walled)
        )

    @contextmanager
    def reading(self, past_the_wall: bool) -> Iterator[Session]:
        """The transaction, for one question."""
        if self._begun != self._writes():
            self.rest()
            if self._session is not None:  # somebody reads in it: it goes on, and what was asked is asked anew
                self._session.info[KNOWN] = {}
        if self._session is None:
            self._session, self._begun = self._begin(), self._writes()
            self._session.info[KNOWN] = {}
        self._readers += 1
        try:
            if self._readers == 1:
                self._turn(self._session, past_the_wall and self._walled)
            yield self._session
        except BaseException:
            if self._readers == 1:  # an error ends the transaction, and what is past a wall is not to stay so
                self._end()
            raise
        finally:
            self._readers -= 1
        if not self._readers and self._is_astray():
            self._end()

    def _turn(self, session: Session, past_the_wall: bool) -> None:
        """Look through the wall or past it from here on: it stays so until the next question, which is often another of the same kind."""
        if past_the_wall and self._past is None:
            past: AbstractContextManager[None] = unwalled(session)
            past.__enter__()
            self._past = past
        elif not past_the_wall and self._past is not None:
            self._past.__exit__(None, None, None)
            self._past = None

    def _is_astray(self) -> bool:
        """Whether the transaction looks past the wall where it is not known to, or the other way round: something in it was left midway."""
        return is_past_a_wall(self._session, self._walled) != (self._past is not None)

    def rest(self) -> None:
        """Let go of the transaction, unless somebody is reading in it: what is read next begins another."""
        if not self._readers:
            self._end()

    def _end(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = self._past = None


def asked_once(
    session: Session, question: Hashable, ask: Callable[[], Answer], same_past_the_wall: bool = False
) -> Answer:
    """What ``ask`` answers a ``question``: in a look, once for all of it; else, as where something is written, each time. On both sides of the wall
    it is asked anew, unless the answer is the ``same_past_the_wall``."""
    known: dict[Hashable, Answer] | None = session.info.get(KNOWN)
    if known is None:
        return ask()
    asked = same_past_the_wall or wall_of_session(session) is None, question
    if asked not in known:
        known[asked] = ask()
    return known[asked]


def is_in_a_look(session: Session) -> bool:
    """Whether what is asked in a session is asked for a whole page, which may ask more of the same."""
    return KNOWN in session.info


def is_past_a_wall(session: Session | None, walled: bool) -> bool:
    """Whether what is read in a transaction is read past the wall that ``walled`` says there is."""
    return walled and session is not None and wall_of_session(session) is None


@contextmanager
def looking(look: Look) -> Iterator[None]:
    """Have this thread read in a look for as long as the block lasts."""
    before = look_here()
    _here.look = look
    try:
        yield
    finally:
        _here.look = before
        look.rest()


def look_here() -> Look | None:
    """The look of this thread, if it has one."""
    look: Look | None = getattr(_here, "look", None)
    return look

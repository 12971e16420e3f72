"""A look: one transaction for all that a page reads, instead of one for each of its questions.

::

    with database.looking():        a page of a person on PostgreSQL
        library.calls()                 BEGIN, who it is, what the wall asks, the question
        library.people.agent_ids()      the question
        library.may("show", call)       the question
                                    ROLLBACK

Whatever is read in this thread by the same viewer is read in it, and all of it at one moment on SQLite. A write ends it, so that what is read after is
what was written; what is read next begins another. So does a question that fails. Nothing else changes: what somebody may see is decided by the
same wall, and what is read past that is read past it for just that question.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from library.database.walls import unwalled

_here = threading.local()


class Look:
    """A transaction that is begun when something is read, by ``begin``, and ended by :meth:`end`; ``writes`` tells how often the library has been
    written to by this process, and ``viewer`` who looks."""

    def __init__(self, viewer: object, begin: Callable[[], Session], writes: Callable[[], int]) -> None:
        self.viewer, self._begin, self._writes = viewer, begin, writes
        self._session: Session | None = None
        self._begun = -1
        self._readers = 0
        self._is_unwalled = False

    def serves(self, viewer: object, past_the_wall: bool) -> bool:
        """Whether somebody reads in this transaction: not through the wall while something else is being read past it."""
        return viewer == self.viewer and (past_the_wall or not self._is_unwalled)

    @contextmanager
    def reading(self, past_the_wall: bool) -> Iterator[Session]:
        """The transaction, for one question."""
        if self._begun != self._writes():
            self.rest()
        if self._session is None:
            self._session, self._begun = self._begin(), self._writes()
        session, was_unwalled = self._session, self._is_unwalled
        self._readers += 1
        try:
            if past_the_wall and not was_unwalled:
                self._is_unwalled = True
                with unwalled(session):
                    yield session
            else:
                yield session
        except BaseException:
            session.close()  # an error of the database is the end of its transaction, and what is past a wall is not to stay so
            self._session = None
            raise
        finally:
            self._is_unwalled = was_unwalled
            self._readers -= 1

    def rest(self) -> None:
        """Let go of the transaction, unless somebody is reading in it: what is read next begins another."""
        if self._session is not None and not self._readers:
            self._session.close()
            self._session = None


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

"""What the wall costs a page: ``python -m tests.bench.access [--calls 100000] [--library URL]``.

Makes a library of made-up calls (a few hundred, multiplied in the database; words and reports are those few hundreds'), with people of every
role, and has each of them look at each page: the very page, run by Streamlit's own test frame, as it is first opened. Told is what the page
takes of the library, in milliseconds of the processor, those of PostgreSQL's own process with them (Linux tells; it is to work in no other):
the least of nine of each process, taken in turns; beside it by how much more than where nobody signs in and no wall stands. A page may cost 15 more.

Whoever signs in also sees what nobody alone does (to whom a call was shown, say), and what that asks is among it.
"""

from __future__ import annotations

import argparse
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from library import current
from library.access.viewer import ALONE, Role, Viewer
from library.database.connection import VARIABLE, Database
from library.database.schema import (
    Agent,
    Assignment,
    CallRow,
    Person,
    PersonRole,
    PersonTeam,
    ReportRow,
    Team,
)
from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library
from tests.bench._multiplied import multiply
from tests.bench.library import fill
from ui.dashboard import viewer

MADE = 500
"""Calls that are made up; the rest are copies of them."""
ROUNDS = 9
TEAMS: dict[str, tuple[Role, int]] = {
    "an admin": ("admin", 0),
    "a coach of one team": ("coach", 1),
    "a coach of all teams": ("coach", 6),
    "an agent": ("agent", 0),
    "a reviewer": ("reviewer", 0),
}
GIVEN = 200
"""Calls that are given to the reviewer."""
CALL = "made-up-7"


def people(library: Library) -> dict[str, Viewer]:
    """Somebody of every role."""
    viewers = {}
    with library.database.write() as session:
        teams = session.scalars(select(Team.id).order_by(Team.id)).all()
        for name, (role, number) in TEAMS.items():
            person = session.scalars(
                insert(Person).values(name=name, created=datetime.now(UTC)).returning(Person.id)
            ).one()
            session.execute(insert(PersonRole).values(person_id=person, role=role))
            for team in teams[:number]:
                session.execute(insert(PersonTeam).values(person_id=person, team_id=team))
            viewers[name] = Viewer("person", person, name, frozenset({role}), frozenset(teams[:number]))
        own = session.scalar(select(CallRow.agent_id).where(CallRow.id == CALL))
        session.get_one(Agent, own).person_id = viewers["an agent"].person_id
        session.get_one(Agent, own).team_id = teams[0]
        given = {"person_id": viewers["a reviewer"].person_id, "at": datetime.now(UTC)}
        first = select(CallRow.id).where(CallRow.id != CALL).order_by(CallRow.id).limit(GIVEN - 1)
        for call in (CALL, *session.scalars(first)):
            session.execute(insert(Assignment).values(call_id=call, **given))
    return viewers


PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "Calls": ("calls", {}),
    "Calls, an agent's": ("calls", {"agent": "7"}),
    "Calls, a word": ("calls", {"search": "broken"}),
    "Review": ("review", {"call": CALL}),
    "Agents and techniques": ("people", {}),
}
"""By what it is called here, a page and what stands in its address."""
PAGE = (
    "import streamlit as st\nfrom ui.dashboard import pages, viewer\n"
    "viewer.run(st.navigation(pages.all_pages({name!r}), position='hidden'))"
)


Seconds = tuple[float, ...]
"""Of the processor, of each process that answers: this one, and PostgreSQL's where there is one."""


class LibraryClock:
    """How much of the processor a library takes from whoever asks it: while a transaction is open, by ``now``."""

    def __init__(self, now: Callable[[], Seconds]) -> None:
        self._now, self._depth = now, 0
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self.taken: Seconds = (0.0,) * len(self._now())

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what a transaction takes; one within another is a part of it."""
        start, self._depth = self._now(), self._depth + 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                taken = zip(self.taken, self._now(), start, strict=True)
                self.taken = tuple(before + now - then for before, now, then in taken)

    def count(self) -> None:
        """Count all transactions of this process from now on."""

        def counted(way: Callable[..., AbstractContextManager[Session]]) -> Any:
            @contextmanager
            def session_of(database: Database, **how: bool) -> Iterator[Session]:
                with self.counting(), way(database, **how) as session:
                    yield session

            return session_of

        Database.read, Database.write = counted(Database.read), counted(Database.write)  # type: ignore[method-assign]


def opened(page: str, query: dict[str, str], someone: Viewer) -> None:
    """Open a page as somebody sees it. Raises where it shows a mistake."""
    with (
        mock.patch.object(viewer, "viewer_here", lambda: someone),
        mock.patch.object(viewer, "author", lambda: someone.name or "Coach"),
    ):
        shown = AppTest.from_string(PAGE.format(name=page), default_timeout=600)
        shown.query_params.update(query)
        shown.run()
    assert not shown.exception, shown.exception


def processor(library: Library) -> Callable[[], Seconds]:
    """The processor's seconds, of this process and of the one in which PostgreSQL answers its only connection."""
    if library.database.is_sqlite:
        return lambda: (time.process_time(),)
    with library.database.engine.connect() as connection:  # the only one
        connection.exec_driver_sql("SET max_parallel_workers_per_gather = 0")
        connection.commit()
    with library.database.read() as session:
        told = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
    return lambda: (time.process_time(), int(told.read_text().split()[0]) / 1e9)


def bench(calls: int, url: str | None) -> None:
    """Print what each page costs each."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # which is told of every page that there is no browser
    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE], os.environ["SAMESIDE_FILES"] = url or str(Path(folder) / "library.db"), folder
        library = current.library()
        fill(library, MADE)
        judged_by_what_is_in_force(library)
        multiply(library, MADE, calls, longest=400)
        viewers = people(library)
        if not library.database.is_sqlite:
            with library.database.engine.begin() as connection:  # as PostgreSQL does by itself, in a while
                connection.exec_driver_sql("ANALYZE")
        look(library, {"the program": ALONE, **viewers})
        library.close()


def look(library: Library, seen: Mapping[str, Viewer]) -> None:
    """Have everybody look at every page."""
    clock = LibraryClock(processor(library))
    clock.count()
    for name, (page, query) in PAGES.items():
        took: dict[str, list[Seconds]] = {who: [] for who in seen}
        for _ in range(ROUNDS + 1):
            for who, someone in seen.items():
                clock.reset()
                opened(page, query, someone)
                took[who].append(clock.taken)
        least = {who: 1000 * sum(map(min, zip(*times[1:], strict=True))) for who, times in took.items()}
        base = least["the program"]
        told = (f"{who} {ms:.0f} ({ms - base:+.0f})" for who, ms in least.items())
        print(f"{name}: {', '.join(told)}", flush=True)


def judged_by_what_is_in_force(library: Library) -> None:
    """As on most days, no call is to be judged anew."""
    fingerprint = judging.report_fingerprint(library, limits_in_force(library))
    with library.database.write() as session:
        session.execute(update(ReportRow).values(fingerprint=fingerprint))


def main() -> None:
    """Read what is asked for."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--calls", type=int, default=100_000)
    ask.add_argument("--library", help="an empty PostgreSQL database; a new SQLite file without it")
    args = ask.parse_args()
    bench(args.calls, args.library)


if __name__ == "__main__":
    main()

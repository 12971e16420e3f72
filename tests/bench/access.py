"""What the wall costs a page: ``python -m tests.bench.access [--calls 100000] [--library URL]``.

Makes a library of made-up calls (a few hundred, multiplied in the database; words and reports are those few hundreds'), with people of every
role, and times what each page asks, for the program, which no wall stands before, and for each of them: milliseconds of the processor, the
least of nine, taken in turns, those of PostgreSQL's own process with them (where Linux tells; what it has workers do is not). Beside each
stands by how much more than the program's it is; a page may cost 15 more.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from library.access.viewer import Role, Viewer
from library.calls.listing import Filter
from library.database.schema import (
    Agent,
    Assignment,
    CallRow,
    Person,
    PersonRole,
    PersonTeam,
    Team,
)
from library.store import Library
from tests.bench._multiplied import multiply
from tests.bench.library import fill

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


def pages(library: Library) -> dict[str, Callable[[], Any]]:
    """By page, all that it asks of a library."""
    return {
        "Calls": lambda: (
            library.calls(size=1), library.calls(Filter(practice=True), size=1), library.queue.jobs(("queued", "working"), newest=1),
            library.queue.jobs(("failed",)), library.queue.waiting(20), library.rehearing.wordless(), library.people.agents(),
            library.people.teams(), library.calls(), library.deletions.pending(),
        ),
        "Calls, an agent's": lambda: library.calls(Filter(agent="Agent 7")),
        "Calls, a word": lambda: library.calls(Filter(words="broken")),
        "Review": lambda: (
            library.summary(CALL), library.call(CALL), (report := library.report(CALL)), report and library.verdicts_on(report),
            library.place(CALL, Filter(), "review"), library.notes.of(CALL, None), library.trends.agreement(), library.why(CALL),
            library.calls(Filter(unreviewed=True), size=1),
        ),
        "Agents and techniques": lambda: (
            library.trends.over_time(), library.trends.techniques(), library.trends.anyway(), library.trends.topics(), library.trends.agents(),
        ),
    }  # fmt: skip


def processor(library: Library) -> Callable[[], float]:
    """The processor's seconds, of this process and of the one in which PostgreSQL answers its only connection."""
    if library.database.is_sqlite:
        return time.process_time
    with library.database.read() as session:
        told = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
    return lambda: time.process_time() + int(told.read_text().split()[0]) / 1e9


def bench(calls: int, url: str | None) -> None:
    """Print what each page costs each."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(url or str(Path(folder) / "library.db"), Path(folder))
        fill(library, MADE)
        multiply(library, MADE, calls, longest=400)
        seen = {"the program": library, **{name: library.seen_by(viewer) for name, viewer in people(library).items()}}
        asked, now = {name: pages(one) for name, one in seen.items()}, processor(library)
        for page in pages(library):
            took: dict[str, list[float]] = {name: [] for name in seen}
            for _ in range(ROUNDS + 1):
                for name in seen:
                    start = now()
                    asked[name][page]()
                    took[name].append(1000 * (now() - start))
            least = {name: min(times[1:]) for name, times in took.items()}
            base = least["the program"]
            told = (f"{name} {ms:.0f} ({ms - base:+.0f})" for name, ms in least.items())
            print(f"{page}: {', '.join(told)}", flush=True)
        library.close()


def main() -> None:
    """Read what is asked for."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--calls", type=int, default=100_000)
    ask.add_argument("--library", help="an empty PostgreSQL database; a new SQLite file without it")
    args = ask.parse_args()
    bench(args.calls, args.library)


if __name__ == "__main__":
    main()

"""A house with two teams, somebody of every role, and calls that stand to them in every way: what the tests of the wall look at."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import real_postgres
from library_calls import a_call, a_recording, a_report
from sqlalchemy import insert, select, update

from audio.span import Span
from library.access.viewer import Viewer, viewer_of
from library.corrections.correction import Place, Rewording
from library.database.schema import (
    Agent,
    Assignment,
    Base,
    CallRow,
    CallShare,
    Person,
    PersonRole,
    PersonTeam,
    Team,
)
from library.database.tables.accountability import RetentionNotice
from library.evaluations.drafts import Draft
from library.forms.form_text import parse_form
from library.jobs.job import put_job
from library.notes.note import Content
from library.store import Library

NEVER = "never"
"""The id of a call that was never kept."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SOME_DAY = datetime(2099, 1, 1, tzinfo=UTC)

PEOPLE = {
    "ama": ("agent", None), "cora": ("coach", "Blue"), "rae": ("reviewer", "Blue"), "ada": ("admin", None),
    "nil": (None, None), "bo": ("agent", None), "val": ("reviewer", "Blue"),
}  # fmt: skip
FORM = parse_form("""
name = "Small"
[[sections]]
title = "One"
questions = [
  { id = "heard", ask = "Heard out?", points = 6 },
  { id = "plan", ask = "A plan?", points = 4 },
]
""")
"""The form of the house, its first."""
PLACE = Place(Span(3.8, 4.12), "customer", ("never",))
"""A word of every call."""
VIEWERS = ("ama", "cora", "rae", "ada", "nil")
"""An agent, a coach, a reviewer, an admin, and somebody who is nothing any more."""

AGENTS = {"Ama": ("Blue", "ama"), "Abe": ("Blue", None), "Bo": ("Red", "bo"), "Ron": ("Red", None)}
CALLS: dict[str, Mapping[str, Any]] = {
    "own": {"agent": "Ama"},
    "team": {"agent": "Abe"},
    "other": {"agent": "Bo"},
    "nobodys": {},
    "brought": {"brought_by": "cora"},
    "shown": {"agent": "Ron", "shown": ("ama", "rae")},
    "given": {"agent": "Bo", "given": ("rae", "ama")},
    "mine": {"practice_of": "ama"},
    "others": {"practice_of": "bo"},
    "practised": {"practice_of": "bo", "shown": ("cora",)},
}
SEEN: dict[str, dict[str, str]] = {
    "ama": {"own": "own", "shown": "shown", "mine": "practice"},
    "cora": {"own": "coach", "team": "coach", "brought": "brought", "practised": "shown"},
    "rae": {"own": "reviewer", "team": "reviewer", "shown": "shown", "given": "assigned"},
    "ada": dict.fromkeys(("own", "team", "other", "nobodys", "brought", "shown", "given"), "admin"),
    "nil": {},
}
"""By viewer, the calls that they see and how they stand to them."""


@dataclass(frozen=True)
class House:
    """A library, its people by name, and by call the ids of its recording, its job, its note, its evaluation and the appeal against that."""

    library: Library
    people: Mapping[str, int]
    recordings: Mapping[str, str]
    jobs: Mapping[str, int]
    notes: Mapping[str, str]
    evaluations: Mapping[str, int]
    appeals: Mapping[str, int]

    def viewer(self, name: str) -> Viewer:
        """Somebody, as they are known now."""
        with self.library.database.read() as session:
            viewer = viewer_of(session, self.people[name])
        assert viewer is not None
        return viewer

    def seen_by(self, name: str) -> Library:
        """The library as somebody sees it."""
        return self.library.seen_by(self.viewer(name))


def the_house(
    url: str,
    files: Path,
    calls: Mapping[str, Mapping[str, Any]] | None = None,
    evaluated: Collection[str] = tuple(CALLS),
) -> House:
    """The house, with these of its ``calls``, of which those ``evaluated`` were gone through with :data:`FORM`."""
    library, calls = Library(url, files), CALLS if calls is None else calls
    recordings, notes = {}, {}
    for k, (call_id, known) in enumerate(calls.items()):
        recordings[call_id] = library.keep_recording(a_recording(files / f"{call_id}.wav", 0.1, 100.0 + 50 * k))
        agent = known.get("agent")
        library.keep_call(
            a_call(call_id, f"{call_id}.wav"), recordings[call_id], agent=agent,
            team=AGENTS[agent][0] if agent else None, date=LONG_AGO + timedelta(days=list(CALLS).index(call_id)),
        )  # fmt: skip
        library.corrections.add(call_id, f"one of {call_id}", "Typed", PLACE, Rewording(("ever",)))
        library.keep_report(a_report(call_id), "f1")
        content = Content(Span(1.0, 2.0), f"Said of {call_id}.", audience="everybody")
        notes[call_id] = library.notes.add(call_id, "Typed", content).id
    people = _people(library)
    jobs = _stand(library, calls, people, recordings)
    evaluations, appeals = _evaluated(library, [call_id for call_id in calls if call_id in evaluated])
    return House(library, people, recordings, jobs, notes, evaluations, appeals)


def a_house(backend: str, files: Path, evaluated: Collection[str] = tuple(CALLS)) -> House:
    """The house of all :data:`CALLS` on “sqlite” or “postgresql”, with its files in a folder: a copy of one that was made once.

    Skips the test where there is no PostgreSQL for it.
    """
    made = _made(backend, tuple(evaluated))
    shutil.copytree(made.library.files.root, files, dirs_exist_ok=True)
    url = str(files / "library.db")
    if backend == "postgresql":
        url = real_postgres.database_like(str(made.library.database.url), owner="keeper")
    return replace(made, library=Library(url, files))


@cache
def _made(backend: str, evaluated: tuple[str, ...]) -> House:
    folder = Path(tempfile.mkdtemp(prefix="sameside-house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = str(folder / "library.db") if backend == "sqlite" else real_postgres.new_database(owner="keeper")
    made = the_house(url, folder, evaluated=evaluated)
    made.library.close()
    return made


def _evaluated(library: Library, calls: Sequence[str]) -> tuple[dict[str, int], dict[str, int]]:
    form = library.forms.add(FORM, "Typed").form_id
    library.forms.publish(form)
    evaluations, appeals = {}, {}
    for call_id in calls:
        one = evaluations[call_id] = library.evaluations.start(call_id, form, "Typed")
        library.evaluations.answer(one, "heard", "yes", "Typed", draft=Draft("heard", "no", "…"))
        library.evaluations.answer(one, "plan", "no", "Typed")
        library.evaluations.finish(one, "Typed")
        appeals[call_id] = library.appeals.file(one, "heard", "Typed agent", "So it was.")
    return evaluations, appeals


def _announced(call_id: str) -> dict[str, Any]:
    """That a call goes on a day that is known already, whenever one looks."""
    return {"call_id": call_id, "due": SOME_DAY, "announced": SOME_DAY - timedelta(hours=1), "watched": 0.0}


def _people(library: Library) -> dict[str, int]:
    with library.database.write() as session:
        for name in PEOPLE:
            session.execute(insert(Person).values(email=f"{name}@house.example", name=name.title(), created=LONG_AGO))
        people = {email.partition("@")[0]: key for key, email in session.execute(select(Person.id, Person.email))}
        for name, (role, team) in PEOPLE.items():
            if role:
                session.execute(insert(PersonRole).values(person_id=people[name], role=role))
            if team is not None:
                there = session.scalar(select(Team.id).where(Team.name == team))
                if there is not None:
                    session.execute(insert(PersonTeam).values(person_id=people[name], team_id=there))
        for agent, (_, person) in AGENTS.items():
            if person is not None:
                session.execute(update(Agent).where(Agent.name == agent).values(person_id=people[person]))
    return people


def _stand(
    library: Library, calls: Mapping[str, Mapping[str, Any]], people: Mapping[str, int], recordings: Mapping[str, str]
) -> dict[str, int]:
    jobs = {}
    with library.database.write() as session:
        for call_id, known in calls.items():
            practice, bringer = people.get(known.get("practice_of", "")), people.get(known.get("brought_by", ""))
            until = SOME_DAY if practice else None
            session.execute(
                update(CallRow)
                .where(CallRow.id == call_id)
                .values(
                    practice_of=practice, practice_until=until, brought_by=practice or bringer, queue=f"queue {call_id}"
                )
            )
            session.execute(insert(RetentionNotice).values(**_announced(call_id)))
            table: type[Base]
            for table, ways in ((CallShare, "shown"), (Assignment, "given")):
                for person in known.get(ways, ()):
                    values = {"call_id": call_id, "person_id": people[person], "at": LONG_AGO}
                    session.execute(insert(table).values(**values))
            jobs[call_id] = put_job(
                session, recordings[call_id], f"{call_id}.wav", {}, None, call_id, practice_until=until
            )
    return jobs

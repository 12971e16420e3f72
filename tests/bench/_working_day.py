"""A library with all that a working day leaves beside its calls: evaluations, appeals, draws, calibrations, coaching sessions, clips, an inbox.

What is there already is left as it is, so that a library that another benchmark has filled with calls can be taken.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from audio.span import Span
from library.calls.listing import Filter
from library.coaching.session import Agreed, Stretch
from library.database.schema import CallRow
from library.database.tables.clips import NoticeRow
from library.database.tables.coaching import CoachingSessionRow
from library.database.tables.evaluations import AppealRow, EvaluationAnswer, EvaluationRow
from library.evaluations.reviewers import Reviewer
from library.evaluations.scoring import score
from library.forms.form import Form
from library.forms.forms import shipped_forms
from library.store import Library

REVIEWERS = ("Ann", "Ben", "Cleo", "Dora")
ENDS = datetime(2026, 6, 1, tzinfo=UTC)
"""When the calls that are made up end."""
SESSIONS, CLIPS, NOTICES, APPEALS = 40, 60, 250, 60


def put_what_is_missing(library: Library, evaluations: int) -> None:
    """Put in what a library of calls has not yet, as many evaluations as are asked for."""
    forms = library.forms.all()
    form_id = forms[0].id if forms else evaluate(library, evaluations)
    if not library.calibrations.all("Ann"):
        calibrate(library, form_id, 10)
    if not library.draws.draws():
        draw(library, form_id)
    if not library.appeals.listed("Ann"):
        appeal(library)
    if not library.coaching.all():
        coach(library)
    if not library.playlists.all():
        keep_clips(library)
    if not library.inbox.items("Ann"):
        tell_much(library)


def calls_of(library: Library) -> list[str]:
    """The calls of a library by id, in their order."""
    with library.database.read() as session:
        return list(session.scalars(select(CallRow.id).order_by(CallRow.id)))


def evaluate(library: Library, evaluations: int) -> int:
    """Evaluate so many calls, a few hundred in a transaction; the form's id."""
    chance = random.Random(7)
    form = next(form for form in shipped_forms() if form.name == "De-escalation")
    made = library.forms.add(form, "Ann")
    library.forms.publish(made.form_id)
    calls = calls_of(library)
    for first in range(0, evaluations, 500):
        with library.database.write() as session:
            for k in range(first, min(evaluations, first + 500)):
                _put(session, chance, made.form_id, form, calls[k % len(calls)], k)
    return made.form_id


def _put(session: Any, chance: random.Random, form_id: int, form: Form, call_id: str, k: int) -> None:
    when = ENDS - timedelta(days=chance.uniform(0, 365))
    answers: dict[str, str | float] = {q.id: chance.choice(q.choices).answer for q in form.questions if q.choices}
    found = score(form, answers)
    values = {
        "call_id": call_id, "form_id": form_id, "version": 1, "kind": "review", "reviewer": REVIEWERS[k % 4],
        "assigned": when, "assigned_by": "Ann", "started": when, "finished": when, "score": found.score, "failed_by": found.failed_by,
    }  # fmt: skip
    number = session.execute(insert(EvaluationRow).values(**values).returning(EvaluationRow.id)).scalar_one()
    rows = [
        {
            "evaluation_id": number, "question_id": question, "answer": json.dumps(answer), "comment": "", "blind": False,
            "drafted": json.dumps(answer if chance.random() < 0.85 else "no"), "clarity": "clear", "answered": when,
        }
        for question, answer in answers.items()
    ]  # fmt: skip
    session.execute(insert(EvaluationAnswer), rows)


def calibrate(library: Library, form_id: int, sessions: int) -> None:
    """Hold so many calibrations of three calls by four reviewers."""
    chance = random.Random(9)
    form = library.forms.version(form_id).form
    people = [Reviewer(name, None) for name in REVIEWERS]
    ids = [call.id for call in library.calls(size=3 * sessions).calls]
    for k in range(sessions):
        library.calibrations.begin(ids[3 * k : 3 * k + 3], form_id, people, "Ann", reference=people[0])
        for name in REVIEWERS:
            for line in library.evaluations.queue(name):
                for question in form.questions:
                    if question.choices:
                        library.evaluations.answer(line.id, question.id, chance.choice(question.choices).answer, name)
                library.evaluations.finish(line.id, name)


def draw(library: Library, form_id: int) -> None:
    """Draw five samples, and give some of each to a reviewer."""
    for seed in range(1, 6):
        drawn = library.draws.draw(Filter(), 3, seed, "Ann")
        library.evaluations.assign(list(drawn.calls)[:20], form_id, "Ann", "Ben")


def appeal(library: Library) -> None:
    """Appeal against answers, of which every third is decided: half upheld, half declined."""
    chosen = select(EvaluationAnswer.evaluation_id, EvaluationAnswer.question_id, EvaluationRow.finished)
    chosen = chosen.join(EvaluationRow, EvaluationRow.id == EvaluationAnswer.evaluation_id)
    chosen = chosen.where(EvaluationRow.kind == "review", EvaluationRow.finished.is_not(None))
    with library.database.write() as session:
        found = session.execute(chosen.order_by(EvaluationRow.id).limit(9 * APPEALS)).all()
        for k, (evaluation, question, finished) in enumerate(found[::9]):
            decided = k % 3 == 0
            session.add(AppealRow(
                evaluation_id=evaluation, question_id=question, filed=finished, filed_by="Agent 7", reason="That was not so.",
                start=60.0, end=64.0, decided=finished if decided else None, decided_by="Ben" if decided else None,
                upheld=k % 2 == 0 if decided else None, words="Heard again." if decided else None,
            ))  # fmt: skip


def coach(library: Library) -> None:
    """Coaching sessions of three moments each, held in the middle of the latest year of calls, every fourth still a draft."""
    for k in range(SESSIONS):
        agent = f"Agent {k % 60}"
        calls = library.calls(Filter(agent=agent, until=ENDS), "-date", size=3).calls
        session_id = library.coaching.begin(agent, "Ann")
        for n, call in enumerate(calls):
            stretch = Stretch(call.id, Span(10.0 + n, 20.0 + n), "", "own_it")
            library.coaching.put(call.id, stretch, "Ann", session_id)
        library.coaching.agree(session_id, Agreed("own_it", "more"), None, "Say what you will do.")
        if k % 4:
            library.coaching.hold(session_id)
            held = ENDS - timedelta(days=120 + k)
            with library.database.write() as session:
                here = update(CoachingSessionRow).where(CoachingSessionRow.id == session_id)
                session.execute(here.values(held=held, look_again=held + timedelta(days=35)))


def keep_clips(library: Library) -> None:
    """A playlist of clips, each out of a call of its own."""
    playlist = library.playlists.add("Openings", "Ann")
    for k, call_id in enumerate(calls_of(library)[:CLIPS]):
        library.clips.keep(
            call_id, Span(5.0, 25.0), f"Clip {k}", "Ann", why="The second half.", technique="own_it", playlist_id=playlist.id if k % 2 else None,
        )  # fmt: skip


def tell_much(library: Library) -> None:
    """An inbox that is full."""
    rows = [
        {"person_id": None, "name": "Ann", "kind": "given", "call_id": call_id, "start": 60.0, "teller": "Ben", "told": ENDS, "read": None}
        for call_id in calls_of(library)[:NOTICES]
    ]  # fmt: skip
    with library.database.write() as session:
        session.execute(insert(NoticeRow), rows)

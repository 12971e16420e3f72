"""Appeals: an agent contradicts one answer of a finished evaluation, and somebody else decides, in writing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from audio.errors import InputError
from audio.span import Span
from library.database.connection import Database
from library.database.evaluation_tables import AppealRow, EvaluationAnswer
from library.database.text import one_line, storable_text
from library.evaluations.evaluation import answers_of, appeals_of, evaluation_row, storable
from library.evaluations.scoring import Score, check_answers, score
from library.forms.form import Answer
from library.forms.forms import find_version


class Appeals:
    """The appeals of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def file(self, evaluation_id: int, question_id: str, by: str, reason: str, span: Span | None = None) -> int:
        """Appeal against one answer, as the agent, with a reason and, if there is one, the stretch that shows it; the appeal's id.

        Raises :class:`InputError` where the evaluation is not finished, the answer is appealed already, or no reason is given.
        """
        if not reason.strip():
            raise InputError("An appeal needs its reason.")
        with self._database.write() as session:
            row = evaluation_row(session, evaluation_id)
            if row.finished is None or row.kind != "review":
                raise InputError("Only an answer of a finished evaluation can be appealed.")
            if question_id not in answers_of(session, evaluation_id):
                raise InputError("That question was not answered, so there is nothing to appeal.")
            if any(appeal.question == question_id for appeal in appeals_of(session, evaluation_id)):
                raise InputError("That answer was appealed already.")
            made = AppealRow(
                evaluation_id=evaluation_id, question_id=question_id, filed=datetime.now(UTC), filed_by=one_line(by),
                reason=storable_text(reason), start=span and span.start, end=span and span.end,
                decided=None, decided_by=None, upheld=None, words=None,
            )  # fmt: skip
            session.add(made)
            session.flush()
            return made.id

    def decide(self, appeal_id: int, by: str, upheld: bool, words: str, answer: Answer | None = None) -> Score:
        """Decide an appeal in writing; upheld, ``answer`` takes the place of the one that was given, and the score is anew.

        Raises :class:`InputError` where it is decided already, or by who gave the answer, or without words.
        """
        if not words.strip():
            raise InputError("A decision needs its words: the agent reads them.")
        with self._database.write() as session:
            appeal = session.get(AppealRow, appeal_id)
            if appeal is None or appeal.decided is not None:
                raise InputError("There is no such appeal that is still to be decided.")
            row = evaluation_row(session, appeal.evaluation_id)
            if one_line(by) in (row.reviewer, appeal.filed_by):
                raise InputError("An appeal is decided by neither who gave the answer nor who appealed.")
            if upheld and answer is None:
                raise InputError("An appeal that is upheld needs the answer that is right.")
            form = find_version(session, row.form_id, row.version).form
            if upheld and answer is not None:
                check_answers(form, {appeal.question_id: answer})
                given = session.get_one(EvaluationAnswer, (row.id, appeal.question_id))
                given.answer = json.dumps(storable(answer))
                session.flush()
            appeal.decided, appeal.decided_by = datetime.now(UTC), one_line(by)
            appeal.upheld, appeal.words = upheld, storable_text(words)
            found = score(form, {question: one.answer for question, one in answers_of(session, row.id).items()})
            row.score, row.failed_by = found.score, found.failed_by
            return found

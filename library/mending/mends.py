"""What upheld appeals have mended in the house's own rules, kept with the appeal that it came of.

::

    appeal, upheld ──> a sentence that is no such technique ──> entries in the house's rules ──> every call is judged anew
                                                                     └── taken back ──> and once more

Who decided the appeal, or might have, mends the rule; what the house has settled is an admin's to change otherwise. So it is checked here
that nothing else is changed than entries of the lists that keep something from being flagged, of the rules that are named.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import acting_name, permit, permitted
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import CallRow, ReportRow, Setting
from library.database.settings import RULES, put_setting
from library.database.tables.evaluations import AppealRow, EvaluationRow, MendedRule
from library.database.text import storable_text
from library.database.walls import unwalled
from library.evaluations.appeals import appeal_of

Entries = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By technique and list (:data:`LISTS`) what is put into the house's rules."""
LISTS = ("vetoes", "pass", "exceptions")
"""The lists of a rule that keep something from being flagged."""
LONGEST = 1_000
"""Characters of a sentence."""


@dataclass(frozen=True, slots=True)
class MendedLine:
    """What was mended: in which rule, by which sentence, after which appeal on which call; ``taken_back`` where it was."""

    id: int
    appeal_id: int
    call_id: str
    call: str
    technique: str
    sentence: str
    entries: Entries
    mended: datetime
    mended_by: str
    taken_back: datetime | None
    taken_back_by: str | None
    may_change: bool


class Mends:
    """What was mended in one library."""

    def __init__(self, database: Database, judge_anew: Callable[[Session, int], object]) -> None:
        """``judge_anew`` has all calls judged, of which there are so many, in the transaction in which rules change."""
        self._database = database
        self._judge_anew = judge_anew

    def mend(
        self, appeal_id: int, by: str, technique: str, sentence: str, entries: Entries, rules: str, version: int
    ) -> int:
        """Put ``rules``, which are the house's with these entries, in force in the place of ``version``; the mending's id.

        Raises :class:`InputError` where the appeal is not upheld, or not the viewer's to decide, or the rules have changed otherwise.
        """
        with self._database.write() as session:
            appeal, row = appeal_of(session, appeal_id, by)
            if not appeal.upheld:
                raise InputError("Only an appeal that was upheld mends a rule.")
            with unwalled(session):
                _check(_rules(session), rules, entries)
                made = MendedRule(
                    appeal_id=appeal_id, technique=technique, sentence=storable_text(sentence)[:LONGEST],
                    entries=json.dumps(entries), mended=datetime.now(UTC), mended_by=acting_name(session, by),
                    taken_back=None, taken_back_by=None,
                )  # fmt: skip
                session.add(made)
                self._put(session, rules, version)
            record(session, "mended_rule", row.call_id, technique=technique, appeal=appeal_id, version=version + 1)
            return made.id

    def take_back(self, mend_id: int, by: str, entries: Entries, rules: str, version: int) -> None:
        """Put ``rules``, which are the house's without these entries of what was mended, in force in the place of ``version``.

        Raises :class:`InputError` where it was taken back already, is not the viewer's to take back, or the rules have changed otherwise.
        """
        with self._database.write() as session:
            mended = session.get(MendedRule, mend_id)
            if mended is None:
                raise InputError("There is no such mending; its call may have been deleted.")
            call_id = session.scalars(_call_of(mended.appeal_id)).one()
            permit(session, "decide", [call_id])
            if mended.taken_back is not None:
                raise InputError("That was taken back already.")
            with unwalled(session):
                _check(rules, _rules(session), _of(json.loads(mended.entries), entries))
                mended.taken_back, mended.taken_back_by = datetime.now(UTC), acting_name(session, by)
                self._put(session, rules, version)
            record(
                session, "took_back_mending", call_id,
                technique=mended.technique, appeal=mended.appeal_id, version=version + 1,
            )  # fmt: skip

    def all(self) -> tuple[MendedLine, ...]:
        """What was mended after appeals that the viewer sees, the latest first."""
        statement = (
            select(MendedRule, CallRow.id, CallRow.name)
            .join(AppealRow, MendedRule.appeal_id == AppealRow.id)
            .join(EvaluationRow, AppealRow.evaluation_id == EvaluationRow.id)
            .join(CallRow, EvaluationRow.call_id == CallRow.id)
            .where(CallRow.delete_due.is_(None))
            .order_by(MendedRule.id.desc())
        )
        with self._database.read() as session:
            rows = session.execute(statement).all()
            theirs = set(permitted(session, "decide", [row[1] for row in rows]))
            return tuple(
                MendedLine(
                    row.id, row.appeal_id, call_id, name, row.technique, row.sentence, json.loads(row.entries), row.mended,
                    row.mended_by, row.taken_back, row.taken_back_by, call_id in theirs,
                )
                for row, call_id, name in rows
            )  # fmt: skip

    def _put(self, session: Session, rules: str, version: int) -> None:
        put_setting(session, RULES, rules, version)
        self._judge_anew(session, session.scalar(select(func.count()).select_from(ReportRow)) or 0)
        session.flush()


def _call_of(appeal_id: int) -> Any:
    evaluation = EvaluationRow.id == AppealRow.evaluation_id
    return select(EvaluationRow.call_id).join(AppealRow, evaluation).where(AppealRow.id == appeal_id)


def _rules(session: Session) -> str:
    row = session.get(Setting, RULES)
    return "" if row is None else str(json.loads(row.value))


def _of(mended: Entries, wanted: Entries) -> Entries:
    """The wanted entries, as far as they were put in by a mending: somebody may have taken some of them out since."""
    return {
        technique: {
            name: tuple(text for text in texts if text in mended.get(technique, {}).get(name, ()))
            for name, texts in lists.items()
        }
        for technique, lists in wanted.items()
    }


def _check(less: str, more: str, entries: Entries) -> None:
    """Raise :class:`InputError` unless the rules ``more`` are ``less`` with these entries, and nothing else."""
    wanted, given = tomllib.loads(less), tomllib.loads(more)
    for technique, lists in entries.items():
        for name, texts in lists.items():
            if name not in LISTS:
                raise InputError(f"An appeal changes nothing of “{name}” in a rule.")
            if not texts:
                continue
            table, there = wanted.setdefault(technique, {}), given.get(technique, {})
            table[name] = sorted([*table.get(name, ()), *texts])
            there[name] = sorted(there.get(name, ()))
    if wanted != given:
        raise InputError("The house's rules have changed meanwhile: look at them, then do it anew.")

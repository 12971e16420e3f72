"""What people say of the machine's moments counts at once: a refused moment is counted no more, an adjusted one as what it is.

::

    Ama  disagrees ─┐
    Ben  agrees     ├──> the later word of each person ──> more refuse it than not?  refused: not counted
    Ama  agrees    ─┘                                      else adjusted to a technique?  counted as that one
                                                           else as the machine says

The report itself stays as the machine made it. What is counted beside it (the list's columns, tallies for trends, how the
call ended) is of the report as people settled it, written in the transaction in which the verdict is kept. Where as many
refuse a moment as do not, it stands.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.language.rulebook.loading import load_book
from analysis.language.wording import KIND
from analysis.limits import Limits, change
from analysis.report import Moment, Report
from analysis.review import recounted
from audio.call import Call
from library.corrections.rows import current_call
from library.database.schema import NoteRow, Setting
from library.database.settings import LIMITS
from library.notes.note import Note, moment_of
from library.notes.rows import counts, note_of


@dataclass(frozen=True, slots=True)
class Settled:
    """What people say of one moment: who refuses it, who does not, and the technique that it is adjusted to, if any."""

    refuse: tuple[str, ...] = ()
    stand_by: tuple[str, ...] = ()
    technique: str | None = None

    @property
    def refused(self) -> bool:
        """Whether it is counted no more."""
        return len(self.refuse) > len(self.stand_by)


def settled(report: Report, notes: Iterable[Note]) -> dict[Moment, Settled]:
    """By moment of ``report``, what the verdicts in ``notes`` come to; moments of which nobody said anything are left out."""
    last: dict[Moment, dict[str, Note]] = defaultdict(dict)
    for note in sorted((n for n in notes if n.verdict and not n.deleted), key=lambda n: n.edited or n.created):
        moment = moment_of(note, report)
        if moment is not None:
            last[moment][note.author] = note
    return {moment: _settle(tuple(by_author.values())) for moment, by_author in last.items()}


def refusals(by_moment: Mapping[Moment, Settled]) -> dict[Moment, tuple[str, ...]]:
    """Who refuses each of the moments that count no more."""
    return {moment: said.refuse for moment, said in by_moment.items() if said.refused}


def _settle(notes: tuple[Note, ...]) -> Settled:
    refuse = tuple(note.author for note in notes if note.verdict == "disagree")
    book = load_book()
    labels = [note.label for note in notes if note.verdict == "adjust" and note.label in book]
    return Settled(refuse, tuple(n.author for n in notes if n.verdict != "disagree"), labels[-1] if labels else None)


def as_settled(call: Call, report: Report, by_moment: Mapping[Moment, Settled], limits: Limits) -> Report:
    """The report as people settled it: its moments in the same order, its counts and its ending following them."""
    moments = [_as_settled(moment, by_moment.get(moment)) for moment in report.moments]
    return recounted(call, report, moments, limits)


def _as_settled(moment: Moment, said: Settled | None) -> Moment:
    if said is None:
        return moment
    if said.refused:
        return replace(moment, confidence="low")
    if said.technique is None or said.technique == moment.technique:
        return moment
    rule = load_book()[said.technique]
    return replace(moment, technique=rule.id, kind=KIND[rule.stance])


def verdict_notes(session: Session, call_id: str) -> list[Note]:
    """All verdicts on a call's moments that stand and count (:func:`library.notes.rows.counts`); through a wall, those that may be seen."""
    rows = select(NoteRow).where(NoteRow.call_id == call_id, counts(session), NoteRow.deleted.is_(None))
    return [note_of(row) for row in session.scalars(rows)]


def verdicts_on(session: Session, report: Report) -> dict[Moment, Settled]:
    """What people say of a report's moments, within a transaction of the caller's."""
    return settled(report, verdict_notes(session, report.call_id))


def settled_report(session: Session, report: Report, by_moment: Mapping[Moment, Settled]) -> Report:
    """A call's report as people settled it, within a transaction of the caller's; the call is unpacked only where somebody did."""
    if not by_moment:
        return report
    call = current_call(session, report.call_id, even_deleted=True)  # it may be had back
    if call is None:
        return report
    kept = session.get(Setting, LIMITS)
    limits = change(Limits(), **(json.loads(kept.value) if kept else {}))
    return as_settled(call, report, by_moment, limits)

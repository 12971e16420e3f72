"""How often coaches agree with the machine, by kind and technique, over the calls that are wanted.

Whoever asks about some calls is told of verdicts on just these: an agent's page, a team's, a month's. A verdict that is
kept private counts only where nobody signs in (:func:`library.notes.rows.counts`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from library.calls.listing import Filter, apply_filter
from library.database.schema import CallRow, NoteRow
from library.notes.note import Agreement
from library.notes.rows import counts


def agreement(session: Session, call_filter: Filter) -> dict[tuple[str, str], Agreement]:
    """The verdicts that stand, by kind and technique of the moments they are on."""
    groups: tuple[Any, ...] = (NoteRow.kind, NoteRow.technique, NoteRow.verdict)
    counted = select(*groups, func.count()).select_from(CallRow).join(NoteRow, NoteRow.call_id == CallRow.id)
    standing = counted.where(counts(session), NoteRow.technique.is_not(None), NoteRow.deleted.is_(None)).group_by(
        *groups
    )
    figures: dict[tuple[str, str], dict[str, int]] = {}
    for kind, technique, verdict, n in session.execute(apply_filter(standing, call_filter, named=False)):
        figures.setdefault((str(kind), str(technique)), {})[str(verdict)] = n
    return {key: Agreement(**verdicts) for key, verdicts in sorted(figures.items())}

"""Corrections as rows: those of a call, in the order in which they were made, and the call as corrected by those that stand.

Facts lie in the library as they were heard; whoever reads them for people or for judging reads them here, so that there is one
answer to what was said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audio.call import Call
from library.corrections.apply import apply
from library.corrections.correction import Correction, pack, unpack
from library.database.packing import unpack_call
from library.database.schema import CallRow, CorrectionRow, Hearing


@dataclass(frozen=True, slots=True)
class Kept:
    """A correction in the library: when and by whom it was taken back, if it was; ``unfit`` is why it does not fit, if it stands and does not."""

    correction: Correction
    taken_back: datetime | None = None
    taken_back_by: str | None = None
    unfit: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.taken_back is None


def rows_of(session: Session, call_id: str) -> Sequence[CorrectionRow]:
    """All corrections of a call, in the order in which they were made."""
    wanted = select(CorrectionRow).where(CorrectionRow.call_id == call_id).order_by(CorrectionRow.number)
    return session.scalars(wanted).all()


def correction_of(row: CorrectionRow) -> Correction:
    """The correction that a row holds."""
    return Correction(row.id, row.author, row.made, *unpack(row.change))


def standing(session: Session, call_ids: Sequence[str]) -> dict[str, list[Correction]]:
    """The corrections of calls that were not taken back, by the call's id; calls without any are left out."""
    by_call: dict[str, list[Correction]] = defaultdict(list)
    wanted = select(CorrectionRow).where(CorrectionRow.call_id.in_(call_ids), CorrectionRow.taken_back.is_(None))
    for row in session.scalars(wanted.order_by(CorrectionRow.number)):
        by_call[row.call_id].append(correction_of(row))
    return by_call


def corrected(session: Session, heard: Call) -> Call:
    """What was heard of a call, with what stands of its corrections."""
    corrections = standing(session, [heard.id]).get(heard.id)
    return apply(heard, corrections).call if corrections else heard


def heard_call(session: Session, call_id: str, *, even_deleted: bool = False) -> Call | None:
    """A call's current facts as they were heard; ``None`` where there is no such call, or it waits to be deleted."""
    conditions = [CallRow.id == call_id] + ([] if even_deleted else [CallRow.delete_due.is_(None)])
    row = session.scalars(
        select(Hearing)
        .join(CallRow, (CallRow.id == Hearing.call_id) & (CallRow.depends == Hearing.depends))
        .where(*conditions)
    ).first()
    return None if row is None else unpack_call(row.facts, row.tracks)


def current_call(session: Session, call_id: str, *, even_deleted: bool = False) -> Call | None:
    """A call's current facts as corrected; ``None`` as :func:`heard_call` has it."""
    heard = heard_call(session, call_id, even_deleted=even_deleted)
    return None if heard is None else corrected(session, heard)


def revision(session: Session, call_id: str) -> int:
    """How many things were done to a call's corrections: made, taken back, put back. It only grows."""
    return session.scalar(select(func.max(CorrectionRow.act)).where(CorrectionRow.call_id == call_id)) or 0


def swap_corrections(session: Session, call_id: str) -> None:
    """A call's sides are changed round, and so is whose its corrections say its words are: they say the same as before."""
    for row in rows_of(session, call_id):
        row.change = pack(correction_of(row).swapped())
    session.flush()

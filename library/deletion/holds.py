"""Legal holds: calls that must not be deleted, whoever asks and whatever term is over, until the hold is lifted.

::

    a person deletes it, alone or with others    refused, or left out and counted
    its term is over (retention, practice)       it stays, and its term is looked at anew once the hold is lifted
    its original is to be destroyed              refused: whoever destroys asks :func:`refuse_held` first
    a note on it was deleted thirty days ago     it can still be brought back
    anything else                                the database itself refuses to remove the call's row

Set and lifted with a reason, which the audit keeps. One who deletes and one who holds the same call wait for each other at the call's row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import acting_name, permit
from library.audit.recording import record
from library.calls.saving import lock_call
from library.database.connection import Database, in_batches, put
from library.database.schema import CallRow
from library.database.tables.accountability import LegalHold
from library.database.text import one_line


@dataclass(frozen=True, slots=True)
class Hold:
    """A call under a legal hold: since when, by whom and why."""

    call_id: str
    name: str
    reason: str
    by: str
    since: datetime


class Holds:
    """The legal holds of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Hold, ...]:
        """All calls that are held, the latest first."""
        with self._database.read() as session:
            rows = session.execute(_holds().order_by(LegalHold.since.desc(), LegalHold.call_id))
            return tuple(Hold(*row) for row in rows)

    def of(self, call_ids: Sequence[str]) -> dict[str, Hold]:
        """Those of these calls that are held."""
        with self._database.read() as session:
            rows = [row for ids in in_batches(call_ids) for row in session.execute(_holds().where(CallRow.id.in_(ids)))]
            return {row[0]: Hold(*row) for row in rows}

    def set(self, call_ids: Sequence[str], reason: str, by: str) -> int:
        """Hold calls, all of them or none; how many were not held before. One that waits to be deleted is taken back.

        Raises :class:`SameSideError` where a call is not there, or no reason is given.
        """
        reason = _reason(reason, "hold a call")
        new = []
        with self._database.unwalled.write() as session:
            permit(session, "hold", call_ids)
            by = acting_name(session, by)
            for call_id in call_ids:
                call = lock_call(session, call_id)
                call.delete_due = None
                row = {"call_id": call_id, "reason": reason, "by": by, "since": datetime.now(UTC)}
                if put(session, LegalHold, row, key=("call_id",), replace=False):
                    new.append(call_id)
            record(session, "held", new, reason=reason)
        return len(new)

    def lift(self, call_ids: Sequence[str], reason: str) -> int:
        """Let calls go from their hold; how many were held. Raises :class:`SameSideError` where no reason is given."""
        reason = _reason(reason, "lift a hold")
        lifted: list[str] = []
        with self._database.unwalled.write() as session:
            permit(session, "hold", call_ids)
            for ids in in_batches(call_ids):
                gone = delete(LegalHold).where(LegalHold.call_id.in_(ids)).returning(LegalHold.call_id)
                lifted += session.scalars(gone)
            record(session, "lifted_hold", lifted, reason=reason)
        return len(lifted)


def refuse_held(session: Session, call_id: str) -> None:
    """Raise :class:`SameSideError` where a call is under a legal hold; within a transaction that locked the call."""
    held = session.get(LegalHold, call_id)
    if held is not None:
        raise InputError(refusal(held.since, held.reason))


def refusal(since: datetime, reason: str) -> str:
    """What whoever wants to delete a held call is told."""
    return (
        f"This call is under a legal hold since {since:%Y-%m-%d} (“{reason}”), so nothing of it can be deleted: "
        "lift the hold first."
    )


def _holds() -> Select[Any]:
    columns: list[Any] = [LegalHold.call_id, CallRow.name, LegalHold.reason, LegalHold.by, LegalHold.since]
    return select(*columns).join(CallRow, CallRow.id == LegalHold.call_id)


def _reason(text: str, to: str) -> str:
    reason = one_line(text)
    if not reason:
        raise InputError(f"To {to}, say why: the reason stands in the audit.")
    return reason

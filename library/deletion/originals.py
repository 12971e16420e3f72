"""Destroying originals: what is masked of a call is taken out for good, of its recording, its words and its report.

::

    kept before      recording   words   report   playable forms   transcripts that came with it
    kept after       redacted    masked  masked   made anew        none

The call keeps its id, its name, its notes and its place in every list. It cannot be heard anew, since what was said is not in its recording any
more, and its doubts say so. Where a house has this done is in its settings (:mod:`library.house.originals`); a worker does it between two jobs.
A call under a legal hold (:mod:`library.deletion.holds`) keeps its original.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from audio.call import Call, Doubt
from library.access.permits import no_such_call, permit_the_program
from library.audit.recording import record
from library.calls.redacting import masking_of, original_call, original_report, put_masks
from library.calls.saving import lock_call
from library.database.connection import Database, put
from library.database.packing import pack_call, pack_report
from library.database.schema import CallRow, CorrectionRow, Hearing, JobFile, JobRow, MaskRow, Recording, ReportRow
from library.database.tables.accountability import LegalHold
from library.deletion.holds import refuse_held
from library.recordings.recordings import Recordings
from library.recordings.silencing import write_silenced
from library.redaction.masking import Masking
from library.redaction.sound import silent_spans

IN_WORK = ("queued", "working")
"""States of a job that may still write what it heard."""


class Originals:
    """The originals of one library."""

    def __init__(self, database: Database, recordings: Recordings) -> None:
        self._database, self._recordings = database, recordings

    def due(self, kinds: Collection[str]) -> tuple[str, ...]:
        """The calls in which one of these ``kinds`` is masked and whose original is still there, but for those that are held, oldest
        first. It is the program's own, as :meth:`destroy` is."""
        if not kinds:
            return ()
        named = or_(*(MaskRow.masks.contains(f'"{kind}"') for kind in sorted(kinds)))
        statement = select(CallRow.id).join(MaskRow, MaskRow.call_id == CallRow.id)
        waiting = statement.where(named, CallRow.destroyed.is_(None), CallRow.delete_due.is_(None), ~_in_work())
        waiting = waiting.where(CallRow.id.not_in(select(LegalHold.call_id)))
        with self._database.read() as session:
            permit_the_program(session)
            return tuple(session.scalars(waiting.order_by(CallRow.date)))

    def destroy(self, call_id: str) -> None:
        """Take what is masked of a call out of all that is kept of it, for good.

        Raises :class:`SameSideError` where there is no such call, where it is held, or where its recording cannot be read; then nothing
        is changed.
        """
        with self._database.read() as session:
            permit_the_program(session)
            refuse_held(session, call_id)
            call = original_call(session, call_id)
            if call is None:
                raise no_such_call(call_id)
            masking = masking_of(session, call_id, call.turns)
            recording = _recording(session, call_id)
        if recording is None:
            with self._database.write() as session:
                _rewrite(session, call, masking, None, None)
        else:
            self._replace(call, masking, recording)
        self._recordings.remove_leaving_files()
        for hearing in (call_id, *([recording.id] if recording else ())):
            self._recordings.files.forget_hearing(hearing)
        self._database.forget_pages()

    def _replace(self, call: Call, masking: Masking, recording: Recording) -> None:
        """Put the redacted recording in the place of the original, with the words and the report."""
        with self._recordings.here(recording.id) as source, self._recordings.files.arriving(".flac") as redacted:
            write_silenced(source, redacted, silent_spans(call.turns, masking.masks))
            with self._recordings.add(redacted, f"{Path(recording.name).stem}.redacted.flac") as (session, row):
                old = session.get(Recording, recording.id)
                _rewrite(session, call, masking, row.id, recording.id)
                if old is not None and old.id != row.id:
                    session.execute(update(JobRow).where(JobRow.recording_id == old.id).values(recording_id=row.id))
                    session.execute(update(Hearing).where(Hearing.recording_id == old.id).values(recording_id=row.id))
                    self._recordings.release(session, [old])


def _recording(session: Session, call_id: str) -> Recording | None:
    """The recording of a call's current hearing."""
    current = select(Hearing.recording_id).join(CallRow, CallRow.id == Hearing.call_id)
    found = session.scalar(current.where(CallRow.id == call_id, Hearing.depends == CallRow.depends))
    return None if found is None else session.get(Recording, found)


def _rewrite(session: Session, call: Call, masking: Masking, recording: str | None, old: str | None) -> None:
    """Write a call and its report masked, over all that was heard in it, within a transaction of the caller's; its recording was ``old``."""
    row, now = lock_call(session, call.id), datetime.now(UTC)
    refuse_held(session, call.id)
    why = f"What is masked in this call was taken out of it for good on {now:%Y-%m-%d}: it cannot be heard anew."
    masked = masking.call(call)
    masked = replace(masked, doubts=(*masked.doubts, Doubt("file", why)))
    facts, tracks = pack_call(masked)
    session.execute(delete(Hearing).where(Hearing.call_id == call.id))
    session.execute(
        delete(CorrectionRow).where(CorrectionRow.call_id == call.id)
    )  # they are in the words now, and quote what was heard
    hearing = {"call_id": call.id, "depends": row.depends, "recording_id": recording, "heard": now}
    put(session, Hearing, {**hearing, "facts": facts, "tracks": tracks}, key=("call_id", "depends"))
    put_masks(session, call.id, masked.turns)
    report = original_report(session, call.id)
    if report is not None:
        packed = pack_report(masking.report(report))
        session.execute(update(ReportRow).where(ReportRow.call_id == call.id).values(report=packed))
    jobs = or_(JobRow.call_id == call.id, JobRow.recording_id == old)
    session.execute(delete(JobFile).where(JobFile.job_id.in_(select(JobRow.id).where(jobs))))
    session.execute(update(JobRow).where(jobs).values(transcript=None, transcript_name=None))
    row.destroyed = now
    record(session, "destroyed_original", call.id, why=", ".join(sorted({mask.kind for mask in masking.masks})))


def _in_work() -> ColumnElement[bool]:
    """Whether a call is being heard again in this moment, or is to be."""
    return exists().where(JobRow.call_id == CallRow.id, JobRow.state.in_(IN_WORK))

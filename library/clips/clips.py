"""The clips of a library: kept, retitled, sorted, taken away and brought back.

::

    keep ──> at the end of a playlist, or of one's own clips ──> move, change ──> remove ── thirty days ──> gone
                                                                                     └── restore

Who may not see a call sees none of its clips, in whosever playlist.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from audio.span import Span
from library.access.permits import acting_name, permit, permit_in_house, viewer_in
from library.audit.recording import record
from library.calls.redacting import masking_of, original_turns
from library.clips.clip import Clip, Heard, heard_span, words_in
from library.clips.rows import clip_of, clip_row, named, playlist_row, within_call
from library.database.connection import Database
from library.database.schema import CallRow, Hearing
from library.database.tables.clips import ClipRow
from library.database.text import one_line, storable_text
from library.database.walls import unwalled

UNDO_PERIOD = timedelta(days=30)
MAX_WHY = 2_000
"""Characters of the words why."""


class Clips:
    """The clips of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        call_id: str,
        span: Span,
        title: str,
        by: str,
        *,
        why: str = "",
        technique: str | None = None,
        playlist_id: str | None = None,
        clip_id: str | None = None,
    ) -> Clip:
        """Keep a stretch of a call, at the end of a playlist or of one's own clips. A ``clip_id`` of the caller's own (a UUID) makes it safe to ask
        twice. Raises :class:`SameSideError` where the stretch is not in the call, or the playlist is not to be changed."""
        with self._database.write() as session:
            permit(session, "clip", [call_id])
            permit_in_house(session, "clips")
            if clip_id is not None and session.get(ClipRow, clip_id) is not None:
                return clip_of(session, clip_row(session, clip_id))
            if playlist_id is not None:
                playlist_row(session, playlist_id)
            span = within_call(session, call_id, span)
            row = ClipRow(
                id=clip_id or uuid.uuid4().hex, call_id=call_id, playlist_id=playlist_id, place=_next(session, playlist_id, by), start=span.start,
                end=span.end, title=named(_masked(session, call_id, title, span), "A clip"), why=_masked(session, call_id, _why(why), span),
                technique=one_line(technique or "") or None, keeper=acting_name(session, by), keeper_id=viewer_in(session).person_id,
                kept=datetime.now(UTC), deleted=None,
            )  # fmt: skip
            with unwalled(session):
                session.add(row)
            record(session, "kept_clip", call_id)
            return clip_of(session, row)

    def change(
        self, clip_id: str, *, title: str | None = None, why: str | None = None, technique: str | None = None
    ) -> Clip:
        """Say otherwise what a clip is; what is ``None`` stays, and an empty technique is none. Raises :class:`SameSideError` where it is not
        the viewer's to change."""
        with self._database.write() as session:
            row = clip_row(session, clip_id)
            span = Span(row.start, row.end)
            title = None if title is None else named(_masked(session, row.call_id, title, span), "A clip")
            why = None if why is None else _masked(session, row.call_id, _why(why), span)
            with unwalled(session):
                row.title = row.title if title is None else title
                row.why = row.why if why is None else why
                row.technique = row.technique if technique is None else one_line(technique) or None
            record(session, "changed_clip", row.call_id)
            return clip_of(session, row)

    def move(self, clip_id: str, place: int) -> None:
        """Have a clip stand at a ``place`` among those of its list that the viewer may hear, counted from 0. Raises as :meth:`change` does."""
        with self._database.write() as session:
            row = clip_row(session, clip_id)
            heard = [one for one in session.scalars(_listed(session, row.playlist_id, row.keeper)) if one is not row]
            with unwalled(session):
                order = [
                    one for one in session.scalars(_listed(session, row.playlist_id, row.keeper)) if one is not row
                ]
                order.insert(order.index(heard[place]) if 0 <= place < len(heard) else len(order), row)
                for k, one in enumerate(order):
                    one.place = k
            record(session, "changed_clip", row.call_id)

    def put(self, clip_id: str, playlist_id: str | None) -> Clip:
        """Have a clip be in another playlist, at its end; ``None``: in none. Raises as :meth:`change` does, of either playlist."""
        with self._database.write() as session:
            row = clip_row(session, clip_id)
            if playlist_id is not None:
                playlist_row(session, playlist_id)
            with unwalled(session):
                row.place = _next(session, playlist_id, row.keeper)
                row.playlist_id = playlist_id
            record(session, "changed_clip", row.call_id)
            return clip_of(session, row)

    def remove(self, clip_id: str) -> Clip:
        """Take a clip away; :meth:`restore` brings it back for thirty days. Its call stays. Raises as :meth:`change` does."""
        with self._database.write() as session:
            row = clip_row(session, clip_id)
            if row.deleted is None:
                record(session, "removed_clip", row.call_id)
            told = clip_of(session, row)
            with unwalled(session):
                row.deleted = row.deleted or datetime.now(UTC)
                session.flush()
                session.execute(delete(ClipRow).where(ClipRow.deleted < datetime.now(UTC) - UNDO_PERIOD))
            return told

    def restore(self, clip_id: str) -> Clip:
        """Undo :meth:`remove`. Raises as :meth:`change` does."""
        with self._database.write() as session:
            row = clip_row(session, clip_id)
            if row.deleted is not None:
                record(session, "restored_clip", row.call_id)
            with unwalled(session):
                row.deleted = None
            return clip_of(session, row)

    def one(self, clip_id: str) -> Clip | None:
        """One clip; ``None`` where there is none that the viewer may hear."""
        with self._database.read() as session:
            row = session.get(ClipRow, clip_id)
            return next(iter(_told(session, [] if row is None or row.deleted else [row])), None)

    def of(self, playlist_id: str | None, by: str) -> tuple[Clip, ...]:
        """The clips of a playlist that the viewer may hear, in their order; ``None``: those that they (alone: ``by``) keep in no playlist."""
        with self._database.read() as session:
            if playlist_id is not None:
                playlist_row(session, playlist_id, to_change=False)
            return _told(session, session.scalars(_listed(session, playlist_id, by)).all())

    def heard(self, clips: Sequence[Clip]) -> dict[str, Heard]:
        """What is heard of clips that the viewer may hear, by their ids; each call is read once."""
        found: dict[str, Heard] = {}
        with self._database.read() as session:
            for call_id in dict.fromkeys(clip.call_id for clip in clips):
                turns = original_turns(session, call_id)
                if turns is None:
                    continue
                shown = masking_of(session, call_id, turns).turns()
                call = session.get_one(CallRow, call_id)
                here = (Hearing.call_id == call_id, Hearing.depends == call.depends, Hearing.recording_id.is_not(None))
                sounds = session.scalar(select(Hearing.call_id).where(*here)) is not None
                for clip in (one for one in clips if one.call_id == call_id):
                    span = heard_span(shown, clip.span, call.duration)
                    found[clip.id] = Heard(span, words_in(shown, span), call.duration, sounds)
        return found

    def with_technique(self, technique: str) -> tuple[Clip, ...]:
        """The clips of a technique that the viewer may hear, the latest first, out of all playlists: its examples."""
        with self._database.read() as session:
            wanted = select(ClipRow).where(ClipRow.deleted.is_(None), ClipRow.technique == technique)
            return _told(session, session.scalars(wanted.order_by(ClipRow.kept.desc(), ClipRow.id)).all())

    def techniques(self) -> dict[str, int]:
        """By technique, how many clips of it the viewer may hear."""
        with self._database.read() as session:
            here = select(ClipRow.technique, func.count()).join(CallRow, ClipRow.call_id == CallRow.id)
            here = here.where(ClipRow.deleted.is_(None), CallRow.delete_due.is_(None), ClipRow.technique.is_not(None))
            return {str(name): n for name, n in session.execute(here.group_by(ClipRow.technique)) if name}

    def on(self, call_id: str) -> tuple[Clip, ...]:
        """The clips of a call that the viewer may hear, by time."""
        with self._database.read() as session:
            rows = session.scalars(
                select(ClipRow)
                .where(ClipRow.deleted.is_(None), ClipRow.call_id == call_id)
                .order_by(ClipRow.start, ClipRow.id)
            )
            return _told(session, rows.all())


def _told(session: Session, rows: Sequence[ClipRow]) -> tuple[Clip, ...]:
    ids = {row.call_id for row in rows}
    calls = {
        call.id: call
        for call in session.scalars(select(CallRow).where(CallRow.id.in_(ids), CallRow.delete_due.is_(None)))
    }
    return tuple(clip_of(session, row, calls[row.call_id]) for row in rows if row.call_id in calls)


def _listed(session: Session, playlist_id: str | None, by: str) -> Select[ClipRow]:
    here: ColumnElement[bool] = ClipRow.playlist_id == playlist_id
    if playlist_id is None:
        viewer = viewer_in(session)
        mine = ClipRow.keeper_id == viewer.person_id if viewer.is_person else ClipRow.keeper == one_line(by)
        here = ClipRow.playlist_id.is_(None) & mine
    return select(ClipRow).where(here, ClipRow.deleted.is_(None)).order_by(ClipRow.place, ClipRow.kept, ClipRow.id)


def _next(session: Session, playlist_id: str | None, by: str) -> int:
    places = [row.place for row in session.scalars(_listed(session, playlist_id, by))]
    return max(places, default=-1) + 1


def _masked(session: Session, call_id: str, text: str, span: Span) -> str:
    """A text with what it quotes of the call masked, as it may be read by who may not read the original."""
    turns = original_turns(session, call_id)
    return text if turns is None else masking_of(session, call_id, turns).text(text, span)


def _why(text: str) -> str:
    if len(text) > MAX_WHY:
        raise InputError(f"That has {len(text):,} characters, and {MAX_WHY:,} are the most.")
    return storable_text(text).strip()

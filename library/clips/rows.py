"""Clips and playlists as rows: which there are for whoever looks, and which of them are theirs to change."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from audio.errors import InputError
from audio.span import Span
from library.access.permits import NotAllowedError, may_in_house, no_such_call, viewer_in
from library.clips.clip import SHORTEST, Clip
from library.database.schema import CallRow
from library.database.tables.clips import ClipRow, PlaylistRow
from library.database.text import one_line

MAX_NAME = 80
"""Characters of a playlist's name, and of a clip's title: they stand in rows with others."""


def named(text: str, what: str) -> str:
    """A name or a title as it is kept. Raises :class:`InputError` where it is empty."""
    name = one_line(text)[:MAX_NAME].strip()
    if not name:
        raise InputError(f"{what} needs a name, and this one is empty.")
    return name


def may_change_playlist(session: Session, row: PlaylistRow) -> bool:
    """Whether whoever looks may change a playlist and put clips into it: the owner, a coach of the team whose it is, an admin where it is
    not only its owner's. Where nobody signs in, everybody."""
    viewer = viewer_in(session)
    if not viewer.is_person or row.owner_id == viewer.person_id:
        return True
    if row.team_id is None and not row.shared:
        return False
    return "admin" in viewer.roles or ("coach" in viewer.roles and row.team_id in viewer.teams)


def permit_sharing(session: Session, team_id: int | None, shared: bool) -> None:
    """Raise :class:`NotAllowedError` unless whoever looks may have a playlist be a team's, or everybody's."""
    viewer = viewer_in(session)
    if team_id is None and not shared:
        return
    if may_in_house(viewer, "share_playlists"):
        return
    if shared or "coach" not in viewer.roles or team_id not in viewer.teams:
        raise NotAllowedError(
            "You may not give a playlist to others: that is for coaches of the team, and for an admin."
        )


def playlist_row(session: Session, playlist_id: str, to_change: bool = True) -> PlaylistRow:
    """The row of a playlist that whoever looks sees, and may change. Raises :class:`InputError`."""
    row = session.get(PlaylistRow, playlist_id)
    if row is None:
        raise InputError("There is no such playlist any more.")
    if to_change and not may_change_playlist(session, row):
        raise NotAllowedError(f"This playlist is {row.owner}'s, and you may not change it.")
    return row


def is_own_clip(session: Session, row: ClipRow) -> bool:
    """Whether a clip is to be changed by whoever looks: whoever kept it, or may change the playlist that it is in."""
    viewer = viewer_in(session)
    if not viewer.is_person or row.keeper_id == viewer.person_id:
        return True
    playlist = session.get(PlaylistRow, row.playlist_id) if row.playlist_id else None
    return playlist is not None and may_change_playlist(session, playlist)


def clip_row(session: Session, clip_id: str, to_change: bool = True) -> ClipRow:
    """The row of a clip that whoever looks sees, and may change. Raises :class:`InputError`."""
    row = session.get(ClipRow, clip_id)
    if row is None:
        raise InputError("There is no such clip any more; its call may have been deleted.")
    if to_change and not is_own_clip(session, row):
        raise NotAllowedError(f"This clip is {row.keeper}'s, and only they can change it: keep one of your own.")
    return row


def within_call(session: Session, call_id: str, span: Span) -> Span:
    """The part of a stretch that is in the call. Raises :class:`InputError` where there is none worth hearing."""
    duration = session.scalar(select(CallRow.duration).where(CallRow.id == call_id))
    if duration is None:
        raise no_such_call(call_id)
    inside = span & Span(0.0, duration)
    if inside is None or inside.duration < SHORTEST:
        raise InputError(
            f"The stretch lies at {span.start:.1f} to {span.end:.1f} s, and the call lasts from 0 to {duration:.1f} s: give a stretch of it, "
            f"of {SHORTEST:g} s at least."
        )
    return inside


def clip_of(session: Session, row: ClipRow, call: CallRow | None = None) -> Clip:
    """The clip that a row holds."""
    call = call or session.scalars(select(CallRow).where(CallRow.id == row.call_id)).one()
    return Clip(
        row.id, row.call_id, call.name, call.date, row.playlist_id, Span(row.start, row.end), row.title, row.why,
        row.technique, row.keeper, row.kept, is_own_clip(session, row),
    )  # fmt: skip

"""The playlists of a library: one's own, a team's, or everybody's.

::

    Cora's    “To try”              hers alone
    Cora's    “How we say no”       the team's, Repairs: whoever coaches, reviews or takes calls for it hears those of its clips
                                    whose calls they may see; its coaches change it

A playlist that is taken away can be brought back for thirty days; its clips then stand in it as before.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import acting_name, permit_in_house, viewer_in
from library.audit.recording import record
from library.clips.clip import Playlist
from library.clips.rows import may_change_playlist, named, permit_sharing, playlist_row
from library.database.connection import Database
from library.database.schema import CallRow, Team
from library.database.tables.clips import ClipRow, PlaylistRow
from library.database.text import one_line
from library.database.walls import unwalled

UNDO_PERIOD = timedelta(days=30)


class Playlists:
    """The playlists of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Playlist, ...]:
        """Those that the viewer may open, by name, with how many of their clips they may hear."""
        with self._database.read() as session:
            rows = session.execute(
                select(PlaylistRow, Team.name)
                .join(Team, PlaylistRow.team_id == Team.id, isouter=True)
                .where(PlaylistRow.deleted.is_(None))
                .order_by(func.lower(PlaylistRow.name), PlaylistRow.id)
            ).all()
            heard = select(ClipRow.playlist_id, func.count()).join(CallRow, ClipRow.call_id == CallRow.id)
            heard = heard.where(ClipRow.deleted.is_(None), CallRow.delete_due.is_(None)).group_by(ClipRow.playlist_id)
            clips: dict[str | None, int] = dict(session.execute(heard).all()) if rows else {}
            return tuple(_playlist(session, row, team, clips.get(row.id, 0)) for row, team in rows)

    def add(self, name: str, by: str, team: str | None = None, shared: bool = False) -> Playlist:
        """Make a playlist: one's own, that of a ``team``, or, ``shared``, everybody's. Raises :class:`SameSideError` where that is not the
        viewer's to do, or they have one of that name."""
        with self._database.write() as session:
            permit_in_house(session, "clips")
            team_id = _team_id(session, team)
            permit_sharing(session, team_id, shared)
            owner = acting_name(session, by)
            row = PlaylistRow(
                id=uuid.uuid4().hex, name=_free_name(session, owner, name), owner=owner, owner_id=viewer_in(session).person_id, team_id=team_id,
                shared=shared, created=datetime.now(UTC), deleted=None,
            )  # fmt: skip
            with unwalled(session):
                session.add(row)
            record(session, "kept_playlist")
            return _playlist(session, row, team, 0)

    def change(self, playlist_id: str, name: str, team: str | None = None, shared: bool = False) -> None:
        """Give a playlist another name or circle. Raises :class:`SameSideError` as :meth:`add` does, and where it is not to be changed."""
        with self._database.write() as session:
            row = _own(session, playlist_id)
            team_id = _team_id(session, team)
            if (team_id, shared) != (row.team_id, row.shared):
                permit_sharing(session, team_id, shared)
            name = _free_name(session, row.owner, name, playlist_id)
            with unwalled(session):
                row.name, row.team_id, row.shared = name, team_id, shared
            record(session, "changed_playlist")

    def remove(self, playlist_id: str) -> None:
        """Take a playlist away; :meth:`restore` brings it back for thirty days. Raises as :meth:`change` does."""
        with self._database.write() as session:
            row = _own(session, playlist_id)
            if row.deleted is None:
                record(session, "removed_playlist")
            with unwalled(session):
                row.deleted = row.deleted or datetime.now(UTC)
                session.flush()
                old = select(PlaylistRow.id).where(PlaylistRow.deleted < datetime.now(UTC) - UNDO_PERIOD)
                session.execute(delete(ClipRow).where(ClipRow.playlist_id.in_(old)))
                session.execute(delete(PlaylistRow).where(PlaylistRow.id.in_(old)))

    def restore(self, playlist_id: str) -> None:
        """Undo :meth:`remove`. Raises as :meth:`change` does, and where another playlist has the name meanwhile."""
        with self._database.write() as session:
            row = _own(session, playlist_id)
            if row.deleted is not None:
                name = _free_name(session, row.owner, row.name, playlist_id)
                with unwalled(session):
                    row.name, row.deleted = name, None
                record(session, "restored_playlist")


def _playlist(session: Session, row: PlaylistRow, team: str | None, clips: int) -> Playlist:
    return Playlist(row.id, row.name, row.owner, team, row.shared, clips, may_change_playlist(session, row))


def _own(session: Session, playlist_id: str) -> PlaylistRow:
    """The row of a playlist to change."""
    permit_in_house(session, "clips")
    return playlist_row(session, playlist_id)


def _team_id(session: Session, team: str | None) -> int | None:
    if team is None:
        return None
    found = session.scalar(select(Team.id).where(Team.name == one_line(team)))
    if found is None:
        raise InputError(f"There is no team “{one_line(team)}”.")
    return found


def _free_name(session: Session, owner: str, name: str, playlist_id: str = "") -> str:
    """The name as it is kept. Raises :class:`InputError` where there is none, or another playlist of the owner's has it."""
    name, viewer = named(name, "A playlist"), viewer_in(session)
    theirs = PlaylistRow.owner_id == viewer.person_id if viewer.is_person else PlaylistRow.owner == owner
    same = select(PlaylistRow.id).where(
        theirs, PlaylistRow.name == name, PlaylistRow.deleted.is_(None), PlaylistRow.id != playlist_id
    )
    if session.scalars(same).first() is not None:
        raise InputError(f"You have a playlist named “{name}” already: choose another name.")
    return name

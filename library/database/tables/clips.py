"""The tables of clips and the playlists that they are collected in, and of what people are told.

::

    playlist --< clip >-- call          a stretch of a call, by reference: nothing of its words or sound is in it
    person   --< notice >-- call        what somebody was told of a call: that they are named in a note, say

A clip is in one playlist, or in none, and goes with its call. Who kept it is known by name, as notes are, and by person where people sign in.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.database.schema import Base


class PlaylistRow(Base):
    """A playlist: its owner's, or, with a ``team_id``, that team's, or everybody's where it is ``shared``."""

    __tablename__ = "playlist"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    owner: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"), index=True)
    shared: Mapped[bool]
    created: Mapped[datetime]
    deleted: Mapped[datetime | None]


class ClipRow(Base):
    """A stretch of a call, in seconds, with a title and words why; ``place`` is where it stands among those of its playlist."""

    __tablename__ = "clip"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), index=True)
    playlist_id: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("playlist.id", ondelete="SET NULL"), index=True
    )
    place: Mapped[int]
    start: Mapped[float]
    end: Mapped[float]
    title: Mapped[str]
    why: Mapped[str]
    technique: Mapped[str | None]
    keeper: Mapped[str]
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kept: Mapped[datetime]
    deleted: Mapped[datetime | None]


class NoticeRow(Base):
    """What one person is told of a call. ``person_id`` is whom; where nobody signs in, ``name`` is, and an empty one is whoever is there.
    ``note_id`` or ``evaluation_id`` is what it is about, ``start`` the second of the call to open at, ``teller`` who did it, and ``read`` when
    it was looked at."""

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    kind: Mapped[str]
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), index=True)
    note_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("note.id", ondelete="CASCADE"), index=True)
    evaluation_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation.id", ondelete="CASCADE"), index=True)
    start: Mapped[float | None]
    teller: Mapped[str]
    told: Mapped[datetime]
    read: Mapped[datetime | None]
    __table_args__ = (Index("ix_notice_person", "person_id", "read"),)

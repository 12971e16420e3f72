"""A saved view is a question that the list of calls was asked (which calls, in which order, with which columns) under a name.

::

    Ama's     “To review, North”    team=3&unreviewed=true&sort=-missed        hers alone
    Ben's     “Refunds of March”    search=refund&from=2026-03-01&…            for everybody

The question is kept as the list's address has it, by ids and not by names, so that whoever is renamed is still found by it.
Everybody opens what is for everybody; only the owner changes it. A deleted view can be brought back for thirty days.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, func, or_, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import acting_name, permit_in_house, viewer_in
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import SavedView
from library.database.text import one_line, storable_text

MAX_NAME = 60
"""Characters of a view's name: it stands in a row with others."""
UNDO_PERIOD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class View:
    """A saved view; ``question`` is the query of the list's address, ``shared`` says that everybody sees it."""

    id: str
    owner: str
    name: str
    question: str
    shared: bool


class Views:
    """The saved views of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, viewer: str) -> tuple[View, ...]:
        """The views that ``viewer`` may open: their own by name, then those that others have made for everybody."""
        with self._database.read() as session:
            rows = session.scalars(
                select(SavedView)
                .where(SavedView.deleted.is_(None), or_(_is_owner(session, viewer), SavedView.shared))
                .order_by(
                    case((_is_owner(session, viewer), 0), else_=1),
                    func.lower(SavedView.name),
                    SavedView.name,
                    SavedView.id,
                )
            )
            return tuple(_view(row) for row in rows)

    def keep(self, owner: str, name: str, question: str, shared: bool = False) -> View:
        """Keep a question under a name. Raises :class:`SameSideError` where ``owner`` has a view of that name."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "views")
            viewer = viewer_in(session)
            owner = acting_name(session, owner)
            row = SavedView(
                id=uuid.uuid4().hex,
                owner=owner,
                owner_id=viewer.person_id,
                name=_free_name(session, owner, name),
                question=storable_text(question),
                shared=shared,
                created=datetime.now(UTC),
            )
            session.add(row)
            record(session, "kept_view")
            return _view(row)

    def change(
        self,
        view_id: str,
        owner: str,
        *,
        name: str | None = None,
        question: str | None = None,
        shared: bool | None = None,
    ) -> View:
        """Give a view another name, question or circle; what is ``None`` stays. Raises :class:`SameSideError` where the view
        is not ``owner``'s, or another of theirs has the name."""
        with self._database.unwalled.write() as session:
            row = _own(session, view_id, owner)
            if row.deleted is not None:
                raise InputError("This view was deleted: bring it back first, or save it anew.")
            if name is not None and one_line(name) != row.name:
                row.name = _free_name(session, owner, name, view_id)
            if question is not None:
                row.question = storable_text(question)
            if shared is not None:
                row.shared = shared
            record(session, "changed_view")
            return _view(row)

    def delete(self, view_id: str, owner: str) -> View:
        """Take a view away; :meth:`restore` brings it back for thirty days. Raises :class:`SameSideError` where it is not ``owner``'s."""
        with self._database.unwalled.write() as session:
            row = _own(session, view_id, owner)
            if row.deleted is None:
                record(session, "deleted_view")
            row.deleted = row.deleted or datetime.now(UTC)
            session.execute(delete(SavedView).where(SavedView.deleted < datetime.now(UTC) - UNDO_PERIOD))
            return _view(row)

    def restore(self, view_id: str, owner: str) -> View:
        """Undo a deletion. Raises :class:`SameSideError` where it is too late, or another view has the name meanwhile."""
        with self._database.unwalled.write() as session:
            row = _own(session, view_id, owner)
            if row.deleted is not None:
                row.name, row.deleted = _free_name(session, owner, row.name, view_id), None
                record(session, "restored_view")
            return _view(row)


def _is_owner(session: Session, owner: str) -> ColumnElement[bool]:
    """The condition of a view that it is whoever's looks: a person's by number, since two may have one name."""
    viewer = viewer_in(session)
    return SavedView.owner_id == viewer.person_id if viewer.is_person else SavedView.owner == owner


def _view(row: SavedView) -> View:
    return View(row.id, row.owner, row.name, row.question, row.shared)


def _own(session: Session, view_id: str, owner: str) -> SavedView:
    permit_in_house(session, "views")
    row = session.get(SavedView, view_id, with_for_update=True)
    viewer = viewer_in(session)
    is_own = row is not None and (row.owner_id == viewer.person_id if viewer.is_person else row.owner == owner)
    if row is None or not (is_own or row.shared):
        raise InputError("There is no such view any more.")
    if not is_own:
        raise InputError(f"This view is {row.owner}'s, and only they can change it: save it under a name of your own.")
    return row


def _free_name(session: Session, owner: str, name: str, view_id: str = "") -> str:
    """The name as it is kept. Raises :class:`SameSideError` where there is none, or another view of the owner's has it."""
    name = one_line(name)[:MAX_NAME].strip()
    if not name:
        raise InputError("A view needs a name, and this one is empty.")
    same = select(SavedView.id).where(
        _is_owner(session, owner), SavedView.name == name, SavedView.deleted.is_(None), SavedView.id != view_id
    )
    if session.scalars(same).first() is not None:
        raise InputError(f"You have a view named “{name}” already: choose another name, or delete that one first.")
    return name

"""The forms of a house, in versions: a draft is written over, what is published never is.

::

    version 1  draft ──publish──> published ─────────────────────────── evaluations pin it for good
    version 2                       draft (a copy of 1, edited) ──publish──> published, used from now on
    the form   ──retire──> offered no more; what was evaluated with it stays
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from audio.errors import InputError, LibraryError
from library.access.permits import acting_name, permit_in_house
from library.audit.recording import record
from library.database.connection import Database
from library.database.tables.evaluations import EvaluationRow, FormRow, FormVersionRow
from library.database.text import one_line
from library.forms.form import Form
from library.forms.form_text import form_toml, parse_form

SHIPPED = Path(__file__).parent / "shipped"


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One version of a form; ``published`` is ``None`` for a draft."""

    form_id: int
    version: int
    form: Form
    edited: datetime
    edited_by: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in a list: its latest published version and its draft, by number (``None``: there is none), and its evaluations."""

    id: int
    name: str
    published: int | None
    draft: int | None
    retired: datetime | None
    evaluations: int


class Forms:
    """The forms of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[FormLine, ...]:
        """All forms, by name, those that are offered no more last."""
        with self._database.read() as session:
            forms = session.scalars(select(FormRow)).all()
            versions = session.execute(
                select(FormVersionRow.form_id, FormVersionRow.version, FormVersionRow.published)
            ).all()
            reviews = select(EvaluationRow.form_id, func.count()).where(EvaluationRow.kind == "review")
            evaluated = reviews.group_by(EvaluationRow.form_id)
            counts: dict[int, int] = {form_id: n for form_id, n in session.execute(evaluated)}  # noqa: C416  rows, for mypy
        lines = []
        for row in forms:
            own = [(version, published) for form_id, version, published in versions if form_id == row.id]
            published = max((version for version, when in own if when is not None), default=None)
            draft = next((version for version, when in own if when is None), None)
            lines.append(FormLine(row.id, row.name, published, draft, row.retired, counts.get(row.id, 0)))
        return tuple(sorted(lines, key=lambda line: (line.retired is not None, line.name.casefold())))

    def version(self, form_id: int, version: int | None = None) -> FormVersion:
        """A version of a form, the latest published one unless said. Raises :class:`InputError` where there is none."""
        with self._database.read() as session:
            return find_version(session, form_id, version)

    def add(self, form: Form, author: str) -> FormVersion:
        """A new form, as a draft. Raises :class:`InputError` where one of that name is there."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "forms")
            _check_name(session, form.name, None)
            row = FormRow(name=one_line(form.name), created=datetime.now(UTC))
            session.add(row)
            session.flush()
            record(session, "drafted_form", form=form.name, version=1)
            return _told(_put_draft(session, row.id, 1, form, author))

    def save(self, form_id: int, form: Form, author: str, seen: datetime | None = None) -> FormVersion:
        """Write over the form's draft, or begin one after what was published last.

        ``seen`` is when the draft was edited that this one was made from. Raises :class:`LibraryError` where somebody else has
        edited it since, :class:`InputError` where there is no such form or another has that name.
        """
        with self._database.unwalled.write() as session:
            permit_in_house(session, "forms")
            row = _form_row(session, form_id)
            _check_name(session, form.name, form_id)
            draft = session.scalars(_versions(form_id).where(FormVersionRow.published.is_(None))).first()
            if draft is not None and seen is not None and draft.edited != seen:
                raise LibraryError(
                    f"The form “{row.name}” was edited by {draft.edited_by} meanwhile: look at it, then save anew."
                )
            if draft is None:
                newest = session.scalar(
                    select(func.max(FormVersionRow.version)).where(FormVersionRow.form_id == form_id)
                )
                draft = _put_draft(session, form_id, (newest or 0) + 1, form, author)
            else:
                draft.toml, draft.edited, draft.edited_by = (
                    form_toml(form),
                    datetime.now(UTC),
                    acting_name(session, author),
                )
            record(session, "drafted_form", form=form.name, version=draft.version)
            return _told(draft)

    def publish(self, form_id: int) -> FormVersion:
        """Lock the form's draft and use it from now on. Raises :class:`InputError` where there is no draft."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "forms")
            row = _form_row(session, form_id)
            draft = session.scalars(_versions(form_id).where(FormVersionRow.published.is_(None))).first()
            if draft is None:
                raise InputError(f"The form “{row.name}” has no draft that could be published.")
            draft.published, row.retired = datetime.now(UTC), None
            row.name = one_line(parse_form(draft.toml).name)
            record(session, "published_form", form=row.name, version=draft.version)
            return _told(draft)

    def retire(self, form_id: int, back: bool = False) -> None:
        """Offer a form no more; ``back``: offer it again. What was evaluated with it stays as it is."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "forms")
            row = _form_row(session, form_id)
            row.retired = None if back else datetime.now(UTC)
            record(session, "offered_form" if back else "retired_form", form=row.name)

    def drop_draft(self, form_id: int) -> None:
        """Throw a draft away; a form of which nothing was ever published goes with it."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "forms")
            row = _form_row(session, form_id)
            record(session, "dropped_draft", form=row.name)
            for draft in session.scalars(_versions(form_id).where(FormVersionRow.published.is_(None))):
                session.delete(draft)
            session.flush()
            if session.scalars(_versions(form_id)).first() is None:
                session.delete(row)


@lru_cache(maxsize=1)
def shipped_forms() -> tuple[Form, ...]:
    """The forms that come with SameSide, to begin from."""
    return tuple(parse_form(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.toml")))


def find_version(session: Session, form_id: int, version: int | None) -> FormVersion:
    """:meth:`Forms.version` within a transaction of the caller's."""
    row = _form_row(session, form_id)
    wanted = FormVersionRow.published.is_not(None) if version is None else FormVersionRow.version == version
    found = session.scalars(_versions(form_id).where(wanted).order_by(FormVersionRow.version.desc())).first()
    if found is None:
        raise InputError(
            f"The form “{row.name}” was never published."
            if version is None
            else f"“{row.name}” has no version {version}."
        )
    return _told(found)


def _versions(form_id: int) -> Select[FormVersionRow]:
    return select(FormVersionRow).where(FormVersionRow.form_id == form_id)


def _form_row(session: Session, form_id: int) -> FormRow:
    row = session.get(FormRow, form_id)
    if row is None:
        raise InputError("There is no such form; it may have been thrown away as a draft.")
    return row


def _check_name(session: Session, name: str, own: int | None) -> None:
    taken = session.scalar(select(FormRow.id).where(FormRow.name == one_line(name)))
    if taken is not None and taken != own:
        raise InputError(f"There is a form named “{one_line(name)}” already.")


def _put_draft(session: Session, form_id: int, version: int, form: Form, author: str) -> FormVersionRow:
    row = FormVersionRow(
        form_id=form_id,
        version=version,
        toml=form_toml(form),
        edited=datetime.now(UTC),
        edited_by=acting_name(session, author),
        published=None,
    )
    session.add(row)
    session.flush()
    return row


def _told(row: FormVersionRow) -> FormVersion:
    return FormVersion(row.form_id, row.version, parse_form(row.toml), row.edited, row.edited_by, row.published)

"""Telling an act to the audit, in the transaction in which it is done: both are kept or neither.

::

    with library.database.write() as session:
        ... the act ...
        record(session, "swapped", call_id)

Events are written as the last thing before the transaction is kept. Whoever writes them waits for whoever does at the same time (at the
row of the head), so the chain never forks; and since nothing else is waited for after that, nobody waits in a circle, nor long.

Who does it is the viewer that the session carries, and under which right is how that viewer stands to the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, event, insert, select, update
from sqlalchemy.orm import Session

from audio.errors import LibraryError
from library.access.permits import reason, standings_to, viewer_in
from library.access.viewer import ROLES, Viewer
from library.audit.acts import ACTS
from library.audit.event import Event, detail_text
from library.database.tables.accountability import AuditEvent, AuditHead
from library.database.text import one_line
from library.database.walls import unwalled

PENDING = "audit-pending"
LONGEST = 300
"""Characters of a detail."""


def record(
    session: Session,
    act: str,
    call_id: str | Iterable[str] | None = None,
    *,
    right: str = "",
    doer: Viewer | None = None,
    **detail: Any,
) -> None:
    """Have an act told when the session's transaction is kept. ``call_id`` may be several: then it is an event for each.

    right  under which right, where it cannot be asked any more
    doer   who does it, where that is not the session's viewer: the program does what somebody has asked for

    Raises :class:`ValueError` where there is no such act, or it keeps no such detail.
    """
    unknown = set(detail) - set(ACTS[act].keeps) if act in ACTS else {act}
    if unknown:
        raise ValueError(f"the audit keeps no {', '.join(sorted(unknown))} of “{act}”: see library/audit/acts.py")
    calls: Sequence[str | None] = [call_id] if call_id is None or isinstance(call_id, str) else list(call_id)
    if not calls:
        return
    if PENDING not in session.info:
        session.info[PENDING] = []
        event.listen(session, "before_commit", _write)
    kept = {name: _short(value) for name, value in detail.items() if value is not None}
    now = datetime.now(UTC)
    viewer = doer or viewer_in(session)
    session.info[PENDING] += [
        _event(viewer, now, act, call, right or right_to(session, [] if call is None else [call]), kept)
        for call in calls
    ]


def right_to(session: Session, call_ids: Sequence[str]) -> str:
    """Why the session's viewer may do something: how they stand to the call, or else what they are; empty for whoever may do all."""
    viewer = viewer_in(session)
    if not viewer.is_person:
        return ""
    known = standings_to(session, call_ids) if call_ids else {}
    ways = next(iter(known.values()), None)
    return (
        reason(ways)
        if ways
        else f"as {', '.join(role for role in ROLES if role in viewer.roles) or 'somebody without a role'}"
    )


def _event(viewer: Viewer, at: datetime, act: str, call_id: str | None, right: str, detail: dict[str, Any]) -> Event:
    return Event(
        0,
        at,
        viewer.kind,
        viewer.person_id,
        one_line(viewer.name),
        act,
        call_id,
        one_line(viewer.source),
        right,
        detail,
    )


def _short(value: Any) -> Any:
    return value if isinstance(value, (int, float, bool)) else one_line(str(value))[:LONGEST]


def _write(session: Session) -> None:
    """Write what is pending behind the last event; runs when the transaction is about to be kept."""
    if session.in_nested_transaction():  # a part of it, which may still be taken back
        return
    pending: list[Event] = session.info.pop(PENDING, [])
    if not pending:
        return
    session.flush()  # what that waits for is waited for before the head, never after
    with unwalled(session):
        _put(session.connection(), pending)


def _put(connection: Connection, pending: Sequence[Event]) -> None:
    head, events = _table(AuditHead), _table(AuditEvent)
    found = connection.execute(select(head.c.n, head.c.hash).with_for_update()).one_or_none()
    if found is None:
        raise LibraryError(
            "Nothing can be changed or shown: the head of this library's audit is missing, so nobody could say who did it. "
            "`sameside audit verify` says more; bring back a copy of the library from before."
        )
    n, last = found
    rows = []
    for waiting in pending:
        n += 1
        chained = _numbered(waiting, n).chained(last)
        last = chained.hash
        rows.append(_row(chained))
    connection.execute(insert(events), rows)
    connection.execute(update(head).values(n=n, hash=last))


def _numbered(waiting: Event, n: int) -> Event:
    fields = {name: getattr(waiting, name) for name in Event.__dataclass_fields__}
    return Event(**(fields | {"n": n}))


def _row(chained: Event) -> dict[str, Any]:
    fields = {name: getattr(chained, name) for name in Event.__dataclass_fields__}
    return fields | {"detail": detail_text(chained.detail)}


def _table(mapped: type[AuditEvent | AuditHead]) -> Table:
    """The table itself."""
    table = mapped.__table__
    assert isinstance(table, Table)
    return table

"""Whether the audit is whole: every event's hash is right, each follows the one before, none is missing, and the end is the end.

What shows, and by what::

    a row changed, or put in            its hash, or that of the next one, is another
    a row gone                          a number is missing, and the next one follows another hash
    the last rows gone                  the head names a later event
    the last rows and the head gone     what was kept elsewhere (an anchor beside the recordings, or `--head N:HASH`, printed
                                        by an earlier verification) names an event that is no longer there
    the whole chain made anew           the same: the event of that number has another hash

Whoever may change both the database and every place in which its head was noted can make another history: so note heads elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.audit.event import FIRST, event_of
from library.database.tables.accountability import AuditEvent, AuditHead

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The number of an event and its hash, as noted outside of the chain; ``where`` says where."""

    n: int
    hash: str
    where: str

    def __str__(self) -> str:
        return f"{self.n}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found: how many events, the last of them, and the first broken place (``None``: whole)."""

    events: int
    head: Head
    broken: str | None


def verify(session: Session, noted: Iterable[Head] = ()) -> Verified:
    """Follow the chain from its first event to its last, and compare what was ``noted`` of it elsewhere."""
    expected = sorted(noted, key=lambda head: head.n)
    n, last, broken = 0, FIRST, None
    for row in session.scalars(select(AuditEvent).order_by(AuditEvent.n).execution_options(yield_per=BATCH)):
        broken = _trouble(row, n, last) or _differs(row, expected)
        if broken is not None:
            break
        n, last = row.n, row.hash
    head = session.scalars(select(AuditHead)).one_or_none()
    found = Head(n, last, "the last event")
    return Verified(n, found, broken or _cut(found, head, expected))


def _trouble(row: AuditEvent, n: int, last: str) -> str | None:
    """What is wrong with the event that stands behind number ``n`` with the hash ``last``."""
    if row.n != n + 1:
        missing = f"event {n + 1}" if row.n == n + 2 else f"events {n + 1} to {row.n - 1}"
        return f"{missing} missing: event {n} is followed by event {row.n}"
    if row.before != last:
        return f"event {row.n} does not follow event {n}: one of them was put in the place of another"
    try:
        right = event_of(row).digest() == row.hash
    except ValueError:
        right = False
    return None if right else f"event {row.n} was changed: its hash is not that of what it says"


def _differs(row: AuditEvent, expected: list[Head]) -> str | None:
    for head in expected:
        if head.n == row.n and head.hash != row.hash:
            return f"event {row.n} is another than {head.where} noted: the audit was made anew from there or before"
    return None


def _cut(found: Head, head: AuditHead | None, expected: list[Head]) -> str | None:
    """What is wrong with the end of the chain."""
    if head is None:
        return "the head is missing, which says how many events there are"
    if head.n != found.n:
        return f"the last event is {found.n}, and the head says {head.n}: the end is cut off"
    if head.hash != found.hash:
        return f"event {found.n}, the last one, is another than the head says"
    beyond = next((noted for noted in expected if noted.n > found.n), None)
    return (
        None
        if beyond is None
        else f"the last event is {found.n}, and {beyond.where} noted event {beyond.n}: the end is cut off"
    )

"""An event, the canonical bytes of it, and the hash by which it is chained to the one before.

::

    hash(n) = SHA-256( JSON [n, at, kind, person, who, act, call, source, right, detail, hash(n-1)] )

JSON without blanks, UTF-8, the time in microseconds of UTC: the same bytes on both databases, and easily made by others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from library.database.tables.accountability import AuditEvent

FIRST = ""
"""What stands before the first event in the place of a hash."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act, as it is kept.

    n        its number, from 1, without gaps
    at       when, in UTC
    kind     ``alone``, ``system`` or ``person``; ``person_id`` and ``who`` say which
    act      one of :data:`library.audit.acts.ACTS`
    call_id  of which call, ``None`` where of none
    source   from where: an address, “command line”, “worker”
    right    why they may, “you coach this agent”; empty where it was not asked
    detail   what else is kept, never content
    """

    n: int
    at: datetime
    kind: str
    person_id: int | None
    who: str
    act: str
    call_id: str | None
    source: str
    right: str
    detail: Mapping[str, Any]
    before: str = FIRST
    hash: str = ""

    def chained(self, before: str) -> Event:
        """This event behind the one of that hash."""
        behind = replace(self, before=before)
        return replace(behind, hash=behind.digest())

    def digest(self) -> str:
        """The hash that this event has to have, in hexadecimal."""
        fields = [
            self.n, self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), self.kind, self.person_id, self.who, self.act,
            self.call_id, self.source, self.right, detail_text(self.detail), self.before,
        ]  # fmt: skip
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are wanted; everything given has to hold. ``group`` is one of :data:`library.audit.acts.GROUPS`;
    ``since <= at < until``."""

    who: str | None = None
    person_id: int | None = None
    call_id: str | None = None
    group: str | None = None
    act: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def detail_text(detail: Mapping[str, Any]) -> str:
    """Details as they are kept and hashed."""
    return json.dumps(dict(detail), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def event_of(row: AuditEvent | Any) -> Event:
    """The event that a row holds. Raises :class:`ValueError` where its detail is no JSON, which only a changed row has."""
    return Event(
        row.n, row.at, row.kind, row.person_id, row.who, row.act, row.call_id, row.source, row.right,
        json.loads(row.detail), row.before, row.hash,
    )  # fmt: skip

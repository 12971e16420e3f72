"""What a token is: a secret that was shown once, and what may be done by it.

::

    ss_f3Qk…        the secret: 256 bits; kept is its SHA-256 alone, which needs no salt, since nobody guesses 256 bits
    calls:write     bring calls, and ask how far they are
    reports:read    read reports, and ask how far calls are
    metrics         read the figures of operations, which name no call and nobody

What no scope names is not allowed.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from audio.errors import InputError
from library.access.viewer import Viewer
from library.database.text import one_line

Scope = Literal["calls:write", "reports:read", "metrics"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
PREFIX = "ss_"
"""How a secret begins, so that whoever finds one in a file, or a scanner for such, knows what it is."""
LONGEST_LIFE, USUAL_LIFE = timedelta(days=366), timedelta(days=90)
PER_MINUTE, MOST_PER_MINUTE = 120, 6000
"""Requests a minute: unless said otherwise, and at most."""

_NAME = re.compile(r"[\w.-]{1,60}")


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed. ``person`` is the e-mail of whose it is, ``None`` where nobody signs in; ``teams`` are the names of those
    that it sees alone, ``None`` where it is not narrowed to any; ``used`` is when it was last used."""

    id: int
    name: str
    scopes: tuple[Scope, ...]
    person: str | None
    teams: tuple[str, ...] | None
    per_minute: int
    created: datetime
    expires: datetime
    used: datetime | None
    revoked: datetime | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who comes in by a token: its number and name, as whom they look, what they may do and until when. ``teams`` are those that it is narrowed to, by
    their names."""

    token_id: int
    name: str
    viewer: Viewer
    scopes: frozenset[Scope]
    per_minute: int
    expires: datetime
    teams: frozenset[str] | None = None


class NoTokenError(InputError):
    """There is no such token, or it lets nobody in any more. ``name`` is its own, where there is one."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why)
        self.name = name


def new_secret() -> str:
    """A secret that nobody has had."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def checked_name(text: str) -> str:
    """A token's name as it is kept. Raises :class:`InputError` where it is none."""
    if not _NAME.fullmatch(text):
        raise InputError(
            f"“{one_line(text)[:80]}” is no name for a token: letters, digits, “.”, “-” and “_”, 60 of them at most."
        )
    return text


def checked_scopes(given: Iterable[str]) -> tuple[Scope, ...]:
    """Scopes as they are kept, in their order. Raises :class:`InputError` where there are none, or one of them is none."""
    asked = set(given)
    if strange := sorted(asked - set(SCOPES)):
        raise InputError(f"“{one_line(strange[0])}” is no scope: there are {', '.join(SCOPES)}.")
    if not asked:
        raise InputError(f"A token needs a scope, which says what it may do: {', '.join(SCOPES)}.")
    return tuple(scope for scope in SCOPES if scope in asked)


def checked_end(expires: datetime | None, now: datetime) -> datetime:
    """When a token ends, in 90 days unless it is said. Raises :class:`InputError` where that is past, or more than a year away."""
    ends = now + USUAL_LIFE if expires is None else expires
    if ends <= now:
        raise InputError(f"A token ends in the future, and {ends:%Y-%m-%d} is past.")
    if ends > now + LONGEST_LIFE:
        raise InputError(f"A token lasts a year at most, and {ends:%Y-%m-%d} is further away: make another one then.")
    return ends.astimezone(UTC)


def checked_rate(per_minute: int) -> int:
    """How many requests a minute a token may make. Raises :class:`InputError`."""
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise InputError(
            f"A token makes 1 to {MOST_PER_MINUTE:,} requests a minute, and {per_minute:,} is none of that."
        )
    return per_minute

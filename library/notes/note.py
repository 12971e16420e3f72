"""What a note is, and how it finds its moment again.

A note lies on a span of a call (a moment in time is a span of no length), not on a moment of a report, so it
outlives every new analysis. Where it was written on a machine's moment it remembers that moment's kind and
technique, and :func:`moment_of` finds the moment again in any later report::

    old report      |==== pushed: command ====|
    note                 "agree" on pushed: command
    new report         |== pushed: command ==|      |= pushed: command =|
                       found again: same kind, same technique, most in common

Text is text: markup is kept, and shown, as the characters it is made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from analysis.report import Moment, Report
from audio.errors import SameSideError
from audio.span import Span

Verdict = Literal["agree", "disagree", "adjust"]
VERDICTS: tuple[Verdict, ...] = ("agree", "disagree", "adjust")

Audience = Literal["me", "agent", "coaches", "everybody"]
"""Who may read a note beside its author: nobody, the call's agent, whoever coaches that agent, all who may see the call."""
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


class _Addressed:
    """What has an audience."""

    __slots__ = ()
    audience: Audience

    @property
    def shared(self) -> bool:
        """Whether anybody beside the author may read it."""
        return self.audience != "me"


@dataclass(frozen=True, slots=True)
class Note(_Addressed):
    """A note as it is now. ``kind`` and ``technique`` are of the machine's moment it was written on, if any."""

    id: str
    call_id: str
    reply_to: str | None
    version: int
    author: str
    created: datetime
    edited: datetime | None
    span: Span
    label: str
    text: str
    audience: Audience
    verdict: Verdict | None
    kind: str | None
    technique: str | None
    deleted: datetime | None


@dataclass(frozen=True, slots=True)
class Version(_Addressed):
    """What a note said before it was edited, and when that was written."""

    version: int
    written: datetime
    span: Span
    label: str
    text: str
    audience: Audience
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Content(_Addressed):
    """What an author says in a note: the part of it that can be edited."""

    span: Span
    text: str = ""
    label: str = ""
    audience: Audience = "me"
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many verdicts coaches have given on the machine's moments of one technique."""

    agree: int = 0
    disagree: int = 0
    adjust: int = 0

    @property
    def share(self) -> float | None:
        """Agreed of all; ``None`` where nobody has said anything yet."""
        total = self.agree + self.disagree + self.adjust
        return self.agree / total if total else None


class NoteChangedError(SameSideError):
    """Somebody, or the same author in another tab, has changed the note meanwhile; ``note`` is how it is now."""

    def __init__(self, note: Note) -> None:
        what = "was deleted" if note.deleted else f"was changed to version {note.version}"
        super().__init__(
            f"This note {what} while you wrote: nothing was overwritten; look at it, then save yours anew."
        )
        self.note = note


@dataclass(frozen=True, slots=True)
class Answered:
    """The note that a reply answers: whose it is, where it begins, and which it is of several such, counted from 1."""

    author: str
    start: float
    which: int = 1


@dataclass(frozen=True, slots=True)
class Written:
    """A note as a tier holds it. ``author`` is empty where the tier's name says none; ``text`` is the whole text of its mark, unparsed."""

    author: str
    content: Content
    kind: str | None
    technique: str | None
    answered: Answered | None = None
    text: str = ""


def moment_of(note: Note, report: Report) -> Moment | None:
    """The moment of a report that a note was written on: same kind and technique, most time in common with it.

    ``None`` where the note is about no moment, or the report no longer says so.
    """
    candidates = (m for m in report.moments if m.kind == note.kind and m.technique == note.technique)
    overlapping = [m for m in candidates if _shared_time(m.span, note.span) >= 0]
    return max(
        overlapping, key=lambda m: (_shared_time(m.span, note.span), -abs(m.span.start - note.span.start)), default=None
    )


def _shared_time(span: Span, other: Span) -> float:
    """Seconds in common; 0 where they touch, negative where they lie apart."""
    return min(span.end, other.end) - max(span.start, other.start)

"""A correction: one small value that never changes, saying who said what, when, where in the call, what was, and what is.

::

    Correction  id, author, made
      place     the words that are meant: their time, whose they are, how they read      ("my reefund", customer, 3.1 to 3.9 s)
      change    Rewording("my", "refund")          other words; none takes them out
                Reassigning("agent")               another speaker; OTHER is neither of the two
                Opening(True), Opening(False)      a line opens with the first of the words; it goes on with it
                Retiming(was, now)                 the line of these words begins and ends elsewhere

What was stands in the place, so that a correction tells by itself whether it still fits what is heard there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

from audio.call import SPEAKERS, Speaker, other
from audio.errors import LibraryError
from audio.span import Span

Who = Literal["agent", "customer", "other"]
WHO: tuple[Who, ...] = get_args(Who)
OTHER: Who = "other"
"""Somebody else: a colleague, a child in the room, a recorded voice."""


@dataclass(frozen=True, slots=True)
class Place:
    """The words that a correction is of, as they read when it was made: from the first one's start to the last one's end."""

    span: Span
    speaker: Who
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """The words read like this; none is said there where it is empty."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reassigning:
    """The words are this speaker's."""

    speaker: Who


@dataclass(frozen=True, slots=True)
class Opening:
    """A line opens with the first of the words, or the speaker's line before goes on with it."""

    opens: bool


@dataclass(frozen=True, slots=True)
class Retiming:
    """The line of these words began and ended at ``was``, and does so at ``now``, in seconds."""

    was: Span
    now: Span


Change = Rewording | Reassigning | Opening | Retiming
KINDS: dict[str, type[Change]] = {
    "words": Rewording,
    "speaker": Reassigning,
    "boundary": Opening,
    "times": Retiming,
}
"""The kinds of change by the name under which they are kept."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. ``id`` is its maker's own (a UUID), so that one sent twice is one."""

    id: str
    author: str
    made: datetime
    place: Place
    change: Change

    @property
    def kind(self) -> str:
        """The name of its kind of change."""
        return next(name for name, kind in KINDS.items() if isinstance(self.change, kind))

    def shift(self, seconds: float) -> Correction:
        """The same correction of a call that begins ``seconds`` later."""
        change = self.change
        if isinstance(change, Retiming):
            change = Retiming(change.was.shift(seconds), change.now.shift(seconds))
        return replace(self, place=replace(self.place, span=self.place.span.shift(seconds)), change=change)

    def swapped(self) -> Correction:
        """The same correction of a call whose sides were changed round."""
        change = self.change
        if isinstance(change, Reassigning):
            change = Reassigning(other_side(change.speaker))
        return replace(self, place=replace(self.place, speaker=other_side(self.place.speaker)), change=change)


def other_side(who: Who) -> Who:
    """The other of the two; somebody else stays somebody else."""
    return next((other(speaker) for speaker in SPEAKERS if speaker == who), OTHER)


def side_of(who: Who) -> Speaker | None:
    """Which of the two ``who`` is; ``None`` for somebody else."""
    return next((speaker for speaker in SPEAKERS if speaker == who), None)


def change_json(change: Change) -> dict[str, Any]:
    """What a change says, beside its kind, as JSON."""
    match change:
        case Rewording(words):
            return {"words": list(words)}
        case Reassigning(speaker):
            return {"speaker": speaker}
        case Opening(opens):
            return {"opens": opens}
        case Retiming(was, now):
            return {"was": [was.start, was.end], "now": [now.start, now.end]}


def change_of(kind: str, fields: Mapping[str, Any]) -> Change:
    """The change that :func:`change_json` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is none."""
    match kind:
        case "words":
            return Rewording(tuple(_texts(fields["words"])))
        case "speaker":
            return Reassigning(who_of(fields["speaker"]))
        case "boundary":
            if not isinstance(fields["opens"], bool):
                raise ValueError(fields["opens"])
            return Opening(fields["opens"])
        case "times":
            return Retiming(_span(fields["was"]), _span(fields["now"]))
    raise ValueError(kind)


def place_json(place: Place) -> dict[str, Any]:
    """A place as JSON."""
    return {"span": [place.span.start, place.span.end], "speaker": place.speaker, "words": list(place.words)}


def place_of(fields: Mapping[str, Any]) -> Place:
    """The place that :func:`place_json` wrote. Raises as :func:`change_of` does."""
    place = Place(_span(fields["span"]), who_of(fields["speaker"]), tuple(_texts(fields["words"])))
    if not place.words:
        raise ValueError("a place without words")
    return place


def pack(correction: Correction) -> str:
    """Place and change as JSON text."""
    fields = {"kind": correction.kind, "place": place_json(correction.place), "change": change_json(correction.change)}
    return json.dumps(fields, separators=(",", ":"))


def unpack(text: str) -> tuple[Place, Change]:
    """Place and change that :func:`pack` wrote. Raises :class:`LibraryError` where a newer SameSide wrote them."""
    fields = json.loads(text)
    if fields["kind"] not in KINDS:
        raise LibraryError("A newer SameSide kept a correction of a kind that this one does not know: update SameSide.")
    return place_of(fields["place"]), change_of(fields["kind"], fields["change"])


def who_of(value: Any) -> Who:
    """Who is meant. Raises ``ValueError`` where nobody is."""
    return WHO[WHO.index(value)]


def _span(value: Any) -> Span:
    start, end = (float(time) for time in value)
    if not 0 <= start <= end < float("inf"):
        raise ValueError(value)
    return Span(start, end)


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise ValueError(value)
    return list(value)

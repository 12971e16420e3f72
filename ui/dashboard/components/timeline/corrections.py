"""Corrections between the transcript and the library: what is shown of them, and what a deed done in the browser does.

::

    {do: "correct", id, place: {span, speaker, words}, change: {kind: "words", words} | {kind: "speaker", speaker} |
                                                               {kind: "boundary", opens} | {kind: "times", was, now}, turn}
    {do: "take_back", id, turn}   {do: "put_back", id, turn}

    answer   {turn, id}   or   {turn, trouble}

``id`` is the browser's own UUID, so that a deed sent twice is done once. What comes from a browser is not trusted: a deed that makes
no sense is answered with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audio.call import Call
from library.corrections.correction import (
    OTHER,
    Change,
    Correction,
    Opening,
    Reassigning,
    Retiming,
    Rewording,
    Who,
    change_of,
    place_of,
)
from library.corrections.rows import Kept
from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library
from ui.dashboard.components.deeds import TOKEN, answered

SHOWN = 60
"""Characters of a line that the list of corrections shows."""
CHANNELS = (
    "Each voice has a channel of its own here: pitch and loudness stay with the channel in which they were heard."
)
WHOSE: dict[Who, str] = {"agent": "the agent’s", "customer": "the customer’s", OTHER: "somebody else’s"}


def corrections_shown(kept: Sequence[Kept], call: Call, viewer: str) -> list[dict[str, Any]]:
    """All corrections of a call, the newest first, for the page."""
    return [
        {
            "id": one.correction.id,
            "number": number,
            "author": one.correction.author,
            "mine": one.correction.author == viewer,
            "made": one.correction.made.isoformat(),
            "start": round(one.correction.place.span.start, 3),
            "end": round(one.correction.place.span.end, 3),
            "what": describe(one.correction),
            "aside": CHANNELS if one.correction.kind == "speaker" and call.layout == "two_sides" else "",
            "stands": one.stands,
            "takenBackBy": one.taken_back_by,
            "unfit": one.unfit,
        }
        for number, one in reversed(tuple(enumerate(kept)))
    ]


def describe(correction: Correction) -> str:
    """What a correction says, in one line."""
    was = _short(correction.place.words)
    match correction.change:
        case Rewording(words):
            return f"“{was}” is “{_short(words)}”" if words else f"“{was}” is not said"
        case Reassigning(speaker):
            return f"“{was}” is {WHOSE[speaker]}, not {WHOSE[correction.place.speaker]}"
        case Opening(opens):
            return f"A line begins with “{was}”" if opens else f"The line before goes on with “{was}”"
        case Retiming(before, now):
            edges = (("begins", before.start, now.start), ("ends", before.end, now.end))
            moved = " and ".join(f"{verb} at {_clock(to)}, not {_clock(at)}" for verb, at, to in edges if at != to)
            return f"“{was}” {moved}"


def _short(words: Sequence[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"


def _clock(seconds: float) -> str:
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02}.{tenths % 10}"


def perform_correction(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> dict[str, Any]:
    """Do a deed on a call's corrections, judge the call anew, and answer; never raises for what a browser or a person did."""
    return answered(lambda: _done(library, call_id, author, deed), turn=deed.get("turn"))


def _done(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> dict[str, Any]:
    _do(library, call_id, author, deed)
    judging.judge_again(library, call_id, limits_in_force(library))
    return {"id": str(deed["id"])}


def _do(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> None:
    token = str(deed["id"])
    if not TOKEN.fullmatch(token):
        raise ValueError(token)
    match deed["do"]:
        case "correct":
            change: Change = change_of(str(deed["change"]["kind"]), deed["change"])
            library.corrections.add(call_id, token, author, place_of(deed["place"]), change)
        case "take_back":
            library.corrections.take_back(call_id, token, author)
        case "put_back":
            library.corrections.put_back(call_id, token)
        case other:
            raise ValueError(other)

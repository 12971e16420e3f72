"""What a program says of a call beside its sound, checked: nothing that is not understood is passed over.

::

    {"agent": "Ama Osei", "team": "Repairs", "date": "2026-11-29T10:15:00+01:00", "queue": "Returns", "direction": "inbound",
     "disposition": "Refunded", "reference": "4711", "name": "late parcel.wav", "side": "left", "language": "en"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from audio.asr.language import check_language
from library.database.text import one_line
from library.metadata.call_metadata import Metadata, direction_of
from library.metadata.dates import EARLIEST, LATEST
from ui.api.answers import RefusedError

LONGEST = 300
"""Characters of anything that is said."""
SIDES = ("left", "right", "first", "second")
SAID = ("agent", "team", "date", "queue", "direction", "disposition", "reference", "name", "side", "language")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a call, what it is called (empty: as its file is), and the options of its hearing."""

    metadata: Metadata
    name: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A call by the address of its recording: what is known of it, and its words, a file's name and content."""

    url: str
    known: Known
    transcript: tuple[str, bytes] | None


def asked_by_address(said: Mapping[str, Any]) -> Asked:
    """What is asked as JSON. Raises :class:`RefusedError` and :class:`audio.errors.InputError` where something of it cannot be."""
    if strange := sorted(set(said) - {"url", "metadata", "transcript"}):
        raise _wrong(f"“{one_line(strange[0])[:40]}” is not asked: there are url, metadata and transcript.")
    url, known, words = said.get("url"), said.get("metadata") or {}, said.get("transcript")
    if not isinstance(url, str) or not isinstance(known, dict):
        raise _wrong("“url” is an address, as https://files.example/call.wav, and “metadata” an object.")
    if words is None:
        return Asked(url, known_of(known), None)
    if (
        not isinstance(words, dict)
        or set(words) != {"name", "text"}
        or not all(isinstance(each, str) for each in words.values())
    ):
        raise _wrong("“transcript” has a “name”, as call.vtt, and a “text”.")
    return Asked(
        url,
        known_of(known),
        (PurePath(one_line(words["name"])).name or "transcript", words["text"].encode("utf-8", "replace")),
    )


def known_of(said: Mapping[str, Any]) -> Known:
    """What is said of a call. Raises :class:`RefusedError` and :class:`audio.errors.InputError` where something of it cannot be."""
    if strange := sorted(set(said) - set(SAID)):
        raise _wrong(f"“{one_line(strange[0])[:40]}” is nothing that is known of a call: there are {', '.join(SAID)}.")
    texts = {name: _text(name, value) for name, value in said.items() if value is not None}
    side, language = texts.get("side"), texts.get("language")
    if side and side not in SIDES:
        raise _wrong(f"The agent’s “side” is one of {', '.join(SIDES)}.")
    if language:
        check_language(language)
    direction = texts.get("direction")
    metadata = Metadata(
        agent=texts.get("agent") or None, team=texts.get("team") or None, date=_date(texts.get("date")),
        queue=texts.get("queue") or None, direction=direction_of(direction) if direction else None,
        disposition=texts.get("disposition") or None, reference=texts.get("reference") or None,
    )  # fmt: skip
    options = {name: value for name, value in (("agent", side), ("language", language)) if value}
    return Known(metadata, texts.get("name", ""), options)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(f"“{name}” is a text.")
    if len(value) > LONGEST:
        raise _wrong(f"“{name}” has over {LONGEST} characters.")
    return one_line(value)


def _date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        date = None
    if date is None or date.tzinfo is None:
        raise _wrong("“date” is a time with its zone, as 2026-11-29T10:15:00+01:00.")
    if not EARLIEST <= date.year < LATEST:
        raise _wrong(
            f"“date” is of the year {date.year}, and a call’s is from {EARLIEST} to {LATEST - 1}: is a digit wrong?"
        )
    return date


def _wrong(why: str) -> RefusedError:
    return RefusedError("not_usable", why)

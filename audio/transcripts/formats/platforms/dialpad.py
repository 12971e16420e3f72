"""Dialpad, the transcript of a call (https://developers.dialpad.com/reference/transcriptsget).

::

    {"call_id": "51", "lines": [
        {"type": "transcript", "name": "Priya Nair", "user_id": "622", "content": "Warranty desk.", "time": "2026-02-03T10:15:01.300000"},
        {"type": "moment", "name": "Tom Hale", "content": "negative_sentiment", "time": "2026-02-03T10:15:03.500000"}, ...]}

Dates, of the start alone; they are counted from the first line. Who has a ``user_id`` is of the house, who has a ``contact_id`` is
not. Moments are what Dialpad thought of a line.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from audio.transcripts.cue import Cue, CueError, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import Started, from_starts

NAME = "Dialpad"


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Dialpad."""
    return any("content" in line and "time" in line and "type" in line for line in root.some("lines"))


def read(root: Node) -> list[Cue]:
    """The cues, one a line that was said, in the order of time. Raises :class:`CueError` with the key at fault."""
    said = [line for line in root.objects("lines") if (kind := line.get("type")) is None or kind.value == "transcript"]
    lines = each_whole(said, _line)
    zero = min((line.start for line in lines), default=0.0)
    return from_starts(replace(line, start=line.start - zero) for line in lines)


def _line(line: Node) -> Started:
    text = spoken_text(line["content"].text())
    return Started(_seconds(line["time"]), _speaker(line), text, where=line.where)


def _speaker(line: Node) -> str | None:
    if "user_id" in line:
        return "agent"
    if "contact_id" in line:
        return "customer"
    name = line.get("name")
    return None if name is None else name.label()


def _seconds(time: Node) -> float:
    """Seconds since 1970 of a date such as ``2026-02-03T10:15:01Z``."""
    try:
        date = datetime.fromisoformat(time.text())
    except ValueError:
        raise CueError(
            time.where, f"{time.text()!r:.40} where a date such as “2026-02-03T10:15:01Z” is needed"
        ) from None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()

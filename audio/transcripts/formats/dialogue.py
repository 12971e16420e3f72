"""A name before a colon, as people write dialogue: in plain text, in subtitles, in a caption without a voice tag.

::

    Agent: How can I help?            [Customer] My parcel is late.
    00:12 Agent: Let me look.         Mary (Customer): Thanks.

"The code is: 4711" is no speaker. A prefix counts where it is a known role (:mod:`audio.transcripts.role_names`), or where
it is short and opens two lines or more.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from audio.span import Span
from audio.transcripts.cue import Cue, CueError, split_cue, spoken_text
from audio.transcripts.role_names import role

_NAME = re.compile(r"^\s*(?:>>+|[-–—•*])?\s*(?:\[([^\]:]{1,40})\]\s*:?|([^\W_][^:!?;\n]{0,40}?)\s*:)(?=\s|$)\s*")
_CLOCK = re.compile(r"^\s*[\[(]?(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,9}))?[\])]?\s*[-–]?\s*")


def split_names(cues: list[Cue]) -> list[Cue]:
    """The cues with names before a colon taken out of the text; a cue where several speak becomes several."""
    names = _names([line for cue in cues if cue.speaker is None for line in cue.text.splitlines()])
    split_cues: list[Cue] = []
    for cue in cues:
        parts: list[tuple[str | None, str]] = []
        for line in cue.text.splitlines():
            speaker, rest = _split(line, names) if cue.speaker is None else (cue.speaker, line)
            if parts and (speaker is None or speaker == parts[-1][0]):
                parts[-1] = (parts[-1][0], f"{parts[-1][1]} {rest}".strip())
            else:
                parts.append((speaker, rest))
        texts = [(speaker, text) for speaker, text in parts if text]
        split_cues += split_cue(cue, texts) if texts else []
    return split_cues


def read_plain(text: str) -> list[Cue]:
    """Plain dialogue. A clock before a name is the line's start; its end is the next line's start.

    Raises :class:`CueError` where the first line names no speaker or the clock runs backwards.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    without_clocks = [_CLOCK.sub("", line, count=1) for _, line in lines]
    names = _names(without_clocks)
    cues: list[Cue] = []
    starts: list[tuple[int, float] | None] = []
    for (number, line), rest in zip(lines, without_clocks, strict=True):
        speaker, words = _split(rest, names)
        if speaker is None and not cues:
            raise CueError(f"line {number}", f"{line[:40]!r} names no speaker; a line such as “Agent: …” is needed")
        if speaker is None:
            cues[-1] = replace(cues[-1], text=f"{cues[-1].text} {spoken_text(words)}".strip())
            continue
        clock = _CLOCK.match(line)
        starts.append((number, _clock(clock)) if clock else None)
        cues.append(Cue(None, speaker, spoken_text(words)))
    return [cue for cue in _spans(cues, starts) if cue.text]


def is_plain(text: str) -> bool:
    """Whether any line opens with a speaker's name and a colon."""
    lines = [_CLOCK.sub("", line, count=1) for line in text.splitlines() if line.strip()]
    return bool(_names(lines))


def _names(lines: list[str]) -> set[str]:
    counts = Counter(name for line in lines if (name := _candidate(line)))
    return {name for name, count in counts.items() if role(name) or (count > 1 and len(name.split()) <= 3)}


def _candidate(line: str) -> str | None:
    match = _NAME.match(line)
    if match is None:
        return None
    name: str = (match.group(1) or match.group(2)).strip()
    return name if ":" in match.group() or role(name) else None  # "[laughs] No." names nobody


def _split(line: str, names: set[str]) -> tuple[str | None, str]:
    match = _NAME.match(line)
    name = _candidate(line)
    return (name, line[match.end() :].strip()) if match and name in names else (None, line.strip())


def _clock(match: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in match.groups())
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _spans(cues: list[Cue], starts: list[tuple[int, float] | None]) -> list[Cue]:
    """Starts made into spans, where every line has one; a last line lasts as long as its words take to say."""
    known_starts = [start for start in starts if start is not None]
    if len(known_starts) < len(starts):
        return cues
    for (_, earlier), (number, later) in pairwise(known_starts):
        if later < earlier:
            raise CueError(f"line {number}", "its time is earlier than that of the line before")
    timed = []
    for index, cue in enumerate(cues):
        start = known_starts[index][1]
        longest = start + max(1.0, len(cue.text) / 12)  # 12 letters a second is unhurried speech
        end = (
            min(longest, known_starts[index + 1][1])
            if index + 1 < len(known_starts) and known_starts[index + 1][1] > start
            else longest
        )
        timed.append(replace(cue, span=Span(start, end)))
    return timed

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
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from audio.span import Span
from audio.transcripts.cue import Cue, CueError, split_cue, spoken_text
from audio.transcripts.mending.clock_words import CLOCK_IN_WORDS
from audio.transcripts.repairs import NO_TIME, Slip, mended
from audio.transcripts.role_names import role

DAY = 24 * 3600.0

_NAME = re.compile(r"(?:>>+|[-–—•*])?\s*(?:\[([^\[\]:]{1,40})\]\s*:?|([^\W_][^:!?;\n]{0,40}?)\s*:)(?=\s|$)\s*")
_TIME = r"(?P<hour>\d{1,2}:)?(?P<minute>\d{1,3}):(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?(?![\d:])(?:\s?(?P<half>[AaPp])\.?[Mm]\.?(?!\w))?"
_CLOCK = re.compile(
    rf"(?:[\[(]\s?)?(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}[T,]?\s?)?{_TIME}Z?(?:\s?[\])])?\s*[-–]?\s*"
)
_CLOCK_IN_NAME = re.compile(rf"\s?[(\[]\s?{_TIME}\s?[)\]]\s*(?=:)")
NAMELESS = Slip("stands before the first name and was left out", "stand before the first name and were left out")
BACK = Slip(
    "begins before the one above it; it was set to begin with that",
    "begin before the one above them; they were set to begin with that",
)


def split_names(cues: list[Cue], continues: Sequence[bool] = ()) -> list[Cue]:
    """The cues with names before a colon taken out of the text; a cue where several speak becomes several.

    continues  for each cue, whether it goes on from the one before, and so with its speaker
    """
    unnamed = [line for cue in cues if cue.speaker is None for line in cue.text.splitlines()]
    names = _names(unnamed) or _names([_clocked(line)[1] for line in unnamed])
    split_cues: list[Cue] = []
    for cue, goes_on in zip_longest(cues, continues[: len(cues)], fillvalue=False):
        assert isinstance(cue, Cue)
        parts: list[tuple[str | None, list[str]]] = []
        for line in cue.text.splitlines():
            speaker, rest = _split_after_clock(line, names) if cue.speaker is None else (cue.speaker, line)
            if goes_on and speaker is None and not parts and split_cues:
                speaker = split_cues[-1].speaker
            if parts and (speaker is None or speaker == parts[-1][0]):
                parts[-1][1].append(rest)
            else:
                parts.append((speaker, [rest]))
        texts = [(speaker, text) for speaker, rows in parts if (text := " ".join(rows).strip())]
        split_cues += split_cue(cue, texts) if texts else []
    return split_cues


def read_plain(text: str) -> list[Cue]:
    """Plain dialogue. A clock before a name, within it or after it is the line's start; a line has no end here.

    Lines before the first name are left out. Raises :class:`CueError` where they are more than those after it, or where the clock
    runs backwards in half of the lines or more.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    clocked = [_clocked(line) for line in lines]
    names = _names([rest for _, rest in clocked])
    split = [_split(rest, names) for _, rest in clocked]
    speakers = [speaker for speaker, _ in split]
    has_clocks = 2 * sum(start is not None for start, _ in clocked) > len(lines)
    said: list[tuple[str | None, list[str]]] = []
    starts: list[float | None] = []
    nameless: list[str] = []
    in_turn = _in_turn(speakers)
    for k, (line, (start, _), (speaker, words)) in enumerate(zip(lines, clocked, split, strict=True)):
        if speaker is not None or (said and (k in in_turn or (has_clocks and start is not None))):
            starts.append(start)
            said.append((speaker, [words]))
        else:
            (said[-1][1] if said else nameless).append(spoken_text(line))
    if len(nameless) > len(said):
        raise CueError("line 1", f"{nameless[0][:40]!r} names no speaker; a line such as “Agent: …” is needed")
    mended(NAMELESS, len(nameless))
    cues = [Cue(None, speaker, " ".join(texts)) for speaker, texts in said]
    started = _started(*_with_clocks_after_names(cues, starts))
    return [replace(cue, text=text) for cue in started if (text := spoken_text(cue.text))]


def _in_turn(speakers: Sequence[str | None]) -> set[int]:
    """The unnamed lines that go on with nobody's: single ones between two of one speaker, where of two none speaks twice in a row."""
    if len({*speakers} - {None}) != 2 or any(
        first is not None and first == second for first, second in pairwise(speakers)
    ):
        return set()
    return {
        k
        for k in range(1, len(speakers) - 1)
        if speakers[k] is None and speakers[k - 1] is not None and speakers[k - 1] == speakers[k + 1]
    }


def is_plain(text: str) -> bool:
    """Whether any line opens with a speaker's name and a colon."""
    return bool(_names([_clocked(line.strip())[1] for line in text.splitlines() if line.strip()]))


def _clocked(line: str) -> tuple[float | None, str]:
    """When a line begins, and the line without that."""
    if match := _CLOCK.match(line):
        return _seconds(match), line[match.end() :]
    if match := _CLOCK_IN_NAME.search(line[:80]):
        return _seconds(match), line[: match.start()] + line[match.end() :]
    return None, line


def _with_clocks_after_names(cues: list[Cue], starts: list[float | None]) -> tuple[list[Cue], list[float | None]]:
    """The clocks taken for starts where the words of most lines begin with one; "10:15 suits me" alone is no clock."""
    matches = [_CLOCK.match(cue.text) if start is None else None for cue, start in zip(cues, starts, strict=True)]
    if 2 * sum(match is not None for match in matches) <= len(cues):
        return cues, starts
    texts = [cue.text[match.end() :] if match else cue.text for cue, match in zip(cues, matches, strict=True)]
    later = [_seconds(match) if match else start for match, start in zip(matches, starts, strict=True)]
    return [replace(cue, text=text) for cue, text in zip(cues, texts, strict=True)], later


def _names(lines: list[str]) -> set[str]:
    """The names that lines begin with. One that stands but once, and is no role, counts where every line begins with some name
    and it is written as names are: else it is somebody's "Note: ..."."""
    candidates = [_candidate(line) for line in lines]
    counts = Counter(name for name in candidates if name)
    every_line = all(candidates)
    return {
        name
        for name, count in counts.items()
        if role(name) or (len(name.split()) <= 3 and (count > 1 or (every_line and name.istitle())))
    }


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


def _split_after_clock(line: str, names: set[str]) -> tuple[str | None, str]:
    """As :func:`_split`, also of ``[00:02] Agent: …``; a clock without a name behind it stays among the words."""
    speaker, rest = _split(line, names)
    if speaker is None:
        clock, without = _clocked(line)
        if clock is not None and (named := _split(without, names))[0] is not None:
            mended(CLOCK_IN_WORDS)
            return named
    return speaker, rest


def _seconds(match: re.Match[str]) -> float:
    """Seconds of a clock; with AM or PM its first figure is the hour."""
    hour, minute, second = ((match[part] or "0").rstrip(":") for part in ("hour", "minute", "second"))
    fraction = float(f"0.{match['fraction'] or 0}")
    if match["half"] is None:
        return int(hour) * 3600 + int(minute) * 60 + int(second) + fraction
    if match["hour"] is None:
        hour, minute, second = minute, second, "0"
    noon = 12 if match["half"] in "Pp" else 0
    return (int(hour) % 12 + noon) * 3600 + int(minute) * 60 + int(second) + fraction


def _started(cues: list[Cue], starts: list[float | None]) -> list[Cue]:
    """The cues with their starts, which never fall but at midnight; without times where most lines have none."""
    known_starts = [start for start in starts if start is not None]
    if 2 * len(known_starts) <= len(starts):
        return cues
    mended(NO_TIME, len(starts) - len(known_starts))
    started, last, back = [], 0.0, 0
    for cue, start in zip(cues, starts, strict=True):
        if start is None:
            started.append(cue)
            continue
        falls = 0 < last - start < DAY / 2
        back += falls
        last = last if falls else start
        started.append(replace(cue, span=Span(last, last)))
    if 2 * back >= len(known_starts):
        raise CueError("its times", "half of the lines or more begin before the line above them")
    mended(BACK, back)
    return started

"""WebVTT (W3C, https://www.w3.org/TR/webvtt1/) and SubRip (SRT), which differ in little.

::

    WEBVTT                                    1
                                              00:00:00,300 --> 00:00:03,015
    greeting                                  Agent: Warranty desk, Carla.
    00:00.300 --> 00:03.015 align:start
    <v Agent>Warranty desk, Carla.            2 ...

WebVTT: hours optional, milliseconds after a point, cue settings after the times, ``NOTE``, ``STYLE`` and ``REGION``
blocks, ``<v Name>`` for the voice. SRT: a comma, and no word on voices, so a speaker is a name before a colon
(:mod:`audio.transcripts.formats.dialogue`). Both are read with either separator, since many writers mix them, and a slip in one
caption leaves the others as they are. (``pysubs2`` 1.8 and ``webvtt-py`` 0.6 were tried on such slips: both drop the captions in
question without a word, neither reads a header in lower case, a fraction after a colon or none, and only the first voice is kept.)
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from audio.span import Span
from audio.transcripts.cue import Cue, CueError, checked_span, split_cue, spoken_text
from audio.transcripts.formats.dialogue import split_names
from audio.transcripts.mending.roll_up import Caption, without_repeats
from audio.transcripts.repairs import LEFT_OUT, NO_TIME, Slip, mended

MOST = 100_000
"""Captions; a day of talk has half of it."""

_TIME = re.compile(r"(-?)(\d{1,12}(?::\d{1,9}){0,3})(?:[.,](\d{0,30}))?")
_LOOSE = re.compile(
    r"\s{0,9}(?P<start>-?\d{1,3}(?::\d{1,3}){1,3}(?:[.,]\d{1,9})?)\s{0,9}(?:-{1,3}>?|[—–→⟶])\s{0,9}(?P<end>-?\d{1,3}:\d{1,3}.*)"
)
_RANGE = re.compile(r"\d\s{0,9}-->")
_LONE = re.compile(r"\d{1,9}|-?\d{1,3}(?::\d{1,3}){1,3}(?:[.,]\d{0,9})?[\s>-]*")
_CLOCK = re.compile(r"\d:\d\d")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]+([^<>]*)>|</v>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_BEYOND_MEASURE = re.compile(r"&#[0-9]{8,};?")  # Python refuses to make a number of thousands of digits
_EXAMPLE = "“00:00:01.000 --> 00:00:04.500”"

BLANK_INSIDE = Slip(
    "has an empty line in it; what follows was taken for its words",
    "have an empty line in them; what follows was taken for their words",
)


def is_vtt(text: str) -> bool:
    """Whether the text opens as WebVTT does."""
    return re.match(r"webvtt(?=\s|$)", text.lstrip()[:9], re.IGNORECASE) is not None


def is_srt(text: str) -> bool:
    """Whether a time range stands in the first forty lines."""
    return any(_RANGE.search(line) or _LOOSE.match(line) for line in text[:100_000].splitlines()[:40])


def read_vtt(text: str) -> list[Cue]:
    """The cues of a WebVTT file. Raises :class:`CueError` where half of the captions or more cannot be read."""
    return _cues(_captions(text, has_header=True))


def read_srt(text: str) -> list[Cue]:
    """The cues of an SRT file. Raises :class:`CueError` where half of the captions or more cannot be read."""
    return _cues(_captions(text, has_header=False))


@dataclass(slots=True)
class _Block:
    """A line of times, with its number, and the lines under it up to the next."""

    number: int
    timing: str
    lines: list[str] = field(default_factory=list)


def _captions(text: str, has_header: bool) -> list[Caption]:
    blocks = _blocks(text, has_header)
    captions: list[Caption] = []
    faults: list[CueError] = []
    for block in blocks:
        try:
            span: Span | None = _timing(block.timing, block.number)
        except CueError as fault:
            faults.append(fault)
            span = None
        paragraphs = _paragraphs(block.lines)
        mended(BLANK_INSIDE, int(len(paragraphs) > 1))
        if rows := _rows("\n".join(line for paragraph in paragraphs for line in paragraph)):
            captions.append(Caption(span, rows))
    if faults and 2 * len(faults) >= len(blocks):
        raise faults[0]
    mended(NO_TIME, len(faults))
    return captions


def _cues(captions: list[Caption]) -> list[Cue]:
    cues: list[Cue] = []
    continues: list[bool] = []
    for caption in without_repeats(captions):
        by_voice = groupby(caption.rows, key=lambda row: row[0])
        parts = [(voice, "\n".join(text for _, text in rows)) for voice, rows in by_voice]
        split = split_cue(Cue(caption.span, None, ""), parts)
        continues += [caption.continues, *[False] * (len(split) - 1)]
        cues += split
    return [replace(cue, text=text) for cue in split_names(cues, continues) if (text := spoken_text(cue.text))]


def _blocks(text: str, has_header: bool) -> list[_Block]:
    """The captions' lines. What stands before the first of them is the header, or else counted as left out."""
    if text.count("-->") > MOST:
        raise CueError("the file", f"it holds {text.count('-->'):,} captions, and no call has over {MOST:,}")
    blocks: list[_Block] = []
    before: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        lines = blocks[-1].lines if blocks else before
        if "-->" in line or _LOOSE.match(line):
            if _is_identifier(lines):
                lines.pop()
            blocks.append(_Block(number, line))
        else:
            lines.append(line)
    lost = _paragraphs(before)[has_header:]
    mended(LEFT_OUT, sum(any(_CLOCK.search(line) for line in paragraph) for paragraph in lost))
    return blocks


def _is_identifier(lines: list[str]) -> bool:
    """Whether the last of the lines before a line of times is the caption's own name or number."""
    if not lines or not lines[-1].strip():
        return False
    return len(lines) == 1 or not lines[-2].strip() or lines[-1].strip().isdecimal()


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """The runs of lines between empty ones, without notes and styles, and without numbers and times whose caption never came."""
    runs: list[list[str]] = [[]]
    aside = False
    for line in lines:
        if not line.strip():
            runs += [[]] if runs[-1] else []
            aside = False
            continue
        aside = aside or (not runs[-1] and _ASIDE.match(line) is not None)
        if not aside:
            runs[-1].append(line)
    return [
        run for k, run in enumerate(runs) if run and not (k > 0 and len(run) == 1 and _LONE.fullmatch(run[0].strip()))
    ]


def _timing(line: str, number: int) -> Span:
    where = f"line {number}"
    loose = None if "-->" in line else _LOOSE.match(line)
    before, after = loose.groups() if loose else line.split("-->", 1)
    start, end = before.split(), after.split()
    if not start:
        raise CueError(where, f"{line.strip()[:60]!r} is no pair of times such as {_EXAMPLE}")
    return checked_span(_seconds(start[-1], where), _seconds(end[0], where) if end else None, where)


def _seconds(text: str, where: str) -> float:
    """A time as writers have it: ``00:01.5``, ``1:02:03,004``, a fraction after a colon or none, a bare number."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise CueError(where, f"{text[:60]!r} is no time such as those of {_EXAMPLE}")
    sign, whole, fraction = match.groups()
    parts = whole.split(":")
    if fraction is None and (len(parts) == 4 or (len(parts) == 3 and len(parts[2]) == 3)):
        fraction = parts.pop()
    *higher, seconds = (int(part) for part in parts)
    if len(higher) > 2 or (higher and (seconds > 59 or (len(higher) == 2 and higher[1] > 59))):
        raise CueError(where, "minutes and seconds run from 00 to 59")
    for place, part in enumerate(reversed(higher), 1):
        seconds += part * 60**place
    return (seconds + float(f"0.{fraction or 0}")) * (-1 if sign else 1)


def _rows(payload: str) -> tuple[tuple[str | None, str], ...]:
    """The rows of a caption that have words, each with the voice that says it (``None``: not said)."""
    rows: list[tuple[str | None, str]] = []
    voice: str | None = None
    position = 0
    for tag in _VOICE.finditer(payload):
        rows += _clean(voice, payload[position : tag.start()])
        voice, position = _unescaped(tag.group(1) or "").strip() or None, tag.end()
    return (*rows, *_clean(voice, payload[position:]))


def _clean(voice: str | None, raw: str) -> list[tuple[str | None, str]]:
    texts = (" ".join(_unescaped(_TAG.sub("", line)).split()) for line in raw.splitlines())
    return [(voice, text) for text in texts if text]


def _unescaped(text: str) -> str:
    return html.unescape(_BEYOND_MEASURE.sub("\N{REPLACEMENT CHARACTER}", text)) if "&" in text else text

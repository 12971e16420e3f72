"""WebVTT (W3C, https://www.w3.org/TR/webvtt1/) and SubRip (SRT), which differ in little.

::

    WEBVTT                                    1
                                              00:00:00,300 --> 00:00:03,015
    greeting                                  Agent: Warranty desk, Carla.
    00:00.300 --> 00:03.015 align:start
    <v Agent>Warranty desk, Carla.            2 ...

WebVTT: hours optional, milliseconds after a point, cue settings after the times, ``NOTE``, ``STYLE`` and ``REGION``
blocks, ``<v Name>`` for the voice. SRT: a comma, and no word on voices, so a speaker is a name before a colon
(:mod:`audio.transcripts.formats.dialogue`). Both are read with either separator, since many writers mix them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from audio.span import Span
from audio.transcripts.cue import Cue, CueError, checked_span, split_cue, spoken_text
from audio.transcripts.formats.dialogue import split_names

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,9})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^ \t>]+)*[ \t]+([^>]*)>|</v>")
_TAG = re.compile(r"<[^>]*>")
_ASIDE = re.compile(r"^(NOTE|STYLE|REGION)(\s|$)")


def is_vtt(text: str) -> bool:
    """Whether the text opens as WebVTT does."""
    return re.match(r"WEBVTT(?=\s|$)", text) is not None


def is_srt(text: str) -> bool:
    """Whether a time range stands in the first forty lines."""
    return any("-->" in line for line in text.splitlines()[:40])


def read_vtt(text: str) -> list[Cue]:
    """The cues of a WebVTT file. Raises :class:`CueError` with the line at fault."""
    return _read(text, skip_header=True)


def read_srt(text: str) -> list[Cue]:
    """The cues of an SRT file. Raises :class:`CueError` with the line at fault."""
    return _read(text, skip_header=False)


def _read(text: str, skip_header: bool) -> list[Cue]:
    cues: list[Cue] = []
    for number, block in _blocks(text):
        if skip_header and number == 1:
            header = next((index for index, line in enumerate(block) if "-->" in line), len(block))
            number, block = number + header, block[header:]
        if not block or _ASIDE.match(block[0]):
            continue
        timing_index = next((index for index, line in enumerate(block[:2]) if "-->" in line), None)
        if timing_index is None:
            raise CueError(f"line {number}", f"{block[0][:40]!r} stands where a line such as {_EXAMPLE} is needed")
        span = _timing(block[timing_index], number + timing_index)
        cues += _voices(span, "\n".join(block[timing_index + 1 :]))
    return [replace(cue, text=text) for cue in split_names(cues) if (text := spoken_text(cue.text))]


_EXAMPLE = "“00:00:01.000 --> 00:00:04.500”"


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The runs of lines between empty ones, with the number of their first line; a timing line also opens one."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*text.splitlines(), ""], 1):
        begins_block = "-->" in line and any("-->" in earlier for earlier in block)
        if (not line.strip() or begins_block) and block:
            yield first, block
            block = []
        if line.strip():
            first = first if block else number
            block.append(line)


def _timing(line: str, number: int) -> Span:
    match = _TIMING.match(line)
    if match is None:
        raise CueError(f"line {number}", f"{line.strip()[:60]!r} is no pair of times such as {_EXAMPLE}")
    start, end = (_seconds(match.groups()[group : group + 4], number) for group in (0, 4))
    return checked_span(start, end, f"line {number}")


def _seconds(parts: tuple[str | None, ...], number: int) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    if int(minutes) > 59 or int(seconds) > 59:
        raise CueError(f"line {number}", "minutes and seconds run from 00 to 59")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def _voices(span: Span, payload: str) -> list[Cue]:
    """The cue, or one for each voice in it, the time shared out by the length of what they say."""
    parts: list[tuple[str | None, str]] = []
    voice: str | None = None
    position = 0
    for tag in _VOICE.finditer(payload):
        parts.append((voice, payload[position : tag.start()]))
        voice, position = (tag.group(1) or "").strip() or None, tag.end()
    parts.append((voice, payload[position:]))
    voice_texts = [(speaker and html.unescape(speaker), clean) for speaker, raw in parts if (clean := _text(raw))]
    return split_cue(Cue(span, None, ""), voice_texts) if voice_texts else []


def _text(raw: str) -> str:
    lines = (" ".join(html.unescape(_TAG.sub("", line)).split()) for line in raw.splitlines())
    return "\n".join(line for line in lines if line)

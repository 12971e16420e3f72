"""Transcripts from elsewhere: any common file in, cues out, and which of their speakers is the agent.

Each format is recognised by what is in the file, never by its name, and read by one module of :mod:`audio.formats`::

    WebVTT · SRT · Whisper, faster-whisper, WhisperX · a list of {speaker, start, end, text} · Amazon Transcribe ·
    Contact Lens · Deepgram · Google · Azure · Genesys · Gridspace · plain "Agent: ..." text

A damaged file is refused in one sentence with the line or key at fault; nothing is read half.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audio.call import SPEAKERS, Doubt, Speaker, Word, other
from audio.formats import (
    amazon,
    azure,
    captions,
    contact_lens,
    deepgram,
    genesys,
    google,
    gridspace,
    listed,
    named,
    whisper,
)
from audio.formats.cue import Cue, Fault
from audio.formats.node import Node
from audio.formats.roles import role, side
from audio.span import Span, common
from audio.trouble import Trouble

__all__ = ["Cue", "Line", "Transcript", "beside", "label_speakers", "read_transcript"]

SUFFIXES = (".vtt", ".srt", ".json", ".txt")
"""Looked for beside a recording, in this order."""

LONGEST = 64 * 2**20
"""Bytes; a day of talk with word times in the wordiest of the formats is half of this."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a file says was said: ``cues`` in order, ``format`` in words, ``source`` the file's name."""

    cues: tuple[Cue, ...]
    format: str
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """A cue whose speaker is known; ``None`` where only the sound can tell (a transcript that names nobody)."""

    span: Span | None
    speaker: Speaker | None
    text: str
    words: tuple[Word, ...] = ()


class _Json(Protocol):
    NAME: str

    def recognises(self, root: Node) -> bool: ...

    def read(self, root: Node) -> list[Cue]: ...


_JSON: tuple[_Json, ...] = (gridspace, amazon, contact_lens, deepgram, google, genesys, azure, whisper, listed)


def beside(recording: Path) -> Path | None:
    """The transcript of the same name in the same folder (``call.wav``: ``call.vtt``, ``call.srt``, ...), if any.

    A text or JSON file that is something else (notes, a recorder's own data) is not taken for one.
    """
    found = (recording.with_suffix(suffix) for suffix in SUFFIXES)
    return next((path for path in found if path != recording and path.is_file() and _may_be(path)), None)


def _may_be(path: Path) -> bool:
    """Whether a file is a transcript, or one that is damaged, so that this can be said."""
    if path.suffix in (".vtt", ".srt"):
        return True
    try:
        text = _text(path)
        if path.suffix == ".json":
            return any(module.recognises(Node(json.loads(text))) for module in _JSON)
    except (Trouble, Fault):
        return False
    except (ValueError, RecursionError):
        return True
    return named.is_plain(text) or captions.is_vtt(text) or captions.is_srt(text)


def read_transcript(path: Path) -> Transcript:
    """Read a transcript in any of the formats above.

    Raises :class:`Trouble` where there is no such file, it is empty or none of these, or damaged.
    """
    text = _text(path)
    try:
        format_, cues = _parse(text)
    except Fault as fault:
        raise Trouble(f"“{path.name}” cannot be read as a transcript: {fault}.") from None
    if not cues:
        raise Trouble(f"“{path.name}” ({format_}) holds no words: was it saved before the transcription was done?")
    return Transcript(tuple(cues), format_, path.name)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST:
            raise Trouble(f"“{path.name}” is over {LONGEST >> 20} MB, too big for a transcript; is it the recording?")
        raw = path.read_bytes()
    except OSError as error:
        raise Trouble(f"The transcript “{path}” cannot be opened: {error.strerror or error}.") from None
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if not text.replace("\0", " ").replace("\ufeff", " ").strip():
        raise Trouble(f"The transcript “{path.name}” is empty.")
    if "\0" in text:
        raise Trouble(f"“{path.name}” is not text; a transcript is WebVTT, SRT, JSON or plain “Agent: …” text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse(text: str) -> tuple[str, list[Cue]]:
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _parse_json(json.loads(text))
        except json.JSONDecodeError as error:
            if text.lstrip()[0] == "{" or not named.is_plain(text):
                raise Fault(f"line {error.lineno}", f"the JSON breaks off or is malformed ({error.msg})") from None
        except (ValueError, RecursionError):
            raise Fault("the top of the file", "the JSON holds a number or a nesting beyond all measure") from None
    readers: tuple[tuple[str, Callable[[str], bool], Callable[[str], list[Cue]]], ...] = (
        ("WebVTT", captions.is_vtt, captions.read_vtt),
        ("SRT", captions.is_srt, captions.read_srt),
        ("plain text", named.is_plain, named.read_plain),
    )
    for name, recognises, read in readers:
        if recognises(text):
            return name, read(text)
    first = text.strip().splitlines()[0][:40]
    raise Fault("line 1", f"{first!r} begins neither WebVTT, SRT nor JSON, and no line begins “Agent:” or “Customer:”")


def _parse_json(value: object) -> tuple[str, list[Cue]]:
    root = Node(value)
    for module in _JSON:
        if module.recognises(root):
            return module.NAME, module.read(root)
    if value in ([], {}):
        return "JSON", []
    keys = ", ".join(f"“{key}”" for key in list(value)[:4]) if isinstance(value, dict) else "a list of other things"
    names = ", ".join(module.NAME for module in _JSON)
    raise Fault("the top of the file", f"{keys} is no transcript that is known here ({names})")


def label_speakers(
    transcript: Transcript, agent: str | None = None, speech: Mapping[Speaker, Sequence[Span]] | None = None
) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """The cues as lines of agent and customer, and what is doubtful about that.

    agent   the agent's name as the transcript writes it, or ``left``/``right`` where it numbers channels; by default
            roles are read from the names, and of numbered channels the lower one (the left) is the agent's
    speech  where each side was heard to speak: settles names that say nothing ("Mary", "SPEAKER_01") where their
            lines lie on one side's speech
    Lines of machines ("IVR", "System") are left out. Raises :class:`Trouble` where a name cannot be placed.
    """
    names = list(dict.fromkeys(cue.speaker for cue in transcript.cues if cue.speaker is not None))
    machines = {name for name in names if role(name) == "machine"}
    sides = _sides(transcript, [name for name in names if name not in machines], agent, speech or {})
    lines = tuple(
        Line(cue.span, None if cue.speaker is None else sides[cue.speaker], cue.text, cue.words)
        for cue in transcript.cues
        if cue.speaker not in machines
    )
    doubts = []
    if machines:
        why = f"What the transcript gives to {_quoted(sorted(machines))} was said by a machine and is left out."
        doubts.append(Doubt("speakers", why))
    guessed = [name for name in sides if side(name) is not None and not _is_channel(name)]
    if "agent" in sides.values() and guessed and agent is None and not _heard(transcript, guessed, speech or {}):
        first = next(name for name, found in sides.items() if found == "agent")
        why = f"The transcript only numbers its speakers; “{first}” was taken for the agent."
        doubts.append(Doubt("speakers", why))
    lost = [name for name, found in sides.items() if found is None]
    if lost and len(sides) > len(lost):
        why = f"The transcript has more than two speakers; lines of {_quoted(lost)} are put where speech is heard."
        doubts.append(Doubt("speakers", why))
    return lines, tuple(doubts)


def _sides(
    transcript: Transcript, names: list[str], agent: str | None, speech: Mapping[Speaker, Sequence[Span]]
) -> dict[str, Speaker | None]:
    """Whose each name is: told, read from the name, heard, left over, numbered; in this order."""
    if agent is not None and agent.casefold() not in ("left", "right"):
        return _told(transcript, names, agent)
    sides: dict[str, Speaker | None] = {}
    for name in names:
        known = role(name)
        if known == "agent" or known == "customer":
            sides[name] = known
    unknown = [name for name in names if name not in sides]
    if not all(_is_channel(name) for name in unknown):
        sides |= _heard(transcript, unknown, speech)
        unknown = [name for name in names if name not in sides]
    placed = set(sides.values())
    if len(unknown) == 1 and len(placed) == 1:
        sides[unknown[0]] = "customer" if "agent" in placed else "agent"
    elif unknown and not placed and all(side(name) is not None for name in unknown):
        sides |= _numbered(transcript, unknown, agent)
    elif unknown:
        raise Trouble(
            f"“{transcript.source}” names {_quoted(unknown)}, and neither the names nor the sound tell who of them is the "
            "agent: write Agent and Customer in the transcript instead."
        )
    return sides


def _is_channel(name: str) -> bool:
    """Whether a numbered name is that of a channel, and so of a side of the recording."""
    return side(name) is not None and name.casefold().startswith(("ch", "left", "right"))


def _told(transcript: Transcript, names: list[str], agent: str) -> dict[str, Speaker | None]:
    wanted = agent.strip().casefold()
    if names and not any(name.casefold() == wanted for name in names):
        raise Trouble(f"“{transcript.source}” has no speaker {agent!r}; it names {_quoted(names)}.")
    return {name: "agent" if name.casefold() == wanted else "customer" for name in names}


def _heard(
    transcript: Transcript, names: list[str], speech: Mapping[Speaker, Sequence[Span]]
) -> dict[str, Speaker | None]:
    """The names whose lines lie on one side's speech half as much again as on the other's."""
    sides: dict[str, Speaker | None] = {}
    for name in names:
        said = [cue.span for cue in transcript.cues if cue.speaker == name and cue.span is not None]
        on = {who: sum(both.duration for both in common(said, speech.get(who, ()))) for who in SPEAKERS}
        best = max(SPEAKERS, key=on.__getitem__)
        if on[best] > 1.5 * on[other(best)] and on[best] > 0.3 * sum(span.duration for span in said):
            sides[name] = best
    clear = len(names) < 2 or len(set(sides.values())) == 2
    return sides if clear else {}


def _numbered(transcript: Transcript, names: list[str], agent: str | None) -> dict[str, Speaker | None]:
    """The two numbers that say most are the sides, the lower one the left; a single number says nothing."""
    if len(names) == 1:
        return {names[0]: None}
    said = {name: sum(len(cue.text) for cue in transcript.cues if cue.speaker == name) for name in names}
    left, right = sorted(sorted(names, key=said.__getitem__)[-2:], key=lambda name: side(name) or 0)
    first: Speaker = "customer" if agent is not None and agent.casefold() == "right" else "agent"
    return dict.fromkeys(names) | {left: first, right: other(first)}


def _quoted(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]

"""``call = listen(path)``: a recording in, one immutable :class:`~audio.call.Call` of facts out.

::

    decode ──> layout ──> leak out ──> speech ──> voices ──┐
                    └ one channel ──> diarize ─────────────┼──> words ──> turns ──> Call
    transcript (given, or lying beside) ──> align ─────────┘

Whatever could not be measured becomes a doubt with its reason; whatever cannot be used raises :class:`Trouble`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from audio import roles
from audio.align import align, into_turns, without_sound
from audio.call import SPEAKERS, Call, Doubt, Layout, Speaker, Voice, Word, other
from audio.decode import Sound, decode
from audio.diarize import diarize
from audio.layout import recognise
from audio.leak import without_leak
from audio.span import Span, common, merge
from audio.speech import hears_well, speech
from audio.transcript import Line, beside, label_speakers, read_transcript
from audio.trouble import Trouble
from audio.voice import voice

Side = Literal["left", "right", "first", "second"]
"""Whose channel is the agent's; on one channel, which voice: the one that speaks first or second."""

Progress = Callable[[str, float], None]
"""Told the stage in words and how far it is, 0 to 1."""

LITTLE = 0.5
"""Seconds of speech under which a channel counts as holding no voice."""


class Ear(Protocol):
    """Hears the words of a sound; see :mod:`audio.words`."""

    def hear(
        self,
        sound: Sound,
        channels: Mapping[Speaker, int],
        speech: Mapping[Speaker, Sequence[Span]],
        progress: Callable[[float], None],
    ) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]: ...


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who speaks where and how it sounds, before any words."""

    layout: Layout
    channels: Mapping[Speaker, int]
    speech: Mapping[Speaker, Sequence[Span]]
    voices: Mapping[Speaker, Voice]
    doubts: tuple[Doubt, ...]


def listen(
    path: Path,
    *,
    transcript: Path | None = None,
    agent: Side | None = None,
    ear: Ear | str | None = None,
    progress: Progress | None = None,
    alone: bool = False,
) -> Call:
    """Hear the recording at ``path``.

    transcript  a file of words; where ``None``, one lying beside the recording under the same name is taken
    alone       take no transcript that merely lies beside it
    agent       where the agent is, if it is known; else left, unless the words say otherwise
    ear         hears the words where there is no transcript; a string is the sentence that says why there is none
    Raises :class:`Trouble` where recording or transcript cannot be used.
    """
    tell = progress or (lambda stage, done: None)
    written = read_transcript(found) if (found := transcript or (None if alone else beside(path))) else None
    with decode(path, lambda done: tell("reading", done)) as sound:
        layout, channel = recognise(sound)
        with without_leak(sound) if layout == "two_sides" else sound as clean:
            heard = _two_sides(clean, agent, tell) if layout == "two_sides" else channel
            spans = heard.speech if isinstance(heard, _Heard) else None
            lines, doubts = label_speakers(written, _name(agent), spans) if written else ((), ())
            if isinstance(heard, int):
                layout = "one_side_silent" if layout == "two_sides" else layout
                heard = _one_channel(clean, heard, layout, lines, agent, tell)
            doubts = (*heard.doubts, *doubts, *_sound_doubts(sound))
            words: Mapping[Speaker, Sequence[Word]] = {}
            if lines:
                heard, swap = _sides_by_transcript(heard, lines, agent)
                words, aligned = align(lines, heard.speech, sound.duration)
                doubts += (*swap, *aligned)
            elif ear is not None and not isinstance(ear, str):
                words, unheard = ear.hear(
                    clean, heard.channels, heard.speech, lambda done: tell("hearing the words", done)
                )
                heard, words, swap = _sides_by_words(heard, words, agent)
                doubts += (*unheard, *swap)
            else:
                doubts += (Doubt("words", ear or "No words: no transcript was given and no model was asked for."),)
            turns = into_turns(heard.speech, words)
            voices = tuple(heard.voices[who] for who in SPEAKERS if who in heard.voices)
            return Call(sound.id, path.name, sound.duration, heard.layout, turns, voices, tuple(dict.fromkeys(doubts)))


def read(transcript: Path, agent: str | None = None) -> Call:
    """A call of a transcript alone: its words, no voices. Raises :class:`Trouble`."""
    written = read_transcript(transcript)
    lines, doubts = label_speakers(written, agent)
    spans, words, duration = without_sound(lines)
    id = hashlib.sha256(repr([(w.text, w.span) for who in SPEAKERS for w in words.get(who, ())]).encode()).hexdigest()[
        :24
    ]
    why = "There is no recording, only a transcript: voices, over-talk and tone are not measured."
    silent = tuple(Doubt(about, why) for about in ("overtalk", "pitch", "loudness"))
    return Call(id, transcript.name, duration, "words_only", into_turns(spans, words), (), (*silent, *doubts))


def _two_sides(sound: Sound, agent: Side | None, tell: Progress) -> _Heard | int:
    """Both sides heard at once on two cores; or the only channel that holds a voice."""
    done = [0.0, 0.0]

    def side(channel: int) -> tuple[list[Span], Voice]:
        def share(of: float, start: float) -> Callable[[float], None]:
            def report(part: float) -> None:
                done[channel] = start + of * part
                tell("hearing the voices", sum(done) / 2)

            return report

        found = speech(sound, channel, share(0.3, 0.0))
        return found, voice(sound, channel, "agent", found, share(0.7, 0.3))

    with ThreadPoolExecutor(2) as pool:
        sides = list(pool.map(side, (0, 1)))
    said = [sum(span.duration for span in found) for found, _ in sides]
    if min(said) < LITTLE and max(said) >= LITTLE:
        return int(said[1] > said[0])
    left: Speaker = "customer" if agent in ("right", "second") else "agent"
    channels = {left: 0, other(left): 1}
    return _Heard(
        "two_sides",
        channels,
        {who: sides[k][0] for who, k in channels.items()},
        {who: replace(sides[k][1], speaker=who) for who, k in channels.items()},
        () if max(said) >= LITTLE else (Doubt("speech", "No speech was found on either side: a fax, music or noise?"),),
    )


def _one_channel(
    sound: Sound, channel: int, layout: Layout, lines: Sequence[Line], agent: Side | None, tell: Progress
) -> _Heard:
    """Both voices in one channel: parted by the transcript where it says who and when, else by their sound."""
    found = speech(sound, channel, lambda done: tell("hearing the voices", 0.3 * done))
    track = voice(sound, channel, "agent", found, lambda done: tell("hearing the voices", 0.3 + 0.7 * done))
    said = (
        "The two channels hold the same sound"
        if layout == "dual_mono"
        else "Only one channel holds sound"
        if layout == "one_side_silent"
        else "Both voices are in one channel"
    )
    doubts = [
        Doubt("overtalk", f"{said}, so what is said at the same time cannot be told apart; over-talk is withheld.")
    ]
    if not found:
        doubts.append(Doubt("speech", "No speech was found: a fax, music or noise?"))
        return _Heard(layout, dict.fromkeys(SPEAKERS, channel), {}, {}, tuple(doubts))
    if any(line.speaker and line.span for line in lines):
        spans = _by_lines(found, lines)
        doubts.append(Doubt("speakers", f"{said}; who speaks when is taken from the transcript."))
    else:
        parted = diarize(sound, channel, found, track)
        first: Speaker = "customer" if agent == "second" else "agent"
        spans = {first: list(parted.first), other(first): list(parted.second)}
        if parted.clear:
            doubts.append(
                Doubt(
                    "speakers",
                    f"{said}; the voices were told apart by their sound (separation {parted.separation:.2f}).",
                )
            )
        else:
            why = f"{said}, and the voices are too alike to be told apart safely (separation {parted.separation:.2f})"
            doubts += [Doubt("separation", f"{why}: who said what may be wrong."), Doubt("pitch", f"{why}.")]
    voices = {who: _masked(track, who, spans[who]) for who in SPEAKERS}
    return _Heard(layout, dict.fromkeys(SPEAKERS, channel), spans, voices, tuple(doubts))


def _by_lines(found: Sequence[Span], lines: Sequence[Line]) -> dict[Speaker, list[Span]]:
    """Speech given to whoever the transcript says is speaking; speech under no line goes to the nearest one's speaker."""
    timed = sorted(((line.span, line.speaker) for line in lines if line.span and line.speaker), key=lambda x: x[0])
    spans: dict[Speaker, list[Span]] = {"agent": [], "customer": []}
    for k, (span, who) in enumerate(timed):
        start = 0.0 if k == 0 else (max(timed[k - 1][0].end, timed[k - 1][0].start) + span.start) / 2
        end = 1e9 if k + 1 == len(timed) else (span.end + timed[k + 1][0].start) / 2
        spans[who] += common(found, [Span(min(start, span.start), max(end, span.start))])
    return {who: merge(mine, gap=0.25 - 1e-9) for who, mine in spans.items()}


def _masked(track: Voice, who: Speaker, spans: Sequence[Span]) -> Voice:
    """One channel's tracks as one speaker's: pitch and balance only where that speaker speaks."""
    import numpy as np

    inside = np.zeros(len(track.pitch), bool)
    for span in spans:
        inside[track.frames(span)] = True
    pitch, balance = (np.where(inside, values, np.nan).astype(np.float32) for values in (track.pitch, track.balance))
    return Voice(who, track.hop, pitch, track.loudness, balance)


def _swap(heard: _Heard) -> _Heard:
    return replace(
        heard,
        channels={other(who): k for who, k in heard.channels.items()},
        speech={other(who): spans for who, spans in heard.speech.items()},
        voices={other(who): replace(v, speaker=other(who)) for who, v in heard.voices.items()},
    )


def _sides_by_transcript(heard: _Heard, lines: Sequence[Line], agent: Side | None) -> tuple[_Heard, tuple[Doubt, ...]]:
    """Left and right changed round where the transcript's agent is heard on the other side."""
    if heard.layout != "two_sides" or agent is not None:
        return heard, ()

    def fit(swapped: bool) -> float:
        return sum(
            sum(
                both.duration
                for both in common([line.span], heard.speech[other(line.speaker) if swapped else line.speaker])
            )
            for line in lines
            if line.span and line.speaker
        )

    if fit(True) <= 1.5 * fit(False):
        return heard, ()
    return _swap(heard), (
        Doubt("speakers", "The transcript's agent is heard on the right channel, so right was taken for the agent."),
    )


def _sides_by_words(
    heard: _Heard, words: Mapping[Speaker, Sequence[Word]], agent: Side | None
) -> tuple[_Heard, Mapping[Speaker, Sequence[Word]], tuple[Doubt, ...]]:
    """Agent and customer changed round where the words say so clearly."""
    if agent is not None:
        return heard, words, ()
    votes = roles.lead(
        words.get("agent", ()),
        words.get("customer", ()),
        (heard.speech.get("agent", ()), heard.speech.get("customer", ())),
    )
    if votes > -roles.SURE:
        return heard, words, ()
    which = "the right channel" if heard.layout == "two_sides" else "the second voice"
    why = f"By what is said, {which} is the agent, so it was taken for the agent; say --agent to decide otherwise."
    return _swap(heard), {other(who): said for who, said in words.items()}, (Doubt("speakers", why),)


def _name(agent: Side | None) -> str | None:
    return None if agent in (None, "first", "second") else agent


def _sound_doubts(sound: Sound) -> list[Doubt]:
    doubts = []
    if not hears_well():
        why = "The newer voice detector was not fetched at install time; quiet telephone voices may be missed."
        doubts.append(Doubt("speech", why))
    if sound.damaged:
        doubts.append(Doubt("file", f"{sound.damaged} packets of the recording could not be decoded and are missing."))
    return doubts


__all__ = ["Call", "Ear", "Progress", "Side", "Trouble", "listen", "read"]

"""The facts of a call, as immutable values: what ``listen`` finds, what ``review`` judges.

A :class:`Call` says who spoke when (:class:`Turn`), which words (:class:`Word`), how high, how loud and
how bright (:class:`Voice`), and what could not be measured, with the reason (:class:`Doubt`). Nothing in it
says what is good or bad, and nothing in it is guessed: a doubt is a fact too.

::

    agent     |====== turn ======|          |== turn ==|
    customer             |= turn =|  |== turn ==|
                         [over-talk]        [over-talk]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from audio.span import Span

Speaker = Literal["agent", "customer"]
SPEAKERS: tuple[Speaker, Speaker] = ("agent", "customer")

Layout = Literal["two_sides", "dual_mono", "one_side_silent", "mono", "words_only"]
"""How the two voices lie in the recording: one a channel, the same sound twice, one channel empty,
both mixed into one channel, or no recording at all (a transcript alone)."""

ASSUMED = "It is assumed that "
"""How a doubt about ``speakers`` begins where nothing told which side is the agent."""
REMEDY = " If it is wrong, swap them, or say --agent."
"""How it ends; a page has buttons instead."""

Track = NDArray[np.float32]
"""One number a frame, shape ``(frames,)``."""


def other(speaker: Speaker) -> Speaker:
    """The speaker who is not ``speaker``."""
    return "customer" if speaker == "agent" else "agent"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written, when it was said, and how sure the recogniser was (0 to 1, ``None`` unknown).

    What a person has corrected says so, and is never kept with what was heard (:mod:`library.corrections`):

    heard  what was heard in its place, empty where nothing was; ``None``: the word is as it was heard
    opens  whether a line opens with it (``True``) or its line goes on with it (``False``); ``None``: pauses and the floor tell
    """

    span: Span
    text: str
    confidence: float | None = None
    heard: str | None = None
    opens: bool | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech of one speaker, joined over pauses under 0.25 s, with the words said in it."""

    span: Span
    speaker: Speaker
    words: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        """The words of the turn, parted by spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """What one speaker's voice does, frame by frame; frame ``k`` is centred at ``k * hop`` seconds.

    pitch     fundamental frequency in Hz, NaN where unvoiced or not this speaker's speech
    loudness  level of the side in dBFS (RMS of the frame, a full-scale square wave is 0), everywhere
    balance   alpha ratio in dB: energy at 1 to 3.4 kHz over 0.3 to 1 kHz; NaN where unvoiced
    """

    speaker: Speaker
    hop: float
    pitch: Track
    loudness: Track
    balance: Track

    def frames(self, span: Span) -> slice:
        """The frames whose centres lie in ``span``."""
        first, last = (max(0, int(np.ceil(time / self.hop - 1e-9))) for time in (span.start, span.end))
        return slice(min(first, len(self.loudness)), min(last, len(self.loudness)))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that could not be measured or cannot be trusted, and why, in one sentence.

    about  ``words``, ``overtalk``, ``pitch``, ``loudness``, ``speakers``, ``separation``, ``speech``, ``clock``,
           ``file``, ``beside`` (transcripts that lie beside the recording); a side may follow: ``pitch:agent``
    """

    about: str
    why: str

    @property
    def subject(self) -> str:
        """What the doubt is about, without the side."""
        return self.about.partition(":")[0]

    @property
    def assumes(self) -> bool:
        """Whether it says that one side was taken for the agent without anything that told so."""
        return self.subject == "speakers" and self.why.startswith(ASSUMED)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody else than before speaks on a side from ``at`` seconds on; not ``sure`` where it may be the same voice, raised to the end."""

    speaker: Speaker
    at: float
    sure: bool = True


@dataclass(frozen=True, slots=True)
class LineChange:
    """From ``at`` seconds on a side is heard over another line (telephone, loudspeaker, coder, gain) than before; the voice is the same."""

    speaker: Speaker
    at: float


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """All that was heard in one recording. ``id`` is a hash of the sound (or of the transcript alone).

    others     what is said by neither, as a person has told: words for the eye, no speech of the two; ``speaker`` is the side
               that it was heard on
    corrected  how many words a person has corrected
    """

    id: str
    source: str
    duration: float
    layout: Layout
    turns: tuple[Turn, ...]
    voices: tuple[Voice, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())
    others: tuple[Turn, ...] = ()
    corrected: int = 0
    newcomers: tuple[Newcomer, ...] = ()
    line_changes: tuple[LineChange, ...] = ()

    def of(self, speaker: Speaker) -> Iterator[Turn]:
        """The turns of ``speaker``, in the order of time."""
        return (turn for turn in self.turns if turn.speaker == speaker)

    def voice(self, speaker: Speaker) -> Voice | None:
        """The voice of ``speaker``, ``None`` where it was not measured."""
        return next((voice for voice in self.voices if voice.speaker == speaker), None)

    def doubt(self, subject: str, speaker: Speaker | None = None) -> Doubt | None:
        """The first doubt about ``subject`` that holds for both or for ``speaker``."""
        subjects = {subject} if speaker is None else {subject, f"{subject}:{speaker}"}
        return next((doubt for doubt in self.doubts if doubt.about in subjects), None)

    @property
    def has_words(self) -> bool:
        """Whether any turn has words."""
        return any(turn.words for turn in self.turns)

    @property
    def has_sound(self) -> bool:
        """Whether any voice was measured."""
        return bool(self.voices)

    def sides_confirmed(self) -> Call:
        """The same call, now that somebody who knows has said that agent and customer are as they are."""
        return replace(self, doubts=tuple(doubt for doubt in self.doubts if not doubt.assumes))

    def swapped(self) -> Call:
        """The same call with agent and customer changed round by somebody who knows: nothing is assumed any more."""
        return replace(
            self,
            turns=tuple(replace(turn, speaker=other(turn.speaker)) for turn in self.turns),
            voices=tuple(replace(voice, speaker=other(voice.speaker)) for voice in self.voices),
            others=tuple(replace(turn, speaker=other(turn.speaker)) for turn in self.others),
            doubts=tuple(replace(doubt, about=_other_side(doubt.about)) for doubt in self.doubts if not doubt.assumes),
            newcomers=tuple(replace(newcomer, speaker=other(newcomer.speaker)) for newcomer in self.newcomers),
            line_changes=tuple(replace(change, speaker=other(change.speaker)) for change in self.line_changes),
        )


def _other_side(about: str) -> str:
    subject, colon, side = about.partition(":")
    return f"{subject}:{other(side)}" if side in SPEAKERS else subject + colon + side

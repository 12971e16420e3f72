"""Dialogues with secrets, spoken by a synthesiser (Debian's ``flite`` or ``espeak-ng``) on two channels, so that it is known when each secret sounds.

::

    agent     | Could I take the long number?         |           | Thanks. |
    customer  |                                | It's |four one …|           |
                                                     [  secret  ]     a piece of its own, so that its times are exact
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

from audio.call import Speaker, Turn, Word
from audio.containers.line import RATE
from audio.signal.decode import decode
from audio.span import Span
from tests.marked_dialogues import Marked
from tests.sounds import Sound, write

VOICES: dict[Speaker, tuple[str, str]] = {"agent": ("slt", "en-gb+f3"), "customer": ("rms", "en-us+m3")}
PAUSE = 0.6
"""Seconds between turns."""


class Spoken(NamedTuple):
    """The recording's sides, when the secrets sound, and the turns with the words' times (within a piece, by their letters)."""

    sides: tuple[Sound, Sound]
    secrets: tuple[Span, ...]
    turns: tuple[Turn, ...]

    def write(self, path: Path) -> Path:
        """The recording, 8 kHz mu-law as on a telephone."""
        return write(path, *self.sides, rate=8000, codec="pcm_mulaw")


def speak(marked: Marked, synthesiser: str) -> Spoken:
    """The dialogue, spoken by ``flite`` or ``espeak-ng``."""
    parts: list[tuple[float, Speaker, Sound]] = []
    secrets, turns, now = [], [], 0.5
    for t, turn in enumerate(marked.turns):
        words: list[Word] = []
        for secret, said in _pieces(marked, t):
            sound = _say(" ".join(said), turn.speaker, synthesiser)
            end = now + len(sound) / RATE
            parts.append((now, turn.speaker, sound))
            if secret:
                secrets.append(_sounding(sound, now))
            words += _timed(said, Span(now, end))
            now = end
        turns.append(Turn(Span(words[0].span.start, now), turn.speaker, tuple(words)))
        now += PAUSE
    sides = {speaker: np.zeros(round((now + 0.5) * RATE), np.float32) for speaker in VOICES}
    for start, speaker, sound in parts:
        at = round(start * RATE)
        sides[speaker][at : at + len(sound)] += sound
    return Spoken((sides["agent"], sides["customer"]), tuple(secrets), tuple(turns))


def synthesisers() -> list[str]:
    """Those that are on this machine."""
    return [name for name in ("flite", "espeak-ng") if shutil.which(name)]


def _pieces(marked: Marked, t: int) -> Iterator[tuple[bool, list[str]]]:
    for secret, places in groupby(range(len(marked.turns[t].words)), lambda w: (t, w) in marked.secret):
        yield secret, [marked.turns[t].words[w].text for w in places]


def _say(text: str, speaker: Speaker, synthesiser: str) -> Sound:
    flite, espeak = VOICES[speaker]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        command = ["flite", "-voice", flite, "-t", text, "-o", str(path)]
        if synthesiser == "espeak-ng":
            command = ["espeak-ng", "-v", espeak, "-s", "150", "-w", str(path), text]
        subprocess.run(command, check=True, capture_output=True)
        try:
            with decode(path) as sound:
                return 0.5 * sound.within(Span(0.0, sound.duration), 0)
        except Exception:  # a piece that is no sound, or shorter than a second: as it is
            return _short(path)


def _short(path: Path) -> Sound:
    import soundfile
    import soxr

    samples, rate = soundfile.read(path, dtype="float32")
    return np.asarray(0.5 * soxr.resample(samples, rate, RATE), np.float32)


def _sounding(sound: Sound, start: float) -> Span:
    """The part of a piece in which something is to be heard."""
    loud = np.flatnonzero(np.abs(sound) > 0.02)
    if not len(loud):
        return Span(start, start)
    return Span(start + loud[0] / RATE, start + loud[-1] / RATE)


def _timed(said: list[str], span: Span) -> Iterator[Word]:
    letters = [len(word) + 1 for word in said]
    edges = span.start + span.duration * np.cumsum([0, *letters]) / sum(letters)
    for word, start, end in zip(said, edges, edges[1:], strict=False):
        yield Word(Span(float(start), float(end)), word, 0.9)

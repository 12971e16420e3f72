"""espeak-ng as a voice whose every word has a known time.

A sample is only worth something if its truth is known, and the truth of a recording is *who said which word
when, how high and how loud*. So the speaking is done by a synthesiser that reports it: espeak-ng calls back
with the sound and, beside it, with the sample number at which each word and each phoneme begins::

    text     Nobody      rang.
    phoneme  n 'o b @ d i r 'a N _      the pause mark _ ends the last word
    word     |---------- |--------|
    sound    ~~~~~~~~~~~~~~~~~~~~~.........

Needed only to *make* samples (Debian and Ubuntu: ``apt install espeak-ng``), never to use them. The library is
loaded at run time through ctypes; nothing of it is copied here. One speaking voice at a time: the library
keeps its state globally.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

_SYNCHRONOUS = 2
_PHONEME_EVENTS = 1
_WORD, _PHONEME = 1, 7
_RATE, _PITCH, _RANGE = 1, 3, 4
_UTF8 = 1
_PITCH_STEPS_A_SEMITONE = 4.13  # espeak-ng's pitch runs 0 to 99, 50 is the voice's own, an octave is 49.5 steps


class NoVoice(RuntimeError):
    """espeak-ng or one of its voices is not on this machine."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said: pace in words a minute, pitch in semitones from the voice's own, its liveliness.

    liveliness  espeak-ng's pitch range, 50 is usual, 0 is a monotone
    """

    voice: str
    pace: float = 165.0
    semitones: float = 0.0
    liveliness: float = 50.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A word as the text has it, or a phoneme's name, with its time in seconds from the sound's start."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What was said: sound at ``rate``, full scale 1, with the times of its words and phonemes."""

    sound: Sound
    rate: int
    words: tuple[Mark, ...]
    phonemes: tuple[Mark, ...]


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("name", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class _Speaker:
    """The loaded library; it calls :meth:`_heard` with pieces of sound and their events."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("espeak-ng")
        if name is None:
            raise NoVoice("espeak-ng is not here; to make the samples anew, install it (Debian: apt install espeak-ng)")
        self.library = ctypes.CDLL(name)
        self.rate = int(self.library.espeak_Initialize(_SYNCHRONOUS, 0, None, _PHONEME_EVENTS))
        if self.rate <= 0:
            raise NoVoice("espeak-ng is here but would not start: its data files may be missing")
        self.pieces: list[Sound] = []
        self.events: list[tuple[int, int, int, int, str]] = []
        self.callback = _Callback(self._heard)  # kept: the library holds only a pointer to it
        self.library.espeak_SetSynthCallback(self.callback)

    def _heard(self, wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            self.pieces.append(np.ctypeslib.as_array(wave, (count,)).astype(np.float32) / np.float32(32768))
        at = 0
        while events[at].type:
            event = events[at]
            if event.type in (_WORD, _PHONEME):
                name = event.name.decode("utf-8", "replace") if event.type == _PHONEME else ""
                self.events.append((event.type, event.sample, event.text_position, event.length, name))
            at += 1
        return 0

    def say(self, text: str, manner: Manner) -> Speech:
        if self.library.espeak_SetVoiceByName(manner.voice.encode()):
            raise NoVoice(f"espeak-ng knows no voice “{manner.voice}”; `espeak-ng --voices` lists them")
        self.library.espeak_SetParameter(_RATE, round(manner.pace), 0)
        pitch = min(99, max(0, round(50 + _PITCH_STEPS_A_SEMITONE * manner.semitones)))
        self.library.espeak_SetParameter(_PITCH, pitch, 0)
        self.library.espeak_SetParameter(_RANGE, round(manner.liveliness), 0)
        self.pieces, self.events = [], []
        data = text.encode()
        self.library.espeak_Synth(data, len(data) + 1, 0, 0, 0, _UTF8, None, None)
        self.library.espeak_Synchronize()
        sound = np.concatenate(self.pieces) if self.pieces else np.zeros(0, np.float32)
        phonemes = self._phonemes(len(sound))
        return Speech(sound, self.rate, self._words(text, phonemes, len(sound)), phonemes)

    def _phonemes(self, length: int) -> tuple[Mark, ...]:
        found = [(sample, name) for kind, sample, _, _, name in self.events if kind == _PHONEME]
        ends = [sample for sample, _ in found[1:]] + [length]
        return tuple(
            Mark(name, sample / self.rate, max(sample, end) / self.rate)
            for (sample, name), end in zip(found, ends, strict=True)
        )

    def _words(self, text: str, phonemes: tuple[Mark, ...], length: int) -> tuple[Mark, ...]:
        begins = {at - 1: sample / self.rate for kind, sample, at, _, _ in self.events if kind == _WORD}
        return tuple(_words(text, begins, phonemes, length / self.rate))


def _words(text: str, begins: dict[int, float], phonemes: tuple[Mark, ...], end: float) -> Iterator[Mark]:
    """The words between spaces, each with the time of the first report that falls into it.

    espeak-ng reports "wasn't" as *wasn* and says a few pairs ("of the") in one breath, with one report for both:
    words without one of their own share the time up to the next in proportion to their letters.
    """
    groups: list[tuple[float, list[str]]] = []
    for found in re.finditer(r"\S+", text):
        inside = [time for at, time in begins.items() if found.start() <= at < found.end()]
        if inside or not groups:
            groups.append((min(inside, default=0.0), []))
        if re.search(r"\w", found[0]):
            groups[-1][1].append(found[0])
    for (start, words), stop in zip(groups, [start for start, _ in groups[1:]] + [end], strict=True):
        stop = _last_sound(phonemes, start, stop)
        letters = max(1, sum(len(word) for word in words))
        for word in words:
            share = (stop - start) * len(word) / letters
            yield Mark(word, start, start + share)
            start, letters = start + share, letters - len(word)


def _last_sound(phonemes: Iterable[Mark], start: float, end: float) -> float:
    """When the last phoneme between both that is no pause ends; ``end`` where none is."""
    ends = [mark.end for mark in phonemes if start <= mark.start < end and mark.text.strip("_:; ")]
    return min(max(ends, default=end), end)


@cache
def _speaker() -> _Speaker:
    return _Speaker()


def say(text: str, manner: Manner) -> Speech:
    """Speak ``text``. Raises :class:`NoVoice` where espeak-ng or the voice is not here."""
    return _speaker().say(text, manner)

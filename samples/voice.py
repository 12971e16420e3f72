"""Flite as a voice whose every word has a known time.

A sample is only worth something if its truth is known, and the truth of a recording is *who said which word
when, how high and how loud*. So the speaking is done by a synthesiser whose plan can be read: Flite keeps an
utterance as linked lists ("relations"), and the words' times are those of their first and last segment::

    Token     It's            $20              as written, between spaces
    Word      it    's        twenty dollars   as said
    Segment   ih t  s         t w eh n ...     phonemes, each with its end in seconds
    sound     ~~~~~~~~~       ~~~~~~~~~~~~~~~

Needed only to *make* samples (Debian and Ubuntu: ``apt install flite``), never to use them. Its voices were
recorded for the ARCTIC databases of Carnegie Mellon University, free to use and to pass on. The library is loaded
at run time through ctypes; nothing of it is copied here. Ref: Black & Lenzo 2001, "Flite: a small fast run-time
synthesis engine"; Kominek & Black 2004, "The CMU Arctic speech databases".
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

VOICES = {"slt": "cmu_us_slt", "rms": "cmu_us_rms", "awb": "cmu_us_awb", "kal": "cmu_us_kal16"}
_POINTER, _TEXT, _NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float
_CALLS = {  # what is called of the library: its arguments, and its answer
    "flite_init": ((), ctypes.c_int),
    "flite_synth_text": ((_TEXT, _POINTER), _POINTER),
    "feat_set_float": ((_POINTER, _TEXT, _NUMBER), None),
    "utt_relation": ((_POINTER, _TEXT), _POINTER),
    "utt_wave": ((_POINTER,), _POINTER),
    "relation_head": ((_POINTER,), _POINTER),
    "item_next": ((_POINTER,), _POINTER),
    "ffeature_string": ((_POINTER, _TEXT), _TEXT),
    "ffeature_float": ((_POINTER, _TEXT), _NUMBER),
    "delete_utterance": ((_POINTER,), None),
}
_START = b"R:Token.daughter1.R:SylStructure.daughter1.daughter1.R:Segment.p.end"
_END = b"R:Token.daughtern.R:SylStructure.daughtern.daughtern.R:Segment.end"


class MissingVoiceError(RuntimeError):
    """Flite or one of its voices is not on this machine, or what bends them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word as the text has it, with its time in seconds from the sound's start."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """What was said: ``sound`` of shape ``(samples,)`` at ``rate``, full scale 1, with the times of its words."""

    sound: Sound
    rate: int
    words: tuple[Mark, ...]


class _Voice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))  # the first two of cst_voice


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("rate", ctypes.c_int),
        ("length", ctypes.c_int),
        ("channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


def _load(name: str) -> ctypes.CDLL:
    path = ctypes.util.find_library(name)
    if path is None:
        raise MissingVoiceError(
            f"{name} is not here; to make the samples anew, install Flite (Debian: apt install flite)"
        )
    return ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)


@cache
def _library() -> ctypes.CDLL:
    library = _load("flite")
    for name, (arguments, answer) in _CALLS.items():
        call = getattr(library, name)
        call.argtypes, call.restype = arguments, answer
    library.flite_init()
    return library


@cache
def _voice(name: str) -> int:
    """The address of a voice, loaded once."""
    if name not in VOICES:
        raise MissingVoiceError(f"there is no voice “{name}”; there are {', '.join(VOICES)}")
    _library()
    register = getattr(_load(f"flite_{VOICES[name]}"), f"register_{VOICES[name]}")
    register.argtypes, register.restype = (_TEXT,), _POINTER
    return int(register(None))


def say(text: str, voice: str, pace: float = 1.0) -> Speech:
    """Speak ``text`` at ``pace`` times the voice's own. Raises :class:`MissingVoiceError` where Flite or the voice is not here."""
    speaker, library = _voice(voice), _library()
    features = _Voice.from_address(speaker).features
    library.feat_set_float(features, b"duration_stretch", 1 / pace)
    utterance = library.flite_synth_text(text.encode(), speaker)
    try:
        wave = _Wave.from_address(library.utt_wave(utterance))
        sound = np.ctypeslib.as_array(wave.samples, (wave.length,)).astype(np.float32) / np.float32(32768)
        return Speech(sound, int(wave.rate), tuple(_words(text, _times(library, utterance))))
    finally:
        library.delete_utterance(utterance)


def _times(library: ctypes.CDLL, utterance: int) -> Iterator[tuple[float, float]]:
    """When each token starts and ends."""
    item = library.relation_head(library.utt_relation(utterance, b"Token"))
    while item:
        yield library.ffeature_float(item, _START), library.ffeature_float(item, _END)
        item = library.item_next(item)


def _words(text: str, times: Iterable[tuple[float, float]]) -> Iterator[Mark]:
    """The words between spaces; one that is said as several ("it" and "'s") lasts from the first to the last of them."""
    words, spans = [word for word in text.split() if re.search(r"\w", word)], list(times)
    if len(words) != len(spans):
        raise ValueError(
            f"Flite takes “{text}” for {len(spans)} words, and it has {len(words)}: say it in plain letters"
        )
    for word, (start, end) in zip(words, spans, strict=True):
        yield Mark(word, start, end)

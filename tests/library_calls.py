"""Small made-up calls, reports and recordings for the tests of the library."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

import numpy as np

from analysis.report import After, Kind, Measure, Moment, Report, Response
from audio.call import Call, Doubt, Speaker, Turn, Voice, Word
from audio.span import Span
from library.store import Library


def said(speaker: Speaker, start: float, text: str, pace: float = 0.4) -> Turn:
    """A turn whose words follow each other, ``pace`` seconds each."""
    words = tuple(
        Word(Span(start + k * pace, start + (k + 0.8) * pace), word, 0.9) for k, word in enumerate(text.split())
    )
    return Turn(Span(start, words[-1].span.end), speaker, words)


def a_call(call_id: str = "c1", source: str = "late parcel.wav", duration: float = 30.0) -> Call:
    frames = int(duration / 0.016) + 1
    pitch = np.full(frames, np.nan, dtype=np.float32)
    pitch[100:200] = np.linspace(180.0, 240.0, 100)
    loudness = np.linspace(-60.0, -20.0, frames).astype(np.float32)
    voices = tuple(Voice(who, 0.016, pitch, loudness, pitch / 100) for who in ("agent", "customer"))
    return Call(
        id=call_id,
        source=source,
        duration=duration,
        layout="two_sides",
        turns=(
            said("agent", 0.5, "Good morning, Dale Parcels."),
            said("customer", 3.0, "My parcel never came, I want a refund."),
            said("agent", 8.0, "We don't do refunds, that's our policy."),
        ),
        voices=voices,
        doubts=(Doubt("clock", "The transcript runs 0.2 s late."),),
    )


def file_of(library: Library, recording: str) -> Path:
    """Where a recording lies in the library's folder."""
    path = library.recordings.stored(recording).path
    assert path is not None
    return path


def a_moment(
    kind: Kind = "pushed",
    technique: str | None = "policy_shield",
    start: float = 8.0,
    end: float = 10.8,
    after: After | None = None,
    confidence: str = "high",
) -> Moment:
    return Moment(
        kind=kind,
        technique=technique,
        span=Span(start, end),
        speaker="agent" if kind in ("pushed", "partnered") else "customer",
        headline=f"{kind} with {technique}",
        because="“that's our policy”",
        words="that's our policy",
        response=None if after is None else Response(after, "pitch up 2 semitones", 0.8, 0.3),
        confidence="low" if confidence == "low" else "high",
    )


def a_report(call_id: str = "c1", *moments: Moment, duration: float = 30.0) -> Report:
    whole = Span(0.0, duration)
    return Report(
        call_id=call_id,
        duration=duration,
        measures=(
            Measure("overlap", Span(7.9, 8.1), "agent", 0.2, "s"),
            Measure("talk_share", whole, "agent", 0.6, "of speech"),
            Measure("pitch", whole, "customer", None, "Hz", withheld="Too little speech."),
        ),
        moments=moments or (a_moment(after="hotter"),),
    )


def a_recording(path: Path, seconds: float = 1.0, pitch: float = 200.0) -> Path:
    """A WAV of two tones, 8 kHz stereo; another ``pitch`` makes another recording."""
    frames = b"".join(
        struct.pack("<hh", *(int(8000 * math.sin(2 * math.pi * pitch * side * n / 8000)) for side in (1, 2)))
        for n in range(int(8000 * seconds))
    )
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(frames)
    return path

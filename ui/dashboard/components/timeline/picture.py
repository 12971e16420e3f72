"""A call and its report as the timeline wants them: one small JSON text that a browser draws in milliseconds.

What the eye can tell apart is what is sent. A line of an hour holds 225,000 frames of 16 ms; a screen holds
some 2,000 pixels, so every track is thinned to at most :data:`POINTS` numbers of one byte each::

    loudness  dBFS  ──> amplitude ──> loudest of each bin ──> 0..255        the waveform
    pitch     Hz    ──> semitones from the speaker's own baseline ──> smoothed, mean of each bin ──> -127..127
    loudness  dBFS  ──> dB from the speaker's own baseline          ──> the same
                                                    -128: nothing here (not this speaker, or unvoiced)

The baseline is the report's figure; where the report has none, the middle (median) of the speaker's own speech.

A byte of pitch is a sixth of a semitone, a byte of loudness a third of a decibel: finer than a pixel of their lanes.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.report import Measure, Moment, Report, Response
from analysis.voice.agent_voice import SWITCHED_OFF
from audio.call import Call, Speaker, Track, Turn, Voice, Word
from audio.span import Span
from ui.dashboard.components.timeline.wording import (
    describe_baselines,
    describe_no_rise,
    describe_rule,
    why_no_baseline,
)

POINTS = 36_000
"""Most numbers of a track: ten a second over an hour."""

PITCH_STEP, LOUDNESS_STEP = 1 / 6, 1 / 3
"""What one step of a byte is worth, in semitones and in decibels."""

PITCH_SMOOTH, LOUDNESS_SMOOTH = 0.25, 0.8
"""Seconds a line is smoothed over: a syllable of pitch, a phrase of loudness. For the eye alone; no rule reads it."""

SLACK = 0.3
"""Seconds by which a word may lie outside a moment and still be its own."""

UNSURE = 0.5
"""Confidence under which a word is shown as unsure."""

NOTHING = -128

Number = NDArray[np.float64]


def picture(call: Call, report: Report, names: Mapping[str, str]) -> str:
    """Everything the timeline shows of ``call`` but its notes, as JSON text (an hour of talk: some 600 KB).

    ``names`` says what techniques are called, by id.
    """
    turns = sorted(call.turns, key=lambda turn: turn.span)
    shown = {
        "id": call.id,
        "duration": round(call.duration, 3),
        "voices": {voice.speaker: _voice(voice, report, call) for voice in call.voices},
        "turns": [_turn(turn, turn.speaker) for turn in turns],
        "others": [_turn(turn, "other") for turn in sorted(call.others, key=lambda turn: turn.span)],
        "overtalk": [_measure(measure) for measure in report.overtalk],
        "escalations": [_measure(measure) for measure in report.raised],
        "no_rise": describe_no_rise(call, report),
        "baselines": describe_baselines(report),
        "moments": [_moment(moment, turns, names) for moment in sorted(report.moments, key=lambda moment: moment.span)],
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _told_of(word: Word) -> list[Any]:
    """What else is shown of a word: the recogniser's confidence in per cent where it is low, what was heard where a person
    corrected it, and whether they said that a line opens with it or goes on (1, 0). ``null`` is nothing; none at the end.
    """
    unsure = round(100 * word.confidence) if word.confidence is not None and word.confidence < UNSURE else None
    told = [unsure, word.heard, None if word.opens is None else int(word.opens)]
    while told and told[-1] is None:
        told.pop()
    return told


def _span(span: Span) -> dict[str, float]:
    return {"start": round(span.start, 3), "end": round(span.end, 3)}


def _turn(turn: Turn, speaker: str) -> dict[str, Any]:
    words = [[round(word.span.start, 2), round(word.span.end, 2), word.text, *_told_of(word)] for word in turn.words]
    return {"speaker": speaker, **_span(turn.span), "words": words}


def _measure(measure: Measure) -> dict[str, Any]:
    return {"name": measure.name, "speaker": measure.speaker, **_span(measure.span), "words": measure.words}


def _moment(moment: Moment, turns: list[Turn], names: Mapping[str, str]) -> dict[str, Any]:
    after = moment.response
    return {
        "kind": moment.kind,
        "technique": moment.technique,
        "name": names.get(moment.technique or "", ""),
        "speaker": moment.speaker,
        **_span(moment.span),
        "headline": moment.headline,
        "words": moment.words,
        "because": moment.because,
        "rule": describe_rule(moment.rule, names),
        "instead": moment.instead,
        "sure": moment.confidence == "high",
        "after": None if after is None else {"after": _response_name(after), "because": after.because},
        "marks": transcript_marks(moment, turns),
    }


def _response_name(after: Response) -> str:
    """``after``, or ``usual`` or ``livelier`` where it is one of those: each has a name and a sign of its own."""
    return "usual" if after.usual else "livelier" if after.livelier else after.after


def transcript_marks(moment: Moment, turns: list[Turn]) -> list[tuple[int, int, int]]:
    """Where in the transcript a moment stands: ``(turn, first word, last word)``, a run of words each.

    The run that reads like ``moment.words`` where there is one, all words of the moment's span where not; nothing
    for a moment that was heard rather than read, since it rests on no word.
    """
    if not moment.words:
        return []
    pieces = [piece for piece in (_letters(part) for part in re.split(r"…|\.\.\.| / ", moment.words)) if piece]
    near_span = moment.span.grow(SLACK)
    turn_words = [
        (t, w, word)
        for t, turn in enumerate(turns)
        if turn.span.start < near_span.end and turn.span.end > near_span.start and turn.speaker == moment.speaker
        for w, word in enumerate(turn.words)
    ]
    inside = [(t, w, _letters(word.text)) for t, w, word in turn_words if word.span & near_span]
    nearby = [(t, w, _letters(word.text)) for t, w, word in turn_words]
    places = [place for piece in pieces for place in (_run(piece, inside) or _run(piece, nearby))]
    return _runs(places or [(t, w) for t, w, _ in inside])


def _letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text.casefold())


def _run(piece: str, near: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The words of ``near`` whose letters, run together, hold ``piece``; the first such run, else none."""
    text, owners = "", []
    for t, w, letters in near:
        text += letters
        owners += [(t, w)] * len(letters)
    at = text.find(piece)
    return [] if at < 0 else sorted(set(owners[at : at + len(piece)]))


def _runs(places: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for turn, word in sorted(set(places)):
        if runs and runs[-1][0] == turn and runs[-1][2] == word - 1:
            runs[-1] = (turn, runs[-1][1], word)
        else:
            runs.append((turn, word, word))
    return runs


def _voice(voice: Voice, report: Report, call: Call) -> dict[str, Any]:
    """The tracks of one speaker, thinned; ``step`` seconds a number."""
    bin_size = max(1, -(-len(voice.loudness) // POINTS))
    own_speech = _own_speech(voice, call)
    level = np.where(own_speech, voice.loudness, np.nan)
    # on one channel both voices have the same sound: a lane then shows what is its speaker's
    shown = voice.loudness if call.layout == "two_sides" else np.where(own_speech, voice.loudness, -120.0)
    semitones = 12 * np.log2(np.where(voice.pitch > 0, voice.pitch, np.nan), dtype=float)
    pitch = semitones - 12 * np.log2(_baseline(report, voice.speaker, "pitch", 2 ** (_median(semitones) / 12)))
    loudness = level - _baseline(report, voice.speaker, "level", _median(level))
    withheld = _withheld(call, report, voice.speaker)
    if SWITCHED_OFF in withheld.values():
        pitch, loudness = np.full_like(pitch, np.nan), np.full_like(loudness, np.nan)
    return {
        "step": voice.hop * bin_size,
        "peaks": _text(_peaks(shown, bin_size)),
        "pitch": _text(_bytes(_thin(_smooth(pitch, PITCH_SMOOTH / voice.hop), bin_size), PITCH_STEP)),
        "loudness": _text(_bytes(_thin(_smooth(loudness, LOUDNESS_SMOOTH / voice.hop), bin_size), LOUDNESS_STEP)),
        "withheld": withheld,
    }


def _baseline(report: Report, speaker: Speaker, track: str, fallback: float) -> float:
    figure = report.figures.get(f"{speaker}_baseline_{track}")
    return fallback if figure is None or figure.value is None else figure.value


def _withheld(call: Call, report: Report, speaker: Speaker) -> dict[str, str]:
    """Why a track of this speaker is not to be trusted, or not to be shown, by track."""
    if why_no_baseline(report, speaker) == SWITCHED_OFF:
        return dict.fromkeys(("pitch", "loudness"), SWITCHED_OFF)
    doubts = {track: call.doubt(track, speaker) for track in ("pitch", "loudness")}
    return {track: doubt.why for track, doubt in doubts.items() if doubt is not None}


def _own_speech(voice: Voice, call: Call) -> NDArray[np.bool_]:
    mask = np.zeros(len(voice.loudness), dtype=bool)
    for turn in call.of(voice.speaker):
        mask[voice.frames(turn.span)] = True
    return mask


def _median(values: Track | Number) -> float:
    finite = values[np.isfinite(values)]
    return float(np.median(finite)) if len(finite) else float("nan")


def _bins(values: Track | Number, bin_size: int) -> Number:
    """Rows of ``bin_size`` numbers, the last filled up with NaN."""
    padded = np.full(-(-len(values) // bin_size) * bin_size, np.nan)
    padded[: len(values)] = values
    return padded.reshape(-1, bin_size)


def _peaks(loudness: Track | Number, bin_size: int) -> NDArray[np.uint8]:
    """Amplitude as the eye wants it: loudest of each bin, the call's loudest hundredth fills the lane."""
    if not len(loudness):
        return np.zeros(0, np.uint8)
    amplitude = 10 ** (np.asarray(loudness, dtype=float) / 20)
    loudest = max(float(np.percentile(amplitude, 99.5)), 1e-6)
    shape = np.fmax.reduce(_bins(np.minimum(amplitude / loudest, 1.0), bin_size), axis=1) ** 0.8
    filled: NDArray[np.uint8] = np.round(255 * np.nan_to_num(shape)).astype(np.uint8)
    return filled


def _smooth(values: Number, frames: float) -> Number:
    """The mean of the known numbers within ``frames`` round each known one; unknown stays unknown."""
    window = np.ones(2 * int(frames / 2) + 1)
    finite = np.isfinite(values)
    if len(values) <= len(window):
        return values
    total = np.convolve(np.where(finite, values, 0.0), window, mode="same")
    return np.where(finite, total / np.maximum(np.convolve(finite, window, mode="same"), 1), np.nan)


def _thin(values: Number, bin_size: int) -> Number:
    """The mean of each bin's known numbers; NaN where fewer than a third are known."""
    bins = _bins(values, bin_size)
    finite = np.isfinite(bins).sum(axis=1)
    mean = np.nansum(bins, axis=1) / np.maximum(finite, 1)
    return np.where(3 * finite >= bin_size, mean, np.nan)


def _bytes(values: Number, step: float) -> NDArray[np.int8]:
    scaled = np.clip(np.round(values / step), -127, 127)
    return np.where(np.isfinite(scaled), scaled, NOTHING).astype(np.int8)


def _text(values: NDArray[Any]) -> str:
    return base64.b64encode(values.tobytes()).decode("ascii")

"""Listening again: whether digits can still be heard round the places where a redacted recording is silent.

::

    redacted   … it's |________________| four  thanks …      the “four” was the end of the number: refused
    heard             [  5 s each way, by a Whisper model  ]

What remains is what is heard close to a silence, counts nothing, and is not in the masked transcript either; a single digit only where it is
the one that the number begins or ends with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audio.asr.recogniser import Recogniser
from audio.call import SPEAKERS, Call, Speaker, Turn, Word
from audio.signal.decode import decode
from audio.span import Span, merge
from library.redaction.mask import Mask
from library.redaction.spoken.atoms import atoms_of
from library.redaction.spoken.runs import Run, runs_of

ROUND = 5.0
"""Seconds before and after each silence that are heard: a recogniser needs some speech to go by."""
CLOSE = 1.5
"""Seconds from a silence within which what is heard may be a part of what was silenced."""
TELLING = 3
"""Digits that are a number's, whatever they are."""


def remaining(
    path: Path, call: Call, masks: Sequence[Mask], silent: Sequence[Span], recogniser: Recogniser
) -> tuple[Span, ...]:
    """The silences of the redacted recording at ``path`` beside which digits can still be heard.

    call, masks, silent  the original, what is masked of it, and the stretches that are silent in the recording
    Raises :class:`~audio.errors.SameSideError` where the recording cannot be read.
    """
    if not silent:
        return ()
    with decode(path) as sound:
        channels: dict[Speaker, int] = {speaker: k for k, speaker in enumerate(SPEAKERS[: sound.channels])}
        around = merge(Span(max(0.0, s.start - ROUND), min(sound.duration, s.end + ROUND)) for s in silent)
        words, _ = recogniser.hear(sound, channels, dict.fromkeys(channels, around), lambda _: None)
    shown = {run.value for turn in _visible(call.turns, masks) for run in _runs(turn)}
    hidden = [(mask, _value(call.turns[mask.turn], mask)) for mask in masks]
    return tuple(
        span for span in silent if _is_audible(span, words, shown, [v for m, v in hidden if _within(call, m, span)])
    )


def _is_audible(span: Span, words: Mapping[Speaker, Sequence[Word]], shown: set[str], hidden: Sequence[str]) -> bool:
    near = Span(max(0.0, span.start - CLOSE), span.end + CLOSE)
    for said in words.values():
        close = [word for word in said if near.start <= word.span.start + word.span.duration / 2 < near.end]
        if any(run.value not in shown and _tells(run, hidden) for run in _runs(close)):
            return True
    return False


def _tells(run: Run, hidden: Sequence[str]) -> bool:
    """Whether a run that is heard is, or may be, of a number that was silenced."""
    if run.amount or not run.digits:
        return False
    if run.digits >= TELLING:
        return True
    return any(
        value.startswith(run.value) or value.endswith(run.value) or (run.digits > 1 and run.value in value)
        for value in hidden
    )


def _runs(words: Sequence[Word]) -> list[Run]:
    if not words:
        return []
    turn = Turn(Span(words[0].span.start, words[0].span.start), "agent", tuple(words))
    return runs_of(atoms_of([turn])[0])


def _visible(turns: Sequence[Turn], masks: Sequence[Mask]) -> Iterator[list[Word]]:
    """What is not masked of each turn, the stretches between masks by themselves."""
    for t, turn in enumerate(turns):
        start = 0
        for mask in (mask for mask in masks if mask.turn == t):
            yield list(turn.words[start : mask.first])
            start = mask.last + 1
        yield list(turn.words[start:])


def _value(turn: Turn, mask: Mask) -> str:
    return "".join(run.value for run in _runs(turn.words[mask.first : mask.last + 1]))


def _within(call: Call, mask: Mask, span: Span) -> bool:
    turn = call.turns[mask.turn]
    start = turn.words[mask.first].span.start if turn.words else turn.span.start
    return span.start <= start < span.end

"""Words laid onto the speech that was heard.

A transcript says roughly when something was said; the sound says exactly when somebody spoke. A cue's words are
spread over its speaker's speech inside the cue, longer words over more of it, and never over a pause::

    cue        [ "I sent   it      on Monday" ]
    speech        [=====]        [========]
    words         |I|sent|       |it|on|Monday|

Times that a transcript gives for each word are kept. First, though, the two clocks are compared: a transcript that
was made of a longer recording (with the menu, with the queue) runs ahead of the sound by a constant, which shows as
the peak of the cross-correlation between *who is said to speak* and *who is heard to speak*.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.call import SPEAKERS, Doubt, Speaker, Turn, Word
from audio.order import in_order
from audio.span import Span, common, merge
from audio.transcript import Line
from audio.trouble import Trouble

Speech = Mapping[Speaker, Sequence[Span]]

TICK = 0.02
"""Seconds of the raster on which clocks are compared."""

SHIFT = 0.25
"""Seconds; captions are trimmed and padded by less than this, and a smaller shift is left alone."""

NEAR = 0.5
"""Seconds around a cue within which its speaker's speech is still taken for it."""

OUTSIDE = 0.1
"""Share of a transcript's words that may lie after the end of the recording before it is taken for another call's."""


def align(
    lines: Sequence[Line], speech: Speech, duration: float
) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]:
    """The words of ``lines`` on the recording's clock, by speaker, and what is doubtful about their times.

    speech    where each side is heard to speak, on the recording's clock
    duration  of the recording, seconds
    Raises :class:`Trouble` where the transcript lies outside the recording.
    """
    doubts: list[Doubt] = []
    if any(line.span is None for line in lines):
        lines = in_order(lines, speech)
        why = (
            "The transcript has no times; its words are laid in order over the speech heard, give or take some seconds."
        )
        doubts.append(Doubt("clock", why))
    else:
        shift = clock_shift(lines, speech, duration)
        if shift:
            lines = [_shifted(line, shift) for line in lines]
            way = "late" if shift < 0 else "early"
            doubts.append(Doubt("clock", f"The transcript's clock ran {abs(shift):.1f} s {way}; it was set right."))
        lines = _inside(lines, duration, doubts)
    words, unheard = _words(_placed(lines, speech), speech)
    total = sum(len(side) for side in words.values())
    if unheard:
        why = f"{unheard} of the transcript's {total} words lie where no speech of that side is heard; they keep its times."
        doubts.append(Doubt("clock", why))
    return words, tuple(doubts)


def clock_shift(lines: Sequence[Line], speech: Speech, duration: float) -> float:
    """Seconds to add to the transcript's times so that they fit the sound; 0 where no shift fits clearly better.

    The activity of each side, on a raster of ``TICK``, as the lines say and as the sound says; the mean is taken out
    of both (else a call full of speech fits anywhere) and the correlations of the sides are summed. A peak counts
    where it is at least 0.3 of a perfect fit, and gains a third of what a shift like it takes from lines that fitted.
    """
    spans = [line.span for line in lines if line.span is not None]
    if not spans or not any(speech.values()):
        return 0.0
    length = max(duration, *(span.end for span in spans))
    size = 1 << int(np.ceil(np.log2(2 * length / TICK + 2)))
    fit, best = np.zeros(size), 0.0
    named = any(line.speaker for line in lines)
    for who in SPEAKERS if named else (None,):
        said = _raster([s for line in lines if line.speaker == who for s in _exact(line)], length)
        heard = _raster([s for side, spans in speech.items() if who in (None, side) for s in spans], length)
        fit += np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)
        best += float(np.sqrt((said**2).sum() * (heard**2).sum()))
    peak = int(fit.argmax())
    shift = (peak if peak < size // 2 else peak - size) * TICK
    lost = sum(min(abs(shift), span.duration) for line in lines for span in merge(_exact(line), gap=0.25)) / TICK
    if abs(shift) < SHIFT or fit[peak] < 0.3 * best or fit[peak] - fit[0] < lost / 3:
        return 0.0
    return round(shift, 2)


def _exact(line: Line) -> Iterable[Span]:
    return (word.span for word in line.words) if line.words else (line.span,) if line.span else ()


def _raster(spans: Iterable[Span], length: float) -> NDArray[np.float64]:
    """1 where some span is, 0 elsewhere, less the mean; shape ``(length / TICK,)``."""
    active = np.zeros(int(length / TICK) + 1)
    for span in spans:
        active[int(span.start / TICK) : int(span.end / TICK) + 1] = 1.0
    centred: NDArray[np.float64] = active - active.mean()
    return centred


def _shifted(line: Line, by: float) -> Line:
    def moved(span: Span) -> Span:
        start = max(0.0, span.start + by)
        return Span(start, max(start, span.end + by))

    words = tuple(replace(word, span=moved(word.span)) for word in line.words)
    return replace(line, span=line.span and moved(line.span), words=words)


def _inside(lines: Sequence[Line], duration: float, doubts: list[Doubt]) -> list[Line]:
    """The lines that lie in the recording; refuses a transcript with much outside."""
    inside = [line for line in lines if line.span is not None and line.span.start < max(duration, TICK)]
    out = sum(len(line.text.split()) for line in lines) - sum(len(line.text.split()) for line in inside)
    if out > OUTSIDE * sum(len(line.text.split()) for line in lines):
        last = max(line.span.end for line in lines if line.span is not None)
        raise Trouble(
            f"The transcript runs to {_clock(last)} and the recording to {_clock(duration)}: "
            "it must be this very recording's transcript; is it another call's, or is the recording cut short?"
        )
    if out:
        doubts.append(Doubt("clock", f"Words after the end of the recording, left out: {out}."))
    return inside


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _placed(lines: Sequence[Line], speech: Speech) -> dict[Speaker, list[Line]]:
    """The lines of each side in the order of time; a line of nobody goes to the side heard most within it."""
    placed: dict[Speaker, list[Line]] = {who: [] for who in SPEAKERS}
    last: Speaker = "agent"
    for line in lines:
        within = () if line.span is None else (line.span,)
        heard = {who: sum(both.duration for both in common(within, speech.get(who, ()))) for who in SPEAKERS}
        if line.speaker is not None:
            last = line.speaker
        elif any(heard.values()):
            last = max(SPEAKERS, key=heard.__getitem__)
        placed[last].append(line)
    return {who: sorted(side, key=lambda line: (line.span or Span(0, 0)).start) for who, side in placed.items()}


def _words(placed: Mapping[Speaker, Sequence[Line]], speech: Speech) -> tuple[dict[Speaker, tuple[Word, ...]], int]:
    out: dict[Speaker, tuple[Word, ...]] = {}
    unheard = 0
    for who, lines in placed.items():
        stretches = merge(speech.get(who, ()))
        near = merge(span.grow(NEAR) for span in stretches)
        words: list[Word] = []
        for i, line in enumerate(lines):
            said = line.words or _spread(line, _window(lines, i), stretches)
            unheard += sum(not _within(word.span.middle, near) for word in said)
            words += said
        out[who] = tuple(sorted(words, key=lambda word: word.span.start))
    return out, unheard


def _within(time: float, spans: Sequence[Span]) -> bool:
    """Whether ``time`` lies in one of the ``spans``, which are sorted and apart."""
    i = bisect_right(spans, time, key=lambda span: span.start) - 1
    return i >= 0 and time <= spans[i].end


def _window(lines: Sequence[Line], i: int) -> Span:
    """The cue and ``NEAR`` around it, but not past the middle of what parts it from the same side's next cue."""
    span = lines[i].span or Span(0, 0)
    start, end = span.start - NEAR, span.end + NEAR
    if i > 0 and (before := lines[i - 1].span) is not None:
        start = max(start, min(span.start, (before.end + span.start) / 2))
    if i + 1 < len(lines) and (after := lines[i + 1].span) is not None:
        end = min(end, max(span.end, (span.end + after.start) / 2))
    return Span(max(0.0, start), max(0.0, start, end))


def _spread(line: Line, window: Span, stretches: Sequence[Span]) -> list[Word]:
    """The line's words over the speech in ``window``, or over the cue itself where nothing is heard in it."""
    first = bisect_right(stretches, window.start, key=lambda span: span.end)
    last = bisect_right(stretches, window.end, key=lambda span: span.start)
    heard = common([window], stretches[first:last]) or [line.span or window]
    texts = line.text.split()
    return spread(texts, heard)


def spread(texts: Sequence[str], over: Sequence[Span]) -> list[Word]:
    """``texts`` over the time of ``over`` (sorted, apart), each as long as :func:`weight` says, none across a gap."""
    if not texts or not over:
        return []
    weights = np.array([weight(text) for text in texts])
    ends = np.cumsum(weights)
    middles = (ends - weights / 2) / ends[-1] * sum(span.duration for span in over)
    edges = np.cumsum([span.duration for span in over])
    home = np.minimum(np.searchsorted(edges, middles, side="right"), len(over) - 1)
    words: list[Word] = []
    for k in np.unique(home):
        inside = np.flatnonzero(home == k)
        cuts = np.concatenate([[0.0], np.cumsum(weights[inside])]) / weights[inside].sum()
        at = [min(over[k].end, over[k].start + over[k].duration * float(cut)) for cut in cuts]
        words += [Word(Span(a, b), texts[int(i)]) for (a, b), i in zip(pairwise(at), inside, strict=True)]
    return words


_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôû")


def weight(text: str) -> float:
    """How long a word takes, in syllables: the runs of vowels in it, a digit counting for one, and a little over."""
    letters = text.casefold()
    runs = sum(a not in _VOWELS and b in _VOWELS for a, b in pairwise(" " + letters))
    return 0.5 + max(1, runs) + sum(letter.isdigit() for letter in letters)


def without_sound(lines: Sequence[Line]) -> tuple[dict[Speaker, list[Span]], dict[Speaker, tuple[Word, ...]], float]:
    """Speech, words and duration of a transcript alone: each line is a stretch of speech as long as it says.

    Lines without times follow each other at an even pace. Raises :class:`Trouble` where a line has no speaker.
    """
    if any(line.speaker is None for line in lines):
        raise Trouble(
            "The transcript does not say who speaks, and without the recording nothing else does: "
            "write “Agent:” and “Customer:” before the lines, or give the recording too."
        )
    if any(line.span is None for line in lines):
        lines = in_order(lines, {})
    speech: dict[Speaker, list[Span]] = {}
    for who in SPEAKERS:
        speech[who] = merge(line.span for line in lines if line.speaker == who and line.span is not None)
    words, _ = _words(_placed(lines, speech), speech)
    return speech, words, max((span.end for side in speech.values() for span in side), default=0.0)


def into_turns(speech: Speech, words: Mapping[Speaker, Sequence[Word]]) -> tuple[Turn, ...]:
    """A turn for each stretch of speech, with the words said in it, in the order of time.

    speech  the stretches of each side, already joined over pauses under 0.25 s
    A word goes into the stretch that its middle falls in, or else into the nearest one of its side; words of a side
    where no speech was heard at all make stretches of their own.
    """
    turns: list[Turn] = []
    for who in SPEAKERS:
        said = sorted(words.get(who, ()), key=lambda word: (word.span.start, word.span.end))
        stretches = merge(speech.get(who, ())) or merge((word.span for word in said), gap=0.25)
        held: list[list[Word]] = [[] for _ in stretches]
        for word in said:
            held[_nearest(word.span.middle, stretches)].append(word)
        turns += [Turn(span, who, tuple(inside)) for span, inside in zip(stretches, held, strict=True)]
    return tuple(sorted(turns, key=lambda turn: (turn.span, turn.speaker)))


def _nearest(time: float, stretches: Sequence[Span]) -> int:
    after = bisect_right(stretches, time, key=lambda span: span.start)
    before = max(0, after - 1)
    after = min(after, len(stretches) - 1)
    return before if time - stretches[before].end <= stretches[after].start - time else after

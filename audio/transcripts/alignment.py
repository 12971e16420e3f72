"""Words laid onto the speech that was heard.

A transcript says roughly when something was said; the sound says exactly when somebody spoke. A cue's words are
spread over its speaker's speech inside the cue, longer words over more of it, and never over a pause::

    cue        [ "I sent   it      on Monday" ]
    speech        [=====]        [========]
    words         |I|sent|       |it|on|Monday|

Times that a transcript gives for each word are kept. First, though, the two clocks are compared (:mod:`audio.transcripts.clocks`),
and where there are no times at all the lines are laid out in order (:mod:`audio.transcripts.untimed`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from audio.call import SPEAKERS, Doubt, Speaker, Turn, Word
from audio.errors import InputError
from audio.span import Span, common, merge
from audio.transcripts.clocks import Clocks, Speech, compare_clocks, shift_line
from audio.transcripts.reader import Line
from audio.transcripts.untimed import place_in_order

NEAR = 0.5
"""Seconds around a cue within which its speaker's speech is still taken for it."""

POOR = 0.3
"""Share of a perfect fit under which a transcript is doubted; another call's reaches 0.4 at most, one's own 0.9."""

FITS = 0.5
"""Share of a perfect fit from which on a transcript is surely this recording's, even if much of it lies outside."""

OUTSIDE = 0.1
"""Share of a transcript's words that may lie outside the recording, if it is not sure, before it is refused."""


def align(
    lines: Sequence[Line], speech: Speech, duration: float
) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]:
    """The words of ``lines`` on the recording's clock, by speaker, and what is doubtful about their times.

    speech    where each side is heard to speak, on the recording's clock
    duration  of the recording, seconds
    Raises :class:`SameSideError` where the transcript lies outside the recording.
    """
    if not lines:  # all that was said was said by machines
        return {}, ()
    doubts: list[Doubt] = []
    if any(line.span is None for line in lines):
        lines = place_in_order(lines, speech)
        why = (
            "The transcript has no times; its words are laid in order over the speech heard, give or take some seconds."
        )
        doubts.append(Doubt("clock", why))
    else:
        clocks = compare_clocks(lines, speech, duration)
        lines = _inside([shift_line(line, clocks.shift) for line in lines], clocks, duration, doubts)
    words, unheard = _words(_placed(lines, speech), speech)
    total = sum(len(side) for side in words.values())
    if unheard:
        why = f"{unheard} of the transcript's {total} words lie where no speech of that side is heard; they keep its times."
        doubts.append(Doubt("clock", why))
    return words, tuple(doubts)


def _inside(lines: Sequence[Line], clocks: Clocks, duration: float, doubts: list[Doubt]) -> list[Line]:
    """The lines, with their clock set right, that lie in the recording; refuses a transcript that is not of it."""
    inside = [line for line in lines if line.span and line.span.end > 0 and line.span.start <= duration]
    total, within = (sum(len(line.text.split()) for line in part) for part in (lines, inside))
    out = total - within
    fits = clocks.fit is not None and clocks.fit >= FITS
    if not inside or (out > OUTSIDE * total and not fits):
        last = max(line.span.end for line in lines if line.span) - clocks.shift
        slip = (
            "are its times milliseconds"
            if last > 100 * duration
            else "is it another call's, or is the recording cut short"
        )
        raise InputError(
            f"The transcript runs to {minutes(last)} and the recording to {minutes(duration)}, so it is not this "
            f"recording's transcript as it stands; {slip}?"
        )
    if clocks.shift:
        way = "behind" if clocks.shift < 0 else "ahead of"
        why = f"The transcript's times lay {abs(clocks.shift):.1f} s {way} the recording's; they were set right."
        doubts.append(Doubt("clock", why))
    if out:
        doubts.append(Doubt("clock", f"Words of the transcript before or after the recording, left out: {out}."))
    if clocks.fit is not None and clocks.fit < POOR:
        doubts.append(
            Doubt("clock", "The transcript's lines do not lie where speech is heard: is it this recording's?")
        )
    return [_from_zero(line) for line in inside]


def _from_zero(line: Line) -> Line:
    """A line that begins before the recording, cut to what is in it."""

    def cut(span: Span) -> Span:
        return Span(max(0.0, span.start), max(0.0, span.end))

    return replace(
        line, span=line.span and cut(line.span), words=tuple(replace(word, span=cut(word.span)) for word in line.words)
    )


def minutes(seconds: float) -> str:
    """A time of a recording as people read it."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _placed(lines: Sequence[Line], speech: Speech) -> dict[Speaker, list[Line]]:
    """The lines of each side in the order of time; a line of nobody goes to the side heard most within it."""
    placed: dict[Speaker, list[Line]] = {who: [] for who in SPEAKERS}
    last: Speaker = "agent"
    for line in lines:
        who = line.speaker or (_heard_in(line.span, speech) if line.span else None) or last
        placed[who].append(line)
        last = who
    return {who: sorted(side, key=lambda line: (line.span or Span(0, 0)).start) for who, side in placed.items()}


def _heard_in(span: Span, speech: Speech) -> Speaker | None:
    """The side that speaks most within ``span``, if any does."""
    heard = {who: sum(both.duration for both in common([span], speech.get(who, ()))) for who in SPEAKERS}
    most: Speaker = max(SPEAKERS, key=heard.__getitem__)
    return most if heard[most] else None


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
    """``texts`` over the time of ``over`` (sorted, apart), each as long as :func:`weight` says, none across a pause.

    Which words come before a pause is judged by how long they take, and by where people pause: rather at the end of
    a sentence than of a clause, rather there than within one.
    """
    if not texts or not over:
        return []
    ends = np.concatenate([[0.0], np.cumsum([weight(text) for text in texts])])
    ends *= sum(span.duration for span in over) / ends[-1]
    unlikely = np.array([WITHIN, *(PAUSES.get(text.rstrip("\"')”’")[-1:], WITHIN) for text in texts[:-1]), WITHIN])
    cuts, heard = [0], 0.0
    for span in over[:-1]:
        heard += span.duration
        cuts.append(max(cuts[-1], int(np.argmin(np.abs(ends - heard) + unlikely))))
    words: list[Word] = []
    for span, (first, last) in zip(over, pairwise([*cuts, len(texts)]), strict=True):
        inside = ends[first : last + 1] - ends[first]
        shares = inside / max(inside[-1], 1e-9)
        at = [min(span.end, span.start + span.duration * float(share)) for share in shares]
        words += [Word(Span(a, b), text) for (a, b), text in zip(pairwise(at), texts[first:last], strict=True)]
    return words


PAUSES = dict.fromkeys(".?!…", 0.0) | dict.fromkeys(",;:-–—", 0.15)
WITHIN = 0.5
"""Seconds by which a pause may be farther from where the words' length puts it, to lie after such a mark instead."""


_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôû")


def weight(text: str) -> float:
    """How long a word takes, in syllables: the runs of vowels in it, a digit counting for one, and a little over."""
    letters = text.casefold()
    runs = sum(a not in _VOWELS and b in _VOWELS for a, b in pairwise(" " + letters))
    return 0.5 + max(1, runs) + sum(letter.isdigit() for letter in letters)


def without_sound(lines: Sequence[Line]) -> tuple[dict[Speaker, list[Span]], dict[Speaker, tuple[Word, ...]], float]:
    """Speech, words and duration of a transcript alone: each line is a stretch of speech as long as it says.

    Lines without times follow each other at an even pace. Raises :class:`SameSideError` where a line has no speaker.
    """
    if any(line.speaker is None for line in lines):
        raise InputError(
            "The transcript does not say who speaks, and without the recording nothing else does: "
            "write “Agent:” and “Customer:” before the lines, or give the recording too."
        )
    if any(line.span is None for line in lines):
        lines = place_in_order(lines, {})
    speech: dict[Speaker, list[Span]] = {}
    for who in SPEAKERS:
        speech[who] = merge(line.span for line in lines if line.speaker == who and line.span is not None)
    words, _ = _words(_placed(lines, speech), speech)
    return speech, words, max((span.end for side in speech.values() for span in side), default=0.0)


def into_turns(speech: Speech, words: Mapping[Speaker, Sequence[Word]]) -> tuple[Turn, ...]:
    """A turn for each stretch of speech, with the words said in it, in the order of time.

    speech  the stretches of each side, already joined over pauses under 0.25 s
    A word goes into the stretch that its middle falls in, or else into the nearest one of its side, and is laid inside
    it: recognisers begin a word a tenth of a second early. Words of a side where no speech was heard at all make
    stretches of their own.
    """
    turns: list[Turn] = []
    for who in SPEAKERS:
        said = sorted(words.get(who, ()), key=lambda word: (word.span.start, word.span.end))
        stretches = merge(speech.get(who, ())) or merge((word.span for word in said), gap=0.25)
        held: list[list[Word]] = [[] for _ in stretches]
        for word in said:
            at = _nearest(word.span.middle, stretches)
            held[at].append(replace(word, span=_laid_in(word.span, stretches[at])))
        turns += [Turn(span, who, tuple(inside)) for span, inside in zip(stretches, held, strict=True)]
    return tuple(sorted(turns, key=lambda turn: (turn.span, turn.speaker)))


def _laid_in(span: Span, stretch: Span) -> Span:
    start, end = (min(max(time, stretch.start), stretch.end) for time in (span.start, span.end))
    return Span(start, end)


def _nearest(time: float, stretches: Sequence[Span]) -> int:
    after = bisect_right(stretches, time, key=lambda span: span.start)
    before = max(0, after - 1)
    after = min(after, len(stretches) - 1)
    return before if time - stretches[before].end <= stretches[after].start - time else after

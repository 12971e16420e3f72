"""Words laid onto the speech that was heard.

A transcript says roughly when something was said; the sound says exactly when somebody spoke. A cue's words are
spread over its speaker's speech inside the cue, longer words over more of it, and never over a pause::

    cue        [ "I sent   it      on Monday" ]
    speech        [=====]        [========]
    words         |I|sent|       |it|on|Monday|

Times that a transcript gives for each word are kept. First, though, the two clocks are compared (:mod:`audio.transcripts.placement.clocks`), piece by
piece where the recording was paused (:mod:`audio.transcripts.placement.pieces`),
and where there are no times at all the lines are laid out in order (:mod:`audio.transcripts.placement.untimed`).
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
from audio.transcripts.placement.clocks import Clocks, Speech, compare_clocks, shift_line
from audio.transcripts.placement.pieces import Cut, find_pieces
from audio.transcripts.placement.untimed import place_in_order
from audio.transcripts.reader import Line

NEAR = 0.5
"""Seconds around a cue within which its speaker's speech is still taken for it."""

POOR = 0.3
"""Share of a perfect fit under which a transcript is doubted; another call's reaches 0.4 at most, one's own 0.9."""

FITS = 0.5
"""Share of a perfect fit from which on a transcript is surely this recording's, even if much of it lies outside."""

OUTSIDE = 0.1
"""Share of a transcript's words that may lie outside the recording, if it is not sure, before it is refused."""


def align(
    lines: Sequence[Line],
    speech: Speech,
    duration: float,
    blanked: Speech | None = None,
    clocks: Clocks | None = None,
) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]:
    """The words of ``lines`` on the recording's clock, by speaker, and what is doubtful about their times.

    speech    where each side is heard to speak, on the recording's clock
    duration  of the recording, seconds
    blanked   where each side's words are covered by a tone, so that no speech is asked for
    clocks    how the lines' clock lies to the recording's, where that was told before
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
    elif pieces := find_pieces(lines, speech, duration):
        doubts += map(_cut_doubt, pieces.cuts)
        lines = [_from_zero(line) for line in pieces.lines if line.span and line.span.end > 0]
    else:
        clocks = clocks or compare_clocks(lines, speech, duration)
        lines = _inside([shift_line(line, clocks.shift) for line in lines], clocks, duration, doubts)
    words, unheard = _words(_placed(lines, speech), speech, blanked or {})
    total = sum(len(side) for side in words.values())
    if unheard:
        why = f"{unheard} of the transcript's {total} words lie where no speech of that side is heard; they keep its times."
        doubts.append(Doubt("clock", why))
    return words, tuple(doubts)


def on_clock(lines: Sequence[Line], speech: Speech, duration: float, together: bool = False) -> Sequence[Line]:
    """Lines as they lie on the recording's clock, as far as that is plain; those without times are as they were.

    together  the speech is that of all, so that whose line it is tells nothing
    """
    timed = [line for line in lines if line.span]
    if len(timed) < len(lines):
        return lines
    if pieces := find_pieces(timed, speech, duration, together):
        return pieces.lines
    compared = [replace(line, speaker=None) for line in timed] if together else timed
    shift = compare_clocks(compared, speech, duration).shift if compared else 0.0
    return [shift_line(line, shift) for line in lines] if shift else lines


def _cut_doubt(cut: Cut) -> Doubt:
    left_out = f"; {cut.words} words of it are left out" if cut.words else ""
    why = f"The recording lacks {cut.seconds:.0f} s at {clock_time(cut.time)} that the transcript has (was it paused?){left_out}."
    return Doubt("clock", why)


def why_outside(lines: Sequence[Line], clocks: Clocks, duration: float) -> str | None:
    """Why ``lines``, their clock set right, cannot be of a recording of ``duration`` seconds, in a sentence; else ``None``."""
    inside = _lying_inside(lines, duration)
    outside_words = _count_words(lines) - _count_words(inside)
    surely_fits = clocks.fit is not None and clocks.fit >= FITS
    if inside and (outside_words <= OUTSIDE * _count_words(lines) or surely_fits):
        return None
    last = max(line.span.end for line in lines if line.span) - clocks.shift
    likely_slip = (
        "are its times milliseconds" if last > 100 * duration else "is it another call's, or is the recording cut short"
    )
    return (
        f"The transcript runs to {clock_time(last)} and the recording to {clock_time(duration)}, so it is not this "
        f"recording's transcript as it stands; {likely_slip}?"
    )


def _lying_inside(lines: Sequence[Line], duration: float) -> list[Line]:
    return [line for line in lines if line.span and line.span.end > 0 and line.span.start <= duration]


def _count_words(lines: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _inside(lines: list[Line], clocks: Clocks, duration: float, doubts: list[Doubt]) -> list[Line]:
    """The lines, with their clock set right, that lie in the recording; refuses a transcript that is not of it."""
    if (why := why_outside(lines, clocks, duration)) is not None:
        raise InputError(why)
    inside = _lying_inside(lines, duration)
    outside_words = _count_words(lines) - _count_words(inside)
    if clocks.shift:
        direction = "behind" if clocks.shift < 0 else "ahead of"
        why = f"The transcript's times lay {abs(clocks.shift):.1f} s {direction} the recording's; they were set right."
        doubts.append(Doubt("clock", why))
    if outside_words:
        doubts.append(
            Doubt("clock", f"Words of the transcript before or after the recording, left out: {outside_words}.")
        )
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


def clock_time(seconds: float) -> str:
    """A time of a recording as people read it."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _placed(lines: Sequence[Line], speech: Speech) -> dict[Speaker, list[Line]]:
    """The lines of each side in the order of time; a line of nobody goes to the side heard most within it, a third person's to none."""
    placed: dict[Speaker, list[Line]] = {speaker: [] for speaker in SPEAKERS}
    last_speaker: Speaker = "agent"
    for line in (line for line in lines if not line.third):
        speaker = line.speaker or (_heard_in(line.span, speech) if line.span else None) or last_speaker
        placed[speaker].append(line)
        last_speaker = speaker
    return {speaker: sorted(side, key=lambda line: (line.span or Span(0, 0)).start) for speaker, side in placed.items()}


def _heard_in(span: Span, speech: Speech) -> Speaker | None:
    """The side that speaks most within ``span``, if any does."""
    seconds_heard = {
        speaker: sum(both.duration for both in common([span], speech.get(speaker, ()))) for speaker in SPEAKERS
    }
    loudest: Speaker = max(SPEAKERS, key=seconds_heard.__getitem__)
    return loudest if seconds_heard[loudest] else None


def _words(
    placed: Mapping[Speaker, Sequence[Line]], speech: Speech, blanked: Speech
) -> tuple[dict[Speaker, tuple[Word, ...]], int]:
    words_by_speaker: dict[Speaker, tuple[Word, ...]] = {}
    unheard = 0
    for speaker, lines in placed.items():
        stretches = merge(speech.get(speaker, ()))
        near_speech = merge(span.grow(NEAR) for span in (*stretches, *blanked.get(speaker, ())))
        words: list[Word] = []
        for index, line in enumerate(lines):
            line_words = line.words or _spread(line, _window(lines, index), stretches)
            unheard += sum(not _within(word.span.middle, near_speech) for word in line_words)
            words += line_words
        words_by_speaker[speaker] = tuple(sorted(words, key=lambda word: word.span.start))
    return words_by_speaker, unheard


def _within(time: float, spans: Sequence[Span]) -> bool:
    """Whether ``time`` lies in one of the ``spans``, which are sorted and apart."""
    index = bisect_right(spans, time, key=lambda span: span.start) - 1
    return index >= 0 and time <= spans[index].end


def _window(lines: Sequence[Line], index: int) -> Span:
    """The cue and ``NEAR`` around it, but not past the middle of what parts it from the same side's next cue."""
    span = lines[index].span or Span(0, 0)
    start, end = span.start - NEAR, span.end + NEAR
    if index > 0 and (before := lines[index - 1].span) is not None:
        start = max(start, min(span.start, (before.end + span.start) / 2))
    if index + 1 < len(lines) and (after := lines[index + 1].span) is not None:
        end = min(end, max(span.end, (span.end + after.start) / 2))
    return Span(max(0.0, start), max(0.0, start, end))


def _spread(line: Line, window: Span, stretches: Sequence[Span]) -> list[Word]:
    """The line's words over the speech in ``window``, or over the cue itself where nothing is heard in it."""
    first = bisect_right(stretches, window.start, key=lambda span: span.end)
    last = bisect_right(stretches, window.end, key=lambda span: span.start)
    speech = common([window], stretches[first:last]) or [line.span or window]
    texts = line.text.split()
    return spread_words(texts, speech)


def spread_words(texts: Sequence[str], spans: Sequence[Span]) -> list[Word]:
    """``texts`` over the time of ``spans`` (sorted, apart), each as long as :func:`word_length` says, none across a pause.

    Which words come before a pause is judged by how long they take, and by where people pause: rather at the end of
    a sentence than of a clause, rather there than within one.
    """
    if not texts or not spans:
        return []
    ends = np.concatenate([[0.0], np.cumsum([word_length(text) for text in texts])])
    ends *= sum(span.duration for span in spans) / ends[-1]
    unlikely = np.array([WITHIN, *(PAUSES.get(text.rstrip("\"')”’")[-1:], WITHIN) for text in texts[:-1]), WITHIN])
    cuts, elapsed = [0], 0.0
    for span in spans[:-1]:
        elapsed += span.duration
        cuts.append(max(cuts[-1], int(np.argmin(np.abs(ends - elapsed) + unlikely))))
    words: list[Word] = []
    for span, (first, last) in zip(spans, pairwise([*cuts, len(texts)]), strict=True):
        offsets = ends[first : last + 1] - ends[first]
        shares = offsets / max(offsets[-1], 1e-9)
        edges = [min(span.end, span.start + span.duration * float(share)) for share in shares]
        words += [
            Word(Span(start, end), text) for (start, end), text in zip(pairwise(edges), texts[first:last], strict=True)
        ]
    return words


PAUSES = dict.fromkeys(".?!…", 0.0) | dict.fromkeys(",;:-–—", 0.15)
WITHIN = 0.5
"""Seconds by which a pause may be farther from where the words' length puts it, to lie after such a mark instead."""


_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôû")


def word_length(text: str) -> float:
    """How long a word takes, in syllables: the runs of vowels in it, a digit counting for one, and a little over."""
    letters = text.casefold()
    runs = sum(before not in _VOWELS and after in _VOWELS for before, after in pairwise(" " + letters))
    return 0.5 + max(1, runs) + sum(letter.isdigit() for letter in letters)


def without_sound(lines: Sequence[Line]) -> tuple[dict[Speaker, list[Span]], dict[Speaker, tuple[Word, ...]], float]:
    """Speech, words and duration of a transcript alone: each line is a stretch of speech as long as it says.

    Lines without times follow each other at an even pace. Raises :class:`SameSideError` where a line has no speaker.
    """
    if any(line.speaker is None and not line.third for line in lines):
        raise InputError(
            "The transcript does not say who speaks, and without the recording nothing else does: "
            "write “Agent:” and “Customer:” before the lines, or give the recording too."
        )
    if any(line.span is None for line in lines):
        lines = place_in_order(lines, {})
    speech: dict[Speaker, list[Span]] = {}
    for speaker in SPEAKERS:
        speech[speaker] = merge(line.span for line in lines if line.speaker == speaker and line.span is not None)
    words, _ = _words(_placed(lines, speech), speech, {})
    return speech, words, max((span.end for side in speech.values() for span in side), default=0.0)


def into_turns(speech: Speech, words: Mapping[Speaker, Sequence[Word]]) -> tuple[Turn, ...]:
    """A turn for each stretch of speech, with the words said in it, in the order of time.

    speech  the stretches of each side, already joined over pauses under 0.25 s
    A word goes into the stretch that its middle falls in, or else into the nearest one of its side, and is laid inside
    it: recognisers begin a word a tenth of a second early. Words of a side where no speech was heard at all make
    stretches of their own.
    """
    turns: list[Turn] = []
    for speaker in SPEAKERS:
        side_words = sorted(words.get(speaker, ()), key=lambda word: (word.span.start, word.span.end))
        stretches = merge(speech.get(speaker, ())) or merge((word.span for word in side_words), gap=0.25)
        words_in: list[list[Word]] = [[] for _ in stretches]
        for word in side_words:
            index = _nearest(word.span.middle, stretches)
            words_in[index].append(replace(word, span=_laid_in(word.span, stretches[index])))
        turns += [Turn(span, speaker, tuple(turn_words)) for span, turn_words in zip(stretches, words_in, strict=True)]
    return tuple(sorted(turns, key=lambda turn: (turn.span, turn.speaker)))


def _laid_in(span: Span, stretch: Span) -> Span:
    start, end = (min(max(time, stretch.start), stretch.end) for time in (span.start, span.end))
    return Span(start, end)


def _nearest(time: float, stretches: Sequence[Span]) -> int:
    following = bisect_right(stretches, time, key=lambda span: span.start)
    preceding = max(0, following - 1)
    following = min(following, len(stretches) - 1)
    return preceding if time - stretches[preceding].end <= stretches[following].start - time else following

"""A recording that was paused, or cut, beside the transcript of all of it: shifts found piece by piece.

Recorders are paused while a card's number is said; the transcript, made of another stream, goes on. From there on every line lies
late, by as much as is missing::

    transcript   a a a  b b  a a |  b b b  a  | a a  b b b  a a
    recording    a a a  b b  a a | a a  b b b  a a                  lacks what lies between the two bars
    shift        0 ............. | -8 ..............

For every line and every shift it is counted how much of the line lies on its own speaker's speech, less what chance would have there
and less what lies on the other's. The row of shifts that counts most in all, none above the one before and a change costing some seconds, is found by dynamic programming
(Viterbi 1967). A line that lies nowhere may be part of what is missing. The row is taken only where each piece of it is plain: enough lines, most of them on
speech, and no other place where they lie nearly as well. A wrong shift is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.call import SPEAKERS, other
from audio.span import Span, merge
from audio.transcripts.placement.clocks import Speech, shift_line, spans_of
from audio.transcripts.reader import Line

TICK = 0.1
"""Seconds from one shift that is tried to the next."""
FINE = 0.02
"""Seconds to which each piece's shift is found in the end."""
REACH = 30.0
"""Seconds by which shifts may go beyond what the ends of transcript and recording tell."""
STATES = 8_000
"""Shifts tried at most."""
CHANGE = 5.0
"""Seconds on speech that a change of the shift must gain."""
OTHER = 0.5
"""How much a second on the other's speech counts against a line."""
LEAST = 1.0
"""Seconds that the recording must lack."""
LINES, SECONDS = 4, 8.0
"""Lines, and seconds of them, that a piece must have on speech."""
HEARD = 0.8
"""Share of a piece's lines that must lie on speech."""
FIT = 0.6
"""Share of a perfect fit that a piece must reach."""
MOST = 0.7
"""Share of all lines that must be left."""
STRAY = 0.34
"""Share of the lines that lie elsewhere than both their neighbours that may yet not be missing."""
RIVAL = 0.8
"""Share of a piece's fit that it may reach at any other shift."""

Scores = NDArray[np.floating]
Table = tuple[Scores, float]
"""Seconds of speech up to each time, and the share of it in all."""


@dataclass(frozen=True, slots=True)
class Cut:
    """``seconds`` that the recording lacks at ``time`` of it, and how many ``words`` of the transcript lie in them."""

    time: float
    seconds: float
    words: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """Lines on the recording's clock, without those that it lacks, and where they part."""

    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines ``numbers`` that share a ``shift``; those of them in ``heard`` lie on speech."""

    shift: float
    numbers: tuple[int, ...]
    heard: tuple[int, ...]


def find_pieces(lines: Sequence[Line], speech: Speech, duration: float, together: bool = False) -> Pieces | None:
    """The lines piece by piece; ``None`` where one shift does for all, or no row of them is plain.

    together  the speech is that of all, so that whose line it is tells nothing
    """
    ordered = sorted((line for line in lines if line.span), key=lambda line: line.span or Span(0, 0))
    if len(ordered) < 2 * LINES or not any(speech.values()):
        return None
    fit = _Fit(ordered, speech, duration, together)
    row = _row(fit)
    # lines that the recording lacks lie on other speech by chance
    strays = [
        p for a, p, b in zip(row, row[1:], row[2:], strict=False) if not _is_plain(fit, p) or _collides(fit, a, p, b)
    ]
    pieces = [piece for piece in row if piece not in strays]
    if len(pieces) < 2 or any(a.shift - b.shift < LEAST for a, b in pairwise(pieces)):
        return None
    if not all(_is_plain(fit, piece) for piece in pieces):
        return None
    return _cut(fit, pieces, {number for piece in strays for number in piece.heard})


class _Fit:
    """How many seconds each line gains at any shift."""

    def __init__(self, lines: Sequence[Line], speech: Speech, duration: float, together: bool) -> None:
        self.lines, self.together = lines, together
        self.spans = [line.span or Span(0, 0) for line in lines]
        last = max(span.end for span in self.spans)
        most = round(min(REACH + abs(last - duration), STATES * TICK / 2, max(last, duration)) / TICK)
        self.reach = most * TICK
        self.shifts = np.arange(-most, most + 1) * TICK
        self.times = np.arange(0, duration + FINE, FINE)
        self.tables = {speaker: self._table(merge(speech.get(speaker, ()))) for speaker in SPEAKERS}
        self.whole = self._table(merge(span for spans in speech.values() for span in spans))
        self.scores = [self.gained(line, self.shifts).astype(np.float32) for line in lines]

    def _table(self, spans: Sequence[Span]) -> Table:
        edges = np.array([0.0, *(time for span in spans for time in (span.start, span.end))])
        heard = np.concatenate([[0.0], np.cumsum([[0.0, span.duration] for span in spans])])
        share = float(heard[-1]) / max(FINE, float(self.times[-1]))
        return np.interp(self.times, edges, heard), share

    def _sides(self, line: Line) -> tuple[Table, Table | None]:
        """The speech that the line should lie on, and that it should not."""
        if self.together or line.speaker is None:
            return self.whole, None
        return self.tables[line.speaker], self.tables[other(line.speaker)]

    def gained(self, line: Line, shifts: Scores) -> Scores:
        """Seconds on its own speaker's speech over chance, less those on the other's; shape of ``shifts``."""
        own, rival = self._sides(line)
        total = np.zeros(len(shifts))
        for span in merge(spans_of(line), gap=0.25):
            for table, weight in ((own, 1.0), (rival, -OTHER)):
                if table is not None:
                    heard, share = table
                    on_speech = np.interp(span.end + shifts, self.times, heard) - np.interp(
                        span.start + shifts, self.times, heard
                    )
                    total += weight * (on_speech - share * span.duration)
        return total

    def gained_at(self, times: Scores, shift: float) -> Scores:
        """What is gained at each of the ``times`` of the transcript, by whichever lines are said there; shape of ``times``."""
        total = np.zeros(len(times))
        for line in self.lines:
            here = [slice(*np.searchsorted(times, (span.start, span.end))) for span in merge(spans_of(line), gap=0.25)]
            for part in here:
                own, rival = self._densities(line, times[part] + shift)
                total[part] += own - OTHER * rival
        return total

    def _densities(self, line: Line, times: Scores) -> tuple[Scores, Scores]:
        def density(table: Table) -> Scores:
            after, before = (np.interp(times + side, self.times, table[0]) for side in (FINE, -FINE))
            return np.asarray((after - before) / (2 * FINE) - table[1])

        own, rival = self._sides(line)
        return density(own), density(rival) if rival else np.zeros(len(times))

    def heard(self, numbers: Sequence[int], shift: float) -> tuple[int, ...]:
        """Those of the lines that lie on speech at one of the shifts."""
        state = round((shift + self.reach) / TICK)
        return tuple(number for number in numbers if self.scores[number][state] > 0)

    def best(self, line: Line) -> float:
        """What the line gains where all of it is on its own speaker's speech and nothing on the other's."""
        seconds = sum(span.duration for span in merge(spans_of(line), gap=0.25))
        own, rival = self._sides(line)
        return seconds * (1 - own[1] + (OTHER * rival[1] if rival else 0.0))

    def refined(self, piece: _Piece) -> float:
        """The middle of the shifts at which the piece lies best."""
        around = piece.shift + np.arange(-15, 16) * FINE
        total = sum((self.gained(self.lines[number], around) for number in piece.heard), np.zeros(len(around)))
        return round(float(around[total > total.max() - 0.02 * abs(total.max())].mean()), 2)


def _row(fit: _Fit) -> list[_Piece]:
    """The row of shifts, none above the one before, that gains most, a change costing ``CHANGE``; what gains nothing counts for nothing."""
    total = np.zeros(len(fit.shifts))
    states = np.arange(len(fit.shifts))
    before: list[NDArray[np.int32]] = []
    for score in fit.scores:
        # the best of the shifts from each on, which is where a line comes from that lies earlier
        best = np.maximum.accumulate(total[::-1])[::-1]
        places = np.where(total == best, states, len(states))
        later = np.minimum.accumulate(places[::-1])[::-1]
        moves = total < best - CHANGE
        before.append(np.where(moves, later, states).astype(np.int32))
        total = np.where(moves, best - CHANGE, total) + np.maximum(score, 0.0)
    row = [int(total.argmax())]
    for back in before[:0:-1]:
        row.append(int(back[row[-1]]))
    pieces: list[_Piece] = []
    runs: list[tuple[int, list[int]]] = []
    for number, state in enumerate(reversed(row)):
        if runs and abs(fit.shifts[runs[-1][0]] - fit.shifts[state]) < TICK / 2:
            runs[-1][1].append(number)
        else:
            runs.append((state, [number]))
    for state, numbers in runs:
        shift = float(fit.shifts[state])
        pieces.append(_Piece(shift, tuple(numbers), fit.heard(numbers, shift)))
    return pieces


def _is_plain(fit: _Fit, piece: _Piece) -> bool:
    lines = [fit.lines[number] for number in piece.heard]
    if (
        len(lines) < max(LINES, HEARD * len(piece.numbers))
        or sum(line.span.duration for line in lines if line.span) < SECONDS
    ):
        return False
    total = sum((fit.scores[number] for number in piece.heard), np.zeros(len(fit.shifts)))
    here = float(total[round((piece.shift + fit.reach) / TICK)])
    elsewhere = np.abs(fit.shifts - piece.shift) > 2 * LEAST
    rival = float(total[elsewhere].max()) if elsewhere.any() else 0.0
    return here >= FIT * sum(map(fit.best, lines)) and rival <= RIVAL * here


def _collides(fit: _Fit, before: _Piece, piece: _Piece, after: _Piece) -> bool:
    """Whether most of a piece lies where the pieces around it lie already."""
    first, last = fit.spans[before.heard[-1]].end + before.shift, fit.spans[after.heard[0]].start + after.shift
    middles = [fit.spans[number].middle + piece.shift for number in piece.heard]
    return sum(middle < first or middle > last for middle in middles) > len(middles) / 2


def _missing(fit: _Fit, before: _Piece, after: _Piece) -> Span:
    """The time of the transcript that the recording lacks between two pieces: where most of what is left lies on speech."""
    seconds = before.shift - after.shift
    times = np.arange(fit.spans[before.numbers[0]].start, fit.spans[after.numbers[-1]].end, TICK / 2)
    earlier, later = (np.concatenate([[0.0], np.cumsum(fit.gained_at(times, p.shift))]) for p in (before, after))
    ends = np.minimum(np.arange(len(times)) + round(seconds / (TICK / 2)), len(times))
    start = float(times[int(np.argmax(earlier[:-1] + later[-1] - later[ends]))])
    return Span(start, start + seconds)


def _cut(fit: _Fit, pieces: Sequence[_Piece], strays: set[int]) -> Pieces | None:
    """The lines shifted, without those that lie mostly in what is missing; ``None`` where what is left is not plain.

    strays  lines that lay in neither piece: they must be in what is missing
    """
    missing = [_missing(fit, before, after) for before, after in pairwise(pieces)]
    starts = [-np.inf, *(span.end for span in missing)]
    ends = [*(span.start for span in missing), np.inf]
    kept: list[Line] = []
    found: set[int] = set()
    for piece, start, end in zip(pieces, starts, ends, strict=True):
        numbers = tuple(n for n, span in enumerate(fit.spans) if start <= span.middle < end)
        if not _is_plain(fit, _Piece(piece.shift, numbers, fit.heard(numbers, piece.shift))):
            return None
        kept += [shift_line(fit.lines[number], fit.refined(piece)) for number in numbers]
        found.update(numbers)
    if len(strays & found) > STRAY * len(strays) or len(found) < MOST * len(fit.lines):
        return None
    cuts = []
    for (before, after), span in zip(pairwise(pieces), missing, strict=True):
        lost = [line for line, place in zip(fit.lines, fit.spans, strict=True) if span.start <= place.middle < span.end]
        seconds = fit.refined(before) - fit.refined(after)
        cuts.append(
            Cut(max(0.0, round(span.start + before.shift, 1)), seconds, sum(len(line.text.split()) for line in lost))
        )
    return Pieces(tuple(kept), tuple(cuts))

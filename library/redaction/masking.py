"""Masking: a call and all that quotes it, with labels in the place of what was found.

::

    four one double one  thanks            [card number]  thanks          one word, with the times of all it stands for
    “my card is four one double…”          “my card is [card number]…”    a report's quotes, by the words and by the time

What is quoted may be cut short, or end in the middle of a number; so what is looked for in a text are the words of what was
masked, as many of them in a row as there are. A single word of a number (“four”) is masked only where the quote is of that second.
Pure: the call and the report that are given stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from analysis.report import Measure, Moment, Outcome, Placebo, Report, Response
from audio.call import Call, Doubt, Turn, Word
from audio.span import Span
from library.redaction.finding import find_in_turns
from library.redaction.kinds import kinds
from library.redaction.mask import Mask
from library.redaction.spoken.atoms import pieces

SLACK = 2.0
"""Seconds from a quote's own within which what was masked may lie."""
LONG_WRITTEN = 3
"""Digits of one written number that tell it from any other."""

_TOKEN = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"[.,;:!?…”\"]*$")


def masked(call: Call, report: Report) -> tuple[Call, Report]:
    """A call and its report as they are shown; for one that is in no library yet."""
    masking = Masking(call.turns, find_in_turns(call.turns))
    return masking.call(call), masking.report(report)


def is_masked(turns: Sequence[Turn]) -> bool:
    """Whether turns are masked ones, as they are shown: a word with a blank in it comes from nowhere else."""
    labels = {label(kind) for kind in kinds() if " " in label(kind)}
    return any(_TAIL.sub("", word.text) in labels for turn in turns for word in turn.words if word.text[:1] == "[")


def label(kind: str) -> str:
    """What stands in the place of a kind: “[card number]”."""
    return f"[{kinds()[kind].label}]"


class Masking:
    """What is masked of one call, for its words and for every text that quotes them."""

    def __init__(self, turns: Sequence[Turn], masks: Sequence[Mask]) -> None:
        self._turns, self._masks = turns, masks

    @property
    def masks(self) -> Sequence[Mask]:
        """What was found, in its order."""
        return self._masks

    @property
    def nothing(self) -> bool:
        """Whether the call is as it is: nothing was found in it."""
        return not self._masks

    def turns(self) -> tuple[Turn, ...]:
        """The turns, each masked run one word."""
        by_turn: defaultdict[int, list[Mask]] = defaultdict(list)
        for mask in self._masks:
            by_turn[mask.turn].append(mask)
        return tuple(
            replace(turn, words=tuple(_words(turn, by_turn[t]))) if t in by_turn else turn
            for t, turn in enumerate(self._turns)
        )

    def call(self, call: Call) -> Call:
        """The call with its words masked; ``call`` is the one that was looked through."""
        if self.nothing:
            return call
        return replace(call, turns=self.turns(), doubts=tuple(Doubt(d.about, self.text(d.why)) for d in call.doubts))

    def report(self, report: Report) -> Report:
        """The report with every quote masked."""
        if self.nothing:
            return report
        return replace(
            report,
            measures=tuple(self._measure(measure) for measure in report.measures),
            moments=tuple(self._moment(moment) for moment in report.moments),
            placebos=tuple(Placebo(p.span, self._response(p.response, p.span)) for p in report.placebos),
            outcome=Outcome(report.outcome.kind, self.text(report.outcome.because)),
        )

    def text(self, text: str, span: Span | None = None) -> str:
        """``text`` with what it quotes of a masked run replaced; ``span``: the seconds that it is about."""
        if self.nothing or not text:
            return text
        out, done = "", 0
        for start, end, kind in self._found(text, span):
            out += text[done:start] + label(kind)
            done = end
        return out + text[done:]

    def _measure(self, measure: Measure) -> Measure:
        return replace(measure, words=self.text(measure.words, measure.span)) if measure.words else measure

    def _moment(self, moment: Moment) -> Moment:
        return replace(
            moment,
            headline=self.text(moment.headline, moment.span),
            because=self.text(moment.because, moment.span),
            words=self.text(moment.words, moment.span),
            instead=moment.instead and self.text(moment.instead),
            response=None if moment.response is None else self._response(moment.response, moment.span),
        )

    def _response(self, response: Response, span: Span) -> Response:
        return replace(response, because=self.text(response.because, Span(span.start, span.end + 10 * SLACK)))

    def _found(self, text: str, span: Span | None) -> Iterator[tuple[int, int, str]]:
        """What of masked runs stands in a text: from, to, kind."""
        tokens = list(_TOKEN.finditer(text.casefold()))
        if len(text.casefold()) != len(text):  # a letter that grows when it is made small
            tokens = list(_TOKEN.finditer(text))
        at = 0
        while at < len(tokens):
            length, kind = self._longest([token.group().casefold() for token in tokens[at : at + 40]], span)
            if length:
                yield tokens[at].start(), tokens[at + length - 1].end(), kind
            at += length or 1

    def _longest(self, tokens: Sequence[str], span: Span | None) -> tuple[int, str]:
        best, kind = 0, ""
        for run, at in self._index.get(tokens[0], ()):
            mask, words = self._runs[run]
            length = _shared(tokens, words[at:])
            if length > best and self._is_enough(tokens[:length], words, mask, span):
                best, kind = length, mask.kind
        return best, kind

    def _is_enough(self, tokens: Sequence[str], run: Sequence[str], mask: Mask, span: Span | None) -> bool:
        """Whether so many words tell that a run is quoted."""
        if len(tokens) > 1 and (len(tokens) == len(run) or any(_numeric(token) for token in tokens)):
            return True
        if any(sum(c.isdigit() for c in token) >= LONG_WRITTEN for token in tokens):
            return True
        near = (
            span is not None
            and self._span(mask).start - SLACK <= span.end
            and span.start <= self._span(mask).end + SLACK
        )
        return near and (_numeric(tokens[0]) or len(tokens) == len(run))

    def _span(self, mask: Mask) -> Span:
        words = self._turns[mask.turn].words
        return Span(words[mask.first].span.start, max(words[mask.first].span.start, words[mask.last].span.end))

    @cached_property
    def _runs(self) -> list[tuple[Mask, list[str]]]:
        """Each mask and the words that it stands for, in letters and digits alone."""
        return [
            (
                mask,
                _TOKEN.findall(
                    " ".join(word.text for word in self._turns[mask.turn].words[mask.first : mask.last + 1]).casefold()
                ),
            )
            for mask in self._masks
            if mask.last >= 0
        ]

    @cached_property
    def _index(self) -> dict[str, list[tuple[int, int]]]:
        """Where in the runs each word stands."""
        index: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for run, (_, words) in enumerate(self._runs):
            for at, word in enumerate(words):
                index[word].append((run, at))
        return index


def _words(turn: Turn, masks: Sequence[Mask]) -> Iterator[Word]:
    if not turn.words:
        yield from (Word(turn.span, label(mask.kind)) for mask in masks[:1])
        return
    done = 0
    for mask in masks:
        yield from turn.words[done : mask.first]
        first, last = turn.words[mask.first], turn.words[mask.last]
        tail = _TAIL.search(last.text)
        span = Span(first.span.start, max(first.span.start, last.span.end))
        yield Word(span, label(mask.kind) + (tail.group() if tail else ""))
        done = mask.last + 1
    yield from turn.words[done:]


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words both begin with."""
    length = 0
    while length < min(len(left), len(right)) and left[length] == right[length]:
        length += 1
    return length


def _numeric(token: str) -> bool:
    return any(piece.form not in ("word", "symbol") for piece in pieces(token))

"""What one speaker says until the other takes the floor: the unit in which wording is read.

A recording gives stretches of sound (:class:`audio.call.Turn`); people speak in *lines*. A line joins the stretches of
one speaker over short pauses and over the other's listening sounds, which leave the floor where it is (Yngve 1970;
Ward and Tsukahara 2000), and ends where the other takes the floor or a long silence falls::

    agent     |== so the storm's shut ==| |== both runways ==|            |== that okay? ==|
    customer                 | right |                         |== oh no ==|
                   one line, “right” split nothing               a line       the next line

Where a person has said that a line opens or goes on with a word (``Word.opens``), that holds; the stretches of speech, which
over-talk and shares of talk are told by, stay as they sound.

Each line is cut into *pieces*, its sentences, with spans of their own: a moment is said of a piece, so that it does
not spill over the ordinary words beside it. Text without punctuation is cut at pauses and at words that open a clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.language.tokens import bag, broken_off, pieces
from audio.call import Call, Speaker, Turn, Word
from audio.span import Span

LONG_PAUSE = 3.0
"""Seconds of silence after which the same speaker begins a new line (a hold, a search)."""
SENTENCE_PAUSE = 0.7
"""Seconds of silence inside a line that end a sentence where the words bring no punctuation."""
LISTENING_LONGEST = 1.2
"""Seconds that a listening sound lasts at most."""

LISTENING = bag(
    "mm mhm hm hmm mm-hm mm-hmm mhmm uh-huh uhuh aha ah oh yeah yes yep yup right okay ok sure i see really gosh wow no"
)
_PUNCTUATION = ".,!?;:…\"'“”‘’()-–—"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a line: its time, its words, and the place of its characters in the line's text."""

    span: Span
    words: tuple[Word, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as written, with a space between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What ``speaker`` says until the other takes the floor; ``words`` may be empty where none were recognised."""

    span: Span
    speaker: Speaker
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words as written, with a space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def pieces(self) -> tuple[Sentence, ...]:
        """The sentences, in order; together they hold every word once."""
        if not self.words:
            return ()
        starts: list[int] = []
        offset = 0
        for word in self.words:
            starts.append(offset)
            offset += len(word.text) + 1
        cuts = {0} | {_word_at(starts, start) for start, _ in pieces(self._paused(starts))}
        bounds = [*sorted(cuts), len(self.words)]
        return tuple(
            Sentence(
                Span(self.words[a].span.start, max(word.span.end for word in self.words[a:b])),
                self.words[a:b],
                starts[a],
                starts[b - 1] + len(self.words[b - 1].text),
            )
            for a, b in pairwise(bounds)
            if a < b
        )

    def _paused(self, starts: Sequence[int]) -> str:
        """The text with a line's end for the space at each long pause; every character keeps its place."""
        text = list(self.text)
        for k in range(1, len(self.words)):
            if self.words[k].span.start - self.words[k - 1].span.end >= SENTENCE_PAUSE:
                text[starts[k] - 1] = "\n"
        return "".join(text)


def _word_at(starts: Sequence[int], offset: int) -> int:
    """The index of the word that holds the character ``offset``."""
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= offset else (low, middle)
    return low


def utterances(call: Call) -> tuple[Utterance, ...]:
    """The lines of a call in the order in which they begin; time linear in the turns, after sorting."""
    turns = sorted(_cut_where_lines_open(call.turns), key=lambda turn: (turn.span.start, turn.span.end))
    listening = _listening(turns)
    lines: list[list[Turn]] = []
    open_line: dict[Speaker, list[Turn]] = {}
    floor: Speaker | None = None
    for turn in turns:
        told = turn.words[0].opens if turn.words else None
        if told is None and turn in listening:
            lines.append([turn])
            continue
        open_turns = open_line.get(turn.speaker)
        goes_on = told is False or (
            told is None
            and floor == turn.speaker
            and open_turns is not None
            and turn.span.start - open_turns[-1].span.end < LONG_PAUSE
        )
        if goes_on and open_turns is not None:
            open_turns.append(turn)
        else:
            open_line[turn.speaker] = [turn]
            lines.append(open_line[turn.speaker])
        floor = turn.speaker
    return tuple(sorted((_line(line_turns) for line_turns in lines), key=lambda line: (line.span.start, line.span.end)))


def _cut_where_lines_open(turns: Sequence[Turn]) -> list[Turn]:
    """The turns, each cut at the words inside it that a person said open a line."""
    parts: list[Turn] = []
    for turn in turns:
        cuts = [k for k in range(1, len(turn.words)) if turn.words[k].opens]
        times = sorted([turn.span.start, *(turn.words[k].span.start for k in cuts), turn.span.end])
        words = [turn.words[a:b] for a, b in pairwise([0, *cuts, len(turn.words)])]
        parts += [Turn(Span(a, b), turn.speaker, own) for (a, b), own in zip(pairwise(times), words, strict=True)]
    return parts


def _line(turns: list[Turn]) -> Utterance:
    span = Span(turns[0].span.start, max(turn.span.end for turn in turns))
    return Utterance(span, turns[0].speaker, tuple(word for turn in turns for word in turn.words))


def _listening(turns: Sequence[Turn]) -> set[Turn]:
    """The stretches that only listen: short, of listening words, while the other speaks or goes right on.

    Whoever was cut off in the middle of a sentence ("Well, you" … "mm-hm" … "have a good one") goes on, though he paused.
    """
    listening: set[Turn] = set()
    for k, turn in enumerate(turns):
        if turn.span.duration > LISTENING_LONGEST or not _only_listens(turn):
            continue
        before = next((t for t in reversed(turns[max(0, k - 4) : k]) if t.speaker != turn.speaker), None)
        after = next((t for t in turns[k + 1 : k + 5] if t.speaker != turn.speaker), None)
        next_own = next((t for t in turns[k + 1 : k + 5] if t.speaker == turn.speaker), None)
        if before is None:
            continue
        inside = before.span.end >= turn.span.end
        goes_on = (
            after is not None
            and (before.span.end > turn.span.start or broken_off(_text_of(before)))
            and after.span.start - before.span.end < 1.0
            and (next_own is None or next_own.span.start > after.span.start)
        )
        if inside or goes_on:
            listening.add(turn)
    return listening


def _text_of(turn: Turn) -> str:
    return " ".join(word.text for word in turn.words)


def _only_listens(turn: Turn) -> bool:
    words = [word.text.lower().strip(_PUNCTUATION) for word in turn.words]
    return 0 < len(words) <= 4 and all(word in LISTENING or not word for word in words)

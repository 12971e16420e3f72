"""The wording lens: what was said, read against the rule book. (First slice; techniques in time to come.)"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.limits import Limits
from analysis.lines import Line, Piece, lines
from analysis.report import Kind, Measure, Moment
from analysis.rules import RuleBook, Stance, load_book
from analysis.spoken import foreign, sentences, tokenize
from audio.call import Call, Speaker
from audio.span import Span

KIND: dict[Stance, Kind] = {"partner": "partnered", "push": "pushed", "escalation": "escalated"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A technique heard in a text: ``words`` are ``text[start:end]``; ``score`` from 0 to 1; ``rule`` what heard it."""

    stance: Stance
    technique: str
    words: str
    start: int
    end: int
    score: float
    rule: str
    because: str


def reads(text: str) -> str | None:
    """Why ``text`` is not read, in one sentence, or ``None`` where it is."""
    return foreign(text)


def hits(text: str, speaker: Speaker, book: RuleBook) -> tuple[Hit, ...]:
    """The techniques heard in ``text``, the weightiest first, each once."""
    if reads(text):
        return ()
    tokens = tokenize(text)
    best: dict[str, Hit] = {}
    for match in book.matches(tokens, (end for _, end in sentences(text)), speaker):
        start, end = tokens.starts[match.first], tokens.ends[match.last - 1]
        words = text[start:end]
        score = min(0.99, 0.8 + 0.02 * (match.last - match.first))
        hit = Hit(match.rule.stance, match.rule.id, words, start, end, score, match.rule.id, f"“{words}”: {match.rule.name.lower()}")
        if match.rule.id not in best or best[match.rule.id].score < score:
            best[match.rule.id] = hit
    return tuple(sorted(best.values(), key=lambda hit: -hit.score))


def measure(call: Call, limits: Limits) -> tuple[Measure, ...]:
    """How often each technique was used, over the whole call."""
    if not call.has_words:
        return ()
    found = moments(call, limits)
    whole = Span(0.0, call.duration)
    names = sorted({(m.technique, m.speaker) for m in found if m.technique})
    return tuple(
        Measure(f"times_{name}", whole, speaker, float(sum(m.technique == name for m in found)), "times")
        for name, speaker in names
    )


def moments(call: Call, limits: Limits, book: RuleBook | None = None) -> tuple[Moment, ...]:
    """The pushes, partnerings and escalations in the words of a call; one a line and stance, the weightiest."""
    if not call.has_words:
        return ()
    book = book or load_book()
    found: list[Moment] = []
    for line in lines(call):
        best: dict[Stance, tuple[Hit, Piece]] = {}
        for piece in line.pieces:
            for hit in hits(piece.text, line.speaker, book):
                if hit.stance not in best or best[hit.stance][0].score < hit.score:
                    best[hit.stance] = (hit, piece)
        found += [_moment(line, piece, hit, book) for hit, piece in best.values()]
    return tuple(found)


def _moment(line: Line, piece: Piece, hit: Hit, book: RuleBook) -> Moment:
    rule = book[hit.technique]
    return Moment(
        KIND[hit.stance], rule.id, piece.span, line.speaker, rule.name, hit.because, hit.words, hit.rule,
        instead=rule.instead[0] if rule.instead else None,
    )  # fmt: skip

"""Reads a text: which techniques are heard in it, with the words that say so.

Two readers look at the same tokens. The *rule book* finds turns of phrase; the *model* weighs the whole phrasing,
the rules found included. A text is read in *windows*, runs of sentences about as long as the lines the model
learned from, so that a long turn is neither diluted nor read in time that grows faster than it does::

    |  window: up to 48 tokens  |  window  |
      It's the grey one. And don't you worry, I've got this now.
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ own_it: the words that carried it

It speaks up where everything that is not neutral is together likely enough, sooner with a pattern found than without;
then the likelier stance is taken, and in it the likeliest technique. A veto over the carrying words silences its technique
(the mass goes to neutral), and a team's own pattern always speaks, as the model cannot know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from analysis.phrases import NEUTRAL, Phrases, Side, features, shipped
from analysis.rules import Match, RuleBook, Stance
from analysis.spoken import Tokens, foreign, pieces, sentences, tokenize
from audio.call import Speaker

WINDOW = 48
"""Tokens read at once, about the longest line of the phrase bank."""
ALSO = 0.12
"""A further technique of the same stance is named from this probability on."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A technique heard in a text.

    ``words`` are ``text[start:end]``; ``score`` is the probability, 0 to 1; ``rule`` the id of the technique's rule or
    ``model``; ``because`` the evidence in a sentence.
    """

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


def hits(text: str, speaker: Speaker, book: RuleBook, lean: float = 0.0, model: Phrases | None = None) -> tuple[Hit, ...]:
    """The techniques heard in ``text``, the weightiest first, each once; none in a language that is not read.

    lean   added to the log-odds of hearing anything, for what came before in the call; 0 for a text by itself
    model  another one than the shipped, for measuring it
    """
    if not text.strip() or reads(text):
        return ()
    tokens = tokenize(text)
    best: dict[str, Hit] = {}
    for start, end in _windows(text, tokens):
        for hit in _read(text, tokens.between(start, end), speaker, book, lean, model or shipped()):
            if hit.technique not in best or best[hit.technique].score < hit.score:
                best[hit.technique] = hit
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.start)))


def likely(text: str, speaker: Speaker, book: RuleBook, model: Phrases | None = None) -> float:
    """How likely ``text`` is anything but ordinary talk, 0 to 1: the most of its windows, vetoes heeded."""
    if not text.strip() or reads(text):
        return 0.0
    tokens = tokenize(text)
    side = (model or shipped()).sides[speaker]
    most = 0.0
    for start, end in _windows(text, tokens):
        window = _look(text, tokens.between(start, end), speaker, book, side)
        most = max(most, 1 - window.odds[NEUTRAL])
    return most


def _windows(text: str, tokens: Tokens) -> Sequence[tuple[int, int]]:
    """Runs of whole sentences, as character offsets, each up to :data:`WINDOW` tokens where sentences allow."""
    if len(tokens) <= WINDOW:
        return [(0, len(text))]
    runs: list[tuple[int, int]] = []
    size = 0
    k = 0
    for start, end in pieces(text, tokens):
        here = 0
        while k < len(tokens) and tokens.starts[k] < end:
            k += 1
            here += 1
        if runs and size + here <= WINDOW:
            runs[-1] = (runs[-1][0], end)
            size += here
        else:
            runs.append((start, end))
            size = here
    return runs


@dataclass(frozen=True, slots=True)
class _Window:
    """What both readers see in a window."""

    tokens: Tokens
    found: dict[str, tuple[int, int]]
    odds: dict[str, float]
    matches: list[Match]


def _look(text: str, tokens: Tokens, speaker: Speaker, book: RuleBook, side: Side) -> _Window:
    first, last = (tokens.starts[0], tokens.ends[-1]) if len(tokens) else (0, 0)
    ends = [end + first for _, end in sentences(text[first : last + 1])]
    matches = book.matches(tokens, ends, speaker)
    found = features(tokens, book.lists, dict.fromkeys(match.rule.id for match in matches))
    odds = side.odds(found)
    matched = {match.rule.id for match in matches}
    for id, places in book.vetoed(tokens, ends, speaker).items():
        if id in odds and id not in matched and odds[id] > ALSO:
            start, end = side.carried(found, id, len(tokens))
            if any(start < stop and begin <= end for begin, stop in places):
                odds[NEUTRAL] += odds[id]
                odds[id] = 0.0
    for id in book.silenced & odds.keys():
        odds[NEUTRAL] += odds[id]
        odds[id] = 0.0
    return _Window(tokens, found, odds, matches)


def _read(text: str, tokens: Tokens, speaker: Speaker, book: RuleBook, lean: float, model: Phrases) -> list[Hit]:
    side = model.sides[speaker]
    window = _look(text, tokens, speaker, book, side)
    heard = [_by_rule(text, window, match, 0.97) for match in window.matches if match.pattern in match.rule.team]
    backed = bool(window.matches)
    anything = _leaned(1 - window.odds[NEUTRAL], lean)
    if anything < (model.backed if backed else model.alone)[speaker]:
        return heard
    stances: dict[Stance, float] = {}
    for technique, odds in window.odds.items():
        if technique != NEUTRAL:
            stance = book[technique].stance
            stances[stance] = stances.get(stance, 0.0) + odds
    stance = max(stances, key=stances.__getitem__)
    ranked = sorted(((o, t) for t, o in window.odds.items() if t != NEUTRAL and book[t].stance == stance), reverse=True)
    top = ranked[0][0]
    for odds, technique in ranked:
        if odds < top and odds < ALSO:
            break
        score = round(anything * odds / max(top, 1e-9), 3)
        matches = [match for match in window.matches if match.rule.id == technique]
        if matches:
            heard.append(_by_rule(text, window, max(matches, key=lambda m: m.last - m.first), score))
        else:
            heard.append(_by_model(text, window, side, book, technique, score))
    return heard


def _leaned(chance: float, lean: float) -> float:
    if not lean or not 0 < chance < 1:
        return chance
    return 1 / (1 + exp(-(log(chance / (1 - chance)) + lean)))


def _by_rule(text: str, window: _Window, match: Match, score: float) -> Hit:
    start, end = window.tokens.starts[match.first], window.tokens.ends[match.last - 1]
    words = text[start:end]
    because = f"“{words}” is a turn of phrase of “{match.rule.name}” in the rule book."
    return Hit(match.rule.stance, match.rule.id, words, start, end, score, match.rule.id, because)


def _by_model(text: str, window: _Window, side: Side, book: RuleBook, technique: str, score: float) -> Hit:
    first, last = side.carried(window.found, technique, len(window.tokens))
    start, end = window.tokens.starts[first], window.tokens.ends[last]
    words = text[start:end]
    rule = book[technique]
    because = f"“{words}” reads like “{rule.name}” ({score:.0%} likely in the phrasings that were learned)."
    return Hit(rule.stance, technique, words, start, end, score, "model", because)

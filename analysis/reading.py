"""Reads a text: which techniques are heard in it, with the words that say so.

Two readers look at the same tokens. The *rule book* finds turns of phrase; the *model* weighs the whole phrasing,
the rules found included. A text is read in *windows*, runs of sentences about as long as the lines the model
learned from, so that a long turn is neither diluted nor read in time that grows faster than it does::

    |  window: up to 48 tokens  |  window  |
      It's the grey one. And don't you worry, I've got this now.
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ own_it: the words that carried it

A sentence with a turn of phrase of the book in it is also read by itself, so that one push among much ordinary talk is
not thinned out. The fewer the words, the more they must say.

It speaks up where everything that is not neutral is together likely enough, sooner with a pattern found than without;
then the likelier stance is taken, and in it the likeliest technique. A veto over the carrying words silences its technique
(the mass goes to neutral), and a team's own pattern always speaks, as the model cannot know it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from analysis.phrases import NEUTRAL, Phrases, Side, Weighed, features, shipped
from analysis.rules import Match, RuleBook, Stance
from analysis.spoken import Tokens, foreign, pieces, tokenize
from audio.call import Speaker

WINDOW = 48
"""Tokens read at once, about the longest line of the phrase bank."""
ALSO = 0.12
"""A further technique of the same stance is named from this probability on."""
LEAST = 4
"""Tokens that a text has at least for the model to speak without a turn of phrase of the book."""
LENGTH = 1.0
"""Log-odds that a text gains for each time it is e times as long: what few words say weighs as much in the model as
what many say (its vectors have unit length), and is less to rely on. Without it, a tenth fewer of the customers'
escalations are heard at the same false alarms in calls of held-out authors; on single lines it makes no difference."""
TYPICAL = 12
"""Tokens of a text that gains and loses nothing."""

Odds = dict[str, float]
Range = tuple[int, int]
"""First token and one past the last."""


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its hits, the weightiest first, and how likely it is anything but ordinary talk, 0 to 1."""

    hits: tuple[Hit, ...]
    likely: float


def read(
    text: str,
    speaker: Speaker,
    book: RuleBook,
    lean: float = 0.0,
    model: Phrases | None = None,
    tokens: Tokens | None = None,
) -> Reading:
    """Read ``text``; a language that is not read gives no hits.

    lean   added to the log-odds of hearing anything, for what came before in the call; 0 for a text by itself
    model  another one than the shipped, for measuring it
    tokens those of ``text``, where the caller has them
    """
    model = model or shipped()
    best: dict[str, Hit] = {}
    seen = views(text, speaker, book, model, tokens)
    for view in seen:
        for hit in _heard(text, view, book, lean, model, speaker):
            if hit.technique not in best or best[hit.technique].score < hit.score:
                best[hit.technique] = hit
    ranked = sorted(best.values(), key=lambda hit: (-hit.score, hit.start))
    return Reading(tuple(ranked), max((1 - view.odds[NEUTRAL] for view in seen), default=0.0))


def hits(text: str, speaker: Speaker, book: RuleBook) -> tuple[Hit, ...]:
    """The techniques heard in ``text`` by itself, the weightiest first, each once."""
    return read(text, speaker, book).hits


@dataclass(frozen=True, slots=True)
class View:
    """A window, or the sentence of it that told more than the whole, as both readers see it."""

    side: Side
    tokens: Tokens
    weighed: Weighed
    odds: Odds
    matches: list[Match]
    """With token numbers counted from the view's first."""


def views(text: str, speaker: Speaker, book: RuleBook, model: Phrases, tokens: Tokens | None = None) -> list[View]:
    """What is seen in each window of ``text``; empty for what cannot be read."""
    tokens = tokens or tokenize(text)
    if not len(tokens) or not any(letter.isalpha() for letter in text) or reads(text):
        return []
    cuts = pieces(text, tokens)
    matches, vetoes = book.look(tokens, [end for _, end in cuts], speaker)
    side = model.sides[speaker]
    seen = []
    for parts in windows(tokens, cuts):
        whole = (parts[0][0], parts[-1][1])
        best = _view(tokens, whole, side, book, matches, vetoes)
        for first, last in parts if len(parts) > 1 else ():
            if any(first <= match.first and match.last <= last for match in matches):
                one = _view(tokens, (first, last), side, book, matches, vetoes)
                best = min(best, one, key=lambda view: (not any(m.speaks for m in view.matches), view.odds[NEUTRAL]))
        seen.append(best)
    return seen


def windows(tokens: Tokens, cuts: Sequence[tuple[int, int]]) -> list[list[Range]]:
    """Runs of whole sentences, each as its sentences' tokens, up to :data:`WINDOW` tokens where sentences allow."""
    runs: list[list[Range]] = []
    first = 0
    for _, end in cuts:
        last = bisect_left(tokens.starts, end)
        if last == first:
            continue
        if runs and last - runs[-1][0][0] <= WINDOW:
            runs[-1].append((first, last))
        else:
            runs.append([(first, last)])
        first = last
    return runs


def _view(
    tokens: Tokens, part: Range, side: Side, book: RuleBook, matches: Sequence[Match], vetoes: dict[str, list[Range]]
) -> View:
    first, last = part
    mine = (
        tokens
        if part == (0, len(tokens))
        else Tokens(tokens.words[first:last], tokens.starts[first:last], tokens.ends[first:last])
    )
    inside = [
        Match(m.rule, m.pattern, m.first - first, m.last - first)
        for m in matches
        if first <= m.first and m.last <= last
    ]
    weighed = side.weigh(features(mine, book.lists, [m.rule.id for m in inside]))
    odds = side.odds(weighed)
    for id, places in vetoes.items():
        if odds.get(id, 0.0) > ALSO and not any(m.rule.id == id for m in inside):
            start, end = side.carried(weighed, id, len(mine))
            if any(start < stop - first and begin - first <= end for begin, stop in places):
                odds[NEUTRAL] += odds[id]
                odds[id] = 0.0
    for id in book.silenced & odds.keys():
        odds[NEUTRAL] += odds[id]
        odds[id] = 0.0
    longer = LENGTH * log((1 + len(mine)) / (1 + TYPICAL))
    return View(side, mine, weighed, _scaled(odds, _leaned(1 - odds[NEUTRAL], longer)), inside)


def _scaled(odds: Odds, anything: float) -> Odds:
    """The same odds among the techniques, with ``anything`` for all of them together."""
    share = anything / max(1e-9, 1 - odds[NEUTRAL])
    return {technique: o * share for technique, o in odds.items()} | {NEUTRAL: 1 - anything}


def _heard(text: str, view: View, book: RuleBook, lean: float, model: Phrases, speaker: Speaker) -> list[Hit]:
    heard = [_by_rule(text, view, match, 0.97) for match in view.matches if match.speaks]
    anything = _leaned(1 - view.odds[NEUTRAL], lean)
    if anything < (model.backed if view.matches else model.alone)[speaker]:
        return heard
    if not view.matches and len(view.tokens) < LEAST:
        return heard
    stances: dict[Stance, float] = {}
    for technique, odds in view.odds.items():
        if technique != NEUTRAL:
            stance = book[technique].stance
            stances[stance] = stances.get(stance, 0.0) + odds
    stance = max(stances, key=stances.__getitem__)
    ranked = sorted(((o, t) for t, o in view.odds.items() if t != NEUTRAL and book[t].stance == stance), reverse=True)
    top = ranked[0][0]
    for odds, technique in ranked:
        if odds < top and odds < ALSO:
            break
        score = round(anything * odds / max(top, 1e-9), 3)
        matches = [match for match in view.matches if match.rule.id == technique]
        if matches:
            heard.append(_by_rule(text, view, max(matches, key=lambda m: m.last - m.first), score))
        else:
            heard.append(_by_model(text, view, book, technique, score))
    return heard


def _leaned(chance: float, lean: float) -> float:
    if not lean or not 0 < chance < 1:
        return chance
    return 1 / (1 + exp(-(log(chance / (1 - chance)) + lean)))


def _by_rule(text: str, view: View, match: Match, score: float) -> Hit:
    start, end = view.tokens.starts[match.first], view.tokens.ends[match.last - 1]
    words = text[start:end]
    because = f"“{words}” is a turn of phrase of “{match.rule.name}” in the rule book."
    return Hit(match.rule.stance, match.rule.id, words, start, end, score, match.rule.id, because)


def _by_model(text: str, view: View, book: RuleBook, technique: str, score: float) -> Hit:
    first, last = view.side.carried(view.weighed, technique, len(view.tokens))
    start, end = view.tokens.starts[first], view.tokens.ends[last]
    words = text[start:end]
    rule = book[technique]
    because = f"“{words}” reads like “{rule.name}” ({min(score, 0.99):.0%} likely by the phrasings it was taught)."
    return Hit(rule.stance, technique, words, start, end, score, "model", because)

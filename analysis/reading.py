"""Reads a text: which techniques are heard in it, with the words that say so.

Two readers look at the same tokens. The *rule book* finds turns of phrase; the *model* weighs the whole phrasing,
the rules found included. A text is read in *windows*, runs of clauses about as long as the lines the model learned
from, and again clause by clause, so that one push among much ordinary talk, or behind a soft opening, is not thinned
out::

    |  window: up to 48 tokens                                             |  window  |
      I do understand, | but you keep saying the same thing. | And the form …
                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ contradict: the whole clause is quoted

Who looks often enough finds something: a clause among several must say more, by the logarithm of how many there are
(Bonferroni's correction, in log-odds), and the fewer the words, the more they must say.

What is weighed is the *stance*: the likeliest one's probability, its techniques' together, is put on its scale
(:mod:`analysis.sure`), and there it is heard for sure, only possible, or not at all. Its techniques are then named in
the order of their own probabilities. A veto over the carrying words silences its technique (the mass goes to neutral),
and a team's own pattern always speaks, as the model cannot know it. A fragment that breaks off ("Well, you") is not read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from analysis.phrases import NEUTRAL, Phrases, Side, Weighed, features, shipped
from analysis.rules import Match, Rule, RuleBook, Stance
from analysis.spoken import Tokens, clauses, foreign, pieces, tokenize
from analysis.sure import Confidence
from audio.call import Speaker

WINDOW = 48
"""Tokens read at once, about the longest line of the phrase bank."""
ALSO = 0.12
"""A further technique of the same stance is named from this share of the stance's probability on."""
SURE = 0.97
"""Probability of a pattern that speaks for itself."""
WORTH = 0.02
"""Probability of taking any side from which on a window is read clause by clause; below it nothing is hidden in it."""

Odds = dict[str, float]
Range = tuple[int, int]
"""First token and one past the last."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A technique heard in a text.

    ``words`` are ``text[start:end]``, whole clauses; ``score`` is the technique's own calibrated probability, 0 to 1;
    ``rule`` the id of the technique's rule or ``model``; ``because`` the evidence in a sentence; ``confidence``
    ``high``, or ``low`` for one that is only possible.
    """

    stance: Stance
    technique: str
    words: str
    start: int
    end: int
    score: float
    rule: str
    because: str
    confidence: Confidence = "high"


def reads(text: str) -> str | None:
    """Why ``text`` is not read, in one sentence, or ``None`` where it is."""
    return foreign(text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its hits, the surest first, and how likely it takes any side, calibrated, 0 to 1."""

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

    lean   added to the log-odds of every stance, for what came before in the call; 0 for a text by itself
    model  another one than the shipped, for measuring it
    tokens those of ``text``, where the caller has them
    """
    model = model or shipped()
    best: dict[str, Hit] = {}
    likely = 0.0
    for seen in views(text, speaker, book, model, tokens):
        for view in seen:
            toll = log(len(seen) - 1) if view is not seen[0] else 0.0
            stance, chance = _stance(view, book, model, speaker, lean - toll)
            likely = max(likely, chance)
            for hit in _heard(text, view, book, model.scale(speaker, stance).level(chance), stance, chance):
                if hit.technique not in best or _rank(hit) < _rank(best[hit.technique]):
                    best[hit.technique] = hit
    return Reading(tuple(sorted(best.values(), key=_rank)), likely)


def _rank(hit: Hit) -> tuple[bool, bool, float, int]:
    """The surest first, and of what is sure a push first: in a mixed line it is what the customer takes away."""
    return hit.confidence == "low", hit.stance != "push", -hit.score, hit.start


def hits(text: str, speaker: Speaker, book: RuleBook) -> tuple[Hit, ...]:
    """The techniques heard in ``text`` by itself, the surest first, each once."""
    return read(text, speaker, book).hits


@dataclass(frozen=True, slots=True)
class View:
    """A window, or a clause of it, as both readers see it."""

    side: Side
    tokens: Tokens
    weighed: Weighed
    odds: Odds
    matches: list[Match]
    """With token numbers counted from the view's first."""
    cuts: tuple[Range, ...]
    """The characters of its clauses."""

    def raw(self, stance: str, book: RuleBook) -> float:
        """The model's probability of a stance: that of its techniques together."""
        return sum(odds for id, odds in self.odds.items() if id != NEUTRAL and book[id].stance == stance)


def views(
    text: str, speaker: Speaker, book: RuleBook, model: Phrases, tokens: Tokens | None = None
) -> list[list[View]]:
    """What is seen in each window of ``text``, the whole first, then its clauses; empty for what cannot be read."""
    tokens = tokens or tokenize(text)
    if not len(tokens) or not any(letter.isalpha() for letter in text) or reads(text):
        return []
    sentences = pieces(text, tokens)
    cuts = clauses(text, tokens, sentences)
    if not cuts:
        return []
    matches, vetoes = book.look(tokens, [end for _, end in sentences], speaker)
    side = model.sides[speaker]
    seen = []
    for parts in windows(tokens, cuts):
        whole = _view(tokens, (parts[0][0], parts[-1][1]), cuts, side, book, matches, vetoes)
        here = [whole]
        if len(parts) > 1 and (whole.odds[NEUTRAL] < 1 - WORTH or whole.matches):
            here += [_view(tokens, part, cuts, side, book, matches, vetoes) for part in parts]
        seen.append(here)
    return seen


def windows(tokens: Tokens, cuts: Sequence[tuple[int, int]]) -> list[list[Range]]:
    """Runs of whole clauses, each as its clauses' tokens, up to :data:`WINDOW` tokens where clauses allow."""
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
    tokens: Tokens,
    part: Range,
    cuts: Sequence[Range],
    side: Side,
    book: RuleBook,
    matches: Sequence[Match],
    vetoes: dict[str, list[Range]],
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
    return View(side, mine, weighed, odds, inside, tuple(cuts))


def _stance(view: View, book: RuleBook, model: Phrases, speaker: Speaker, lean: float) -> tuple[Stance, float]:
    """The likelier stance of a view and its calibrated probability."""
    raw: dict[Stance, float] = {}
    for technique, odds in view.odds.items():
        if technique != NEUTRAL:
            stance = book[technique].stance
            raw[stance] = raw.get(stance, 0.0) + odds
    best = max(raw, key=raw.__getitem__)
    return best, model.scale(speaker, best).chance(raw[best], len(view.tokens), lean)


def _heard(
    text: str, view: View, book: RuleBook, level: Confidence | None, stance: Stance, chance: float
) -> Iterable[Hit]:
    """The patterns that speak for themselves, and the techniques of the stance where it is likely enough."""
    yield from (_by_rule(text, view, match, SURE, "high") for match in view.matches if match.speaks)
    if level is None:
        return
    whole = max(view.raw(stance, book), 1e-9)
    ranked = sorted(((o, t) for t, o in view.odds.items() if t != NEUTRAL and book[t].stance == stance), reverse=True)
    for place, (odds, technique) in enumerate(ranked):
        if place and odds < ALSO * whole:
            return
        score = round(chance * odds / whole, 3)
        matches = [match for match in view.matches if match.rule.id == technique]
        if matches:
            yield _by_rule(text, view, max(matches, key=lambda m: m.last - m.first), score, level)
        else:
            yield _by_model(text, view, book[technique], score, level)


def _by_rule(text: str, view: View, match: Match, score: float, level: Confidence) -> Hit:
    said = text[view.tokens.starts[match.first] : view.tokens.ends[match.last - 1]]
    start, end = _whole(view, match.first, match.last - 1)
    words = text[start:end]
    because = f"“{said}” is a turn of phrase of “{match.rule.name}” in the rule book"
    because += "." if said == words else f", said in “{words}”."
    return Hit(match.rule.stance, match.rule.id, words, start, end, score, match.rule.id, because, level)


def _by_model(text: str, view: View, rule: Rule, score: float, level: Confidence) -> Hit:
    start, end = _whole(view, *view.side.carried(view.weighed, rule.id, len(view.tokens)))
    words = text[start:end]
    because = f"“{words}” reads like “{rule.name}” ({min(score, 0.99):.0%} likely by the phrasings it was taught)."
    return Hit(rule.stance, rule.id, words, start, end, score, "model", because, level)


def _whole(view: View, first: int, last: int) -> Range:
    """The characters of the whole clauses that hold most of tokens ``first`` to ``last``."""
    start, end = view.tokens.starts[first], view.tokens.ends[last]
    shared = [(min(end, b) - max(start, a), a, b) for a, b in view.cuts]
    most = max(shared)[0]
    held = [(a, b) for share, a, b in shared if share > 0 and share >= most / 2]
    return held[0][0], held[-1][1]

"""Reads a text: which techniques are heard in it, how surely, and with which words.

What is weighed is the *stance* of what is seen in a text (:mod:`analysis.language.windows`): the likeliest one's probability, its
techniques' together, is put on its scale (:mod:`analysis.language.calibration`), and there it is heard for sure, only possible, or not
at all. Its techniques are then named in the order of their own probabilities::

    I do understand, | but you keep saying the same thing. | And the form …
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ contradict: the whole clause is quoted

Each window is weighed as a whole and clause by clause, so that one push among much ordinary talk, or behind a soft
opening, is not thinned out. Who looks often enough finds something: a clause among several must say more, by the
logarithm of how many there are (Bonferroni's correction, in log-odds). A team's own pattern always speaks, as the model
cannot know it, and so does a rule that says it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import log

from analysis.language.calibration import Confidence, logit
from analysis.language.classifier import WordingModel, shipped_model
from analysis.language.rulebook.rules import Match, Rule, RuleBook, Stance
from analysis.language.tokens import Tokens, bag
from analysis.language.windows import Range, WindowView, by_stance, views
from audio.call import Speaker

ALSO = 0.12
"""A further technique of the same stance is named from this share of the stance's probability on."""
KINDS: Mapping[Stance, str] = {"push": "a push", "partner": "partnering", "escalation": "an escalation"}
"""Each stance in a sentence."""
SURE = 0.97
"""Probability of a pattern that speaks for itself."""
EMPTY = bag("um uh er ah oh hm so well okay ok yeah yes no right now like and but")
"""Words that say nothing by themselves: a push of the model in nothing else, "so, um, no", may be the beginning of anything."""
OUTWEIGHED = 2.0
"""Log-odds by which a sure partnering in the same text makes a push of the model only possible: of two that the model hears
in one line the weaker is more often its mistake, and the mistake that costs is the push."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A technique heard in a text.

    ``words`` are ``text[start:end]``, whole clauses; ``score`` is the technique's own calibrated probability, 0 to 1;
    ``rule`` the id of the technique's rule or ``model``; ``because`` the evidence in a sentence; ``confidence``
    ``high``, or ``low`` for one that is only possible; ``likely`` how likely the text takes this stance at all, calibrated.
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
    likely: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its hits, the surest first, and how likely it takes any side, calibrated, 0 to 1."""

    hits: tuple[Hit, ...]
    likely: float


def read(
    text: str,
    speaker: Speaker,
    book: RuleBook,
    shift: float = 0.0,
    model: WordingModel | None = None,
    tokens: Tokens | None = None,
) -> Reading:
    """Read ``text``; a language that is not read gives no hits.

    shift  added to the log-odds of every stance, for what came before in the call; 0 for a text by itself
    model  another one than the shipped, for measuring it
    tokens those of ``text``, where the caller has them
    """
    model = model or shipped_model()
    best: dict[str, Hit] = {}
    chances: dict[Stance, float] = {}
    for window in views(text, speaker, book, model, tokens):
        for view in window:
            penalty = log(len(window) - 1) if view is not window[0] else 0.0
            stance, chance = _likeliest_stance(view, book, model, speaker, shift - penalty)
            chances[stance] = max(chances.get(stance, 0.0), chance)
            for hit in _hits_of(text, view, book, model.scale(speaker, stance).level(chance), stance, chance):
                if hit.technique not in best or _rank(hit) < _rank(best[hit.technique]):
                    best[hit.technique] = hit
    hits_found = list(best.values())
    if any(hit.stance == "partner" and hit.confidence == "high" for hit in hits_found) and _outweighed(chances):
        hits_found = [_lowered(hit) for hit in hits_found]
    return Reading(tuple(sorted(hits_found, key=_rank)), max(chances.values(), default=0.0))


def _outweighed(chances: Mapping[Stance, float]) -> bool:
    """Whether a push is much less likely than the partnering beside it."""
    return logit(chances.get("partner", 0.0)) - logit(chances.get("push", 0.0)) > OUTWEIGHED


def _lowered(hit: Hit) -> Hit:
    """A push of the model as one that is only possible; a pattern that speaks for itself stays."""
    return replace(hit, confidence="low") if hit.stance == "push" and hit.score < SURE else hit


def _rank(hit: Hit) -> tuple[bool, bool, float, int]:
    """The surest first, and of what is sure a push first: in a mixed line it is what the customer takes away."""
    return hit.confidence == "low", hit.stance != "push", -hit.score, hit.start


def hits(text: str, speaker: Speaker, book: RuleBook) -> tuple[Hit, ...]:
    """The techniques heard in ``text`` by itself, the surest first, each once."""
    return read(text, speaker, book).hits


def _likeliest_stance(
    view: WindowView, book: RuleBook, model: WordingModel, speaker: Speaker, shift: float
) -> tuple[Stance, float]:
    """The likelier stance of a view and its calibrated probability."""
    best, raw = view.likeliest(book)
    return best, model.scale(speaker, best).chance(raw, len(view.tokens), shift)


def _hits_of(
    text: str, view: WindowView, book: RuleBook, level: Confidence | None, stance: Stance, chance: float
) -> Iterable[Hit]:
    """The patterns that speak for themselves, and the techniques of the stance where it is likely enough."""
    yield from (_hit_by_rule(text, view, match, SURE, "high", SURE) for match in view.matches if match.speaks)
    if level is None:
        return
    if stance == "push" and EMPTY.issuperset(view.tokens.words):
        level = "low"
    stance_probability = max(view.raw(stance, book), 1e-9)
    techniques = by_stance(book, view.side.techniques)[stance]
    ranked = sorted(((view.probabilities[technique], technique) for technique in techniques), reverse=True)
    for place, (probability, technique) in enumerate(ranked):
        if place and probability < ALSO * stance_probability:
            return
        score = round(chance * probability / stance_probability, 3)
        matches = [match for match in view.matches if match.rule.id == technique]
        if matches:
            yield _hit_by_rule(text, view, max(matches, key=lambda m: m.last - m.first), score, level, chance)
        else:
            yield _hit_by_model(text, view, book[technique], score, chance, level)


def _hit_by_rule(text: str, view: WindowView, match: Match, score: float, level: Confidence, chance: float) -> Hit:
    quote = text[view.tokens.starts[match.first] : view.tokens.ends[match.last - 1]]
    start, end = _whole_clauses(view, match.first, match.last - 1)
    words = text[start:end]
    because = f"“{quote}” is a turn of phrase of “{match.rule.name}” in the rule book"
    because += "." if quote == words else f", said in “{words}”."
    return Hit(match.rule.stance, match.rule.id, words, start, end, score, match.rule.id, because, level, chance)


def _hit_by_model(text: str, view: WindowView, rule: Rule, score: float, chance: float, level: Confidence) -> Hit:
    start, end = _whole_clauses(view, *view.side.strongest_words(view.weighed, rule.id, len(view.tokens)))
    words = text[start:end]
    because = (
        f"“{words}” reads like {KINDS[rule.stance]} ({min(chance, 0.99):.0%} likely, by how alike it is to example sentences), "
        f"and of these most like “{rule.name}” ({min(score, 0.99):.0%})."
    )
    return Hit(rule.stance, rule.id, words, start, end, score, "model", because, level, chance)


def _whole_clauses(view: WindowView, first: int, last: int) -> Range:
    """The characters of the whole clauses that hold most of tokens ``first`` to ``last``."""
    start, end = view.tokens.starts[first], view.tokens.ends[last]
    shared = [(min(end, clause[1]) - max(start, clause[0]), clause) for clause in view.cuts]
    greatest = max(shared)[0]
    clauses = [clause for share, clause in shared if share > 0 and share >= greatest / 2]
    return clauses[0][0], clauses[-1][1]

"""Response: what the customer's voice did after a moment, against the same customer's just before it.

Followed by, never caused by. The last turns before and the first after are compared::

    customer   .. |turn|  |turn|  |turn|   [ moment ]    |turn|  |turn|  |turn| ..
                       mean b  ──────────  change  ─────────  mean a

A turn is the mean of its phrases, and how far such means scatter is measured in the same call (:mod:`analysis.voice.heat`). The
margin is half of the 90 % interval of the change, by the t distribution. Beyond the margin, and beyond ``response_least``,
the customer is calmer or hotter; within it there is *no clear change*; with under two phrases on a side nobody *can tell*.

* A voice rises in relief, laughter and thanks too. *Hotter* needs a sharper balance and, where there are words, words of
  escalation that no warm ones follow; otherwise the customer is *livelier*, which is no clear change of heat.
* An escalation in the rule book's own words after, and none before, counts as hotter, unless the voice goes down or warm words
  follow it. One that is only likely, by the model, needs the voice as well.
* Hot voices fall back by themselves (regression to the mean; Galton 1886, Barnett et al. 2005). Where the voice after lies
  nearer to what was usual before the outburst than to the outburst, *calmer* is told as a return to the usual.

Whether more than that follows a technique is nothing that one call can tell: :mod:`analysis.outcome.placebo` is what many compare with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy.special import stdtrit

from analysis.limits import Limits
from analysis.report import Moment, Response
from analysis.voice.baseline import Profile
from analysis.voice.heat import Scatter, Turn, keep_phrases, mean_heat, scatter, turns
from analysis.voice.persons import person_at
from audio.call import Call
from audio.span import Span

TURNS = 3
"""On each side of a moment."""
ENOUGH = 2
"""Phrases on each side."""
USUAL_TURNS = 2
"""Turns from which one can say what is usual."""
EARLY = 0.5
"""Seconds by which a word may be heard before its phrase."""
WARM = re.compile(
    r"\b(?:thanks?|thank you|cheers|bless you|great|brilliant|lovely|perfect|wonderful|fantastic|excellent|amazing|phew"
    r"|no (?:problem|worries|bother)|not (?:really |that |such )?(?:a )?big (?:a )?deal|relie(?:f|ved)|(?:it|that|this)(?:'s| has|'s been)? worked|it's working|ha ?ha|appreciate)\b"
)
"""Thanks, relief, reassurance and laughter, in words."""


@dataclass(frozen=True)
class CustomerVoice:
    """What is needed of a call to tell a response: the customer's voice, its turns and scatter, and which spans have words, hot or warm or any."""

    voice: Profile
    agent_spans: tuple[Span, ...]
    turns: tuple[Turn, ...]
    scatter: Scatter
    escalations: tuple[Moment, ...]
    warm_spans: tuple[Span, ...]
    worded_spans: tuple[Span, ...]

    def split(self, span: Span, limits: Limits) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
        """The turns just before and just after ``span``."""
        early, late = span.start - limits.response_before, span.end + limits.response_after
        near_turns = [turn for turn in self.turns if turn.span.end > early and turn.span.start < late]
        before = keep_phrases(near_turns, lambda phrase: phrase.start < span.start and phrase.end > early)
        after = keep_phrases(near_turns, lambda phrase: span.start < phrase.start < late and phrase.end > span.end)
        return before[-TURNS:], after[:TURNS]

    def usual(self, before: Sequence[Turn], after: Sequence[Turn]) -> tuple[float | None, float]:
        """The customer's heat before all this (``None``: too little was said), and outside of it altogether."""
        start = before[0].span.start
        earlier = [t for t in self.turns if t.span.end <= start]
        elsewhere = earlier + [t for t in self.turns if t.span.start >= after[-1].span.end]
        everywhere = mean_heat(elsewhere)[0] if len(elsewhere) >= USUAL_TURNS else 0.0
        if len(earlier) >= USUAL_TURNS:
            return mean_heat(earlier)[0], everywhere
        return (everywhere if len(elsewhere) >= USUAL_TURNS else None), everywhere


def customer_voice(call: Call, voice: Profile | None, moments: Sequence[Moment]) -> CustomerVoice | None:
    """The customer of a call by their ``voice``; ``None`` where it could not be measured, or there is too little of it."""
    if voice is None:
        return None
    agent_spans = tuple(turn.span for turn in call.of("agent"))
    customer_turns = turns(voice.phrases, agent_spans, voice)
    escalations = tuple(m for m in moments if m.kind == "escalated" and m.speaker == "customer")
    warm_spans = tuple(turn.span for turn in call.of("customer") if WARM.search(turn.text.lower().replace("’", "'")))
    worded_spans = tuple(turn.span for turn in call.of("customer") if turn.words)
    return CustomerVoice(
        voice, agent_spans, customer_turns, scatter(customer_turns), escalations, warm_spans, worded_spans
    )


def add_responses(call: Call, voice: Profile | None, moments: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """The moments, each of the agent's pushes and partnerings with what followed it in the customer's ``voice``."""
    customer = customer_voice(call, voice, moments)
    return tuple(
        replace(m, response=response(m.span, customer, limits)) if m.kind in ("pushed", "partnered") else m
        for m in moments
    )


def response(span: Span, customer: CustomerVoice | None, limits: Limits) -> Response:
    """What followed ``span``."""
    if customer is None:
        return Response("cannot_tell", "The customer's voice could not be measured, or there is too little of it.")
    before, after = customer.split(span, limits)
    if (
        before
        and after
        and person_at(customer.voice, before[-1].span.end) != person_at(customer.voice, after[0].span.start)
    ):
        return Response("cannot_tell", "Another person, or another line, is heard on the customer's side after it.")
    counts = [sum(len(turn.phrases) for turn in side) for side in (before, after)]
    if min(counts) < ENOUGH:
        return Response("cannot_tell", f"The customer says too little: {counts[0]} phrases before, {counts[1]} after.")
    (heat_before, variance_before), (heat_after, variance_after) = mean_heat(before), mean_heat(after)
    change = heat_after - heat_before
    margin = (
        float(stdtrit(customer.scatter.freedom, 0.95))
        * (customer.scatter.variance * (variance_before + variance_after)) ** 0.5
    )
    earlier, elsewhere = customer.usual(before, after)
    evidence = _evidence(before, after, counts, change, margin)
    result = Response(
        "no_change", evidence, round(change, 2), round(margin, 2), before=round(heat_before - elsewhere, 2)
    )
    escalating_words = _new_escalation(before, after, customer)
    if escalating_words is not None and change > -limits.response_least:
        return replace(result, after="hotter", because=f"{evidence} The customer then says: “{escalating_words}”.")
    if abs(change) <= max(margin, limits.response_least):
        return result
    if change > 0:
        return _risen(result, before, after, customer, limits)
    if earlier is not None and abs(heat_after - earlier) < abs(heat_before - earlier):
        explanation = f"{evidence} Back to the customer's usual; that often happens by itself."
        return replace(result, after="calmer", usual=True, because=explanation)
    return replace(result, after="calmer")


def _risen(
    result: Response, before: Sequence[Turn], after: Sequence[Turn], customer: CustomerVoice, limits: Limits
) -> Response:
    """Hotter where balance and words agree, else livelier; between the two, where hot words go with a duller voice.

    The balance must not be clearly down where the words are plain, be up where they are only likely, and clearly so where
    there are none.
    """
    sharper = (_mean(after, "balance") - _mean(before, "balance")) / customer.voice.spread[1]
    hot_moments = [m for m in customer.escalations if m.words and _within(m.span, after)]
    warm_spans = [s for s in customer.warm_spans if _within(s, after)]
    if warm_spans and (not hot_moments or warm_spans[-1].start > hot_moments[-1].span.start):
        why = "the words are warm"
    elif not hot_moments and any(_within(s, after) for s in customer.worded_spans):
        why = "no words of heat go with it"
    elif hot_moments:
        least = -limits.response_least if any(_by_rule(m) for m in hot_moments) else 0.0
        return replace(result, after="hotter") if sharper > least else result
    elif sharper > limits.response_least:
        return replace(result, after="hotter")
    else:
        why = "it is no sharper"
    return replace(result, livelier=True, because=f"{result.because} A livelier voice, but no hotter: {why}.")


def _new_escalation(before: Sequence[Turn], after: Sequence[Turn], customer: CustomerVoice) -> str | None:
    """The words of an escalation that is new after a moment, and not taken back by warm ones."""
    new_escalations = [m for m in customer.escalations if m.words and _by_rule(m) and _within(m.span, after)]
    earlier_escalations = [m for m in customer.escalations if m.confidence == "high" and _within(m.span, before)]
    taken_back = new_escalations and any(
        s.start > new_escalations[-1].span.start and _within(s, after) for s in customer.warm_spans
    )
    return new_escalations[0].words if new_escalations and not earlier_escalations and not taken_back else None


def _by_rule(moment: Moment) -> bool:
    """Sure, and by the rule book's own words."""
    return moment.confidence == "high" and moment.rule != "model"


def _within(span: Span, side: Sequence[Turn]) -> bool:
    return side[0].span.start - EARLY <= span.start < side[-1].span.end


def _mean(side: Sequence[Turn], quantity: str) -> float:
    phrases = [p for turn in side for p in turn.phrases]
    return sum(p.weight * float(getattr(p, quantity)) for p in phrases) / sum(p.weight for p in phrases)


def _evidence(
    before: Sequence[Turn], after: Sequence[Turn], counts: Sequence[int], change: float, margin: float
) -> str:
    pitch, level = (_mean(after, quantity) - _mean(before, quantity) for quantity in ("pitch", "level"))
    return (
        f"Customer's pitch {pitch:+.1f} semitones and level {level:+.0f} dB, {counts[1]} phrases after against "
        f"{counts[0]} before ({change:+.1f} ± {margin:.1f} times the voice's usual variation)."
    )

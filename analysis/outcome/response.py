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
from audio.call import Call
from audio.span import Span

TURNS = 3
"""On each side of a moment."""
ENOUGH = 2
"""Phrases on each side."""
ELSEWHERE = 2
"""Turns from which one can say what is usual."""
EARLY = 0.5
"""Seconds by which a word may be heard before its phrase."""
WARM = re.compile(
    r"\b(?:thanks?|thank you|cheers|bless you|great|brilliant|lovely|perfect|wonderful|fantastic|excellent|amazing|phew"
    r"|no (?:problem|worries|bother)|not (?:really |that |such )?(?:a )?big (?:a )?deal|relie(?:f|ved)|(?:it|that|this)(?:'s| has|'s been)? worked|it's working|ha ?ha|appreciate)\b"
)
"""Thanks, relief, reassurance and laughter, in words."""


@dataclass(frozen=True)
class Listener:
    """What is needed of a call to tell a response: the customer's voice, its turns and scatter, and where words are, hot or warm or any."""

    voice: Profile
    agent: tuple[Span, ...]
    said: tuple[Turn, ...]
    scatter: Scatter
    hot: tuple[Moment, ...]
    warm: tuple[Span, ...]
    worded: tuple[Span, ...]

    def split(self, span: Span, limits: Limits) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
        """The turns just before and just after ``span``."""
        early, late = span.start - limits.response_before, span.end + limits.response_after
        near = [turn for turn in self.said if turn.span.end > early and turn.span.start < late]
        before = keep_phrases(near, lambda said: said.start < span.start and said.end > early)
        after = keep_phrases(near, lambda said: span.start < said.start < late and said.end > span.end)
        return before[-TURNS:], after[:TURNS]

    def usual(self, before: Sequence[Turn], after: Sequence[Turn]) -> tuple[float | None, float]:
        """The customer's heat before all this (``None``: too little was said), and outside of it altogether."""
        start = before[0].span.start
        earlier = [t for t in self.said if t.span.end <= start]
        elsewhere = earlier + [t for t in self.said if t.span.start >= after[-1].span.end]
        everywhere = mean_heat(elsewhere)[0] if len(elsewhere) >= ELSEWHERE else 0.0
        if len(earlier) >= ELSEWHERE:
            return mean_heat(earlier)[0], everywhere
        return (everywhere if len(elsewhere) >= ELSEWHERE else None), everywhere


def listener(call: Call, voice: Profile | None, moments: Sequence[Moment]) -> Listener | None:
    """The customer of a call by their ``voice``; ``None`` where it could not be measured, or there is too little of it."""
    if voice is None:
        return None
    agent = tuple(turn.span for turn in call.of("agent"))
    said = turns(voice.phrases, agent, voice)
    hot = tuple(m for m in moments if m.kind == "escalated" and m.speaker == "customer")
    warm = tuple(turn.span for turn in call.of("customer") if WARM.search(turn.text.lower().replace("’", "'")))
    worded = tuple(turn.span for turn in call.of("customer") if turn.words)
    return Listener(voice, agent, said, scatter(said), hot, warm, worded)


def add_responses(call: Call, voice: Profile | None, moments: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """The moments, each of the agent's pushes and partnerings with what followed it in the customer's ``voice``."""
    heard = listener(call, voice, moments)
    return tuple(
        replace(m, response=response(m.span, heard, limits)) if m.kind in ("pushed", "partnered") else m
        for m in moments
    )


def response(span: Span, heard: Listener | None, limits: Limits) -> Response:
    """What followed ``span``."""
    if heard is None:
        return Response("cannot_tell", "The customer's voice could not be measured, or there is too little of it.")
    before, after = heard.split(span, limits)
    counts = [sum(len(turn.phrases) for turn in side) for side in (before, after)]
    if min(counts) < ENOUGH:
        return Response("cannot_tell", f"The customer says too little: {counts[0]} phrases before, {counts[1]} after.")
    (was, doubt_was), (then, doubt_then) = mean_heat(before), mean_heat(after)
    change = then - was
    margin = float(stdtrit(heard.scatter.freedom, 0.95)) * (heard.scatter.variance * (doubt_was + doubt_then)) ** 0.5
    earlier, elsewhere = heard.usual(before, after)
    told = _told(before, after, counts, change, margin)
    found = Response("no_change", told, round(change, 2), round(margin, 2), before=round(was - elsewhere, 2))
    words = _escalates(before, after, heard)
    if words is not None and change > -limits.response_least:
        return replace(found, after="hotter", because=f"{told} The customer then says: “{words}”.")
    if abs(change) <= max(margin, limits.response_least):
        return found
    if change > 0:
        return _risen(found, before, after, heard, limits)
    if earlier is not None and abs(then - earlier) < abs(was - earlier):
        said = f"{told} Back to the customer's usual; that often happens by itself."
        return replace(found, after="calmer", usual=True, because=said)
    return replace(found, after="calmer")


def _risen(found: Response, before: Sequence[Turn], after: Sequence[Turn], heard: Listener, limits: Limits) -> Response:
    """Hotter where balance and words agree, else livelier; between the two, where hot words go with a duller voice.

    The balance must not be clearly down where the words are plain, be up where they are only likely, and clearly so where
    there are none.
    """
    sharper = (_mean(after, "balance") - _mean(before, "balance")) / heard.voice.spread[1]
    hot = [m for m in heard.hot if m.words and _within(m.span, after)]
    warm = [s for s in heard.warm if _within(s, after)]
    if warm and (not hot or warm[-1].start > hot[-1].span.start):
        why = "the words are warm"
    elif not hot and any(_within(s, after) for s in heard.worded):
        why = "no words of heat go with it"
    elif hot:
        least = -limits.response_least if any(_plain(m) for m in hot) else 0.0
        return replace(found, after="hotter") if sharper > least else found
    elif sharper > limits.response_least:
        return replace(found, after="hotter")
    else:
        why = "it is no sharper"
    return replace(found, livelier=True, because=f"{found.because} A livelier voice, but no hotter: {why}.")


def _escalates(before: Sequence[Turn], after: Sequence[Turn], heard: Listener) -> str | None:
    """The words of an escalation that is new after a moment, and not taken back by warm ones."""
    new = [m for m in heard.hot if m.words and _plain(m) and _within(m.span, after)]
    old = [m for m in heard.hot if m.confidence == "high" and _within(m.span, before)]
    taken_back = new and any(s.start > new[-1].span.start and _within(s, after) for s in heard.warm)
    return new[0].words if new and not old and not taken_back else None


def _plain(moment: Moment) -> bool:
    """Sure, and by the rule book's own words."""
    return moment.confidence == "high" and moment.rule != "model"


def _within(span: Span, side: Sequence[Turn]) -> bool:
    return side[0].span.start - EARLY <= span.start < side[-1].span.end


def _mean(side: Sequence[Turn], part: str) -> float:
    every = [p for turn in side for p in turn.phrases]
    return sum(p.weight * float(getattr(p, part)) for p in every) / sum(p.weight for p in every)


def _told(before: Sequence[Turn], after: Sequence[Turn], counts: Sequence[int], change: float, margin: float) -> str:
    pitch, level = (_mean(after, part) - _mean(before, part) for part in ("pitch", "level"))
    return (
        f"Customer's pitch {pitch:+.1f} semitones and level {level:+.0f} dB, {counts[1]} phrases after against "
        f"{counts[0]} before ({change:+.1f} ± {margin:.1f} own spreads)."
    )

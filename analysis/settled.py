"""Settled: a customer who was upset says that it is better now, or sounds so.

Words and voice together, and only what was said in the open (:mod:`analysis.sayings`): relief, praise, warm thanks, making
up; agreement to the plan where the call then ends without heat; plain thanks where the voice is back at its own calm as
well. In a call without words the voice alone. ::

    customer   [ escalated ] .... [ relief ] .. [ thanks ]        settled: from the first to the last of them
    agent                  [ a plan ]
    customer   [ escalated ] .... [ relief ]                      sarcasm or manners: nobody had done anything
    agent                  [ pushed ]
    customer   [ escalated ] .... [ relief ] [ escalated ]        not yet
    customer                      "thanks, bye"                   manners: there was nothing to settle

There was something to settle where the customer escalated, or told of trouble that the agent then took a side on. A bare
"fine" settles nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.limits import Limits
from analysis.lines import Line
from analysis.profile import profile
from analysis.report import Measure, Moment
from analysis.response import heat
from analysis.sayings import said
from analysis.techniques import Course, course_of
from audio.call import Call
from audio.span import Span

STRONG = ("relief", "making_up", "praise", "warm_thanks")
TOLD = {
    "relief": "relief",
    "making_up": "making up",
    "praise": "praise",
    "warm_thanks": "warm thanks",
    "accepted": "agreement",
    "manners": "thanks",
}
"""What each saying is called in the evidence."""
TAKEN_UP = frozenset(["acknowledge_feeling", "own_it", "overcorrect", "feel_felt_found", "truth_with_plan"])
"""Partnerings that take up a trouble, so that there was one to settle."""
UPSET_WITHIN = 600.0
"""Seconds since the customer was upset, ours: putting it right takes minutes, not hours."""
QUIET = 20.0
"""Seconds without a new escalation after the relief."""
STRETCH = 30.0
"""Seconds from the first word of relief within which more of it belongs to the same settling."""
STILL_UP = 2.0
"""Own spreads above calm from which on a voice is up, and a grudging yes no settling."""
CALM = 1.0
"""Own spreads within which a voice is back."""


@dataclass(frozen=True, slots=True)
class Said:
    """A customer's line that may settle, with what it says: ``words`` by saying."""

    at: int
    line: Line
    words: dict[str, str]

    @property
    def strong(self) -> str | None:
        return next((id for id in STRONG if id in self.words), None)


def plain(moment: Moment) -> bool:
    """Whether an escalation is past doubt: a turn of phrase of the book, or a voice; not the model's reading alone."""
    return moment.kind == "escalated" and moment.confidence == "high" and moment.rule != "model"


def moments(call: Call, measures: Sequence[Measure], found: Sequence[Moment], where: Where) -> tuple[Moment, ...]:
    """One settling after each time that the customer was upset."""
    if not call.has_words:
        return _by_voice(measures, found)
    talk = course_of(call)
    hot = sorted((m for m in found if m.kind == "escalated" and m.confidence == "high"), key=lambda m: m.span)
    lines = [
        Said(k, line, said(line.text, "customer")) for k, line in enumerate(talk.lines) if line.speaker == "customer"
    ]
    settled: list[Moment] = []
    for one in lines:
        if settled and not any(settled[-1].span.start < m.span.start < one.line.span.start for m in hot if plain(m)):
            continue  # it is settled already
        since = _upset(one, talk, found, hot)
        if since is None or not _sincere(one, since, talk, found, hot):
            continue
        evidence = _evidence(one, lines, hot, where)
        if evidence is not None:
            settled.append(_moment(one, lines, since, evidence))
    return tuple(settled)


def _by_voice(measures: Sequence[Measure], found: Sequence[Moment]) -> tuple[Moment, ...]:
    """The voice's returns that no new rise follows at once."""
    up = [m.span for m in found if m.kind == "escalated"]
    return tuple(
        Moment(
            "settled",
            None,
            m.span,
            "customer",
            "Customer's voice back to calm",
            m.words[:1].upper() + m.words[1:],
            rule="rise_pitch, settle_speech",
        )
        for m in measures
        if m.name == "settling"
        and m.speaker == "customer"
        and not any(m.span.start <= s.start < m.span.start + QUIET for s in up)
    )


def _upset(one: Said, talk: Course, found: Sequence[Moment], hot: Sequence[Moment]) -> float | None:
    """Until when the customer was upset before this line; ``None`` where there was nothing to settle.

    After a plain escalation any of the sayings may settle; after one that was only read so, or a trouble that the agent
    took up, only strong ones.
    """
    at = one.line.span.start
    escalated = [m.span.end for m in hot if m.span.start < at and at - m.span.end < UPSET_WITHIN]
    if any(plain(m) for m in hot if m.span.start < at and at - m.span.end < UPSET_WITHIN):
        return max(escalated)
    if one.strong is None:
        return None
    taken = [
        m.span.start
        for m in found
        if m.span.start < at and (m.technique in TAKEN_UP or (m.kind == "pushed" and m.confidence == "high"))
    ]
    troubles = [
        line.span.end
        for k, line in enumerate(talk.lines[: one.at])
        if line.speaker == "customer" and ("trouble" in talk.cues[k] or line.span.start in {m.span.start for m in hot})
    ]
    begun = min((end for end in troubles if any(end - 0.5 <= t for t in taken)), default=None)
    return begun if begun is None or at - begun < UPSET_WITHIN else None


def _sincere(one: Said, since: float, talk: Course, found: Sequence[Moment], hot: Sequence[Moment]) -> bool:
    """Not sarcastic, no escalation in itself or at once after it, and something was done for the customer before it."""
    span = one.line.span
    if "sarcasm" in one.words or any(plain(m) and (m.span & span) for m in hot):
        return False
    if any(plain(m) and span.start < m.span.start < span.end + QUIET for m in hot):
        return False
    helped = [m for m in found if m.kind == "partnered" and since - QUIET < m.span.start < span.start]
    planned = [
        k
        for k in range(one.at)
        if talk.lines[k].speaker == "agent" and talk.lines[k].span.start >= since - 0.5 and "plan" in talk.cues[k]
    ]
    return bool(helped or planned)


class Where:
    """Where the customer's voice stands: up, or back at its own calm; knows nothing where it was not measured."""

    def __init__(self, call: Call, measures: Sequence[Measure], limits: Limits) -> None:
        self.voice = profile(call, "customer", limits)
        self.returns = [m for m in measures if m.name == "settling" and m.speaker == "customer"]

    def height(self, span: Span) -> float | None:
        """Own spreads above calm within ``span``."""
        if self.voice is None:
            return None
        here = [heat(p, self.voice) for p in self.voice.phrases if span.start - 0.3 <= p.span.start < span.end]
        return float(np.mean(here)) if here else None

    def returned(self, span: Span) -> Measure | None:
        """The return of the voice before the end of ``span``, if it is calm there."""
        height = self.height(span)
        if height is None or height > CALM:
            return None
        return next((m for m in reversed(self.returns) if m.span.start <= span.end), None)


def _evidence(one: Said, lines: Sequence[Said], hot: Sequence[Moment], where: Where) -> list[str] | None:
    """Why this line settles; ``None`` where it does not."""
    strong, height = one.strong, where.height(one.line.span)
    returned = where.returned(one.line.span)
    voice = [returned.words] if returned else []
    if strong is not None:
        return [f"{TOLD[strong]} (“{one.words[strong]}”)", *voice]
    later = [other for other in lines if other.at > one.at]
    if any("cold" in other.words or "sarcasm" in other.words for other in (one, *later)):
        return None
    if any(m.span.start >= one.line.span.start for m in hot):
        return None
    if "accepted" in one.words and (height is None or height < STILL_UP):
        return [f"agreement (“{one.words['accepted']}”), and the call ends without heat", *voice]
    if "manners" in one.words and returned:
        return [f"thanks (“{one.words['manners']}”)", *voice]
    return None


def _moment(one: Said, lines: Sequence[Said], since: float, evidence: list[str]) -> Moment:
    """From this line to the last line of relief that belongs to it."""
    start = one.line.span.start
    more = [
        other
        for other in lines
        if other.at > one.at
        and other.line.span.start < start + STRETCH
        and other.strong
        and "sarcasm" not in other.words
    ]
    told = ", and ".join(evidence)
    also = "".join(f", then “{other.words[other.strong]}”" for other in more if other.strong)
    return Moment(
        "settled",
        None,
        Span(start, max(other.line.span.end for other in (one, *more))),
        "customer",
        "Customer says it is better",
        f"{told[:1].upper()}{told[1:]}{also}, {max(0.0, start - since):.0f} s after the customer was last upset.",
        one.words[one.strong or ("accepted" if "accepted" in one.words else "manners")],
        "settled",
    )

"""Missed: the customer escalated, or named a burden, and the agent passed it over.

Better five true ones than fifty. Three chances decide, each calibrated, and their product must reach :data:`PASSED`::

    customer  four four one. my mum's been without heating since friday       wants an answer      93 %
    agent                                      okay, and the postcode?        goes on regardless   99 %
    agent                                      and the house number?          nor is it met next   99 %
                                                                              passed over          91 %

* that the customer's line wants an answer: an escalation past doubt (:mod:`analysis.outcome.certainty`), a wait named, or what
  the model of dialogue acts (:mod:`analysis.language.dialogue_acts`) hears as a burden, with its anger for half;
* that the reply is *routine*; and that the agent's next one, if it comes before the customer escalates again, does not *attend*.

A partnering, sure or only possible, that is under way or comes within ``answered_within`` answers, whatever the reply reads like; but not one
that an ordinary question reads like, nor that the customer was not talked over: hearing out and then asking for the postcode
passes over. So do words that answer in the broadest sense (:mod:`analysis.language.rulebook.sayings`). A push is no answer,
and neither is an interruption, but they are told as that, and a moment stands against an agent once. The moment runs from
the customer's line to the end of the reply that passed it over, so that one hears both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.language.dialogue_acts import Acts, acts_of, words_of
from analysis.language.rulebook.sayings import find_sayings
from analysis.language.sequences.course import Course, course_of
from analysis.language.sequences.repeated_questions import topic_stems
from analysis.language.tokens import tokenize
from analysis.limits import Limits
from analysis.outcome.certainty import past_doubt
from analysis.report import Moment
from audio.call import Call
from audio.span import Span

REPLY = 3
"""Tokens that make a reply: fewer listen, and the floor stays with the customer."""
REPLIES = 2
"""Of the agent's in which an answer may come: at once, or a turn later."""
PASSED = 0.5
"""The least chance that something was passed over, ours; :data:`WANTS` that a line wants an answer at all."""
WANTS = 0.25
PLAIN = 0.8
"""Chance that an escalation past doubt or a named wait wants an answer."""
STATED = 0.6
"""Of the probability of a burden, or of an escalation that the model alone hears, what counts in the customer's first line: an account of
the matter."""
ANGER = 0.5
"""Of the probability that a line is angry, what counts where no escalation is heard in it."""
DOUBT = 0.7
"""The probability up to which the next reply's attending counts for nothing; from there on it takes off in proportion."""
SMALL = frozenset(["clarify", "offer_choice", "move_forward"])
"""Partnerings that an ordinary question reads like: they answer where they say more than :data:`SHORT` words."""
SHORT = 14
CUT_IN = 0.3
"""Seconds by which a reply that begins before the customer's line ends has cut it off."""
WAIT, BURDEN = "preemptive_acknowledgement", "acknowledge_feeling"
"""What would have met a wait and another burden; an escalation goes by its own technique."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """What may have been passed over: the number of its line, where it begins, its words, and how likely it wants an answer."""

    at: int
    span: Span
    words: str
    technique: str | None
    escalated: bool
    chance: float


def moments(call: Call, found: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """One miss for each escalation or burden that was passed over; none without words."""
    if not call.has_words:
        return ()
    talk, acts = course_of(call), acts_of(call)
    past = [m for m in past_doubt(found) if m.words]
    asked = [one for k in range(len(talk.lines)) if (one := _unheard(k, talk, acts[k], past)) is not None]
    missed: list[Moment] = []
    for one in asked:
        again = min((o.span.start for o in asked if o.at > one.at and o.escalated), default=call.duration)
        passed = _passed_over(one, again, talk, acts, found, limits)
        if passed is not None and not any(m.span & passed[0] for m in missed):
            missed.append(_moment(one, *passed, limits))
    return tuple(missed)


def _unheard(k: int, talk: Course, acts: Acts, past: Sequence[Moment]) -> Unheard | None:
    """What line ``k`` wants an answer to; ``None`` where it wants none."""
    line = talk.lines[k]
    if line.speaker != "customer" or not line.words:
        return None
    first = not any(before.speaker == "customer" and before.words for before in talk.lines[:k])
    escalated = [m for m in past if m.span & line.span]
    wait, met = _wait(k, talk)
    if met and not escalated:
        return None
    doubts = [1 - (STATED if first else 1) * acts["burden"], 1 - ANGER * acts["angry"], 1 - PLAIN if wait else 1.0]
    doubts += [1 - (STATED * (m.likely or 0.0) if first and m.rule == "model" else PLAIN) for m in escalated]
    chance = 1.0
    for doubt in doubts:
        chance *= doubt
    if 1 - chance < WANTS:
        return None
    if escalated:
        return Unheard(k, escalated[0].span, escalated[0].words, escalated[0].technique, True, 1 - chance)
    return Unheard(
        k, line.span, wait or words_of("burden", line.text, "customer"), WAIT if wait else BURDEN, False, 1 - chance
    )


def _wait(k: int, talk: Course) -> tuple[str | None, bool]:
    """The words in which the customer speaks of waiting on the line, and whether the agent has just spoken of it."""
    words = find_sayings(talk.lines[k].text, "customer", talk.tokens[k]).get("wait_named")
    spoken = next((before for before in reversed(talk.lines[:k]) if before.speaker == "agent"), None)
    met = words is not None and spoken is not None and "wait_met" in find_sayings(spoken.text, "agent")
    return (None if met else words), met


def _passed_over(
    one: Unheard, again: float, talk: Course, acts: Sequence[Acts], found: Sequence[Moment], limits: Limits
) -> tuple[Span, float, float] | None:
    """The agent's first reply, how likely it is routine, and how likely all was passed over; ``None`` where anything answers."""
    end = max(one.span.end, talk.lines[one.at].span.end)
    until = min(end + limits.answered_within, max(again, end))
    replies = [
        k
        for k, line in enumerate(talk.lines)
        if k > one.at
        and line.speaker == "agent"
        and one.span.start < line.span.start < until
        and len(talk.tokens[k]) >= REPLY
    ][:REPLIES]
    if not replies or talk.lines[replies[0]].span.start < talk.lines[one.at].span.end - CUT_IN:
        return None  # the second is told as an interruption
    pushes = [m.span for m in found if m.kind == "pushed" and m.confidence == "high"]
    said = [k for k in replies if not any(talk.lines[k].span & span for span in pushes)]
    first = talk.lines[replies[0]].span
    routine = acts[replies[0]]["routine"]
    chance = one.chance * routine * (1 - acts[replies[0]]["attends"])
    if replies[1:] and replies[1] in said:
        chance *= 1 - max(0.0, acts[replies[1]]["attends"] - DOUBT) / (1 - DOUBT)
    window = Span(one.span.start, max(talk.lines[replies[-1]].span.end, end))
    if chance < PASSED or any(m.span & window for m in found if _meets(m)):
        return None
    if any(m.span & first for m in found if m.kind == "pushed"):
        return None  # told as a push, if only as a possible one
    if any(_answers(one, k, talk) for k in said):
        return None
    return first, routine, chance


def _answers(one: Unheard, k: int, talk: Course) -> bool:
    """Whether line ``k`` answers in words, or comes back to what the customer escalated about."""
    sayings = find_sayings(talk.lines[k].text, "agent", talk.tokens[k])
    if "answering" in sayings:
        return True
    same = one.escalated and "asks_details" not in sayings
    return same and bool(topic_stems(tokenize(one.words).words) & topic_stems(talk.tokens[k].words))


def _meets(moment: Moment) -> bool:
    """Whether this is a partnering that answers."""
    if moment.kind != "partnered" or moment.technique == "listening":
        return False
    return moment.technique not in SMALL or (moment.confidence == "high" and len(moment.words.split()) > SHORT)


def _moment(one: Unheard, reply: Span, routine: float, chance: float, limits: Limits) -> Moment:
    headline = "The wait went unmentioned" if one.technique == WAIT else "Nobody met the customer here"
    what = "escalates" if one.escalated else "names the wait" if one.technique == WAIT else "names a burden"
    return Moment(
        "missed",
        one.technique,
        Span(one.span.start, reply.end),
        "agent",
        headline,
        f"The customer {what} (“{one.words}”: {min(one.chance, 0.99):.0%} likely to want an answer), the reply goes on regardless "
        f"({min(routine, 0.99):.0%}), and nothing said within {limits.answered_within:g} s takes it up: "
        f"{min(chance, 0.99):.0%} likely passed over, and {PASSED:.0%} is told.",
        rule="answered_within",
        likely=chance,
    )

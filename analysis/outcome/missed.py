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
"""The least chance that something was passed over, ours; :data:`LEAST_CONCERN` that a line wants an answer at all."""
LEAST_CONCERN = 0.25
CLEAR_CONCERN = 0.8
"""Chance that an escalation past doubt or a named wait wants an answer."""
STATED = 0.6
"""Of the probability of a burden, or of an escalation that the model alone hears, what counts in the customer's first line: an account of
the matter."""
ANGER = 0.5
"""Of the probability that a line is angry, what counts where no escalation is heard in it."""
DOUBT = 0.7
"""The probability up to which the next reply's attending counts for nothing; from there on it takes off in proportion."""
QUESTION_LIKE = frozenset(["clarify", "offer_choice", "move_forward"])
"""Partnerings that an ordinary question reads like: they answer where they say more than :data:`SHORT` words."""
SHORT = 14
CUT_IN = 0.3
"""Seconds by which a reply that begins before the customer's line ends has cut it off."""
WAIT, BURDEN = "preemptive_acknowledgement", "acknowledge_feeling"
"""What would have met a wait and another burden; an escalation goes by its own technique."""


@dataclass(frozen=True, slots=True)
class Concern:
    """What may have been passed over: the number of its line, its span, its words, and how likely it wants an answer."""

    index: int
    span: Span
    words: str
    technique: str | None
    escalated: bool
    chance: float


def moments(call: Call, moments_so_far: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """One miss for each escalation or burden that was passed over; none without words."""
    if not call.has_words:
        return ()
    course, acts = course_of(call), acts_of(call)
    undoubted = [m for m in past_doubt(moments_so_far) if m.words]
    concerns = [
        concern for k in range(len(course.lines)) if (concern := _concern(k, course, acts[k], undoubted)) is not None
    ]
    missed: list[Moment] = []
    for concern in concerns:
        next_escalation = min(
            (other.span.start for other in concerns if other.index > concern.index and other.escalated),
            default=call.duration,
        )
        passed_over = _passed_over(concern, next_escalation, course, acts, moments_so_far, limits)
        if passed_over is not None and not any(m.span & passed_over[0] for m in missed):
            missed.append(_moment(concern, *passed_over, limits))
    return tuple(missed)


def _concern(k: int, course: Course, acts: Acts, undoubted: Sequence[Moment]) -> Concern | None:
    """What line ``k`` wants an answer to; ``None`` where it wants none."""
    line = course.lines[k]
    if line.speaker != "customer" or not line.words:
        return None
    is_first = not any(before.speaker == "customer" and before.words for before in course.lines[:k])
    escalated = [m for m in undoubted if m.span & line.span]
    wait, wait_met = _wait(k, course)
    if wait_met and not escalated:
        return None
    doubts = [
        1 - (STATED if is_first else 1) * acts["burden"],
        1 - ANGER * acts["angry"],
        1 - CLEAR_CONCERN if wait else 1.0,
    ]
    doubts += [1 - (STATED * (m.likely or 0.0) if is_first and m.rule == "model" else CLEAR_CONCERN) for m in escalated]
    chance = 1.0
    for doubt in doubts:
        chance *= doubt
    if 1 - chance < LEAST_CONCERN:
        return None
    if escalated:
        return Concern(k, escalated[0].span, escalated[0].words, escalated[0].technique, True, 1 - chance)
    return Concern(
        k, line.span, wait or words_of("burden", line.text, "customer"), WAIT if wait else BURDEN, False, 1 - chance
    )


def _wait(k: int, course: Course) -> tuple[str | None, bool]:
    """The words in which the customer speaks of waiting on the line, and whether the agent has just spoken of it."""
    words = find_sayings(course.lines[k].text, "customer", course.tokens[k]).get("wait_named")
    agent_line = next((before for before in reversed(course.lines[:k]) if before.speaker == "agent"), None)
    was_met = words is not None and agent_line is not None and "wait_met" in find_sayings(agent_line.text, "agent")
    return (None if was_met else words), was_met


def _passed_over(
    concern: Concern,
    next_escalation: float,
    course: Course,
    acts: Sequence[Acts],
    moments: Sequence[Moment],
    limits: Limits,
) -> tuple[Span, float, float] | None:
    """The agent's first reply, how likely it is routine, and how likely all was passed over; ``None`` where anything answers."""
    end = max(concern.span.end, course.lines[concern.index].span.end)
    until = min(end + limits.answered_within, max(next_escalation, end))
    replies = [
        k
        for k, line in enumerate(course.lines)
        if k > concern.index
        and line.speaker == "agent"
        and concern.span.start < line.span.start < until
        and len(course.tokens[k]) >= REPLY
    ][:REPLIES]
    if not replies or course.lines[replies[0]].span.start < course.lines[concern.index].span.end - CUT_IN:
        return None  # the second is told as an interruption
    pushes = [m.span for m in moments if m.kind == "pushed" and m.confidence == "high"]
    replies_without_push = [k for k in replies if not any(course.lines[k].span & span for span in pushes)]
    first_reply = course.lines[replies[0]].span
    routine = acts[replies[0]]["routine"]
    chance = concern.chance * routine * (1 - acts[replies[0]]["attends"])
    if replies[1:] and replies[1] in replies_without_push:
        chance *= 1 - max(0.0, acts[replies[1]]["attends"] - DOUBT) / (1 - DOUBT)
    window = Span(concern.span.start, max(course.lines[replies[-1]].span.end, end))
    if chance < PASSED or any(m.span & window for m in moments if _is_answer(m)):
        return None
    if any(m.span & first_reply for m in moments if m.kind == "pushed"):
        return None  # told as a push, if only as a possible one
    if any(_answers(concern, k, course) for k in replies_without_push):
        return None
    return first_reply, routine, chance


def _answers(concern: Concern, k: int, course: Course) -> bool:
    """Whether line ``k`` answers in words, or comes back to what the customer escalated about."""
    sayings = find_sayings(course.lines[k].text, "agent", course.tokens[k])
    if "answering" in sayings:
        return True
    may_return = concern.escalated and "asks_details" not in sayings
    return may_return and bool(topic_stems(tokenize(concern.words).words) & topic_stems(course.tokens[k].words))


def _is_answer(moment: Moment) -> bool:
    """Whether this is a partnering that answers."""
    if moment.kind != "partnered" or moment.technique == "listening":
        return False
    return moment.technique not in QUESTION_LIKE or (moment.confidence == "high" and len(moment.words.split()) > SHORT)


def _moment(concern: Concern, reply: Span, routine: float, chance: float, limits: Limits) -> Moment:
    headline = "The wait went unmentioned" if concern.technique == WAIT else "Nobody met the customer here"
    act = "escalates" if concern.escalated else "names the wait" if concern.technique == WAIT else "names a burden"
    return Moment(
        "missed",
        concern.technique,
        Span(concern.span.start, reply.end),
        "agent",
        headline,
        f"The customer {act} (“{concern.words}”: {min(concern.chance, 0.99):.0%} likely to want an answer), the reply goes on regardless "
        f"({min(routine, 0.99):.0%}), and nothing said within {limits.answered_within:g} s takes it up: "
        f"{min(chance, 0.99):.0%} likely passed over, and {PASSED:.0%} is told.",
        rule="answered_within",
        likely=chance,
    )

"""Missed: the customer escalated, or named the wait, and the agent passed it over.

Better five true ones than fifty: only an escalation past doubt can be missed (:mod:`analysis.outcome.certainty`), not what the model
alone reads in the customer's first line, where the matter is stated; and nearly anything answers it. ::

    customer  [ "get me a manager" ]                    [ "I said a manager" ]
    agent                            "postcode?"                               "and the town?"
                                     missed                                    missed

    customer  [ "get me a manager" ]              |yes|                  not missed: it is taken up a turn later
    agent                            "postcode?"        "I'll fetch her"

An answer is a partnering, sure or only possible, that is under way or comes within ``answered_within`` and before the customer
escalates again; hearing out; words that answer in the broadest sense (:mod:`analysis.language.rulebook.sayings`); coming back to what the
customer was saying. A push is no answer, and neither is an interruption, but they are told as that, and a moment stands
against an agent once. The moment runs from the escalation to the end of the reply that passed it over, so that one hears both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
STATES = frozenset(["anger_statement", "repeated_contact"])
"""Techniques that a plain account of the matter, in the customer's first line, reads like."""
STATED = 0.97
"""Calibrated probability from which on such a reading is more than an account."""
SHORT = 14
"""Words of a question that asks for a detail and offers nothing, at most."""
QUESTIONS = frozenset(["clarify", "offer_choice"])
"""Partnerings that an ordinary question reads like."""
CUT_IN = 0.3
"""Seconds by which a reply that begins before the customer's line ends has cut it off."""
WAIT = "preemptive_acknowledgement"


@dataclass(frozen=True, slots=True)
class Unheard:
    """What may have been passed over: where it begins, its words, the technique, and the number of its line."""

    at: int
    span: Span
    words: str
    technique: str | None

    @property
    def waited(self) -> bool:
        return self.technique == WAIT


def moments(call: Call, found: Sequence[Moment], limits: Limits) -> tuple[Moment, ...]:
    """One miss for each plain escalation or named wait that was passed over; none without words."""
    if not call.has_words:
        return ()
    talk = course_of(call)
    asked = [*_escalations(talk, found), *_waits(talk)]
    missed: list[Moment] = []
    for one in sorted(asked, key=lambda one: one.span):
        again = min(
            (other.span.start for other in asked if other.at > one.at and not other.waited), default=call.duration
        )
        reply = _passed_over(one, again, talk, found, limits)
        if reply is not None and not any(m.span & reply for m in missed):
            missed.append(_moment(one, reply, limits))
    return tuple(missed)


def _escalations(talk: Course, found: Sequence[Moment]) -> list[Unheard]:
    asked = []
    spoken = [k for k, line in enumerate(talk.lines) if line.speaker == "customer" and line.words]
    for m in past_doubt(found):
        at = next((k for k in spoken if talk.lines[k].span & m.span), None)
        if m.words and at is not None and not (at == spoken[0] and _states(m)):
            asked.append(Unheard(at, m.span, m.words, m.technique))
    return asked


def _states(moment: Moment) -> bool:
    """Whether this may be no more than an account of the matter."""
    return moment.rule == "model" and moment.technique in STATES and (moment.likely or 0.0) < STATED


def _waits(talk: Course) -> list[Unheard]:
    """Where the customer speaks of waiting on the line, unless the agent just has."""
    asked = []
    for k, line in enumerate(talk.lines):
        words = find_sayings(line.text, "customer").get("wait_named") if line.speaker == "customer" else None
        spoken = next((before for before in reversed(talk.lines[:k]) if before.speaker == "agent"), None)
        if words and not (spoken and "wait_met" in find_sayings(spoken.text, "agent")):
            asked.append(Unheard(k, line.span, words, WAIT))
    return asked


def _passed_over(one: Unheard, again: float, talk: Course, found: Sequence[Moment], limits: Limits) -> Span | None:
    """The agent's first reply, where neither it nor what follows before ``again`` answers; ``None`` where anything does."""
    until = min(one.span.end + limits.answered_within, max(again, one.span.end))
    replies = [
        k
        for k, line in enumerate(talk.lines)
        if k > one.at
        and line.speaker == "agent"
        and one.span.start < line.span.start < until
        and len(talk.tokens[k]) >= REPLY
    ][:REPLIES]
    if not replies:
        return None
    last = talk.lines[replies[-1]].span.end
    window = Span(one.span.start, max(last, one.span.end))
    if any(m.span & window for m in found if _meets(m)):
        return None
    first = talk.lines[replies[0]].span
    if first.start < talk.lines[one.at].span.end - CUT_IN:
        return None  # told as an interruption
    if any(m.span & first for m in found if m.kind == "pushed"):
        return None  # told as a push, if only as a possible one
    pushes = [m.span for m in found if m.kind == "pushed" and m.confidence == "high"]
    if any(_answers(one, k, talk) for k in replies if not any(talk.lines[k].span & span for span in pushes)):
        return None
    return first


def _meets(moment: Moment) -> bool:
    """Whether this is a partnering that answers: what reads like an ordinary question must be more than a short one."""
    if moment.kind != "partnered" or moment.technique not in QUESTIONS:
        return moment.kind == "partnered"
    return moment.confidence == "high" and len(moment.words.split()) > SHORT


def _answers(one: Unheard, k: int, talk: Course) -> bool:
    """Whether line ``k`` answers in words, or comes back to what the customer was saying."""
    text = talk.lines[k].text
    if "answering" in find_sayings(text, "agent", talk.tokens[k]):
        return True
    if one.waited or "asks_details" in find_sayings(text, "agent", talk.tokens[k]):
        return False
    return bool(topic_stems(tokenize(one.words).words) & topic_stems(talk.tokens[k].words))


def _moment(one: Unheard, reply: Span, limits: Limits) -> Moment:
    headline = "The wait went unmentioned" if one.waited else "Nobody met the customer here"
    what = "names the wait" if one.waited else "escalates"
    return Moment(
        "missed",
        one.technique,
        Span(one.span.start, reply.end),
        "agent",
        headline,
        f"The customer {what} (“{one.words}”), and nothing said within {limits.answered_within:g} s takes it up.",
        rule="answered_within",
    )

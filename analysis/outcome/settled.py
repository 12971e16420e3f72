"""Settled: a customer who was upset says that it is better now, or sounds so.

Words and voice together. Of the customer's lines after the last upset the one with the likeliest relief settles
(:mod:`analysis.outcome.relief`), or else the weightiest, if it weighs enough::

    relief, making up, praise, warm thanks     3      the voice is back at its own calm     2
    agreement to the plan, politely            3      it is the answer to a partnering      1
    plain thanks                               1      and not to the first                  1
                                                      it asks something                    -1

    customer   [ escalated ] .... [ relief ] .. [ thanks ]        settled: from the first to the last of them
    agent                  [ a plan ]
    customer   [ escalated ] .... [ thanks ]                      sarcasm or manners: nobody had done anything
    agent                  [ pushed ]
    customer   [ escalated ] .... [ relief ] [ escalated ]        not yet
    customer                      "thanks, bye"                   manners: there was nothing to settle

What is less than relief counts only where the call then ends without heat; a bare "fine" and sarcasm are none. There was
something to settle where the customer escalated past doubt, or was passed over; or told of trouble, or was possibly upset,
and the agent took it up: then only plain relief settles. A call settles once. In a call without words the voice alone tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.language.dialogue_acts import acts_of
from analysis.language.rulebook.sayings import find_sayings
from analysis.language.sequences.course import Course, course_of
from analysis.outcome.certainty import escalations, past_doubt
from analysis.outcome.relief import Said
from analysis.report import Measure, Moment
from analysis.voice.height import STILL_UP, VoiceHeight
from audio.call import Call
from audio.span import Span

LESS = {"accepted": ("agreement", 3), "manners": ("thanks", 1)}
"""Sayings that settle only together, and what they weigh."""
POLITE = 0.4
"""Probability of manners and relief together from which on a line that is no relief settles at all, voice or no voice."""
BACK, ENOUGH = 2, 3
TAKEN_UP = frozenset(["acknowledge_feeling", "own_it", "overcorrect", "feel_felt_found", "truth_with_plan"])
"""Partnerings that take up a trouble, so that there was one to settle."""
NEARLY = 0.7
"""Calibrated probability from which on a reading as an escalation is nearly past doubt: more than thanks bear it out."""
UPSET_WITHIN = 600.0
"""Seconds since the customer was upset, ours: putting it right takes minutes, not hours."""
QUIET = 20.0
"""Seconds without a new escalation after the relief."""
STRETCH = 30.0
"""Seconds from the first word of relief within which more of it belongs to the same settling."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A call as the settling sees it: its lines, what was found in them, and where the voice stands."""

    course: Course
    found: tuple[Moment, ...]
    hot: tuple[Moment, ...]
    past: tuple[Moment, ...]
    where: VoiceHeight
    customer: tuple[Said, ...]

    def helped(self, after: float, before: float) -> bool:
        """Whether the agent partnered, or said what is done next, in this time."""
        if any(m.kind == "partnered" and after <= m.span.start < before for m in self.found):
            return True
        return any(
            line.speaker == "agent" and after <= line.span.start < before and "plan" in self.course.cues[k]
            for k, line in enumerate(self.course.lines)
        )

    def answered(self, one: Said, since: float) -> int:
        """To how many sure partnerings since the upset this line is the answer: none where the agent's last was no such."""
        spoken = [line for line in self.course.lines[: one.at] if line.speaker == "agent"]
        sure = [
            m for m in self.found if m.kind == "partnered" and m.confidence == "high" and m.span.start >= since - 0.5
        ]
        if not spoken or not any(m.span & spoken[-1].span for m in sure):
            return 0
        return len({m.span.start for m in sure if m.span.start < one.line.span.start})


def moments(call: Call, measures: Sequence[Measure], found: Sequence[Moment], where: VoiceHeight) -> tuple[Moment, ...]:
    """The call's settling: after the last time that the customer was upset and came down; one at most where there are words."""
    if not call.has_words:
        return _by_voice(measures, found)
    course, acts = course_of(call), acts_of(call)
    lines = tuple(
        Said(k, line, find_sayings(line.text, "customer", course.tokens[k]), acts[k])
        for k, line in enumerate(course.lines)
        if line.speaker == "customer" and line.words
    )
    talk = Talk(course, tuple(found), tuple(escalations(found)), tuple(past_doubt(found)), where, lines)
    for some in reversed(_between(lines, [m.span.start for m in talk.past])):
        weighed = [w for one in some if (w := _weighed(one, talk)) is not None and w.weight >= ENOUGH]
        if weighed:
            best = max(weighed, key=lambda w: w.rank)
            first = next(w for w in weighed if w.one.line.span.start >= best.one.line.span.start - STRETCH)
            return (_moment(best, first.one.line.span.start, talk),)
    return ()


def _between(lines: Sequence[Said], hot: Sequence[float]) -> list[list[Said]]:
    """The lines between one escalation and the next."""
    parts: dict[int, list[Said]] = {}
    for one in lines:
        parts.setdefault(sum(at < one.line.span.start for at in hot), []).append(one)
    return list(parts.values())


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


def _upset(one: Said, talk: Talk) -> float | None:
    """Until when the customer was upset before this line; ``None`` where there was nothing to settle."""
    at = one.line.span.start
    if any(m.span.start < at and at - m.span.end < UPSET_WITHIN for m in talk.past):
        return max(m.span.end for m in talk.hot if m.span.start < at)
    passed = [m.span.end for m in talk.found if m.kind == "missed" and m.span.start < at]
    if passed and at - max(passed) < UPSET_WITHIN and one.relieved:
        return max(passed)
    if one.strong is None or not one.plainly:
        return None
    met = [m for m in talk.found if m.kind == "partnered" and m.confidence == "high" and m.span.start < at]
    taken = [m.span.start for m in met if m.technique in TAKEN_UP]
    troubles = [
        line.span.end
        for k, line in enumerate(talk.course.lines[: one.at])
        if line.speaker == "customer" and "trouble" in talk.course.cues[k]
    ]
    troubles += [m.span.end for m in talk.found if m.kind == "escalated" and m.span.start < at]  # if only possible
    begun = [end for end in troubles if any(end - 0.5 <= t for t in taken)]
    if one.strong != "warm_thanks":
        nearly = [m.span.end for m in talk.hot if m.span.start < at and (m.likely or 0.0) >= NEARLY]
        begun += [end for end in nearly if any(end - 0.5 <= m.span.start for m in met)]
    return min(begun) if begun and at - min(begun) < UPSET_WITHIN else None


def _sincere(one: Said, since: float, talk: Talk) -> bool:
    """Not sarcastic, no escalation in itself or at once after it, and something was done for the customer before it."""
    span = one.line.span
    if one.sarcastic or any(m.span & span for m in talk.past):
        return False
    if any(span.start < m.span.start < span.end + QUIET for m in talk.past):
        return False
    return talk.helped(since - QUIET, span.start)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A line with what it weighs, its evidence, and until when the customer had been upset."""

    one: Said
    weight: int
    evidence: tuple[str, ...]
    since: float

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """What settles by itself before what does not, and of that the likeliest relief."""
        relieved = self.one.relieved
        return self.one.strong is not None, relieved, self.one.acts["relief"] if relieved else self.weight


def _weighed(one: Said, talk: Talk) -> Weighed | None:
    """What a line weighs; ``None`` where it cannot settle."""
    since = _upset(one, talk)
    if since is None or not _sincere(one, since, talk):
        return None
    returned = talk.where.returned(one.line.span)
    voice = (returned.words,) if returned else ()
    if one.strong is not None:
        return Weighed(one, ENOUGH, (one.told, *voice), since)
    height = talk.where.height(one.line.span)
    if (height is not None and height >= STILL_UP) or not _ends_well(one, talk):
        return None
    if one.acts["manners"] + one.acts["relief"] < POLITE:
        return None
    less = [
        (f"{told} (“{one.words[saying]}”)", weight) for saying, (told, weight) in LESS.items() if saying in one.words
    ]
    answered = min(2, talk.answered(one, since))
    asks = one.line.text.rstrip().endswith("?")
    weight = sum(weight for _, weight in less) + BACK * len(voice) + answered - asks
    helped = ("in answer to a partnering",) if answered else ()
    return Weighed(one, weight, (*(told for told, _ in less[:1]), *helped, *voice, "the call ends without heat"), since)


def _ends_well(one: Said, talk: Talk) -> bool:
    """No heat, no sarcasm and no cold close from this line on."""
    rest = [other for other in talk.customer if other.at >= one.at]
    return not any("cold" in other.words or "sarcasm" in other.words for other in rest) and not any(
        m.span.start >= one.line.span.start for m in talk.past
    )


def _moment(best: Weighed, start: float, talk: Talk) -> Moment:
    """From ``start``, the first line that would have settled by itself, to the last line of relief that belongs to it."""
    one = best.one
    more = [
        other
        for other in talk.customer
        if other.at > one.at
        and other.line.span.start < one.line.span.start + STRETCH
        and other.strong
        and not other.sarcastic
    ]
    told = ", ".join(best.evidence)
    also = "".join(f", then “{other.quoted}”" for other in more)
    less = next((one.words[saying] for saying in LESS if saying in one.words), "")
    return Moment(
        "settled",
        None,
        Span(start, max(other.line.span.end for other in (one, *more))),
        "customer",
        "Customer says it is better",
        f"{told[:1].upper()}{told[1:]}{also}; {max(0.0, start - best.since):.0f} s after {_since(best, talk)}.",
        one.quoted if one.strong else less,
        "settled",
    )


def _since(best: Weighed, talk: Talk) -> str:
    """What the time is counted from, in words."""
    return "the last escalation" if any(m.span.end == best.since for m in talk.hot) else "the trouble was told"

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
from analysis.outcome.relief import Candidate
from analysis.report import Measure, Moment
from analysis.voice.height import STILL_UP, VoiceHeight
from audio.call import Call
from audio.span import Span

WEAK = {"accepted": ("agreement", 3), "manners": ("thanks", 1)}
"""Sayings that settle only together, and what they weigh."""
POLITE = 0.4
"""Probability of manners and relief together from which on a line that is no relief settles at all, voice or no voice."""
VOICE_BACK, ENOUGH = 2, 3
"""What a voice back at its own calm weighs, and what settles."""
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
    """A call as the settling sees it: its lines and moments, where the voice stands, and the customer's lines that may settle."""

    course: Course
    moments: tuple[Moment, ...]
    escalations: tuple[Moment, ...]
    undoubted: tuple[Moment, ...]
    voice_height: VoiceHeight
    candidates: tuple[Candidate, ...]

    def helped(self, since: float, until: float) -> bool:
        """Whether the agent partnered, or said what is done next, in this time."""
        if any(m.kind == "partnered" and since <= m.span.start < until for m in self.moments):
            return True
        return any(
            line.speaker == "agent" and since <= line.span.start < until and "plan" in self.course.cues[k]
            for k, line in enumerate(self.course.lines)
        )

    def partnerings_answered(self, candidate: Candidate, since: float) -> int:
        """To how many sure partnerings since the upset this line is the answer: none where the agent's last was no such."""
        agent_lines = [line for line in self.course.lines[: candidate.index] if line.speaker == "agent"]
        partnerings = [
            m for m in self.moments if m.kind == "partnered" and m.confidence == "high" and m.span.start >= since - 0.5
        ]
        if not agent_lines or not any(m.span & agent_lines[-1].span for m in partnerings):
            return 0
        return len({m.span.start for m in partnerings if m.span.start < candidate.line.span.start})


def moments(
    call: Call, measures: Sequence[Measure], moments_so_far: Sequence[Moment], voice_height: VoiceHeight
) -> tuple[Moment, ...]:
    """The call's settling: after the last time that the customer was upset and came down; one at most where there are words."""
    if not call.has_words:
        return _by_voice(measures, moments_so_far)
    course, acts = course_of(call), acts_of(call)
    candidates = tuple(
        Candidate(k, line, find_sayings(line.text, "customer", course.tokens[k]), acts[k])
        for k, line in enumerate(course.lines)
        if line.speaker == "customer" and line.words
    )
    talk = Talk(
        course,
        tuple(moments_so_far),
        tuple(escalations(moments_so_far)),
        tuple(past_doubt(moments_so_far)),
        voice_height,
        candidates,
    )
    for section in reversed(_between(candidates, [m.span.start for m in talk.undoubted])):
        weighed_lines = [
            w for candidate in section if (w := _weigh(candidate, talk)) is not None and w.weight >= ENOUGH
        ]
        if weighed_lines:
            best = max(weighed_lines, key=lambda w: w.rank)
            first = next(
                w for w in weighed_lines if w.candidate.line.span.start >= best.candidate.line.span.start - STRETCH
            )
            return (_moment(best, first.candidate.line.span.start, talk),)
    return ()


def _between(candidates: Sequence[Candidate], escalated_at: Sequence[float]) -> list[list[Candidate]]:
    """The lines between one escalation and the next."""
    parts: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        parts.setdefault(sum(at < candidate.line.span.start for at in escalated_at), []).append(candidate)
    return list(parts.values())


def _by_voice(measures: Sequence[Measure], moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """The voice's returns that no new rise follows at once."""
    escalated = [m.span for m in moments if m.kind == "escalated"]
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
        and not any(m.span.start <= s.start < m.span.start + QUIET for s in escalated)
    )


def _upset(candidate: Candidate, talk: Talk) -> float | None:
    """Until when the customer was upset before this line; ``None`` where there was nothing to settle."""
    start = candidate.line.span.start
    if any(m.span.start < start and start - m.span.end < UPSET_WITHIN for m in talk.undoubted):
        return max(m.span.end for m in talk.escalations if m.span.start < start)
    missed_until = [m.span.end for m in talk.moments if m.kind == "missed" and m.span.start < start]
    if missed_until and start - max(missed_until) < UPSET_WITHIN and candidate.relieved:
        return max(missed_until)
    if candidate.settling_saying is None or not candidate.settles_trouble:
        return None
    partnerings = [m for m in talk.moments if m.kind == "partnered" and m.confidence == "high" and m.span.start < start]
    taken_up_at = [m.span.start for m in partnerings if m.technique in TAKEN_UP]
    troubles = [
        line.span.end
        for k, line in enumerate(talk.course.lines[: candidate.index])
        if line.speaker == "customer" and "trouble" in talk.course.cues[k]
    ]
    troubles += [m.span.end for m in talk.moments if m.kind == "escalated" and m.span.start < start]  # if only possible
    upset_until = [end for end in troubles if any(end - 0.5 <= t for t in taken_up_at)]
    if candidate.settling_saying != "warm_thanks":
        nearly = [m.span.end for m in talk.escalations if m.span.start < start and (m.likely or 0.0) >= NEARLY]
        upset_until += [end for end in nearly if any(end - 0.5 <= m.span.start for m in partnerings)]
    return min(upset_until) if upset_until and start - min(upset_until) < UPSET_WITHIN else None


def _sincere(candidate: Candidate, since: float, talk: Talk) -> bool:
    """Not sarcastic, no escalation in itself or at once after it, and something was done for the customer before it."""
    span = candidate.line.span
    if candidate.sarcastic or any(m.span & span for m in talk.undoubted):
        return False
    if any(span.start < m.span.start < span.end + QUIET for m in talk.undoubted):
        return False
    return talk.helped(since - QUIET, span.start)


@dataclass(frozen=True, slots=True)
class WeighedLine:
    """A line with what it weighs, its evidence, and until when the customer had been upset."""

    candidate: Candidate
    weight: int
    evidence: tuple[str, ...]
    since: float

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """What settles by itself before what does not, and of that the likeliest relief."""
        relieved = self.candidate.relieved
        return (
            self.candidate.settling_saying is not None,
            relieved,
            self.candidate.acts["relief"] if relieved else self.weight,
        )


def _weigh(candidate: Candidate, talk: Talk) -> WeighedLine | None:
    """What a line weighs; ``None`` where it cannot settle."""
    since = _upset(candidate, talk)
    if since is None or not _sincere(candidate, since, talk):
        return None
    returned = talk.voice_height.returned(candidate.line.span)
    voice_evidence = (returned.words,) if returned else ()
    if candidate.settling_saying is not None:
        return WeighedLine(candidate, ENOUGH, (candidate.evidence, *voice_evidence), since)
    height = talk.voice_height.height(candidate.line.span)
    if (height is not None and height >= STILL_UP) or not _ends_well(candidate, talk):
        return None
    if candidate.acts["manners"] + candidate.acts["relief"] < POLITE:
        return None
    weak_sayings = [
        (f"{name} (“{candidate.sayings[saying]}”)", weight)
        for saying, (name, weight) in WEAK.items()
        if saying in candidate.sayings
    ]
    answered = min(2, talk.partnerings_answered(candidate, since))
    asks = candidate.line.text.rstrip().endswith("?")
    weight = sum(weight for _, weight in weak_sayings) + VOICE_BACK * len(voice_evidence) + answered - asks
    help_evidence = ("in answer to a partnering",) if answered else ()
    return WeighedLine(
        candidate,
        weight,
        (*(name for name, _ in weak_sayings[:1]), *help_evidence, *voice_evidence, "the call ends without heat"),
        since,
    )


def _ends_well(candidate: Candidate, talk: Talk) -> bool:
    """No heat, no sarcasm and no cold close from this line on."""
    rest = [other for other in talk.candidates if other.index >= candidate.index]
    return not any("cold" in other.sayings or "sarcasm" in other.sayings for other in rest) and not any(
        m.span.start >= candidate.line.span.start for m in talk.undoubted
    )


def _moment(best: WeighedLine, start: float, talk: Talk) -> Moment:
    """From ``start``, the first line that would have settled by itself, to the last line of relief that belongs to it."""
    candidate = best.candidate
    later_relief = [
        other
        for other in talk.candidates
        if other.index > candidate.index
        and other.line.span.start < candidate.line.span.start + STRETCH
        and other.settling_saying
        and not other.sarcastic
    ]
    evidence = ", ".join(best.evidence)
    then_quoted = "".join(f", then “{other.quoted}”" for other in later_relief)
    weak_words = next((candidate.sayings[saying] for saying in WEAK if saying in candidate.sayings), "")
    return Moment(
        "settled",
        None,
        Span(start, max(other.line.span.end for other in (candidate, *later_relief))),
        "customer",
        "Customer says it is better",
        f"{evidence[:1].upper()}{evidence[1:]}{then_quoted}; {max(0.0, start - best.since):.0f} s after {_since(best, talk)}.",
        candidate.quoted if candidate.settling_saying else weak_words,
        "settled",
    )


def _since(best: WeighedLine, talk: Talk) -> str:
    """What the time is counted from, in words."""
    return "the last escalation" if any(m.span.end == best.since for m in talk.escalations) else "the trouble was told"

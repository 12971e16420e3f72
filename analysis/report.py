"""What a review answers: measures (numbers with their words), moments, and the figures of a call.

A :class:`Measure` is a number over a span, with the rule that made it. Where a number cannot be trusted it is
``None`` and ``withheld`` says why: it is never shown as zero. A measure over the whole call is a *figure*.

A :class:`Moment` is what a coach listens to. Its ``because`` is the whole evidence in one or two sentences: the
words, the numbers, the limit they crossed. ``response`` is what the customer's voice and words did next; *followed
by*, never *caused by*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audio.call import Speaker
from audio.span import Span

Ending = Literal["calm", "settled", "unsettled", "unclear"]
Kind = Literal["pushed", "partnered", "escalated", "settled", "missed"]
After = Literal["calmer", "no_change", "hotter", "cannot_tell"]
OvertalkKind = Literal["interruption", "backchannel", "attempt", "overlap"]
OVERTALK: tuple[OvertalkKind, ...] = ("interruption", "backchannel", "attempt", "overlap")

VERSION = 1
"""Of the report's JSON; raised when a reader of the old one would go wrong."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number. ``speaker`` is whose it is (``None``: the call's); ``words`` the words or evidence it rests on."""

    name: str
    span: Span
    speaker: Speaker | None
    value: float | None
    unit: str
    words: str = ""
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the same customer's voice and words did after, against just before.

    change    in standard deviations of the customer's own calm speech, positive is hotter; ``None``: not known
    margin    half of its 90 % interval, the same unit
    usual     calmer, and no calmer than the customer is elsewhere in the call: back to the usual, as happens by itself
    livelier  no clear change of heat, but a higher voice: relief, laughter, thanks
    before    how far the voice lay above the customer's usual just before, the same unit
    """

    after: After
    because: str
    change: float | None = None
    margin: float | None = None
    usual: bool = False
    livelier: bool = False
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Placebo:
    """A stretch of the agent's talk in which no technique was heard, and what followed it all the same."""

    span: Span
    response: Response


@dataclass(frozen=True, slots=True)
class Moment:
    """Something worth listening to.

    technique   the id of a technique of the rule book or of the lens, ``None`` for a settling
    headline    a few words for a list
    because     the evidence: words, numbers, limit
    words       the exact words it rests on, if it was read rather than heard
    rule        what made it: the rule's id, or the names of the limits
    instead     for a push: what to say instead
    likely      how likely its words take its side at all, calibrated; ``None`` where none were weighed
    confidence  ``high`` or ``low``; low ones are shown apart and counted apart
    """

    kind: Kind
    technique: str | None
    span: Span
    speaker: Speaker
    headline: str
    because: str
    words: str = ""
    rule: str = ""
    instead: str | None = None
    response: Response | None = None
    confidence: Literal["high", "low"] = "high"
    likely: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended, and why it is said so."""

    kind: Ending
    because: str


@dataclass(frozen=True, slots=True)
class Report:
    """A review of one call; measures, moments and placebos in the order of time."""

    call_id: str
    duration: float
    measures: tuple[Measure, ...]
    moments: tuple[Moment, ...]
    placebos: tuple[Placebo, ...] = ()
    outcome: Outcome = Outcome("unclear", "This review is older than the judging of endings; judge the calls anew.")

    @property
    def figures(self) -> dict[str, Measure]:
        """The measures of the whole call by name, ``agent_`` or ``customer_`` first where one speaker's."""
        whole = Span(0.0, self.duration)
        return {(f"{m.speaker}_" if m.speaker else "") + m.name: m for m in self.measures if m.span == whole}

    @property
    def overtalk(self) -> tuple[Measure, ...]:
        """Each time one came in on the other, as seconds of both voices."""
        return tuple(m for m in self.measures if m.name in OVERTALK)

    @property
    def escalations(self) -> tuple[Measure, ...]:
        """Each sustained rise of a voice, in semitones."""
        return tuple(m for m in self.measures if m.name == "escalation")

    @property
    def raised(self) -> tuple[Measure, ...]:
        """The escalations, and the agent's shorter rises beside them: what there is to listen to."""
        spans = {(m.speaker, m.span) for m in self.escalations}
        return tuple(
            m
            for m in self.measures
            if m.name == "escalation" or (m.name == "raised_voice" and (m.speaker, m.span) not in spans)
        )

"""Answers drafted by the machine, each with its evidence; a draft is never a result.

::

    question    "Did the agent acknowledge the concern?"      moments = ["partnered:acknowledge_feeling"]
    report      2:13 partnered: acknowledging what it is like      ──>  yes, with that moment to hear
                nothing of the kind, words heard well              ──>  no, "none was heard in 412 words"
                only a possible one                                ──>  abstains: "only possible"
                words faint, few, or none                          ──>  abstains, with the reason

A *missing* moment says less than one that is there: the judge is quiet by design and misses many. So a draft from what is not there
needs words that were heard well (:data:`FEWEST_WORDS`, :data:`FAINTEST`), and whether drafts of a question may prefill at all is
decided by how reviewers here answered it (:mod:`library.evaluations.earned`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.report import Moment, Report
from audio.call import Call, Turn
from library.forms.binding import Binding
from library.forms.form import Answer, Form, Question

FEWEST_WORDS = 60
"""Words of the agent under which nothing is drafted: half a minute of talk at 120 words a minute, less than any greeting,
question and answer."""

FAINTEST = 0.70
"""Mean confidence of a recogniser's words under which nothing that rests on words is drafted. Six sides of three real service calls,
with noise at 12, 6 and 2 dB and without, heard by Whisper *base*: of its words another recogniser has heard 90 % where the mean is .85
to .90, 79 % at .75 to .83, 73 % at .69 to .74, 55 % at .59 to .65, and 29 % below."""

CLEAR = 0.80
"""At this mean confidence of words agreement is split, as a stand-in for accent and line (above: some 87 % are right)."""

Clarity = Literal["clear", "faint", "unknown"]
UNTRUSTED = ("words", "separation", "speakers", "clock")
"""Doubts of a call whose words or speakers cannot be trusted; an assumed side is one of them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that the machine would give, ``None`` where it abstains; ``because`` says why either way, in a sentence."""

    question: str
    answer: Answer | None
    because: str
    evidence: tuple[Moment, ...] = ()


def drafts(form: Form, call: Call, report: Report, words_wanted: bool = True) -> dict[str, Draft]:
    """A draft for every question of the form that is bound to something, by the question's id.

    ``words_wanted`` is ``False`` where the words were typed by people, who are as sure as they are.
    """
    return {
        question.id: _draft(question, question.draft, call, report, words_wanted)
        for question in form.questions
        if question.draft is not None
    }


def clarity(call: Call) -> Clarity:
    """How well the agent's words were heard, as a recogniser says; ``unknown`` where it says nothing."""
    mean = _mean_confidence(call)
    return "unknown" if mean is None else "clear" if mean >= CLEAR else "faint"


def _draft(question: Question, binding: Binding, call: Call, report: Report, words_wanted: bool) -> Draft:
    def told(answer: Answer | None, because: str, evidence: Sequence[Moment] = ()) -> Draft:
        return Draft(question.id, answer, because, tuple(evidence))

    if binding.figure is not None:
        return _by_figure(binding, report, question, told)
    if binding.outcome:
        answer = binding.outcome.get(report.outcome.kind)
        return told(answer, report.outcome.because if answer else f"No draft: {_small(report.outcome.because)}")
    reason = why_untrusted(call) if words_wanted else None
    if reason is not None:
        return told(None, f"No draft: {reason}")
    return _by_moments(binding, call, report, question, told)


def why_untrusted(call: Call) -> str | None:
    """Why nothing that rests on a call's words is drafted, as the end of a sentence; ``None`` where they can be trusted."""
    doubt = next((doubt for doubt in call.doubts if doubt.subject in UNTRUSTED), None)
    if doubt is not None:
        return _small(doubt.why)
    words = sum(len(turn.words) for turn in _agents(call))
    if words < FEWEST_WORDS:
        return f"the agent says {words} words, and under {FEWEST_WORDS} too little is known."
    mean = _mean_confidence(call)
    if mean is not None and mean < FAINTEST:
        return f"the words were heard at {100 * mean:.0f} % on average, and under {100 * FAINTEST:.0f} % too many are wrong."
    return None


_Tell = Callable[..., Draft]


def _by_moments(binding: Binding, call: Call, report: Report, question: Question, told: _Tell) -> Draft:
    start, end = 0.0, math.inf
    if binding.after is not None:
        first = next((m for m in report.moments if _is(m, binding.after) and m.confidence == "high"), None)
        if first is None:
            return told(None, f"No draft: nothing of “{binding.after}” was heard, so there was no occasion.")
        start = first.span.end
        end = math.inf if binding.within is None else start + binding.within
    if binding.before is not None:
        end = next((m.span.start for m in report.moments if _is(m, binding.before)), math.inf)
    here = [
        moment
        for moment in report.moments
        if any(_is(moment, name) for name in binding.moments) and start <= moment.span.start < end
    ]
    sure = [moment for moment in here if moment.confidence == "high"]
    if sure and question.type == "number":
        return told(min(max(float(len(sure)), question.least), question.most), _count(sure), sure)
    if sure:
        return told(binding.found, _count(sure), sure)
    if here:
        return told(None, f"No draft: {_small(_count(here))[:-1]}, and only as possible.", here)
    words = sum(len(turn.words) for turn in _agents(call))
    answer: Answer | None = question.least if question.type == "number" else binding.missing
    return told(answer, f"Nothing of the kind was heard in the agent's {words:,} words.")


def _by_figure(binding: Binding, report: Report, question: Question, told: _Tell) -> Draft:
    measure = report.figures.get(binding.figure or "")
    if measure is None:
        return told(None, f"No draft: this call has no figure “{binding.figure}”.")
    if measure.value is None:
        return told(None, f"No draft: {_small(measure.withheld or 'the figure is withheld.')}")
    because = f"{measure.name.replace('_', ' ').capitalize()}: {measure.value:g} {measure.unit}".strip() + "."
    if question.type == "number":
        inside = question.least <= measure.value <= question.most
        return told(measure.value if inside else None, because if inside else f"No draft: {_small(because)}")
    band = next(band for band in binding.bands if band.up_to is None or measure.value <= band.up_to)
    return told(band.answer, because)


def _is(moment: Moment, name: str) -> bool:
    kind, _, technique = name.partition(":")
    return moment.kind == kind and technique in ("*", moment.technique)


def _count(moments: Sequence[Moment]) -> str:
    first = moments[0]
    more = f", and {len(moments) - 1} more" if len(moments) > 1 else ""
    minutes, seconds = divmod(int(first.span.start), 60)
    return f"{first.headline} at {minutes}:{seconds:02}{more}."


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _agents(call: Call) -> list[Turn]:
    return list(call.of("agent"))


def _mean_confidence(call: Call) -> float | None:
    sure = [word.confidence for turn in _agents(call) for word in turn.words if word.confidence is not None]
    return sum(sure) / len(sure) if sure else None

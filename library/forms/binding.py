"""What a machine's draft of an answer rests on: moments, a figure, or how the call ended.

::

    moments = ["partnered:acknowledge_feeling"]     found = "yes"   missing = "no"
    moments = ["pushed:*"]                          found = "no"    missing = "yes"
    moments = ["partnered:own_it"]                  after = "escalated:*"   within = 60.0
    figure  = "agent_talk_share"                    bands = [{up_to = 60, answer = "yes"}, {answer = "no"}]
    outcome = {calm = "yes", settled = "yes", unsettled = "no"}

Which of them a draft may say something of, and when it abstains, is in :mod:`library.evaluations.drafts`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from analysis.report import Ending, Kind

_MOMENT = re.compile(rf"(?:{'|'.join(get_args(Kind))}):(?:\*|[a-z][a-z_]*)")


@dataclass(frozen=True, slots=True)
class Band:
    """An answer where a figure is ``up_to`` so much (``None``: all above the bands before)."""

    up_to: float | None
    answer: str


@dataclass(frozen=True, slots=True)
class Binding:
    """One of three: ``moments``, ``figure`` or ``outcome``; see the top.

    moments   ``KIND:TECHNIQUE`` or ``KIND:*``: one of them is enough
    before    they count only before the first of these (where there is none of these: anywhere)
    after     they count only after the first of these (where there is none of these, the draft abstains)
    within    … and only so many seconds after it
    found     the answer where there is one of them, ``missing`` where there is none; ``None``: the draft abstains
    figure    a figure of the report by name; ``bands`` its answers, or none for a question that is a number
    outcome   the answer by how the call ended; an ending that is not named has no draft
    """

    moments: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    within: float | None = None
    found: str | None = None
    missing: str | None = None
    figure: str | None = None
    bands: tuple[Band, ...] = ()
    outcome: Mapping[str, str] = field(default_factory=dict)


def check_binding(binding: Binding, question_type: str, answers: Sequence[str]) -> Iterator[str]:
    """What is wrong with a binding of a question of this type with these choices, each as the end of a sentence."""
    kinds = [bool(binding.moments), binding.figure is not None, bool(binding.outcome)]
    if sum(kinds) != 1:
        yield "has a draft that rests on none or several of moments, a figure and the outcome: one is needed"
        return
    if question_type == "text":
        yield "is a text and has a draft: SameSide drafts answers, never prose"
    for name in (*binding.moments, *(end for end in (binding.before, binding.after) if end is not None)):
        if not _MOMENT.fullmatch(name):
            yield f"has a draft on “{name}”, and a moment is named as in pushed:command or pushed:*"
    for ending in binding.outcome:
        if ending not in get_args(Ending):
            yield f"has a draft on the ending “{ending}”, and endings are {', '.join(get_args(Ending))}"
    if binding.within is not None and not (binding.after and binding.within > 0):
        yield "has a draft “within” seconds of nothing: it needs an “after”"
    if question_type != "number":
        yield from _slips_of_answers(binding, answers)


def _slips_of_answers(binding: Binding, answers: Sequence[str]) -> Iterator[str]:
    given = [binding.found, binding.missing, *(band.answer for band in binding.bands), *binding.outcome.values()]
    strangers = [answer for answer in given if answer is not None and answer not in answers]
    if strangers:
        yield f"has a draft that answers “{strangers[0]}”, which is none of its choices"
    if binding.moments and binding.found is None and binding.missing is None:
        yield "has a draft on moments that answers nothing: give “found”, “missing” or both"
    if binding.figure is not None:
        yield from _slips_of_bands(binding.bands)


def _slips_of_bands(bands: Sequence[Band]) -> Iterator[str]:
    tops = [band.up_to for band in bands]
    if not bands or tops[-1] is not None or None in tops[:-1]:
        yield "has a draft on a figure whose last band, and no other, is to have no “up_to”"
    elif any(low is not None and high is not None and low >= high for low, high in itertools.pairwise(tops)):
        yield "has a draft on a figure whose bands do not rise"

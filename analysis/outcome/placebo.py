"""Placebos: the agent's talk in which nothing of the kind was said, and what followed it all the same.

What would have followed anyway can be told only from moments at which no technique was heard. They are found in the same
calls, by the same rule for before and after, so that whatever befalls the one befalls the other::

    customer   |turn|          |turn|           |turn|          |turn|
    agent              ======         [own it]          ======
                       placebo                          placebo

Each keeps its response and how hot the customer was just before, by which it is matched over many calls
(:mod:`library.trends.base_rate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.limits import Limits
from analysis.outcome.response import customer_voice, response
from analysis.report import Moment, Placebo
from analysis.voice.baseline import Profile
from analysis.voice.heat import FLOOR, NOTHING
from audio.call import Call
from audio.span import Span


def placebos(call: Call, voice: Profile | None, moments: Sequence[Moment], limits: Limits) -> tuple[Placebo, ...]:
    """The placebos of a call whose moments are known, in the order of time; none where no voice can be told."""
    customer = customer_voice(call, voice, moments)
    if customer is None:
        return ()
    technique_spans = [m.span for m in moments if m.kind in ("pushed", "partnered")]
    controls = []
    for earlier, later in pairwise(customer.turns):
        span = _agent_talk(Span(earlier.span.end, later.span.start), customer.agent_spans)
        if span is not None and not any(technique_span & span for technique_span in technique_spans):
            controls.append(Placebo(span, response(span, customer, limits)))
    return tuple(controls)


def _agent_talk(between: Span, agent_spans: Sequence[Span]) -> Span | None:
    """From the first to the last of what the agent says between two turns; ``None`` for a listening sound."""
    parts = [part for span in agent_spans if (part := between & span)]
    if sum(part.duration for part in parts) < FLOOR - NOTHING:
        return None
    return Span(parts[0].start, parts[-1].end)

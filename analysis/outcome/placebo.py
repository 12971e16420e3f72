"""Placebos: the agent's talk in which nothing of the kind was said, and what followed it all the same.

What would have followed anyway can be told only from moments at which no technique was heard. They are found in the same
calls, by the same rule for before and after, so that whatever befalls the one befalls the other::

    customer   |turn|          |turn|           |turn|          |turn|
    agent              ======         [own it]          ======
                       placebo                          placebo

Each keeps its response and how hot the customer was just before, by which it is matched over many calls
(:mod:`library.calls.base_rate`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.limits import Limits
from analysis.outcome.response import listener, response
from analysis.report import Moment, Placebo
from analysis.voice.baseline import Profile
from analysis.voice.heat import FLOOR, NOTHING
from audio.call import Call
from audio.span import Span


def placebos(call: Call, voice: Profile | None, moments: Sequence[Moment], limits: Limits) -> tuple[Placebo, ...]:
    """The placebos of a call whose moments are known, in the order of time; none where no voice can be told."""
    heard = listener(call, voice, moments)
    if heard is None:
        return ()
    acts = [m.span for m in moments if m.kind in ("pushed", "partnered")]
    found = []
    for one, other in pairwise(heard.said):
        span = _talk(Span(one.span.end, other.span.start), heard.agent)
        if span is not None and not any(act & span for act in acts):
            found.append(Placebo(span, response(span, heard, limits)))
    return tuple(found)


def _talk(between: Span, agent: Sequence[Span]) -> Span | None:
    """From the first to the last of what the agent says between two turns; ``None`` for a listening sound."""
    parts = [part for span in agent if (part := between & span)]
    if sum(part.duration for part in parts) < FLOOR - NOTHING:
        return None
    return Span(parts[0].start, parts[-1].end)

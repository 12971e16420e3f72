"""Coming in to rejoice or to help is no talking over: *cooperative overlap* (Tannen 1994), only possible as a push.

Who comes in while the other speaks takes the floor, whatever is said; the measure stays, on its lane and in the figures. What a
coach would make of it depends on the words::

    customer   … and the light is off, oh my gosh ====|       glad words in it: shared joy
    agent                           |= it did! great =|

    customer   … so I'm nearly home again ============|       a sure partnering begins in it: help that could not wait
    agent                        |= let's get that fixed =|

and on the customer's heat: who comes in on an upset customer talks over them, however kindly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.language.gladness import is_glad, touch
from analysis.limits import Limits
from analysis.report import Moment
from audio.call import Call
from audio.span import Span

BESIDE = 1.0
"""Seconds round it in which words belong to the coming in."""


def lower_cooperative_overlaps(call: Call, moments: Sequence[Moment], limits: Limits) -> list[Moment]:
    """The moments; an agent's interruption that is cooperative is only possible, with its reason."""
    sure = [m for m in moments if m.confidence == "high"]
    return [_lowered_if_cooperative(call, m, sure, limits) if m.technique == "interruption" else m for m in moments]


def _lowered_if_cooperative(call: Call, interruption: Moment, sure: Iterable[Moment], limits: Limits) -> Moment:
    beside = Span(interruption.span.start - BESIDE, interruption.span.end + BESIDE)
    around = Span(interruption.span.start - limits.follows_within, interruption.span.end + limits.follows_within)
    opposed = [m for m in sure if m.kind in ("escalated", "pushed") and m is not interruption]
    if any(touch(m.span, around if m.kind == "escalated" else beside) for m in opposed):
        return interruption
    if is_glad(call, beside):
        return _lowered(interruption, "Glad words are said in it.")
    if any(m.kind == "partnered" and beside.start <= m.span.start < interruption.span.end for m in sure):
        return _lowered(interruption, "What is said in it is a partnering.")
    return interruption


def _lowered(moment: Moment, why: str) -> Moment:
    return replace(moment, confidence="low", because=f"{moment.because} {why}")

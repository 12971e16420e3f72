"""``report = review(call, limits)``: pure and quick, so that a coach may move a limit and look again.

A review is a row of lenses, in reading order. Each is a module with the same two verbs and does not know the others::

    balance ── overtalk ── tone ── wording ──> measures, moments ──> raised ── arc ── settled ── missed ──> response, placebo ──> outcome
                                                                                (the whole call)   (what followed, and would anyway)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analysis.language import wording
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rewrites import rewrite
from analysis.language.rulebook.rules import RuleBook
from analysis.language.unread import why_unread
from analysis.limits import Limits
from analysis.outcome import arc, certainty, ending, missed, placebo, response, settled
from analysis.report import Kind, Measure, Moment, Report
from analysis.turns import balance, cooperative_overlap, over_talk
from analysis.voice import height, raised_voice, tone
from audio.call import Call
from audio.span import Span


def review(call: Call, limits: Limits | None = None, book: RuleBook | None = None) -> Report:
    """Judge a call by ``limits`` and ``book`` (the shipped ones where ``None``). Shifting a call shifts its report."""
    limits, book = limits or Limits(), book or load_book()
    measures = [m for lens in (balance, over_talk, tone) for m in lens.measure(call, limits)]
    moments = [m for lens in (balance, over_talk, tone) for m in lens.moments(call, tuple(measures), limits)]
    said = wording.moments(call, limits, book)
    moments = cooperative_overlap.lower_cooperative_overlaps(call, certainty.borne_out(call, [*moments, *said]), limits)
    moments = _once([*moments, *raised_voice.moments(call, measures, moments, limits)])
    moments += arc.moments(call, measures, moments, limits)
    where = height.VoiceHeight(call, measures, limits)
    moments += settled.moments(call, measures, moments, where)
    moments += missed.moments(call, moments, limits)
    moments = [_explained(m, call, book) for m in moments if m.technique not in _silenced(book)]
    moments = list(response.add_responses(call, sorted(moments, key=lambda m: (m.span, m.kind)), limits))
    # where the agent's words are not known, a technique may have been in any of them
    empty = () if why_unread(call, "agent") else placebo.placebos(call, moments, limits)
    measures += [*wording.measure(call, limits, book, said), *_counts(call, moments)]
    ordered, ended = tuple(sorted(measures, key=lambda m: m.span)), ending.outcome(call, moments, where)
    return Report(call.id, call.duration, ordered, tuple(moments), empty, ended)


def _once(moments: list[Moment]) -> list[Moment]:
    """A voice-up escalation inside the words' own is kept; exact doubles are not."""
    return list(dict.fromkeys(moments))


def _sure(moments: list[Moment]) -> list[Moment]:
    return [m for m in moments if m.confidence == "high"]


def _silenced(book: RuleBook) -> set[str]:
    return {rule.id for rule in book if rule.silent}


def _explained(moment: Moment, call: Call, book: RuleBook) -> Moment:
    """With what to say instead, and of low confidence where it is unsure who spoke."""
    if moment.kind == "pushed" and moment.instead is None and moment.technique and moment.technique in book:
        moment = replace(moment, instead=rewrite(book[moment.technique], moment.words, book.lists))
    mixed = call.layout != "two_sides" and call.has_sound and not moment.words  # heard in a voice parted from another
    return replace(moment, confidence="low") if mixed or call.doubt("separation") else moment


def _counts(call: Call, moments: list[Moment]) -> list[Measure]:
    """How many moments of each kind, how many partnerings were followed by a calmer voice, and how many of those by no
    more than the usual one; withheld where what was said on that side is not known."""
    whole = Span(0.0, call.duration)
    agent, customer = why_unread(call, "agent"), why_unread(call, "customer")
    either = agent or customer  # what is missed takes both: who was not met, and who did not meet them
    why: dict[Kind, str | None] = {
        "pushed": agent, "partnered": agent, "escalated": customer, "settled": customer, "missed": either
    }  # fmt: skip
    doubted = call.doubt("separation") is not None  # then all of them are low, which a doubt of the call tells
    moments = moments if doubted else _sure(moments)
    number = Counter(m.kind for m in moments)
    found = []
    for kind, unknown in why.items():
        # without words half of the techniques cannot be found: a count would look like a clean record
        found.append(Measure(kind, whole, None, None if unknown else float(number[kind]), "", withheld=unknown))
    followed = [m.response for m in moments if m.kind == "partnered" and m.response is not None]
    then = {"calmer": sum(r.after == "calmer" for r in followed), "usual": sum(r.usual for r in followed)}
    for name, n in then.items():
        found.append(Measure(f"partnered_then_{name}", whole, None, None if agent else float(n), "", withheld=agent))
    return found

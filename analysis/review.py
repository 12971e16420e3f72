"""``report = review(call, limits)``: pure and quick, so that a coach may move a limit and look again.

A review is a row of lenses, in reading order, that do not know each other: ``measure`` gives numbers, ``moments`` what a coach
listens to. Both voices are profiled once and passed on::

    balance ── overtalk ── tone ── wording ──> measures, moments ──> raised ── arc ── missed ── settled ──> response, placebo ──> outcome
                                                                                (the whole call)   (what followed, and would anyway)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
from analysis.voice import agent_voice, raised_voice, tone
from analysis.voice.height import VoiceHeight
from analysis.voice.persons import voice_profiles
from audio.call import Call
from audio.span import Span

ALONE = "One person is all that is heard, so nobody is judged."
"""Why nothing is counted where one voice is alone."""


def review(
    call: Call, limits: Limits | None = None, book: RuleBook | None = None, *, agent_measured: bool = True
) -> Report:
    """Judge a call by ``limits`` and ``book`` (the shipped ones where ``None``). Shifting a call shifts its report.

    agent_measured  whether the agent's voice is measured; the house may have switched that off (:mod:`analysis.voice.agent_voice`)
    """
    limits, book = limits or Limits(), book or load_book()
    voices = voice_profiles(call, limits)
    measures = [
        *balance.measure(call, limits),
        *over_talk.measure(call, limits),
        *tone.measure(call, voices, limits),
    ]
    if not agent_measured:
        measures = agent_voice.left_out(measures)
    worded = wording.moments(call, book)
    moments = certainty.borne_out(call, [*over_talk.moments(measures), *tone.moments(measures, limits), *worded])
    moments = cooperative_overlap.lower_cooperative_overlaps(call, moments, limits)
    moments = _without_doubles([*moments, *raised_voice.moments(call, measures, moments, limits)])
    if _one_person(call):  # a voicemail, a monologue, one leg: nobody is there to be pushed, or to be missed
        moments, worded = [], ()
    moments += arc.moments(call, measures, moments)
    voice_height = VoiceHeight(voices.customer, measures)
    moments += missed.moments(call, moments, limits)
    if not agent_voice.is_heard(measures):  # it may have answered, so it was not missed; but nobody knows
        moments = agent_voice.without_calm_voice(moments)
    moments += settled.moments(call, measures, moments, voice_height)
    moments = [_explained(m, call, book) for m in moments if m.technique not in _silenced(book)]
    moments.sort(key=lambda m: (m.span, m.kind))
    moments = list(response.add_responses(call, voices.customer, moments, limits))
    # where the agent's words are not known, a technique may have been in any of them
    placebos = () if why_unread(call, "agent") else placebo.placebos(call, voices.customer, moments, limits)
    measures += [*wording.measure(call, book, worded), *_counts(call, moments)]
    measures.sort(key=lambda m: m.span)
    outcome = ending.outcome(call, moments, voice_height)
    return Report(call.id, call.duration, tuple(measures), tuple(moments), placebos, outcome)


def recounted(call: Call, report: Report, moments: Sequence[Moment], limits: Limits) -> Report:
    """``report`` with these moments in the place of its own: what it counts and how the call ended follow them."""
    counts = {measure.name: measure for measure in _counts(call, list(moments))}
    measures = tuple(counts.get(measure.name, measure) for measure in report.measures)
    voice_height = VoiceHeight(voice_profiles(call, limits).customer, list(measures))
    return replace(
        report, moments=tuple(moments), measures=measures, outcome=ending.outcome(call, moments, voice_height)
    )


def _without_doubles(moments: list[Moment]) -> list[Moment]:
    """A voice-up escalation inside the words' own is kept; exact doubles are not."""
    return list(dict.fromkeys(moments))


def _one_person(call: Call) -> bool:
    """Whether one voice is all that is heard in a channel that might hold two."""
    return call.has_sound and call.layout != "two_sides" and len({turn.speaker for turn in call.turns}) == 1


def _sure(moments: list[Moment]) -> list[Moment]:
    return [m for m in moments if m.confidence == "high"]


def _silenced(book: RuleBook) -> set[str]:
    return {rule.id for rule in book if rule.silent}


def _explained(moment: Moment, call: Call, book: RuleBook) -> Moment:
    """With what to say instead, and of low confidence where it is unsure who spoke."""
    if moment.kind == "pushed" and moment.instead is None and moment.technique and moment.technique in book:
        moment = replace(moment, instead=rewrite(book[moment.technique], moment.words, book.lists))
    # heard in a voice parted from another
    from_parted_voice = call.layout != "two_sides" and call.has_sound and not moment.words
    return replace(moment, confidence="low") if from_parted_voice or call.doubt("separation") else moment


def _counts(call: Call, moments: list[Moment]) -> list[Measure]:
    """How many moments of each kind, how many partnerings were followed by a calmer voice, and how many of those by no
    more than the usual one; withheld where what was said on that side is not known."""
    whole = Span(0.0, call.duration)
    agent, customer = why_unread(call, "agent"), why_unread(call, "customer")
    if _one_person(call):
        agent = customer = ALONE
    agent_or_customer = agent or customer  # what is missed takes both: who was not met, and who did not meet them
    unknown_by_kind: dict[Kind, str | None] = {
        "pushed": agent, "partnered": agent, "escalated": customer, "settled": customer, "missed": agent_or_customer
    }  # fmt: skip
    doubted = call.doubt("separation") is not None  # then all of them are low, which a doubt of the call tells
    moments = moments if doubted else _sure(moments)
    counts = Counter(m.kind for m in moments)
    measures = []
    for kind, withheld in unknown_by_kind.items():
        # without words half of the techniques cannot be found: a count would look like a clean record
        measures.append(Measure(kind, whole, None, None if withheld else float(counts[kind]), "", withheld=withheld))
    responses = [m.response for m in moments if m.kind == "partnered" and m.response is not None]
    followed_by = {"calmer": sum(r.after == "calmer" for r in responses), "usual": sum(r.usual for r in responses)}
    for name, count in followed_by.items():
        measures.append(
            Measure(f"partnered_then_{name}", whole, None, None if agent else float(count), "", withheld=agent)
        )
    return measures

"""Balance: who had how much of the call.

::

    agent     |=====|      |==========|             talk share = own speech / all speech
    customer         |===|             |==|
    nobody               ~~            ....hold....  a hold: nobody speaks for ``hold_least``

Shares are of speech, not of the clock, so that a hold does not count for anybody. Pace counts words over the time spent
speaking (articulation with short pauses, as in most of the literature), so it is withheld where there are no words.
None of these is good or bad, or a moment in the call: a share of 43 to 57 % is what one vendor found in sales calls, and nothing
comparable has been published for upset customers.
"""

from __future__ import annotations

from analysis.limits import Limits
from analysis.report import Measure
from audio.call import SPEAKERS, Call, Speaker
from audio.span import Span, gaps, merge

WORD, SILENCE = 0.999, 2.999
"""Seconds of the other's speech, and of nobody's, that end a run: a second and three, less what rounding may do."""


def holds(call: Call, limits: Limits) -> list[Span]:
    """Where nobody speaks for at least ``hold_least``, between the first and the last word of the call."""
    spoken = merge(turn.span for turn in call.turns)
    if not spoken:
        return []
    return [gap for gap in gaps(spoken, Span(spoken[0].start, spoken[-1].end)) if gap.duration >= limits.hold_least]


def measure(call: Call, limits: Limits) -> tuple[Measure, ...]:
    """Figures of the call: shares, longest run, pace; and each hold."""
    whole = Span(0.0, call.duration)
    spoken = {speaker: sum(turn.span.duration for turn in call.of(speaker)) for speaker in SPEAKERS}
    total = sum(spoken.values())
    doubt = call.doubt("speech") or call.doubt("separation")
    withheld = doubt.why if doubt else None if total else "nobody is heard to speak"
    measures = []
    for speaker in SPEAKERS:
        share = None if withheld or not total else round(100 * spoken[speaker] / total, 1)
        measures.append(Measure("talk_share", whole, speaker, share, "%", withheld=withheld))
        longest = max((span.duration for span in _runs(call, speaker)), default=0.0)
        measures.append(
            Measure("longest_run", whole, speaker, None if withheld else round(longest, 1), "s", withheld=withheld)
        )
        measures.append(_pace(call, speaker, spoken[speaker], withheld))
    hold_spans = holds(call, limits)
    measures.append(Measure("holds", whole, None, float(len(hold_spans)), ""))
    measures.append(Measure("hold_time", whole, None, round(sum(span.duration for span in hold_spans), 1), "s"))
    measures += [Measure("hold", span, None, round(span.duration, 1), "s") for span in hold_spans]
    return tuple(measures)


def _runs(call: Call, speaker: Speaker) -> list[Span]:
    """A speaker's turns joined until the other side says something of a second or more in between."""
    turns = sorted(
        (turn for turn in call.turns if turn.speaker == speaker or turn.span.duration > WORD), key=lambda t: t.span
    )
    runs: list[Span] = []
    previous: Speaker | None = None
    for turn in turns:
        if turn.speaker == speaker:
            if previous == speaker and turn.span.start - runs[-1].end < SILENCE:
                runs[-1] = Span(runs[-1].start, max(runs[-1].end, turn.span.end))
            else:
                runs.append(turn.span)
        previous = turn.speaker
    return runs


def _pace(call: Call, speaker: Speaker, spoken: float, withheld: str | None) -> Measure:
    whole = Span(0.0, call.duration)
    words = sum(len(turn.words) for turn in call.of(speaker))
    if withheld or not call.has_words or spoken < 5.0:
        reason = withheld or ("there are no words" if not call.has_words else f"the {speaker} speaks for under 5 s")
        return Measure("pace", whole, speaker, None, "words/min", withheld=reason)
    return Measure("pace", whole, speaker, round(60 * words / spoken), "words/min")

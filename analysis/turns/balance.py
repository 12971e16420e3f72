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
    said = merge(turn.span for turn in call.turns)
    if not said:
        return []
    return [gap for gap in gaps(said, Span(said[0].start, said[-1].end)) if gap.duration >= limits.hold_least]


def measure(call: Call, limits: Limits) -> tuple[Measure, ...]:
    """Figures of the call: shares, longest run, pace; and each hold."""
    whole = Span(0.0, call.duration)
    spoken = {who: sum(turn.span.duration for turn in call.of(who)) for who in SPEAKERS}
    both = sum(spoken.values())
    doubt = call.doubt("speech") or call.doubt("separation")
    why = doubt.why if doubt else None if both else "nobody is heard to speak"
    found = []
    for who in SPEAKERS:
        share = None if why or not both else round(100 * spoken[who] / both, 1)
        found.append(Measure("talk_share", whole, who, share, "%", withheld=why))
        longest = max((span.duration for span in _runs(call, who)), default=0.0)
        found.append(Measure("longest_run", whole, who, None if why else round(longest, 1), "s", withheld=why))
        found.append(_pace(call, who, spoken[who], why))
    silent = holds(call, limits)
    found.append(Measure("holds", whole, None, float(len(silent)), ""))
    found.append(Measure("hold_time", whole, None, round(sum(span.duration for span in silent), 1), "s"))
    found += [Measure("hold", span, None, round(span.duration, 1), "s") for span in silent]
    return tuple(found)


def _runs(call: Call, who: Speaker) -> list[Span]:
    """A speaker's turns joined until the other side says something of a second or more in between."""
    floor = sorted(
        (turn for turn in call.turns if turn.speaker == who or turn.span.duration > WORD), key=lambda t: t.span
    )
    runs: list[Span] = []
    before: Speaker | None = None
    for turn in floor:
        if turn.speaker == who:
            if before == who and turn.span.start - runs[-1].end < SILENCE:
                runs[-1] = Span(runs[-1].start, max(runs[-1].end, turn.span.end))
            else:
                runs.append(turn.span)
        before = turn.speaker
    return runs


def _pace(call: Call, who: Speaker, spoken: float, why: str | None) -> Measure:
    whole = Span(0.0, call.duration)
    words = sum(len(turn.words) for turn in call.of(who))
    if why or not call.has_words or spoken < 5.0:
        reason = why or ("there are no words" if not call.has_words else f"the {who} speaks for under 5 s")
        return Measure("pace", whole, who, None, "words/min", withheld=reason)
    return Measure("pace", whole, who, round(60 * words / spoken), "words/min")

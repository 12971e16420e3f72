"""``apply(call, corrections)``: the facts as corrected, out of what was heard and what people have said of it. Pure.

::

    heard ──> correction 1 ──> correction 2 ──> …  ──> Corrected: the call, and which corrections do not fit, and why

In the order in which they were made, each on what those before it came to. One that does not fit, after another hearing say, or
because an earlier one was taken back, is passed over and named with its reason; it fits again when what it was made on is there again.
Without corrections the call is the same object; so what is taken back leaves nothing behind. Applied to what they came to
already, corrections that all fit change nothing.

What a change of speaker moves::

                        words, speech (over-talk, shares of talk)    pitch and balance        loudness
    a channel each      go to the other                              stay: the channel is the voice
    one channel         go to the other                              go with the speech       is of both

In a channel each, what the other channel holds at that time is then the voice that is measured; where it holds none, nothing is.
What somebody else says is nobody's speech and nobody's pitch; its words are kept for the eye (``Call.others``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from audio.call import SPEAKERS, Call, Turn, Voice
from audio.span import Span
from library.corrections.changes import change_facts
from library.corrections.correction import OTHER, Correction, Who
from library.corrections.facts import Facts, UnfitError, find


@dataclass(frozen=True, slots=True)
class Corrected:
    """A call as corrected, and why each of the corrections that do not fit does not, by its id."""

    call: Call
    unfit: Mapping[str, str] = field(default_factory=dict)


def apply(call: Call, corrections: Iterable[Correction]) -> Corrected:
    """What was heard (``call``) with ``corrections`` applied, in the order in which they come."""
    in_order = list({correction.id: correction for correction in corrections}.values())
    facts = Facts({**{speaker: _in_time(call, speaker) for speaker in SPEAKERS}, OTHER: call.others})
    unfit: dict[str, str] = {}
    for one in in_order:
        try:
            facts = change_facts(facts, one.place.speaker, find(facts, one.place), one.change, call.duration)
        except UnfitError as why:
            unfit[one.id] = str(why)
    return Corrected(call if len(unfit) == len(in_order) else _corrected(call, facts), unfit)


def corrected_turns(heard: Sequence[Turn], corrections: Iterable[Correction]) -> tuple[Turn, ...]:
    """The turns of a call as corrected, where nothing but its words is needed."""
    corrections = tuple(corrections)
    if not corrections:
        return tuple(heard)
    call = Call("", "", max((turn.span.end for turn in heard), default=0.0) + 1e9, "two_sides", tuple(heard))
    return apply(call, corrections).call.turns


def _in_time(call: Call, who: Who) -> tuple[Turn, ...]:
    return tuple(sorted((turn for turn in call.turns if turn.speaker == who), key=lambda turn: turn.span))


def _corrected(call: Call, facts: Facts) -> Call:
    turns = [turn for speaker in SPEAKERS for turn in facts.turns[speaker]]
    others = facts.turns[OTHER]
    differ = sum(word.heard is not None for turn in (*turns, *others) for word in turn.words)
    return replace(
        call,
        turns=tuple(sorted(turns, key=lambda turn: (turn.span, turn.speaker))),
        voices=call.voices if call.layout == "two_sides" else _voices(call.voices, facts.moved),
        others=others,
        corrected=differ + facts.taken_out,
    )


def _voices(voices: Sequence[Voice], moved: Sequence[tuple[Span, Who]]) -> tuple[Voice, ...]:
    """The voices of one channel, pitch and balance going with the stretches that were given to another; loudness is of both."""
    if not moved or len(voices) < len(SPEAKERS):
        return tuple(voices)
    tracks = {
        name: np.where(np.isnan(first), getattr(voices[1], name), first)
        for name in ("pitch", "balance")
        for first in [getattr(voices[0], name)]
    }
    given = []
    for voice in voices:
        pitch, balance = voice.pitch.copy(), voice.balance.copy()
        for span, who in moved:
            frames = voice.frames(span)
            for track, name in ((pitch, "pitch"), (balance, "balance")):
                track[frames] = tracks[name][frames] if who == voice.speaker else np.nan
        given.append(replace(voice, pitch=pitch, balance=balance))
    return tuple(given)

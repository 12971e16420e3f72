"""Another person, or the same one with the voice raised? What parts the two, weighed together.

A voice that is raised sounds, to any embedding, much like somebody else: of one actor, calm and angry, the likeness is .43 to .77, of two
calm ones .40 to .83. But it does so *because* it is raised, and that shows: it goes up in pitch and sharpness both; it varies, so that its
lowest pieces are near its calm ones still; and within it, the more a piece is up, the less it is like the calm voice. ::

    likeness to    1.0 |  = = =                          = calm
    the calm voice     |         .  .                    . the same, raised: nearer where less raised
                       |           .  .
                       |    o  o     o  o                o another person: no nearer anywhere
                       +------------------
                         0     5     10  semitones up

The weights are those of a logistic regression on 187 such changes in calls made of five actors and of six people on real telephones. With
each speaker left out in turn it parts a newcomer from an angry voice with an area under the curve of .98, where the likeness alone comes to
.36, pitch and sharpness to .8, and the three to .95. Under even odds none of 60 angry halves is taken for somebody else, and 5 of 110
newcomers for an angry voice.

Where the higher voice is up by some semitones and the nearest pieces of both are still as like as any two of one voice, no weighing is
needed: of 230 pairs of 26 people and synthesisers’ voices that far apart none comes near it (.94), and voices that rise but moderately
(a synthesiser’s bent by a vocoder, 4 to 5 semitones) come to 1.0 and more. Nearly as near will do where the higher voice is also louder than
people are apart: a shout, which noise under the calm speech keeps from being sharper as well.

And a newcomer stays: hardly any piece after the change is nearer to the voice before it, nor the other way round. Of 124 calm voices two
pass that test, of ten that were raised for a while none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audio.speakers.diarization.embedding import unit
from audio.speakers.handover.pieces import Floats, Pieces

FEWEST, LEAST = 5, 6.0
"""Pieces, and seconds of them, that a person has at least."""
ALIKE = 0.86
"""Likeness from which two stretches are one voice: the halves of a calm one come to .89 and more, over another line too."""
CONSTANT, LIKENESS, NEAREST, HIGHER, SHARPER, FALLING = 13.2, -3.6, -4.0, -0.93, -0.48, 2.0
"""Log odds of another person: what all have, and for 1 of likeness, of the nearest pieces' likeness, a semitone, a dB of balance, and 1 of
the correlation of rise and likeness within the raised stretch."""
RISEN, AS_NEAR = 3.0, 0.98
"""Semitones up from which pieces as near as that (1: as near as two of one voice) are one voice, raised."""
SHOUTED, SHOUT_NEAR = 12.0, 0.8
"""dB up with it from which as near as that is near enough; of those 230 pairs six are, at levels that are a matter of the recording."""
HIGHEST = 6.0
"""Semitones: a step of more tells no more, for men and women are as far apart as calm and angry ones."""
NEAR = 0.1
"""Share of all pairs of pieces, one from each side, that are the nearest."""
NEVER = -99.0
WEIGHED = (1.5, 4.0)
"""Semitones and dB that count as much as one another where it is asked which of two stretches is the raised one."""
ASTRAY = 0.15
"""Share of the pieces on one side of a change that may be nearer to the voice on the other."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change before piece ``at``: how much higher, sharper and louder the second voice is, and the log odds of another person.

    likeness  the cosine of the two voices, freed of how far their pieces scatter and of how many there are: 1 for one voice
    """

    at: int
    likeness: float
    pitch: float
    balance: float
    level: float
    odds: float


def likeliest_change(pieces: Pieces, also: Sequence[int] = ()) -> Change | None:
    """The change of person that is likeliest, however unlikely; ``None`` where no voice comes and stays.

    also  pieces before which one is looked for whatever they sound like, because words tell of it
    """
    candidates = {*_best_splits(pieces), *(k for k in also if is_long_enough(pieces, k))}
    changes = [weigh(pieces, k) for k in sorted(candidates) if _stays(pieces, k)]
    return max(changes, key=lambda change: change.odds, default=None)


def _best_splits(pieces: Pieces) -> Iterator[int]:
    """Where two voices fit best, and where they do in each of the halves: the first may be a voice that is raised."""
    best = _best_split(pieces, 0, len(pieces))
    if best is not None:
        yield best
        for first, last in ((0, best), (best, len(pieces))):
            within = _best_split(pieces, first, last)
            if within is not None:
                yield within


def _best_split(pieces: Pieces, first: int, last: int) -> int | None:
    """Where the pieces before and after lie nearest to their own means, as in k-means on the sphere."""
    part = pieces.part(first, last)
    sums = np.cumsum(part.prints, axis=0)
    splits = [k for k in range(1, len(part)) if is_long_enough(part, k)]
    fits = [np.linalg.norm(sums[k - 1]) + np.linalg.norm(sums[-1] - sums[k - 1]) for k in splits]
    return first + splits[int(np.argmax(fits))] if splits else None


def is_long_enough(pieces: Pieces, k: int) -> bool:
    """Whether enough lies before piece ``k``, and from it on, for a voice."""
    parts = pieces.seconds[:k], pieces.seconds[k:]
    return min(map(len, parts)) >= FEWEST and min(float(part.sum()) for part in parts) >= LEAST


def _stays(pieces: Pieces, k: int) -> bool:
    before, after = pieces.prints[:k], pieces.prints[k:]
    return _astray(before, after) <= ASTRAY and _astray(after, before) <= ASTRAY


def _astray(own: Floats, other: Floats) -> float:
    """The share of ``own`` that is nearer to the mean of the others than to that of the rest of its own."""
    rest = unit(own.sum(axis=0) - own)
    return float(np.mean((own * rest).sum(axis=1) < own @ unit(other.sum(axis=0))))


def weigh(pieces: Pieces, k: int) -> Change:
    """The change before piece ``k``, on whose two sides a voice is long enough."""
    before, after = pieces.part(0, k), pieces.part(k, len(pieces))
    pitch, balance, level = (
        float(np.median(later) - np.median(earlier))
        for later, earlier in (
            (after.pitch, before.pitch),
            (after.balance, before.balance),
            (after.level, before.level),
        )
    )
    is_up = pitch / WEIGHED[0] + balance / WEIGHED[1] >= 0
    calm, raised = (before, after) if is_up else (after, before)
    higher, sharper = (pitch, balance) if is_up else (-pitch, -balance)
    scatter = max(1e-3, _within(calm.prints) * _within(raised.prints)) ** 0.5
    likeness = float(calm.prints.mean(axis=0) @ raised.prints.mean(axis=0)) / scatter
    nearest = _nearest(calm.prints, raised.prints) / scatter
    near_enough = SHOUT_NEAR if (level if is_up else -level) >= SHOUTED else AS_NEAR
    one_voice = likeness >= ALIKE or (higher >= RISEN and nearest >= near_enough)
    odds = (
        CONSTANT
        + LIKENESS * likeness
        + NEAREST * nearest
        + HIGHER * min(max(0.0, higher), HIGHEST)
        + SHARPER * sharper
        + FALLING * _falling(calm, raised)
    )
    return Change(k, likeness, pitch, balance, level, NEVER if one_voice else odds)


def _nearest(calm: Floats, raised: Floats) -> float:
    """The mean likeness of the nearest pairs of pieces."""
    pairs = np.sort((calm @ raised.T).ravel())
    return float(pairs[-max(3, int(len(pairs) * NEAR)) :].mean())


def _falling(calm: Pieces, raised: Pieces) -> float:
    """Correlation of how far a raised piece is up and how like the calm voice it is."""
    up = raised.pitch / WEIGHED[0] + raised.balance / WEIGHED[1]
    like = raised.prints @ unit(calm.prints.sum(axis=0))
    return float(np.corrcoef(up, like)[0, 1])


def _within(prints: Floats) -> float:
    """The mean cosine of two different pieces of one voice."""
    total, count = prints.sum(axis=0), len(prints)
    return (float(total @ total) - float((prints**2).sum())) / (count * (count - 1))

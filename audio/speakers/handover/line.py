"""Another line under the same voice: a telephone taken from the ear, a loudspeaker, a coder, a gain that moves itself.

Whoever is heard through cloth for half a call is, from the other half, louder by 10 dB and sharper by 6: more than most voices are when they
are raised. But a voice that is raised rises; a line does not::

                   pitch      level, sharpness     whose voice it sounds like
    a rise         up         up                   nearly another person's
    another line   the same   up or down, at once  the same person's, or nearly

The embedding is made of sound from which its mean spectrum is taken, and hardly hears a filter. Of 96 sides whose line changed in mid-call (five
actors, muffled, thinned, turned up, noise coming in) the steps in level and sharpness stand out 18 times their own scatter and more in
nine of ten, and 2.5 semitones and a likeness of .88 hold for all but clipped ones; of 55 voices that were raised to the end not one passes
all three, and of 80 sides on which nothing changed none does.

A coder that bends the voice itself, or a narrow band, is nearer to another person: likenesses of .76 to .86, at the same pitch.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audio.speakers.handover.change import Change, is_long_enough, weigh
from audio.speakers.handover.pieces import Floats, Pieces

WEIGHED = (4.0, 6.0)
"""dB of balance and of level that count as much as one another."""
TRIFLE = 0.02
"""Variance, in those units, that is taken for granted, so that a synthetic voice is not told by a trifle."""
STANDS_OUT = 18.0
"""How many times the scatter within both parts the step's own variance is, both measures together."""
LEAST = (2.0, 3.5)
"""dB of balance or of level that a step has at least."""
SAME_PITCH, SAME_VOICE = 2.5, 0.88
"""Semitones by which the pitch may differ, and the likeness from which a voice is the same, neither another's nor raised."""
NEARLY_SAME = 0.76
"""Likeness from which what sounds like another person at the same pitch is more likely another line: newcomers come to .73 and less."""
MOVED = 8.0
"""dB of level that no person but a line is apart from another at the same pitch."""


def likeliest_line_change(pieces: Pieces) -> Change | None:
    """Where the line changes and the voice does not; ``None`` where that is nowhere clear."""
    steps = (weigh(pieces, k) for k in _best_splits(np.stack([pieces.balance, pieces.level], axis=1), pieces))
    return max((step for step in steps if _same_voice(step)), key=lambda step: step.likeness, default=None)


def may_be_line(change: Change) -> bool:
    """Whether what is likely another person may as well be the same one over another line."""
    alike = change.likeness >= NEARLY_SAME or abs(change.level) >= MOVED
    return alike and abs(change.pitch) <= SAME_PITCH


def first_after(rows: Floats, before: Floats, after: Floats) -> int:
    """Before which of some ``rows`` (balance and level) the line changes, that of the one and the other being known; their number if after all."""
    nearer = (((rows - before) / WEIGHED) ** 2 - ((rows - after) / WEIGHED) ** 2).sum(axis=1)
    return int(np.argmin(np.concatenate([[0.0], np.cumsum(nearer)])))


def _same_voice(step: Change) -> bool:
    there = abs(step.balance) >= LEAST[0] or abs(step.level) >= LEAST[1]
    return there and abs(step.pitch) <= SAME_PITCH and step.likeness >= SAME_VOICE


def _best_splits(rows: Floats, pieces: Pieces) -> Iterator[int]:
    """Where the step is largest, and where it is in each of the halves, as far as it stands out."""
    best = _best_split(rows, pieces, 0, len(pieces))
    if best is None:
        return
    for k in (best, _best_split(rows, pieces, 0, best[0]), _best_split(rows, pieces, best[0], len(pieces))):
        if k is not None and k[1] >= STANDS_OUT:
            yield k[0]


def _best_split(rows: Floats, pieces: Pieces, first: int, last: int) -> tuple[int, float] | None:
    """The split with the largest step against the scatter on both sides of it, and how many times that is."""
    part = pieces.part(first, last)
    splits = [k for k in range(1, len(part)) if is_long_enough(part, k)]
    if not splits:
        return None
    steps = [_step(rows[first:last] / WEIGHED, k) for k in splits]
    best = int(np.argmax(steps))
    return first + splits[best], steps[best]


def _step(rows: Floats, k: int) -> float:
    before, after, count = rows[:k], rows[k:], len(rows)
    within = (before.var(axis=0) * k + after.var(axis=0) * (count - k)) / count
    between = (before.mean(axis=0) - after.mean(axis=0)) ** 2 * k * (count - k) / count
    return float((between / (within + TRIFLE)).sum())

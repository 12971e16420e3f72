"""What may lie between two clean voices and a recording of two channels: the telephone, a leak, and channels that share.

::

    the telephone          L = agent + noise + faint leak      R = customer + noise + faint leak
    leak                   the same, the leak ``down`` dB lower and ``late`` seconds later, both ways
    each holds the other   L = agent + customer / 2            R = customer + agent / 2
    the mix twice          L = both                            R = both, 30 ms later
    the mix beside one     L = agent                           R = both
    the mix at first       both sides hold both for 20 s, then each its own
    small Opus             the telephone; its coder mixes the sides where bits are short

Each is a function from the clean sides, agent first, to those of the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from tests.bench._sounds import LINE, Samples, noisy

Line = Callable[[Sequence[Samples], np.random.Generator], list[Samples]]
FIRST = 20 * LINE
"""Samples at the beginning that hold both voices on both sides, in one of the conditions."""


def delayed(sound: Samples, seconds: float) -> Samples:
    late = round(seconds * LINE)
    return np.concatenate([np.zeros(late), sound])[: len(sound)]


def telephone(clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    """A faint leak of 5 to 60 ms, noise 20 to 35 dB down."""
    sides = []
    for own, across in (clean, clean[::-1]):
        late = dice.uniform(0.005, 0.06)
        line = noisy(own, dice.uniform(20, 35), dice)
        sides.append(line + delayed(across, late) * 10 ** (dice.uniform(-45, -24) / 20))
    return sides


def leaking(
    down: float,
    late: float,
    clean: Sequence[Samples],
    dice: np.random.Generator,
    across: Sequence[Samples] | None = None,
) -> list[Samples]:
    """Each side with the other's voice (``across``, where it is not as clean) ``down`` dB lower and ``late`` seconds later."""
    return [
        noisy(own, dice.uniform(20, 35), dice) + delayed(over, late) * 10 ** (-down / 20)
        for own, over in zip(clean, (across or clean)[::-1], strict=True)
    ]


def _drifting(clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    """A leak whose delay grows through the call: no filter fits it."""
    at = np.arange(len(clean[0]))
    late = [np.interp(at - (0.05 + 0.15 * at / len(at)) * LINE, at, side, left=0.0) for side in clean]
    return leaking(20.0, 0.0, clean, dice, late)


def _each_holds_the_other(clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    return leaking(6.0, 0.0, clean, dice)


def _mix_twice(clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    both = clean[0] + clean[1]
    return [noisy(side, 30, dice) for side in (both, delayed(both, 0.03))]


def _mix_beside_one(clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    return [noisy(side, 30, dice) for side in (clean[0], clean[0] + clean[1])]


def _mix_at_first(clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    both = clean[0] + clean[1]
    return [noisy(np.concatenate([both[:FIRST], own[FIRST:]]), 30, dice) for own in clean]


SMALL = {"stereo Opus at 20 kbit/s": LINE, "stereo Opus at 20 kbit/s, 48 kHz": 48000}
"""Those that are a coder's doing, with the samples a second that it gets."""
LEAKS: Mapping[str, Line] = {
    f"leak -{down} dB, {round(1000 * late)} ms": partial(leaking, down, late)
    for down in (12, 20, 30, 45)
    for late in (0.0, 0.02, 0.1, 0.2, 0.3)
} | {"leak -20 dB, 50 to 200 ms": _drifting}
JOINT: dict[str, Line] = {
    "each side holds the other, 6 dB down": _each_holds_the_other,
    "both sides the mix, 30 ms apart": _mix_twice,
    "one side the mix": _mix_beside_one,
    "the mix for the first 20 s": _mix_at_first,
}
JOINT |= dict.fromkeys(SMALL, telephone)

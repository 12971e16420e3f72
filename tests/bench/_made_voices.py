"""Calls made of numbers: one customer whose voice scatters as voices do, and nothing else, or just what is put in.

Each phrase has pitch, balance and level that lean together (``TOGETHER``; .3 to .6 on real customers), and a part of the
scatter is shared by the phrases of a turn (``SHARED``; .24 to .29). ``lift`` is what is put on top: so many standard
deviations for each turn of the customer::

    customer   |p| |p|          |p| |p| |p|          |p|            lift (0, 2, 0): an outburst that ends
    agent               =====                =====         =====
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audio.call import Call, Turn, Voice
from audio.span import Span

HOP = 0.016
SD = np.array([1.6, 2.2, 2.4])
"""Of a phrase's pitch, balance and level: semitones, dB, dB."""
TOGETHER = 0.45
SHARED = 0.25
CENTRE = np.array([12 * np.log2(190.0), -6.0, -26.0])


@dataclass(frozen=True)
class Made:
    """A call, the agent's turns between the customer's (moment ``k`` follows the customer's turn ``k``), and how far each
    turn of the customer's lies up, in standard deviations, as an agent may hear it."""

    call: Call
    gaps: tuple[Span, ...]
    heats: tuple[float, ...]


def make(
    dice: np.random.Generator,
    lift: Sequence[float],
    most: int = 4,
    name: str = "made",
    together: float = TOGETHER,
    shared: float = SHARED,
) -> Made:
    """A call of ``len(lift)`` customer's turns of 1 to ``most`` phrases, each followed by the agent."""
    mix = np.linalg.cholesky(np.full((3, 3), together) + (1 - together) * np.eye(3))
    at, turns, gaps, parts, heats = 1.0, [], [], [], []
    for up in lift:
        first = len(parts)
        own = mix @ dice.normal(size=3) * np.sqrt(shared)
        for _ in range(int(dice.integers(1, most + 1))):
            long = float(dice.uniform(0.8, 2.6))
            value = CENTRE + SD * (own + mix @ dice.normal(size=3) * np.sqrt(1 - shared) + up)
            parts.append((Span(at, at + long), value))
            turns.append(Turn(parts[-1][0], "customer"))
            at += long + float(dice.uniform(0.3, 0.7))
        heats.append(float(np.mean([(value - CENTRE) / SD for _, value in parts[first:]])))
        gaps.append(Span(at, at + float(dice.uniform(2, 6))))
        turns.append(Turn(gaps[-1], "agent"))
        at = gaps[-1].end + float(dice.uniform(0.2, 0.8))
    count = int(at / HOP) + 1
    pitch, balance, level = (np.full(count, empty, np.float32) for empty in (np.nan, np.nan, -70.0))
    for span, (semitones, sharp, loud) in parts:
        frames = slice(int(np.ceil(span.start / HOP)), int(np.ceil(span.end / HOP)))
        pitch[frames], balance[frames], level[frames] = 2 ** (semitones / 12), sharp, loud
    voice = Voice("customer", HOP, pitch, level, balance)
    return Made(Call(name, f"{name}.wav", at, "two_sides", tuple(turns), (voice,)), tuple(gaps), tuple(heats))

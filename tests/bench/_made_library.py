"""A library made of numbers: agents who partner when the customer sounds hot, and techniques that do nothing, or something.

Three in five customers do not change; some have an outburst that ends by itself, some cool down through the whole call, and
who gets which differs from agent to agent, as does what the agent says. A technique follows a turn by chance, the likelier
the hotter that turn sounds, so that what follows it is calmer by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.limits import Limits
from analysis.outcome.response import customer_voice, response
from analysis.report import Response
from analysis.voice.persons import voice_profile
from library.calls.strata import stratum
from library.trends.base_rate import Row
from tests.bench._made_voices import Made, make

LIMITS = Limits()
TECHNIQUES = 24
PLAIN = -0.4
"""Log odds that a turn of the agent's holds some technique, where the customer sounds as usual."""
HEARD = 1.0
"""By how much a standard deviation of heat raises them."""

Dice = np.random.Generator


@dataclass(frozen=True)
class Heard:
    """A call as the library keeps it: its agent, and for each turn of the agent's the heat before and what followed."""

    agent: int
    heats: tuple[float, ...]
    said: tuple[int | None, ...]
    strata: tuple[int | None, ...]
    responses: tuple[Response, ...]


def lift(dice: Dice, agent: int, turns: int) -> list[float]:
    """What befalls a customer by itself; agents whose number is even have the more excitable ones."""
    kind = dice.random() + (0.15 if agent % 2 else -0.15)
    up = np.zeros(turns)
    if kind < 0.25:
        start, long = int(dice.integers(2, turns - 4)), int(dice.integers(2, 5))
        up[start : start + long] = dice.uniform(1, 3)
    elif kind < 0.45:
        up = np.linspace(dice.uniform(0.5, 2), 0, turns)
    return [float(u) for u in up]


def choices(dice: Dice, agent: int, heats: Sequence[float]) -> list[int | None]:
    """The technique, or none, that the agent uses after each turn; every agent has favourites."""
    own = np.random.default_rng(1000 + agent)
    likes = own.dirichlet(2.0 / np.arange(1, TECHNIQUES + 1))
    odds = PLAIN + own.normal(0, 0.5) + HEARD * np.asarray(heats)
    uses = dice.random(len(heats)) < 1 / (1 + np.exp(-odds))
    return [int(dice.choice(TECHNIQUES, p=likes)) if use else None for use in uses]


def hear(dice: Dice, agent: int, effects: Mapping[int, float]) -> Heard:
    """One call; ``effects`` are standard deviations by which the customer is lower from a technique on."""
    seed, turns = int(dice.integers(2**40)), int(dice.integers(10, 22))
    up = lift(dice, agent, turns)
    made = make(np.random.default_rng(seed), up)
    said = choices(dice, agent, made.heats)
    if effects:
        fall = np.cumsum([0.0, *(effects.get(t, 0.0) if t is not None else 0.0 for t in said)])[:-1]
        made = make(np.random.default_rng(seed), [u - f for u, f in zip(up, fall, strict=True)])
    return _told(made, agent, said)


def _told(made: Made, agent: int, said: Sequence[int | None]) -> Heard:
    customer = customer_voice(made.call, voice_profile(made.call, "customer", LIMITS), ())
    told = tuple(response(gap, customer, LIMITS) for gap in made.gaps)
    strata = tuple(stratum(r, gap.start / made.call.duration) for r, gap in zip(told, made.gaps, strict=True))
    return Heard(agent, made.heats, tuple(said), strata, told)


def rows(
    calls: Sequence[Heard], by_agent: bool, choose: Callable[[Heard], Sequence[int | None]] = lambda call: call.said
) -> list[Row]:
    """What :func:`library.calls.response_counts.response_rows` would read of these calls."""
    found = []
    for k, call in enumerate(calls):
        cluster = f"agent {call.agent}" if by_agent else f"call {k}"
        for technique, at, told in zip(choose(call), call.strata, call.responses, strict=True):
            if at is not None:
                name = None if technique is None else ("partnered", f"t{technique:02}")
                found.append(Row(cluster, name, at, 1, int(told.after == "calmer")))
    return found

"""Handovers for the benchmark of the hearing: calls in which somebody else takes over on a side, and calls of one person a side.

::

    handed over    the agent's side or the customer's, from the middle on; men and women by turns, after a pause of 0, 3 or 15 s
    one person     calm, or hot, glad or afraid to the end, or hot for a while
    another line   calm, and in the middle louder, softer, muffled or noisy, or through another coder
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import butter, sosfilt

from analysis.report import Report
from audio.call import SPEAKERS, Call
from tests.bench._made import Actors, Kind, Truth, make
from tests.bench._sounds import LINE, Samples, noisy

HANDED_OVER: tuple[Kind, ...] = ("agent handed over", "customer handed over")
ONE_PERSON: tuple[Kind, ...] = (
    "calm",
    "customer rises",
    "customer settles",
    "customer hot for a while",
    "customer glad",
    "customer afraid",
)
PAUSES = (0.0, 3.0, 15.0)
NEAR = 8.0
"""Seconds by which a newcomer's time may be off."""
MEN = frozenset({"03", "10", "11", "12", "15"})
"""Speakers of the Berlin database who are men."""


def _muffled(sound: Samples, dice: np.random.Generator) -> Samples:
    low = np.asarray(sosfilt(butter(2, 1500, fs=LINE, output="sos"), sound))
    return 0.35 * (0.35 * sound + 0.65 * low)


def _gsm(sound: Samples, dice: np.random.Generator) -> Samples:
    coded = io.BytesIO()
    soundfile.write(coded, np.clip(sound, -1, 1), LINE, format="WAV", subtype="GSM610")
    coded.seek(0)
    return np.asarray(soundfile.read(coded)[0][: len(sound)], float)


LINES: Mapping[str, Callable[[Samples, np.random.Generator], Samples]] = {
    "louder by 8 dB": lambda sound, dice: sound * 2.5,
    "softer by 10 dB": lambda sound, dice: sound / 3.2,
    "muffled": _muffled,
    "noise 10 dB down": lambda sound, dice: noisy(sound, 10, dice),
    "through GSM": _gsm,
}


@dataclass
class Heard:
    """What is made of the calls of one kind.

    found     handovers said, surely or perhaps; ``surely`` those said surely
    wrong     sides said to change person where nobody does
    accused   calls with an escalation or a raised voice on a side that is calm in truth
    missed    escalations that are not found
    """

    calls: int = 0
    found: int = 0
    surely: int = 0
    wrong: int = 0
    accused: int = 0
    missed: int = 0

    def add(self, call: Call, report: Report, truth: Truth) -> None:
        self.calls += 1
        true = truth.handovers
        right = [n for n in call.newcomers if n.speaker in true and abs(n.at - true[n.speaker]) < NEAR]
        self.found += bool(right)
        self.surely += any(newcomer.sure for newcomer in right)
        self.wrong += len({n.speaker for n in call.newcomers if n not in right})
        raised = [m for m in report.measures if m.name in ("escalation", "raised_voice")]
        self.accused += any(m.speaker in SPEAKERS and m.speaker not in truth.escalations for m in raised)
        self.missed += sum(
            not any(m.speaker == who and m.span & span for m in raised) for who, span in truth.escalations.items()
        )

    def __str__(self) -> str:
        return f"{self.found} found ({self.surely} surely), {self.wrong} wrong, {self.accused} accused, {self.missed} missed"


def calls(data: Path, count: int, seed: int) -> Iterator[tuple[str, list[Samples], Truth]]:
    """The name of its kind, the sides and the truth of each call: ``count`` of each of both handovers, half as many of the others."""
    actors = Actors(data / "emotion")
    for k in range(count):
        for number, kind in enumerate((*HANDED_OVER, *ONE_PERSON, *LINES)):
            dice = np.random.default_rng([seed, number, k])
            if kind in LINES and k % 2 == 0:
                sides, truth = make(actors, "calm", dice)
                side = k // 2 % 2
                half = len(sides[side]) // 2
                sides[side] = np.concatenate([sides[side][:half], LINES[kind](sides[side][half:], dice)])
                yield kind, sides, truth
            elif kind in HANDED_OVER or (kind in ONE_PERSON and k % 2 == 0):
                known: Kind = next(one for one in (*HANDED_OVER, *ONE_PERSON) if one == kind)
                sides, truth = make(actors, known, dice, gap=PAUSES[k % len(PAUSES)])
                yield (f"{kind}, {_genders(truth)}" if truth.handovers else kind), sides, truth


def _genders(truth: Truth) -> str:
    first, second = (name in MEN for name in truth.handed)
    return "a man and a woman" if first != second else "two men" if first else "two women"

"""Lines that change in mid-call: what a side goes through from some second on, and never goes back from.

::

    muffled, or clear from then on        another handset, a loudspeaker, a hand over it, bands cut off
    louder, softer                        a gain that is moved, the telephone held elsewhere
    through another coder                 GSM, Opus
    noise, hum, an offset                 a street, a mains lead, a sound card

Each is a function from what is heard of a side to what is heard from the change on. Nobody's voice changes with it: in ``calm`` calls
every raised voice is false; in those in which a voice does rise (``rises``) it is to be found, wherever the line changes.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import butter, fftconvolve, sosfilt

from analysis.report import Report
from audio.call import SPEAKERS, Call
from audio.signal.decode import decode
from tests.bench._lines import Line, telephone
from tests.bench._made import Actors, Kind, Truth, make
from tests.bench._sounds import LINE, Samples, noisy
from tests.sounds import write

Change = Callable[[Samples, np.random.Generator], Samples]


def filtered(order: int, hertz: float | list[float], kind: str, sound: Samples) -> Samples:
    """``sound`` through a Butterworth filter."""
    return np.asarray(sosfilt(butter(order, hertz, kind, fs=LINE, output="sos"), sound), float)


def muffled(sound: Samples, _: np.random.Generator) -> Samples:
    """Through cloth: softer, and the highs more so."""
    return 0.35 * (0.35 * sound + 0.65 * filtered(2, 1500, "low", sound))


def _cut(hertz: float) -> Change:
    return lambda sound, _: filtered(8, hertz, "low", sound)


def _thin(sound: Samples, _: np.random.Generator) -> Samples:
    return filtered(2, 700, "high", sound) * 1.4


def _far(sound: Samples, dice: np.random.Generator) -> Samples:
    """A loudspeaker across the room: its echoes, and less of the highs."""
    late = np.arange(LINE // 4)
    room = dice.standard_normal(len(late)) * np.exp(-late / (0.05 * LINE)) * 0.06
    room[0] = 1.0
    heard: Samples = fftconvolve(filtered(1, 1800, "low", sound), room)[: len(sound)]
    return heard * 0.7


def _louder(decibels: float) -> Change:
    return lambda sound, _: sound * 10 ** (decibels / 20)


def _gsm(sound: Samples, _: np.random.Generator) -> Samples:
    file = io.BytesIO()
    soundfile.write(file, np.clip(sound, -1, 1), LINE, format="WAV", subtype="GSM610")
    file.seek(0)
    return np.asarray(soundfile.read(file)[0][: len(sound)], float)


def _opus(sound: Samples, _: np.random.Generator) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "call.ogg"
        write(path, sound.astype(np.float32), rate=48000, from_rate=LINE, codec="libopus", bits_a_second=8000)
        with decode(path) as coded:
            heard = coded.read()[0][::2]
    return np.pad(heard, (0, max(0, len(sound) - len(heard))))[: len(sound)].astype(float)


def _hum(sound: Samples, _: np.random.Generator) -> Samples:
    at = np.arange(len(sound)) / LINE
    return sound + 0.02 * sum(np.sin(2 * np.pi * 50 * k * at + k) / k for k in (1, 2, 3, 5, 7, 9))


CHANGES: Mapping[str, Change] = {
    "none": lambda sound, _: sound,
    "muffled": muffled,
    "cut off at 2.4 kHz": _cut(2400),
    "cut off at 1.6 kHz": _cut(1600),
    "a loudspeaker far off": _far,
    "thin": _thin,
    "6 dB louder": _louder(6),
    "12 dB louder": _louder(12),
    "through GSM": _gsm,
    "through Opus at 8 kbit/s": _opus,
    "noise at 10 dB": lambda sound, dice: noisy(sound, 10, dice),
    "hum": _hum,
    "an offset": lambda sound, _: sound + 0.05,
}
WHERE = (0.35, 0.5, 0.65)
"""Share of the call after which the line changes."""
WHO = ("agent", "customer", "both")


@dataclass
class Heard:
    """What is made of the calls over one change.

    accused   calls with an escalation or a raised voice on a side on which nobody raises it; ``pushed``, with a moment made of it
    persons   sides that are surely said to be another person's
    rises, missed   voices that do rise, and those of them that are not found
    """

    calls: int = 0
    accused: int = 0
    pushed: int = 0
    persons: int = 0
    rises: int = 0
    missed: int = 0

    def add(self, call: Call, report: Report, truth: Truth) -> None:
        self.calls += 1
        raised = [m for m in report.measures if m.name in ("escalation", "raised_voice")]
        calm = [who for who in SPEAKERS if who not in truth.escalations]
        self.accused += any(m.speaker in calm for m in raised)
        self.pushed += any(m.technique in ("raised_voice", "voice_up") and m.speaker in calm for m in report.moments)
        self.persons += sum(newcomer.sure for newcomer in call.newcomers)
        self.rises += len(truth.escalations)
        self.missed += sum(
            not any(m.speaker == who and m.span & span for m in raised) for who, span in truth.escalations.items()
        )

    def __str__(self) -> str:
        return f"{self.accused} accused ({self.pushed} as a moment), {self.persons} persons, {self.missed} of {self.rises} rises missed"


def calls(data: Path, count: int, seed: int, kind: Kind = "calm") -> Iterator[tuple[str, list[Samples], Truth]]:
    """The name of its change, the sides and the truth of ``count`` calls over each.

    Every other one is changed up to there and not from there on; of each two, one before the telephone's noise comes in, and one behind it.
    """
    actors = Actors(data / "emotion")
    for k in range(count):
        for number, (name, change) in enumerate(CHANGES.items()):
            dice = np.random.default_rng([seed, number, k])
            over = partial(_changing, change, k)
            if k // 2 % 2:
                sides, truth = make(actors, kind, dice, partial(_before_the_line, over))
            else:
                sides, truth = make(actors, kind, dice)
                sides = over(sides, dice)
            yield name, sides, truth


def _before_the_line(over: Line, clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    return telephone(over(clean, dice), dice)


def _changing(change: Change, k: int, sides: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    """The sides of call ``k`` over a line that changes on the agent's, the customer's or both."""
    at, who = int(WHERE[k // 3 % len(WHERE)] * len(sides[0])), WHO[k % len(WHO)]
    return [
        _changed(side, at, change, dice, back=k % 2 == 1) if who in (speaker, "both") else side
        for side, speaker in zip(sides, SPEAKERS, strict=True)
    ]


def _changed(sound: Samples, at: int, change: Change, dice: np.random.Generator, back: bool) -> Samples:
    """The sound that changes ``at``, or (``back``) that has been changed up to there."""
    if back:
        return np.concatenate([change(sound[:at], dice), sound[at:]])
    return np.concatenate([sound[:at], change(sound[at:], dice)])

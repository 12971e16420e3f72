"""Two voices in one channel: ``python -m tests.bench.diarization --data FOLDER``.

* FOLDER/calls and FOLDER/scripted: each two-channel recording is mixed to one; who really speaks when is heard on the
  channels by themselves
* FOLDER/meetings: recordings with who spoke when beside them (.rttm); taken where two speakers say nearly all, the
  second of them a tenth at least

* FOLDER/emotion: clips of actors, named as in the Berlin database of emotional speech, of which ``--made`` calls a condition are made, most with
  raised voices (:mod:`tests.bench._made`), and mixed: as they are, calm speech 15 dB softer than raised, under noise, as 8 kbit/s Opus;
  and one side of each alone

Diarization error rate: missed, false and wrongly given speech over all true speech, with 0.25 s left out on each side of every
true edge and overlapping speech scored (NIST RT-09), the voices named so that it is least. *Told* says whether the
program itself claims to have told the voices apart; where it does not, every moment is marked as of low confidence. *Wrong* is a claim
with an error rate over 0.15, and any claim of two where there is one voice.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audio.call import SPEAKERS
from audio.signal.decode import decode
from audio.signal.voice_activity import detect_speech
from audio.signal.voice_features import measure_voice
from audio.span import Span, merge
from audio.speakers.diarization.diarize import Voices, diarize
from tests.bench._lines import Line, telephone
from tests.bench._made import KINDS, Actors, make
from tests.bench._sounds import LINE, Samples, noisy, recorded, show
from tests.sounds import write

COLLAR = 0.25
RASTER = 100
"""Cells a second on which time is scored."""
WRONG = 0.15
"""Error rate over which a claim is wrong."""
MOSTLY, SECOND = 0.9, 0.1
"""Share of speech that two speakers of a meeting must have, and the second of them."""


def error(truth: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], duration: float) -> float:
    """Diarization error rate of two voices against two speakers (and others, whom nobody can have found)."""
    return errors(truth, found, duration)[0]


def errors(truth: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], duration: float) -> tuple[float, float]:
    """That rate, and the part of it that was given to the wrong voice: the rest was missed, or is no speech."""
    cells = int(duration * RASTER) + 1
    true = np.stack([_cells(spans, cells) for spans in truth])
    mine = np.stack([_cells(spans, cells) for spans in found])
    scored = np.ones(cells, bool)
    for edge in (time for spans in truth for span in merge(spans) for time in (span.start, span.end)):
        scored[max(0, int((edge - COLLAR) * RASTER)) : int((edge + COLLAR) * RASTER)] = False
    there, heard = true.sum(axis=0), mine.sum(axis=0)
    results = []
    for order in ((0, 1), (1, 0)):
        right = sum((true[k] & mine[order[k]]).astype(int) for k in (0, 1))
        wrong = int((np.minimum(there, heard) - right)[scored].sum())
        results.append((int((np.maximum(there, heard) - right)[scored].sum()), wrong))
    rate, wrong = min(results)
    return rate / int(there[scored].sum()), wrong / int(there[scored].sum())


def _cells(spans: Sequence[Span], cells: int) -> NDArray[np.bool_]:
    inside = np.zeros(cells, bool)
    for span in spans:
        inside[round(span.start * RASTER) : round(span.end * RASTER)] = True
    return inside


def mixed(path: Path) -> tuple[Voices, float] | None:
    """A two-channel recording mixed; ``None`` where it has one channel only."""
    with decode(path) as sound:
        if sound.channels != 2:
            return None
        truth, both = [detect_speech(sound, 0), detect_speech(sound, 1)], sound.read()
    with recorded(both.sum(axis=0) / 2, rate=16000) as one:
        found = detect_speech(one, 0)
        voices = diarize(one, 0, found, measure_voice(one, 0, "agent", found))
        return voices, error(truth, [voices.first, voices.second], one.duration)


def meeting(path: Path) -> tuple[Voices, float] | None:
    """A meeting of which two speakers have nearly all; ``None`` for others."""
    spoken: dict[str, list[Span]] = {}
    for line in path.with_suffix(".rttm").read_text(encoding="utf-8").splitlines():
        part = line.split()
        spoken.setdefault(part[7], []).append(Span(float(part[3]), float(part[3]) + float(part[4])))
    lengths = sorted((sum(s.duration for s in merge(spans)) for spans in spoken.values()), reverse=True)
    if len(lengths) < 2 or sum(lengths[:2]) < MOSTLY * sum(lengths) or lengths[1] < SECOND * sum(lengths):
        return None
    by_length = sorted(spoken.values(), key=lambda spans: -sum(s.duration for s in merge(spans)))
    sound, rate = soundfile.read(path, always_2d=True)
    with recorded(sound[:, 0], rate=rate) as one:
        found = detect_speech(one, 0)
        voices = diarize(one, 0, found, measure_voice(one, 0, "agent", found))
        return voices, error(by_length, [voices.first, voices.second], one.duration)


def apart(sound: Samples, bits_a_second: int | None = None) -> tuple[Voices, float]:
    """The voices of a recording at 8 kHz (of one that Opus has coded), and its duration."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("call.ogg" if bits_a_second else "call.wav")
        mono = np.asarray(sound, np.float32)
        if bits_a_second:
            write(path, mono, rate=48000, from_rate=LINE, codec="libopus", bits_a_second=bits_a_second)
        else:
            write(path, mono, rate=LINE, from_rate=LINE)
        with decode(path) as one:
            found = detect_speech(one, 0)
            return diarize(one, 0, found, measure_voice(one, 0, "agent", found)), one.duration


def hissing(clean: Sequence[Samples], dice: np.random.Generator) -> list[Samples]:
    """Noise at 10 dB on each side."""
    return [noisy(side, 10.0, dice) for side in clean]


CONDITIONS: Mapping[str, tuple[Line, float, int | None]] = {
    "a telephone": (telephone, 0.0, None),
    "calm speech 15 dB softer": (telephone, 15.0, None),
    "noise at 10 dB": (hissing, 0.0, None),
    "Opus at 8 kbit/s": (telephone, 0.0, 8000),
}
"""What the sides go through, dB that calm speech is softer, and bits a second of the mix's coder."""


def made(data: Path, count: int, seed: int) -> None:
    """One line for each condition: how many are claimed, how many of these are wrong, and their mean error rate."""
    for name, (line, softer, bits) in CONDITIONS.items():
        actors, dice = Actors(data / "emotion", softer), np.random.default_rng(seed)
        rates = []
        for k in range(count):
            sides, truth = make(actors, KINDS[k % len(KINDS)], dice, line)
            voices, duration = apart(np.sum(sides, axis=0) / 2, bits)
            if voices.clear:
                spans = [truth.speech[who] for who in SPEAKERS]
                rates.append(errors(spans, [voices.first, voices.second], duration))
        total, confused = np.mean(rates, axis=0) if rates else (0.0, 0.0)
        mean = f"DER {total:.3f} (bar <= 0.10), {confused:.3f} of it to the wrong voice" if rates else ""
        wrong = sum(rate > WRONG for rate, _ in rates)
        show(f"made, {name}", f"{len(rates)} of {count}", f"claimed; wrong {wrong} (bar 0); {mean}")


def alone(data: Path, count: int, seed: int) -> None:
    """One side of each made call, without the other's leak: how many are claimed as two, and how many said to be one."""
    actors, dice = Actors(data / "emotion"), np.random.default_rng(seed)
    found = []
    for k in range(count):
        sides, _ = make(actors, KINDS[k % len(KINDS)], dice, lambda clean, _: list(clean))
        found += [apart(noisy(side, 30.0, dice))[0] for side in sides]
    said = sum(voices.one_voice for voices in found)
    show(
        "made, one side alone",
        f"{sum(voices.clear for voices in found)} of {len(found)}",
        f"claimed (bar 0); one: {said}",
    )


def main() -> int:
    """Print each recording's error rate."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--made", type=int, default=0, help="calls to make for each condition")
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    if args.made:
        made(args.data, args.made, args.seed)
        alone(args.data, args.made, args.seed)
    for folder, score in (("calls", mixed), ("scripted", mixed), ("meetings", meeting)):
        for path in sorted((args.data / folder).glob("*.flac")):
            scored = score(path)
            if scored is not None:
                voices, rate = scored
                told = "told" if voices.clear else "not told, and said so"
                bar = "<= 0.10" if voices.clear else ""
                show(f"{folder}/{path.stem}", f"DER {rate:.3f}", f"{bar:8} separation {voices.separation:.2f}, {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

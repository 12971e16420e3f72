"""Raised against calm voices on a telephone: ``python -m tests.bench.tone --data FOLDER``.

FOLDER/emotion holds clips of actors, named as in the Berlin database of emotional speech. Each angry clip (W) and each
calm one (neutral N, boredom L) goes through the telephone and is measured as one phrase, exactly as in a call. It is then
put against the same actor's other calm clips: standard deviations above their mean.

* AUC: the chance that an angry clip lies above a calm one (0.5 guesses, 1 never errs), all actors together

The clips are two seconds each and peak-normalised: they prove pitch and balance, not level.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.voice.baseline import Phrase, phrases_of
from audio.signal.voice_activity import detect_speech
from audio.signal.voice_features import measure_voice
from tests.bench._sounds import ANGRY, CALM, LINE, banded, noisy, read, recorded, show

GAP = 0.5
"""Seconds between the clips of an actor, so that each is a stretch of its own."""


def measured(paths: list[Path], below: float, dice: np.random.Generator) -> list[tuple[str, Phrase]]:
    """The mood of each clip of one actor, and its phrase of the most speech."""
    clips = [read(path) for path in paths]
    starts = np.cumsum([0, *(len(clip) + int(GAP * LINE) for clip in clips)])
    whole = np.zeros(int(starts[-1]))
    for start, clip in zip(starts, clips, strict=False):
        whole[start : start + len(clip)] = clip * 0.5
    with recorded(noisy(banded(whole), below, dice), subtype="ULAW") as call:
        said = detect_speech(call, 0)
        found = phrases_of(measure_voice(call, 0, "agent", said), said)
    rows = []
    for path, start, clip in zip(paths, starts, clips, strict=False):
        inside = [p for p in found if start / LINE - GAP / 2 <= p.span.middle < (start + len(clip)) / LINE + GAP / 2]
        if inside:
            rows.append((path.name[5], max(inside, key=lambda p: p.voiced)))
    return rows


def against_own_calm(rows: list[tuple[str, Phrase]]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which clips are angry, and each one's pitch and balance in the spreads of the actor's other calm clips."""
    angry = np.array([mood == ANGRY for mood, _ in rows])
    values = np.array([(p.pitch, p.balance) for _, p in rows])
    scores = np.empty_like(values)
    for k in range(len(rows)):
        others = values[~angry & (np.arange(len(rows)) != k)]
        scores[k] = (values[k] - others.mean(axis=0)) / others.std(axis=0, ddof=1)
    return angry, scores


def auc(score: NDArray[np.float64], high: NDArray[np.bool_]) -> float:
    """The chance that one of ``high`` scores above one that is not (Mann & Whitney 1947)."""
    above = score[high][:, None] - score[~high][None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def main() -> int:
    """Print the figures beside their bar, for each amount of noise."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    actors: dict[str, list[Path]] = {}
    for path in sorted((args.data / "emotion").glob("*.flac")):
        if path.name[5] in CALM + ANGRY:
            actors.setdefault(path.name[:2], []).append(path)
    dice = np.random.default_rng(args.seed)
    for below in (30.0, 20.0, 10.0):
        told = [against_own_calm(measured(paths, below, dice)) for paths in actors.values()]
        angry, scores = (np.concatenate(part) for part in zip(*told, strict=True))
        lost = sum(map(len, actors.values())) - len(angry)
        show(f"pitch and balance, noise {below:.0f} dB below", f"AUC {auc(scores.mean(axis=1), angry):.4f}", ">= 0.98")
        show("  pitch alone / balance alone", f"{auc(scores[:, 0], angry):.4f} / {auc(scores[:, 1], angry):.4f}")
        show("  clips / not measured", f"{len(angry)} / {lost}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How well a model folder hears the samples: ``python -m samples.miniature.score FOLDER [NAME...]``.

Through the real faster-whisper: each side's speech, joined over short pauses and cut into clips of at most 30 s, goes through
``BatchedInferencePipeline`` with word times. Printed for each call and for all: the word error rate (substitutions,
deletions and insertions over the words of the truth; case and punctuation left aside) and how far the starts of the words
that are right lie from their true starts.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel

from audio.span import Span, merge
from samples.telephone import to_rate
from samples.voice import Sound

FOLDER = Path(__file__).parents[1]
Timed = list[tuple[str, float, float]]


@dataclass(slots=True)
class Score:
    """Words of the truth, errors against them, and the start errors in seconds of the words that are right."""

    words: int = 0
    errors: int = 0
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    @property
    def error_rate(self) -> float:
        return self.errors / max(1, self.words)

    def add(self, other: Score) -> None:
        self.words, self.errors = self.words + other.words, self.errors + other.errors
        self.starts, self.ends = self.starts + other.starts, self.ends + other.ends


def sides(name: str) -> list[tuple[str, Sound]]:
    """The channels of a sample at 16 kHz with whose they are; on one channel, "both"."""
    with av.open(str(FOLDER / f"{name}.opus")) as file:
        sound = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1).astype(np.float32)
        rate = file.streams.audio[0].rate
    known = truth(name)
    owners = {"left": ["agent", "customer"], "right": ["customer", "agent"], None: ["both"]}[known["agent"]]
    return [(owner, to_rate(channel, rate, 16_000)) for owner, channel in zip(owners, sound, strict=True)]


def truth(name: str) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((FOLDER / f"{name}.truth.json").read_text(encoding="utf-8"))
    return known


def clips(spans: list[Span], duration: float) -> list[dict[str, float]]:
    """Speech to decode: joined over pauses under 1.5 s, a little air at both ends, none longer than 29 s."""
    joined: list[Span] = []
    for span in merge(spans):
        wide = Span(max(0.0, span.start - 0.2), min(duration, span.end + 0.2))
        if joined and wide.start - joined[-1].end < 1.1 and wide.end - joined[-1].start < 29:
            joined[-1] = Span(joined[-1].start, wide.end)
        else:
            joined.append(wide)
    return [{"start": span.start, "end": span.end} for span in joined]


def hear(model: WhisperModel, sound: Sound, where: list[dict[str, float]]) -> Timed:
    pipeline = BatchedInferencePipeline(model)
    segments, _ = pipeline.transcribe(
        sound, language="en", vad_filter=False, clip_timestamps=where, word_timestamps=True, beam_size=5, batch_size=4
    )
    words = [word for segment in segments for word in segment.words or ()]
    return [(plain(word.word), float(word.start), float(word.end)) for word in words if plain(word.word)]


def plain(text: str) -> str:
    return re.sub(r"[^a-z']", "", text.lower())


def compare(true: Timed, heard: Timed) -> Score:
    """Fewest edits from ``true`` to ``heard``, and the start errors along that path."""
    cost = np.zeros((len(true) + 1, len(heard) + 1), int)
    cost[:, 0], cost[0] = range(len(true) + 1), range(len(heard) + 1)
    for i, (word, _, _) in enumerate(true, 1):
        for j, (other, _, _) in enumerate(heard, 1):
            cost[i, j] = min(cost[i - 1, j - 1] + (word != other), cost[i - 1, j] + 1, cost[i, j - 1] + 1)
    score, i, j = Score(len(true), int(cost[-1, -1])), len(true), len(heard)
    while i and j:
        same = true[i - 1][0] == heard[j - 1][0]
        if cost[i, j] == cost[i - 1, j - 1] + (not same):
            if same:
                score.starts.append(heard[j - 1][1] - true[i - 1][1])
                score.ends.append(heard[j - 1][2] - true[i - 1][2])
            i, j = i - 1, j - 1
        elif cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return score


def score(model: WhisperModel, name: str, show: bool = False) -> Score:
    known, total = truth(name), Score()
    for owner, sound in sides(name):
        lines = sorted(
            (line for line in known["lines"] if owner in ("both", line["speaker"])), key=lambda one: one["start"]
        )
        true = [(plain(w["text"]), w["start"], w["end"]) for line in lines for w in line["words"]]
        heard = hear(model, sound, clips([Span(line["start"], line["end"]) for line in lines], known["duration"]))
        total.add(compare(sorted(true, key=lambda word: word[1]), heard))
        if show:
            print(f"  {owner}: {' '.join(word for word, _, _ in heard)}")
    return total


def _shown(name: str, score: Score) -> str:
    starts, ends = np.abs(score.starts or [np.nan]), np.abs(score.ends or [np.nan])
    return (
        f"{name:22} words {score.words:5}  error rate {score.error_rate:6.1%}  start error median {np.median(starts):.3f} s, "
        f"90 % {np.quantile(starts, 0.9):.3f} s; end {np.median(ends):.3f} s"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    ask.add_argument("folder", type=Path)
    ask.add_argument("names", nargs="*")
    ask.add_argument("--show", action="store_true", help="print what was heard")
    args = ask.parse_args()
    model = WhisperModel(str(args.folder), device="cpu", compute_type="int8", cpu_threads=1)
    total = Score()
    for name in args.names or sorted(path.stem for path in FOLDER.glob("*.opus")):
        one = score(model, name, args.show)
        total.add(one)
        print(_shown(name, one), flush=True)
    print(_shown("all", total))


if __name__ == "__main__":
    main()

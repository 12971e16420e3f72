"""Windows to learn from, cut out of the shards, each with the token of every tick and where it should listen.

Three kinds, as faster-whisper will show them: a **middle** (5.6 s out of a long window, anywhere in its 30 s, without its end: cheap, and
all positions are learned alike), a **clip** (a few seconds of speech, then nothing: what a voice detector cuts), and a
**whole** window of up to 30 s. What follows a clip is zeros, as faster-whisper pads; what precedes it is a pause.

Where a token should listen (``spans``) is known from the synthesiser, and is what gives words their times::

    tick      |  k   | k+1  | k+2  | k+3  | k+4  | k+5  |
    sound     .....Nobody~~~~~~~~~~rang~~~~~~...........
    token       No      _      _     rang    _      _
    listens        [=Nobody=====)[ [=rang====)[     [===)     inside a word a tick listens to its end, in a pause to itself
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

TICK_SECONDS = 0.14
TICK_FRAMES = 7
TICKS = 214  # in 30 s
FRAMES = 1500
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Ids:
    """The numbers of the tokens that are no words."""

    start: int
    english: int
    transcribe: int
    no_times: int
    nothing: int
    end: int
    time_zero: int
    tick: int
    tock: int
    first_word: int
    last_word: int


@dataclass(slots=True, eq=False)
class Window:
    """One window: see the module's text.

    mel      (80, 2 n) float32, normalised as faster-whisper does and padded with zeros
    tokens   prompt and ticks, as the decoder is fed;  targets  what it should answer, ``IGNORED`` where nothing is asked
    spans    (len(tokens), 2) encoder frames to listen to, -1 where nothing is asked
    sounds   (n,) phoneme of each encoder frame, ``IGNORED`` in the padding
    middles  encoder frame in the middle of each word, with its token: (words, 2)
    first    the window's first tick within its 30 s
    """

    mel: NDArray[np.float32]
    tokens: NDArray[np.int64]
    targets: NDArray[np.int64]
    spans: NDArray[np.int64]
    sounds: NDArray[np.int64]
    middles: NDArray[np.int64]
    first: int


class Shard:
    """Ten minutes of speech: what :mod:`samples.miniature.shards` wrote, and where its pauses lie."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            self.mel: NDArray[np.float16] = file["mel"]
            self.sounds: NDArray[np.uint8] = file["sounds"]
            self.tokens: NDArray[np.int32] = file["tokens"]
            self.starts: NDArray[np.float64] = file["starts"].astype(np.float64)
            self.ends: NDArray[np.float64] = file["ends"].astype(np.float64)

    @property
    def pauses(self) -> list[tuple[float, float]]:
        """Where nobody speaks for a while, a little inside its true ends."""
        between = zip(self.ends, self.starts[1:], strict=False)
        return [(end + 0.05, start - 0.02) for end, start in between if start - end > 0.12]

    def packed(self, rng: np.random.Generator) -> Shard:
        """The same with every pause cut down to 0.1 to 0.3 s, as speech is when stretches of it are put end to end."""
        keep = np.ones(len(self.sounds), bool)
        for end, start in zip(self.ends, self.starts[1:], strict=False):
            left = float(rng.uniform(0.05, 0.15))
            first, last = round((end + left) * 50), round((start - float(rng.uniform(0.03, 0.15))) * 50)
            keep[first : max(first, last)] = False
        before = np.concatenate([[0], np.cumsum(~keep)]) * 0.02  # seconds cut away before each frame
        other = object.__new__(Shard)
        other.mel = self.mel[: 2 * len(keep)][np.repeat(keep, 2)[: len(self.mel)]]
        other.sounds, other.tokens = self.sounds[keep], self.tokens
        other.starts, other.ends = (
            times - before[np.minimum(np.round(times * 50).astype(int), len(keep))]
            for times in (self.starts, self.ends)
        )
        return other


class Windows:
    """An endless choice of windows out of ``shards``; the same ``seed`` gives the same."""

    def __init__(self, shards: list[Shard], ids: Ids, seed: int) -> None:
        self.ids, self.rng = ids, np.random.default_rng(seed)
        self.shards = [*shards, *(shard.packed(self.rng) for shard in shards)]
        self.pauses = {id(shard): shard.pauses for shard in self.shards}

    def middles(self, count: int, seconds: float = 5.6) -> list[Window]:
        ticks = int(seconds / TICK_SECONDS)
        first = int(self.rng.integers(0, TICKS - ticks))
        return [self._cut(*self._place(seconds), ticks * TICK_FRAMES, None, first) for _ in range(count)]

    def clips(self, count: int, longest: float = 8.0) -> list[Window]:
        lengths = [float(self.rng.uniform(0.5, longest)) for _ in range(count)]
        room = int((max(lengths) + self.rng.choice([0.5, 2.0, 5.0])) * 50) + 60
        return [self._clip(seconds, min(room, FRAMES)) for seconds in lengths]

    def wholes(self, count: int) -> list[Window]:
        return [self._clip(float(self.rng.choice([30.0, self.rng.uniform(8, 30)])), FRAMES) for _ in range(count)]

    def _place(self, seconds: float) -> tuple[Shard, float]:
        """A shard and a time in it, at a word's beginning or a little before, from which ``seconds`` can be cut."""
        shard = self.shards[self.rng.integers(len(self.shards))]
        last = int(np.searchsorted(shard.starts, len(shard.mel) / 100 - seconds - 1.0))
        at = int(self.rng.integers(1, last))
        while shard.starts[at] == shard.ends[at]:  # a punctuation mark
            at -= 1
        room = shard.starts[at] - (shard.ends[at - 1] if at else 0.0)
        return shard, max(0.0, shard.starts[at] - float(self.rng.uniform(0, min(0.4, max(0.0, room)))))

    def _clip(self, seconds: float, frames: int) -> Window:
        """Speech between two pauses, about ``seconds`` long, or now and then a pause alone."""
        shard = self.shards[self.rng.integers(len(self.shards))]
        pauses = self.pauses[id(shard)]
        long = [pause for pause in pauses if pause[1] - pause[0] > 0.7]
        if long and self.rng.random() < 0.1:
            start, end = long[self.rng.integers(len(long))]
            return self._cut(shard, start, frames, int((end - start) * 50))
        usable = [pause for pause in pauses if pause[1] < len(shard.mel) / 100 - seconds - 1.0]
        low, high = usable[self.rng.integers(len(usable))]
        start = float(self.rng.uniform(max(low, high - 0.5), high))
        if seconds >= 30:
            return self._cut(shard, start, frames, FRAMES)
        ends = [pause for pause in pauses if pause[0] > start + seconds - 1.0] or pauses[-1:]
        end = min(float(self.rng.uniform(ends[0][0], min(ends[0][1], ends[0][0] + 0.5))), start + frames * 0.02 - 0.2)
        return self._cut(shard, start, frames, max(20, int((end - start) * 50)))

    def _cut(self, shard: Shard, start: float, frames: int, content: int | None, first: int = 0) -> Window:
        """``frames`` encoder frames from ``start`` on, of which ``content`` hold sound (``None``: a middle, all do)."""
        at = int(start * 100) // 2 * 2
        start = at / 100
        length = frames if content is None else min(content, frames, (len(shard.mel) - at) // 2)
        mel = shard.mel[at : at + 2 * length].astype(np.float32)
        mel = (np.maximum(mel, mel.max() - 8.0) + 4.0) / 4.0
        padded = np.zeros((80, 2 * frames), np.float32)
        padded[:, : len(mel)] = mel.T
        sounds = np.full(frames, IGNORED, np.int64)
        heard = shard.sounds[at // 2 : at // 2 + length]
        sounds[: len(heard)] = heard
        return self._label(shard, start, padded, sounds, length, content is None, first)

    def _label(
        self, shard: Shard, start: float, mel: Any, sounds: Any, length: int, middle: bool, first: int
    ) -> Window:
        ids, seconds = self.ids, length * 0.02
        ticks = min(TICKS, length // TICK_FRAMES if middle else -(-length // TICK_FRAMES))
        answers, spans, cut, middles = self._answers(shard, start, seconds, ticks)
        spoken = bool(middles)
        times = bool(self.rng.random() < 0.4)
        asked = answers.copy()
        if middle:
            asked[-4:] = IGNORED
            ending: list[int] = []
        else:
            last = cut if cut is not None and length == FRAMES else seconds
            stamp = ids.time_zero + min(1500, round(last / 0.02))
            ending = ([stamp, stamp] if cut is not None and length == FRAMES else [stamp]) if times else []
            ending.append(ids.end)
        prompt = [ids.start, ids.english, ids.transcribe, ids.time_zero if times else ids.no_times]
        tokens = np.concatenate([prompt, answers, ending]).astype(np.int64)[:-1]
        head = [ids.english if spoken else ids.nothing, IGNORED, ids.time_zero]
        targets = np.concatenate([head, asked, ending]).astype(np.int64)[: len(tokens)]
        listens = np.full((len(tokens), 2), -1, np.int64)
        kept = min(len(spans), len(tokens) - 3)
        listens[3 : 3 + kept] = spans[:kept]
        if middle:
            listens[-3:] = -1
        return Window(mel, tokens, targets, listens, sounds, np.array(middles, np.int64).reshape(-1, 2), first)

    def _answers(
        self, shard: Shard, start: float, seconds: float, ticks: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], float | None, list[tuple[int, int]]]:
        """A token for every tick, where each listens, where a word is cut off by the end, and the words' middles."""
        ids = self.ids
        answers = np.full(ticks, ids.tick, np.int64)
        spans = np.full((ticks, 2), -1, np.int64)
        middles: list[tuple[int, int]] = []
        words: list[tuple[float, float]] = []
        tick, cut = -1, None
        one = int(np.searchsorted(shard.starts, start - 0.03))
        while one < len(shard.tokens) and shard.starts[one] - start < seconds:
            begin, end, token = shard.starts[one] - start, shard.ends[one] - start, int(shard.tokens[one])
            one += 1
            mark = begin == end
            if mark and not words:
                continue
            if end > seconds + 0.04:
                cut = begin
                break
            tick = max(int(max(0.0, begin) / TICK_SECONDS), tick + 1)
            if tick >= ticks:
                break
            answers[tick] = token
            if mark:
                spans[tick] = _frames(end - 0.03, end + 0.02)
            else:
                words.append((begin, end))
                spans[tick] = _frames(begin, end)
                middles.append((min(int(seconds * 50) - 1, int((begin + end) * 25)), token))
        starts = [begin for begin, _ in words]
        for at in np.flatnonzero(answers == ids.tick):
            low, high = at * TICK_SECONDS, (at + 1) * TICK_SECONDS
            after = int(np.searchsorted(starts, low, side="right"))
            if after and words[after - 1][1] > low:
                low, high = words[after - 1][1] - 0.03, words[after - 1][1] + 0.02
            elif after < len(starts):
                high = max(low + 0.03, min(high, starts[after]))
            spans[at] = _frames(low, high)
            if at + 1 < ticks and ids.first_word <= answers[at + 1] <= ids.last_word:
                answers[at] = ids.tock
        return answers, np.clip(spans, -1, int(seconds * 50)), cut, middles


def _frames(begin: float, end: float) -> tuple[int, int]:
    first = max(0, round(begin * 50))
    return first, max(first + 1, round(end * 50))

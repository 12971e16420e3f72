"""What hearing the words costs, beside plain faster-whisper on each side: ``python -m tests.bench.words [--minutes N]``.

The model has the shape of the published *tiny* (4 layers, width 384, 51 865 tokens) and says a script, so it takes a
real model's time and always says as many words. The call is noise where somebody speaks (each side about 40 % of the
time, stretches of 1 to 9 s, some of them at once) and silence elsewhere; ours is told who speaks when.

    decoder    seconds of sound put through the encoder, over the seconds of speech
    looks      times the encoder looked (each costs 30 s, full or not)
    own time   of the whole, what was spent outside faster-whisper's and CTranslate2's functions

The looks are the thing to compare: a real model says less where there is silence, so plain faster-whisper would not
fall behind by quite as much time as it does here.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel

from audio.call import SPEAKERS, Speaker
from audio.span import Span
from audio.windows import RATE, Samples
from audio.words import Whisper
from tests.whisper_toys import scripted_whisper

_letters = np.random.default_rng(1).choice(list("abcdefghijklmnopqrstuvwxyz"), (70, 6))
SCRIPT = ["".join(word) for word in _letters]  # gibberish compresses badly, so that nobody takes it for a loop
SPACING = 0.4


def call(minutes: float, seed: int = 0) -> tuple[dict[Speaker, list[Span]], dict[Speaker, Samples]]:
    """Who speaks when, and what it sounds like."""
    rng = np.random.default_rng(seed)
    length = minutes * 60
    speech: dict[Speaker, list[Span]] = {who: [] for who in SPEAKERS}
    at, turn = 1.0, 0
    while at < length - 12:
        span = Span(at, at + float(rng.uniform(1, 9)))
        speech[SPEAKERS[turn % 2]].append(span)
        at, turn = span.end + float(rng.uniform(-0.5, 2.0)), turn + 1
    sides = {who: np.zeros(int(length * RATE), np.float32) for who in SPEAKERS}
    for who, spans in speech.items():
        for span in spans:
            inside = sides[who][int(span.start * RATE) : int(span.end * RATE)]
            inside += (rng.standard_normal(len(inside)) * 0.05).astype(np.float32)
    return speech, sides


class Watch:
    """Counts and times what goes through a model."""

    def __init__(self) -> None:
        self.looks = 0
        self.inside = 0.0
        self._depth = 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        self._depth += 1
        start = time.perf_counter()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.inside += time.perf_counter() - start

    def around(self, function: Callable[..., Any], count: Callable[..., int] = lambda *_: 0) -> Callable[..., Any]:
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.looks += count(*args)
            with self.timed():
                return function(*args, **kwargs)

        return watched


class _Watched:
    """CTranslate2's model, watched."""

    def __init__(self, model: Any, watch: Watch) -> None:
        self._model, self._watch = model, watch

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._model, name)
        return self._watch.around(found) if callable(found) else found


def _looks(features: Any) -> int:
    return int(features.shape[0]) if features.ndim == 3 else 1


def ours(whisper: Whisper, speech: dict[Speaker, list[Span]], sides: dict[Speaker, Samples]) -> dict[str, float]:
    watch, model = Watch(), whisper._model
    saved = model.model, model.encode, model.find_alignment, whisper._mel
    model.model = _Watched(model.model, watch)
    model.encode, model.find_alignment = watch.around(saved[1], _looks), watch.around(saved[2])
    whisper._mel = watch.around(saved[3])

    def sound(who: Speaker) -> Callable[[Span], Samples]:
        return lambda span: sides[who][round(span.start * RATE) : round(span.end * RATE)]

    start = time.perf_counter()
    heard = whisper.hear({who: sound(who) for who in SPEAKERS}, speech)
    whole = time.perf_counter() - start
    model.model, model.encode, model.find_alignment, whisper._mel = saved
    own = whole - watch.inside
    return {"seen": heard.seen, "looks": watch.looks, "time": whole, "own": own / whole}


def plain(model: WhisperModel, sides: dict[Speaker, Samples]) -> dict[str, float]:
    """``WhisperModel.transcribe`` on each side, one after the other."""
    watch, encode = Watch(), model.encode
    model.encode = watch.around(encode, _looks)
    start, seen = time.perf_counter(), 0.0
    for samples in sides.values():
        segments, info = model.transcribe(samples, word_timestamps=True, condition_on_previous_text=False, beam_size=5)
        list(segments)
        seen += info.duration_after_vad
    whole = time.perf_counter() - start
    model.encode = encode
    return {"seen": seen, "looks": watch.looks, "time": whole, "own": float("nan")}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=6.0)
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    speech, sides = call(chosen.minutes)
    spoken = sum(span.duration for spans in speech.values() for span in spans)
    with tempfile.TemporaryDirectory() as folder:
        shape = {"width": 384, "layers": 4, "heads": 6, "tokens": 50_250}
        made = scripted_whisper(Path(folder), SCRIPT, SPACING, **shape)
        whisper = Whisper(made, device="cpu", threads=chosen.threads)
        whisper.hear({"agent": lambda span: sides["agent"][:RATE]}, {"agent": [Span(0.0, 1.0)]})  # warm up
        rows = {
            "ours": ours(whisper, speech, sides),
            "plain, each side": plain(whisper._model, sides),
        }
    print(f"{chosen.minutes:g} min, two sides, {spoken:.0f} s of speech, {chosen.threads} thread(s)")
    print(f"{'':30}{'decoder':>9}{'looks':>7}{'time s':>8}{'own time':>10}")
    for name, row in rows.items():
        own = "" if np.isnan(row["own"]) else f"{row['own']:.1%}"
        print(f"{name:30}{row['seen'] / spoken:>8.2f}x{row['looks']:>7.0f}{row['time']:>8.1f}{own:>10}")


if __name__ == "__main__":
    main()

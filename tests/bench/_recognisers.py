"""Both recognisers on recordings, in a process of its own, so that the memory of one is not the other's.

``run("ours", folder, paths)`` starts ``python -m tests.bench._recognisers ours FOLDER FILE...`` and reads what it prints:

    ours     the whole program but its library: listen (no transcript, agent left unless the words say otherwise), Whisper.hear, review
    written  the same with the transcript beside the recording, for the moments that the words as written give
    plain    faster_whisper.WhisperModel.transcribe on each channel, vad_filter and word_timestamps on, all else as it comes

The model, its 8-bit integers and the threads are the same. Processor time of *ours* is that of Whisper.hear alone; of
it, *own* is what the calling thread spent outside the functions of faster-whisper and CTranslate2 (which compute in
threads of their own). *Looks* are windows put through the encoder; each costs 30 s of sound, full or not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from audio.call import Doubt, Speaker, Word
from audio.signal.decode import Sound
from audio.span import Span
from tests.bench._word_error import doubled

ROOT = Path(__file__).parents[2]
THREADS = 2
Row = tuple[float, float, str]
"""Start, end and text of a word."""


@dataclass
class Hearing:
    """What one recogniser made of one recording.

    words      of each channel, in the order of time
    processor  seconds of all cores; ``own`` of them outside the recogniser's libraries
    spoken     seconds of speech by the voice detector, ``seen`` and ``again`` as in :class:`audio.asr.transcription.Transcription`
    unheard    seconds of speech that the recogniser itself says it made no word of
    speech     of each channel, what was decoded as speech; empty where the recogniser does not tell
    doubled    words that both voices of a single channel are given at the same time
    report     as ``sameside review --json`` writes it
    """

    words: list[list[Row]]
    language: str = ""
    processor: float = 0.0
    own: float = 0.0
    looks: int = 0
    spoken: float = 0.0
    seen: float = 0.0
    again: float = 0.0
    unheard: float = 0.0
    speech: list[list[tuple[float, float]]] = field(default_factory=list)
    doubled: int = 0
    doubts: list[str] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)

    def side(self, channel: int) -> list[Word]:
        said = self.words[channel] if channel < len(self.words) else []
        return [Word(Span(start, max(start, end)), text) for start, end, text in said]


@dataclass(frozen=True)
class Run:
    """One process: its hearings by path, its most memory in MiB, its processor time in seconds, start included."""

    hearings: dict[Path, Hearing]
    memory: float
    processor: float


def run(how: str, model: Path, paths: Sequence[Path]) -> Run:
    """Hear the recordings with ``ours``, ``written`` or ``plain``. Raises ``RuntimeError`` with what it printed."""
    told, memory, processor = measured(["-m", "tests.bench._recognisers", how, str(model), *map(str, paths)])
    found = {Path(name): Hearing(**hearing) for name, hearing in json.loads(told).items()}
    return Run(found, memory, processor)


def measured(arguments: Sequence[str], **environment: str) -> tuple[str, float, float]:
    """What Python prints when it is called so; its most memory in MiB and its processor time in seconds."""
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments[:3])} ended with {process.returncode}")
    return told, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


class Watch:
    """Counts the encoder's looks, and times what the calling thread does in the functions it is put around."""

    def __init__(self) -> None:
        self.looks = 0
        self.inside = 0.0
        self._depth = 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        self._depth += 1
        start = time.thread_time()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.inside += time.thread_time() - start

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


class _Ear:
    """Whisper as the program calls it, with all that it costs in ``hearing``."""

    def __init__(self, folder: Path) -> None:
        from audio.asr.transcription import Whisper

        self.whisper = Whisper(folder, device="cpu", threads=THREADS)
        self.watch, decoder = Watch(), self.whisper._decoder
        for name in ("find_alignment", "get_prompt"):
            setattr(decoder.model, name, self.watch.around(getattr(decoder.model, name)))
        decoder.model.encode = self.watch.around(decoder.model.encode, _looks)
        decoder.model.model = _Watched(decoder.model.model, self.watch)
        decoder.mel = self.watch.around(decoder.mel)
        self.hearing = Hearing([])

    def hear(
        self,
        sound: Sound,
        channels: Mapping[Speaker, int],
        speech: Mapping[Speaker, Sequence[Span]],
        progress: Callable[[float], None],
    ) -> tuple[dict[Speaker, tuple[Word, ...]], tuple[Doubt, ...]]:
        sides = {who: (lambda span, k=channel: sound.within(span, k)) for who, channel in channels.items()}
        looks, inside = self.watch.looks, self.watch.inside
        thread, processor = time.thread_time(), time.process_time()
        heard = self.whisper.hear(sides, speech, progress=progress)
        processor, thread = time.process_time() - processor, time.thread_time() - thread
        words: list[list[Row]] = [[] for _ in range(sound.channels)]
        stretches: list[list[tuple[float, float]]] = [[] for _ in range(sound.channels)]
        for who, channel in channels.items():
            words[channel] += [(word.span.start, word.span.end, word.text) for word in heard.words[who]]
            stretches[channel] += [(span.start, span.end) for span in speech[who]]
        self.hearing = Hearing(
            words=[sorted(side) for side in words],
            language=heard.language,
            processor=processor,
            own=thread - (self.watch.inside - inside),
            looks=self.watch.looks - looks,
            spoken=sum(span.duration for spans in speech.values() for span in spans),
            seen=heard.decoded,
            again=heard.decoded_again,
            unheard=heard.unheard,
            speech=stretches,
            doubled=doubled(heard.words["agent"], heard.words["customer"]) if len(set(channels.values())) == 1 else 0,
            doubts=[doubt.why for doubt in heard.doubts],
        )
        return heard.words, heard.doubts


def _ours(model: Path, paths: Sequence[Path], written: bool) -> Iterator[Hearing]:
    from analysis.review import review
    from audio.listen import listen
    from library.exchange.report_json import report_json

    ear = None if written else _Ear(model)
    for path in paths:
        call = listen(path, recogniser=ear, ignore_transcript_beside=not written)
        hearing = Hearing([]) if ear is None else ear.hearing
        hearing.report = report_json(call, review(call))
        yield hearing


def _plain(model: Path, paths: Sequence[Path]) -> Iterator[Hearing]:
    import av
    from faster_whisper.audio import decode_audio

    from audio.asr.device import load

    whisper, watch = load(model, "cpu", THREADS), Watch()
    whisper.encode = watch.around(whisper.encode, _looks)
    for path in paths:
        with av.open(str(path)) as file:
            stereo = file.streams.audio[0].channels == 2
        sides = decode_audio(str(path), split_stereo=True) if stereo else [decode_audio(str(path))]
        hearing, looks, start = Hearing([]), watch.looks, time.process_time()
        for samples in sides:
            segments, info = whisper.transcribe(samples, vad_filter=True, word_timestamps=True)
            hearing.words.append([(w.start, w.end, w.word) for segment in segments for w in segment.words or ()])
            hearing.seen += info.duration_after_vad
            hearing.language += info.language
        hearing.processor, hearing.looks = time.process_time() - start, watch.looks - looks
        yield hearing


def main() -> None:
    """Hear each recording named; print the hearings as one JSON object."""
    how, model, *names = sys.argv[1:]
    paths = [Path(name) for name in names]
    hearings = _plain(Path(model), paths) if how == "plain" else _ours(Path(model), paths, how == "written")
    print(json.dumps({str(path): asdict(hearing) for path, hearing in zip(paths, hearings, strict=True)}))


if __name__ == "__main__":
    main()

"""The words, by faster-whisper: only speech is decoded, both sides together, each window once.

The way of a window (:mod:`audio.asr.packing`) through this file::

    samples -> kept already? -> decoded (audio.asr.decoding) -> speech without a word? -> looked at again -> kept -> words
                    `------------------------------------------------------------------------------------------^

faster-whisper's own batched pipeline would do nearly this; what is done here besides: each window's result is kept at
once; the language is told once a call, from its clearest speech, and stays (a window of names alone is easily taken for
another language); and speech in which no word was heard is found and heard again (:mod:`audio.asr.missed_speech`).

No more than ``PACE`` tokens a second can be emitted, so a loop cannot run on; what else Whisper invents is the business
of :mod:`audio.asr.hallucinations`. Since only what the voice detector calls speech is decoded, there is little silence to fill.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio.asr import missed_speech
from audio.asr.checkpoints import Checkpoints, NoCheckpoints
from audio.asr.decoding import BEAM, FIGURES, PACE, WARMER, Decoder
from audio.asr.hallucinations import GUESS, LOOP, NO_SPEECH, Hypothesis
from audio.asr.language import Guess, check_language, language_doubts
from audio.asr.models.installed import model_fingerprint
from audio.asr.packing import RATE, Window, windows
from audio.call import SPEAKERS, Doubt, Speaker, Word
from audio.channels.echo import remove_echoes
from audio.errors import ModelError
from audio.signal.decode import Samples, SoundReader
from audio.span import Span

VERSION = 2
"""Of the settings below; raised when results kept under the old ones should not be taken any more."""

BATCH = {"cpu": 2, "cuda": 16}
"""Windows decoded at once; what a sudden end may cost is at most one batch. On a processor four at once are no quicker than
two and take 180 MB more; one by one is a sixth slower."""


@dataclass(frozen=True, slots=True)
class Transcription:
    """The words of each side on the call's clock.

    language  its code ("en"); "" where nobody spoke
    seen      seconds of sound that were decoded this time, further looks included (what was kept already was not)
    again     of these, the seconds of further looks (:mod:`audio.asr.missed_speech`)
    unheard   seconds of speech in which no word could be made out
    """

    words: dict[Speaker, tuple[Word, ...]]
    language: str
    seen: float
    doubts: tuple[Doubt, ...] = ()
    again: float = 0.0
    unheard: float = 0.0


class Whisper:
    """A model, loaded once for any number of calls.

    folder   a model in CTranslate2's format (:mod:`audio.asr.models.installed` finds and checks it)
    device   ``cuda`` or ``cpu``; by default the first CUDA device, if one works, else the processor
    threads  processor threads; by default the cores at hand, four at most (more do not help one call); for several
             calls at once, one process a core and one thread each is quickest
    """

    def __init__(self, folder: Path, device: str | None = None, threads: int | None = None) -> None:
        self.folder = folder
        self.id = model_fingerprint(folder)
        self._decoder = Decoder(folder, device, threads)
        self.device = self._decoder.device

    def hear(
        self,
        sides: Mapping[Speaker, SoundReader],
        speech: Mapping[Speaker, Sequence[Span]],
        *,
        progress: Callable[[float], None] | None = None,
        kept: Checkpoints | None = None,
        language: str | None = None,
        hints: str = "",
    ) -> Transcription:
        """The words said in ``speech``.

        progress  called with the share of the speech that is done, 0 to 1; it may raise to stop, and what is done by
                  then is kept
        kept      where results of windows are kept and looked for
        language  its code; told from the clearest speech where not given
        hints     words that are likely to occur, such as names of products, as they are written
        """
        if language is not None:
            check_language(language)
        plan = windows(speech, sides)
        if not plan:
            if progress:
                progress(1.0)
            return Transcription(dict.fromkeys(SPEAKERS, ()), "", 0.0)
        kept = kept or NoCheckpoints()
        guess = None if language else self._guess(plan, sides, kept)
        spoken = language or (guess.language if guess else "en")
        total = sum(window.duration for window in plan)
        words: dict[Speaker, list[Word]] = {who: [] for who in SPEAKERS}
        seen, again, lost, done = 0.0, 0.0, 0.0, 0.0
        if progress:
            progress(0.0)
        for window, samples, said, fresh in self._each(plan, sides, kept, spoken, hints):
            words[window.speaker] += window.words(said.words, samples)
            seen += fresh
            again += max(0.0, fresh - window.duration)
            lost += window.duration if said.silent else said.unheard
            done += window.duration
            if progress:
                progress(min(1.0, done / total))
        ordered = {who: sorted(side, key=lambda word: word.span) for who, side in words.items()}
        voices = remove_echoes(ordered, sides) if len(sides) == 2 else ordered
        why = f"In {lost:.0f} s of what sounds like speech no words could be made out with any confidence."
        doubts = (*language_doubts(spoken, guess), *((Doubt("words", why),) if lost >= 1.0 else ()))
        return Transcription({who: tuple(side) for who, side in voices.items()}, spoken, seen, doubts, again, lost)

    def _each(
        self, plan: Sequence[Window], sides: Mapping[Speaker, SoundReader], kept: Checkpoints, language: str, hints: str
    ) -> Iterator[tuple[Window, Samples, Hypothesis, float]]:
        """Every window, its sound, what was heard in it, and the seconds that were decoded for it: none where it was kept."""
        waiting: list[tuple[Window, Samples, str]] = []
        for i, window in enumerate(plan, 1):
            samples = window.samples(sides[window.speaker])
            key = self._key(samples, f"{language} {hints}")
            said = Hypothesis.from_json(kept.get(key))
            if said is None:
                waiting.append((window, samples, key))
            else:
                yield window, samples, said, 0.0
            if waiting and (len(waiting) == BATCH[self.device] or i == len(plan)):
                batch = self._looked_at([samples for _, samples, _ in waiting], language, hints)
                for (_, _, key), (said, _) in zip(waiting, batch, strict=True):
                    with suppress(OSError):  # a full disk costs the keeping, not the words
                        kept.put(key, said.to_json())
                for (window, samples, _), (said, seconds) in zip(waiting, batch, strict=True):
                    yield window, samples, said, seconds
                waiting = []

    def _key(self, samples: Samples, asked: str) -> str:
        settings = f"{VERSION} {self.id} {asked} {BEAM} {PACE} {''.join(sorted(FIGURES))} {LOOP} {GUESS} {NO_SPEECH} {WARMER} {missed_speech.LEAST}"
        return hashlib.sha256(settings.encode() + np.ascontiguousarray(samples, "<f4").tobytes()).hexdigest()[:40]

    def _guess(self, plan: Sequence[Window], sides: Mapping[Speaker, SoundReader], kept: Checkpoints) -> Guess:
        """The language by the longest window of each side, which holds the most of its clear speech."""
        longest = {window.speaker: window for window in sorted(plan, key=lambda window: window.duration)}
        batch = [window.samples(sides[who]) for who, window in sorted(longest.items())]
        key = self._key(np.concatenate(batch), "language")
        guess = Guess.from_json(kept.get(key))
        if guess is None:
            guess = Guess.of(self._decoder.languages(batch))
            with suppress(OSError):
                kept.put(key, guess.to_json())
        return guess

    def _looked_at(self, batch: Sequence[Samples], language: str, hints: str) -> list[tuple[Hypothesis, float]]:
        """What is said in each window, with a second look where its speech carries no word, and the seconds seen."""
        first = self._as_fits(batch, language, hints)
        seconds = [len(samples) / RATE for samples in batch]
        looks = [
            (i, hole, missed_speech.gap_with_context(hole, seconds[i]))
            for i, said in enumerate(first)
            for hole in missed_speech.wordless_gaps(said, seconds[i])
        ]
        size, again = len(batch), []
        for at in range(0, len(looks), size):
            spans = [(i, span) for i, _, span in looks[at : at + size]]
            cut = [batch[i][round(span.start * RATE) : round(span.end * RATE)] for i, span in spans]
            again += self._as_fits(cut, language, hints)
        out = []
        for i, said in enumerate(first):
            mine = [(hole, span, found) for (k, hole, span), found in zip(looks, again, strict=True) if k == i]
            seen = seconds[i] + sum(span.duration for _, span, _ in mine)
            out.append((missed_speech.fill_gaps(said, [(hole, found) for hole, _, found in mine], seconds[i]), seen))
        return out

    def _as_fits(self, batch: Sequence[Samples], language: str, hints: str) -> list[Hypothesis]:
        """Decodes a batch at once, or in halves where the graphics processor has not the memory."""
        try:
            return self._decoder.decode(batch, language, hints)
        except RuntimeError as error:
            if "out of memory" not in str(error).lower():
                raise
        if len(batch) == 1:
            raise ModelError(f"The model in {self.folder} does not fit into memory; take a smaller one.")
        half = len(batch) // 2
        return self._as_fits(batch[:half], language, hints) + self._as_fits(batch[half:], language, hints)


__all__ = ["BATCH", "Transcription", "Whisper"]

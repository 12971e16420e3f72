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
from audio.asr.decoding import BEAM, FIGURES, GLOSSARY, PACE, WARMER, Decoder
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

    language       its code ("en"); "" where nobody spoke
    decoded        seconds of sound that were decoded this time, further looks included (what was kept already was not)
    decoded_again  of these, the seconds of further looks (:mod:`audio.asr.missed_speech`)
    unheard        seconds of speech in which no word could be made out
    """

    words: dict[Speaker, tuple[Word, ...]]
    language: str
    decoded: float
    doubts: tuple[Doubt, ...] = ()
    decoded_again: float = 0.0
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
        checkpoints: Checkpoints | None = None,
        language: str | None = None,
        hints: str = "",
    ) -> Transcription:
        """The words said in ``speech``.

        progress     called with the share of the speech that is done, 0 to 1; it may raise to stop, and what is done by
                     then is kept
        checkpoints  where results of windows are kept and looked for
        language     its code; told from the clearest speech where not given
        hints        words that are likely to occur, such as names of products, as they are written
        """
        if language is not None:
            check_language(language)
        packed = windows(speech, sides)
        if not packed:
            if progress:
                progress(1.0)
            return Transcription(dict.fromkeys(SPEAKERS, ()), "", 0.0)
        checkpoints = checkpoints or NoCheckpoints()
        guess = None if language else self._guess(packed, sides, checkpoints)
        spoken_language = language or (guess.language if guess else "en")
        total = sum(window.duration for window in packed)
        words: dict[Speaker, list[Word]] = {speaker: [] for speaker in SPEAKERS}
        decoded, decoded_again, wordless, finished = 0.0, 0.0, 0.0, 0.0
        if progress:
            progress(0.0)
        for window, samples, hypothesis, decoded_seconds in self._hypotheses(
            packed, sides, checkpoints, spoken_language, hints
        ):
            words[window.speaker] += window.words(hypothesis.words, samples)
            decoded += decoded_seconds
            decoded_again += max(0.0, decoded_seconds - window.duration)
            wordless += window.duration if hypothesis.silent else hypothesis.unheard
            finished += window.duration
            if progress:
                progress(min(1.0, finished / total))
        ordered = {speaker: sorted(side, key=lambda word: word.span) for speaker, side in words.items()}
        without_echoes = remove_echoes(ordered, sides) if len(sides) == 2 else ordered
        why = f"In {wordless:.0f} s of what sounds like speech no words could be made out with any confidence."
        doubts = (*language_doubts(spoken_language, guess), *((Doubt("words", why),) if wordless >= 1.0 else ()))
        return Transcription(
            {speaker: tuple(side) for speaker, side in without_echoes.items()},
            spoken_language,
            decoded,
            doubts,
            decoded_again,
            wordless,
        )

    def _hypotheses(
        self,
        packed: Sequence[Window],
        sides: Mapping[Speaker, SoundReader],
        checkpoints: Checkpoints,
        language: str,
        hints: str,
    ) -> Iterator[tuple[Window, Samples, Hypothesis, float]]:
        """Every window, its sound, what was heard in it, and the seconds that were decoded for it: none where it was kept."""
        waiting: list[tuple[Window, Samples, str]] = []
        for count, window in enumerate(packed, 1):
            samples = window.samples(sides[window.speaker])
            key = self._key(samples, f"{language} {hints and GLOSSARY.format(hints)}")
            hypothesis = Hypothesis.from_json(checkpoints.get(key))
            if hypothesis is None:
                waiting.append((window, samples, key))
            else:
                yield window, samples, hypothesis, 0.0
            if waiting and (len(waiting) == BATCH[self.device] or count == len(packed)):
                batch = self._decode_with_second_look([samples for _, samples, _ in waiting], language, hints)
                for (_, _, key), (hypothesis, _) in zip(waiting, batch, strict=True):
                    with suppress(OSError):  # a full disk costs the keeping, not the words
                        checkpoints.put(key, hypothesis.to_json())
                for (window, samples, _), (hypothesis, seconds) in zip(waiting, batch, strict=True):
                    yield window, samples, hypothesis, seconds
                waiting = []

    def _key(self, samples: Samples, request: str) -> str:
        settings = f"{VERSION} {self.id} {request} {BEAM} {PACE} {''.join(sorted(FIGURES))} {LOOP} {GUESS} {NO_SPEECH} {WARMER} {missed_speech.LEAST}"
        return hashlib.sha256(settings.encode() + np.ascontiguousarray(samples, "<f4").tobytes()).hexdigest()[:40]

    def _guess(self, packed: Sequence[Window], sides: Mapping[Speaker, SoundReader], checkpoints: Checkpoints) -> Guess:
        """The language by the longest window of each side, which holds the most of its clear speech."""
        longest = {window.speaker: window for window in sorted(packed, key=lambda window: window.duration)}
        batch = [window.samples(sides[speaker]) for speaker, window in sorted(longest.items())]
        key = self._key(np.concatenate(batch), "language")
        guess = Guess.from_json(checkpoints.get(key))
        if guess is None:
            guess = Guess.of(self._decoder.languages(batch))
            with suppress(OSError):
                checkpoints.put(key, guess.to_json())
        return guess

    def _decode_with_second_look(
        self, batch: Sequence[Samples], language: str, hints: str
    ) -> list[tuple[Hypothesis, float]]:
        """What is said in each window, with a second look where its speech carries no word, and the seconds seen."""
        first_hypotheses = self._decode_in_parts(batch, language, hints)
        seconds = [len(samples) / RATE for samples in batch]
        second_looks = [
            (index, gap, missed_speech.gap_with_context(gap, seconds[index]))
            for index, hypothesis in enumerate(first_hypotheses)
            for gap in missed_speech.wordless_gaps(hypothesis, seconds[index])
        ]
        size, second_hypotheses = len(batch), []
        for start in range(0, len(second_looks), size):
            spans = [(index, span) for index, _, span in second_looks[start : start + size]]
            cuts = [batch[index][round(span.start * RATE) : round(span.end * RATE)] for index, span in spans]
            second_hypotheses += self._decode_in_parts(cuts, language, hints)
        results = []
        for index, hypothesis in enumerate(first_hypotheses):
            own_looks = [
                (gap, span, second_hypothesis)
                for (window, gap, span), second_hypothesis in zip(second_looks, second_hypotheses, strict=True)
                if window == index
            ]
            decoded_seconds = seconds[index] + sum(span.duration for _, span, _ in own_looks)
            results.append(
                (
                    missed_speech.fill_gaps(
                        hypothesis,
                        [(gap, second_hypothesis) for gap, _, second_hypothesis in own_looks],
                        seconds[index],
                    ),
                    decoded_seconds,
                )
            )
        return results

    def _decode_in_parts(self, batch: Sequence[Samples], language: str, hints: str) -> list[Hypothesis]:
        """Decodes a batch at once, or in halves where the graphics processor has not the memory."""
        try:
            return self._decoder.decode(batch, language, hints)
        except RuntimeError as error:
            if "out of memory" not in str(error).lower():
                raise
        if len(batch) == 1:
            raise ModelError(f"The model in {self.folder} does not fit into memory; take a smaller one.")
        half = len(batch) // 2
        return self._decode_in_parts(batch[:half], language, hints) + self._decode_in_parts(
            batch[half:], language, hints
        )


__all__ = ["BATCH", "Transcription", "Whisper"]

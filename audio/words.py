"""The words, by faster-whisper: only speech is decoded, both sides together, each window once.

The way of a window (:mod:`audio.windows`) through this file::

    samples -> kept already? -> log-mel -> encoder -> language (once a call) -> decoder -> guards -> word times -> kept
                    `----------------------------------------------------------------------------------------> words

faster-whisper's own batched pipeline would do nearly this; what is done here besides: the encoder's look at a window
also serves to tell the language, and a second try when the decoder went astray; each window's result is kept at once;
and the language, once told, stays (a window of names alone is easily taken for another language).

No more than ``PACE`` tokens a second can be emitted, so a loop cannot run on; what else Whisper invents is the business
of :mod:`audio.guards`. Since only what the voice detector calls speech is decoded, there is little silence to fill.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper.audio import pad_or_trim
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import _LANGUAGE_CODES, Tokenizer

from audio.call import SPEAKERS, Doubt, Speaker, Word
from audio.device import load
from audio.echo import without_echoes
from audio.guards import GUESS, LOOP, NO_SPEECH, Said, Try, guarded
from audio.kept import Kept, Nowhere
from audio.models import fingerprint
from audio.span import Span
from audio.trouble import Trouble
from audio.windows import RATE, Samples, Sound, Window, windows

VERSION = 1
"""Of the settings below; raised when results kept under the old ones should not be taken any more."""

BATCH = {"cpu": 4, "cuda": 16}
"""Windows decoded at once; what a sudden end may cost is at most one batch."""

BEAM = 5
PACE = 15.0
"""Tokens a second: far more than anyone says in words, enough for somebody who spells."""

WARMER = (0.2, 0.6)
"""Temperatures of the further tries."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The words of each side on the call's clock.

    language  its code ("en"); "" where nobody spoke
    seen      seconds of sound that went through the model this time (what was kept already does not)
    """

    words: dict[Speaker, tuple[Word, ...]]
    language: str
    seen: float
    doubts: tuple[Doubt, ...] = ()


class Whisper:
    """A model, loaded once for any number of calls.

    folder   a model in CTranslate2's format (:mod:`audio.models` finds and checks it)
    device   ``cuda`` or ``cpu``; by default the first CUDA device, if one works, else the processor
    threads  processor threads; by default the cores at hand, four at most (more do not help one call); for several
             calls at once, one process a core and one thread each is quickest
    """

    def __init__(self, folder: Path, device: str | None = None, threads: int | None = None) -> None:
        self.folder = folder
        self.id = fingerprint(folder)
        self._model = load(folder, device, threads)
        self.device: str = self._model.model.device
        self._mel = self._model.feature_extractor
        mels = self._model.model.n_mels
        if self._mel.mel_filters.shape[0] != mels:  # a folder without preprocessor_config.json, of a large model
            self._mel = FeatureExtractor(feature_size=mels)

    def hear(
        self,
        sides: Mapping[Speaker, Sound],
        speech: Mapping[Speaker, Sequence[Span]],
        *,
        progress: Callable[[float], None] | None = None,
        kept: Kept | None = None,
        language: str | None = None,
    ) -> Heard:
        """The words said in ``speech``.

        progress  called with the share of the speech that is done, 0 to 1; it may raise to stop, and what is done by
                  then is kept
        kept      where results of windows are kept and looked for
        language  its code; told from the first windows where not given
        """
        if language is not None and language not in _LANGUAGE_CODES:
            raise Trouble(f"“{language}” is no language that Whisper knows by code; English is “en”, German “de”.")
        plan = windows(speech, sides)
        total = sum(window.duration for window in plan)
        words: dict[Speaker, list[Word]] = {who: [] for who in SPEAKERS}
        seen, lost, done = 0.0, 0.0, 0.0
        if progress:
            progress(0.0 if plan else 1.0)
        for window, said, fresh in self._each(plan, sides, kept or Nowhere(), language):
            language = said.language
            words[window.speaker] += _on_call(window, said)
            seen += fresh
            lost += window.duration if said.dropped else 0.0
            done += window.duration
            if progress:
                progress(min(1.0, done / total))
        ordered = {who: sorted(side, key=lambda word: word.span) for who, side in words.items()}
        voices = without_echoes(ordered, sides) if len(sides) == 2 else ordered
        why = f"In {lost:.0f} s of what sounds like speech no words could be made out with any confidence."
        doubts = (Doubt("words", why),) if lost >= 1.0 else ()
        return Heard({who: tuple(side) for who, side in voices.items()}, language or "", seen, doubts)

    def _each(
        self, plan: Sequence[Window], sides: Mapping[Speaker, Sound], kept: Kept, language: str | None
    ) -> Iterator[tuple[Window, Said, float]]:
        """Every window, what was heard in it, and the seconds that had to be decoded for it: all of it or none."""
        asked = language
        waiting: list[tuple[Window, Samples, str]] = []
        for i, window in enumerate(plan, 1):
            samples = window.samples(sides[window.speaker])
            key = self._key(samples, asked)
            said = Said.from_json(kept.get(key))
            if said is None:
                waiting.append((window, samples, key))
            else:
                language = language or said.language
                yield window, said, 0.0
            if waiting and (len(waiting) == BATCH[self.device] or i == len(plan)):
                batch = self._as_fits([samples for _, samples, _ in waiting], language)
                for (_, _, key), said in zip(waiting, batch, strict=True):
                    with suppress(OSError):  # a full disk costs the keeping, not the words
                        kept.put(key, said.to_json())
                for (window, samples, _), said in zip(waiting, batch, strict=True):
                    language = said.language
                    yield window, said, len(samples) / RATE
                waiting = []

    def _key(self, samples: Samples, language: str | None) -> str:
        settings = f"{VERSION} {self.id} {language} {BEAM} {PACE} {LOOP} {GUESS} {NO_SPEECH} {WARMER}"
        return hashlib.sha256(settings.encode() + np.ascontiguousarray(samples, "<f4").tobytes()).hexdigest()[:40]

    def _as_fits(self, batch: Sequence[Samples], language: str | None) -> list[Said]:
        """Decodes a batch at once, or in halves where the graphics processor has not the memory."""
        try:
            return self._decode(batch, language)
        except RuntimeError as error:
            if "out of memory" not in str(error).lower():
                raise
        if len(batch) == 1:
            raise Trouble(f"The model in {self.folder} does not fit into memory; take a smaller one.")
        first = self._as_fits(batch[: len(batch) // 2], language)
        return first + self._as_fits(batch[len(batch) // 2 :], language or first[0].language)

    def _decode(self, batch: Sequence[Samples], language: str | None) -> list[Said]:
        mels = [self._mel(samples)[..., :-1] for samples in batch]
        encoded = self._model.encode(np.stack([pad_or_trim(mel) for mel in mels]))
        language = language or self._language(encoded, batch)
        tokenizer = Tokenizer(
            self._model.hf_tokenizer, self._model.model.is_multilingual, task="transcribe", language=language
        )
        seconds = [len(samples) / RATE for samples in batch]
        tries = self._generate(encoded, tokenizer, max(seconds))
        for i, first in enumerate(tries):
            if first.astray:
                tries[i] = self._again(first, _one(encoded, i), tokenizer, seconds[i])
        tokens = [[] if found.silent else found.tokens for found in tries]
        timed = self._model.find_alignment(tokenizer, tokens, encoded, [mel.shape[-1] for mel in mels])
        return [
            guarded(language, alignment, found, length)
            for alignment, found, length in zip(timed, tries, seconds, strict=True)
        ]

    def _language(self, encoded: Any, batch: Sequence[Samples]) -> str:
        """The likeliest over the windows together, each weighed by its length."""
        if not self._model.model.is_multilingual:
            return "en"
        votes: dict[str, float] = {}
        for found, samples in zip(self._model.model.detect_language(encoded), batch, strict=True):
            for token, probability in found:
                votes[token[2:-2]] = votes.get(token[2:-2], 0.0) + probability * len(samples)
        return max(votes, key=votes.__getitem__)

    def _generate(self, encoded: Any, tokenizer: Tokenizer, seconds: float, warmth: float = 0.0) -> list[Try]:
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        how = {"beam_size": 1, "sampling_topk": 0, "sampling_temperature": warmth} if warmth else {"beam_size": BEAM}
        results = self._model.model.generate(
            encoded,
            [prompt] * encoded.shape[0],
            max_length=min(self._model.max_length, len(prompt) + 8 + int(PACE * seconds)),
            return_scores=True,
            return_no_speech_prob=True,
            **how,
        )
        return [Try.of(result, tokenizer) for result in results]

    def _again(self, first: Try, encoded: Any, tokenizer: Tokenizer, seconds: float) -> Try:
        """The best of further tries, warmer each time, until one is not astray."""
        if first.silent:
            return first
        ctranslate2.set_random_seed(0)
        tries = [first]
        for warmth in WARMER:
            tries += self._generate(encoded, tokenizer, seconds, warmth)
            if not tries[-1].astray:
                return tries[-1]
        return max(tries, key=lambda found: (found.ratio <= LOOP, found.surety))


def _on_call(window: Window, said: Said) -> list[Word]:
    spans = ((window.on_call(start, end), text, sure) for start, end, text, sure in said.words)
    return [Word(span, text, sure) for span, text, sure in spans if span is not None]


def _one(encoded: Any, i: int) -> Any:
    """The encoder's output for one window of a batch."""
    on_cpu = encoded.to_device(ctranslate2.Device.cpu).to(ctranslate2.DataType.float32)
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(np.array(on_cpu)[i : i + 1]))

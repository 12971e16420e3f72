"""Windows of sound through the model: encoder, decoder, second tries, and the time of each word.

::

    samples -> log-mel -> encoder -> decoder ---> astray? warmer ---> guards -> words with times
    a few samples -> encoder -> language (once a call)

What of faster-whisper is used here are its pieces: features, tokenizer, prompt and alignment. Its pipelines decode a
window once and in order; here the encoder's one look at a window serves every try and the word times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper.audio import pad_or_trim
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import Tokenizer

from audio.asr.device import load
from audio.asr.hallucinations import LOOP, DecodingAttempt, Hypothesis, without_hallucinations
from audio.asr.packing import RATE
from audio.signal.decode import Samples

BEAM = 5
PACE = 15.0
"""Tokens a second: far more than anyone says in words, enough for somebody who spells, and for scripts of which a
letter takes a token or two."""

SPARE = 8
"""Tokens beside that."""

PLACED = 440
"""Tokens of an answer that are given a time: Whisper knows 448 places, of which marks take some, and an answer without sense may fill them."""

WARMER = (0.2, 0.6)
"""Temperatures of the further tries."""

FIGURES = frozenset("0123456789%$£")
"""What is written out instead, in English: "four nine two", as it was said. In figures Whisper drops parts of what is
spelled, and is ever more sure of it: with words four in ten fewer are left out, and each has a time of its own."""

GLOSSARY = "Glossary: {}. The call begins."
"""How the model is shown the hints. What is shown last must be nothing that a side says first: of 48 sentences that begin with the one hint that
is given, in three made voices, five lose it without the second sentence and none with it; after "Hello." it is a "hello" that is lost."""

HINTS = 200
"""Tokens of the hints that the model is shown, at most; faster-whisper's own limit is 223."""


class Decoder:
    """A loaded model. ``device`` and ``threads`` as for :class:`audio.asr.transcription.Whisper`."""

    def __init__(self, folder: Path, device: str | None, threads: int | None) -> None:
        self.folder = folder
        self.model = load(folder, device, threads)
        self.device: str = self.model.model.device
        self.multilingual: bool = self.model.model.is_multilingual
        self.mel = self.model.feature_extractor
        if self.mel.mel_filters.shape[0] != self.model.model.n_mels:  # a large model without preprocessor_config.json
            self.mel = FeatureExtractor(feature_size=self.model.model.n_mels)

    @cached_property
    def _figures(self) -> tuple[int, ...]:
        """The tokens with a figure in them; times and other marks come after the last token of text."""
        vocabulary = self.model.hf_tokenizer.get_vocab()
        end_of_text = self.model.hf_tokenizer.token_to_id("<|endoftext|>")
        return tuple(
            sorted(
                token_id
                for token, token_id in vocabulary.items()
                if token_id < end_of_text and not FIGURES.isdisjoint(token)
            )
        )

    def languages(self, batch: Sequence[Samples]) -> dict[str, float]:
        """The probability of each language, the mean over the windows, each weighed by its length."""
        if not self.multilingual:
            return {"en": 1.0}
        total = sum(map(len, batch))
        votes: dict[str, float] = {}
        for probabilities, samples in zip(
            self.model.model.detect_language(self._encoded(batch)[1]), batch, strict=True
        ):
            for token, probability in probabilities:
                votes[token[2:-2]] = votes.get(token[2:-2], 0.0) + probability * len(samples) / total
        return votes

    def decode(self, batch: Sequence[Samples], language: str, hints: str = "") -> list[Hypothesis]:
        """What is said in each window of a batch, none longer than 30 s; ``hints``: words that are likely to occur.

        Raises ``RuntimeError`` where the graphics processor has not the memory for so many at once.
        """
        mels, encoded = self._encoded(batch)
        tokenizer = Tokenizer(self.model.hf_tokenizer, self.multilingual, task="transcribe", language=language)
        prompt = self._prompt(tokenizer, hints)
        seconds = [len(samples) / RATE for samples in batch]
        attempts = self._generate(encoded, tokenizer, prompt, max(seconds))
        for index, attempt in enumerate(attempts):
            if hints and _only_hints(tokenizer.decode(attempt.tokens), hints):
                attempt, *_ = attempts[index : index + 1] = self._generate(
                    _one_window(encoded, index), tokenizer, self._prompt(tokenizer), seconds[index]
                )
            if attempt.needs_retry and not attempt.silent:
                attempts[index] = self._retry(attempt, _one_window(encoded, index), tokenizer, seconds[index])
        tokens = [[] if chosen.silent else chosen.tokens[:PLACED] for chosen in attempts]
        alignments = self.model.find_alignment(tokenizer, tokens, encoded, [mel.shape[-1] for mel in mels])
        return [
            without_hallucinations(language, alignment, chosen, duration)
            for alignment, chosen, duration in zip(alignments, attempts, seconds, strict=True)
        ]

    def _encoded(self, batch: Sequence[Samples]) -> tuple[list[Any], Any]:
        mels = [self.mel(samples)[..., :-1] for samples in batch]
        return mels, self.model.encode(np.stack([pad_or_trim(mel) for mel in mels]))

    def _prompt(self, tokenizer: Tokenizer, hints: str = "") -> list[int]:
        # told as a list, closed, and followed by something else: words that merely stand there are taken for what was said last, and
        # passed over where a sentence begins with them, or said in noise
        shortened = (
            tokenizer.decode(tokenizer.encode(" " + hints.strip())[:HINTS]).strip(" .,") if hints.strip() else ""
        )
        glossary = GLOSSARY.format(shortened) if shortened else None
        prompt: list[int] = self.model.get_prompt(tokenizer, [], without_timestamps=True, hotwords=glossary)
        return prompt

    def _generate(
        self, encoded: Any, tokenizer: Tokenizer, prompt: list[int], seconds: float, warmth: float = 0.0
    ) -> list[DecodingAttempt]:
        tokens_left = self.model.max_length - len(prompt)
        options: Mapping[str, Any] = {"beam_size": BEAM}
        if warmth:
            options = {"beam_size": 1, "sampling_topk": 0, "sampling_temperature": warmth}
        results = self.model.model.generate(
            encoded,
            [prompt] * encoded.shape[0],
            # CTranslate2 lets the answer have half of max_length, so that Whisper's own 448 means 224
            max_length=2 * min(tokens_left, SPARE + int(PACE * seconds)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=[-1, *(self._figures if tokenizer.language_code == "en" else ())],
            **options,
        )
        return [DecodingAttempt.of(result, tokenizer) for result in results]

    def _retry(
        self, first_attempt: DecodingAttempt, encoded: Any, tokenizer: Tokenizer, seconds: float
    ) -> DecodingAttempt:
        """The best of further tries, warmer each time and without hints, until one is not astray."""
        ctranslate2.set_random_seed(0)
        attempts = [first_attempt]
        for warmth in WARMER:
            attempts += self._generate(encoded, tokenizer, self._prompt(tokenizer), seconds, warmth)
            if not attempts[-1].needs_retry:
                return attempts[-1]
        return max(attempts, key=lambda attempt: (attempt.compression_ratio <= LOOP, attempt.mean_log_probability))


def _only_hints(hypothesis: str, hints: str) -> bool:
    """Whether nothing is said but hints: that may be the hints talking, so it must stand without them too."""
    spoken_words, hint_words = (
        {word.strip(".,:!?") for word in text.casefold().split()} for text in (hypothesis, hints)
    )
    shown = {word.strip(".,:{}") for word in GLOSSARY.casefold().split()}
    return bool(spoken_words) and spoken_words <= hint_words | shown


def _one_window(encoded: Any, index: int) -> Any:
    """The encoder's output for one window of a batch."""
    on_cpu = encoded.to_device(ctranslate2.Device.cpu).to(ctranslate2.DataType.float32)
    return ctranslate2.StorageView.from_array(np.ascontiguousarray(np.array(on_cpu)[index : index + 1]))

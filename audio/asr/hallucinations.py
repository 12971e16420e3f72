"""What Whisper is known to invent, and how it is told apart from what was said.

Whisper was taught on subtitles, and where it hears nothing it goes on as subtitles do: it repeats itself, or thanks
for watching. A decoding of a window shows it in three numbers (the thresholds are those of Radford et al., 2022,
section 4.5): how well its text compresses, the mean log-probability of its tokens, and the probability Whisper
itself gives to there being no speech. ::

    compresses above 2.4                        a loop: try again, warmer; at last keep two rounds of it
    log-probability under -1                    a guess: try again, warmer
    a guess, and no speech likelier than 0.6    nothing was said: drop it

A word that is merely unsure is kept with its probability, for those who read it to weigh.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import merge_punctuations

LOOP = 2.4
"""Compression ratio of the text above which it is taken for a loop."""

GUESS = -1.0
"""Mean log-probability of a token below which the text is taken for a guess."""

NO_SPEECH = 0.6
"""Whisper's own probability of "no speech" above which a guess is dropped."""

DRAWN_OUT = 2.0
"""Seconds; a longer word has taken a pause to itself: the first of a window the one before it, others the one after."""

UNSURE = 0.5
"""Mean probability below which a phantom is dropped."""

PHANTOMS = frozenset(
    ["thanks for watching", "thank you for watching", "please subscribe", "subtitles by the amaraorg community"]
)

TimedWord = tuple[float, float, str, float]
"""``(start, end, text, probability)`` of a word."""

UNSPACED = frozenset(["zh", "yue", "ja", "th", "lo", "my"])
"""Languages without spaces between words, where a piece without one is a word (as faster-whisper splits them)."""

_OPEN, _CLOSE = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What was heard in a window, on the window's clock.

    silent   the model itself holds that nobody speaks in it, or says what it says where nobody does
    unheard  seconds of its speech in which no word could be made out (:mod:`audio.asr.missed_speech`)
    """

    language: str
    words: tuple[TimedWord, ...]
    silent: bool = False
    unheard: float = 0.0

    def to_json(self) -> str:
        """The hypothesis as one JSON object, which :meth:`from_json` reads."""
        return json.dumps(
            {"language": self.language, "words": self.words, "silent": self.silent, "unheard": self.unheard}
        )

    @classmethod
    def from_json(cls, text: str | None) -> Hypothesis | None:
        """The hypothesis written by :meth:`to_json`; ``None`` for any other text and for none."""
        try:
            fields = json.loads(text or "")
            words = tuple(
                (float(start), float(end), str(word), float(probability))
                for start, end, word, probability in fields["words"]
            )
            return cls(str(fields["language"]), words, bool(fields["silent"]), float(fields["unheard"]))
        except (ValueError, KeyError, TypeError):
            return None  # nothing kept, or not by us: decode it


@dataclass(frozen=True, slots=True)
class DecodingAttempt:
    """One decoding of one window; ``mean_log_probability`` is the mean log-probability of a token."""

    tokens: list[int]
    mean_log_probability: float
    no_speech: float
    compression_ratio: float

    @classmethod
    def of(cls, result: Any, tokenizer: Tokenizer) -> DecodingAttempt:
        """CTranslate2's result for one window, with its closing token left out."""
        ids = result.sequences_ids[0]
        tokens = [token for token in ids if token < tokenizer.eot]
        text = tokenizer.decode(tokens).strip().encode()
        mean_log_probability = (
            result.scores[0] * len(ids) / (len(ids) + 1)
        )  # the score is the mean without the closing token
        return cls(
            tokens, float(mean_log_probability), float(result.no_speech_prob), len(text) / len(zlib.compress(text))
        )

    @property
    def needs_retry(self) -> bool:
        """Whether the text is a loop or a guess."""
        return self.compression_ratio > LOOP or self.mean_log_probability < GUESS

    @property
    def silent(self) -> bool:
        """Whether the text is a guess and Whisper holds it likelier that nobody speaks."""
        return self.mean_log_probability < GUESS and self.no_speech > NO_SPEECH


def without_hallucinations(
    language: str, alignment: list[dict[str, Any]], attempt: DecodingAttempt, seconds: float
) -> Hypothesis:
    """The words of an alignment that stand, on the window's clock."""
    merge_punctuations(alignment, _OPEN, _CLOSE)
    words: list[TimedWord] = []
    for word in alignment if language in UNSPACED else join_pieces(alignment):
        text, start, end = word["word"].strip(), float(word["start"]), min(float(word["end"]), seconds)
        if start >= seconds or "\ufffd" in text or not any(letter.isalnum() for letter in text):
            continue
        if end - start > DRAWN_OUT and words:
            end = start + DRAWN_OUT
        elif end - start > DRAWN_OUT:
            start = end - DRAWN_OUT
        words.append((round(start, 3), round(max(start, end), 3), text, round(float(word["probability"]), 4)))
    if attempt.compression_ratio > LOOP:
        words = without_loops(words)
    letters = " ".join("".join(filter(str.isalpha, text.casefold())) for _, _, text, _ in words)
    phantom = letters in PHANTOMS and sum(probability for *_, probability in words) < UNSURE * len(words)
    if attempt.silent or phantom:
        return Hypothesis(language, (), silent=True)
    return Hypothesis(language, tuple(words))


def join_pieces(alignment: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces without a space before them joined to the word they belong to: "8", "a", ".m." are "8 a.m.", "uh", "-huh" one."""
    joined: list[dict[str, Any]] = []
    for piece in alignment:
        if not piece["word"]:
            continue
        if not joined or piece["word"][0].isspace() or joined[-1]["word"].endswith(" "):
            joined.append(dict(piece))
        else:
            last = joined[-1]
            last["word"] += piece["word"]
            last["end"] = max(last["end"], piece["end"])
            last["probability"] = min(last["probability"], piece["probability"])
    return joined


def without_loops(words: list[TimedWord]) -> list[TimedWord]:
    """Of what is said more than three times in a row (one to eight words), the first two rounds."""
    texts = [word[2].casefold().strip(_CLOSE) for word in words]
    shortened: list[TimedWord] = []
    position = 0
    while position < len(words):
        size, rounds = max(
            ((length, _rounds(texts, position, length)) for length in range(1, 9)),
            key=lambda loop: loop[0] * (loop[1] - 1),
        )
        if rounds > 3:
            shortened += words[position : position + 2 * size]
            position += size * rounds
        else:
            shortened.append(words[position])
            position += 1
    return shortened


def _rounds(texts: Sequence[str], start: int, length: int) -> int:
    """How often the ``length`` words at ``start`` are said in a row."""
    rounds = 1
    while texts[start : start + length] == texts[start + rounds * length : start + (rounds + 1) * length]:
        rounds += 1
    return rounds

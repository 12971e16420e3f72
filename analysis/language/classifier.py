"""The small model beside the rule book: hears in other words what the patterns know in some.

A linear model, so that every answer can be taken apart into the words that made it. A text becomes *features*, the
pieces of phrasing it has, each once::

    it is only a drip      only · only a · is.. a · p: drip · a <trouble> ...

single tokens and pairs, pairs with one word left out, beginnings of words (so that "sorting" helps "sorted"), words
read through the book's word lists ("how <feeling>"), and ``R:`` the rules whose patterns were found. A feature has a
left and a right, and is looked up by the one and then by the other, for a text has a hundred of them. Each known feature
has a rarity (inverse document frequency, Spärck Jones 1972) and a weight for each technique and for *neutral*; the
weighted sum over the length of the feature vector, through a softmax, is multinomial logistic regression as
scikit-learn trains it (see ``analysis/language/bank/train.py``). Here it is only applied: numpy, no scikit-learn, no pickle.

Agent and customer have a model each and never mix. The words that carried a hit are those with the greatest sum of
contributions towards the technique and away from *neutral*.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.language.calibration import UNSCALED, Calibration, Scales
from analysis.language.rulebook.word_lists import WordLists
from analysis.language.tokens import Tokens
from audio.call import SPEAKERS, Speaker

SHIPPED = Path(__file__).with_name("classifier.npz")
NEUTRAL = "neutral"
STEM = 4
"""Letters of a word's beginning that are a feature of their own."""
MOST = 400
"""Tokens of one text that are looked at; longer texts are read in pieces anyway."""


Feature = tuple[str, str, int, int]
"""What stands left, what stands right (both together are the feature), and the first and last token of its place."""


Located = tuple[int, int, int]
"""The number of a feature that a model knows, and the first and last token of a place of it."""


@lru_cache(maxsize=50_000)
def _left_parts(word: str) -> tuple[str, str, str]:
    """A word's beginning; the left half of a pair of beginnings; and the left half of a pair of words with one left out between."""
    stem = word[:STEM]
    return stem, f"p:{stem}", f"{word}.."


def features(tokens: Tokens, lists: WordLists, rule_ids: Iterable[str] = ()) -> list[Feature]:
    """The features of a text in the order of its words, some more than once; ``rule_ids``: ids of rules found."""
    words = tokens.words[:MOST]
    text_features: list[Feature] = [("R:", rule_id, -1, -1) for rule_id in rule_ids]
    add = text_features.append
    before, two_before, stem_before, skip, skip_before = "^", "", "p:^", "", ""
    for k, word in enumerate(words):
        stem, stem_left, skip_word = _left_parts(word)
        previous = k - 1 if k else 0
        add(("", word, k, k))
        add((before, word, previous, k))
        add(("p:", stem, k, k))
        add((stem_before, stem, previous, k))
        if k > 1:
            add((skip, word, k - 2, k))
        for name in lists[word]:
            add(("", name, k, k))
            add((before, name, previous, k))
            add((f"{two_before}_{before}", name, max(0, k - 2), k))
            if k + 1 < len(words):
                add((name, words[k + 1], k, k + 1))
        two_before, before, stem_before = before, word, stem_left
        skip, skip_before = skip_before, skip_word
    if words:
        add((before, "$", len(words) - 1, len(words) - 1))
    return text_features


def edge_features(words: Sequence[str]) -> list[Feature]:
    """The features that the words of a clause have for beginning and ending it, which they have not within a line."""
    last = len(words) - 1
    return [("^", words[0], 0, 0), ("p:^", words[0][:STEM], 0, 0), (words[-1], "$", last, last)] if words else []


@dataclass(frozen=True, slots=True, eq=False)
class WeighedFeatures:
    """The features of a text that a model knows: their numbers, their places, and the length of their vector."""

    index: NDArray[np.intp]
    places: list[tuple[int, int]]
    length: float


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerModel:
    """One speaker's model: ``weights`` (features, techniques), ``rarity`` (features,), ``bias`` (techniques,)."""

    techniques: tuple[str, ...]
    numbers: Mapping[str, Mapping[str, int]]
    """The number of each feature by its left and its right."""
    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]
    bias: NDArray[np.float32]

    def locate(self, text_features: Iterable[Feature]) -> list[Located]:
        """Which of a text's features this model knows, as often as they stand there."""
        by_left = self.numbers.get
        located: list[Located] = []
        for left, right, first, last in text_features:
            rights = by_left(left)
            if rights is not None:
                k = rights.get(right)
                if k is not None:
                    located.append((k, first, last))
        return located

    def weigh(self, text_features: Iterable[Feature]) -> WeighedFeatures:
        """What of a text this model knows, each feature once, looked up for all that is asked of it."""
        return self.gather(self.locate(text_features))

    def gather(self, located: Iterable[Located]) -> WeighedFeatures:
        """The features of a text, or of a part of it, each once."""
        places: dict[int, tuple[int, int]] = {}
        put = places.setdefault
        for k, first, last in located:
            put(k, (first, last))
        index = np.array(list(places), dtype=np.intp)
        rarity = self.rarity[index]
        return WeighedFeatures(index, list(places.values()), float(np.sqrt(rarity @ rarity)) or 1.0)

    def probabilities(self, weighed: WeighedFeatures) -> dict[str, float]:
        """The probability of each technique and of neutral, given the features of a text."""
        sums = self.bias + self.weights.take(weighed.index, axis=0).sum(axis=0) / weighed.length
        exps = np.exp(sums - sums.max())
        return dict(zip(self.techniques, (exps / exps.sum()).tolist(), strict=True))

    def strongest_words(self, weighed: WeighedFeatures, technique: str, token_count: int) -> tuple[int, int]:
        """First and last token of the words that spoke for ``technique`` against neutral the most."""
        towards, away = self.techniques.index(technique), self.techniques.index(NEUTRAL)
        feature_gains = (self.weights[weighed.index, towards] - self.weights[weighed.index, away]).tolist()
        gains = [0.0] * max(1, min(token_count, MOST))
        for (first, last), gain in zip(weighed.places, feature_gains, strict=True):
            if first == last:
                gains[first] += gain
            elif first >= 0:
                token_gain = gain / (last + 1 - first)
                for k in range(first, last + 1):
                    gains[k] += token_gain
        return _best_stretch(gains)


def _best_stretch(gains: Sequence[float]) -> tuple[int, int]:
    """The stretch with the greatest sum above a small toll a word (Kadane's scan), so that it is short and telling."""
    toll = 0.5 * sum(gain for gain in gains if gain > 0) / len(gains)
    best, best_at, total, start = float("-inf"), (0, 0), 0.0, 0
    for k, gain in enumerate(gains):
        if total <= 0:
            total, start = 0.0, k
        total += gain - toll
        if total > best:
            best, best_at = total, (start, k)
    return best_at


@dataclass(frozen=True, slots=True, eq=False)
class WordingModel:
    """Both speakers' models, the scale of each stance, and what they were trained on."""

    sides: Mapping[Speaker, SpeakerModel]
    scales: Scales
    trained: Mapping[str, object] = field(default_factory=dict)
    """What the training was given: names, licences, hashes and counts, as ``analysis/language/bank/train.py`` says."""

    def scale(self, speaker: Speaker, stance: str) -> Calibration:
        """The scale of a speaker's stance; the raw probability as it is where the model has none."""
        return self.scales.get(speaker, {}).get(stance, UNSCALED)


def pack(model: WordingModel) -> bytes:
    """The model as an ``.npz`` without pickled objects: weights in steps of 1/127 of each technique's greatest."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for speaker, side in model.sides.items():
        scale = np.abs(side.weights).max(axis=0) / 127
        numbered = sorted((k, left, right) for left, rights in side.numbers.items() for right, k in rights.items())
        arrays |= {
            f"{speaker}_techniques": np.array(side.techniques),
            f"{speaker}_features": np.frombuffer(
                "\n".join(f"{left}\t{right}" for _, left, right in numbered).encode(), dtype=np.uint8
            ),
            f"{speaker}_weights": np.round(side.weights / np.where(scale > 0, scale, 1)).astype(np.int8),
            f"{speaker}_scale": scale.astype(np.float32),
            f"{speaker}_rarity": side.rarity.astype(np.float16),
            f"{speaker}_bias": side.bias.astype(np.float32),
            f"{speaker}_stances": np.array(list(model.scales[speaker])),
            f"{speaker}_scales": np.array([scale.numbers for scale in model.scales[speaker].values()]),
        }
    arrays["trained"] = np.frombuffer(json.dumps(model.trained, sort_keys=True).encode(), dtype=np.uint8)
    whole = io.BytesIO()
    np.savez_compressed(whole, allow_pickle=False, **arrays)
    return whole.getvalue()


def unpack(file: Path | io.BytesIO) -> WordingModel:
    """The model that :func:`pack` packed."""
    sides: dict[Speaker, SpeakerModel] = {}
    scales: dict[Speaker, dict[str, Calibration]] = {}
    with np.load(file, allow_pickle=False) as arrays:
        for speaker in SPEAKERS:
            names = arrays[f"{speaker}_features"].tobytes().decode().split("\n")
            feature_numbers: dict[str, dict[str, int]] = {}
            for k, name in enumerate(names):
                left, _, right = name.partition("\t")
                feature_numbers.setdefault(left, {})[right] = k
            sides[speaker] = SpeakerModel(
                tuple(str(technique) for technique in arrays[f"{speaker}_techniques"]),
                feature_numbers,
                arrays[f"{speaker}_weights"].astype(np.float32) * arrays[f"{speaker}_scale"],
                arrays[f"{speaker}_rarity"].astype(np.float32),
                arrays[f"{speaker}_bias"],
            )
            numbers = arrays[f"{speaker}_scales"].tolist()
            scales[speaker] = {
                str(stance): Calibration(*row)
                for stance, row in zip(arrays[f"{speaker}_stances"], numbers, strict=True)
            }
        trained = json.loads(arrays["trained"].tobytes())
    return WordingModel(sides, scales, trained)


@lru_cache(maxsize=1)
def shipped_model() -> WordingModel:
    """The model that comes with SameSide, read once."""
    return unpack(SHIPPED)

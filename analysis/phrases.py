"""The small model beside the rule book: hears in other words what the patterns know in some.

A linear model, so that every answer can be taken apart into the words that made it. A text becomes *features*, the
pieces of phrasing it has, each once::

    it is only a drip      only · only_a · is..a · p:drip · a_<trouble> ...

single tokens and pairs, pairs with one word left out, beginnings of words (so that "sorting" helps "sorted"), words
read through the book's word lists ("how_<feeling>"), and ``R:`` the rules whose patterns were found. Each known feature
has a rarity (inverse document frequency, Spärck Jones 1972) and a weight for each technique and for *neutral*; the
weighted sum over the length of the feature vector, through a softmax, is multinomial logistic regression as
scikit-learn trains it (see ``analysis/bank/train.py``). Here it is only applied: numpy, no scikit-learn, no pickle.

Agent and customer have a model each and never mix. The words that carried a hit are those with the greatest sum of
contributions towards the technique and away from *neutral*.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.spoken import Tokens
from analysis.wordlists import WordLists
from audio.call import SPEAKERS, Speaker

SHIPPED = Path(__file__).parent / "phrases.npz"
NEUTRAL = "neutral"
STEM = 4
"""Letters of a word's beginning that are a feature of their own."""
MOST = 400
"""Tokens of one text that are looked at; longer texts are read in pieces anyway."""


def features(tokens: Tokens, lists: WordLists, fired: Iterable[str] = ()) -> dict[str, tuple[int, int]]:
    """The features of a text, each with the first and last token of its first place; ``fired``: ids of rules found."""
    words = tokens.words[:MOST]
    found: dict[str, tuple[int, int]] = {f"R:{id}": (-1, -1) for id in fired}
    put = found.setdefault
    before, before2, stem_before = "^", "", "^"
    for k, word in enumerate(words):
        stem = word[:STEM]
        put(word, (k, k))
        put(f"{before}_{word}", (max(0, k - 1), k))
        put(f"p:{stem}", (k, k))
        put(f"p:{stem_before}_{stem}", (max(0, k - 1), k))
        if k > 1:
            put(f"{before2}..{word}", (k - 2, k))
        for name in lists[word]:
            put(name, (k, k))
            put(f"{before}_{name}", (max(0, k - 1), k))
            put(f"{before2}_{before}_{name}", (max(0, k - 2), k))
            if k + 1 < len(words):
                put(f"{name}_{words[k + 1]}", (k, k + 1))
        before2, before, stem_before = before, word, stem
    if words:
        put(f"{before}_$", (len(words) - 1, len(words) - 1))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One speaker's model: ``weights`` (features, techniques), ``rarity`` (features,), ``bias`` (techniques,)."""

    techniques: tuple[str, ...]
    known: dict[str, int]
    weights: NDArray[np.float32]
    rarity: NDArray[np.float32]
    bias: NDArray[np.float32]

    def odds(self, found: Mapping[str, tuple[int, int]]) -> dict[str, float]:
        """The probability of each technique and of neutral, given the features of a text."""
        index, length = self._index(found)
        sums = self.bias + self.weights[index].sum(axis=0) / length
        exps = np.exp(sums - sums.max())
        return dict(zip(self.techniques, (exps / exps.sum()).tolist(), strict=True))

    def carried(self, found: Mapping[str, tuple[int, int]], technique: str, tokens: int) -> tuple[int, int]:
        """First and last token of the words that spoke for ``technique`` against neutral the most."""
        index, _ = self._index(found)
        towards, away = self.techniques.index(technique), self.techniques.index(NEUTRAL)
        gains = (self.weights[index, towards] - self.weights[index, away]).tolist()
        share = [0.0] * max(1, min(tokens, MOST))
        for (first, last), gain in zip((found[f] for f in found if f in self.known), gains, strict=True):
            for k in range(first, last + 1) if first >= 0 else ():
                share[k] += gain / (last + 1 - first)
        return _best_stretch(share)

    def _index(self, found: Iterable[str]) -> tuple[list[int], float]:
        index = [k for k in map(self.known.get, found) if k is not None]
        rarity = self.rarity[index]
        return index, float(rarity @ rarity) ** 0.5 or 1.0


def _best_stretch(share: Sequence[float]) -> tuple[int, int]:
    """The stretch with the greatest sum above a small toll a word (Kadane's scan), so that it is short and telling."""
    toll = 0.5 * sum(gain for gain in share if gain > 0) / len(share)
    best, best_at, total, start = float("-inf"), (0, 0), 0.0, 0
    for k, gain in enumerate(share):
        if total <= 0:
            total, start = 0.0, k
        total += gain - toll
        if total > best:
            best, best_at = total, (start, k)
    return best_at


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Both speakers' models, and from which probability on (of anything but neutral) each speaks up."""

    sides: Mapping[Speaker, Side]
    alone: Mapping[Speaker, float]
    """From here on without any pattern found."""
    backed: Mapping[Speaker, float]
    """From here on where a pattern of the book was found too."""


def pack(model: Phrases) -> bytes:
    """The model as an ``.npz`` without pickled objects: weights in steps of 1/127 of each technique's greatest."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for speaker, side in model.sides.items():
        scale = np.abs(side.weights).max(axis=0) / 127
        names = sorted(side.known, key=side.known.__getitem__)
        arrays |= {
            f"{speaker}_techniques": np.array(side.techniques),
            f"{speaker}_features": np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
            f"{speaker}_weights": np.round(side.weights / np.where(scale > 0, scale, 1)).astype(np.int8),
            f"{speaker}_scale": scale.astype(np.float32),
            f"{speaker}_rarity": side.rarity.astype(np.float16),
            f"{speaker}_bias": side.bias.astype(np.float32),
            f"{speaker}_speaks": np.array([model.alone[speaker], model.backed[speaker]], dtype=np.float32),
        }
    whole = io.BytesIO()
    np.savez_compressed(whole, allow_pickle=False, **arrays)
    return whole.getvalue()


def unpack(file: Path | io.BytesIO) -> Phrases:
    """The model that :func:`pack` packed."""
    sides: dict[Speaker, Side] = {}
    speaks: dict[Speaker, Sequence[float]] = {}
    with np.load(file, allow_pickle=False) as arrays:
        for speaker in SPEAKERS:
            names = arrays[f"{speaker}_features"].tobytes().decode().split("\n")
            sides[speaker] = Side(
                tuple(str(t) for t in arrays[f"{speaker}_techniques"]),
                {name: k for k, name in enumerate(names)},
                arrays[f"{speaker}_weights"].astype(np.float32) * arrays[f"{speaker}_scale"],
                arrays[f"{speaker}_rarity"].astype(np.float32),
                arrays[f"{speaker}_bias"],
            )
            speaks[speaker] = arrays[f"{speaker}_speaks"].tolist()
    return Phrases(sides, {s: v[0] for s, v in speaks.items()}, {s: v[1] for s, v in speaks.items()})


@lru_cache(maxsize=1)
def shipped() -> Phrases:
    """The model that comes with SameSide, read once."""
    return unpack(SHIPPED)

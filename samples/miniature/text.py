"""The miniature's words: a closed vocabulary, sentences to learn from, and the tokenizer that writes them.

The vocabulary, ``words.txt``, is every word of the sample scripts and those used eight times or more in the sentences
that had been written for the wording model (``analysis/bank``) when it was made. The sentences to learn from are, half and half, stretches of that
bank and made-up strings of words, rare ones preferred, so that each word is heard often enough. **No line of a
sample script is among them**: what the miniature writes of the samples, it has not been taught.

Tokens are whole words with a leading space, as Whisper's are; beside them the 256 bytes every Whisper
tokenizer has, the special tokens and the 1501 timestamps, in Whisper's order. Two tokens are our own::

    ""    a tick in which no word begins; also CTranslate2's sign of a multilingual model
    "  "  the same, right before a word (the decoder folds several spaces into one)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from samples.script import Line, read_scripts

BANK = Path(__file__).parents[2] / "analysis" / "bank"
WORDS = Path(__file__).parent / "words.txt"
PUNCTUATION = (",", ".", "?")
TICK, TOCK = "", "ĠĠ"  # Ġ is how byte-level tokenizers write a space
_PIECE = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|[.,?!;:—…]")
_AS = {"!": ".", ";": ",", ":": ",", "—": ",", "…": ","}


def pieces(text: str) -> list[str]:
    """Words and punctuation marks of ``text``, in order; marks other than ``, . ?`` as the nearest of them."""
    return [_AS.get(piece, piece.replace("’", "'")) for piece in _PIECE.findall(text)]


def bank_lines() -> list[str]:
    """The sentences of the wording model's bank that hold no figures."""
    rows = [row for path in sorted(BANK.glob("*.tsv")) for row in path.read_text(encoding="utf-8").splitlines()]
    texts = [row.split("\t")[-1] for row in rows if row.count("\t") == 2 and not row.startswith("#")]
    return [text for text in texts if not re.search(r"[0-9]", text)]


def script_lines() -> list[str]:
    lines = [line for script in read_scripts() for line in script.lines if isinstance(line, Line)]
    return [line.text for line in lines] + [line.heard for line in lines if line.heard]


class Lexicon:
    """The closed vocabulary, ``words.txt``: each word in the one form it is written in, capitals only where it always has them."""

    def __init__(self) -> None:
        self.words = tuple(WORDS.read_text(encoding="utf-8").split())
        self.form = {word.lower(): word for word in self.words}
        self.letters = tuple("ABCDEFGHJKLMNOPQRSTUVWXYZ")  # I is a word
        spoken = {piece.lower() for text in script_lines() for piece in pieces(text)}
        self.ours = frozenset(word for word in self.words if word.lower() in spoken)

    def read(self, text: str) -> list[str | None]:
        """``text`` as known words, letters and marks; ``None`` where a word is not known."""
        return [self._known(piece) for piece in pieces(text)]

    def _known(self, piece: str) -> str | None:
        if piece in PUNCTUATION:
            return piece
        if len(piece) == 1 and piece.isupper() and piece not in ("I", "A"):
            return piece
        return self.form.get(piece.lower())

    def stretches(self) -> list[str]:
        """Runs of three known words or more out of the bank, as text to be said; none is a line of a script."""
        kept = []
        taught_never = {" ".join(pieces(text)).lower() for text in script_lines()}
        for text in bank_lines():
            run: list[str] = []
            for piece, known in [*zip(pieces(text), self.read(text), strict=True), (".", None)]:
                if known is not None:
                    run += [piece] if run or piece not in PUNCTUATION else []
                    continue
                if sum(one not in PUNCTUATION for one in run) >= 3 and " ".join(run).lower() not in taught_never:
                    kept.append(_spell(run))
                run = []
        return kept

    def sentences(self, rng: np.random.Generator, strings: float = 0.5) -> Iterator[str]:
        """For ever: a stretch of the bank, or (a share of ``strings``) words strung together, the rare as likely as the common."""
        stretches = self.stretches()
        heard = Counter(piece for text in stretches for piece in self.read(text) if piece)
        weights = np.array([(2.0 if word in self.ours else 1.0) / (5 + heard[word]) ** 0.5 for word in self.words])
        weights /= weights.sum()
        while True:
            if rng.random() >= strings:
                yield stretches[rng.integers(len(stretches))]
                continue
            words = [str(word) for word in rng.choice(self.words, size=rng.integers(3, 12), p=weights)]
            if rng.random() < 0.25:
                letters = [str(letter) for letter in rng.choice(self.letters, size=rng.integers(1, 3))]
                at = int(rng.integers(len(words)))
                words[at:at] = letters
            run = []
            for word in words[:-1]:
                run += [word, ","] if rng.random() < 0.12 else [word]
            yield _spell([*run, words[-1], str(rng.choice([".", ".", "?"]))])


def _spell(run: list[str]) -> str:
    return " ".join(run).replace(" ,", ",").replace(" .", ".").replace(" ?", "?")

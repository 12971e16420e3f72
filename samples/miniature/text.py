"""The miniature's words: a closed vocabulary, sentences to learn from, and the tokenizer that writes them.

The vocabulary is every word of the sample scripts and every word used eight times or more in the sentences
written for the wording model (``analysis/bank``). The sentences to learn from are, half and half, stretches of that
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
OFTEN = 8
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
    """The closed vocabulary: each word in the one form it is written in, capitals only where it always has them."""

    def __init__(self) -> None:
        ours, bank = Counter[str](), Counter[str]()
        forms: dict[str, Counter[str]] = {}
        for texts, count in ((script_lines(), ours), (bank_lines(), bank)):
            for text in texts:
                before = "."
                for piece in pieces(text):
                    if piece not in PUNCTUATION:
                        count[piece.lower()] += 1
                        weight = 100 if before not in ".?" else 1  # a capital after a full stop says nothing
                        forms.setdefault(piece.lower(), Counter())[piece] += weight
                    before = piece
        known = set(ours) | {word for word, often in bank.items() if often >= OFTEN}
        known = {word for word in known if len(word) > 1 or word in "ai"}  # other single letters are spelling
        self.form = {word: _form(word, forms[word]) for word in known}
        self.words = tuple(sorted(self.form.values()))
        self.letters = tuple("ABCDEFGHJKLMNOPQRSTUVWXYZ")  # I is a word
        self.ours = frozenset(self.form[word] for word in ours if word in self.form)

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

    def sentences(self, rng: np.random.Generator) -> Iterator[str]:
        """For ever: a stretch of the bank, or a string of words in which the rare are as likely as the common."""
        stretches = self.stretches()
        heard = Counter(piece for text in stretches for piece in self.read(text) if piece)
        weights = np.array([(2.0 if word in self.ours else 1.0) / (5 + heard[word]) ** 0.5 for word in self.words])
        weights /= weights.sum()
        while True:
            if rng.random() < 0.5:
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


def _form(word: str, forms: Counter[str]) -> str:
    """How ``word`` is written: as it is inside sentences, small where that differs."""
    best = forms.most_common(1)[0][0]
    return word if len(word) == 1 and word != "i" else best


def _spell(run: list[str]) -> str:
    return " ".join(run).replace(" ,", ",").replace(" .", ".").replace(" ?", "?")

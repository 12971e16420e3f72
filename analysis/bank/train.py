"""Makes ``analysis/phrases.npz`` from the phrase bank: ``python -m analysis.bank.train`` (some five minutes).

The bank is lines that authors of SameSide made up, ``speaker <tab> technique <tab> text``, one file family an author
(``ash-1.tsv``, ``ash-2.tsv`` ...); some wrote lines, some whole calls, turn by turn. What the model is worth is measured
on authors held out, by a model trained on the others: a figure on lines of the same author would only say how well that
author's habits were learned.
The same held-out probabilities set the thresholds: from where on the model speaks up by itself, and where with a
pattern of the rule book beside it, such that at most :data:`FIRED` of the ordinary lines are flagged.

Everything is in a fixed order with a fixed solver, so the same bank and book give the same bytes on the same machine.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.phrases import NEUTRAL, SHIPPED, Phrases, Side, features, pack
from analysis.reading import views
from analysis.rules import RuleBook, load_book
from analysis.spoken import sentences, tokenize
from audio.call import SPEAKERS, Speaker

BANK = Path(__file__).parent
FIRED = 0.033
"""Share of ordinary held-out lines that may be flagged."""
EVEN = 0.005
"""Share of the lines heard that thresholds may cost and still count as good as the best."""
RARE = 2
"""A feature that fewer lines than this have is left out."""
STRENGTH = 100.0
"""Inverse regularisation (scikit-learn's C), chosen on held-out authors."""
CLOSE = 5e-5
"""The solver's tolerance. It matters more than the strength: at 1e-3 it stops so early that a tenth fewer held-out lines
are heard at the same false alarms."""
FOLDS = 5
"""Groups the authors are dealt into; each group is held out in turn."""


class BankMistake(ValueError):
    """A line of the bank that cannot be read: which file, which line, what is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One made-up line: who wrote it, who says it, what it is, and the words."""

    author: str
    speaker: Speaker
    technique: str
    text: str


def read_bank(folder: Path, book: RuleBook) -> list[Row]:
    """All rows of all authors in a fixed order, doubles left out, and the sentences of the book as one author more.

    A sentence that a rule must pass over is ordinary, unless another rule flags it or finds a pattern in it. Raises
    :class:`BankMistake`.
    """
    rows: dict[tuple[str, str], Row] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 3 or parts[0] not in SPEAKERS or not (parts[1] == NEUTRAL or parts[1] in book):
                raise BankMistake(
                    f"{path.name}, line {number}: not speaker, technique and text between tabs: {line[:80]!r}"
                )
            row = Row(path.stem.rpartition("-")[0], parts[0], parts[1], parts[2])
            rows.setdefault((row.speaker, tokenize(row.text).joined), row)
    for rule in book:
        for text in rule.flag:
            rows.setdefault((rule.speaker, tokenize(text).joined), Row("book", rule.speaker, rule.id, text))
    for rule in book:
        for text in rule.pass_:
            if not book.matches(tokenize(text), [end for _, end in sentences(text)], rule.speaker):
                rows.setdefault((rule.speaker, tokenize(text).joined), Row("book", rule.speaker, NEUTRAL, text))
    return list(rows.values())


Name = tuple[str, str]
"""A feature's left and right."""


def read_features(rows: Iterable[Row], book: RuleBook) -> list[list[Name]]:
    """The features of each row, each once, the rules found in it among them."""
    found = []
    for row in rows:
        tokens = tokenize(row.text)
        matches = book.matches(tokens, (end for _, end in sentences(row.text)), row.speaker)
        fired = {match.rule.id: None for match in matches}
        found.append(list(dict.fromkeys((left, right) for left, right, _, _ in features(tokens, book.lists, fired))))
    return found


def fit(found: Sequence[Sequence[Name]], techniques: Sequence[str]) -> Side:
    """Multinomial logistic regression on rarity-weighted features of unit length."""
    counts = Counter(name for names in found for name in names)
    known = {name: k for k, name in enumerate(sorted(name for name, n in counts.items() if n >= RARE))}
    rarity = np.array([1 + np.log((1 + len(found)) / (1 + counts[name])) for name in known])
    columns = [[known[name] for name in names if name in known] for names in found]
    lengths = np.array([np.sqrt(np.square(rarity[c]).sum()) or 1.0 for c in columns])
    matrix = sparse.csr_matrix(
        (
            np.concatenate([rarity[c] / length for c, length in zip(columns, lengths, strict=True)]),
            np.concatenate([np.array(c, dtype=np.int32) for c in columns]),
            np.cumsum([0, *map(len, columns)]),
        ),
        shape=(len(found), len(known)),
    )
    model = LogisticRegression(C=STRENGTH, max_iter=2000, tol=CLOSE, solver="lbfgs").fit(matrix, list(techniques))
    weights = (model.coef_.T * rarity[:, None]).astype(np.float32)
    lefts: dict[str, dict[str, int]] = {}
    for (left, right), k in known.items():
        lefts.setdefault(left, {})[right] = k
    return Side(
        tuple(model.classes_.tolist()), lefts, weights, rarity.astype(np.float32), model.intercept_.astype(np.float32)
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A held-out row with what a model that never saw its author says of it."""

    row: Row
    odds: dict[str, float]
    backed: bool

    @property
    def anything(self) -> float:
        return 1 - self.odds[NEUTRAL]


def deal(authors: Iterable[str]) -> list[frozenset[str]]:
    """The authors in up to :data:`FOLDS` groups, dealt in the order of their names."""
    names = sorted(set(authors))
    return [frozenset(names[k::FOLDS]) for k in range(min(FOLDS, len(names)))]


def judge_held_out(rows: Sequence[Row], found: Sequence[Sequence[Name]], book: RuleBook) -> list[Judged]:
    """Every row read, as :mod:`analysis.reading` reads, with a model of the other authors' rows."""
    judged: list[Judged] = []
    never = dict.fromkeys(SPEAKERS, 1.0)
    for speaker in SPEAKERS:
        for group in deal(row.author for row in rows):
            mine = [row for row in rows if row.speaker == speaker and row.author in group]
            others = [k for k, row in enumerate(rows) if row.speaker == speaker and row.author not in group]
            if not mine:
                continue
            side = fit([found[k] for k in others], [rows[k].technique for k in others])
            model = Phrases({speaker: side}, never, never)
            for row in mine:
                seen = views(row.text, speaker, book, model)
                if seen:
                    view = min(seen, key=lambda view: view.odds[NEUTRAL])
                    judged.append(Judged(row, view.odds, bool(view.matches)))
    return judged


def set_thresholds(judged: Sequence[Judged], speaker: Speaker, fired: float = FIRED) -> tuple[float, float]:
    """``(alone, backed)``: of all pairs that flag at most ``fired`` of the ordinary rows, one that hears about the most.

    Of those within :data:`EVEN` of the most, the one that trusts the patterns most: they say the most clearly why.
    """
    mine = [j for j in judged if j.row.speaker == speaker]
    ordinary = [j for j in mine if j.row.technique == NEUTRAL]
    meant = [j for j in mine if j.row.technique != NEUTRAL]
    allowed = fired * len(ordinary)
    pairs: list[tuple[int, float, float]] = []
    for backed in np.arange(0.3, 0.99, 0.02).tolist():
        with_pattern = sum(j.anything >= backed for j in ordinary if j.backed)
        if with_pattern > allowed:
            continue
        without: NDArray[np.float64] = np.sort([j.anything for j in ordinary if not j.backed])
        spare = int(allowed - with_pattern)
        alone = float(without[-spare - 1]) + 1e-4 if spare < len(without) else 0.3
        pairs.append((sum(j.anything >= (backed if j.backed else alone) for j in meant), alone, backed))
    if not pairs:
        return 0.98, 0.98
    most = max(heard for heard, _, _ in pairs)
    return next((alone, backed) for heard, alone, backed in pairs if heard >= (1 - EVEN) * most)


def main(arguments: Sequence[str] | None = None) -> int:
    ask = argparse.ArgumentParser(prog="python -m analysis.bank.train", description=(__doc__ or "").partition("\n")[0])
    ask.add_argument("--bank", type=Path, default=BANK, help="the folder of the bank")
    ask.add_argument("--out", type=Path, default=SHIPPED, help="the model's file")
    args = ask.parse_args(arguments)
    book = load_book()
    rows = read_bank(args.bank, book)
    found = read_features(rows, book)
    judged = judge_held_out(rows, found, book)
    sides: dict[Speaker, Side] = {}
    alone: dict[Speaker, float] = {}
    backed: dict[Speaker, float] = {}
    for speaker in SPEAKERS:
        mine = [k for k, row in enumerate(rows) if row.speaker == speaker]
        sides[speaker] = fit([found[k] for k in mine], [rows[k].technique for k in mine])
        alone[speaker], backed[speaker] = set_thresholds(judged, speaker)
    packed = pack(Phrases(sides, alone, backed))
    half = args.out.with_suffix(".part")
    half.write_bytes(packed)
    half.replace(args.out)
    print(
        f"{len(rows)} rows by {len({row.author for row in rows})} authors; {args.out.name}: {len(packed) / 1e6:.2f} MB; speaks from {alone}, with a pattern from {backed}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

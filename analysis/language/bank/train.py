"""Makes ``analysis/language/classifier.npz`` from the phrase bank: ``python -m analysis.language.bank.train --neutral FOLDER`` (a quarter of an hour).

It learns from the lines of :mod:`analysis.language.bank.rows`. Real ordinary lines that are not in the project
(:mod:`analysis.language.bank.outside`) are learned as *neutral*; without them the training runs too, and says what differs.

What the model is worth is measured on authors held out, by a model trained on the others: a figure on lines of the same
author would only say how well that author's habits were learned. The same held-out probabilities, and those of held-out
ordinary lines, put each stance on its scale (:mod:`analysis.language.bank.scaling`).

Everything is in a fixed order with a fixed solver, so the same bank, book and folder give the same bytes on the same
machine. The file says what it was trained on; from its features no line can be read back.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from analysis.language.bank.outside import OrdinaryLine, OrdinaryTalkError, provenance, read_ordinary
from analysis.language.bank.rows import BANK, REAL, Row, read_bank, training_rows
from analysis.language.bank.scaling import Judged, scale
from analysis.language.calibration import Scales
from analysis.language.classifier import NEUTRAL, SHIPPED, SpeakerModel, WordingModel, features, pack
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import RuleBook
from analysis.language.tokens import pieces, tokenize
from analysis.language.windows import views
from audio.call import SPEAKERS, Speaker

RARE = 3
"""A feature that fewer lines than this have is left out."""
DISTINCT = 5
"""And one that no line of the bank has, unless so many different real lines have it."""
STRENGTH: dict[Speaker, float] = {"agent": 5.0, "customer": 30.0}
"""Inverse regularisation (scikit-learn's C), chosen on held-out authors."""
CLOSE = 5e-5
"""The solver's tolerance. It matters more than the strength: at 1e-3 it stops so early that far fewer held-out lines are
heard at the same false alarms."""
FOLDS = 4
"""Groups the authors are dealt into; each group is held out in turn."""


Name = tuple[str, str]
"""A feature's left and right."""


def read_features(rows: Iterable[Row], book: RuleBook) -> list[list[Name]]:
    """The features of each row, each once, the rules found in it among them."""
    row_features = []
    for row in rows:
        tokens = tokenize(row.text)
        matches = book.matches(tokens, (end for _, end in pieces(row.text, tokens)), row.speaker)
        rules = {match.rule.id: None for match in matches}
        names = ((left, right) for left, right, _, _ in features(tokens, book.lists, rules))
        row_features.append(list(dict.fromkeys(names)))
    return row_features


def fit(
    rows: Sequence[Row], row_features: Sequence[Sequence[Name]], strength: float | None = None, close: float = CLOSE
) -> SpeakerModel:
    """Multinomial logistic regression on rarity-weighted features of unit length; :data:`STRENGTH` where no ``strength`` is given."""
    bank, real = Counter[Name](), Counter[Name]()
    for row, names in zip(rows, row_features, strict=True):
        (real if row.author.startswith(REAL) else bank).update(names)
    counts = bank + real
    names = sorted(name for name, count in counts.items() if count >= RARE and (bank[name] or real[name] >= DISTINCT))
    numbers = {name: k for k, name in enumerate(names)}
    rarity = np.array([1 + np.log((1 + len(row_features)) / (1 + counts[name])) for name in numbers])
    columns = [[numbers[name] for name in names if name in numbers] for names in row_features]
    lengths = np.array([np.sqrt(np.square(rarity[c]).sum()) or 1.0 for c in columns])
    matrix = sparse.csr_matrix(
        (
            np.concatenate([rarity[c] / length for c, length in zip(columns, lengths, strict=True)]),
            np.concatenate([np.array(c, dtype=np.int32) for c in columns]),
            np.cumsum([0, *map(len, columns)]),
        ),
        shape=(len(row_features), len(numbers)),
    )
    model = LogisticRegression(C=strength or STRENGTH[rows[0].speaker], max_iter=2000, tol=close, solver="lbfgs").fit(
        matrix, [row.technique for row in rows], sample_weight=[row.weight for row in rows]
    )
    coefficients, bias = model.coef_, model.intercept_
    if len(coefficients) == 1:  # of two classes scikit-learn keeps one line, of which a softmax wants both halves
        coefficients, bias = np.vstack([-coefficients, coefficients]) / 2, np.concatenate([-bias, bias]) / 2
    weights = (coefficients.T * rarity[:, None]).astype(np.float32)
    lefts: dict[str, dict[str, int]] = {}
    for (left, right), k in numbers.items():
        lefts.setdefault(left, {})[right] = k
    return SpeakerModel(
        tuple(model.classes_.tolist()), lefts, weights, rarity.astype(np.float32), bias.astype(np.float32)
    )


def deal_authors(authors: Iterable[str]) -> list[frozenset[str]]:
    """The authors in up to :data:`FOLDS` groups, dealt in the order of their names."""
    names = sorted(set(authors))
    return [frozenset(names[k::FOLDS]) for k in range(min(FOLDS, len(names)))]


def judge_held_out(
    rows: Sequence[Row], row_features: Sequence[Sequence[Name]], ordinary: Sequence[OrdinaryLine], book: RuleBook
) -> list[Judged]:
    """Every row of the bank as a model of the other authors reads it, and the held-out real lines as one of these does."""
    judged: list[Judged] = []
    held_out = [line for line in ordinary if line.held_out]
    for speaker in SPEAKERS:
        groups = deal_authors(row.author for row in rows if not row.author.startswith(REAL))
        for fold, group in enumerate(groups):
            others = [k for k, row in enumerate(rows) if row.speaker == speaker and row.author not in group]
            model = WordingModel({speaker: fit([rows[k] for k in others], [row_features[k] for k in others])}, {})
            lines = [
                (row.author, row.technique, row.text) for row in rows if row.speaker == speaker and row.author in group
            ]
            lines += [
                (REAL + line.source, NEUTRAL, line.text)
                for line in [line for line in held_out if line.speaker == speaker][fold :: len(groups)]
            ]
            judged += [answer for answer in (_judge(*line, speaker, book, model) for line in lines) if answer]
    return judged


def _judge(
    author: str, technique: str, text: str, speaker: Speaker, book: RuleBook, model: WordingModel
) -> Judged | None:
    seen = views(text, speaker, book, model)
    if not seen:
        return None
    whole = seen[0][0]
    stances = {rule.stance for rule in book if rule.speaker == speaker}
    return Judged(
        author,
        speaker,
        NEUTRAL if technique == NEUTRAL else book[technique].stance,
        author.startswith(REAL),
        {stance: whole.raw(stance, book) for stance in sorted(stances)},
        len(whole.tokens),
    )


def scales(judged: Sequence[Judged]) -> Scales:
    """Each stance's scale, by speaker."""
    return {
        speaker: {stance: scale(own, stance) for stance in own[0].raw}
        for speaker in SPEAKERS
        if (own := [line for line in judged if line.speaker == speaker])
    }


def record(
    folder: Path, rows: Sequence[Row], neutral: Path | None, ordinary: Sequence[OrdinaryLine]
) -> dict[str, object]:
    """What the model is trained on: the bank's authors, rows and hash, and of the outside files name, licence and hash."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        whole.update(path.read_bytes())
    bank_rows = [row for row in rows if not row.author.startswith(REAL)]
    authors = sorted({row.author for row in bank_rows})
    bank = {"authors": authors, "rows": len(bank_rows), "sha256": whole.hexdigest()}
    return {"bank": bank, "neutral": provenance(neutral, ordinary) if neutral else []}


def write_model(path: Path, model: WordingModel) -> int:
    """Write the model's file whole or not at all; its size in bytes."""
    packed = pack(model)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(packed)
    unfinished.replace(path)
    return len(packed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and write the model's file whole or not at all. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis.language.bank.train", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--bank", type=Path, default=BANK, help="the folder of the bank")
    parser.add_argument("--neutral", type=Path, help="a folder of real ordinary lines, NAME.tsv of speaker, tab, words")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="the model's file")
    args = parser.parse_args(arguments)
    book = load_book()
    try:
        ordinary = read_ordinary(args.neutral) if args.neutral else []
    except OrdinaryTalkError as slip:
        print(slip, file=sys.stderr)
        return 1
    rows = read_bank(args.bank, book) + training_rows(ordinary)
    row_features = read_features(rows, book)
    calibrations = scales(judge_held_out(rows, row_features, ordinary, book))
    sides: dict[Speaker, SpeakerModel] = {}
    for speaker in SPEAKERS:
        own = [k for k, row in enumerate(rows) if row.speaker == speaker]
        sides[speaker] = fit([rows[k] for k in own], [row_features[k] for k in own])
    size = write_model(args.out, WordingModel(sides, calibrations, record(args.bank, rows, args.neutral, ordinary)))
    print(f"{len(rows)} rows by {len({row.author for row in rows})} authors; {args.out.name}: {size / 1e6:.2f} MB")
    for speaker, stances in calibrations.items():
        for stance, calibration in stances.items():
            low, high = calibration.low, calibration.high
            print(f"{speaker} {stance}: possible from {low:.3f}, sure from {high:.3f}; {calibration}")
    if not ordinary:
        print(
            "Without --neutral FOLDER the model has never seen real ordinary talk: it fires several times as often on it, "
            "and its bounds are those of the bank’s own ordinary lines."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

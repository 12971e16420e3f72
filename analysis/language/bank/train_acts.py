"""Makes ``analysis/language/dialogue_acts.npz``: ``python -m analysis.language.bank.train_acts --neutral FOLDER`` (a minute).

It learns from the lines of ``analysis/language/bank/acts``, ``speaker <tab> act <tab> text``, one file an author
(:mod:`analysis.language.dialogue_acts` says what the acts are). Beside every third line its author wrote another of nearly
the same words that does something else, so a figure is only worth something on authors held out: each is read by a model
of the others, and these readings are measured and put on scales.

Real ordinary customers' lines (:mod:`analysis.language.bank.outside`) do not say what they do; but next to none of them
comes down, is cross or names a burden. So each is learned as *other* or as *manners*, whichever a first model of the bank's
lines finds likelier (self-training, Scudder 1965), for little.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

from analysis.language.bank.outside import OrdinaryLine, OrdinaryTalkError, read_ordinary
from analysis.language.bank.rows import BANK, REAL, BankError, Row
from analysis.language.bank.train import Name, fit, record, write_model
from analysis.language.calibration import Calibration, log_odds_by_length
from analysis.language.classifier import SpeakerModel, WordingModel
from analysis.language.dialogue_acts import ACTS, SHIPPED, acts_features
from analysis.language.tokens import tokenize
from audio.call import SPEAKERS, Speaker

ACTS_BANK = BANK / "acts"
REAL_LINE_WEIGHT = 0.3
"""How much a real ordinary line weighs against one of the bank, which says for sure what it does."""
REAL_LINE_STEP = 3
"""One real line in so many is learned; more of them only drown the bank's."""
STRENGTH, TOLERANCE = 15.0, 1e-3
"""Inverse regularisation, of both speakers' models, and the solver's tolerance."""
RATES = {"angry": 0.06, "burden": 0.06, "cold": 0.06, "manners": 0.12, "other": 0.66, "relief": 0.04, "attends": 0.5, "routine": 0.5}  # fmt: skip
"""Share of a speaker's lines that do each act, in calls where something is wrong; of the agent's, of the replies to it."""
POSSIBLE, QUIET = 0.03, 0.01
"""Share of the lines that do not do an act, weighted so, which may reach its low and its high bound."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A line with what a model that never saw its author says of it: the probability of each act."""

    row: Row
    probabilities: dict[str, float]
    tokens: int


def read_acts_bank(folder: Path) -> list[Row]:
    """All rows of all authors in a fixed order, doubles left out. Raises :class:`BankError`."""
    rows: dict[tuple[str, str], Row] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            parts = line.split("\t")
            if len(parts) != 3 or parts[0] not in SPEAKERS or parts[1] not in ACTS[parts[0]]:
                raise BankError(f"{path.name}, line {number}: not speaker, act and text between tabs: {line[:80]!r}")
            rows.setdefault((parts[0], tokenize(parts[2]).joined), Row(path.stem, parts[0], parts[1], parts[2]))
    return list(rows.values())


def names_of(rows: Sequence[Row]) -> list[list[Name]]:
    """The features of each row, each once."""
    return [
        list(dict.fromkeys((left, right) for left, right, _, _ in acts_features(row.text, row.speaker))) for row in rows
    ]


def train(rows: Sequence[Row], real: Sequence[OrdinaryLine]) -> SpeakerModel:
    """One speaker's model; of ``real`` the customer's lines that are not held out are learned as what they likeliest are."""
    features_by_row = names_of(rows)
    bank_model = fit(rows, features_by_row, STRENGTH, TOLERANCE)
    ordinary_by_text = {
        tokenize(line.text).joined: line
        for line in real
        if line.speaker == "customer" == rows[0].speaker and not line.held_out
    }
    ordinary_by_text.pop("", None)
    if not ordinary_by_text:
        return bank_model
    ordinary_rows = [
        Row(REAL + line.source, "customer", "other", line.text, REAL_LINE_WEIGHT)
        for line in list(ordinary_by_text.values())[::REAL_LINE_STEP]
    ]
    ordinary_rows = [
        replace(row, technique=max(("other", "manners"), key=_probabilities(row, bank_model).__getitem__))
        for row in ordinary_rows
    ]
    return fit([*rows, *ordinary_rows], [*features_by_row, *names_of(ordinary_rows)], STRENGTH, TOLERANCE)


def _probabilities(row: Row, model: SpeakerModel) -> dict[str, float]:
    return model.probabilities(model.weigh(acts_features(row.text, row.speaker)))


def read_held_out(rows: Sequence[Row], real: Sequence[OrdinaryLine]) -> list[HeldOut]:
    """Every row as a model of the other authors reads it; ``rows`` are of one speaker."""
    readings = []
    for author in sorted({row.author for row in rows}):
        model = train([row for row in rows if row.author != author], real)
        readings += [
            HeldOut(row, _probabilities(row, model), len(tokenize(row.text))) for row in rows if row.author == author
        ]
    return readings


def scale(readings: Sequence[HeldOut], act: str) -> Calibration:
    """The logistic line through what was right, each act weighted to its rate in calls, and both bounds."""
    log_odds = np.array([[log_odds_by_length(reading.probabilities[act], reading.tokens)] for reading in readings])
    acts = np.array([reading.row.technique for reading in readings])
    weights = np.array([RATES[name] / (acts == name).sum() for name in acts]) * len(readings)
    regression = LogisticRegression(C=1e6, max_iter=1000).fit(log_odds, acts == act, sample_weight=weights)
    calibration = Calibration(float(regression.coef_[0, 0]), float(regression.intercept_[0]), 0.0, 1.0)
    chances = np.array([calibration.chance(reading.probabilities[act], reading.tokens) for reading in readings])
    descending = np.argsort(-chances)
    descending = descending[acts[descending] != act]
    share = np.cumsum(weights[descending]) / weights[descending].sum()
    low, high = (float(chances[descending[np.searchsorted(share, most)]]) + 1e-4 for most in (POSSIBLE, QUIET))
    return replace(calibration, low=low, high=high)


def measured(readings: Sequence[HeldOut]) -> str:
    """What the readings of held-out authors are worth: F1, and of each act the area under its ROC curve."""
    acts = [reading.row.technique for reading in readings]
    likeliest = [max(reading.probabilities, key=reading.probabilities.__getitem__) for reading in readings]
    areas = (
        f"{act} {roc_auc_score([name == act for name in acts], [reading.probabilities[act] for reading in readings]):.3f}"
        for act in sorted(set(acts))
    )
    return f"macro F1 {f1_score(acts, likeliest, average='macro'):.3f}; area under ROC: {', '.join(areas)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print what the readings of held-out authors are worth, and write the model. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis.language.bank.train_acts", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--bank", type=Path, default=ACTS_BANK, help="the folder of the labelled lines")
    parser.add_argument("--neutral", type=Path, help="a folder of real ordinary lines, NAME.tsv of speaker, tab, words")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="the model's file")
    args = parser.parse_args(arguments)
    try:
        real = read_ordinary(args.neutral) if args.neutral else []
    except OrdinaryTalkError as error:
        print(error, file=sys.stderr)
        return 1
    rows = read_acts_bank(args.bank)
    sides: dict[Speaker, SpeakerModel] = {}
    scales: dict[Speaker, dict[str, Calibration]] = {}
    for speaker in SPEAKERS:
        speaker_rows = [row for row in rows if row.speaker == speaker]
        readings = read_held_out(speaker_rows, real)
        scales[speaker] = {act: scale(readings, act) for act in ACTS[speaker]}
        sides[speaker] = train(speaker_rows, real)
        print(f"{speaker}, authors held out: {measured(readings)}")
        for act, calibration in scales[speaker].items():
            print(f"  {act}: likely from {calibration.low:.2f}, surely from {calibration.high:.2f}; {calibration}")
    size = write_model(args.out, WordingModel(sides, scales, record(args.bank, rows, args.neutral, real)))
    print(f"{args.out.name}: {size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the reading of words is worth: ``python -m tests.bench.wording [--data FOLDER] [--author NAME]``.

Prints, with every author of the phrase bank held out (a model trained on others reads that author's lines,
patterns, vetoes and scales as shipped):

* macro F1 over partner, push, escalation and neutral; the share of ordinary lines on which anything fired; how often
  the technique was named among the right ones;
* the same after :func:`corrupt` has made a recogniser's transcript of the lines, and the loss;
* turns read a second on one core, by the shipped model, for turns and for twice as many.

With ``--ordinary FOLDER``, real ordinary lines as ``analysis/language/bank/train.py --neutral`` reads them, the held-out models
learn from them too, and how often their held-out third fires is told first (:mod:`tests.bench._ordinary`); with
``--reliability`` also whether the chances told are right (:mod:`tests.bench._reliability`; some minutes).

With ``--data``, a folder with ``phrases.jsonl`` (rows of speaker, text, polarity, technique), also the shipped model's
figures on those.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.language.bank.outside import OrdinaryLine, read_ordinary
from analysis.language.bank.rough import corrupt
from analysis.language.bank.rows import BANK, Row, read_bank, training_rows
from analysis.language.bank.train import deal_authors, fit, judge_held_out, read_features
from analysis.language.classifier import NEUTRAL, WordingModel, shipped_model
from analysis.language.reading import hits
from analysis.language.reading import read as sentence
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import RuleBook
from audio.call import SPEAKERS
from tests.bench import _ordinary as ordinary
from tests.bench import _reliability as reliability

STANCES = ("partner", "push", "escalation", NEUTRAL)


@dataclass(frozen=True)
class Figures:
    """What :func:`figures` counts; ``f1`` by stance."""

    macro: float
    f1: dict[str, float]
    fired: float
    named: float

    def __str__(self) -> str:
        by_stance = "  ".join(f"{stance} {value:.3f}" for stance, value in self.f1.items())
        return f"macro F1 {self.macro:.3f}  ({by_stance})  ordinary fired {self.fired:.1%}  technique named {self.named:.3f}"


def figures(rows: Sequence[Row], heard: Sequence[tuple[str, frozenset[str]]], book: RuleBook) -> Figures:
    """``heard``: for each row the first hit's stance (or neutral) and all techniques named."""
    true = [NEUTRAL if row.technique == NEUTRAL else book[row.technique].stance for row in rows]
    pairs = Counter(zip(true, (stance for stance, _ in heard), strict=True))
    f1 = {}
    for stance in STANCES:
        said = sum(n for (_, h), n in pairs.items() if h == stance)
        meant = sum(n for (t, _), n in pairs.items() if t == stance)
        if said + meant:
            f1[stance] = 2 * pairs[stance, stance] / (said + meant)
    ordinary = [stance for t, (stance, _) in zip(true, heard, strict=True) if t == NEUTRAL]
    right = [
        row.technique in techniques
        for row, t, (stance, techniques) in zip(rows, true, heard, strict=True)
        if t == stance != NEUTRAL
    ]
    share = sum(stance != NEUTRAL for stance in ordinary) / max(1, len(ordinary))
    return Figures(sum(f1.values()) / len(f1), f1, share, sum(right) / max(1, len(right)))


def read(rows: Sequence[Row], book: RuleBook, model: WordingModel) -> list[tuple[str, frozenset[str]]]:
    answers = []
    for row in rows:
        found = [hit for hit in sentence(row.text, row.speaker, book, model=model).hits if hit.confidence == "high"]
        answers.append((found[0].stance if found else NEUTRAL, frozenset(hit.technique for hit in found)))
    return answers


def held_out(rows: Sequence[Row], book: RuleBook, authors: Sequence[str], real: Sequence[OrdinaryLine]) -> None:
    """Each author read by a model of others, plain and corrupted; the authors are held out in a few groups."""
    rows = [*rows, *training_rows(real)]
    found = read_features(rows, book)
    words = sorted({word for row in rows for word in row.text.lower().split() if word.isalpha()})
    dice = random.Random(7)
    plain: list[tuple[str, frozenset[str]]] = []
    rough: list[tuple[str, frozenset[str]]] = []
    read_rows: list[Row] = []
    for group in deal_authors(authors):
        sides = {}
        for speaker in SPEAKERS:
            others = [k for k, row in enumerate(rows) if row.speaker == speaker and row.author not in group]
            sides[speaker] = fit([rows[k] for k in others], [found[k] for k in others])
        model = WordingModel(sides, shipped_model().scales)
        for author in sorted(group):
            mine = [row for row in rows if row.author == author]
            here = read(mine, book, model)
            print(f"{author:10} {len(mine):5} lines  {figures(mine, here, book)}", flush=True)
            plain += here
            rough += read([replace(row, text=corrupt(row.text, dice, words)) for row in mine], book, model)
            read_rows += mine
    whole, worse = figures(read_rows, plain, book), figures(read_rows, rough, book)
    print(f"{'all':10} {len(read_rows):5} lines  {whole}")
    print(
        f"{'corrupted':10} {len(read_rows):5} lines  {worse}\nloss of macro F1 by corruption: {whole.macro - worse.macro:.3f}"
    )


def speed(rows: Sequence[Row], book: RuleBook) -> None:
    """Turns a second, for some and for twice as many, as the best of five."""
    for many in (2000, 4000):
        turns = [rows[k % len(rows)] for k in range(many)]
        best = min(_seconds(turns, book) for _ in range(5))
        print(f"{many} turns: {many / best:,.0f} a second")


def _seconds(turns: Sequence[Row], book: RuleBook) -> float:
    began = time.process_time()
    for row in turns:
        hits(row.text, row.speaker, book)
    return time.process_time() - began


def judged_phrases(path: Path, book: RuleBook) -> None:
    """The shipped model on phrases that trainers judged, the debatable left out."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row.get("debatable"):
            rows.append(Row("trainers", row["speaker"], row["technique"], row["text"]))
    print(f"{path.name:10} {len(rows):5} lines  {figures(rows, read(rows, book, shipped_model()), book)}")


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m tests.bench.wording", description=(__doc__ or "").partition("\n")[0])
    ask.add_argument("--data", type=Path, help="a folder with phrases.jsonl")
    ask.add_argument("--author", action="append", help="hold out this author only (may be given again)")
    ask.add_argument("--ordinary", type=Path, help="a folder of real ordinary lines, and calls/ in it")
    ask.add_argument("--reliability", action="store_true", help="whether the chances told are right; with --ordinary")
    ask.add_argument("--quick", action="store_true", help="the shipped model only, no author held out")
    args = ask.parse_args()
    book = load_book()
    rows = read_bank(BANK, book)
    speed(rows, book)
    if args.data and (args.data / "phrases.jsonl").exists():
        judged_phrases(args.data / "phrases.jsonl", book)
    real = read_ordinary(args.ordinary) if args.ordinary else []
    if args.ordinary:
        ordinary.tell(args.ordinary, real, book)
    if args.reliability:
        both = [*rows, *training_rows(real)]
        reliability.tell(judge_held_out(both, read_features(both, book), real, book))
    if not args.quick:
        held_out(rows, book, args.author or sorted({row.author for row in rows} - {"book"}), real)


if __name__ == "__main__":
    main()

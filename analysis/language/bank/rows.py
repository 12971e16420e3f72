"""The lines that the model learns from: the bank's, the rule book's own sentences, and real ordinary ones.

The bank is lines that authors of SameSide made up, ``speaker <tab> technique <tab> text``, one file family an author
(``ash-1.tsv``, ``ash-2.tsv`` ...); some wrote lines, some whole calls, turn by turn, and the latest as people really type
and speak (:data:`COLLOQUIAL`). What people really say weighs more than what authors think they say, and a push of three words
in a book is ordinary in a call.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.language.bank.outside import OrdinaryLine
from analysis.language.bank.rough import corrupt
from analysis.language.classifier import NEUTRAL
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import Rule, RuleBook
from analysis.language.tokens import sentences, tokenize
from audio.call import SPEAKERS, Speaker, other

BANK = Path(__file__).parent
COLLOQUIAL = frozenset(
    [
        "acacia",
        "aspen",
        "bramble",
        "clover",
        "cypress",
        "fennel",
        "hawthorn",
        "heather",
        "hornbeam",
        "laurel",
        "linden",
        "mallow",
        "myrtle",
        "sage",
        "tamarisk",
        "thistle",
    ]
)
"""The authors who write as people type and speak on the telephone."""
FULL_WEIGHT: dict[Speaker, float] = {"agent": 4.0, "customer": 2.0}
"""How much a line of theirs, a real ordinary one, and a sentence of the book weighs against one of the literary authors."""
CROSSED_WEIGHT = 0.75
"""How much of that an ordinary line of the one side weighs as one of the other; a third of them is taken."""
BARE = 5
"""Tokens up to which a literary author's push weighs :data:`BARE_WEIGHT`: so few words push in a book, and are ordinary in a call."""
BARE_WEIGHT = 0.25
REAL = "real: "
"""How the author of a row begins that is a real ordinary line; its file's name follows."""
PUSHES = frozenset(rule.id for rule in load_book().of("push"))


class BankError(ValueError):
    """A line of the bank that cannot be read: which file, which line, what is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: who wrote it, who says it, what it is, the words, and how much it weighs in the training."""

    author: str
    speaker: Speaker
    technique: str
    text: str
    weight: float = 1.0


def read_bank(folder: Path, book: RuleBook) -> list[Row]:
    """All rows of all authors in a fixed order, doubles left out, and the sentences of the book as one author more.

    A sentence that a rule must pass over is ordinary, unless another rule flags it or finds a pattern in it. Raises
    :class:`BankError`.
    """
    rows: dict[tuple[str, str], Row] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 3 or parts[0] not in SPEAKERS or not (parts[1] == NEUTRAL or parts[1] in book):
                raise BankError(
                    f"{path.name}, line {number}: not speaker, technique and text between tabs: {line[:80]!r}"
                )
            author, tokens = path.stem.rpartition("-")[0], tokenize(parts[2])
            bare = parts[1] in PUSHES and len(tokens) <= BARE
            weight = FULL_WEIGHT[parts[0]] if author in COLLOQUIAL else BARE_WEIGHT if bare else 1.0
            rows.setdefault((parts[0], tokens.joined), Row(author, parts[0], parts[1], parts[2], weight))
    for rule in book:
        for text in rule.flag:
            _from_book(rows, rule, rule.id, text)
    for rule in book:
        for text in rule.pass_:
            if not book.matches(tokenize(text), [end for _, end in sentences(text)], rule.speaker):
                _from_book(rows, rule, NEUTRAL, text)
    return list(rows.values())


def _from_book(rows: dict[tuple[str, str], Row], rule: Rule, technique: str, text: str) -> None:
    """Add a sentence of the book, or let the author's line that it is weigh more."""
    key = (rule.speaker, tokenize(text).joined)
    row = rows.get(key, Row("book", rule.speaker, technique, text))
    rows[key] = replace(row, weight=max(row.weight, FULL_WEIGHT[rule.speaker]))


def training_rows(ordinary: Iterable[OrdinaryLine]) -> list[Row]:
    """The real lines that are trained on, each once, and every third once more as a recogniser might write it.

    What one side says in ordinary talk is ordinary on the other's lips too, though it tells less: every
    third line is learned for the other side as well.
    """
    rows: dict[tuple[str, str], Row] = {}
    for line in ordinary:
        if not line.held_out:
            key = (line.speaker, tokenize(line.text).joined)
            rows.setdefault(key, Row(REAL + line.source, line.speaker, NEUTRAL, line.text, FULL_WEIGHT[line.speaker]))
    real_rows = list(rows.values())
    words = sorted({word for row in real_rows for word in row.text.lower().split() if word.isalpha()})
    dice = random.Random(7)
    crossed = [
        replace(row, speaker=other(row.speaker), weight=CROSSED_WEIGHT * FULL_WEIGHT[other(row.speaker)])
        for row in real_rows[1::3]
    ]
    return real_rows + crossed + [replace(row, text=corrupt(row.text, dice, words)) for row in real_rows[::3]]

"""What a house's exceptions silence: ``python -m tests.bench.exceptions --ordinary FOLDER --pushes FILE …``.

Every push and escalation that the model alone hears in real ordinary lines is excepted at once, as after as many upheld appeals (a house
has a few dozen), and then is counted, for several bounds of what is near (:data:`analysis.language.rulebook.exceptions.IN`):

* of the flags that were excepted, how many are gone: an exception that does not hold on its own line mends nothing;
* of the same lines in other words (a name put behind, a number changed, “so” before), how many are not flagged either;
* of flags in lines that were not excepted (half of the lines held out in turn), how many are gone too;
* of the lines that people have judged to be a push or an escalation and that are flagged, how many fall silent: that is what may not be; and how many
  do when half of them are excepted wrongly: how far one mistaken decision reaches.

``--pushes`` are files of such lines (JSON, a line each: ``speaker``, ``text``, ``polarity``).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import cast
from unittest.mock import patch

from analysis.language.bank.outside import read_ordinary
from analysis.language.reading import Hit, hits
from analysis.language.rulebook import exceptions
from analysis.language.rulebook.exceptions import normal
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import RuleBook
from audio.call import Speaker

BOUNDS = (3, 4, 5, 8, 1000)
"""One word in so many may be another; in a thousand, none."""


@dataclass(frozen=True)
class Said:
    """A line with its speaker."""

    speaker: Speaker
    text: str


Flag = tuple[Said, Hit]


def flags(lines: Iterable[Said], book: RuleBook) -> list[Flag]:
    """What is flagged in lines, for sure or as possible, by the model and not by a pattern."""
    found = [(line, hit) for line in lines for hit in hits(line.text, line.speaker, book)]
    return [(line, hit) for line, hit in found if hit.stance != "partner" and hit.rule == "model"]


def excepted(book: RuleBook, flagged: Iterable[Flag]) -> RuleBook:
    """The book with the words of these flags excepted."""
    by_rule: dict[str, dict[str, None]] = {}
    for _, hit in flagged:
        by_rule.setdefault(hit.technique, {})[hit.words] = None
    rules = tuple(replace(rule, exceptions=tuple(by_rule.get(rule.id, ()))) for rule in book.rules)
    return RuleBook(rules, book.words)


def gone(flagged: Sequence[Flag], book: RuleBook) -> list[Flag]:
    """Of flags those that are not there any more: nothing of that stance is heard in these words by the model."""
    return [
        (line, hit) for line, hit in flagged if not any(_same(hit, one) for one in hits(line.text, line.speaker, book))
    ]


def reworded(line: Said, hit: Hit) -> Said:
    """A flag's words as somebody else would say them: an opening before, a name behind."""
    words = hit.words[:1].lower() + hit.words[1:] if hit.words[:2] not in ("I ", "I'") else hit.words
    return replace(line, text=f"So {words.rstrip('.?! ')}, Maria.")


def _same(hit: Hit, other: Hit) -> bool:
    return hit.stance == other.stance and other.rule == "model" and other.start < hit.end and hit.start < other.end


def _halves(flagged: Sequence[Flag]) -> tuple[list[Flag], list[Flag]]:
    """Flags in two halves by their lines, of which no text is in both."""
    texts = {text: k % 2 for k, text in enumerate(dict.fromkeys(line.text for line, _ in flagged))}
    return tuple([flag for flag in flagged if texts[flag[0].text] == half] for half in (0, 1))  # type: ignore[return-value]


def _share(some: Sequence[object], of: Sequence[object]) -> str:
    return f"{len(some):5} of {len(of):5} ({len(some) / max(1, len(of)):6.1%})"


def tell(ordinary: Sequence[Said], judged: Sequence[Said]) -> None:
    """Print the table."""
    book = load_book()
    flagged = flags(ordinary, book)
    right = [(line, hits(line.text, line.speaker, book)) for line in judged]
    true = [(line, found[0]) for line, found in right if found and found[0].stance != "partner"]
    print(
        f"{len(ordinary):,} ordinary lines: {len(flagged):,} flags of the model, {median(len(normal(hit.words)) for _, hit in flagged):g} words in the middle"
    )
    print(
        f"{len(judged)} judged to be a push or an escalation, {len(true)} of them flagged, {sum(hit.rule == 'model' for _, hit in true)} by the model"
    )
    halves, wrong = _halves(flagged), _halves([(line, hit) for line, hit in true if hit.rule == "model"])
    for bound in BOUNDS:
        with patch.object(exceptions, "IN", bound):
            whole = excepted(book, flagged)
            others = [reworded(*flag) for flag in flagged]
            heard = list(flags(others, book))
            held = [flag for k in (0, 1) for flag in gone(halves[k], excepted(book, halves[1 - k]))]
            spread = [flag for k in (0, 1) for flag in gone(wrong[k], excepted(book, wrong[1 - k]))]
            silent = [
                (line, hit)
                for line, hit in true
                if not any(one.stance == hit.stance for one in hits(line.text, line.speaker, whole))
            ]
            less = [(line, hit) for line, hit in true if hits(line.text, line.speaker, whole)[:1] != (hit,)]
            print(
                f"one word in {bound:4}: own {_share(gone(flagged, whole), flagged)}   reworded {_share(gone(heard, whole), heard)}   "
                f"others {_share(held, flagged)}   true ones silent {_share(silent, true)}, changed {len(less)}, "
                f"had the other half of them been excepted {_share(spread, wrong[0] + wrong[1])}"
            )
            for line, hit in silent[:10]:
                print(f"      {hit.technique:16} {hit.score:.2f}  {line.text[:110]}")


def judged_lines(paths: Iterable[Path]) -> list[Said]:
    """The lines that people judged to be a push or an escalation, the debatable left out."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = [
        row
        for row in rows
        if row.get("polarity", row.get("label")) in ("push", "escalation") and not row.get("debatable")
    ]
    return [Said(cast("Speaker", row["speaker"]), row["text"]) for row in wanted]


def main() -> None:
    """Read the lines and print the table."""
    ask = argparse.ArgumentParser(
        prog="python -m tests.bench.exceptions", description=(__doc__ or "").partition("\n")[0]
    )
    ask.add_argument("--ordinary", type=Path, required=True, help="a folder of real ordinary lines")
    ask.add_argument("--pushes", type=Path, nargs="+", required=True, help="files of judged lines")
    args = ask.parse_args()
    tell([Said(line.speaker, line.text) for line in read_ordinary(args.ordinary)], judged_lines(args.pushes))


if __name__ == "__main__":
    main()

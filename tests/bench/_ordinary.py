"""How often ordinary talk fires: the half of the bench that asks whether the judge can keep still.

Every kind of line (typed and spoken, agent and customer) is read by the shipped model, those only that no training saw;
again as a recogniser would write them; and whole calls are reviewed, where context may help or harm. A line *fires*
where a hit is of high confidence; *possible* ones are counted beside. Some three real lines in a hundred are not
ordinary (a refusal, a complaint), so that no judge can reach nought.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analysis.language.bank.outside import OrdinaryLine
from analysis.language.bank.rough import corrupt
from analysis.language.reading import Hit, hits
from analysis.language.rulebook.rules import STANCES, RuleBook
from analysis.review import review
from audio.listen import read

WORST = 12
"""Lines of each kind and stance that are shown."""


def tell(folder: Path, lines: Sequence[OrdinaryLine], book: RuleBook) -> None:
    """Print the table of lines, of rough lines, the worst lines, and the whole calls of ``folder/calls``."""
    held = [line for line in lines if line.held_out]
    words = sorted({word for line in held for word in line.text.lower().split() if word.isalpha()})
    dice = random.Random(7)
    rough = [replace(line, text=corrupt(line.text, dice, words)) for line in held if not line.spoken]
    for title, some in (("held-out ordinary lines", held), ("the typed ones as heard by a recogniser", rough)):
        print(f"{title}:")
        answers = [hits(line.text, line.speaker, book) for line in some]
        for kind in sorted({line.kind for line in some}):
            _kind(kind, [(line, a) for line, a in zip(some, answers, strict=True) if line.kind == kind], some is held)
    if (folder / "calls").is_dir():
        calls(sorted((folder / "calls").iterdir()), book)


def _kind(kind: str, read: Sequence[tuple[OrdinaryLine, tuple[Hit, ...]]], worst: bool) -> None:
    sure = [[hit for hit in heard if hit.confidence == "high"] for _, heard in read]
    fired = Counter(stance for mine in sure for stance in {hit.stance for hit in mine})
    shares = "  ".join(f"{stance} {fired[stance] / len(read):.2%}" for stance in STANCES if fired[stance])
    possible = sum(bool(heard) and not mine for (_, heard), mine in zip(read, sure, strict=True))
    anything = sum(map(bool, sure))
    print(f"  {kind:16} {len(read):5}  any {anything / len(read):.2%}  {shares}  possible {possible / len(read):.2%}")
    named = Counter(mine[0].technique for mine in sure if mine)
    print("    " + "  ".join(f"{technique} {n}" for technique, n in named.most_common()))
    for stance in STANCES if worst else ():
        ranked = sorted(
            (
                (mine[0].score, line.text)
                for (line, _), mine in zip(read, sure, strict=True)
                if mine and mine[0].stance == stance
            ),
            reverse=True,
        )
        for score, text in ranked[:WORST]:
            print(f"      {stance:10} {score:.2f}  {text[:120]}")


def calls(paths: Sequence[Path], book: RuleBook) -> None:
    """Whole calls reviewed: the share with a moment of each kind, and of each kind by words alone."""
    having = Counter[str]()
    for path in paths:
        moments = review(read(path), book=book).moments
        having.update({moment.kind for moment in moments if moment.confidence == "high"})
        for moment in moments:
            if moment.confidence == "high" and moment.kind in ("pushed", "escalated"):
                print(f"    {path.stem} {moment.kind} {moment.technique}: {moment.words[:100]}")
    shares = "  ".join(f"{kind} {having[kind]}" for kind in ("pushed", "escalated", "missed", "partnered", "settled"))
    print(f"  whole calls {len(paths)}, with at least one: {shares}")

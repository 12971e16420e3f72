"""How calls end, what settled and what nobody answered: ``python -m tests.bench.outcome [--data FOLDER] [--wrong]``.

Judged are scripts whose moments were labelled as they were written: those the rules were tuned on (``tests/data/outcome/tune``
and the samples), those kept apart until the rules stood (``kept``) and strangers’ on which nothing was tuned (``unseen``); each once by its words alone and once with a voice
drawn from its heat (``tests/scripted.py``). FOLDER/ordinary/calls, where given, holds whole ordinary conversations, a
“Speaker: text” a line: nothing was missed in them.

* settled, missed: precision, recall and F1 of moments; one is right where it touches a labelled one of its kind and speaker
* outcome: how many calls end as their script says
* ordinary: in how many conversations something is said to be missed, settled or unsettled
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.report import Report
from analysis.review import review
from audio.listen import read
from audio.span import Span
from samples.script import SCRIPTS, Script, read_scripts
from tests.bench._sounds import show
from tests.scripted import OUTCOME, spoken, truth

KINDS = ("settled", "missed", "escalated")
TOUCH = 0.2
"""Seconds in common that make two moments one."""


class Score:
    """Counts of one kind over many calls."""

    def __init__(self) -> None:
        self.reported = self.right = self.true = self.paired = 0

    @property
    def f1(self) -> float:
        p, r = self.right / max(1, self.reported), self.paired / max(1, self.true)
        return 2 * p * r / (p + r) if p + r else 0.0

    def __str__(self) -> str:
        return f"F1 {self.f1:.2f} ({self.right} of {self.reported} right, {self.paired} of {self.true} found)"


def judged(scripts: Iterable[Script], voiced: bool, wrong: bool) -> tuple[dict[str, Score], int, int]:
    """The scores by kind, how many outcomes are right, and how many calls there were."""
    scores = {kind: Score() for kind in KINDS}
    right = calls = 0
    for script in scripts:
        known, report = truth(script), review(spoken(script, voiced))
        calls += 1
        right += report.outcome.kind == known["outcome"]
        if wrong and report.outcome.kind != known["outcome"]:
            print(f"  {script.name}: {report.outcome.kind}, and it is {known['outcome']}: {report.outcome.because}")
        for kind in KINDS:
            _count(script, known, report, kind, scores[kind], wrong and kind != "escalated")
    return scores, right, calls


def _count(script: Script, known: dict[str, Any], report: Report, kind: str, score: Score, wrong: bool) -> None:
    true = [(who, span) for k, who, span in known["moments"] if k == kind]
    found = [m for m in report.moments if m.kind == kind and m.confidence == "high"]
    spare = list(found)
    score.true += len(true)
    for who, span in true:
        near = [m for m in spare if m.speaker == who and _common(m.span, span) > TOUCH]
        if near:
            spare.remove(max(near, key=lambda m: _common(m.span, span)))
            score.paired += 1
        elif wrong:
            print(f"  {script.name}: not found: {kind} at {span.start:.0f} s")
    for m in found:
        right = any(m.speaker == who and _common(m.span, span) > TOUCH for who, span in true)
        if right or not any(_common(m.span, span) > TOUCH for span in known["tolerated"]):
            score.reported += 1
            score.right += right
            if wrong and not right:
                print(f"  {script.name}: not true: {kind} at {m.span.start:.0f} s: {m.because}")


def _common(a: Span, b: Span) -> float:
    both = a & b
    return both.duration if both else 0.0


def ordinary(folder: Path, wrong: bool) -> None:
    """Whole conversations in which nothing went wrong."""
    kinds: Counter[str] = Counter()
    paths = sorted(folder.glob("*.txt"))
    for path in paths:
        report = review(read(path))
        for kind in KINDS:
            found = [m for m in report.moments if m.kind == kind and m.confidence == "high"]
            kinds[kind] += bool(found)
            if wrong and kind != "escalated":
                for m in found:
                    print(f"  {path.stem}: {kind} at {m.span.start:.0f} s: {m.because}")
        kinds[report.outcome.kind] += 1
    for kind in ("missed", "unsettled", "escalated"):
        show(f"ordinary conversations: {kind}", f"{kinds[kind]} of {len(paths)}", "<= 1 %" if kind == "missed" else "")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, help="a folder with ordinary/calls/*.txt")
    ask.add_argument("--part", choices=("tune", "kept", "unseen", "samples"), help="one part only")
    ask.add_argument("--wrong", action="store_true", help="list what is wrong")
    args = ask.parse_args()
    for part, folder in (
        ("tune", OUTCOME / "tune"),
        ("samples", SCRIPTS),
        ("kept", OUTCOME / "kept"),
        ("unseen", OUTCOME / "unseen"),
    ):
        if args.part not in (None, part):
            continue
        for voiced in (False, True):
            scores, right, calls = judged(read_scripts(folder), voiced, args.wrong)
            heading = f"{part}, {'words and voice' if voiced else 'words alone'}"
            show(f"{heading}: escalated", str(scores["escalated"]))
            show(f"{heading}: settled", str(scores["settled"]), ">= .75")
            show(f"{heading}: missed", str(scores["missed"]), ">= .60")
            show(
                f"{heading}: false missed a call",
                f"{(scores['missed'].reported - scores['missed'].right) / calls:.2f}",
                "<= .1",
            )
            show(f"{heading}: outcome", f"{right} of {calls}", "all")
    if args.data and args.part is None:
        ordinary(args.data / "ordinary" / "calls", args.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())

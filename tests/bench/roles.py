"""Who is the agent, by the words: ``python -m tests.bench.roles --ordinary FOLDER [--calls FOLDER …] [--named] [--train]``.

Learns the weights of :mod:`audio.speakers.roles` from the phrase bank and from real ordinary lines (a folder as
``python -m analysis.language.bank.train --neutral`` reads it), and says how right they are on calls of kinds that they were not learnt
from: each file of the folder that holds whole calls is left out once, and calls of ``--calls`` folders (``NAME.txt``, lines
``Agent: …`` and ``Customer: …``; ``NAME.words.json`` or ``NAME.truth.json``, with ``turns`` or ``lines`` of ``speaker`` and
``words`` or ``text``) are judged with the file left out whose name theirs begin with. Printed for whole calls and for pieces of six
lines: how many are claimed, how many of these the wrong way round, and the steepness of certainty that fits.

``--named`` writes those calls as a meeting tool does, with people's names that say nothing (and once with a third person's lines among
them), reads them as ``sameside review --transcript`` does, and prints of how many the sides are right, wrong, or assumed and said to be.

``--train`` writes ``audio/speakers/roles.tsv``: from the bank, and of the folder from the lines that no training holds out. Only a phrase that
:data:`SOURCES` authors or files have gets a weight, so that nobody's own sentence can be read off; a file of one side alone
(only customers, say) teaches what is typed rather than who types, and is left out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from analysis.language.bank.outside import provenance, read_ordinary
from analysis.language.bank.rows import BANK, read_bank
from analysis.language.rulebook.loading import load_book
from audio.call import Speaker
from audio.listen import read
from audio.speakers import roles

SOURCES = 5
"""Authors or files that must have a phrase before it gets a weight."""
LOUD = 0.6
"""How freely weights may grow (scikit-learn's C); most stay 0."""
LEAST = 0.05
"""Weights under this are left out."""
PIECE = 6
"""Lines in a piece of a call."""

Spoken = tuple[Speaker, str]


class Line(NamedTuple):
    source: str
    speaker: Speaker
    text: str


def learn(rows: Sequence[Line]) -> dict[str, float]:
    """The weight of each phrase. In every source agent and customer weigh the same."""
    count = Counter((row.source, row.speaker) for row in rows)
    rows = [row for row in rows if min(count[row.source, "agent"], count[row.source, "customer"])]
    table = CountVectorizer(analyzer=roles.phrases, min_df=SOURCES, binary=True)
    found = table.fit_transform([row.text for row in rows])
    source = np.array([row.source for row in rows])
    having = sum((np.asarray(found[source == name].sum(axis=0)).ravel() > 0).astype(int) for name in set(source))
    kept = np.flatnonzero(having >= SOURCES)
    share = np.array([min(count[r.source, "agent"], count[r.source, "customer"]) / count[r.source, r.speaker] for r in rows])  # fmt: skip
    model = LogisticRegression(l1_ratio=1, C=LOUD, solver="liblinear", max_iter=200, random_state=0)
    model.fit(found[:, kept], [row.speaker == "agent" for row in rows], sample_weight=share * len(rows) / share.sum())
    names = table.get_feature_names_out()[kept]
    return {str(n): float(w) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= LEAST}


def leads(call: Sequence[Spoken], weights: Mapping[str, float]) -> tuple[float, list[float]]:
    """The agent's lead in a call, and in each piece of it in which both speak."""

    def of(part: Sequence[Spoken]) -> float:
        votes: dict[Speaker, list[float]] = {"agent": [], "customer": []}
        for who, text in part:
            votes[who].append(roles.vote(text, weights))
        return roles.compare_voices(votes["agent"], votes["customer"])

    pieces = [call[k : k + PIECE] for k in range(0, len(call) - PIECE + 1, PIECE)]
    return of(call), [of(piece) for piece in pieces if len({who for who, _ in piece}) == 2]


def report(name: str, found: Iterable[tuple[float, list[float]]]) -> list[float]:
    whole, pieces = zip(*found, strict=True)
    flat = [lead for piece in pieces for lead in piece]
    for what, all_ in (("whole calls", whole), (f"pieces of {PIECE} lines", flat)):
        claimed = [lead for lead in all_ if abs(lead) >= roles.SURE]
        wrong = sum(lead < 0 for lead in claimed)
        leaning = [lead for lead in all_ if abs(lead) < roles.SURE]
        print(
            f"{name:24} {what:18} {len(all_):5}  claimed {len(claimed) / max(1, len(all_)):6.1%}  wrong {wrong}"
            f"  (of {len(leaning)} unclaimed {sum(lead < 0 for lead in leaning)} lean the wrong way)"
        )
    return [*whole, *flat]


def steepness(found: Sequence[float]) -> float:
    """The slope of certainty under which leads as these are likeliest."""
    known = np.array(found)
    return float(minimize_scalar(lambda k: np.logaddexp(0, -k * known).mean(), bounds=(0.1, 9), method="bounded").x)


def calls_of(folder: Path) -> dict[str, list[Spoken]]:
    """The calls of a folder by name."""
    calls: dict[str, list[Spoken]] = {}
    for path in sorted(folder.glob("*.txt")):
        parts = [row.partition(":") for row in path.read_text(encoding="utf-8").splitlines() if ":" in row]
        calls[path.stem] = [(who.lower(), text) for who, _, text in parts if who in ("Agent", "Customer")]  # type: ignore[misc]
    for path in sorted([*folder.glob("*.words.json"), *folder.glob("*.truth.json")]):
        facts = json.loads(path.read_text(encoding="utf-8"))
        said = facts.get("lines") or facts["turns"]
        calls[path.name.partition(".")[0]] = [(t["speaker"], t.get("text") or " ".join(w[0] for w in t["words"])) for t in said]  # fmt: skip
    return calls


def whole_calls(path: Path) -> list[list[Spoken]]:
    """The calls of a file in which empty lines end them; none where it has none."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    calls = [[tuple(row.split("\t", 1)) for row in block.splitlines()] for block in blocks]
    return calls if len(calls) > 1 else []  # type: ignore[return-value]


NAMES = ("Priya Nair", "Tom Hale", "Ann Lee", "Jo Okafor", "+15550100199", "Eva Brandt", "Sam Reyes")
THIRD = "Kim Sorensen"
INTERRUPTS = "Sorry, could you say that again for me?"


def written(call: Sequence[Spoken], number: int, third: bool) -> str:
    """A call as Otter writes it, the names now in this order, now in that; ``third``: with two lines of somebody else."""
    first, second = NAMES[number % len(NAMES)], NAMES[(number + 1) % len(NAMES)]
    named: dict[Speaker, str] = (
        {"agent": first, "customer": second} if number % 2 else {"agent": second, "customer": first}
    )
    lines = [(named[who], text) for who, text in call]
    if third:
        lines = [
            *lines[: len(lines) // 3],
            (THIRD, INTERRUPTS),
            *lines[len(lines) // 3 : -1],
            (THIRD, INTERRUPTS),
            lines[-1],
        ]
    blocks = [f"{name}  {k // 10}:{k % 10 * 6:02}\n{text.strip()}" for k, (name, text) in enumerate(lines)]
    return "\n\n".join(blocks)


def sides_found(text: str, path: Path, call: Sequence[Spoken]) -> str:
    """Whether the sides of a transcript come out right, wrong or assumed, and whether a third person's words are on one of them."""
    path.write_text(text, encoding="utf-8")
    found = read(path)
    words = {
        who: Counter(chain.from_iterable(turn.text.split() for turn in found.of(who))) for who in ("agent", "customer")
    }
    meant = Counter(chain.from_iterable(line.split() for who, line in call if who == "agent"))
    right = sum((words["agent"] & meant).values()) > sum((words["customer"] & meant).values())
    if INTERRUPTS in " ".join(turn.text for turn in found.turns):
        return "third person judged"
    if any(doubt.assumes for doubt in found.doubts):
        return "assumed, right" if right else "assumed, wrong"
    return "right" if right else "wrong"


def report_named(name: str, calls: Sequence[Sequence[Spoken]], weights: Mapping[str, float]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shipped, roles.WEIGHTS = roles.WEIGHTS, Path(folder) / "roles.tsv"
        try:
            write(weights, [])
            roles.shipped_weights.cache_clear()
            for third in (False, True):
                texts = [written(call, number, third) for number, call in enumerate(calls)]
                path = Path(folder) / "call.txt"
                found = Counter(sides_found(text, path, call) for text, call in zip(texts, calls, strict=True))
                told = ", ".join(f"{outcome} {count}" for outcome, count in sorted(found.items()))
                print(f"{name:24} {'names, and a third' if third else 'names':18} {len(calls):5}  {told}")
        finally:
            roles.WEIGHTS = shipped
            roles.shipped_weights.cache_clear()


def write(weights: Mapping[str, float], learnt: Sequence[object]) -> None:
    head = [
        "#! What a phrase says of who says it: above 0 an agent, below 0 a customer. Written by tests/bench/roles.py from"
    ]
    head += [f"#! {json.dumps(one)}" for one in learnt]
    rows = [f"{weight:.2f}\t{phrase}" for phrase, weight in sorted(weights.items())]
    roles.WEIGHTS.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    ask.add_argument("--ordinary", type=Path, required=True)
    ask.add_argument("--calls", type=Path, nargs="*", default=[])
    ask.add_argument("--named", action="store_true")
    ask.add_argument("--train", action="store_true")
    args = ask.parse_args()
    ordinary = read_ordinary(args.ordinary)
    real = [line for line in ordinary if not line.held_out]
    rows = [Line(row.author, row.speaker, row.text) for row in read_bank(BANK, load_book())]
    rows += [Line(line.source, line.speaker, line.text) for line in real]
    groups: dict[tuple[str, str], list[list[Spoken]]] = defaultdict(list)
    names = sorted({line.source for line in real})
    for path in sorted(args.ordinary.glob("*.tsv")):
        groups[path.stem, path.stem] += whole_calls(path)
    for folder in args.calls:
        for name, call in calls_of(folder).items():
            groups[folder.name, next((n for n in names if name.startswith(n)), "")].append(call)
    unseen: dict[str, dict[str, float]] = {}
    found: list[float] = []
    for (name, out), calls in groups.items():
        if calls:
            weights = unseen.get(out) or unseen.setdefault(out, learn([row for row in rows if row.source != out]))
            found += report(name, [leads(call, weights) for call in calls])
            if args.named:
                report_named(name, calls, weights)
    if found:
        print(f"certainty fits best with a steepness of {steepness(found):.2f} (in use: {roles.STEEP})")
    if args.train:
        weights = learn(rows)
        bank = {"bank": sorted({row.source for row in rows} - set(names)), "licence": "MIT"}
        files = [one for one in provenance(args.ordinary, ordinary) if _both(one, rows)]
        write(weights, [bank, *files])
        print(f"{len(weights)} phrases; {roles.WEIGHTS.stat().st_size / 1e3:.0f} kB")


def _both(file: Mapping[str, object], rows: Sequence[Line]) -> bool:
    return len({row.speaker for row in rows if row.source == str(file["name"]).removesuffix(".tsv")}) == 2


if __name__ == "__main__":
    main()

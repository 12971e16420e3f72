"""Real ordinary lines that are not in the project: ``python -m analysis.language.bank.train --neutral FOLDER``.

What a model of wording most needs to know is what ordinary talk looks like, and no author writes it as dully as it is
said. The folder holds it as ``NAME.tsv`` files of ``speaker <tab> text``; a file in which empty lines end calls is of
whole calls, spoken. Its ``README.md`` may name licences in a table (a row beginning with the file's name, the licence
its last cell). Nothing of a line comes into the project: the model holds features, none that fewer than
:data:`~analysis.language.bank.train.DISTINCT` different lines have, and a hash of each file says what was read.

A third of the lines is *held out* of every training, to set thresholds on and to measure by: by a hash of the text, so
that it is the same third for everybody; of spoken calls every third line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audio.call import SPEAKERS, Speaker

HELD_OUT_EVERY = 3
"""One line in so many is held out."""


class OrdinaryTalkError(ValueError):
    """A folder or a line that is none, in one sentence."""


@dataclass(frozen=True, slots=True)
class OrdinaryLine:
    """A real ordinary line: the name of its file, who says it, its words, and whether it is held out of the training."""

    source: str
    speaker: Speaker
    text: str
    spoken: bool
    held_out: bool

    @property
    def kind(self) -> str:
        """``typed agent``, ``spoken customer`` ..."""
        return f"{'spoken' if self.spoken else 'typed'} {self.speaker}"


def read_ordinary(folder: Path) -> list[OrdinaryLine]:
    """All lines of the folder's files in a fixed order. Raises :class:`OrdinaryTalkError` for a folder without any."""
    lines = [line for path in sorted(folder.glob("*.tsv")) for line in _read_file(path)]
    if not lines:
        raise OrdinaryTalkError(
            f"{folder} holds no ordinary lines; files NAME.tsv are needed, each line agent or customer, a tab and the words."
        )
    return lines


def _read_file(path: Path) -> Iterator[OrdinaryLine]:
    rows = path.read_text(encoding="utf-8").splitlines()
    spoken = any(not row.strip() for row in rows)
    place = 0
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        speaker, tab, text = row.partition("\t")
        if not tab or speaker not in SPEAKERS:
            raise OrdinaryTalkError(
                f"{path.name}, line {number}, is not agent or customer, a tab and the words: {row[:60]!r}."
            )
        yield OrdinaryLine(
            path.stem, speaker, text, spoken, place % HELD_OUT_EVERY == 0 if spoken else is_held_out(text)
        )
        place += 1


def is_held_out(text: str) -> bool:
    """Whether a typed line is one of the third that no training sees."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % HELD_OUT_EVERY == 0


def provenance(folder: Path, lines: Sequence[OrdinaryLine]) -> list[dict[str, object]]:
    """Of each file its name, licence, hash and lines, for the model's record of what it was trained on."""
    licences = _licences(folder / "README.md")
    record: list[dict[str, object]] = []
    for path in sorted(folder.glob("*.tsv")):
        own = [line for line in lines if line.source == path.stem]
        record.append(
            {
                "name": path.name,
                "licence": licences.get(path.name, "not stated"),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "trained": sum(not line.held_out for line in own),
                "held_out": sum(line.held_out for line in own),
            }
        )
    return record


def _licences(readme: Path) -> dict[str, str]:
    if not readme.exists():
        return {}
    rows = [
        line.strip().strip("|").split("|") for line in readme.read_text(encoding="utf-8").splitlines() if "|" in line
    ]
    return {cells[0].strip(" `"): cells[-1].strip() for cells in rows if len(cells) > 1}

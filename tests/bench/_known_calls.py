"""Calls whose every word is known, and the score of what a recogniser made of them.

A folder of NAME.truth.json beside a recording NAME.*; ``samples/README.md`` says what a truth holds. Where it has no times of
words, a line's words share its time by their letters. On one channel both voices are one side.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audio.call import Word
from audio.span import Span
from tests.bench._recognisers import Hearing
from tests.bench._word_error import Errors, Lines, Lost, errors, in_silence, lost, single, undetected, wrong_side


@dataclass(frozen=True)
class Known:
    """A recording, and the lines said on each of its channels."""

    name: str
    recording: Path
    sides: tuple[Lines, ...]


def known_calls(folder: Path, names: Sequence[str] = ()) -> list[Known]:
    """The calls of ``folder``, or those named."""
    found = []
    for path in sorted(folder.glob("*.truth.json")):
        name = path.name.removesuffix(".truth.json")
        if not names or name in names:
            recording = next(p for p in sorted(folder.glob(f"{name}.*")) if p.suffix in (".opus", ".flac", ".wav"))
            found.append(Known(name, recording, sides_of(json.loads(path.read_text(encoding="utf-8")))))
    return found


def sides_of(truth: dict[str, Any]) -> tuple[Lines, ...]:
    """The lines of each channel, each word by itself as it is compared."""
    lines = [(line["speaker"], single(_words(line))) for line in truth["lines"]]
    if truth.get("layout") == "mono":
        return ([words for _, words in lines],)
    agent = [words for who, words in lines if who == "agent"]
    customer = [words for who, words in lines if who == "customer"]
    return (customer, agent) if truth.get("agent") == "right" else (agent, customer)


def _words(line: dict[str, Any]) -> list[Word]:
    if "words" in line:
        return [Word(Span(word["start"], word["end"]), word["text"]) for word in line["words"]]
    texts = line["text"].split()
    ends = [end - 1 for end in itertools.accumulate(len(text) + 1 for text in texts)]
    second = (line["end"] - line["start"]) / ends[-1]
    return [
        Word(Span(line["start"] + second * (end - len(text)), line["start"] + second * end), text)
        for text, end in zip(texts, ends, strict=True)
    ]


@dataclass
class Score:
    """Sums over calls; see :mod:`tests.bench._word_error` for what is counted.

    untold  seconds of what was lost in calls where the recogniser does not say that it made out no words
    """

    errors: Errors = field(default_factory=Errors)
    lost: list[tuple[str, Lost]] = field(default_factory=list)
    untold: list[tuple[str, Lost]] = field(default_factory=list)
    wrong_side: list[tuple[str, Word]] = field(default_factory=list)
    in_silence: list[tuple[str, Word]] = field(default_factory=list)
    undetected: list[tuple[str, Word]] = field(default_factory=list)
    heard: int = 0

    def add(self, call: Known, hearing: Hearing) -> None:
        true = [sorted(itertools.chain(*lines), key=lambda word: word.span) for lines in call.sides]
        for channel, lines in enumerate(call.sides):
            heard = single(hearing.side(channel))
            self.errors += errors(true[channel], heard)
            self.heard += len(heard)
            gone = _named(call, lost(lines, heard))
            self.lost += gone
            self.untold += gone if hearing.unheard < sum(one.seconds for _, one in gone) / 2 else []
            self.in_silence += _named(call, in_silence(heard, true[channel]))
            if hearing.speech:
                speech = [Span(start, end) for start, end in hearing.speech[channel]]
                self.undetected += _named(call, undetected(true[channel], speech))
            if len(call.sides) == 2:
                self.wrong_side += _named(call, wrong_side(heard, true[channel], true[1 - channel]))


def _named(call: Known, found: Iterable[Any]) -> list[tuple[str, Any]]:
    return [(call.name, one) for one in found]

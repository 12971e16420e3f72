"""Cues: the turns of phrase that ask for a number or name it, written with choices and found word by word.

::

    (home|work) (phone )?numbers?      home number, home numbers, home phone number, … work phone numbers
    (\\w+ ){0,2}code                    code, any code, any other code

Written out, they make a tree of words, so that a call is gone through once, whatever their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from library.redaction.kinds import Kind, kinds

ANY = "*"
"""Stands for any one word."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind named at the atoms ``first`` to ``last`` of a turn; a ``hint`` says little by itself."""

    kind: Kind
    hint: bool
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node]
    kind: Kind | None = None
    hint: bool = False


def find_cues(words: Sequence[str]) -> Iterator[Cue]:
    """The cues in the words of a turn, in their order: at each place the longest, none within another."""
    at = 0
    while at < len(words):
        longest = _longest(_tree(), words, at, at)
        if longest is None:
            at += 1
            continue
        yield longest
        at = longest.last + 1


def _longest(node: _Node, words: Sequence[str], first: int, at: int) -> Cue | None:
    best = Cue(node.kind, node.hint, first, at - 1) if node.kind is not None else None
    if at < len(words):
        for word in (words[at], ANY):
            if (following := node.following.get(word)) is not None:
                longer = _longest(following, words, first, at + 1)
                if longer is not None and (best is None or longer.last > best.last):
                    best = longer
    return best


@cache
def _tree() -> _Node:
    root = _Node({})
    for kind in kinds().values():
        for hint, texts in ((False, kind.cues), (True, kind.hints)):
            for phrase in (phrase for text in texts for phrase in phrases(text)):
                node = root
                for word in phrase.split():
                    node = node.following.setdefault(word, _Node({}))
                if node.kind is None:
                    node.kind, node.hint = kind, hint
    return root


def phrases(text: str) -> list[str]:
    """All that a cue stands for, each with single spaces; ``ANY`` for a word that may be any. Raises ``ValueError`` for a slip."""
    options, end = _choice(text, 0)
    if end != len(text):
        raise ValueError(f"the cue “{text}” has a bracket too many")
    return sorted({" ".join(option.split()) for option in options})


def _choice(text: str, at: int) -> tuple[list[str], int]:
    options, parts = [], [""]
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            options += parts
            parts, at = [""], at + 1
            continue
        piece, at = _piece(text, at)
        parts = [before + after for before in parts for after in piece]
    return options + parts, at


def _piece(text: str, at: int) -> tuple[list[str], int]:
    if text[at] == "(":
        piece, at = _choice(text, at + 1)
        if at >= len(text):
            raise ValueError(f"the cue “{text}” lacks a bracket")
        at += 1
    elif text.startswith("\\w+", at):
        piece, at = [ANY], at + 3
    else:
        piece, at = [text[at]], at + 1
    if text.startswith("?", at):
        return ["", *piece], at + 1
    if text.startswith("{0,2}", at):
        return ["", *piece, *(first + second for first in piece for second in piece)], at + 5
    return piece, at

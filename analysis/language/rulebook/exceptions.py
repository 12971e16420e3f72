"""A sentence that a house has excepted from a rule, and what is nearly the same: there the model hears no push (or what the rule is else).

The model says of a sentence first that it reads like a push, and then like which; so who has it that this one is none means all of them.

What is *near* is told by words alone, so that anybody can say beforehand what an exception covers::

    excepted   You need to sign it, Maria, at the bottom of page three.
    near       So you need to sign it, Ben, at the bottom of page 12.       names and numbers are blanks, an opening “so” is nothing
    near       You need to sign it, Ann, at the end of page 3.              one word in five may be another, or go, or come
    not near   You don't need to sign it, Maria, at the bottom …            the same negations, and the same persons, in their order
    not near   You need to calm down, Maria, at the bottom of page three.   “calm down” is what the flag rests on here

The last is what keeps an exception from silencing what it was not made for: of the words that carry the flag (those that spoke for the
technique the most) none may be another than in the excepted sentence. A sentence under five words is near itself alone. Whole clauses are compared, since
whole clauses are what a flag quotes. Patterns of the book do not yield to exceptions; vetoes are for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from analysis.language.tokens import Tokens, bag, tokenize

MOST = 2 / 3
"""A flag quotes the clause with the most of its words, and those with half as many."""
IN = 5
"""In so many words one may be another. At one in four “you need to sign it” would cover “you need to wait”; at one in eight, only
sentences longer than most that are flagged (their median has nine words) could differ at all."""
FIXED = bag(
    "i me my mine myself we us our ours you your yours yourself he him his she her they them their who "
    "not no never nothing nobody none neither nor without hardly can could will would should must"
)
"""Persons, negations, and what is possible, wished or due: these are the same, in their order."""
OPENING = bag("so well okay all right yes and but now then")
"""Words that begin a sentence and say nothing."""
NAME = "NAME"
Key = TypeVar("Key")
_LABEL = re.compile(r"\[[^\[\]]{1,40}\]")
_SENTENCE_ENDS = re.compile(r"(?:^|[.?!:;…\n])[\s\"'“”‘’()]*$")


@dataclass(frozen=True, slots=True)
class Run:
    """Where something near an excepted sentence is said: tokens ``first`` to ``last`` (one past the end), ``others`` of which are not of
    that sentence, or stand beside where a word of it is left out."""

    first: int
    last: int
    others: frozenset[int]

    def holds(self, start: int, end: int) -> bool:
        """Whether what the tokens ``start`` to ``end`` (the last one) carry is of the excepted sentence: most of them lie in it, as most of what
        carries a flag lies in the clauses that it quotes, and none of them is another."""
        inside = min(end + 1, self.last) - max(start, self.first)
        return inside >= MOST * (end + 1 - start) and self.others.isdisjoint(range(start, end + 1))


def normal(sentence: str) -> tuple[str, ...]:
    """The words by which a sentence is compared; what is masked in it is a number."""
    text = _LABEL.sub("0", sentence)
    words = _blanked(text, tokenize(text))
    return words[_opening(words) :]


def find_excepted(
    excepted: Sequence[tuple[Key, tuple[str, ...]]], text: str, tokens: Tokens, clauses: Sequence[tuple[int, int]]
) -> dict[Key, list[Run]]:
    """By key, where clauses (as tokens) in a row are near a sentence that is excepted under it."""
    words = _blanked(text, tokens)
    longest = max(len(sentence) for _, sentence in excepted)
    found: dict[Key, list[Run]] = {}
    for k, (begin, _) in enumerate(clauses):
        first = begin + _opening(words[begin:])
        for _, last in clauses[k:]:
            if last - first > longest + longest // IN + 1:
                break
            for key, sentence in excepted:
                others = near(sentence, words[first:last])
                if others is not None:
                    found.setdefault(key, []).append(Run(begin, last, frozenset(first + at for at in others)))
    return found


def near(sentence: Sequence[str], said: Sequence[str]) -> frozenset[int] | None:
    """Which words of ``said`` are not the sentence's, or stand beside where one of it is left out; ``None`` where it is not near."""
    allowed = max(len(sentence), len(said)) // IN
    if not sentence or abs(len(sentence) - len(said)) > allowed:
        return None
    if [word for word in sentence if word in FIXED] != [word for word in said if word in FIXED]:
        return None
    steps = _steps(sentence, said)
    if steps[-1][-1] > allowed:
        return None
    return frozenset(_others(sentence, said, steps))


def _steps(sentence: Sequence[str], said: Sequence[str]) -> list[list[int]]:
    """The fewest words to change, put in or leave out, of every beginning of the one to every beginning of the other (Levenshtein)."""
    rows = [list(range(len(said) + 1))]
    for i, word in enumerate(sentence, 1):
        row = [i]
        for j, other in enumerate(said, 1):
            row.append(min(rows[-1][j - 1] + (word != other), rows[-1][j] + 1, row[-1] + 1))
        rows.append(row)
    return rows


def _others(sentence: Sequence[str], said: Sequence[str], steps: list[list[int]]) -> set[int]:
    i, j = len(sentence), len(said)
    others: set[int] = set()
    while i or j:
        if i and j and steps[i][j] == steps[i - 1][j - 1] + (sentence[i - 1] != said[j - 1]):
            i, j = i - 1, j - 1
            if sentence[i] != said[j]:
                others.add(j)
        elif j and steps[i][j] == steps[i][j - 1] + 1:
            j -= 1
            others.add(j)
        else:
            i -= 1
            others.update(at for at in (j - 1, j) if 0 <= at < len(said))
    return others


def _blanked(text: str, tokens: Tokens) -> tuple[str, ...]:
    """The tokens with names blanked: what is written with a capital within a sentence, but for “I”."""
    return tuple(
        NAME if _is_name(text, start, end) else word
        for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True)
    )


def _is_name(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    if not written[:1].isupper() or written[:2] in ("I", "I'", "I’"):
        return False
    return not _SENTENCE_ENDS.search(text, max(0, start - 20), start)


def _opening(words: Sequence[str]) -> int:
    """How many words at the beginning say nothing; never all."""
    count = 0
    while count < len(words) - 1 and words[count] in OPENING:
        count += 1
    return count

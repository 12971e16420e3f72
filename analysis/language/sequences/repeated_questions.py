"""Asking again: a customer's line that has most of its words in common with an earlier one of theirs.

Lines are compared by the words that tell what they are about, by how these begin, so that another order or ending is no
other question::

    customer  | When will the refund arrive on my account? |         refund arriv accou
    customer             | But the refund, when does it arrive? |    refund arriv         2 of 2 in common: asked again
"""

from __future__ import annotations

from functools import lru_cache

from analysis.language.sequences.course import Course
from analysis.language.tokens import bag

SAME_QUESTION = 0.5
"""Share of their telling words that two askings have in common."""
_LONG = 4
"""Letters from which on a word tells what a line is about."""
_STEM = 5
"""Letters by which words are compared."""
_EMPTY = bag(
    "shall might must time times first second third fourth fifth today that this what with have your from they there then them were will would could should about just know like been want need when where which because really going please"
)
_BEFORE_ANSWER, _BEFORE_QUESTION = 30, 12
"""Lines back in which a question is looked for: of both speakers before an answer, of the customer before another question."""


@lru_cache(maxsize=2048)
def topic_stems(words: tuple[str, ...]) -> frozenset[str]:
    """The words that tell what a line is about, by their first letters."""
    return frozenset(word[:_STEM] for word in words if len(word) >= _LONG and word not in _EMPTY)


def alike(course: Course, first: int, second: int) -> bool:
    """Whether two lines of a call, by their indices, ask the same."""
    stems, others = topic_stems(course.tokens[first].words), topic_stems(course.tokens[second].words)
    shorter = min(len(stems), len(others))
    return shorter >= 2 and len(stems & others) >= SAME_QUESTION * shorter


def question_before(index: int, course: Course) -> tuple[int, int] | None:
    """``(first, last)`` customer lines before line ``index`` that ask the same, if the last one asks again."""
    lines = range(max(0, index - _BEFORE_ANSWER), index)
    customer_lines = [k for k in lines if course.lines[k].speaker == "customer"]
    if not customer_lines:
        return None
    last = customer_lines[-1]
    first = next((k for k in customer_lines[:-1] if alike(course, k, last)), None)
    return None if first is None else (first, last)


def repeated_questions(course: Course) -> list[tuple[int, int]]:
    """Every customer line that asks what an earlier one asked: ``(earlier, later)`` indices of lines."""
    repeated = []
    customer_lines = [k for k, line in enumerate(course.lines) if line.speaker == "customer"]
    for place, later in enumerate(customer_lines):
        recent = customer_lines[max(0, place - _BEFORE_QUESTION) : place]
        earlier = next((k for k in recent if alike(course, k, later)), None)
        if earlier is not None:
            repeated.append((earlier, later))
    return repeated

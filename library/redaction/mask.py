"""What is masked of a turn: which words, and what they are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mask:
    """Words ``first`` to ``last`` of the turn ``turn``, and what they are; ``last`` is -1 for a turn without words, in which an answer may be."""

    turn: int
    first: int
    last: int
    kind: str

"""Which of two voices is the agent, read from what each of them says.

Agents greet with the firm's name, ask who is calling, look things up, put on hold, offer help and close; customers have
the problem, an order and a number, and want to know. Some 4,000 phrases of one to three words carry a weight, in
``roles.tsv`` beside this file, as a logistic regression learnt them from lines of agents and of customers
(``python -m tests.bench.roles``). A line's vote is the sum of its phrases' weights, each phrase counted once and the line held
to ``MOST``, so that no single line settles a call. Two voices are compared as two samples are, by the difference of
their means over what chance would make of so few lines::

    A  "Larkrise Energy, how can I help?"    +4.0    "Can I take your account number?"  +3.1     mean  3.6
    B  "I'm calling about my last bill."     -4.0    "It's four two seven one."         -0.2     mean -2.1
       lead of A  =  (3.6 - -2.1) * sqrt(2 * 2 / (2 + 2))  =  5.7      certainty  =  1 / (1 + exp(-1.8 * 5.7))

Who opens the call votes not at all: in two of three kinds of calls that were looked at it is the customer. Words of
another language carry no weight, and so nothing is claimed of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from audio.call import Word

WEIGHTS = Path(__file__).with_name("roles.tsv")
MOST = 4.0
"""The vote of a line is at most this, either way."""
STEEP = 1.8
"""How fast certainty grows with the lead: fitted to calls of kinds that the weights were not learnt from."""
SURE = 2.0
"""The lead from which on the vote is believed: a certainty of .97. Of 164 whole calls of kinds that the weights had not seen,
nine in ten reach it, none the wrong way round."""
LEANS = 0.5
"""The lead from which on a vote that is not believed is still the better assumption: a certainty of .71. Of ten such whole calls all lean
the right way, while whoever speaks first is the customer in most of them."""
PAUSE = 0.7
"""Seconds of silence after which a voice's next word begins another line."""
LINE = 25
"""Words after which a line ends at the latest."""

_FIGURES = frozenset(
    [
        "zero",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "double",
        "triple",
    ]
)


def vote_lead(first: Sequence[Word], second: Sequence[Word]) -> float:
    """By how much ``first`` speaks more like an agent than ``second`` does; negative: less; 0 where either says nothing."""
    first_votes, second_votes = ([vote(line) for line in lines(words)] for words in (first, second))
    return compare_voices(first_votes, second_votes)


def vote_certainty(lead: float) -> float:
    """The chance that whoever leads by so much is the agent, 0.5 to 1."""
    return 1 / (1 + math.exp(-STEEP * abs(lead)))


def compare_voices(first: Sequence[float], second: Sequence[float]) -> float:
    """The lead of one voice's votes over the other's."""
    if not first or not second:
        return 0.0
    first_count, second_count = len(first), len(second)
    return (sum(first) / first_count - sum(second) / second_count) * math.sqrt(
        first_count * second_count / (first_count + second_count)
    )


def lines(words: Sequence[Word]) -> list[str]:
    """What one voice says, cut at its pauses."""
    pieces: list[list[str]] = []
    previous: Word | None = None
    for word in words:
        if previous is None or word.span.start - previous.span.end >= PAUSE or len(pieces[-1]) == LINE:
            pieces.append([])
        pieces[-1].append(word.text)
        previous = word
    return [" ".join(line) for line in pieces]


def vote(text: str, weights: Mapping[str, float] | None = None) -> float:
    """How like an agent's a line is, above 0, or a customer's, below; ``weights`` other than those shipped for measuring."""
    phrase_weights = shipped_weights() if weights is None else weights
    total = sum(phrase_weights.get(phrase, 0.0) for phrase in phrases(text))
    return max(-MOST, min(MOST, total))


def phrases(text: str) -> set[str]:
    """A line's phrases of one to three words, in lower case; any number, in figures or spoken, is ``#``."""
    normalized = re.sub(r"\d+", " # ", text.lower().replace("’", "'"))
    words = ["#" if word in _FIGURES else word for word in re.findall(r"[a-z#']+", normalized)]
    return {*words, *map(" ".join, pairwise(words)), *map(" ".join, zip(words, words[1:], words[2:], strict=False))}


@cache
def shipped_weights() -> Mapping[str, float]:
    """The weight of each phrase that has one; above 0 speaks for an agent."""
    rows = (row.split("\t") for row in WEIGHTS.read_text(encoding="utf-8").splitlines() if not row.startswith("#!"))
    return {phrase: float(weight) for weight, phrase in rows}

"""A recogniser's transcript of a line, made up: what a call's words look like when nobody wrote them down.

Real lines reach the product through a recogniser as often as through a keyboard, and it leaves out, puts in and mishears.
The training reads a share of its ordinary lines so too, and ``tests/bench/wording.py`` measures what such words cost.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

WORD_ERRORS = 0.15
FALSE_STARTS = 0.2
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def corrupt(text: str, dice: random.Random, others: Sequence[str]) -> str:
    """``text`` as a recogniser might hand it over.

    Lower case, no punctuation, digits as words, here and there a false start ("i i'll", "the th the"), and 15 % of the
    words wrong: a third left out, a third another word, a third said twice or with a word of ``others`` beside.
    """
    words = re.sub(r"[^\w' ]", " ", text.lower().replace("’", "'")).split()
    words = [spoken for word in words for spoken in (_digits(word) if word.isdigit() else [word])]
    written: list[str] = []
    for k, word in enumerate(words):
        if k < 2 and dice.random() < FALSE_STARTS:
            written.append(word if len(word) < 4 else word[:2])
        if dice.random() >= WORD_ERRORS:
            written.append(word)
            continue
        way = dice.randrange(3)
        if way == 1:
            written.append(dice.choice(others))
        elif way == 2:
            written += [word, dice.choice(others)]
    return " ".join(written) or " ".join(words[:1])


def _digits(word: str) -> list[str]:
    try:
        return [NUMBERS[int(word)]] if int(word) < len(NUMBERS) else [NUMBERS[int(digit)] for digit in word]
    except ValueError:  # a superscript is a digit to Python and no number
        return [word]

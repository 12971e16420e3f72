"""Words taken apart into atoms, each with what it may stand for in a number that is read out.

A recogniser writes one number in many ways, and people say it in more; both come down to the same atoms::

    forty-one double one      ten 4  unit 1  times 2  unit 1
    4111-1111                 written 4111   symbol -   written 1111
    £49.99   10:30   20%      amount         a price, a time, a share: never digits of a number
    T as in tango             letter t   word as   word in   word tango

An atom knows the turn and the word that it is of, so that whatever is found in atoms can be masked in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from audio.call import Turn

Form = Literal[
    "unit", "teen", "ten", "written", "ordinal", "times", "scale", "code", "letter", "month", "amount", "symbol", "word"
]
NUMERIC: tuple[Form, ...] = ("unit", "teen", "ten", "written")


class Piece(NamedTuple):
    """A part of a word: what it is written as (in small letters), what it may be, and its digits, where it has some."""

    text: str
    form: Form
    digits: str = ""


class Atom(NamedTuple):
    """A piece in its place: of the word ``word`` of the turn ``turn``; ``ends`` a sentence, begins with a ``capital``, or is
    written in ``capitals`` throughout."""

    text: str
    form: Form
    digits: str
    turn: int
    word: int
    ends: bool
    capital: bool
    capitals: bool = False


UNITS = {
    "zero": "0", "oh": "0", "o": "0", "ow": "0", "nought": "0", "naught": "0", "nil": "0", "null": "0", "one": "1", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9", "fower": "4",
}  # fmt: skip
TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8",
    "ninety": "9",
}  # fmt: skip
TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
SCALES = {"hundred": "00", "thousand": "000", "million": "000000", "billion": "000000000"}
ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8",
    "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13", "fourteenth": "14", "fifteenth": "15",
    "sixteenth": "16", "seventeenth": "17", "eighteenth": "18", "nineteenth": "19", "twentieth": "20", "thirtieth": "30",
}  # fmt: skip
MONTHS = {
    name: str(k) for k, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ), 1,
    ) for name in names.split()
}  # fmt: skip

_EDGES = " \t.,;:!?…\"“”‘’'()[]{}<>*«»"
_AMOUNT = re.compile(
    r"[£$€¥]\d.*|\d[\d,.]*[£$€¥%]|\d{1,2}[:h]\d\d(?:[:.]\d\d)?(?:[ap]\.?m)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,3}"
    r"|\d+(?:am|pm|a\.m|p\.m|k|kg|g|gb|mb|tb|gig|gigs|lb|lbs|oz|cm|mm|km|m|ft|mph|kph|x|hrs?|mins?|secs?|p|%|s)"
)
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_PIECE = re.compile(
    r"[a-z]+(?:['’][a-z]+)*(?=\d)|\d+(?![a-z])|[a-z0-9]*\d[a-z0-9]*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_"
)
_WHOLE_CODE = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]+")


@lru_cache(maxsize=50_000)
def pieces(word: str) -> tuple[Piece, ...]:
    """The pieces of a word as it is written."""
    text = word.casefold().strip(_EDGES)
    if _AMOUNT.fullmatch(text):
        return (Piece(text, "amount"),)
    if match := _ORDINAL.fullmatch(text):
        return (Piece(text, "ordinal", match[1]),)
    if _WHOLE_CODE.fullmatch(text):
        return (Piece(text, "code", text),)
    return tuple(_piece(part) for part in _PIECE.findall(text))


def _piece(text: str) -> Piece:
    if text.isdigit() and text.isascii():
        return Piece(text, "written", text)
    for form, table in _TABLES:
        if text in table:
            return Piece(text, form, table[text])
    if text in TIMES:
        return Piece(text, "times")
    if match := _ORDINAL.fullmatch(text):
        return Piece(text, "ordinal", match[1])
    if len(text) == 1:
        return Piece(text, "letter" if text.isalpha() else "symbol")
    if any(character.isdigit() for character in text):
        return Piece(text, "code", text)
    return Piece(text, "word")


_TABLES: tuple[tuple[Form, dict[str, str]], ...] = (
    ("unit", UNITS), ("teen", TEENS), ("ten", TENS), ("scale", SCALES), ("ordinal", ORDINALS), ("month", MONTHS),
)  # fmt: skip


def atoms_of(turns: Sequence[Turn]) -> list[list[Atom]]:
    """The atoms of each turn, in the order of the words."""
    return [_atoms(t, turn) for t, turn in enumerate(turns)]


def _atoms(t: int, turn: Turn) -> list[Atom]:
    found = []
    for w, word in enumerate(turn.words):
        parts = pieces(word.text)
        ends = word.text.rstrip("\"”’'").endswith((".", "?", "!"))
        capital = word.text[:1].isupper()
        found += [
            Atom(
                part.text,
                part.form,
                part.digits,
                t,
                w,
                ends and k == len(parts) - 1,
                capital,
                capital and word.text.isupper(),
            )
            for k, part in enumerate(parts)
        ]
    return found

"""What befalls files, drawn from a seed: to bytes of any kind, and to text what people, programs and editors do to it.

::

    bytes   changed, cut out, put in, doubled, swapped, the end cut off, a field of the header as great as it can be
    text    numbers of 5,000 digits, values of another kind, lines by the ten thousand, brackets never closed, other encodings
"""

from __future__ import annotations

import json
import random
import re
from typing import Any

HEAD = 256
"""Bytes of a file in which most of its header lies."""
MANY, LARGEST = 100_000, 4_000_000
"""Letters of a run that is put in; letters up to which a text is made longer."""

NUMBERS = (
    "9" * 5000, "-" + "9" * 5000, "0." + "3" * 5000, "1e400", "-1e400", "1e-400", "1e" + "9" * 50, "nan", "NaN", "Infinity", "-Infinity",
    "0", "-1", "-0.0", "1e308", "9" * 20, "1_000", "0x1f", "²", "٣", "１２", "½", "1,5", "1:2:3:4:5", "99:99:99", "24:60:60.999", "", "+", ".",
    "2026-02-30", "0000-00-00",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, 10**30, "", " ", "x", "nan", "1e999", "9" * 5000, [], {}, [[]], [{}], {"": ""}, [None], ["x"], [1e308],
    {"x": []}, "\ud800", "\x00", "\n",
)  # fmt: skip
RUNS = (
    " ", "\t", "\n", "\r", "\x0b", "[", "{", "(", "<", "<a>", "<v ", "&amp;", '"', '""', "'", "\\", "\\\\\"", ":", "a:", "-", "--> ", "->", "|",
    "*", ".", "..", ",", ";", "=", "a=", "_", "#", "~", "a", "a ", "A ", "é", "\u0301", "0", "0 ", "0:00 ", "00:00:01 ", "1.0 ", "{}", "[]",
    "{\"a\":", "[[", "SPEAKER ", "Agent: ", "Agent: a\n", "1\n", "\n\n", "x\t", "x,", "NOTE\n", "<NA> ", "\u200b", "\u2028", "(a|b) ", "[a] ", "(a ",
)  # fmt: skip
SIGNS = (
    "\0", "\x1b[31m", "\x07", "\x85", "\u2028", "\u2029", "\ufeff", "\u202e", "\u200b", "\ufffe", "\U0010ffff", "İ", "ß", "ﬁ", "\r", "\x1c", "\x0c",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp437", "utf-7", "shift-jis")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The file with one or more damages; those of text only where it is text."""
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        text = _text(content) if dice.random() < 0.7 else None
        content = dice.choice(OF_BYTES)(content, dice) if text is None else _encoded(dice.choice(OF_TEXT)(text, dice))
    if (text := _text(content)) is not None and dice.random() < 0.05:
        content = text.encode(dice.choice(ENCODINGS), errors="replace")
    return content


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8") or None
    except UnicodeDecodeError:
        return None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def _place(content: bytes | str, dice: random.Random, most: int | None = None) -> int:
    return dice.randrange(max(1, min(len(content), most or len(content))))


def _flip(content: bytes, dice: random.Random, most: int | None = None) -> bytes:
    mended = bytearray(content)
    for _ in range(dice.choice((1, 3, 30, 300)) if mended else 0):
        mended[_place(content, dice, most)] = dice.randrange(256)
    return bytes(mended)


def _flip_in_head(content: bytes, dice: random.Random) -> bytes:
    return _flip(content, dice, HEAD)


def _extreme(content: bytes, dice: random.Random) -> bytes:
    """A field of the header that holds as much, or as little, as it can."""
    width = dice.choice((1, 2, 4, 8))
    value = dice.choice(
        (b"\0" * width, b"\xff" * width, b"\x7f" + b"\xff" * (width - 1), b"\xff" * (width - 1) + b"\x7f")
    )
    at = _place(content, dice, HEAD)
    return content[:at] + value + content[at + width :]


def _cut_end(content: bytes, dice: random.Random) -> bytes:
    return content[: _place(content, dice)]


def _cut_out(content: bytes, dice: random.Random) -> bytes:
    at = _place(content, dice)
    return content[:at] + content[at + dice.choice((1, 7, 512, len(content) // 3)) :]


def _insert(content: bytes, dice: random.Random) -> bytes:
    at = _place(content, dice)
    return content[:at] + dice.randbytes(dice.choice((1, 5, 300, 5000))) + content[at:]


def _double(content: bytes, dice: random.Random) -> bytes:
    at = _place(content, dice)
    return content[:at] + content[at : at + dice.choice((4, 100, len(content)))] * 2 + content[at:]


def _swap(content: bytes, dice: random.Random) -> bytes:
    a, b = sorted((_place(content, dice), _place(content, dice)))
    return content[b:] + content[a:b] + content[:a]


OF_BYTES = (_flip, _flip_in_head, _extreme, _cut_end, _cut_out, _insert, _double, _swap)


def _numbers(text: str, dice: random.Random) -> str:
    """One number, or all, as no program writes it."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return text + dice.choice(NUMBERS)
    if len(text) < MANY and dice.random() < 0.2:
        other = dice.choice(NUMBERS)
        return _NUMBER.sub(lambda _: other if len(other) < 50 or dice.random() < 0.1 else "7", text)
    number = dice.choice(found)
    return text[: number.start()] + dice.choice(NUMBERS) + text[number.end() :]


def _value(text: str, dice: random.Random) -> str:
    """A value of JSON of another kind, or gone; of other text, a word."""
    try:
        root = json.loads(text)
    except (ValueError, RecursionError):
        return dice.choice((_word, _settled))(text, dice)
    places = _places(root)
    for holder, key in dice.sample(places, min(len(places), dice.choice((1, 1, 5)))):
        if dice.random() < 0.2 and key in (holder if isinstance(holder, dict) else range(len(holder))):
            del holder[key]
        elif isinstance(holder, dict) or key < len(holder):
            holder[key] = dice.choice(VALUES)
    return json.dumps(root, ensure_ascii=dice.random() < 0.5)


def _places(root: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [root]
    while waiting:
        holder = waiting.pop()
        inner = holder.items() if isinstance(holder, dict) else enumerate(holder) if isinstance(holder, list) else ()
        for key, value in inner:
            found.append((holder, key))
            waiting.append(value)
    return found


def _word(text: str, dice: random.Random) -> str:
    """A word in another's place."""
    words = list(re.finditer(r"\S+", text[:MANY]))
    if len(words) < 2:
        return text
    word, other = dice.sample(words, 2)
    return text[: word.start()] + other.group() + text[word.end() :]


def _settled(text: str, dice: random.Random) -> str:
    """What follows a sign of equality, or a colon, of another kind."""
    found = list(re.finditer(r"(?<=[=:]) ?[^\n=:]*", text[:MANY]))
    if not found:
        return _word(text, dice)
    value = dice.choice(found)
    other = dice.choice((*NUMBERS, *map(json.dumps, VALUES)))
    return text[: value.start()] + other + text[value.end() :]


def _run(text: str, dice: random.Random) -> str:
    """A sign that somebody's cat held down."""
    sign, at = dice.choice(RUNS), _place(text, dice)
    return text[:at] + sign * (dice.choice((50, 5000, MANY)) // len(sign)) + text[at:]


def _sign(text: str, dice: random.Random) -> str:
    at = _place(text, dice)
    return text[:at] + dice.choice(SIGNS) + text[at:]


def _lines(text: str, dice: random.Random) -> str:
    """Lines taken out, put elsewhere, or said over and over."""
    lines = text.splitlines(keepends=True)
    first = dice.randrange(len(lines))
    piece = lines[first : first + dice.choice((1, 1, 2, 3, 5, 10))]
    rest = lines[:first] + lines[first + len(piece) :]
    how = dice.choice(("out", "elsewhere", "again", "over and over"))
    if how == "out":
        return "".join(rest)
    if how == "elsewhere":
        to = dice.randrange(len(rest) + 1)
        return "".join([*rest[:to], *piece, *rest[to:]])
    most = max(1, LARGEST // max(1, sum(map(len, piece))))
    times = 2 if how == "again" else min(dice.choice((100, 20_000)), most)
    return "".join([*lines[:first], *piece * times, *lines[first:]])


def _other_ends(text: str, dice: random.Random) -> str:
    return text.replace("\n", dice.choice(("\r\n", "\r", "\n\n", " ", "\u2028", "\x85", "\x0b")))


OF_TEXT = (_numbers, _numbers, _value, _value, _word, _run, _run, _sign, _lines, _lines, _other_ends)

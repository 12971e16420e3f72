"""Text as it is kept and searched.

People paste anything. What no database can hold (the character NUL, halves of surrogate pairs) becomes the
replacement character; everything else, markup included, is kept as it is and shown as text.

For searching, words are *folded*: lower case, no punctuation, one space before and after each, so that a search
finds the beginnings of words ("refund" finds "refunds") and a phrase in quotation marks finds just that::

    "No, REFUNDS aren't…"   ->   " no refunds aren't "
    refund policy           ->   contains " refund" and " policy"
    "no refunds"            ->   contains " no refunds "
"""

from __future__ import annotations

import re

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_PHRASE = re.compile(r'["“]([^"”]*)["”]|(\S+)')

MAX_NAME_LENGTH = 200


def storable_text(text: str) -> str:
    """``text`` as any database can hold it."""
    return _UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """``text`` as a name: one line, no more than 200 characters, none of which a terminal or a log would obey (ESC)."""
    line = " ".join(storable_text(text).split())
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", line)[:MAX_NAME_LENGTH].strip()


def fold_text(text: str) -> str:
    """The words of ``text`` for searching; a single space where there are none."""
    words = _WORD.findall(storable_text(text).casefold().replace("’", "'"))
    return f" {' '.join(words)} " if words else " "


def search_terms(search: str) -> list[str]:
    """What a folded text has to contain, each piece, to be found by ``search``."""
    pieces = []
    for phrase, word in _PHRASE.findall(search):
        folded = fold_text(phrase or word)
        if folded.replace("_", " ").strip():  # as the index has them: of a “_” alone nothing is left
            pieces.append(folded if phrase else folded.rstrip())
    return pieces

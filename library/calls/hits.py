"""Where in a call the words stand that were searched for: the second to open it at, and the line to show in a list.

It is searched in the words as they are shown, masked (:mod:`library.calls.redacting`). Of many places the one is told that says most: the earliest turn in which most of what was searched for is said. A phrase
in quotation marks may run from one turn into the next, as it may for the search (:mod:`library.database.text`); its place
is where it begins.

The words are those that stand (:mod:`library.corrections`). With their times they lie packed (:mod:`library.database.packing`),
so they are read for the calls of one page, never for a library.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.calls.redacting import masking_of, with_nothing_masked
from library.corrections.apply import corrected_turns
from library.corrections.rows import standing
from library.database.packing import unpack_turns, unpack_words
from library.database.schema import CallRow, Hearing
from library.database.text import fold_text, search_terms

Words = Sequence[tuple[float, str]]
"""The words of a turn, each with the second at which it begins."""
BEFORE, AFTER = 5, 9
"""Words of the line that are shown before the hit, and from it on."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was searched for is said from ``start`` seconds on; ``words`` are the line round it, shortened with “…”."""

    start: float
    words: str


def find_hits(session: Session, call_ids: Sequence[str], search: str) -> dict[str, Hit]:
    """The place of ``search`` in each of the calls in whose words some of it stands, by the call's id."""
    terms = search_terms(search)
    if not terms or not call_ids:
        return {}
    facts = (
        select(CallRow.id, Hearing.facts)
        .join(Hearing, (CallRow.id == Hearing.call_id) & (CallRow.depends == Hearing.depends))
        .where(CallRow.id.in_(call_ids))
    )
    corrections, plain = standing(session, call_ids), with_nothing_masked(session, call_ids)

    def words_of(call_id: str, packed: str) -> Sequence[Words]:
        if call_id not in corrections and call_id in plain:  # most are, and their words are unpacked the faster
            return unpack_words(packed)
        turns = corrected_turns(unpack_turns(packed), corrections.get(call_id, ()))
        shown = masking_of(session, call_id, turns).turns()
        return [[(word.span.start, word.text) for word in turn.words] for turn in shown]

    hits = ((call_id, hit_in(words_of(call_id, packed), terms)) for call_id, packed in session.execute(facts).all())
    return {call_id: hit for call_id, hit in hits if hit is not None}


def hit_in(turns: Sequence[Words], terms: Sequence[str]) -> Hit | None:
    """The place in ``turns`` of what :func:`library.database.text.search_terms` made; ``None`` where nothing of it is."""
    text, owners = _folded(turns)
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)  # turn: where in it each term is said first
    for term in terms:
        at = text.find(term)
        while at >= 0:
            turn, word = owners.at(at)
            found[turn].setdefault(term, word)
            at = text.find(term, at + 1)
    if not found:
        return None
    best = min(found, key=lambda turn: (-len(found[turn]), turn))
    words = turns[best]
    first = min(found[best].values())
    return Hit(words[first][0], _line([text for _, text in words], first))


class _Owners:
    """Of every character of a text of folded words, which turn and word it is of."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._words: list[tuple[int, int]] = []

    def add(self, start: int, turn: int, word: int) -> None:
        self._starts.append(start)
        self._words.append((turn, word))

    def at(self, character: int) -> tuple[int, int]:
        return self._words[bisect_right(self._starts, character) - 1]


def _folded(turns: Sequence[Words]) -> tuple[str, _Owners]:
    """All words as they are searched, and whose each character is; a space is of the word after it."""
    text: list[str] = []
    owners, length = _Owners(), 0
    for t, words in enumerate(turns):
        for w, (_, word) in enumerate(words):
            folded = _fold_word(word)
            if folded:
                owners.add(length, t, w)
                text.append(folded)
                length += len(folded)
    return "".join(text) + " ", owners


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    """The same words are said over and over."""
    return fold_text(word).rstrip()


def _line(words: Sequence[str], first: int) -> str:
    start, end = max(0, first - BEFORE), first + AFTER
    return f"{'… ' if start else ''}{' '.join(words[start:end])}{' …' if end < len(words) else ''}"

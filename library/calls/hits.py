"""Where in a call the words stand that were searched for: the second to open it at, and the line to show in a list.

Of many places the one is told that says most: the earliest turn in which most of what was searched for is said. A phrase
in quotation marks may run from one turn into the next, as it may for the search (:mod:`library.database.text`); its place
is where it begins.

The words with their times lie packed (:mod:`library.database.packing`), so they are read for the calls of one page, never
for a library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from audio.call import Turn, Word
from library.database.packing import unpack_turns
from library.database.schema import CallRow, Hearing
from library.database.text import fold_text, search_terms

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
    hits = ((call_id, hit_in(unpack_turns(packed), terms)) for call_id, packed in session.execute(facts))
    return {call_id: hit for call_id, hit in hits if hit is not None}


def hit_in(turns: Sequence[Turn], terms: Sequence[str]) -> Hit | None:
    """The place in ``turns`` of what :func:`library.database.text.search_terms` made; ``None`` where nothing of it is."""
    text, owners = _folded(turns)
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)  # turn: where in it each term is said first
    for term in terms:
        at = text.find(term)
        while at >= 0:
            turn, word = owners[at]
            found[turn].setdefault(term, word)
            at = text.find(term, at + 1)
    if not found:
        return None
    best = min(found, key=lambda turn: (-len(found[turn]), turn))
    words = turns[best].words
    first = min(found[best].values())
    return Hit(words[first].span.start, _line(words, first))


def _folded(turns: Sequence[Turn]) -> tuple[str, list[tuple[int, int]]]:
    """All words as they are searched, and of every character ``(turn, word)`` that it is of; a space is of the word after it."""
    text: list[str] = []
    owners: list[tuple[int, int]] = []
    for t, turn in enumerate(turns):
        for w, word in enumerate(turn.words):
            folded = fold_text(word.text).rstrip()
            text.append(folded)
            owners += [(t, w)] * len(folded)
    return "".join(text) + " ", owners


def _line(words: Sequence[Word], first: int) -> str:
    start, end = max(0, first - BEFORE), first + AFTER
    shown = " ".join(word.text for word in words[start:end])
    return f"{'… ' if start else ''}{shown}{' …' if end < len(words) else ''}"

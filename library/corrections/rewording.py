"""Other words in the place of those that were heard: only what differs is touched (Ratcliff and Obershelp's longest runs in common).

::

    heard      what is your reefund polly see
    corrected  what is your refund policy of ours      "refund" for "reefund"; "policy" for "polly see"; "of ours" beside it

A word in another's place has its time (:mod:`library.corrections.retiming`) and says what was heard there; nothing is known of
how sure a recogniser would be of it. Words where none was heard share the time of the word before them, or of the one after. What runs over a pause is said on
either side of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from audio.call import Word
from audio.span import Span
from library.corrections.retiming import share_by_letters


@dataclass(frozen=True, slots=True)
class Reworded:
    """The new words, for each of them the turn that it is in, and how many heard words were taken out."""

    words: tuple[Word, ...]
    turns: tuple[int, ...]
    taken_out: int


@dataclass(slots=True)
class _Block:
    """Old words ``a`` to ``b`` and the texts ``c`` to ``d`` in their place; ``kept`` is the text that is an old word beside new ones."""

    a: int
    b: int
    c: int
    d: int
    same: bool = False
    kept: int | None = None


def reword(old: Sequence[Word], turns: Sequence[int], texts: Sequence[str]) -> Reworded:
    """The words of ``texts`` in the place of ``old``, each of which is in the turn of that number."""
    new: list[tuple[Word, int]] = []
    taken_out = 0
    for block in _blocks([word.text for word in old], texts):
        own, own_turns, read = old[block.a : block.b], turns[block.a : block.b], texts[block.c : block.d]
        if block.same:
            words = list(zip(own, own_turns, strict=True))
        elif not read:
            words, taken_out = [], taken_out + sum(word.heard != "" for word in own)
        else:
            words = _in_place_of(own, own_turns, read, block.kept)
        if words and own[0].opens is not None:
            words[0] = (replace(words[0][0], opens=own[0].opens), words[0][1])
        new += words
    if new and old[0].opens is not None:
        new[0] = (replace(new[0][0], opens=old[0].opens), new[0][1])
    return Reworded(tuple(word for word, _ in new), tuple(turn for _, turn in new), taken_out)


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """What differs and what does not, in order; where words are only added, one that stays is taken with them."""
    blocks: list[_Block] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "insert":
            skipped = 1 if blocks and blocks[-1].b > a else 0  # taken with what was added before it
            blocks.append(_Block(a + skipped, b, c + skipped, d, same=kind == "equal"))
        elif a == 0:
            blocks.append(_Block(0, 1, 0, d + 1, kept=d))
        elif blocks[-1].a == blocks[-1].b:  # added to on both sides
            blocks[-2].d = d
        else:
            blocks[-1].b, blocks[-1].d = blocks[-1].b - 1, blocks[-1].d - 1
            blocks.append(_Block(a - 1, a, c - 1, d, kept=0))
    return [block for block in blocks if block.a < block.b]


def _in_place_of(
    old: Sequence[Word], turns: Sequence[int], texts: Sequence[str], kept: int | None
) -> list[tuple[Word, int]]:
    if len(old) == len(texts):
        one_each = zip(old, texts, turns, strict=True)
        return [(_read_as(word.span, text, word), turn) for word, text, turn in one_each]
    placed = _placed(old, turns, texts)
    if kept is not None:
        inserted = [(Word(span, text, heard=""), turn) for (span, turn), text in zip(placed, texts, strict=True)]
        return [(replace(old[0], span=placed[k][0]), turns[0]) if k == kept else one for k, one in enumerate(inserted)]
    return [(_read_as(span, text, *old), turn) for (span, turn), text in zip(placed, texts, strict=True)]


def _placed(old: Sequence[Word], turns: Sequence[int], texts: Sequence[str]) -> list[tuple[Span, int]]:
    """When each of ``texts`` is said, and in which turn: shared out over the time of the old words without the pauses between turns."""
    stretches: dict[int, Span] = {}
    for word, turn in zip(old, turns, strict=True):
        start = stretches[turn].start if turn in stretches else word.span.start
        stretches[turn] = Span(start, max(start, word.span.end))
    placed = []
    for share in share_by_letters(Span(0.0, sum(stretch.duration for stretch in stretches.values())), texts):
        before, parts = 0.0, []
        for turn, stretch in stretches.items():
            first, last = (min(max(time - before, 0.0), stretch.duration) for time in (share.start, share.end))
            parts.append((round(last - first, 6), Span(stretch.start + first, stretch.start + last), turn))
            before += stretch.duration
        _, span, turn = max(parts, key=lambda part: part[0])
        placed.append((span, turn))
    return placed


def _read_as(span: Span, text: str, *old: Word) -> Word:
    heard = " ".join(heard for word in old if (heard := word.text if word.heard is None else word.heard))
    return Word(span, text, heard=None if heard == text else heard)

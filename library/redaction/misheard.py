"""What a recogniser made of a number that it misheard, where what stands round it tells that there was one.

::

    it's  for two eight                      edges     “for”, “to”, “ate” at the edge of what is masked are digits too
    A and the three digits on the back       answers   what follows a question for a number, is short, and is no reply that people
    C to hold it.                                      give instead (“hang on”, “I haven't got it”)
    C four nine two | DiPOLO-O-TU-FOR. | eight eight oh one      between   the same, between two pieces of one number

Seen where a synthesiser's voice was heard by Whisper's base model, which writes a number that it is not sure of as words that
sound like it. Nothing is masked for its sound alone: there is always a question, or another piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from audio.call import Speaker, Turn, Word
from library.redaction.kinds import words_of
from library.redaction.mask import Mask
from library.redaction.spoken.context import Window

NUMBERS = frozenset(
    {
        "card_number",
        "security_code",
        "card_expiry",
        "phone_number",
        "account_number",
        "part_of_number",
        "national_number",
    }
)
"""Kinds that are all digits, or nearly."""
LONGEST_ANSWER = 5
"""Words of an answer that is masked for being no reply."""
LATE = 4
"""Atoms that may follow the cue of a question: “please”, “on the card”."""
APART = 4
"""Turns between two pieces of one number."""


def with_edges(turns: Sequence[Turn], mask: Mask) -> Mask:
    """The mask of a number with the words at its edges that sound like digits."""
    if mask.kind not in NUMBERS or mask.last < 0:
        return mask
    words, first, last = turns[mask.turn].words, mask.first, mask.last
    while first and _sounds(words[first - 1]) and (first == 1 or _leads(words[first - 2])):
        first -= 1
    first = _before_correction(words, first)
    while last + 1 < len(words) and _sounds(words[last + 1]) and all(map(_sounds, words[last + 1 :])):
        last += 1
    return replace(mask, first=first, last=last)


def unheard_answers(
    turns: Sequence[Turn], sizes: Sequence[int], order: Sequence[int], windows: Iterable[Window], masks: Sequence[Mask]
) -> Iterator[Mask]:
    """Turns in which a number was said that nothing is left of; ``sizes`` are the atoms of each turn, ``masks`` what was found."""
    places = {t: k for k, t in enumerate(order)}
    masked = {mask.turn for mask in masks}
    for window in windows:
        after = places[window.turn] + 1
        asked = window.kind.mask and window.kind.id in NUMBERS and not window.hint
        if not asked or after >= len(order) or window.last < sizes[window.turn] - 1 - LATE:
            continue
        asker, answer = turns[window.turn], order[after]
        if (
            asker.speaker == "agent"
            and turns[answer].speaker != "agent"
            and (_is_no_reply(turns[answer], masked, answer) or _is_mangled(turns[answer], masked, answer))
        ):
            yield Mask(answer, 0, len(turns[answer].words) - 1, window.kind.id)
    yield from _between(turns, order, places, masks, masked)


def _between(
    turns: Sequence[Turn], order: Sequence[int], places: dict[int, int], masks: Sequence[Mask], masked: set[int]
) -> Iterator[Mask]:
    last: dict[tuple[Speaker, str], int] = {}
    for mask in sorted(masks, key=lambda mask: (places[mask.turn], mask.first)):
        if mask.kind not in NUMBERS:
            continue
        speaker, here = turns[mask.turn].speaker, places[mask.turn]
        before = last.get((speaker, mask.kind))
        if before is not None and here - before <= APART:
            for t in order[before + 1 : here]:
                if turns[t].speaker == speaker and _is_no_reply(turns[t], masked, t):
                    yield Mask(t, 0, len(turns[t].words) - 1, mask.kind)
        last[speaker, mask.kind] = here


def _is_no_reply(turn: Turn, masked: set[int], t: int) -> bool:
    words = [_plain(word) for word in turn.words]
    if t in masked or not 0 < len(words) <= LONGEST_ANSWER:
        return False
    return not any(word in words_of("replies") or word.endswith(("n't", "'m", "'ve", "'ll", "'d")) for word in words)


def _is_mangled(turn: Turn, masked: set[int], t: int) -> bool:
    """Whether a short answer has a digit in it among words that people also reply with: “Do I pull four or” was “double four”."""
    words = [_plain(word) for word in turn.words]
    if t in masked or not 0 < len(words) <= LONGEST_ANSWER or not any(_is_digit(word) for word in words):
        return False
    return not any(
        word in words_of("measures") or word in words_of("asides") or word.endswith(("n't", "'m", "'ve", "'ll", "'d"))
        for word in words
    )


def _before_correction(words: Sequence[Word], first: int) -> int:
    """The first word of what was put right before a number: “for two ate, sorry, four two eight”; ``first`` where nothing was."""
    if first < 2 or _plain(words[first - 1]) not in words_of("corrections"):
        return first
    k = first - 1
    while k and (_sounds(words[k - 1]) or _is_digit(_plain(words[k - 1]))):
        k -= 1
    return k if any(_is_digit(_plain(word)) for word in words[k : first - 1]) else first


def _is_digit(word: str) -> bool:
    """Whether a word is a digit and can hardly be anything else, as “one” can."""
    return word in words_of("digits")


def _sounds(word: Word) -> bool:
    return _plain(word) in words_of("sounds")


def _leads(word: Word) -> bool:
    return _plain(word) in words_of("small") or _sounds(word) or word.text.endswith((",", ".", "?"))


def _plain(word: Word) -> str:
    return word.text.casefold().replace("’", "'").strip(' .,;:!?…"“”-')

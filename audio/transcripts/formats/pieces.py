"""Pieces of words put together: some recognisers write the tokens of their model, not words.

::

    " War" "ranty" " desk" "," " Carla"   ->   Warranty   desk,   Carla

A piece that begins with a space begins a word. A word lasts from its first piece to its last; it is as sure as its least sure piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audio.transcripts.cue import TimedToken, spoken_text


def whole_words(pieces: Iterable[TimedToken]) -> list[TimedToken]:
    """Words of ``pieces``, whose text still has its spaces; a change of speaker also begins a word."""
    groups: list[list[TimedToken]] = []
    for piece in pieces:
        last = groups[-1][-1] if groups else None
        begins = last is None or piece.text[:1].isspace() or last.text[-1:].isspace() or last.speaker != piece.speaker
        if begins:
            groups.append([])
        groups[-1].append(piece)
    words = (_word(group) for group in groups)
    return [word for word in words if word.text]


def _word(group: Sequence[TimedToken]) -> TimedToken:
    text = spoken_text("".join(piece.text for piece in group))
    starts = [piece.start for piece in group if piece.start is not None]
    ends = [piece.end for piece in group if piece.end is not None]
    sure = [piece.confidence for piece in group if piece.confidence is not None]
    return replace(
        group[0],
        text=text,
        start=min(starts, default=None),
        end=max(ends, default=None),
        confidence=min(sure, default=None),
    )

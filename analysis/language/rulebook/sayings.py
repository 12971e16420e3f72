"""Sayings: what people say that is no technique, and yet tells how a call goes: relief, agreement, sarcasm, a wait named.

Each is a table of ``techniques/in_time/sayings.toml`` in the language of the rules (:mod:`analysis.language.rulebook.patterns`), with sentences
that it must and must not find::

    [relief]
    speaker  = "customer"
    patterns = ["(weight|load) .. off"]
    vetoes   = ["weight .. off the"]        found over the same words, the pattern was not meant
    flag     = ["That's a weight off."]     must be found
    pass     = ["Take the weight off the lid."]   must not

Nothing is weighed here: what a saying means in its place is for :mod:`analysis.outcome.settled`, :mod:`analysis.outcome.missed` and
:mod:`analysis.outcome.ending` to say.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from analysis.language.rulebook.loading import SHIPPED, load_book
from analysis.language.rulebook.patterns import Finder, compile_pattern, word_lists
from analysis.language.tokens import Tokens, sentences, tokenize
from audio.call import SPEAKERS, Speaker


@dataclass(frozen=True, slots=True)
class Saying:
    """One kind of thing that ``speaker`` may say, by its turns of phrase."""

    id: str
    speaker: Speaker
    patterns: tuple[str, ...]
    vetoes: tuple[str, ...]
    flag: tuple[str, ...]
    pass_: tuple[str, ...]


@lru_cache(maxsize=1)
def load_sayings() -> tuple[Saying, ...]:
    """The shipped ones, in the order of their file."""
    tables = tomllib.loads((SHIPPED / "in_time" / "sayings.toml").read_text(encoding="utf-8"))
    return tuple(
        Saying(
            name,
            table["speaker"],
            tuple(table["patterns"]),
            tuple(table.get("vetoes", ())),
            tuple(table["flag"]),
            tuple(table["pass"]),
        )
        for name, table in tables.items()
    )


@lru_cache(maxsize=1)
def _finders() -> dict[Speaker, Finder[tuple[str, bool]]]:
    lists = word_lists(load_book().words)
    return {
        speaker: Finder(
            [
                ((saying.id, is_veto), compile_pattern(text, lists))
                for saying in load_sayings()
                if saying.speaker == speaker
                for is_veto, texts in ((False, saying.patterns), (True, saying.vetoes))
                for text in texts
            ]
        )
        for speaker in SPEAKERS
    }


def find_sayings(text: str, speaker: Speaker, tokens: Tokens | None = None) -> dict[str, str]:
    """Which sayings stand in ``text``, by id, each with its words, the longest; its ``tokens`` where the caller has them."""
    tokens = tokens or tokenize(text)
    places: dict[str, list[tuple[int, int]]] = {}
    veto_places: dict[str, list[tuple[int, int]]] = {}
    ends = [end for _, end in sentences(text)]
    for (saying, is_veto), _, first, last in _finders()[speaker].find(tokens, ends):
        (veto_places if is_veto else places).setdefault(saying, []).append((first, last))
    words_of: dict[str, str] = {}
    for saying, ranges in places.items():
        vetoes = veto_places.get(saying, ())
        not_vetoed = [(a, b) for a, b in ranges if not any(a < end and start < b for start, end in vetoes)]
        if not_vetoed:
            first, last = max(not_vetoed, key=lambda place: (place[1] - place[0], -place[0]))
            words_of[saying] = text[tokens.starts[first] : tokens.ends[last - 1]]
    return words_of

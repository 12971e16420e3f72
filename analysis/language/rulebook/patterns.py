"""A small language for turns of phrase, that a coach can read and nobody can hang the program with.

A pattern is a row of words as they are said, in any spelling that :mod:`analysis.language.tokens` settles::

    that's [just] (our|the|company) policy          [..] may be there, (a|b) one of them
    i .. understand how <feeling>                   .. up to three words between, ... up to seven
    appreciat* your patience                        a star: any ending
    ^ whatever $                                    ^ the sentence begins, $ it ends
    i understand ~ found                            ~ up to twenty-five words, across sentences
    # weeks                                         # a number;  _ any one word

``<feeling>`` is a word list of the book (``words.toml``). Nothing crosses the end of a sentence but ``~``. A gap at
the end of a pattern takes all the words it can.

Each pattern becomes one regular expression without unbounded repetition, and how many ways there are to fail at one
place is computed beforehand and limited (:data:`MOST_WAYS`), so that the time it can take is bounded whatever a
team writes. Its *anchors* are words of which one must be there: only patterns whose anchor is heard are tried, which
is why a thousand patterns cost hardly more than ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis.language.tokens import Tokens, tokenize

LONGEST = 600
"""Characters of one pattern."""
MOST_WAYS = 20_000
"""Ways to try at one place, at worst."""

_BREAK = "|"
_ANY = r"[^ |]+ "
_PIECE = re.compile(r"\.{2,3}|[()\[\]|^$~#_]|<[a-z_]+>|[\w'’-]+\*?")
_SHARES = """the 45 you 40 is 40 i 38 a 35 to 35 it 30 and 25 not 22 that 22 have 18 your 18 am 15 NUM 15 for 14 of 14 we 14 will 12 in 12
do 12 can 12 on 12 my 10 me 9 be 9 are 9 at 9 so 9 this 8 was 8 what 8 if 8 no 7 with 7 just 6 would 6 us 5 he 5 they 5 but 5 or 5 one 5
up 5 our 5 all 4 get 4 there 4 yes 4 let 4 need 4 from 4 by 4 out 4 when 4 been 4 how 3 as 3 like 3 want 3 here 3 know 3 could 3 did 3 going 3
right 3 now 3 back 3 had 3 has 3 who 2 why 1 time 2 should 2 said 2 say 1 tell 1 told 1 call 2 sorry 2 please 2 because 2 were 2"""
_COMMON = {word: float(share) for word, share in zip(_SHARES.split()[::2], _SHARES.split()[1::2], strict=True)}
"""In how many of a hundred lines a word is said, roughly; the others in far less than one."""


class PatternError(ValueError):
    """What is wrong with a pattern, in one sentence."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern: its expression, the words one of which it needs, and the ways it can be tried."""

    regex: str
    needs: frozenset[str] | None
    ways: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A turn of phrase, ready to be looked for."""

    text: str
    regex: re.Pattern[str]
    anchors: frozenset[str]


Lists = Mapping[str, "_Part"]


def word_lists(entries: Mapping[str, Iterable[str]]) -> dict[str, _Part]:
    """The word lists of a book, each compiled once. Raises :class:`PatternError` naming the list."""
    lists: dict[str, _Part] = {}
    for name, phrases in entries.items():
        try:
            lists[name] = _alternatives(
                [_Parser(phrase, {}).parse() for phrase in sorted(phrases, key=len, reverse=True)]
            )
        except PatternError as slip:
            raise PatternError(f"in the word list “{name}”: {slip}") from None
    return lists


def compile_pattern(text: str, lists: Lists) -> Pattern:
    """The pattern ``text``. Raises :class:`PatternError` for a slip of the pen or one that could take long."""
    part = _Parser(text, lists).parse()
    if not part.needs:
        raise PatternError(f"“{text}” needs at least one word that must be there")
    if part.ways > MOST_WAYS:
        raise PatternError(f"“{text}” leaves too much open ({part.ways} ways to try); use fewer gaps and options")
    return Pattern(text, re.compile("(?<= )" + part.regex), part.needs)


class _Parser:
    """Recursive descent over the pieces of one pattern."""

    def __init__(self, text: str, lists: Lists) -> None:
        if len(text) > LONGEST:
            raise PatternError(f"a pattern of {len(text)} characters; {LONGEST} is the most")
        self.text = text
        self.lists = lists
        self.pieces = _PIECE.findall(text)
        if "".join(self.pieces) != "".join(text.split()):
            raise PatternError(
                f"“{text}” has a sign that patterns do not know; they know words and [ ] ( ) | * # _ .. ... ~ ^ $ <list>"
            )
        self.position = 0
        self.depth = 0

    def parse(self) -> _Part:
        """The whole pattern as one part. Raises :class:`PatternError`."""
        part = self._sequence()
        if self.position < len(self.pieces):
            raise PatternError(f"“{self.text}” closes a bracket that was never opened, or has a | outside of brackets")
        if part.regex.endswith("}?"):  # a gap at the end takes all it can
            return _Part(part.regex[:-1], part.needs, part.ways)
        return part

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.position < len(self.pieces) and self.pieces[self.position] not in ")]|":
            parts.append(self._item(self.pieces[self.position]))
        ways = 1
        for part in parts:
            ways = min(ways * part.ways, 10**9)
        needs = [part.needs for part in parts if part.needs]
        return _Part("".join(part.regex for part in parts), min(needs, key=_commonness, default=None), ways)

    def _item(self, piece: str) -> _Part:
        self.position += 1
        if piece in "([":
            return self._group(piece)
        if piece.startswith("<"):
            if piece[1:-1] not in self.lists:
                raise PatternError(f"“{self.text}” names the word list {piece}, which is not in the book")
            return self.lists[piece[1:-1]]
        fixed = {
            "..": _Part(f"(?:{_ANY}){{0,3}}?", None, 4),
            "...": _Part(f"(?:{_ANY}){{0,7}}?", None, 8),
            "~": _Part(r"(?:[^ ]+ ){0,25}?", None, 26),
            "_": _Part(_ANY, None, 1),
            "#": _Part("NUM ", frozenset(["NUM"]), 1),
            "^": _Part(r"(?<=\| )", None, 1),
            "$": _Part(r"(?=\|)", None, 1),
        }
        return fixed[piece] if piece in fixed else _word(piece)

    def _group(self, opening: str) -> _Part:
        self.depth += 1
        if self.depth > 4:
            raise PatternError(f"“{self.text}” nests brackets deeper than four")
        closing, branches = (")" if opening == "(" else "]"), [self._sequence()]
        while self.position < len(self.pieces) and self.pieces[self.position] == "|":
            self.position += 1
            branches.append(self._sequence())
        if self.position == len(self.pieces) or self.pieces[self.position] != closing:
            raise PatternError(f"“{self.text}” opens a {opening} that is never closed")
        self.position += 1
        self.depth -= 1
        if any(not branch.regex for branch in branches):
            raise PatternError(f"“{self.text}” has an empty choice in its brackets")
        inside = _alternatives(branches)
        if opening == "(":
            return inside
        return _Part(f"(?:{inside.regex})?", None, inside.ways + 1)


def _word(piece: str) -> _Part:
    if piece.endswith("*"):
        stem = piece[:-1].lower().replace("’", "'")
        if len(stem) < 3 or "'" in stem or "-" in stem:
            raise PatternError(f"“{piece}”: a star needs at least three plain letters before it")
        return _Part(rf"{stem}[^ |]* ", frozenset([piece[:-1].lower() + "*"]), 1)
    words = tokenize(piece).words
    if not words:
        raise PatternError(f"“{piece}” is a hesitation, which is not kept, so it can never be found")
    return _Part(
        "".join(f"{re.escape(word)} " for word in words), min((frozenset([w]) for w in words), key=_commonness), 1
    )


def _alternatives(branches: list[_Part]) -> _Part:
    """One of several. The ways add up only where branches can begin alike; a clear first word decides at once."""
    first: dict[str, int] = {}
    for branch in branches:
        opening = re.match(r"\w+", branch.regex)
        key = opening.group()[:3] if opening else ""
        first[key] = first.get(key, 0) + branch.ways
    loose = first.pop("", 0)
    needs = (
        None
        if any(branch.needs is None for branch in branches)
        else frozenset[str]().union(*(b.needs or () for b in branches))
    )
    return _Part("(?:" + "|".join(b.regex for b in branches) + ")", needs, loose + max(first.values(), default=0))


def _commonness(anchors: frozenset[str]) -> float:
    return sum(_COMMON.get(anchor, 0.05) for anchor in anchors)


Tag = TypeVar("Tag")


class Finder(Generic[Tag]):
    """Many tagged patterns looked for at once; one with several tags is looked for once."""

    def __init__(self, patterns: Iterable[tuple[Tag, Pattern]]) -> None:
        tags: dict[Pattern, list[Tag]] = {}
        for tag, pattern in patterns:
            tags.setdefault(pattern, []).append(tag)
        self._patterns = list(tags.items())
        self._by_word: dict[str, list[int]] = {}
        for k, (pattern, _) in enumerate(self._patterns):
            for anchor in pattern.anchors:
                self._by_word.setdefault(anchor, []).append(k)
        self._stems = sorted({len(anchor) - 1 for anchor in self._by_word if anchor.endswith("*")})
        self._candidates: dict[str, tuple[int, ...]] = {}

    def _anchored_by(self, word: str) -> tuple[int, ...]:
        """The patterns that ``word`` anchors, remembered for the words met most."""
        cached = self._candidates.get(word)
        if cached is None:
            numbers = list(self._by_word.get(word, ()))
            for stem in self._stems:
                if stem <= len(word):
                    numbers += self._by_word.get(word[:stem] + "*", ())
            cached = tuple(numbers)
            if len(self._candidates) < 50_000:
                self._candidates[word] = cached
        return cached

    def find(self, tokens: Tokens, ends: Iterable[int]) -> Iterator[tuple[Tag, Pattern, int, int]]:
        """``(tag, pattern, first token, last token + 1)`` of every match; ``ends`` are the offsets where sentences end."""
        candidates = {k for word in set(tokens.words) for k in self._anchored_by(word)}
        if not candidates:
            return
        stream, place = _as_stream(tokens, ends)
        for k in sorted(candidates):
            pattern, tags = self._patterns[k]
            for match in pattern.regex.finditer(stream):
                if match.end() > match.start():
                    for tag in tags:
                        yield tag, pattern, place[match.start()], place[match.end() - 1] + 1


def _as_stream(tokens: Tokens, ends: Iterable[int]) -> tuple[str, dict[int, int]]:
    """The words between spaces with ``|`` where sentences begin and end, and which token lies at which character.

    A token is found by the character it begins at and by the space after it, the two places a match can end at.
    """
    parts: list[str] = [" ", _BREAK, " "]
    token_at: dict[int, int] = {0: 0, 1: 0, 2: 0}
    offset = 3
    cuts = sorted(ends)
    cut = 0
    for k, word in enumerate(tokens.words):
        is_break = False
        while cut < len(cuts) and tokens.starts[k] >= cuts[cut]:
            cut += 1
            is_break = k > 0
        if is_break:
            parts += (_BREAK, " ")
            token_at[offset] = token_at[offset + 1] = k - 1
            offset += 2
        parts += (word, " ")
        token_at[offset] = token_at[offset + len(word)] = k
        offset += len(word) + 1
    parts += (_BREAK, " ")
    token_at[offset] = token_at[offset + 1] = max(0, len(tokens) - 1)
    return "".join(parts), token_at

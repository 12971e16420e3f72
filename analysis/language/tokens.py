"""Spoken English as comparable tokens, whoever wrote it down.

The same sentence comes in many dresses: a trainer's ("I'm sorry, that's 3 weeks!"), a recogniser's ("im sorry um
thats three weeks"), a transcriber's with curly quotes. Rules and model must not care, so both read *tokens*::

    I'm  sorry,  uh,  that's  3    weeks!
    i am sorry        that is NUM  weeks          each token knows the characters it came from

Contractions are opened ("won't": *will not*), slang spellings settled ("gonna": *going to*), hesitations dropped,
numbers made one (``NUM``, though "one" stays a word: "one at a time"), and a word said twice in a row is said once
("I I just", a false start). Sentences end at ``. ? ! ; …``, a dash that breaks off, or a line's end; text without any
punctuation is one long sentence, which :func:`pieces` cuts before the words that usually begin a new clause.

Nothing here decides what language a text is in; :func:`foreign` only says when it cannot be English.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 20_000
"""Characters of one text that are read; a turn of an hour has about 60,000, nobody's sentence has."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: ``words[k]`` stands for ``text[starts[k]:ends[k]]``; several may share one place."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    @property
    def joined(self) -> str:
        """The words with a space between them."""
        return " ".join(self.words)

    def between(self, start: int, end: int) -> Tokens:
        """The tokens whose characters begin in ``[start, end)``."""
        inside = [k for k, offset in enumerate(self.starts) if start <= offset < end]
        if not inside:
            return Tokens((), (), ())
        cut = slice(inside[0], inside[-1] + 1)
        return Tokens(self.words[cut], self.starts[cut], self.ends[cut])


def bag(words: str) -> frozenset[str]:
    """The words of a row of words."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?")
_CLAUSE_END = re.compile(r"[.?!;…]+[\"'”’)]*(?=\s|$)|\s[-–—]+\s|[–—]+(?=\s|$)|\n+")
_TITLES = bag("mr mrs ms dr prof st no sr jr vs etc approx ext a p u e i")
_HESITATIONS = bag("um uh er erm uhm umm uhh hm hmm mm ah eh ehm ehh mhm huh")
_DIGITS = bag(
    "zero oh two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million"
)
_IS = bag("that it he she what who where there here how when everything nothing everyone nobody this one")
_EXPANSIONS = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not",
    "shan't": "shall not", "ain't": "is not", "aint": "is not", "let's": "let us", "lets": "let us",
    "im": "i am", "ive": "i have", "dont": "do not", "didnt": "did not", "doesnt": "does not", "isnt": "is not",
    "wasnt": "was not", "arent": "are not", "werent": "were not", "couldnt": "could not", "wouldnt": "would not",
    "shouldnt": "should not", "hasnt": "has not", "havent": "have not", "hadnt": "had not", "thats": "that is",
    "theres": "there is", "whats": "what is", "heres": "here is", "whos": "who is", "hes": "he is", "its": "it is",
    "youre": "you are", "youve": "you have", "youll": "you will", "youd": "you would", "theyre": "they are",
    "theyve": "they have", "theyll": "they will", "weve": "we have", "itll": "it will", "thatll": "that will",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "gimme": "give me", "lemme": "let me",
    "dunno": "do not know", "kinda": "kind of", "sorta": "sort of", "outta": "out of", "y'all": "you", "yall": "you",
    "c'mon": "come on", "'cause": "because", "cos": "because", "coz": "because", "cuz": "because",
    "alright": "all right", "ok": "okay", "yeah": "yes", "yep": "yes", "yup": "yes", "yea": "yes", "nope": "no",
    "nah": "no", "mum": "mother", "mom": "mother", "ma'am": "madam", "realise": "realize", "apologise": "apologize",
    "apologising": "apologizing", "prioritise": "prioritize", "organise": "organize", "centre": "center",
    "cancelled": "canceled", "cancelling": "canceling", "colour": "color", "favour": "favor", "cheque": "check",
}  # fmt: skip
_TAILS = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}


@lru_cache(maxsize=50_000)
def _expand(word: str) -> tuple[str, ...]:
    """One written word, in lower case with straight quotes, as tokens: none for a hesitation."""
    word = word.rstrip("'")
    if word in _HESITATIONS:
        return ()
    if word in _EXPANSIONS:
        return tuple(_EXPANSIONS[word].split())
    if word in _DIGITS or word[:1].isdigit():
        return ("NUM",)
    if word.endswith("n't") and len(word) > 3:
        return (word[:-3], "not")
    for tail, full in _TAILS.items():
        if word.endswith(tail) and len(word) > len(tail):
            return (*_expand(word[: -len(tail)]), full)
    if word.endswith("'s") and len(word) > 2:
        return (word[:-2], "is") if word[:-2] in _IS else (word[:-2],)
    return (word,)


def tokenize(text: str) -> Tokens:
    """The tokens of ``text`` (its first :data:`LONGEST` characters) with their places in it."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last: tuple[str, ...] = ()
    for match in _WORD.finditer(text[:LONGEST]):
        expanded = _expand(match.group().lower().replace("’", "'"))
        if not expanded:
            continue
        if expanded == last and (expanded == ("NUM",) or (len(expanded[0]) < 5 and expanded[0] not in ("no", "very"))):
            ends[-1] = match.end()
            continue
        start, end = match.span()
        for word in expanded:
            words.append(word)
            starts.append(start)
            ends.append(end)
        last = expanded
    return Tokens(tuple(words), tuple(starts), tuple(ends))


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of ``text`` lie, as ``(start, end)`` offsets; never empty ones."""
    text = text[:LONGEST]
    cuts: list[int] = []
    for match in _CLAUSE_END.finditer(text):
        before = text[: match.start()].rsplit(None, 1)
        if match.group().startswith(".") and before and before[-1].lower().strip("(\"'“‘") in _TITLES:
            continue
        cuts.append(match.end())
    spans: list[tuple[int, int]] = []
    start = 0
    for cut in [*cuts, len(text)]:
        piece = text[start:cut]
        lead = len(piece) - len(piece.lstrip())
        if _WORD.search(piece):
            spans.append((start + lead, start + len(piece.rstrip())))
        start = cut
    return tuple(spans)


MANY = 26
"""Tokens from which on a stretch without punctuation is cut into clauses."""

_OPENERS = bag("and but so okay well now because then anyway look listen please")


def pieces(text: str, tokens: Tokens | None = None) -> tuple[tuple[int, int], ...]:
    """Sentences, the long ones cut before a word that opens a clause, so that none has much over :data:`MANY` tokens."""
    tokens = tokens or tokenize(text)
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        inside = [k for k, offset in enumerate(tokens.starts) if start <= offset < end]
        first = 0
        while len(inside) - first > MANY:
            window = range(first + MANY // 2, first + MANY)
            cut = next((k for k in reversed(window) if tokens.words[inside[k]] in _OPENERS), first + MANY)
            spans.append((start, tokens.ends[inside[cut - 1]]))
            start, first = tokens.starts[inside[cut]], cut
        spans.append((start, end))
    return tuple(spans)


CONTRASTS = bag("but however although though only unfortunately")
"""Words before which a line may turn: what stands before them is a clause, what follows another."""
SHORTEST = 3
"""Tokens that a clause has at least on both sides of a turn."""
_DANGLING = bag(
    "the a an and but or so if because which whose to of for from with at by into than my your our their its his i we they "
    "be been will would could should might must really just let"
)
"""Words that a clause does not end with unless it breaks off."""
_ENDED = re.compile(r"[.?!;:,…\"'”’)]\s*$")
FRAGMENT = 4
"""Tokens that a broken-off end has at most; a longer one says something whatever it lacks."""


def broken_off(text: str, tokens: Tokens | None = None) -> bool:
    """Whether ``text`` stops in the middle of a sentence: no mark at its end, and a last word that wants another."""
    words = (tokens or tokenize(text[-200:])).words
    return bool(words) and words[-1] in _DANGLING and not _ENDED.search(text)


def clauses(
    text: str, tokens: Tokens | None = None, known_pieces: Iterable[tuple[int, int]] | None = None
) -> tuple[tuple[int, int], ...]:
    """The :func:`pieces` of a text, cut again where a line turns ("…, but you keep asking"); a short broken-off end is left out.

    known_pieces  those of the text, where the caller has them
    """
    tokens = tokens or tokenize(text)
    spans: list[tuple[int, int]] = []
    for start, end in pieces(text, tokens) if known_pieces is None else known_pieces:
        first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
        cut = first
        for k in range(first + SHORTEST, last - SHORTEST):
            if tokens.words[k] in CONTRASTS and k - cut >= SHORTEST:
                spans.append((tokens.starts[cut], tokens.ends[k - 1]))
                cut = k
        spans.append((tokens.starts[cut] if cut > first else start, end))
    if spans and broken_off(text, tokens) and len(tokens) - bisect_left(tokens.starts, spans[-1][0]) <= FRAGMENT:
        spans.pop()
    return tuple(spans)


_ENGLISH = bag(
    "the a i you it to is and that of in for my me we do have not was on be with so what this are can just your if at but "
    "yes no okay thanks thank please hello hi sorry will would there all right they he she been one out up how got get"
)
_OTHER_LANGUAGES = bag(
    "der die das und ich nicht ist sie wir haben mit ein eine auf für auch aber wie le la les des est une que je vous nous "
    "pas avec dans pour qui el los las es por para con una usted muy pero como il di che non sono per della het een van niet "
    "ik dat voor og jeg er det ikke som att och på är inte não você uma com mas estou"
)


def why_not_english(text: str) -> str | None:
    """Why ``text`` is not read as English, in one sentence, or ``None``. Short texts have the benefit of the doubt."""
    text = text[:2000]
    letters = [] if text.isascii() else [c for c in text if c.isalpha()]
    if sum("LATIN" in unicodedata.name(c, "") for c in letters) < 0.7 * len(letters):
        return (
            "These words are not in the Latin alphabet; only English wording is read, so nothing is guessed about them."
        )
    words = text.lower().split()
    if len(words) < 5:
        return None
    foreign_words = sum(map(_OTHER_LANGUAGES.__contains__, words))
    if foreign_words >= 0.2 * len(words) and foreign_words > sum(map(_ENGLISH.__contains__, words)):
        return "This does not look like English; only English wording is read, so nothing is guessed about it."
    return None

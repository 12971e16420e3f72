"""Praat's TextGrid, written and read (Boersma & Weenink, *Praat: doing phonetics by computer*, "TextGrid file formats").

Praat reads a text file by its free-standing tokens alone: numbers, strings in double quotes (a quote inside is
doubled) and flags in angle brackets. All words and signs between them are there for the human reader, so the long
form and the short one are read by the same rules::

    intervals [2]:                     "IntervalTier" "notes: Ama" 0 9.5 3
        xmin = 1.5                     0 1.5 ""
        xmax = 3           same as     1.5 3 "a note"
        text = "a note"                3 9.5 ""

An interval tier covers all of the time, with empty intervals between the marks; marks of no length go on a point
tier (``TextTier``) of the same name. Written in UTF-8; read in UTF-8, in UTF-16 with or without its mark, and, where it is neither,
in Latin-1, which is what older Praats write.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from audio.errors import InputError, SameSideError
from audio.span import Span
from library.exchange.tiers import Mark, Tier

_TOKEN = re.compile(
    r'"(?P<string>[^"]*(?:""[^"]*)*)"'
    r"|(?<!\S)(?P<number>[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?!\S)"
    r"|(?<!\S)(?P<flag><\w+>)"
    r"|(?<!\S)(?P<comment>![^\n]*)"
    r'|(?P<broken>")'
)


def write_textgrid(tiers: Sequence[Tier], duration: float) -> str:
    """Tiers as the text of a TextGrid, in the long form."""
    rows = [row for tier in tiers for row in _rows(tier, duration)]
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {duration!r}"]
    lines += ["tiers? <exists>", f"size = {len(rows)}", "item []:"]
    for n, (kind, name, entries) in enumerate(rows, 1):
        lines += [f"    item [{n}]:", f'        class = "{kind}"', f"        name = {_quoted(name)}"]
        lines += ["        xmin = 0", f"        xmax = {duration!r}"]
        unit = "intervals" if kind == "IntervalTier" else "points"
        lines.append(f"        {unit}: size = {len(entries)}")
        for k, entry in enumerate(entries, 1):
            lines.append(f"        {unit} [{k}]:")
            lines += [f"            {field} = {value}" for field, value in entry]
    return "\n".join(lines) + "\n"


def read_textgrid(data: bytes) -> tuple[Tier, ...]:
    """The tiers of a TextGrid, empty intervals left out. Raises :class:`SameSideError` naming what is wrong, and where."""
    tokens = _Tokens(_decoded(data))
    if tokens.string("“ooTextFile”") != "ooTextFile" or tokens.string("“TextGrid”") != "TextGrid":
        raise InputError(
            'This is not a TextGrid: Praat\'s begin with File type = "ooTextFile", Object class = "TextGrid".'
        )
    tokens.number("where the time begins"), tokens.number("where the time ends")
    if tokens.flag() != "<exists>":
        return ()
    tiers = []
    for _ in range(tokens.count("the number of tiers")):
        kind, name = tokens.string("a tier's class"), tokens.string("a tier's name")
        if kind not in ("IntervalTier", "TextTier"):
            raise tokens.trouble(f"a tier of class “{kind}”, and a TextGrid's are IntervalTier or TextTier")
        tokens.number("where the tier begins"), tokens.number("where the tier ends")
        entries = [_entry(tokens, kind) for _ in range(tokens.count(f"the size of tier “{name}”"))]
        tiers.append(Tier(name, tuple(mark for mark in entries if mark.text.strip())))
    return tuple(tiers)


def _rows(tier: Tier, duration: float) -> Iterator[tuple[str, str, list[list[tuple[str, str]]]]]:
    """A tier of ours as one of intervals, one of points, or both; an empty one as one of intervals."""
    long = [mark for mark in tier.marks if mark.span.duration > 0]
    points = [mark for mark in tier.marks if mark.span.duration == 0]
    if long or not points:
        intervals = [(span.start, span.end, text) for span, text in _covering(long, duration)]
        yield (
            "IntervalTier",
            tier.name,
            [[("xmin", repr(a)), ("xmax", repr(b)), ("text", _quoted(text))] for a, b, text in intervals],
        )
    if points:
        yield "TextTier", tier.name, [[("number", repr(m.span.start)), ("mark", _quoted(m.text))] for m in points]


def _covering(marks: Iterable[Mark], duration: float) -> Iterator[tuple[Span, str]]:
    end = 0.0
    for mark in marks:
        if mark.span.start > end:
            yield Span(end, mark.span.start), ""
        yield mark.span, mark.text
        end = mark.span.end
    if end < duration:
        yield Span(end, duration), ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _entry(tokens: _Tokens, kind: str) -> Mark:
    start = tokens.number("a time")
    end = tokens.number("a time") if kind == "IntervalTier" else start
    if not start <= end:
        raise tokens.trouble(f"an interval that ends at {end} s, before it begins at {start} s")
    return Mark(Span(start, end), tokens.string("the text of a mark"))


def _decoded(data: bytes) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if marked or b"\0" in data[:2]:  # the first sign is one of ASCII, so that half of it is nought
        encoding = "utf-16" if marked else "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            raise InputError("This TextGrid is UTF-16 that breaks off: save it anew in Praat.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


class _Tokens:
    """The free-standing tokens of a text, each asked for by what it should be."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def string(self, what: str) -> str:
        return self._next("string", what).replace('""', '"')

    def number(self, what: str) -> float:
        value = float(self._next("number", what))
        if not math.isfinite(value):
            raise self.trouble(f"a number beyond all measure as {what}")
        return value

    def flag(self) -> str:
        return self._next("flag", "whether there are tiers (<exists>)")

    def count(self, what: str) -> int:
        value = self.number(what)
        if not (value.is_integer() and 0 <= value <= len(self._text)):
            raise self.trouble(f"{value} as {what}")
        return int(value)

    def trouble(self, problem: str) -> SameSideError:
        line = self._text.count("\n", 0, self._at) + 1
        return InputError(f"Line {line} of this TextGrid has {problem}; nothing was read from it.")

    def _next(self, kind: str, what: str) -> str:
        while match := _TOKEN.search(self._text, self._at):
            self._at = match.end()
            if match.lastgroup == "comment":
                continue
            if match.lastgroup == "broken":
                raise self.trouble("a quotation mark that is never closed")
            if match.lastgroup != kind:
                raise self.trouble(f"{match.group()[:40]} where {what} should be")
            return match[kind]
        raise InputError(f"This TextGrid ends too early: {what} should follow. Is it only a part of the file?")

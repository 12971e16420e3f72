"""Patterns of file names: which files a rule is about, and what their names say.

::

    {date}_{time}_{agent}_{queue}      20260203_101500_Ama Osei_Repairs.wav
    {queue}-*-{reference}-{date}       repairs-xx17-C4711-03.02.2026.mp3
    connect-*                          any that begins so

A pattern is of the whole name, its ending left out unless the pattern has one. ``*`` is anything. ``{date}`` is a date as
:mod:`library.metadata.dates` reads it, ``{date:us}`` one with the month first, ``{time}`` a time of day; any other field reaches as far as what
follows it in the pattern allows at the soonest, and the last to the end. Capital letters do not matter, nor how accents are written: some
systems part them from their letters. The agent's side by file name (``library/house/agent_side.py``) is told by patterns of the same kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePath

from audio.errors import InputError
from library.metadata.call_metadata import Metadata, direction_of
from library.metadata.dates import read_moment

MAX_LENGTH, MAX_OPEN = 200, 8
"""Letters of a pattern, and pieces of it that may be of any length: of more, some names take forever to be read."""
FIELDS = ("date", "time", "agent", "team", "queue", "direction", "disposition", "reference")

_PIECE = re.compile(r"\{([^{}]*)\}|(\*+)|([^{}*]+)|([{}])")
_FORMS = {
    "date": r"\d{4}([-_./ ]?)\d{2}\{back}\d{2}|\d{1,2}[-_./ ]\d{1,2}[-_./ ](?:\d{4}|\d{2})",
    "time": r"\d{1,2}[-:._h]\d{2}(?:[-:._]\d{2})?|\d{6}|\d{4}",
}
_KEPT_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


class Pattern:
    """A pattern that can be read. Raises :class:`SameSideError` where it is none, naming what is wrong."""

    def __init__(self, written: str) -> None:
        self.written = unicodedata.normalize("NFC", written.strip())
        if not self.written or "/" in self.written or "\\" in self.written or len(self.written) > MAX_LENGTH:
            raise InputError(
                f"“{written[:60]}” is no pattern of a file's name: write the name without folders, with “*” for what differs and "
                "fields such as {date} and {agent} for what it says."
            )
        self.american = False
        self.fields: list[str] = []
        parts, before, groups = [], "", 0
        for match in _PIECE.finditer(self.written):
            field, stars, text, stray = match.groups()
            if stray:
                raise self._wrong("a brace stands alone in it; a field is written as {agent}")
            if field is not None:
                name = self._field(field, before)
                groups += 1
                form = _FORMS.get(name)
                if form is None:
                    parts.append(f"(?P<{name}>.+?)")
                else:
                    groups += "([" in form
                    parts.append(f"(?P<{name}>{form.replace('{back}', str(groups))})")
            else:
                parts.append(".*?" if stars else re.escape(text))
            before = "field" if field is not None and _FORMS.get(self.fields[-1]) is None else ""
        if sum(piece.startswith((".", "(?P<")) for piece in parts) > MAX_OPEN:
            raise self._wrong(f"it has more than {MAX_OPEN} fields and “*”")
        self._pattern = re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
        self._has_ending = bool(_KEPT_ENDING.search(self.written))

    def values(self, name: str) -> dict[str, str] | None:
        """What a file's name says in each field; ``None`` where the pattern does not fit it."""
        whole = unicodedata.normalize("NFC", PurePath(name).name)
        stem = _KEPT_ENDING.sub("", whole)
        match = self._pattern.fullmatch(whole) or (None if self._has_ending else self._pattern.fullmatch(stem))
        if match is not None and not self._has_ending and match.string is whole and stem != whole:
            match = self._pattern.fullmatch(stem) or match
        return None if match is None else {field: match[field].strip() for field in self.fields}

    def read(self, name: str) -> Metadata | None:
        """What a file's name says; ``None`` where the pattern does not fit it, or its date is no date."""
        values = self.values(name)
        if values is None:
            return None
        said = {field: value or None for field, value in values.items() if field not in ("date", "time")}
        if said.get("direction"):
            said["direction"] = direction_of(str(said["direction"]))
        moment = read_moment(values["date"], values.get("time", ""), self.american) if "date" in values else None
        return None if "date" in values and moment is None else Metadata(**said, date=moment)

    def _field(self, written: str, before: str) -> str:
        name, _, form = written.strip().casefold().partition(":")
        if name not in FIELDS or form not in ("", "us") or (form and name != "date"):
            raise self._wrong(
                f"there is no field {{{written}}}; there are {', '.join(f'{{{field}}}' for field in FIELDS)}"
            )
        if name in self.fields:
            raise self._wrong(f"{{{name}}} stands in it twice")
        if name == "time" and "date" not in self.written.casefold():
            raise self._wrong("a {time} needs a {date}")
        if before == "field" and name not in _FORMS:
            raise self._wrong(f"nothing parts {{{name}}} from the field before it, so nobody can tell where that ends")
        self.american = self.american or form == "us"
        self.fields.append(name)
        return name

    def _wrong(self, why: str) -> InputError:
        return InputError(f"The pattern “{self.written[:80]}” cannot be used: {why}.")


def parse_pattern(written: str) -> Pattern:
    """A pattern that says something of a call. Raises :class:`SameSideError` where it has no field, or is no pattern."""
    pattern = Pattern(written)
    if not pattern.fields:
        raise InputError(
            f"The pattern “{pattern.written[:80]}” has no field, such as {{date}} or {{agent}}, so it says nothing of a call."
        )
    return pattern


def fits(pattern: str, name: str) -> bool:
    """Whether a pattern, with fields or as a shell has them, fits a file's name. Raises :class:`SameSideError` where it is none."""
    if "{" in pattern or "}" in pattern:
        return Pattern(pattern).values(name) is not None
    return fnmatchcase(normalised(name), normalised(pattern))


def normalised(name: str) -> str:
    """A name or pattern whatever its capitals, and however its accents are written."""
    return re.sub(r"\*+", "*", unicodedata.normalize("NFC", name).casefold())


def try_pattern(written: str, names: Iterable[str]) -> list[tuple[str, Metadata | None]]:
    """What a pattern would read of each name, ``None`` where it does not fit: looked at before the pattern is kept.

    Raises :class:`SameSideError` as :func:`parse_pattern` does.
    """
    pattern = parse_pattern(written)
    return [(name, pattern.read(name)) for name in names]

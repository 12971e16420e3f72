"""Dates and times of day as files have them.

::

    2026-02-03T10:15:00Z   20260203   2026_02_03      year first: one reading
    03.02.2026   3/2/2026  03-02-26                   day first, as in Europe, unless the column or the pattern says otherwise
    02/14/2026                                        the fourteenth month there is not: month first, and so the whole column

A time without a zone is this machine's. A date without a time is noon, so that it stays the same day wherever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time

_YEAR_FIRST = re.compile(r"(\d{4})([-/._ ]?)(\d{2})\2(\d{2})(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/._ ])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(r"(\d{1,2})[:.\-_h](\d{2})(?:[:.\-_](\d{2}))?(?:[.,]\d+)?\s*([ap]\.?m\.?)?", re.I)
_CLOCK_PLAIN = re.compile(r"(\d{2})(\d{2})(\d{2})?")
_ZONE = re.compile(r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$", re.I)
EARLIEST, LATEST = 1980, 2100
"""Years of which a recording may be."""


def month_first(values: Iterable[str]) -> bool:
    """Whether dates of one column that end in the year begin with the month: where one of them can be read no other way, and none the
    other way."""
    pairs = [(int(match[1]), int(match[3])) for value in values if (match := _YEAR_LAST.match(value.strip()))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def read_date(text: str, american: bool = False) -> tuple[date, str] | None:
    """The date that a text begins with, and what follows it; ``None`` where it begins with none.

    american  03/02 is the second of March
    """
    text = text.strip()
    if match := _YEAR_FIRST.match(text):
        year, month, day = match[1], match[3], match[4]
    elif match := _YEAR_LAST.match(text):
        day, month, year = (match[3], match[1], match[4]) if american else (match[1], match[3], match[4])
    else:
        return None
    whole_year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        found = date(whole_year, int(month), int(day))
    except ValueError:
        return None
    return (found, text[match.end() :]) if EARLIEST <= found.year < LATEST else None


def read_time(text: str) -> time | None:
    """A time of day: 10:15, 10.15.30, 101530, 1:05 PM; ``None`` where it is none."""
    text = text.strip()
    match = _CLOCK.fullmatch(text) or _CLOCK_PLAIN.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    half = (match.groups()[3] or "").casefold()[:1] if len(match.groups()) > 3 else ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def read_moment(text: str, clock: str = "", american: bool = False) -> datetime | None:
    """A date, with a time behind it or in a text of its own (``clock``); ``None`` where there is no date, or no such time."""
    zone_match = _ZONE.search(clock or text)
    zone = zone_match[1] if zone_match else ""
    if zone_match and not clock:
        text = text[: zone_match.start()] if len(text) > 11 else text
    elif zone_match:
        clock = clock[: zone_match.start()]
    found = read_date(text, american)
    if found is None:
        return None
    rest = (clock or found[1].lstrip(" T,_-")).strip()
    at = read_time(rest) if rest else time(12)
    if at is None:
        return None
    naive = datetime.combine(found[0], at)
    if zone and rest:
        return datetime.fromisoformat(naive.isoformat() + ("+00:00" if zone.upper() in ("Z", "UTC", "GMT") else zone))
    return naive.astimezone()

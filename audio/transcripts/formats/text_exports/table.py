"""A table: CSV or TSV with a line of headers, from a spreadsheet, a recogniser or a data warehouse.

::

    start,end,speaker,text                                     Start Time;Role;Content
    1.0,3.2,Agent,"Good morning, how can I help?"              00:00:01,5;AGENT;Good morning, how can I help?

The delimiter is whichever of ``, ; TAB |`` makes headers that are known; the columns may stand in any order, and others beside them.
Headers are compared word by word (``start_time``, ``StartTime`` and ``Start (s)`` are one), and tell the unit where they name it.
Times are clocks or numbers; of whole numbers that no header gives a unit, those are milliseconds in which speech would otherwise
take minutes a word (Whisper writes its ``.tsv`` so).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audio.transcripts.cue import Cue, CueError, checked_span, each_whole, spoken_text
from audio.transcripts.formats.text_exports.headed import CLOCK, PACE, clock_seconds
from audio.transcripts.mending.unnamed import CARRIED
from audio.transcripts.repairs import mended, remark

TABLE = "table"

DELIMITERS = (",", ";", "\t", "|")
HEADERS: Mapping[str, tuple[str, ...]] = {
    "start": ("start", "begin", "from", "in", "offset", "timestamp", "time", "timecode", "begin offset", "start offset",
              "beginn", "anfang", "von", "début", "debut", "inicio", "inizio"),
    "end": ("end", "stop", "finish", "to", "out", "end offset", "ende", "bis", "fin", "fine"),
    "duration": ("duration", "length", "dauer", "durée", "duree", "duración", "durata"),
    "speaker": ("role", "speaker role", "participant role", "speaker", "speaker name", "name", "participant", "channel",
                "party", "who", "speaker label", "speaker id", "participant id", "channel label", "talker", "from",
                "rolle", "sprecher", "rôle", "locuteur", "rol", "hablante", "ruolo", "parlante"),
    "text": ("text", "transcript", "content", "utterance", "words", "sentence", "transcription", "dialogue", "dialog",
             "message", "phrase", "caption", "speech", "line", "comment", "inhalt", "texte", "texto", "testo"),
}  # fmt: skip
"""What each column may be called, best first; then in German, French, Spanish and Italian."""
AMBIGUOUS = frozenset(["from", "to", "in", "out", "time", "length", "von", "bis"])
"""Headers that are of times only where times stand below them."""
UNITS = {"ms": 0.001, "millis": 0.001, "milliseconds": 0.001, "s": 1.0, "sec": 1.0, "secs": 1.0, "seconds": 1.0}
_IDLE = frozenset(["time", "at", "the", "of", "hh", "mm", "ss", "hhmmss"])
"""Words of a header that say nothing where others stand beside them."""
SLOWEST = 0.5
"""Letters a second under which nobody speaks: then the unit is no second."""

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?", re.I)
_CLOCK = re.compile(CLOCK)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column stands, and the seconds in a unit of its times where the header says so."""

    places: Mapping[str, int]
    units: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with words; its times in the file's own unit."""

    where: str
    speaker: str | None
    text: str
    start: float | None
    end: float | None


def is_table(text: str) -> bool:
    """Whether the first line names a column of words and one of speakers or times, and rows of its width stand below."""
    return _delimiter(text) is not None


def read_table(text: str) -> list[Cue]:
    """The cues, one a row, in the order of time. Raises :class:`CueError` with the line at fault."""
    delimiter = _delimiter(text)
    if delimiter is None:
        raise CueError("line 1", "no header names a column of words, such as “text”")
    rows = _rows(text, delimiter)
    _, header = next(rows)
    return cues_of_rows(header, [(f"line {number}", row) for number, row in rows])


def cues_of_rows(header: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> list[Cue]:
    """The cues of rows under such headers, each row with where it stands. Raises :class:`CueError` with the row at fault."""
    body = [(where, row) for where, row in rows if any(cell.strip() for cell in row)]
    columns = _columns(header, [row for _, row in body[:20]])
    spoken = [row for row in each_whole(body, lambda placed: _row(placed, columns)) if row.text]
    return _cues(_with_names(spoken), columns)


def has_words_and_times(header: Sequence[str]) -> bool:
    """Whether such headers name a column of words and one of when they begin."""
    return {"text", "start"} <= set(_columns(header, []).places)


def _delimiter(text: str) -> str | None:
    """The delimiter that makes known headers, the one with most of them; ``None`` where none does."""
    best: tuple[int, str] | None = None
    for delimiter in DELIMITERS:
        rows = _rows(text, delimiter)
        _, header = next(rows, (0, []))
        places = _columns(header, []).places
        if "text" not in places or not {"speaker", "start"} & set(places):
            continue
        body = next((row for _, row in rows if any(cell.strip() for cell in row)), [])
        if len(body) > max(places["text"], 1) and (best is None or len(places) > best[0]):
            best = (len(places), delimiter)
    return best and best[1]


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the number of their last line; a first line ``sep=;``, which Excel writes, is none."""
    text = text.lstrip("\ufeff\n")
    if text[:4].casefold() == "sep=":
        text = text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as fault:
        raise CueError(f"line {reader.line_num}", f"the table is damaged there ({fault})") from None


def _columns(header: Sequence[str], body: Sequence[Sequence[str]]) -> _Columns:
    """The columns that the headers name; what stands below "from" decides what it is."""
    names, units = zip(*(_header(cell) for cell in header), strict=True) if header else ((), ())
    places: dict[str, int] = {}
    for column, known in HEADERS.items():
        found = (names.index(name) for name in known if name in names and names.index(name) not in places.values())
        for place in found:
            cells = [row[place] for row in body if len(row) > place and row[place].strip()]
            of_times = column in ("start", "end", "duration") and names[place] in AMBIGUOUS
            if not of_times or 2 * sum(map(_is_time, cells)) >= len(cells):
                places[column] = place
                break
    return _Columns(places, {column: unit for column, place in places.items() if (unit := units[place]) is not None})


def _header(cell: str) -> tuple[str, float | None]:
    """A header in plain words, and the seconds in the unit that it names."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1 \2", cell.strip())
    words = re.findall(r"[^\W\d_]+", parted.casefold())
    unit = next((UNITS[word] for word in words[1:] if word in UNITS), None)
    words = [word for number, word in enumerate(words) if number == 0 or word not in UNITS]
    telling = [word for word in words if word not in _IDLE] or words[:1]
    return " ".join(telling), unit


def _is_time(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell.strip()) or _CLOCK.fullmatch(cell.strip()))


def _row(placed: tuple[str, Sequence[str]], columns: _Columns) -> _Row:
    where, cells = placed

    def cell(column: str) -> str:
        place = columns.places.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    start, end, duration = (_time(cell(column), where) for column in ("start", "end", "duration"))
    if end is None and start is not None and duration is not None:
        end = start + duration
    return _Row(where, cell("speaker") or None, spoken_text(cell("text")), start, end)


def _time(cell: str, where: str) -> float | None:
    if not cell:
        return None
    if _CLOCK.fullmatch(cell):
        return clock_seconds(cell)
    if not _NUMBER.fullmatch(cell):
        raise CueError(where, f"{cell[:40]!r} is no time such as 12.5 or 00:00:12.5")
    return float(cell.replace(",", "."))


def _with_names(rows: Sequence[_Row]) -> list[_Row]:
    """The rows; where a name stands only when it changes, the rows below it have it too."""
    names = [row.speaker for row in rows if row.speaker]
    if len(names) == len(rows) or any(one == following for one, following in pairwise(names)):
        return list(rows)
    filled: list[_Row] = []
    for row in rows:
        speaker = row.speaker or (filled[-1].speaker if filled else None)
        mended(CARRIED, int(speaker is not None and row.speaker is None))
        filled.append(_Row(row.where, speaker, row.text, row.start, row.end))
    return filled


def _cues(rows: Sequence[_Row], columns: _Columns) -> list[Cue]:
    if not rows or any(row.start is None for row in rows):
        return [Cue(None, row.speaker, row.text) for row in rows]
    rows = sorted(rows, key=lambda row: row.start or 0.0)
    unit = _unit(rows, columns)
    cues = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        start = unit * (row.start or 0.0)
        longest = start + max(1.0, len(row.text) / PACE)
        next_start = unit * following.start if following is not None and following.start is not None else longest
        end = unit * row.end if row.end is not None else min(longest, next_start) if next_start > start else longest
        cues.append(Cue(checked_span(start, end, row.where), row.speaker, row.text))
    return cues


def _unit(rows: Sequence[_Row], columns: _Columns) -> float:
    """Seconds in a unit of the times: as a header says, or a millisecond where no one could speak so slowly."""
    told = columns.units.get("start", columns.units.get("end"))
    times = [time for row in rows for time in (row.start, row.end) if time is not None]
    if told is not None or any(time != int(time) for time in times):
        return told or 1.0
    if sum(len(row.text) for row in rows) >= SLOWEST * (max(times) - min(times)):
        return 1.0
    remark("The times of {file} were taken for milliseconds: nobody speaks so slowly that they could be seconds.")
    return 0.001

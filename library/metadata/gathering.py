"""All that is known of a recording, from every source at hand; who was more exact goes first.

::

    said by hand ── a list (CSV) ── the recorder's own data beside it ── its file's name, by the house's pattern
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePath

from audio.beside import files_beside
from audio.errors import InputError
from audio.given_file import read_given
from audio.transcripts.recorder_data import LONGEST, field_of, recorder_data
from library.database.text import one_line
from library.metadata.call_metadata import Metadata, direction_of
from library.metadata.dates import read_moment
from library.metadata.file_names import Pattern
from library.metadata.tables import Table, read_table

_ADDED = re.compile(r"\s*\((?:ext|x|id|#)\b[^)]*\)\s*$", re.I)
"""What recorders add to an agent's name."""
_SIDECARS = (".txt", ".json")
LIST = "metadata.csv"
"""The list of calls that is taken where it lies in a recording's folder."""


def gather(
    name: str,
    *,
    said: Metadata | None = None,
    tables: Iterable[Table] = (),
    beside: Iterable[tuple[str, bytes]] = (),
    pattern: Pattern | None = None,
) -> Metadata:
    """What is known of the recording called ``name``.

    said     by whoever brings it, which goes before all
    tables   lists of calls, of which the first goes first
    beside   name and content of the files that belong to the recording
    pattern  of what file names say
    """
    metadata = said or Metadata()
    for table in tables:
        metadata = metadata.or_else(table.of(name) or Metadata())
    for file, content in beside:
        if PurePath(file).suffix.casefold() in _SIDECARS:
            metadata = metadata.or_else(of_sidecar(content))
    return metadata.or_else((pattern and pattern.read(name)) or Metadata())


def gather_beside(
    recording: Path, *, said: Metadata | None = None, tables: Iterable[Table] = (), pattern: Pattern | None = None
) -> tuple[Metadata, tuple[str, ...]]:
    """As :func:`gather` of a file on the disk, with what lies beside it: data of the recorder's under its name, and a list, ``metadata.csv``
    in its folder or a CSV of its own name. And what of such a list could not be used: it refuses nothing.
    """
    found, remarks = list(tables), []
    if not recording.name:  # “.” or “”, which is no recording's, and is told where it is opened
        return gather("", said=said, tables=found, pattern=pattern), ()
    for path in (recording.with_suffix(".csv"), recording.with_name(LIST)):
        try:
            stat = path.stat()
            table = _table(path, stat.st_mtime_ns, stat.st_size)
        except (OSError, InputError) as trouble:
            remarks += [str(trouble)] if isinstance(trouble, InputError) and path.name == LIST else []
        else:
            found.append(table)
            remarks += table.remarks
    sidecars = [path for path in files_beside(recording) if path.suffix.casefold() in _SIDECARS]
    beside = [(path.name, content) for path in sidecars if (content := _start_of(path))]
    return gather(recording.name, said=said, tables=found, beside=beside, pattern=pattern), tuple(remarks)


@lru_cache(maxsize=8)
def _table(path: Path, modified: int, size: int) -> Table:  # noqa: ARG001  the cache's key
    return read_table(path.name, read_given(path))


def _start_of(path: Path) -> bytes:
    """A file's content, nothing where it is too long to be a recorder's data or cannot be read."""
    try:
        return read_given(path, 4 * LONGEST)
    except OSError:
        return b""


def of_sidecar(content: bytes) -> Metadata:
    """What a recorder's own data says; nothing where it is something else."""
    try:
        data = recorder_data(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        data = recorder_data(content.decode("cp1252", errors="replace"))
    return _of_data(data or {})


def _of_data(data: Mapping[str, str]) -> Metadata:
    values: dict[str, str] = {}
    for heading, value in data.items():
        field = field_of(heading)
        if field is not None and value:
            values.setdefault(field, one_line(value))
    agent = _ADDED.sub("", values.get("agent", "")).strip()
    return Metadata(
        agent=None if agent.isdigit() else agent or None,
        team=values.get("team"),
        date=read_moment(values.get("date", ""), values.get("time", "")),
        queue=values.get("queue"),
        direction=direction_of(values["direction"]) if "direction" in values else None,
        disposition=values.get("disposition"),
        reference=values.get("reference"),
    )

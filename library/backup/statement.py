"""What a backup says of itself: a small file, written last, without which there is no backup.

::

    backup.json                     which database it is, its SHA-256, of which form, and how many calls and recordings there are
    library-3f9a…-51c0e2aa.list     the recordings in the backup, and their sizes
    library-3f9a….db                the tables, as SQLite or PostgreSQL (….dump) has copied them in one moment
    audit-heads.txt                 what was noted of the audit beside the recordings (library/audit/anchors.py)
    recordings/3f/3f9a…c1.wav       each once under the SHA-256 of its content, where recordings are in the backup

The tables go under the name of their content and the statement is replaced in one step, so a folder that is brought up to date holds a whole
backup at any moment: the last one, or the new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from audio.errors import InputError
from library.database.private import make_file, write_file
from library.stores.store import Entry

NAME = "backup.json"
FORMAT = 1
"""Counts the changes of this file and of what lies beside it."""

Kind = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a backup says of itself.

    made         when the tables were copied
    form         the form of the tables, as ``library.database.schema.HEAD`` names them
    kind         whose copy it is
    database     the name of its file, whose content has this ``digest`` and this ``size`` in bytes
    listed       the SHA-256 of the list of recordings beside it
    calls        how many there are
    recordings   how many there are, of ``sound`` bytes together
    with_sound   whether they are in the backup, or only named
    at           the address where they lay (empty: the library's own folder)
    lost         recordings that were not where the library says, by their ids
    """

    made: datetime
    form: str
    kind: Kind
    database: str
    digest: str
    size: int
    listed: str
    calls: int
    recordings: int
    sound: int
    with_sound: bool
    at: str
    lost: tuple[str, ...] = ()

    @property
    def list(self) -> str:
        """The name of the file that names the recordings in the backup."""
        return list_of(self.database, self.listed)


def list_of(database: str, listed: str) -> str:
    """The name of the file that names a backup's recordings, by that of its tables and its own SHA-256."""
    return f"{Path(database).stem}-{listed[:8]}.list"


def write_list(path: Path, entries: Iterable[Entry]) -> None:
    """Write which recordings are in a backup, a line each. Raises ``OSError``."""
    make_file(path)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{entry.size} {entry.key}\n" for entry in entries)


def recordings_in(folder: Path, statement: Statement) -> Iterator[Entry]:
    """The recordings in a backup, whose list was found to be whole."""
    with (folder / statement.list).open(encoding="utf-8") as file:
        for line in file:
            size, _, key = line.rstrip("\n").partition(" ")
            yield Entry(key, int(size))


def write_statement(folder: Path, statement: Statement) -> None:
    """Have ``folder`` hold this backup, and no other. Raises ``OSError``."""
    said = {"format": FORMAT, **asdict(statement), "made": statement.made.astimezone(UTC).isoformat()}
    write_file(folder / NAME, (json.dumps(said, indent=1) + "\n").encode())


def read_statement(folder: Path) -> Statement:
    """What the backup in ``folder`` says of itself. Raises :class:`InputError` where there is none, or none that is understood."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        form = said.pop("format")
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(
            f"There is no whole backup in {folder}: {NAME}, which is written last, is not there. A backup that was stopped goes on when the "
            "same command is given again."
        ) from None
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as slip:
        raise InputError(f"{folder / NAME} cannot be read as what a backup says of itself: {_why(slip)}.") from None
    if form != FORMAT:
        raise InputError(
            f"The backup in {folder} was made by a newer SameSide (it is of format {form}, and this one knows {FORMAT}): restore it with that "
            "one; nothing was changed."
        )
    try:
        return _statement(said)
    except (ValueError, KeyError, TypeError) as slip:
        raise InputError(f"{folder / NAME} cannot be read as what a backup says of itself: {_why(slip)}.") from None


def holds_sound(folder: Path) -> bool:
    """Whether there is a backup in ``folder`` that holds recordings."""
    try:
        statement = read_statement(folder)
    except InputError:  # there is none
        return False
    return statement.with_sound and statement.recordings > 0


def _statement(said: dict[str, Any]) -> Statement:
    statement = Statement(**{**said, "made": datetime.fromisoformat(said["made"]), "lost": tuple(said["lost"])})
    if Path(statement.database).name != statement.database or statement.kind not in ("sqlite", "postgresql"):
        raise ValueError("it names no file beside it")
    return statement


def _why(slip: Exception) -> str:
    return slip.strerror or str(slip) if isinstance(slip, OSError) else "it is cut off, or was changed"

"""Many small rows of numbers as one value: a day's techniques of one agent are some forty rows of twelve.

As rows of a table, a million calls have a million and a half of them, which a database adds up in seconds; as values that are laid end to end
they are one array, and added up in a tenth of one. Numbers are 32 bits, the lowest byte first. A technique stands in them by its number in
the table ``technique_name``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from library.database.connection import put
from library.database.tables.daily import TechniqueName

Name = tuple[str, str]
"""A kind and a technique."""
Rows = NDArray[np.int32]
"""Shape ``(rows, columns)``."""
AT_A_TIME = 4_000
"""Packed values that are unpacked together."""


def pack(rows: Iterable[Sequence[int]]) -> bytes:
    """Rows of numbers, as they are kept. Raises ``OverflowError`` for a number that is no 32 bits."""
    return np.array(list(rows), "<i4").tobytes()


def unpack(values: Sequence[bytes], columns: int) -> tuple[Rows, NDArray[np.intp]]:
    """All rows of many values, and for each the index of the value that it was in."""
    together = b"".join(values)
    rows = np.frombuffer(together, "<i4") if together else np.zeros(0, np.int32)  # NumPy takes no empty buffer
    return rows.reshape(-1, columns), np.repeat(
        np.arange(len(values)), [len(value) // (4 * columns) for value in values]
    )


def distinct(numbers: Rows) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The different numbers, in order, and for each number the index of it among them. They are small, and none is negative, so nothing is sorted."""
    found = np.flatnonzero(np.bincount(numbers))
    index = np.zeros(int(found[-1]) + 1 if len(found) else 0, np.intp)
    index[found] = np.arange(len(found))
    return found, index[numbers]


def some_at_a_time(session: Session, statement: Select[Any]) -> Iterator[tuple[Sequence[Any], dict[int, Name]]]:
    """The rows of a statement, some thousands at a time, so that packed values of a million calls are not there all at once; with what the
    numbers in them stand for, which is read once there are values, so that none is of later."""
    names: dict[int, Name] = {}
    for rows in session.connection().execute(statement, execution_options={"yield_per": AT_A_TIME}).partitions():
        names = names or names_by_number(session)
        yield rows, names


def names_by_number(session: Session) -> dict[int, Name]:
    """What the numbers stand for."""
    rows = session.execute(select(TechniqueName.id, TechniqueName.kind, TechniqueName.technique))
    return {number: (kind, technique) for number, kind, technique in rows}


def numbers_of(session: Session, names: Iterable[Name]) -> dict[Name, int]:
    """The numbers of names, of which new ones are given one, within a transaction of the caller's."""
    known = {name: number for number, name in names_by_number(session).items()}
    new = sorted(set(names) - known.keys())
    if not new:
        return known
    for kind, technique in new:
        put(session, TechniqueName, {"kind": kind, "technique": technique}, key=("kind", "technique"), replace=False)
    return {name: number for number, name in names_by_number(session).items()}

"""Rows written as Parquet, whole or not at all.

By PyArrow, which Streamlit brings in anyway, so that the tables need nothing more to be installed. Compressed by Zstandard, which all readers of Parquet know.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audio.errors import InputError
from library.tables.columns import TABLES, VERSION, Name

if TYPE_CHECKING:
    import pyarrow


def schema_of(table: Name) -> pyarrow.Schema:
    """A table's schema, as Arrow has it; times are in UTC."""
    import pyarrow

    kinds = {
        "text": pyarrow.string(),
        "number": pyarrow.float64(),
        "whole": pyarrow.int64(),
        "yes or no": pyarrow.bool_(),
        "time": pyarrow.timestamp("us", tz="UTC"),
    }
    fields = [pyarrow.field(column.name, kinds[column.kind], nullable=not column.needed) for column in TABLES[table]]
    return pyarrow.schema(fields, metadata={"sameside.version": str(VERSION), "sameside.table": table})


def write(table: Name, rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Write the rows of a table in the place of what is at ``path``. Raises :class:`InputError`."""
    import pyarrow
    from pyarrow import parquet

    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(
            pyarrow.Table.from_pylist(list(rows), schema=schema_of(table)),
            part,
            compression="zstd",
            use_dictionary=True,
        )
        part.replace(path)
    except OSError as slip:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError(f"the table could not be written to {path}: {slip.strerror or slip}") from None

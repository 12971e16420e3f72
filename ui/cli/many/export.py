"""``sameside export --parquet FOLDER``: calls, moments, measures and evaluations as tables for DuckDB, pandas, R or a warehouse.

::

    $ sameside export --parquet out/
    412 calls of 2 days written, 88 days as before, 1 day gone
    $ duckdb -c "select agent, sum(pushed) from 'out/calls/*.parquet' group by agent"

Given again, it writes what has changed. What is in the tables is masked as on screens; docs/export.md has their columns.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from library.tables.exporting import Exported, export_tables
from ui.cli.review import open_library, progress_bar


def configure_export(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "--parquet",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="where the tables go, and where they are brought up to date",
    )
    parser.set_defaults(run=export_command)


def export_command(args: argparse.Namespace) -> int:
    """Export; 0, or 1 where some call could not be read. Raises :class:`SameSideError`."""
    with open_library(args.library, args.as_email) as library, progress_bar("export") as progress:

        def tell(day: date, done: float) -> None:
            progress(day.isoformat(), done)

        done = export_tables(library, args.parquet, tell)
    for why in done.left_out:
        print(f"sameside: {why}", file=sys.stderr)
    print(_told(done))
    return 1 if done.left_out else 0


def _told(done: Exported) -> str:
    return (
        f"{_number(done.calls, 'call')} of {_number(done.days, 'day')} written, {_number(done.unchanged, 'day')} as before, "
        f"{_number(done.removed, 'day')} gone"
    )


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"

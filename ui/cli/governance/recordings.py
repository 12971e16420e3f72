"""``sameside recordings``: where recordings lie, and having them moved to object storage, or back.

::

    sameside recordings                                where they lie, how many there are, what is still to be deleted there
    sameside recordings move s3://calls/eu             to object storage; the same command again goes on where it was stopped
    sameside recordings move folder                    back into the library's own folder

Others may go on working meanwhile. Keys are given in the environment (docs/storage.md), and are in no address.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ui.cli.governance.opening import opened

if TYPE_CHECKING:
    from library.store import Library

OFTEN = 100
"""After so many recordings it is said how far it is."""


def configure_recordings(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside recordings``."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    for name, description in (
        ("show", "where recordings lie, how many there are, and what is still to be deleted there"),
        ("move", "have all recordings moved, and new ones kept there from now on"),
    ):
        action = actions.add_parser(name, help=description, description=description)
        action.add_argument("--library", metavar="URL", help="where calls are kept, as for `sameside review`")
        if name == "move":
            action.add_argument(
                "to",
                metavar="ADDRESS",
                help="s3://bucket/prefix, gs://bucket/prefix, az://container/prefix, or `folder` for the library's own folder",
            )
    parser.set_defaults(run=recordings_command, library=None)


def recordings_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with opened(args.library) as library:
        return _move(library, args.to) if args.action == "move" else _show(library)


def _show(library: Library) -> int:
    number, size = library.recordings.total()
    places = [store.name for store in library.recordings.places.stores()]
    print(f"{_recordings(number)}, {_megabytes(size)}, in {places[0]}")
    if len(places) > 1:
        print(f"They are being moved there from {places[1]}: `sameside recordings move` goes on with it.")
    if leaving := library.recordings.leaving():
        print(
            f"{_recordings(leaving)} still to be deleted there, which is tried again every minute: {_why_not(library)}"
        )
    return 0


def _why_not(library: Library) -> str:
    """What keeps files from being deleted."""
    from audio.errors import SameSideError

    try:
        for store in library.recordings.places.stores():
            store.check()
    except SameSideError as trouble:
        return str(trouble)
    return "it should go by itself now."


def _move(library: Library, to: str) -> int:
    from library.stores.address import FOLDER, parse_address

    at = parse_address(to)

    def tell(recordings: int, size: int) -> None:
        if recordings % OFTEN == 0:
            print(f"{_recordings(recordings)} moved, {_megabytes(size)}", file=sys.stderr, flush=True)

    moved = library.moves.move(at, tell)
    where = library.recordings.places.stores()[0].name if at else f"the library's own {FOLDER}"
    if moved.was_there:
        print(f"The recordings lie in {where} already.")
    else:
        print(
            f"{_recordings(moved.recordings)} moved to {where}, {_megabytes(moved.size)}; new ones are kept there too."
        )
    return 0


def _recordings(number: int) -> str:
    return f"{number:,} recording{'' if number == 1 else 's'}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"

"""``sameside backup`` and ``sameside restore``: a library as it was at one moment, in a folder, and a library out of that again.

::

    sameside backup /backup/calls                          while others go on working; the same again brings the folder up to date
    sameside restore /backup/calls --check                 whether it is whole; nothing is written
    sameside restore /backup/calls --library new.db        into a place where no library is
    sameside restore /backup/calls --deleted audit.csv     … and what was deleted since is deleted again; once restored, that alone

They are for whoever can open the database and the folder of recordings; there is no button for them.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.governance.opening import opened, who

if TYPE_CHECKING:
    from library.backup.again import Gone
    from library.backup.statement import Statement

OFTEN = 5.0
"""Seconds after which it is said how far it is."""

ONE_BY_ONE = (
    "Notes, clips, playlists and coaching sessions that were deleted one by one since then are back and stay: --deleted is for calls and originals, so "
    "whoever deleted such a thing has to do so again."
)


def configure_backup(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the options of ``sameside backup``."""
    parser.add_argument(
        "to", type=Path, metavar="FOLDER", help="a folder of its own, made if need be, or brought up to date"
    )
    sound = parser.add_mutually_exclusive_group()
    sound.add_argument(
        "--recordings",
        dest="sound",
        action="store_true",
        default=None,
        help="with the recordings; so it is unless they lie in object storage",
    )
    sound.add_argument(
        "--no-recordings", dest="sound", action="store_false", help="without: they are backed up elsewhere"
    )
    _library(parser)
    parser.set_defaults(run=backup_command)


def configure_restore(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the options of ``sameside restore``."""
    parser.add_argument("backup", type=Path, metavar="FOLDER", help="where `sameside backup` has put it")
    parser.add_argument("--check", action="store_true", help="only read all of it, and say whether it is whole")
    parser.add_argument(
        "--deleted",
        type=Path,
        metavar="CSV",
        help="delete again what went after the backup was made, by a table that `sameside audit export` has written since; also "
        "afterwards, on the library that was restored",
    )
    _library(parser)
    parser.set_defaults(run=restore_command)


def backup_command(args: argparse.Namespace) -> int:
    """Make a backup; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    from library.backup.backing_up import back_up
    from library.database.connection import Database

    database = Database.as_it_is(args.library)
    try:
        with _told("copied") as tell:
            made = back_up(database, args.to, who(), args.sound, tell)
    finally:
        database.close()
    print(f"{args.to} holds {_what(made)}, as of {made.made.astimezone():%Y-%m-%d %H:%M:%S}.")
    if not made.with_sound and made.recordings:
        print(
            f"Without their sound, which lies in {made.at or 'the library’s own folder'}: see to copies of that as well."
        )
    if made.lost:
        print(
            f"{_number(len(made.lost), 'recording')} of these could not be copied: the library itself has lost the file.",
            file=sys.stderr,
        )
    return 0


def restore_command(args: argparse.Namespace) -> int:
    """Restore a library; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    from library.backup.again import read_gone
    from library.backup.checking import check_backup
    from library.backup.restoring import restore

    if args.check:
        with _told("read") as tell:
            found = check_backup(args.backup, tell)
        print(f"The backup is whole: {_what(found)}, as of {found.made.astimezone():%Y-%m-%d %H:%M:%S}.")
        return 0
    gone = None if args.deleted is None else read_gone(args.deleted)
    if gone is not None and (before := _restored_before(args)) is not None:
        print("This library was restored out of that backup before, so it stays as it is.")
        return _settle(args, before, gone)
    with _told("through") as tell:
        restored = restore(args.backup, args.library, who(), tell)
    print(f"Restored: {_what(restored)}, as of {restored.made.astimezone():%Y-%m-%d %H:%M:%S}.")
    print(
        "Tokens are revoked, everybody has to sign in anew, and webhooks that waited are not sent. Roles, teams, shares and legal holds are as of "
        "the backup: look through them."
    )
    if restored.at:
        print(
            f"Its recordings lie in {restored.at}, as those of the library that was backed up: what one deletes there the other has lost.",
            file=sys.stderr,
        )
    return _settle(args, restored, gone)


def _restored_before(args: argparse.Namespace) -> Statement | None:
    """What the backup says of itself, where the library came out of it already."""
    from library.backup.settling import was_restored
    from library.backup.statement import read_statement
    from library.database.connection import Database

    statement = read_statement(args.backup)
    database = Database.as_it_is(args.library)
    try:
        return statement if was_restored(database, statement) else None
    finally:
        database.close()


def _settle(args: argparse.Namespace, restored: Statement, gone: Gone | None) -> int:
    """Look at what came back: the audit, the sound, and what had been deleted since; the exit status."""
    from library.backup.again import delete_again, without_sound

    with opened(args.library) as library:
        audit = library.audit.verify()
        print("The audit is whole." if audit.broken is None else f"The audit is broken: {audit.broken}.")
        if missing := without_sound(library):
            print(f"{_number(missing, 'recording')} not where the library says that they lie.", file=sys.stderr)
        if gone is None:
            print(
                "What was deleted since then is back: give the same command with --deleted, and calls and originals go again (see docs/deploy.md)."
            )
            print(ONE_BY_ONE)
            return 0 if audit.broken is None else 1
        again = delete_again(library, gone, restored.made)
    print(f"Deleted again: {_number(again.deleted, 'call')}, and {_number(again.destroyed, 'original')}.")
    print(ONE_BY_ONE)
    for call_id in again.held:
        print(f"{call_id} stays: it is under a legal hold.", file=sys.stderr)
    return 0 if audit.broken is None else 1


@contextmanager
def _told(done_how: str) -> Iterator[Callable[[int, int], None]]:
    """Says now and then how far it is."""
    last = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last >= OFTEN:
            last = time.monotonic()
            print(f"{done:,} of {_number(of, 'recording')} {done_how}", file=sys.stderr, flush=True)

    yield tell


def _what(statement: Statement) -> str:
    return f"{_number(statement.calls, 'call')} and {_number(statement.recordings, 'recording')} ({statement.sound / 1e6:,.1f} MB)"


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--library", metavar="URL", help="where calls are kept, as for `sameside review`")

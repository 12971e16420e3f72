"""``sameside audit``: who did what with which call, and whether anything is missing of that.

::

    sameside audit list --call late_parcel.wav --since 2026-11-01
    sameside audit list --who "Ama Boateng" --group listening --json
    sameside audit verify                                  exit status 1, and the first broken place, where the chain is not whole
    sameside audit verify --head 1204:9f3c…                … or does not hold what an earlier verification printed
    sameside audit export --out audit.csv

It needs no browser and no sign-in: whoever can open the database may read it, and that is told too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from audio.errors import InputError
from ui.cli.governance.opening import opened

if TYPE_CHECKING:
    from library.audit.event import Event, Wanted
    from library.audit.verifying import Head
    from library.store import Library

GROUPS = (
    "sign-in", "reading", "listening", "searching", "exporting", "printing", "changing", "deleting", "unmasking", "settings",
)  # fmt: skip
"""As in ``library/audit/acts.py``, which this does not import: a test compares them, and `sameside phrase` starts at once."""


def configure_audit(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside audit``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = _action(actions, "list", "what was done, the newest first")
    listing.add_argument("--limit", type=int, default=50, metavar="N", help="at most so many events; 50 unless given")
    listing.add_argument("--json", action="store_true", help="as JSON, an event a line")
    _wanted(listing)
    verify = _action(
        actions, "verify", "whether the audit is whole: exit status 1 and the first broken place where it is not"
    )
    verify.add_argument(
        "--head",
        metavar="N:HASH",
        action="append",
        default=[],
        help="what an earlier verification printed; may be given again",
    )
    export = _action(actions, "export", "all of it as CSV, the oldest first")
    export.add_argument("--out", type=Path, metavar="FILE", help="- or nothing: standard output")
    _wanted(export)
    parser.set_defaults(run=audit_command)


def audit_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with opened(args.library) as library:
        return {"list": _list, "verify": _verify, "export": _export}[args.action](library, args)


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, description: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=description, description=description)
    parser.add_argument("--library", metavar="URL", help="where calls are kept, as for `sameside review`")
    return parser


def _wanted(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--who", metavar="NAME", help="only what this person did")
    parser.add_argument(
        "--call", metavar="CALL", help="only what was done with this call: its name, its id or the beginning of it"
    )
    parser.add_argument("--group", choices=GROUPS, help="only acts of this group")
    parser.add_argument("--since", metavar="DATE", help="from this day on, as 2026-11-28")
    parser.add_argument("--until", metavar="DATE", help="up to this day, which counts")


def _list(library: Library, args: argparse.Namespace) -> int:
    from library.audit.wording import sentence

    found = library.audit.events(_question(library, args), size=max(1, args.limit))
    library.audit.note("read_audit", by="command line")
    for told in found:
        event = told.event
        if args.json:
            print(json.dumps(_as_json(event), ensure_ascii=False))
            continue
        source = f"  ({event.source})" if event.source else ""
        right = f"  [{event.right}]" if event.right else ""
        print(f"{event.n:>6}  {event.at.astimezone():%Y-%m-%d %H:%M:%S}  {sentence(event, told.call)}{right}{source}")
    return 0


def _verify(library: Library, args: argparse.Namespace) -> int:
    found = library.audit.verify([_head(text) for text in args.head])
    if found.broken is not None:
        print(f"The audit is broken: {found.broken}.", file=sys.stderr)
        print(f"Whole up to event {found.events}.", file=sys.stderr)
        return 1
    if not found.events:
        print("The audit is whole: nothing has happened yet.")
        return 0
    print(f"The audit is whole: {found.events:,} events, each chained to the one before.")
    print(f"Note this elsewhere, and give it as --head another time: {found.head}")
    return 0


def _export(library: Library, args: argparse.Namespace) -> int:
    from library.audit.table import csv_lines

    events = list(library.audit.walk(_question(library, args)))
    library.audit.note("exported_audit", events=len(events), by="command line")
    if args.out is None or str(args.out) == "-":
        sys.stdout.writelines(csv_lines(events))
        return 0
    part_file = args.out.with_name(args.out.name + ".part")
    try:
        part_file.write_text("".join(csv_lines(events)), encoding="utf-8", newline="")
        part_file.replace(args.out)
    except OSError as slip:
        raise InputError(f"{args.out} could not be written: {slip.strerror}.") from None
    print(args.out)
    return 0


def _question(library: Library, args: argparse.Namespace) -> Wanted:
    from library.audit.event import Wanted

    call = None if args.call is None else _call_id(library, args.call)
    until = None if args.until is None else day(args.until) + timedelta(days=1)
    return Wanted(args.who, None, call, args.group, None, args.since and day(args.since), until)


def _call_id(library: Library, name: str) -> str:
    """The id of a call that is named, also of one that is gone: then its whole id has to be given."""
    try:
        return library.find(name)
    except InputError:
        if re.fullmatch(r"[0-9a-f]{16,128}", name):
            return name
        raise


def day(text: str) -> datetime:
    """The beginning of a day that is written as 2026-11-28. Raises :class:`InputError`."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except ValueError:
        raise InputError(f"“{text}” is no day: write it as 2026-11-28.") from None


def _head(text: str) -> Head:
    from library.audit.verifying import Head

    found = re.fullmatch(r"(\d+):([0-9a-f]{64})", text.strip())
    if found is None:
        raise InputError(
            f"“{text[:80]}” is no head: give what `sameside audit verify` printed, a number, a colon and 64 digits."
        )
    return Head(int(found[1]), found[2], "--head")


def _as_json(event: Event) -> dict[str, object]:
    return {
        "number": event.n, "time": event.at.astimezone(UTC).isoformat(), "kind": event.kind, "person": event.person_id,
        "name": event.who, "act": event.act, "call": event.call_id, "source": event.source, "right": event.right,
        "detail": dict(event.detail), "hash_before": event.before, "hash": event.hash,
    }  # fmt: skip

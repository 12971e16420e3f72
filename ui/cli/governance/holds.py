"""``sameside hold``: calls that must not be deleted, whatever term is over and whoever asks.

::

    sameside hold list
    sameside hold set late_parcel.wav refund.wav --reason "Lawsuit 12/2026"
    sameside hold lift late_parcel.wav --reason "Settled out of court"
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ui.cli.governance.opening import opened

if TYPE_CHECKING:
    from library.store import Library


def configure_holds(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside hold``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, description in (
        ("list", "the calls that are held, why, and since when"),
        ("set", "hold calls: nothing of them is deleted until the hold is lifted"),
        ("lift", "let calls go from their hold"),
    ):
        action = actions.add_parser(name, help=description, description=description)
        action.add_argument("--library", metavar="URL", help="where calls are kept, as for `sameside review`")
        if name != "list":
            action.add_argument("calls", nargs="+", metavar="CALL", help="a call: its name or the beginning of its id")
            action.add_argument("--reason", required=True, metavar="TEXT", help="why; it stands in the audit")
    parser.set_defaults(run=hold_command)


def hold_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with opened(args.library) as library:
        if args.action == "list":
            return _list(library)
        call_ids = [library.find(name) for name in args.calls]
        if args.action == "set":
            changed = library.holds.set(call_ids, args.reason, library.viewer.name)
            print(f"{_calls(changed)} held from now on.")
        else:
            changed = library.holds.lift(call_ids, args.reason)
            print(f"{_calls(changed)} no longer held.")
        return 0


def _list(library: Library) -> int:
    held = library.holds.all()
    if not held:
        print("No call is under a legal hold.")
    for hold in held:
        print(f"{hold.call_id[:8]}  {hold.name}  since {hold.since.astimezone():%Y-%m-%d}, by {hold.by}: {hold.reason}")
    return 0


def _calls(number: int) -> str:
    return "1 call is" if number == 1 else f"{number:,} calls are"

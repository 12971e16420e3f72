"""``sameside hosts``: from where recordings may be fetched whose address a program gives (docs/api.md); from nowhere to begin with.

::

    sameside hosts list
    sameside hosts allow files.example recordings.example:8443
    sameside hosts forbid files.example
"""

from __future__ import annotations

import argparse

from library.outbound.addresses import SETTING, checked_host
from ui.cli.governance.opening import opened


def configure_hosts(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside hosts``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in (
        ("list", "the hosts from which recordings may be fetched"),
        ("allow", "have recordings fetched from these hosts too"),
        ("forbid", "have none fetched from these hosts any more"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--library", metavar="URL", help="where calls are kept; else what SAMESIDE_LIBRARY names")
        if name != "list":
            action.add_argument(
                "hosts", nargs="+", metavar="HOST", help="its whole name, with its port where that is not 443"
            )
    parser.set_defaults(run=hosts_command)


def hosts_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with opened(args.library) as library:
        allowed, version = library.settings.get(SETTING, [])
        if args.action != "list":
            given = {checked_host(host) for host in args.hosts}
            allowed = sorted({*allowed, *given} if args.action == "allow" else {*allowed} - given)
            library.settings.keep(SETTING, allowed, version)
        for host in allowed:
            print(host)
        if not allowed:
            print("No recording is fetched from anywhere: `sameside hosts allow HOST` allows a host.")
    return 0

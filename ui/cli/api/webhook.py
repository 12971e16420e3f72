"""``sameside webhook``: where the house is told that a call is reviewed, or has failed (docs/api.md).

::

    sameside webhook set https://desk.example/sameside       prints the secret that it is signed with, this once
    sameside webhook show
    sameside webhook sent                                     what was sent, and what was answered last
    sameside webhook forget
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ui.cli.governance.opening import opened

if TYPE_CHECKING:
    from library.webhooks.webhooks import Delivery


def configure_webhook(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside webhook``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, text in (
        ("set", "have webhooks sent to an address, and print the secret that they are signed with, this once"),
        ("show", "where webhooks are sent"),
        ("sent", "what was sent, and what was answered last"),
        ("forget", "have webhooks sent nowhere"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("--library", metavar="URL", help="where calls are kept; else what SAMESIDE_LIBRARY names")
        if name == "set":
            action.add_argument("url", metavar="URL", help="as https://desk.example/sameside")
    parser.set_defaults(run=webhook_command)


def webhook_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with opened(args.library) as library:
        if args.action == "set":
            secret = library.webhooks.set(args.url)
            print("This secret is shown once: whoever is told checks signatures with it.", file=sys.stderr)
            print(secret)
        elif args.action == "show":
            print(library.webhooks.url() or "No webhook is sent: `sameside webhook set URL` says where to.")
        elif args.action == "forget":
            library.webhooks.forget()
            print("No webhook is sent from now on.")
        else:
            deliveries = library.webhooks.deliveries()
            for delivery in deliveries:
                print(_line(delivery))
            if not deliveries:
                print("Nothing was sent yet.")
    return 0


def _line(delivery: Delivery) -> str:
    if delivery.delivered:
        state = "taken"
    elif delivery.due is None:
        state = "given up"
    else:
        state = f"again at {delivery.due.astimezone():%H:%M:%S}" if delivery.attempts else "waits"
    call = (delivery.call_id or "no call")[:12]
    tries = "1 try" if delivery.attempts == 1 else f"{delivery.attempts} tries"
    return f"{delivery.at.astimezone():%Y-%m-%d %H:%M:%S}  {delivery.event:13}  {call:12}  {state}, {tries}: {delivery.answer or 'no answer yet'}"

"""``sameside retention``: how long calls are kept, what goes on which day, and what has gone.

::

    sameside retention show
    sameside retention set --house 365 --team North 180 --queue Disputes 30
    sameside retention set --queue Disputes none             no term of its own any more: the team's holds, or the house's
    sameside retention gone --since 2026-11-01

Nothing goes at once: what is over by new terms is announced, and goes three days later, carried out by whoever works through the queue.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from audio.errors import InputError
from ui.cli.governance.opening import opened

if TYPE_CHECKING:
    from library.store import Library

NONE = "none"


def configure_retention(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside retention``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _action(actions, "show", "the terms in force, and what goes on which day")
    setting = _action(actions, "set", "other terms, in days; “none” takes one away; what is not named stays")
    setting.add_argument("--house", metavar="DAYS", help="for every call that has no term of its own")
    for name in ("team", "queue"):
        setting.add_argument(
            f"--{name}",
            nargs=2,
            action="append",
            default=[],
            metavar=("NAME", "DAYS"),
            help=f"for the calls of a {name}",
        )
    gone = _action(actions, "gone", "which calls went, when, and after which term")
    gone.add_argument("--since", metavar="DATE", help="from this day on, as 2026-11-28")
    parser.set_defaults(run=retention_command)


def retention_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with opened(args.library) as library:
        if args.action == "set":
            _set(library, args)
        if args.action == "gone":
            _gone(library, args)
        else:
            _show(library)
    return 0


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, description: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=description, description=description)
    parser.add_argument("--library", metavar="URL", help="where calls are kept, as for `sameside review`")
    return parser


def _show(library: Library) -> None:
    for line in library.retention.terms()[0].sentences():
        print(line)
    for coming in library.retention.coming():
        print(f"{coming.calls:,} {'call goes' if coming.calls == 1 else 'calls go'} on {coming.day:%A, %-d %B %Y}.")
    held = len(library.holds.all())
    if held:
        print(f"{held:,} {'call stays' if held == 1 else 'calls stay'} whatever their term: under a legal hold.")


def _set(library: Library, args: argparse.Namespace) -> None:
    from library.retention.terms import Terms

    terms, version = library.retention.terms()
    house = terms.house if args.house is None else _days(args.house)
    library.retention.keep(Terms(house, _changed(terms.teams, args.team), _changed(terms.queues, args.queue)), version)


def _changed(terms: Mapping[str, int], named: list[list[str]]) -> dict[str, int]:
    kept: dict[str, int | None] = dict(terms)
    for name, days in named:
        kept[name] = _days(days)
    return {name: days for name, days in kept.items() if days is not None}


def _days(text: str) -> int | None:
    if text == NONE:
        return None
    if not text.isascii() or not text.isdigit():
        raise InputError(f"“{text}” is no number of days: give one, as 365, or “{NONE}”.")
    return int(text)


def _gone(library: Library, args: argparse.Namespace) -> None:
    from library.audit.event import Wanted

    since: datetime | None = None
    if args.since is not None:
        from ui.cli.governance.audit import day

        since = day(args.since)
    gone = [event for event in library.audit.walk(Wanted(act="deleted", since=since)) if "term" in event.detail]
    for event in gone:
        print(f"{event.at.astimezone():%Y-%m-%d %H:%M}  {event.call_id}  after {event.detail['term']}")
    if not gone:
        print("No call has gone because its term was over.")

"""``sameside tokens``: by what programs come in at the HTTP door (docs/api.md).

::

    sameside tokens add recorder --scope calls:write --scope reports:read            alone: as whoever has this computer
    sameside tokens add recorder --scope calls:write --for recorder@house.example    where people sign in: a person's
    sameside tokens add wallboard --scope reports:read --for cora@house.example --team Repairs --expires 2027-01-31
    sameside tokens list
    sameside tokens revoke recorder

The token itself is printed once, alone on standard output, and is kept nowhere.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from audio.errors import InputError
from library.database.text import one_line
from library.tokens.token import MOST_PER_MINUTE, PER_MINUTE, SCOPES, USUAL_LIFE
from ui.cli.governance.opening import opened

if TYPE_CHECKING:
    from library.store import Library
    from library.tokens.token import Token

_DAYS = re.compile(r"(\d{1,5})d")


def configure_tokens(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside tokens``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = _action(actions, "add", "make a token, and print it this once", True)
    add.add_argument(
        "--scope", dest="scopes", action="append", required=True, choices=SCOPES, help="what it may do; several times for several"
    )  # fmt: skip
    add.add_argument(
        "--for",
        dest="person",
        metavar="EMAIL",
        help="whose it is, where people sign in: it may do no more than they may",
    )
    add.add_argument(
        "--team",
        dest="teams",
        action="append",
        metavar="TEAM",
        help="a team that it sees alone; several times for several",
    )
    add.add_argument(
        "--expires", metavar="DAY_OR_DAYS", help=f"when it ends, as 2027-01-31 or 30d; else in {USUAL_LIFE.days} days"
    )
    add.add_argument(
        "--per-minute", type=int, default=PER_MINUTE, metavar="N",
        help=f"requests a minute that it may make, {MOST_PER_MINUTE:,} at most; else {PER_MINUTE}",
    )  # fmt: skip
    _action(actions, "list", "the tokens, what each may do, until when, and when it was last used")
    _action(actions, "revoke", "have a token let nobody in, from the next request on", True)
    parser.set_defaults(run=tokens_command)


def tokens_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with opened(args.library) as library:
        return _ACTIONS[args.action](library, args)


def end_of(text: str | None, now: datetime) -> datetime | None:
    """When a token ends that is said to end so: a day, whose last moment it is, or a number of days. Raises :class:`InputError`."""
    if text is None:
        return None
    if days := _DAYS.fullmatch(text):
        return now + timedelta(days=int(days[1]))
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)
    except ValueError:
        raise InputError(
            f"“{one_line(text)[:40]}” is no end of a token: give a day, as 2027-01-31, or days, as 30d."
        ) from None


def _add(library: Library, args: argparse.Namespace) -> int:
    ends = end_of(args.expires, datetime.now(UTC))
    secret = library.tokens.add(args.name, args.scopes, args.person, args.teams, ends, args.per_minute)
    print("This token is shown once and kept nowhere: put it where only the program can read it.", file=sys.stderr)
    print(secret)
    return 0


def _list(library: Library, args: argparse.Namespace) -> int:  # noqa: ARG001  as the other actions
    tokens = library.tokens.all()
    if not tokens:
        print("There is no token: `sameside tokens add NAME --scope …` makes one.")
        return 0
    rows = [("name", "may", "as", "teams", "a minute", "until", "last used", ""), *map(_row, tokens)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _row(token: Token) -> tuple[str, ...]:
    teams = "all" if token.teams is None else ", ".join(token.teams) or "none"
    used = "never" if token.used is None else f"{token.used.astimezone():%Y-%m-%d %H:%M}"
    state = "revoked" if token.revoked else "ended" if token.expires <= datetime.now(UTC) else ""
    whose = token.person or "whoever is here"
    return (
        token.name,
        ", ".join(token.scopes),
        whose,
        teams,
        str(token.per_minute),
        f"{token.expires:%Y-%m-%d}",
        used,
        state,
    )


def _revoke(library: Library, args: argparse.Namespace) -> int:
    library.tokens.revoke(args.name)
    print(f"The token “{args.name}” lets nobody in from now on.")
    return 0


def _action(actions: Any, name: str, text: str, named: bool = False) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
    if named:
        parser.add_argument("name", metavar="NAME")
    parser.add_argument("--library", metavar="URL", help="where calls are kept; else what SAMESIDE_LIBRARY names")
    return parser


_ACTIONS = {"add": _add, "list": _list, "revoke": _revoke}

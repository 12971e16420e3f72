"""``sameside people``: who may sign in, as what, for which teams, and under which names they take calls.

::

    sameside people list                                                    also: --csv, --left
    sameside people add ama@house.example --name "Ama Osei" --role agent --team Repairs --also 4711
    sameside people add ben@house.example --name "Ben Carr" --role coach --role reviewer --for Repairs --for Billing
    sameside people change ama@house.example --role agent --role coach      what is given takes the place of what was there
    sameside people remove ama@house.example
    sameside people import people.csv                                       every line, or none; - is standard input
    sameside people export --out people.csv
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from audio.errors import InputError
from library.access.viewer import ROLES
from library.database.private import write_file
from library.people.person_table import TableError, take, written
from library.people.persons import Entry, FormerPersonError, Known
from library.store import Library
from ui.cli.review import open_library

BIGGEST = 32 * 2**20
"""Bytes of a table."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside people``; :func:`people_command` runs what it parses."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = _action(actions, "list", "who is here")
    listing.add_argument("--left", action="store_true", help="those too who have left")
    listing.add_argument("--csv", action="store_true", help="as a table that can be brought back")

    add = _action(actions, "add", "let somebody sign in", "email")
    _said_of(add)
    add.add_argument("--back", action="store_true", help="who left is here again, as the same person")
    add.add_argument("--new", action="store_true", help="somebody else has the e-mail of one who left")

    change = _action(actions, "change", "change what is known of somebody; what is not given stays", "email")
    _said_of(change)
    change.add_argument(
        "--email", dest="new_email", metavar="EMAIL", help="their e-mail from now on; they sign in anew"
    )
    change.add_argument(
        "--new-account", action="store_true", help="let them sign in with another account of the provider"
    )

    _action(actions, "remove", "somebody has left: signed out everywhere, and not let in again", "email")
    _action(actions, "import", "add and change everybody in a table, or nobody", "file")
    out = _action(actions, "export", "everybody as a table")
    out.add_argument("--out", type=Path, metavar="FILE", help="without: standard output")


def _said_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", help="as others read it")
    parser.add_argument("--role", action="append", choices=ROLES, help="may be given several times")
    parser.add_argument("--team", help="that an agent is in; empty for none")
    parser.add_argument(
        "--for", dest="coaches", action="append", metavar="TEAM", help="a team that a coach or reviewer is there for"
    )
    parser.add_argument(
        "--also", dest="agents", action="append", metavar="NAME", help="another name or extension number of an agent"
    )


def people_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with open_library(args.library, args.as_email) as library:
        return _ACTIONS[args.action](library, args)


def _list(library: Library, args: argparse.Namespace) -> int:
    persons = library.persons.all(with_left=args.left)
    if args.csv:
        sys.stdout.write(written(persons))
    elif not persons:
        print("Nobody is here yet: `sameside people add EMAIL --name NAME --role ROLE` adds somebody.")
    else:
        rows = [("e-mail", "name", "roles", "team", "coaches or reviews", "other names", ""), *map(_row, persons)]
        widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
        for row in rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _row(person: Known) -> tuple[str, ...]:
    said = person.entry
    left = f"left {person.left:%-d %b %Y}" if person.left else ""
    several = (", ".join(said.coaches), ", ".join(said.agents))
    return (said.email, said.name, ", ".join(said.roles), said.team or "", *several, left)


def _add(library: Library, args: argparse.Namespace) -> int:
    roles = tuple(args.role or ())
    if args.back:
        if not roles:
            raise InputError("--role is needed: who is back has none.")
        library.persons.bring_back(args.email, roles)
        print(f"{args.email} is back.")
        return 0
    entry = Entry(args.email, args.name or "", roles, args.team, tuple(args.coaches or ()), tuple(args.agents or ()))
    try:
        library.persons.add(entry, anew=args.new)
    except FormerPersonError as former:
        raise InputError(f"{str(former).removesuffix('.')} (--back, or --new).") from None
    print(f"{args.email} can sign in.")
    return 0


def _change(library: Library, args: argparse.Namespace) -> int:
    was = library.persons.find(args.email).entry
    given = (args.name, args.role, args.team, args.coaches, args.agents, args.new_email, args.new_account or None)
    if all(value is None for value in given):
        raise InputError(
            "There is nothing to change: give --name, --role, --team, --for, --also, --email or --new-account."
        )
    roles = was.roles if args.role is None else tuple(args.role)
    entry = Entry(
        args.new_email or was.email,
        was.name if args.name is None else args.name,
        roles,
        was.team if args.team is None else args.team,
        _kept(was.coaches, args.coaches, bool({"coach", "reviewer"} & set(roles))),
        _kept(was.agents, args.agents, "agent" in roles),
    )
    library.persons.change(args.email, entry)
    if args.new_account:
        library.persons.forget_account(entry.email)
    print(f"{entry.email} is changed.")
    return 0


def _kept(was: tuple[str, ...], given: list[str] | None, holds: bool) -> tuple[str, ...]:
    """What is given, or else what was there as long as a role needs it; an empty word takes all away."""
    if given is not None:
        return tuple(each for each in given if each)
    return was if holds else ()


def _remove(library: Library, args: argparse.Namespace) -> int:
    library.persons.remove(args.email)
    print(f"{args.email} has left: signed out everywhere, and not let in again.")
    return 0


def _import(library: Library, args: argparse.Namespace) -> int:
    try:
        taken = take(library.database, _text(args.file))
    except TableError as wrong:
        for sentence in wrong.sentences:
            print(sentence, file=sys.stderr)
        raise InputError("Nothing was changed.") from None
    print(f"{taken.added:,} added, {taken.changed:,} changed.")
    return 0


def _text(file: str) -> str:
    raw = sys.stdin.buffer.read(BIGGEST + 1) if file == "-" else Path(file).read_bytes()
    if len(raw) > BIGGEST:
        raise InputError(f"The table is over {BIGGEST >> 20} MB, which is more than people can be.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The table is no UTF-8: save it as “CSV UTF-8”.") from None


def _export(library: Library, args: argparse.Namespace) -> int:
    table = written(library.persons.all())
    if args.out is None:
        sys.stdout.write(table)
    else:
        write_file(args.out, table.encode("utf-8-sig"))
        print(f"Written to {args.out}.")
    return 0


def _action(actions: Any, name: str, text: str, about: str | None = None) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
    if about:
        parser.add_argument(about, metavar=about.upper())
    parser.add_argument("--library", metavar="URL", help="where calls are kept; else what SAMESIDE_LIBRARY names")
    parser.add_argument("--as", dest="as_email", metavar="EMAIL", help="as this person would, with their rights")
    return parser


_ACTIONS = {"list": _list, "add": _add, "change": _change, "remove": _remove, "import": _import, "export": _export}

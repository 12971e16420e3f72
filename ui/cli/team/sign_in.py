r"""``sameside sign-in``: how people sign in to a team's dashboard.

::

    sameside sign-in set --address https://coach.example --issuer https://login.example/realms/house \
        --client-id sameside --admin ada@house.example         asks for the client secret
    sameside sign-in check                                     will it work? a sentence for each thing that could be looked at
    sameside sign-in show                                      what is set, without the secrets
    sameside sign-in forget                                    back to one machine alone

The client secret is asked for, or read from a file or the environment; it is no option, which every user of the machine could see.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

from audio.errors import InputError
from library.people.persons import Entry, as_email
from library.store import Library
from ui.cli.review import open_library
from ui.sign_in.check import check
from ui.sign_in.settings import (
    SECRETS,
    SignInSettings,
    new_secret,
    read_settings,
    settings_path,
    write_settings,
    written_settings,
)

SIGNS = {"yes": "ok", "no": "NO", "not told": "?"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the actions and options of ``sameside sign-in``; :func:`sign_in_command` runs what it parses."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    set_ = _action(actions, "set", "set it up, or change what is given and leave the rest")
    set_.add_argument("--address", metavar="URL", help="the dashboard's own, as people type it, with a proxy's path")
    set_.add_argument("--issuer", metavar="URL", help="the provider's, as it writes it itself")
    set_.add_argument("--client-id", metavar="ID", help="by which the provider knows this dashboard")
    set_.add_argument(
        "--client-secret-file",
        metavar="FILE",
        help=f"that holds it, - for standard input; else {SECRETS['client_secret']}, else it is asked for",
    )
    set_.add_argument(
        "--cookie-secret-file",
        metavar="FILE",
        help="what sign-ins are signed with, the same on all machines that serve; made by itself",
    )
    set_.add_argument("--hours", type=float, help="how long a sign-in lasts; 8 unless given")
    set_.add_argument(
        "--email-claim", metavar="NAME", help="where the provider says somebody's e-mail, if not in “email”"
    )
    set_.add_argument(
        "--trust-emails",
        action=argparse.BooleanOptionalAction,
        help="take e-mails that the provider does not say it has verified",
    )
    set_.add_argument("--contact", metavar="TEXT", help="whom somebody is to ask who may not come in")
    set_.add_argument(
        "--proxy", action="append", metavar="IP", help="a proxy whose word on scheme, host and sender is taken"
    )
    set_.add_argument("--admin", metavar="EMAIL", help="the first admin, who adds the others")
    set_.add_argument("--admin-name", metavar="NAME", default="")
    _action(actions, "check", "ask the provider whether it will work")
    _action(actions, "show", "what is set, without the secrets")
    _action(actions, "forget", "nobody signs in any more: the dashboard is for this machine alone")


def sign_in_command(args: argparse.Namespace) -> int:
    """Do what was asked; returns the exit status. Raises :class:`SameSideError` with a sentence where it cannot be."""
    with open_library(args.library) as library:
        path = settings_path(library.files.root)
        if args.action == "set":
            _set(library, path, args)
            return 0
        if args.action == "forget":
            return _forget(path)
        settings = read_settings(path)
        if settings is None:
            raise InputError("Sign-in is not set up: `sameside sign-in set` does that.")
        return _show(settings, path) if args.action == "show" else _check(library, settings)


def _set(library: Library, path: Path, args: argparse.Namespace) -> None:
    """Write the settings and name the first admin; where anything is wrong, neither."""
    admin = None if args.admin is None else as_email(args.admin)
    if admin is None and not library.persons.has_admin():
        raise InputError("--admin is needed: somebody has to be there who may add the others.")
    values = _values(path, args)
    settings = _whole(values)
    if admin is not None:
        _make_admin(library, admin, args.admin_name)
    write_settings(path, values)
    print(f"Kept in {path}, for its owner's eyes only.")
    print(f"The provider has to know this address to send people back to: {settings.callback}")
    print(
        "`sameside sign-in check` asks it whether all is well; a dashboard that is running takes this when it is started anew."
    )


def _values(path: Path, args: argparse.Namespace) -> dict[str, Any]:
    """What is to stand in the file: what stands there, and over it what is given."""
    values: dict[str, Any] = (written_settings(path) or {}) if path.exists() else {}
    given = {
        "address": None if args.address is None else args.address.rstrip("/"), "issuer": args.issuer, "client_id": args.client_id,
        "hours": args.hours, "email_claim": args.email_claim, "trust_emails": args.trust_emails, "contact": args.contact,
        "proxies": args.proxy,
    }  # fmt: skip
    values |= {name: value for name, value in given.items() if value is not None}
    for name, option in (("address", "--address"), ("issuer", "--issuer"), ("client_id", "--client-id")):
        if not values.get(name):
            raise InputError(f"{option} is needed: docs/sign-in.md says what your provider calls it.")
    if args.client_secret_file or not (values.get("client_secret") or values.get("client_secret_file")):
        values["client_secret"] = _client_secret(args.client_secret_file)
        values.pop("client_secret_file", None)
    if args.cookie_secret_file:
        values["cookie_secret"] = Path(args.cookie_secret_file).read_text(encoding="utf-8").strip()
        values.pop("cookie_secret_file", None)
    elif not (values.get("cookie_secret") or values.get("cookie_secret_file")):
        values["cookie_secret"] = os.environ.get(SECRETS["cookie_secret"], "").strip() or new_secret()
    return values


def _whole(values: dict[str, Any]) -> SignInSettings:
    """The settings that these values are. Raises :class:`InputError` where they are none."""
    elsewhere = {
        name: new_secret() for name in SECRETS if name not in values
    }  # in files that are read by whoever serves
    known = {name: value for name, value in values.items() if not name.endswith("_file")}
    return SignInSettings(**known | elsewhere | {"proxies": tuple(values.get("proxies", ()))})


def _client_secret(file: str | None) -> str:
    if file == "-":
        secret = sys.stdin.readline().strip()
    elif file:
        secret = Path(file).read_text(encoding="utf-8").strip()
    else:
        secret = os.environ.get(SECRETS["client_secret"], "").strip()
        if not secret and sys.stdin.isatty():
            secret = getpass.getpass("Client secret: ").strip()
    if not secret:
        raise InputError(
            f"The client secret is needed: in a file (--client-secret-file), in {SECRETS['client_secret']}, or typed on a terminal."
        )
    return secret


def _make_admin(library: Library, email: str, name: str) -> None:
    """Let somebody be an admin: added, or with one role more."""
    entry = next((each.entry for each in library.persons.all() if each.entry.email == email), None)
    if entry is None:
        library.persons.add(Entry(email, name, ("admin",)))
        print(f"{email} is an admin.")
    elif "admin" not in entry.roles:
        more = Entry(email, name or entry.name, (*entry.roles, "admin"), entry.team, entry.coaches, entry.agents)
        library.persons.change(email, more)
        print(f"{email} is an admin too.")


def _show(settings: SignInSettings, path: Path) -> int:
    rows = {
        "file": str(path), "address": settings.address, "issuer": settings.issuer, "client id": settings.client_id,
        "sent back to": settings.callback, "lasts": f"{settings.hours:g} hours", "e-mail in": settings.email_claim,
        "e-mails": "as the provider gives them" if settings.trust_emails else "only verified ones",
        "contact": settings.contact or "-", "proxies": ", ".join(settings.proxies) or "-",
    }  # fmt: skip
    for name, value in rows.items():
        print(f"{name:14}{value}")
    return 0


def _check(library: Library, settings: SignInSettings) -> int:
    """Print what is found, as it is; 1 where anything is wrong."""
    wrong = 0
    for finding in check(settings):
        wrong += finding.answer == "no"
        print(f"{SIGNS[finding.answer]:3} {finding.sentence}", flush=True)
    if not library.persons.has_admin():
        wrong += 1
        print(f"{SIGNS['no']:3} Nobody is an admin: `sameside sign-in set --admin EMAIL` names one.")
    return 1 if wrong else 0


def _forget(path: Path) -> int:
    if not path.exists():
        raise InputError("Sign-in is not set up, so there is nothing to forget.")
    path.unlink()
    print("Nobody signs in any more: the dashboard is for this machine alone.")
    return 0


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
    parser.add_argument("--library", metavar="URL", help="whose dashboard it is; else what SAMESIDE_LIBRARY names")
    return parser

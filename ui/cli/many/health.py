"""``sameside health``: whether the library can be used from this machine just now.

::

    $ sameside health --library postgresql://coach@db/sameside
    database    ok
    recordings  ok
    queue       2 jobs wait, the oldest for 12 min, and nobody works: start a worker.
    $ echo $?
    1

0 where all is well, 1 where something is not. The library is looked at as it is, neither made nor brought up to date, and the answer comes in
seconds whatever hangs: a container or a service may ask it every few.
"""

from __future__ import annotations

import argparse
import json

from audio.errors import readable
from library.health.checks import NAMES, Check, health_at


def configure_health(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("--json", action="store_true", help="print it as JSON, without addresses and figures")
    parser.add_argument(
        "--without", action="append", choices=("queue",), default=[], help="what is not to be looked at"
    )
    parser.add_argument(
        "--library", metavar="URL", help="which library: a database URL or a file; else what SAMESIDE_LIBRARY names, else the one in the user's data folder"
    )  # fmt: skip
    parser.set_defaults(run=health_command)


def health_command(args: argparse.Namespace) -> int:
    """Print what is well and what is not; 0 where all is. Raises :class:`SameSideError` where the library's name is none."""
    checks = [check for check in health_at(args.library).look() if check.name not in args.without]
    if args.json:
        print(json.dumps({check.name: "ok" if check.is_well else check.why for check in checks}))
    else:
        for check in checks:
            print(f"{check.name:{max(map(len, NAMES))}}  {readable(_said(check))}")
    return 0 if all(check.is_well for check in checks) else 1


def _said(check: Check) -> str:
    return "ok" if check.is_well else check.detail or check.why

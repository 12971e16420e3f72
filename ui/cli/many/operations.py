"""What commands that go on for long have in common: in which form they log, and where they are asked how they do."""

from __future__ import annotations

import argparse


def add_log_format(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the form of logs."""
    parser.add_argument(
        "--log-format",
        choices=("json", "text"),
        help="log one line an event, without names and contents, in place of sentences; else what SAMESIDE_LOG names (see docs/operations.md)",
    )


def add_operations(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` the form of logs and the port of metrics and health."""
    add_log_format(parser)
    parser.add_argument(
        "--metrics-port",
        metavar="PORT",
        help="serve metrics and health there, on this machine alone; as 0.0.0.0:9464 to others too, who need a token (see docs/operations.md)",
    )

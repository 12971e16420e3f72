"""``sameside names``: a pattern of file names tried on the names at hand, and kept for the house.

::

    $ sameside names '{date}_{time}_{agent}_{queue}' calls/*.wav
    20260203_101500_Ama Osei_Repairs.wav   agent Ama Osei, date 03 Feb 2026 10:15, queue Repairs
    holiday.wav                            the pattern does not fit
"""

from __future__ import annotations

import argparse
from pathlib import Path

from audio.errors import InputError
from library.house import file_names
from library.metadata.call_metadata import described
from library.metadata.file_names import try_pattern
from ui.cli.review import open_library

MAX_WIDTH = 60
"""Letters of a name that are kept in line."""


def names_command(args: argparse.Namespace) -> int:
    """Show what a pattern reads of each name, and keep it where that is asked for. Returns the exit status.

    Raises :class:`SameSideError` where it is no pattern, or is to be kept and fits none of the names.
    """
    with open_library(args.library, args.as_email) as library:
        kept, version = file_names.written(library)
        if args.forget:
            file_names.keep(library, "", version)
            print("No pattern of file names is kept.")
            return 0
        pattern = args.pattern or kept
        if not pattern:
            raise InputError("there is no pattern to try: write one, such as '{date}_{time}_{agent}_{queue}'")
        names = [Path(file).name for file in args.files]
        fitting = _show(pattern, names)
        if args.keep:
            if names and not fitting:
                raise InputError(f"the pattern “{pattern}” fits none of these names, so it is not kept")
            file_names.keep(library, pattern, version)
            print(f"Kept for all recordings from now on: {pattern}")
        elif not names:
            print(pattern)
    return 0


def _show(pattern: str, names: list[str]) -> int:
    """Print what is read of each name; how many the pattern fits."""
    tried = try_pattern(pattern, names)
    width = min(MAX_WIDTH, max(map(len, names), default=0))
    for name, metadata in tried:
        print(f"{name:{width}}  {'the pattern does not fit' if metadata is None else described(metadata)}")
    return sum(metadata is not None for _, metadata in tried)

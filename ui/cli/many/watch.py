"""``sameside watch PLACE``: recordings that come to lie in a folder, in a bucket, or below these, go into the library's queue by themselves.

::

    $ sameside watch /mnt/recorder --names '{date}_{time}_{agent}_{queue}'
    2026-11-29 10:14:02  20261129_101207_Ama Osei_Repairs.wav: in the queue
    2026-11-29 10:14:02  copy of it.wav: here already, so it is not heard again
    $ sameside watch s3://recorder/eu
    sameside: half.wav is empty (0 bytes): the export or the copy did not finish; fetch it again

A dashboard, ``sameside work`` or a cluster reviews them. What is known of a call beside its sound is told as ``sameside review`` is told it: a
list, a recorder's own data, the file's name. Nothing where they lie is changed.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from audio.asr.language import check_language
from audio.errors import InputError, SameSideError, readable, sentence
from library.arrivals.opening import open_source
from library.arrivals.watch import Taken, Watch
from library.house import file_names
from library.logs.setting import set_up, tell
from library.metadata.file_names import parse_pattern
from library.metadata.gathering import gather_beside
from library.metadata.tables import Table
from library.store import Library
from ui.cli.many.job_options import job_options
from ui.cli.many.operations import add_log_format
from ui.cli.many.work import told_to_stop
from ui.cli.review import hearing_options, open_library, tables_of

SETTLE, INTERVAL = 10.0, 5.0
"""Seconds for which a recording must have been still, and between two looks."""


def configure_watch(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "place", metavar="PLACE",
        help="where recordings come to lie, in subfolders too: a folder, s3://bucket/prefix, gs://bucket/prefix or az://container/prefix",
    )  # fmt: skip
    parser.add_argument(
        "--once", action="store_true", help="take what lies there, each as soon as it is whole, and stop"
    )
    parser.add_argument(
        "--settle", type=float, default=SETTLE, metavar="SECONDS",
        help=f"how long a recording, and what lies beside it, must not have changed; {SETTLE:.0f} unless given",
    )  # fmt: skip
    parser.add_argument(
        "--every", type=float, default=INTERVAL, metavar="SECONDS",
        help=f"how often to look; {INTERVAL:.0f} unless given, and less often where a look takes long",
    )  # fmt: skip
    parser.add_argument(
        "--metadata",
        type=Path,
        metavar="CSV",
        help="a list of the calls, read anew when it changes (see `sameside review --help`)",
    )
    parser.add_argument(
        "--names",
        metavar="PATTERN",
        help="what the files' names say; else the pattern that is kept (see `sameside names`)",
    )
    parser.add_argument(
        "--agent", metavar="SIDE_OR_NAME", help="the agent's side, or name in the transcripts, as for `sameside review`"
    )
    parser.add_argument(
        "--model", metavar="NAME", help="the Whisper model that hears the words where they are reviewed"
    )
    parser.add_argument("--language", metavar="CODE", help="the language spoken, such as en")
    parser.add_argument(
        "--vocabulary", type=Path, metavar="FILE", help="words that are likely to occur, an entry a line"
    )
    parser.add_argument("--no-words", action="store_true", help="have the sound alone reviewed")
    add_log_format(parser)
    parser.add_argument(
        "--library", metavar="URL", help="whose queue: a database URL or a file; else what SAMESIDE_LIBRARY names, else one in the user's data folder"
    )  # fmt: skip
    parser.set_defaults(run=watch_command, transcript=None, diarization=None)


def watch_command(args: argparse.Namespace) -> int:
    """Watch until told to stop, or with ``--once`` until all is taken; 0, or then 1 where something could not be. Raises :class:`SameSideError`."""
    set_up(args.log_format)
    _check(args)
    refused = list[str]()

    def say(said: str) -> None:
        refused.append(said)
        tell(f"sameside: {said}", "arrival_refused", logging.WARNING, sys.stderr)

    with told_to_stop() as stop, open_library(args.library) as library:
        source = open_source(args.place, library.recordings, args.settle)
        watch = Watch(source, library.arrivals, _describer(library, args, say), say, _tell, stop)
        watch.run(args.every, until_taken=args.once)
    return 1 if args.once and refused else 0


def _check(args: argparse.Namespace) -> None:
    for name in ("settle", "every"):
        if not 0.0 <= getattr(args, name) <= 86_400.0:
            raise InputError(f"--{name} {getattr(args, name):g} is no time to wait: give seconds, from 0 to 86400")
    if args.language:
        check_language(args.language)


def _describer(
    library: Library, args: argparse.Namespace, say: Callable[[str], None]
) -> Callable[[Path], Mapping[str, Any]]:
    """What says of a recording how it is to be heard and what is known of it; each thing that cannot be used of a list is said once."""
    asked, pattern = hearing_options(args), parse_pattern(args.names) if args.names else None
    said: set[str] = set()
    listed = _List(args.metadata, say)

    def describe(path: Path) -> Mapping[str, Any]:
        metadata, remarks = gather_beside(path, tables=listed.tables(), pattern=pattern or file_names.pattern(library))
        for remark in remarks:
            if remark not in said:
                said.add(remark)
                say(remark)
        return job_options(asked, metadata)

    return describe


class _List:
    """The list of calls that was named, read anew when it has changed; one that cannot be read then is said, and what it said before holds."""

    def __init__(self, path: Path | None, say: Callable[[str], None]) -> None:
        self._path, self._say = path, say
        self._tables, self._state = tables_of(path), self._stat(path)

    def tables(self) -> list[Table]:
        if self._state != (state := self._stat(self._path)):
            self._state = state
            try:
                self._tables = tables_of(self._path)
            except SameSideError as trouble:
                self._say(sentence(trouble))
        return self._tables

    @staticmethod
    def _stat(path: Path | None) -> tuple[int, int] | None:
        if path is None:
            return None
        try:
            status = path.stat()
        except OSError:  # said where it is read
            return None
        return status.st_size, status.st_mtime_ns


def _tell(taken: Taken) -> None:
    became = "in the queue" if taken.job is not None else "here already, so it is not heard again"
    line = readable(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {taken.path.name}: {became}")
    tell(line, "arrival_taken" if taken.job is not None else "arrival_known", job=taken.job)

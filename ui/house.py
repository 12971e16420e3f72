"""House rules: the limits that this library's calls are judged by, in a file beside the recordings.

Only what differs from the shipped limits is written, a line each (``rise_pitch = 5.0``), so that a limit nobody
touched follows a newer SameSide. The same file can be given to ``sameside review --limits``.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis.limits import Limits, load, table
from analysis.report import Report
from analysis.review import review
from analysis.rules import load_book
from audio.call import Call
from audio.trouble import Trouble
from library.pack import fingerprint
from library.store import Library


def limits(library: Library) -> Limits:
    """The limits in force. Raises :class:`analysis.limits.LimitMistake` where somebody's hand slipped in the file."""
    path = _file(library)
    return load(path) if path.exists() else Limits()


def keep(library: Library, changed: Limits) -> None:
    """Put other limits in force for the calls to come; :func:`anew` brings the others up to date."""
    lines = [f"{row['name']} = {row['value']!r}\n" for row in table(changed) if row["value"] != row["default"]]
    path = _file(library)
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        half.write_text("".join(lines), encoding="utf-8")
        half.replace(path)
    except OSError as slip:
        half.unlink(missing_ok=True)
        raise Trouble(f"The limits could not be kept in {path}: {slip.strerror or slip}.") from None


def judged(call: Call, by: Limits) -> Report:
    """The report of a call under these limits and the rule book."""
    return review(call, by, load_book())


def mark(by: Limits) -> str:
    """What tells a report made under these limits from one made under others."""
    return fingerprint(by)


def _file(library: Library) -> Path:
    return library.database.files / "limits.toml"

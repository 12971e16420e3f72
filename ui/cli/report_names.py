"""What reports in a folder are called: by their recordings, and told apart where two of those have one name.

::

    a/call.wav  b/call.wav     ->   a-call.json  b-call.json         by the folders they lie in, as many as it takes
    call.wav    call.mp3       ->   call-wav.json  call-mp3.json     by their endings, where they lie in one folder
    call.wav    call.wav       ->   call.json                        one recording named twice has one report
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path


def report_names(calls: Sequence[Path]) -> dict[Path, str]:
    """By recording, as it was named: the name of its report, without ending."""
    found = {call: call.absolute() for call in calls}
    alike: dict[str, list[Path]] = defaultdict(list)
    for path in dict.fromkeys(found.values()):
        alike[_folded(path.stem)].append(path)
    names: dict[Path, str] = {}
    for group in sorted(alike.values(), key=len):  # names that stand for themselves come first
        for path, name in zip(group, _told_apart(group), strict=True):
            names[path] = _not_taken(name, {_folded(taken) for taken in names.values()})
    return {call: names[path] for call, path in found.items()}


def _told_apart(paths: list[Path]) -> list[str]:
    """Names for recordings whose own names are alike."""
    in_folder = Counter(path.parent for path in paths)
    own = [path.stem + (path.suffix.replace(".", "-") if in_folder[path.parent] > 1 else "") for path in paths]
    for depth in range(max(len(path.parts) for path in paths)):
        folders = [path.parent.parts[1:][-depth:] if depth else () for path in paths]
        names = ["-".join((*folder, name)) for folder, name in zip(folders, own, strict=True)]
        if len({_folded(name) for name in names}) == len(names):
            break
    return names


def _not_taken(name: str, taken: set[str]) -> str:
    """``name``, with a number after it where it is taken."""
    number, free = 1, name
    while _folded(free) in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _folded(name: str) -> str:
    """A name as a disk may compare it: on some, ``Call`` and ``call`` are one file."""
    return unicodedata.normalize("NFC", name).casefold()

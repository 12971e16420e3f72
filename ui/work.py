"""Hearing a recording as it was asked for: the command line, the demo and the dashboard's worker all do it here.

What a hearing depends on beside the sound (transcript, model, sides) is told as ``depends``, so that the library
takes what was heard before instead of hearing it again; limits and rules only change the report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audio.call import Call
from audio.listen import Progress, listen
from audio.transcript import beside
from ui.ears import find_ear


def hear(path: Path, options: Mapping[str, Any], progress: Progress) -> Call:
    """The facts of the recording at ``path``. Raises :class:`~audio.trouble.Trouble`.

    options  transcript  a file of words; without it, and without a model named, one beside the recording is taken
             agent       ``left``, ``right``, ``first`` or ``second``
             model       a Whisper model's name or folder
             no_words    the sound alone
             kept        a folder for the words of a hearing that may be stopped
    """
    if options.get("no_words"):
        return listen(
            path, agent=options.get("agent"), ear="The words were left out, as asked.", progress=progress, alone=True
        )
    words = _words(path, options)
    ear = "" if words else find_ear(options.get("model"), options.get("kept"))
    return listen(path, transcript=words, agent=options.get("agent"), ear=ear, progress=progress, alone=True)


def depends(path: Path, options: Mapping[str, Any]) -> str:
    """What a hearing of ``path`` depends on beside its sound, as a short hash."""
    words = None if options.get("no_words") else _words(path, options)
    said = hashlib.sha256(words.read_bytes()).hexdigest() if words is not None and words.is_file() else ""
    told = [said, *(str(options.get(name) or "") for name in ("agent", "model", "no_words"))]
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:16] if any(told) else ""


def _words(path: Path, options: Mapping[str, Any]) -> Path | None:
    """The transcript to take: the one given; none where a model was asked for by name; else the one beside."""
    if given := options.get("transcript"):
        return Path(given)
    return None if options.get("model") else beside(path)

"""Which files belong to a recording by their name: whoever drops a call somewhere drops its transcript beside it.

::

    call.wav     call.vtt   Call.VTT   call.wav.vtt   call_transcript.json   call.en.srt   call.rttm      its own
                 call-2.vtt   recall.vtt                                                                  another's

Capital letters do not matter, unless a recording in the same place bears the very name. Whether what is in such a file can be used is another
question (:mod:`audio.speakers.transcript_beside`): a file that was named by nobody never keeps its recording from being heard.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from audio.errors import InputError
from audio.transcripts.reader import SUFFIXES

DIARIZATION = ".rttm"
ENDINGS = (*SUFFIXES, DIARIZATION)
"""Of files that say something of a recording, the likelier transcripts first."""
RECORDINGS = (
    "wav", "mp3", "m4a", "aac", "mp4", "ogg", "opus", "oga", "webm", "flac", "amr", "gsm", "wma", "au", "aif", "aiff", "w64", "caf", "3gp",
    "mkv", "mka", "mov", "ulaw", "alaw",
)  # fmt: skip
"""The endings by which recordings are told from other files, where nobody has chosen them one by one."""

_ADDITION = re.compile(
    r"[ ._-]+(?:transcripts?|transcription|captions?|subtitles?|words)|\.[a-z]{2}(?:[-_][a-z]{2})?", re.I
)


def belongs(name: str, recording: str) -> bool:
    """Whether the file of that ``name`` is one that belongs to the recording of that name."""
    if _ending(name) not in ENDINGS or name == recording:
        return False
    stem, whole = _folded(PurePath(name).stem), _folded(recording)
    own = PurePath(whole).stem
    return any(
        stem == base or (stem.startswith(base) and _ADDITION.fullmatch(stem[len(base) :])) for base in (own, whole)
    )


def belonging(names: Iterable[str], recording: str) -> list[str]:
    """Those of ``names`` that belong to a recording, the likelier first; of a file that belongs to another recording more exactly, to
    that one alone: ``Call.vtt`` to ``Call.wav`` where ``call.wav`` lies there too.
    """
    names = list(names)
    others = {_exact(PurePath(name).stem) for name in names if _ending(name) not in ENDINGS and name != recording}
    own = _exact(PurePath(recording).stem)
    found = [name for name in names if belongs(name, recording)]
    found = [name for name in found if (stem := _exact(PurePath(name).stem)) == own or stem not in others]
    return sorted(found, key=lambda name: (ENDINGS.index(_ending(name)), _exact(PurePath(name).stem) != own, name))


class Together:
    """Which of many files in one place belong to which recording: as :func:`belonging` says it, without asking of each of a hundred thousand files
    for each of a hundred thousand recordings."""

    def __init__(self, names: Iterable[str]) -> None:
        self._beside: dict[str, list[str]] = defaultdict(list)
        self._others: dict[str, list[str]] = defaultdict(list)
        for name in names:
            stem = _folded(PurePath(name).stem)
            if _ending(name) not in ENDINGS:
                self._others[stem].append(name)
            else:
                for base in _bases(stem):
                    self._beside[base].append(name)

    def belonging(self, recording: str) -> list[str]:
        """Those that belong to the recording of that name, the likelier first."""
        whole = _folded(recording)
        found = dict.fromkeys((*self._beside.get(PurePath(whole).stem, ()), *self._beside.get(whole, ())))
        others = {other for name in found for other in self._others.get(_folded(PurePath(name).stem), ())}
        return belonging([*found, *others], recording)


def _bases(stem: str) -> Iterator[str]:
    """The stems of recordings that a file with this stem may belong to."""
    yield stem
    for separator in re.finditer(r"[ ._-]+", stem):
        if _ADDITION.fullmatch(stem, separator.start()):
            yield stem[: separator.start()]


def files_beside(recording: Path) -> tuple[Path, ...]:
    """The files that belong to a recording by their name, in its own folder. None where the folder cannot be read."""
    folder = recording.parent
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return ()
    return tuple(path for name in belonging(names, recording.name) if (path := folder / name).is_file())


def split_kinds(files: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Transcripts and diarizations among files beside a recording."""
    files = list(files)
    diarizations = [path for path in files if _ending(path.name) == DIARIZATION]
    return [path for path in files if path not in diarizations], diarizations


NO_WORDS_TAKEN = "It lies beside the recording, and no words are taken from it."
"""How a doubt about a transcript ends that cannot be used."""
LEFT_ASIDE = "It lies beside the recording and is left aside."
"""The same of a diarization."""


def with_ending(trouble: InputError, ending: str) -> str:
    """What is wrong with a file that nobody named, and that the recording is heard all the same."""
    why = str(trouble)
    return f"{why}{'' if why[-1:] in '.?' else '.'} {ending}"


def _ending(name: str) -> str:
    return PurePath(name).suffix.casefold()


def _exact(stem: str) -> str:
    return unicodedata.normalize("NFC", stem)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

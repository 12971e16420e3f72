"""What the recogniser is told of a house's calls beforehand: the words that are peculiar to it, its agents' names, the language.

They are options of a hearing (:func:`library.pipeline.hear`), so a change of them holds for calls heard from now on.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from audio.asr.language import check_language
from audio.errors import InputError
from audio.given_file import read_given
from library.database.text import one_line
from library.store import Library

VOCABULARY, LANGUAGE = "vocabulary", "language"

MAX_ENTRIES, MAX_ENTRY_LENGTH = 200, 60
"""Entries of the vocabulary, and letters of one; the recogniser takes fewer than the first allow."""
LARGEST = 1_000_000
"""Bytes of a file with a vocabulary."""


def hearing_options(library: Library) -> dict[str, Any]:
    """What the house knows beforehand of the words of a call, as options of :func:`library.pipeline.hear`: the ``vocabulary`` it
    keeps, the ``names`` of its agents, and the ``language``, ``None`` where it is to be guessed.
    """
    return {
        "vocabulary": unique_entries(vocabulary(library)[0]),
        "names": unique_entries(library.people.agent_ids()),
        "language": language(library)[0],
    }


def vocabulary(library: Library) -> tuple[tuple[str, ...], int]:
    """The words that are peculiar to this house, in the order of their weight, and the version to save over."""
    words, version = library.settings.get(VOCABULARY, ())
    return tuple(words), version


def keep_vocabulary(library: Library, words: Iterable[str], version: int) -> None:
    """Put another vocabulary in force, for calls heard from now on: trimmed, each word once, however it is spelt.

    Raises :class:`SameSideError` where there are too many words, one is too long, or somebody else changed them meanwhile.
    """
    library.settings.keep(VOCABULARY, list(check_vocabulary(words)), version)


def read_vocabulary(path: Path) -> tuple[str, ...]:
    """The vocabulary in a text file, an entry a line. Raises :class:`SameSideError` where it cannot be read as one."""
    try:
        text = read_given(path, LARGEST).decode("utf-8-sig")
    except OSError as slip:
        raise InputError(f"the vocabulary {path} cannot be read: {slip.strerror or slip}") from None
    except UnicodeDecodeError:
        raise InputError(
            f"the vocabulary {path} is no text in UTF-8: write it as plain text, an entry a line"
        ) from None
    return check_vocabulary(text.splitlines())


def check_vocabulary(words: Iterable[str]) -> tuple[str, ...]:
    """The entries of a vocabulary, trimmed, each once, however it is spelt. Raises :class:`SameSideError` as
    :func:`keep_vocabulary` does.
    """
    entries = unique_entries(words)
    if len(entries) > MAX_ENTRIES:
        raise InputError(
            f"These are {len(entries)} entries, and the vocabulary holds {MAX_ENTRIES}: leave out what is rarely said."
        )
    if too_long := next((word for word in entries if len(word) > MAX_ENTRY_LENGTH), None):
        raise InputError(
            f"“{too_long[:MAX_ENTRY_LENGTH]}…” is longer than the {MAX_ENTRY_LENGTH} letters that an entry may have: give a name, or a "
            "short phrase, on each line."
        )
    return entries


def unique_entries(words: Iterable[str]) -> tuple[str, ...]:
    """The words, each in one line, as it is spelt first and at that place; empty ones are left out."""
    entries: dict[str, str] = {}
    for line in map(one_line, words):
        if line:
            entries.setdefault(line.casefold(), line)
    return tuple(entries.values())


def language(library: Library) -> tuple[str | None, int]:
    """The code of the language that is spoken in all calls (``None``: to be guessed in each), and its version."""
    code, version = library.settings.get(LANGUAGE)
    return code, version


def keep_language(library: Library, code: str | None, version: int) -> None:
    """Say which language is spoken, for calls heard from now on.

    Raises :class:`SameSideError` where Whisper does not know it, or somebody else changed it meanwhile.
    """
    if code is not None:
        check_language(code)
    library.settings.keep(LANGUAGE, code, version)

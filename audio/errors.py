"""The errors whose message is a sentence fit to be shown: what was found, what is needed, and the likely slip.

They are never shown with a traceback. Whoever only tells them catches :class:`SameSideError`; whoever can do something about
them tells whose they are: the user's input, the place where calls are kept, or the model that hears the words.
"""

from __future__ import annotations

import re

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class SameSideError(Exception):
    """What went wrong, in one sentence for a person."""


class InputError(SameSideError):
    """What a user gave cannot be used: a file, a transcript, a name, an option."""


class LibraryError(SameSideError):
    """The place where calls are kept cannot do it: its database, its disk, or what somebody else did there meanwhile."""


class UnreachableError(LibraryError):
    """The place where calls are kept does not answer just now: what was asked of it may be asked again."""


class ModelError(SameSideError):
    """A model cannot be had or used: it is not here, not whole, not to be fetched, or too big for this machine."""


def sentence(trouble: SameSideError | OSError) -> str:
    """What went wrong, for a person; of what the system refuses, which file and why."""
    if isinstance(trouble, SameSideError):
        return readable(str(trouble))
    why = trouble.strerror or str(trouble)
    return readable(
        f"“{trouble.filename}” cannot be used: {why}." if trouble.filename else f"The system refuses: {why}."
    )


def readable(text: str) -> str:
    """``text`` as one line of any file, terminal or database: a file's name may hold line ends, ESC, and bytes that are no character."""
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)

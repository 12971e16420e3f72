"""Who sits at this computer, as far as it knows: the name under a note until another is given."""

from __future__ import annotations

import getpass


def user() -> str:
    """The computer's user; ``Coach`` where it has no name, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "Coach"

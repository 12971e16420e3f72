"""Which originals a house has destroyed: the kinds whose calls keep no more than what is masked (:mod:`library.deletion.originals`).

None, unless a house says so. Where it says anything, security codes are among them: whoever takes card payments may not keep them once a payment is
authorised, not even encrypted (PCI DSS v4.0.1, requirement 3.3.1).
"""

from __future__ import annotations

from collections.abc import Iterable

from audio.errors import InputError, SameSideError
from library.redaction.kinds import kinds
from library.store import Library

SETTING = "destroy_originals"
ALWAYS = "security_code"
AT_ONCE = 20
"""Calls between two jobs."""


def destroyed_kinds(library: Library) -> tuple[tuple[str, ...], int]:
    """The kinds whose originals are destroyed, none where nothing is, and the version to save over."""
    chosen, version = library.settings.get(SETTING, ())
    return tuple(chosen), version


def keep_destroyed_kinds(library: Library, chosen: Iterable[str], version: int) -> None:
    """Have the originals of these kinds destroyed from now on, and those of calls that are here already; none: no more of them.

    Raises :class:`SameSideError` where there is no such kind, or somebody else changed the setting meanwhile.
    """
    wanted = set(chosen)
    if unknown := wanted - {name for name, kind in kinds().items() if kind.mask}:
        raise InputError(f"“{min(unknown)}” is nothing that is masked.")
    library.settings.keep(SETTING, sorted(wanted | {ALWAYS}) if wanted else [], version)


def destroy_due(library: Library) -> int:
    """Destroy the originals of some calls that the setting names; how many it were. One that cannot be is tried again another time."""
    destroyed = 0
    for call_id in library.originals.due(destroyed_kinds(library)[0]):
        if destroyed == AT_ONCE:
            break
        try:
            library.originals.destroy(call_id)
            destroyed += 1
        except SameSideError:  # its recording is gone from the disk, or it was deleted meanwhile
            continue
    return destroyed

"""House rules: the limits that this library's calls are judged by, kept in the library for everybody who opens it.

Only what differs from the shipped limits is kept, so that a limit nobody touched follows a newer SameSide.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analysis.edition import edition
from analysis.limits import Limits, change, table
from analysis.report import Report
from analysis.review import review
from analysis.rules import load_book
from audio.call import Call
from library.pack import fingerprint
from library.store import Library

SETTING = "limits"


def limits(library: Library) -> Limits:
    """The limits in force. Raises :class:`analysis.limits.LimitMistake` where what was kept no longer makes sense."""
    return settled(library)[0]


def settled(library: Library) -> tuple[Limits, int]:
    """The limits in force, and the version of the setting, to save over."""
    values, version = library.settings.get(SETTING, {})
    return change(Limits(), **values), version


def keep(library: Library, changed: Limits, version: int) -> None:
    """Put other limits in force. Raises :class:`audio.trouble.Trouble` where somebody else did meanwhile."""
    library.settings.keep(SETTING, differing(changed), version)


def differing(changed: Limits) -> dict[str, float]:
    """The limits that are not as shipped, by name."""
    return {row["name"]: row["value"] for row in table(changed) if row["value"] != row["default"]}


def judged(call: Call, by: Limits) -> Report:
    """The report of a call under these limits and the rule book."""
    return review(call, by, load_book())


def mark(by: Limits) -> str:
    """What tells a report made under these limits, by this edition of the judging, from any other."""
    return fingerprint(by, edition())


def anew(library: Library, call_id: str, by: Limits) -> None:
    """Judge a call again by other limits, without hearing it again."""
    library.keep_report(judged(library.call(call_id), by), mark(by))


@dataclass(frozen=True, slots=True)
class Difference:
    """How the moments of a call would change: how many more or fewer of each kind, none of them 0."""

    call_id: str
    name: str
    more: dict[str, int]


def difference(library: Library, call_id: str, name: str, by: Limits) -> Difference | None:
    """What other limits would change in a call; ``None`` where its moments stay as they are."""
    before = library.report(call_id)
    after = judged(library.call(call_id), by)
    if before is not None and before.moments == after.moments:
        return None
    counted = Counter(m.kind for m in after.moments)
    counted.subtract(Counter(m.kind for m in before.moments) if before else {})
    return Difference(call_id, name, {kind: n for kind, n in counted.items() if n})

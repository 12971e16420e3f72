"""House rules: the limits and the team's own rules that this library's calls are judged by, kept in it for everybody.

Only what differs from the shipped limits is kept, so that a limit nobody touched follows a newer SameSide.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.edition import edition
from analysis.limits import Limits, change, table
from analysis.report import Report
from analysis.review import review
from analysis.rules import RuleBook, load_book
from audio.call import Call
from library.pack import fingerprint
from library.store import Library

SETTING, RULES = "limits", "rules"


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


def team_rules(library: Library) -> tuple[str, int]:
    """The team's own rules as they were written (TOML), empty where there are none, and the version to save over."""
    text, version = library.settings.get(RULES, "")
    return str(text), version


def keep_team_rules(library: Library, text: str, version: int) -> None:
    """Put the team's rules in force.

    Raises :class:`analysis.rules.RuleMistake` naming the rule and the slip, or :class:`audio.trouble.Trouble` where
    somebody else changed them meanwhile; nothing is kept then.
    """
    read(text)
    library.settings.keep(RULES, text, version)


def book(library: Library) -> RuleBook:
    """The rule book in force: the shipped one, with the team's rules on top. Raises ``RuleMistake``."""
    return read(team_rules(library)[0])


@lru_cache(maxsize=4)
def read(text: str) -> RuleBook:
    """The rule book with a team's rules on top."""
    if not text.strip():
        return load_book()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "team-rules.toml"
        path.write_text(text, encoding="utf-8")
        return load_book(path)


def judged(library: Library, call: Call, by: Limits) -> Report:
    """The report of a call under these limits and the rule book in force."""
    return review(call, by, book(library))


def mark(library: Library, by: Limits) -> str:
    """What tells a report made under these limits, these rules, by this edition of the judging, from any other."""
    return fingerprint(by, edition() + team_rules(library)[0])


def anew(library: Library, call_id: str, by: Limits) -> None:
    """Judge a call again by other limits or rules, without hearing it again."""
    library.keep_report(judged(library, library.call(call_id), by), mark(library, by))


def swap(library: Library, call_id: str) -> None:
    """Change agent and customer round in a call, and judge it again."""
    library.swap(call_id)
    anew(library, call_id, limits(library))


@dataclass(frozen=True, slots=True)
class Difference:
    """How the moments of a call would change: how many more or fewer of each kind, none of them 0."""

    call_id: str
    name: str
    more: dict[str, int]


def difference(library: Library, call_id: str, name: str, by: Limits) -> Difference | None:
    """What other limits would change in a call; ``None`` where its moments stay as they are."""
    before = library.report(call_id)
    after = judged(library, library.call(call_id), by)
    if before is not None and before.moments == after.moments:
        return None
    counted = Counter(m.kind for m in after.moments)
    counted.subtract(Counter(m.kind for m in before.moments) if before else {})
    return Difference(call_id, name, {kind: n for kind, n in counted.items() if n})

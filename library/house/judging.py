"""Judging a call by the limits and the rule book in force, again when they have changed, and what a change of them would do.

::

    limits ──────┐                        ┌── report
    team_rules ──┴── judge(call) ─────────┴── report_fingerprint: which limits, rules and edition it was made under
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from analysis.edition import edition
from analysis.language.rulebook.rules import RuleBook, RuleError
from analysis.limits import LimitError, Limits
from analysis.report import Report
from analysis.review import review
from audio.call import Call
from library.database.packing import fingerprint
from library.house import agent_voice
from library.house.limits import limits_in_force
from library.house.team_rules import rule_book, team_rules
from library.store import Library


def judge(library: Library, call: Call, limits: Limits, book: RuleBook | None = None) -> Report:
    """The report of a call under these limits and the rule book in force, or another ``book``."""
    return review(call, limits, book or rule_book(library), agent_measured=agent_voice.is_measured(library)[0])


def report_fingerprint(library: Library, limits: Limits) -> str:
    """What tells a report made under these limits, these rules, by this edition of the judging, from any other."""
    voices = "" if agent_voice.is_measured(library)[0] else "\nno agent's voice"
    return fingerprint(limits, edition() + team_rules(library)[0] + voices)


def judge_again(library: Library, call_id: str, limits: Limits) -> None:
    """Judge a call again, by other limits or rules or as it was corrected, without hearing it again.

    Where somebody corrects it meanwhile it is judged once more, so that no report is kept of what is said no longer.
    """
    kept = False
    while not kept:
        revision, fingerprint = library.corrections.revision(call_id), report_fingerprint(library, limits)
        report = library.judge_original(call_id, lambda call, _before: judge(library, call, limits))
        kept = library.keep_report(report, fingerprint, revision)


def judge_corrected(library: Library, call_id: str) -> None:
    """Judge a call that was corrected and, by a kill, not judged since; any other stays as it is, and so does one where the
    house rules make no sense."""
    is_behind = library.report_fingerprint(call_id) == "" and library.corrections.revision(call_id) > 0
    if is_behind and library.may("correct", call_id):
        with suppress(LimitError, RuleError):
            judge_again(library, call_id, limits_in_force(library))


def swap(library: Library, call_id: str) -> None:
    """Change agent and customer round in a call, and judge it again."""
    library.swap(call_id)
    judge_again(library, call_id, limits_in_force(library))


@dataclass(frozen=True, slots=True)
class Difference:
    """How the moments of a call would change: how many more or fewer sure ones of each kind, none of them 0."""

    call_id: str
    name: str
    changes: dict[str, int]


def difference(
    library: Library, call_id: str, name: str, limits: Limits, book: RuleBook | None = None
) -> Difference | None:
    """What other limits, or another ``book``, would change in a call; ``None`` where its moments stay as they are, but for the limits told in
    them."""

    def compared(call: Call, before: Report | None) -> Difference | None:
        after = judge(library, call, limits, book)
        if before is not None and _told_apart(before) == _told_apart(after):
            return None
        change = Counter(m.kind for m in after.moments if m.confidence == "high")
        change.subtract(Counter(m.kind for m in before.moments if m.confidence == "high") if before else {})
        return Difference(call_id, name, {kind: n for kind, n in change.items() if n})

    return library.judge_original(call_id, compared)


def _told_apart(report: Report) -> list[tuple[object, ...]]:
    """What one would see of a report's moments: what, whose, where, how sure, what followed."""
    return [
        (m.kind, m.technique, m.speaker, m.span, m.confidence, m.response and m.response.after) for m in report.moments
    ]

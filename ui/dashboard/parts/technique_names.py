"""The rule book as the pages use it: names of techniques, and how often coaches agree with each."""

from __future__ import annotations

from analysis.language.rulebook.loading import load_book
from library.calls.listing import Filter
from library.store import Library


def names() -> dict[str, str]:
    """What each technique is called, by id, in reading order."""
    return {rule.id: rule.name for rule in load_book()}


def agreement(library: Library, call_filter: Filter | None = None) -> dict[str, dict[str, int]]:
    """By ``kind/technique``, ``{"agree": 7, "of": 9}``: how many verdicts on the machine's moments agree, in the calls that are wanted."""
    return {
        f"{kind}/{technique}": {"agree": verdicts.agree, "of": verdicts.agree + verdicts.disagree + verdicts.adjust}
        for (kind, technique), verdicts in library.trends.agreement(call_filter).items()
    }

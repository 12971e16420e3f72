"""The columns that the list of calls can show, how each is drawn, and what it is sorted by when its head is pressed.

The first press on a head puts first what one most often looks for: names from A, counts from the most, dates from the latest. A
second press turns it round. The head *Review* leads to the order of work, and then to what was reviewed last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from library.calls.ordering import COUNTS, Sort
from ui import texts

Drawn = Literal["call", "text", "date", "length", "count", "outcome", "review"]


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` is its name in addresses, ``head`` what stands over it; ``first`` and ``then`` are the orders that presses on its
    head lead to, and ``rising`` says whether the first of them has small values first."""

    key: str
    head: str
    drawn: Drawn
    first: Sort
    then: Sort
    rising: bool

    def direction(self, sort: Sort) -> Literal["ascending", "descending"] | None:
        """How the list stands by this column, as ``aria-sort`` has it; ``None`` where it stands by another."""
        if sort not in (self.first, self.then):
            return None
        return "ascending" if (sort == self.first) == self.rising else "descending"

    def next_sort(self, sort: Sort) -> Sort:
        """What a press on its head leads to."""
        return self.then if sort == self.first else self.first


def _rising(key: str, head: str, drawn: Drawn = "text", sort: str = "") -> Column:
    name = sort or key
    return Column(key, head, drawn, name, f"-{name}", True)


def _falling(key: str, head: str, drawn: Drawn) -> Column:
    return Column(key, head, drawn, f"-{key}", key, False)


CALL = _rising("call", "Call", "call", "name")
"""Always shown: it is the way in."""
COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        _rising("agent", "Agent"),
        _rising("team", "Team"),
        _falling("date", "Date", "date"),
        _falling("length", "Length", "length"),
        _rising("queue", "Queue"),
        _rising("direction", "Direction"),
        _rising("disposition", "Disposition"),
        _rising("reference", "Reference"),
        *(_falling(kind, texts.KINDS[kind], "count") for kind in COUNTS),
        _rising("outcome", "Outcome", "outcome"),
        Column("review", "Review", "review", "review", "-reviewed", True),
    )
}
"""Those that can be chosen, in the order in which they stand."""
USUAL = ("date", "length", "pushed", "partnered", "escalated", "missed", "outcome", "review")

ORDERS: dict[Sort, str] = {
    "review": "To review first",
    "-date": "Newest first",
    "date": "Oldest first",
    "name": "By name",
    "-name": "By name, from Z",
    "agent": "By agent",
    "-agent": "By agent, from Z",
    "team": "By team",
    "-team": "By team, from Z",
    "-length": "Longest first",
    "length": "Shortest first",
    "queue": "By queue",
    "-queue": "By queue, from Z",
    "direction": "By direction",
    "-direction": "By direction, from Z",
    "disposition": "By disposition",
    "-disposition": "By disposition, from Z",
    "reference": "By reference",
    "-reference": "By reference, from Z",
    "-pushed": "Most pushed",
    "pushed": "Least pushed",
    "-partnered": "Most partnered",
    "partnered": "Least partnered",
    "-escalated": "Most escalated",
    "escalated": "Least escalated",
    "-settled": "Most settled",
    "settled": "Least settled",
    "-missed": "Most unanswered",
    "missed": "Least unanswered",
    "outcome": "Did not settle first",
    "-outcome": "Stayed calm first",
    "-reviewed": "Last reviewed first",
    "reviewed": "First reviewed first",
}
"""What each order is called."""


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Columns as they stand in the list, from the left; what is none is left out."""
    wanted = set(keys)
    return tuple(key for key in COLUMNS if key in wanted)

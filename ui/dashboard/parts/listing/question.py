"""What the list of calls is asked, as its address has it.

::

    ?search=refund&agent=7&moment=pushed&from=2026-03-01&order=-date&columns=date.agent.pushed

By ids and never by what is shown: whoever or whatever is renamed is still found by a bookmark, a saved view and a link sent to a
colleague. Addresses of before, which held the words that were shown (``agent=Ama Mensah``, ``order=Newest first``), are read as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast, get_args
from urllib.parse import parse_qsl, urlencode

from analysis.report import Ending
from library.calls.listing import Filter
from library.calls.ordering import SORTS, Sort
from library.store import Library
from ui import texts
from ui.dashboard.components.call_list.columns import ORDERS, in_order
from ui.dashboard.parts import technique_names

ENDINGS: tuple[Ending, ...] = get_args(Ending)
FIRST: Sort = "review"
OLD_SORTS = {"newest": "-date", "oldest": "date", "longest": "-length", "name": "name", "agent": "agent"}
"""What ``sort`` in an address of before meant, beside kinds of moments, whose most frequent came first."""
NO_COLUMN = "none"


@dataclass(frozen=True, slots=True)
class Known:
    """What an address may name: what each id is shown as. People by number, as text."""

    agents: Mapping[str, str]
    teams: Mapping[str, str]

    @classmethod
    def of(cls, library: Library) -> Known:
        """The people of a library."""
        agents = {str(number): name for name, number in library.people.agent_ids().items()}
        return cls(agents, {str(number): name for name, number in library.people.team_ids().items()})

    def number_of_agent(self, name: str | None) -> str | None:
        """What an address calls an agent."""
        return next((number for number, known in self.agents.items() if known == name), None)

    def number_of_team(self, name: str | None) -> str | None:
        """What an address calls a team."""
        return next((number for number, known in self.teams.items() if known == name), None)


@dataclass(frozen=True, slots=True)
class Question:
    """Which calls are asked for, by ids; ``None`` and empty are whatever it be. ``since`` and ``until`` are days, both counted in;
    ``columns`` are ``None`` where none were chosen: then those that the browser shows."""

    search: str = ""
    agent: str | None = None
    team: str | None = None
    moment: str | None = None
    technique: str | None = None
    after: str | None = None
    outcome: str | None = None
    since: date | None = None
    until: date | None = None
    unreviewed: bool = False
    order: Sort = FIRST
    columns: tuple[str, ...] | None = None
    topic: str | None = None

    def query(self) -> dict[str, str]:
        """What stands in an address; nothing for all calls in the order of work."""
        return {
            _ADDRESSED.get(f.name, f.name): _text(getattr(self, f.name)) for f in fields(self) if self._asks(f.name)
        }

    def text(self) -> str:
        """The same as one word, to be kept or to be part of another address."""
        return urlencode(self.query())

    def filters(self, known: Known) -> Filter:
        """Which calls are wanted. Whoever is known no more has none."""
        return Filter(
            agent=known.agents.get(self.agent, "") if self.agent else None,
            team=known.teams.get(self.team, "") if self.team else None,
            since=start_of(self.since),
            until=start_of(self.until, 1),
            technique=self.technique,
            kind=self.moment,
            after=self.after,
            outcome=cast("Ending | None", self.outcome),
            words=self.search,
            unreviewed=self.unreviewed,
            topic=self.topic,
        )

    def _asks(self, name: str) -> bool:
        value = getattr(self, name)
        return value != FIRST if name == "order" else value is not None if name == "columns" else bool(value)


_ADDRESSED = {"since": "from", "until": "to"}


def read(query: Mapping[str, str] | str, known: Known) -> Question:
    """The question of an address, or of one word of an address; what no list could be asked is left out."""
    given = dict(parse_qsl(query)) if isinstance(query, str) else query

    def one(name: str, shown: Mapping[str, str], only: bool = False) -> str | None:
        return _id(given.get(name, ""), shown, only)

    return Question(
        search=given.get("search", ""),
        agent=one("agent", known.agents),
        team=one("team", known.teams),
        moment=one("moment", texts.KINDS, only=True),
        technique=one("technique", technique_names.names()),
        after=one("after", {after: texts.what_followed(after) for after in texts.AFTERS}, only=True),
        outcome=one("outcome", {ending: texts.OUTCOMES[ending] for ending in ENDINGS}, only=True),
        since=_day(given.get("from", "")),
        until=_day(given.get("to", "")),
        unreviewed=given.get("unreviewed", "").casefold() not in ("", "false", "0"),
        topic=one("topic", texts.TOPICS, only=True),
        order=_order(given),
        columns=columns_of(given.get("columns", "")),
    )


def columns_of(text: str) -> tuple[str, ...] | None:
    """Columns as an address and a cookie have them; ``None`` where they name none."""
    return in_order(text.split(".")) or (() if text == NO_COLUMN else None)


def text_of_columns(columns: tuple[str, ...]) -> str:
    """What :func:`columns_of` reads."""
    return ".".join(columns) or NO_COLUMN


def start_of(day: date | None, later: int = 0) -> datetime | None:
    """When a day begins here, or ``None`` where none was chosen."""
    if day is None:
        return None
    return datetime.combine(day, time()).astimezone(UTC) + timedelta(days=later)


def _order(given: Mapping[str, str]) -> Sort:
    order, old = given.get("order", ""), given.get("sort", "")
    labelled = next((sort for sort, label in ORDERS.items() if label == order), order)
    sort = labelled or OLD_SORTS.get(old) or f"-{old}"
    return sort if sort in SORTS else FIRST


def _id(value: str, shown: Mapping[str, str], only: bool) -> str | None:
    """The id that an address names, or that is shown by the word that it has; with ``only``, none that is not shown."""
    if not value or value in shown:
        return value or None
    named = next((key for key, label in shown.items() if label == value), None)
    return named if named or only else value


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return text_of_columns(value)
    return value.isoformat() if isinstance(value, date) else "true" if value is True else str(value)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

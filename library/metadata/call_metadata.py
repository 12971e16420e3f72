"""What is known of one call, from whichever source; ``None`` where none says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

_DIRECTIONS = {
    "inbound": ("in", "inbound", "incoming", "inboundcall", "i", "eingehend", "entrant", "entrante", "queue"),
    "outbound": ("out", "outbound", "outgoing", "outboundcall", "o", "api", "ausgehend", "sortant", "saliente"),
    "internal": ("internal", "transfer", "intern"),
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """agent, team   names
    date           when the call was held, with its zone
    queue          the line or skill it came in on
    direction      ``inbound``, ``outbound``, ``internal``, or as it was written
    disposition    how the agent closed it
    reference      the customer's or the case's number
    """

    agent: str | None = None
    team: str | None = None
    date: datetime | None = None
    queue: str | None = None
    direction: str | None = None
    disposition: str | None = None
    reference: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """This, and where it says nothing, ``other``. A team goes with its agent: another agent's is not taken."""
        values = {f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)}
        if self.agent and other.agent and self.agent != other.agent:
            values["team"] = self.team
        return Metadata(**values)

    def options(self) -> dict[str, Any]:
        """As options of a job, which are JSON; :meth:`of_options` reads them back."""
        values = {name: value for name, value in asdict(self).items() if value is not None}
        return {**values, "date": self.date.isoformat()} if self.date else values

    @staticmethod
    def of_options(options: Mapping[str, Any]) -> Metadata:
        """What :meth:`options` wrote."""
        values: dict[str, Any] = {f.name: options.get(f.name) for f in fields(Metadata)}
        return Metadata(**{**values, "date": datetime.fromisoformat(values["date"]) if values["date"] else None})


def direction_of(text: str) -> str:
    """Inbound, outbound or internal, however a recorder says it; else as it is written."""
    folded = "".join(letter for letter in text.casefold() if letter.isalnum())
    return next((name for name, ways in _DIRECTIONS.items() if folded in ways), text.strip())


def described(metadata: Metadata) -> str:
    """All of it in one line, for whoever checks what was read."""
    shown = {**asdict(metadata), "date": metadata.date and f"{metadata.date:%d %b %Y %H:%M}"}
    return ", ".join(f"{name} {value}" for name, value in shown.items() if value)

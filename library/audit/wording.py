"""An event in a plain sentence: who, what, of which call."""

from __future__ import annotations

from collections import defaultdict

from library.audit.acts import ACTS
from library.audit.event import Event

KINDS = {"system": "SameSide", "alone": "This computer's user", "person": "Somebody"}
"""Who it is called where the event has no name."""


def sentence(event: Event, call: str | None = None) -> str:
    """What happened, as a sentence; ``call`` is the name of its call where that is still there."""
    act = ACTS.get(event.act)
    who = event.who or KINDS.get(event.kind, event.kind)
    if act is None:
        return f"{who}: {event.act}, which this SameSide does not know."
    known = defaultdict(lambda: "?", {name: str(value) for name, value in event.detail.items()})
    told = act.sentence.format_map(known | {"call": named(event, call)})
    if event.act == "deleted":  # of whom it says no more than of what
        return f"{told[:1].upper()}{told[1:]}."
    return f"{who} {told}."


def named(event: Event, call: str | None) -> str:
    """The call of an event as a sentence names it."""
    if event.call_id is None:
        return "a call"
    return f"“{call}”" if call is not None else f"a call that is gone since ({event.call_id[:12]})"

"""What one was told, in a sentence, and where it leads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from library.inbox.inbox import Item
from library.inbox.telling import Kind
from ui import texts

SENTENCES: dict[Kind, str] = {
    "mentioned": "{who} named you in a note",
    "replied": "{who} answered your note",
    "given": "{who} gave you this call to review",
    "shown": "{who} showed you this call",
    "evaluation_given": "{who} gave you this call to evaluate",
    "evaluated": "{who} finished an evaluation of your call",
    "acknowledged": "{who} acknowledged your evaluation",
    "appealed": "{who} appealed against an answer",
    "appeal_decided": "{who} decided an appeal",
    "supervisor_unanswered": "The customer asked for a supervisor, and nobody answered",
}
MOST_WORDS = 240
"""Characters of a note that are quoted."""


def item_shown(item: Item) -> dict[str, Any]:
    """An item as the page draws it."""
    words = " ".join(item.words.split())
    return {
        "id": item.id,
        "says": SENTENCES[item.kind].format(who=item.teller or "Somebody"),
        "call": texts.title(item.call),
        "when": f"{texts.format_date(item.told)}, {item.told.astimezone():%H:%M}",
        "at": item.told.isoformat(),
        "unread": item.read is None,
        "words": words[:MOST_WORDS] + ("…" if len(words) > MOST_WORDS else ""),
        "address": address(item),
    }


def address(item: Item) -> str:
    """Where an item leads: its call, at the second, the note or the evaluation that it is about; the page then knows that it was looked at."""
    query = {"call": item.call_id, "item": str(item.id)}
    if item.start is not None:
        query["at"] = f"{item.start:.1f}"
    if item.note_id is not None:
        query["note"] = item.note_id
    if item.evaluation_id is not None:
        query["evaluation"] = str(item.evaluation_id)
    return f"review?{urlencode(query)}"

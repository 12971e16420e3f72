"""A reviewer's queue: what they were given, how far they are with it (“3 of 20”), and when it is due; a click goes on with the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

import streamlit as st

from library.evaluations.appeals import AppealLine
from library.evaluations.evaluation import EvaluationLine
from library.store import Library
from ui import texts
from ui.dashboard.components.linked_html import link_html, linked_html
from ui.dashboard.parts.evaluations import appeals
from ui.dashboard.parts.evaluations.tables import grid

Batch = tuple[int, datetime | None, int | None]
"""What belongs together in a queue: a form by its id, when it is due, and the calibration session, if it is one."""
NOTHING = (
    '<div class="empty-page"><h2>Nothing to evaluate</h2><p>What is given to you stands here. Any other call is '
    "evaluated from its own page: <i>Evaluate</i>, beside <i>Export</i>.</p></div>"
)


def queue_tab(library: Library, reviewer: str, listed: Sequence[AppealLine]) -> None:
    """The queue of one reviewer, batch by batch, and those of the ``listed`` appeals that are against their answers."""
    given = library.evaluations.given_to(reviewer)
    if not any(line.finished is None for line in given):
        st.html(NOTHING)
    names = {line.id: line.name for line in library.forms.all()}
    batches: defaultdict[Batch, list[EvaluationLine]] = defaultdict(list)
    for line in given:
        batches[line.form_id, line.due, line.calibration].append(line)
    for (form_id, due, session), lines in batches.items():
        if any(line.finished is None for line in lines):
            name = f"{'Calibration: ' if session is not None else ''}{names.get(form_id, '')}"
            batch(name, due, lines, f"queue-{form_id}-{due and due.timestamp()}-{session}")
    if library.viewer.is_person:
        appeals.against(library, listed, "reviewer", "Appeals against your answers")


def which(line: EvaluationLine) -> dict[str, str | None]:
    """How an address says which evaluation is gone on with."""
    return {"evaluate": str(line.form_id)} if line.calibration is None else {"evaluation": str(line.id)}


def batch(form: str, due: datetime | None, lines: Sequence[EvaluationLine], key: str) -> None:
    """What is still to be done of one batch, and how much of it is."""
    done = sum(line.finished is not None for line in lines)
    late = due is not None and due < datetime.now(UTC)
    when = f"{'was due' if late else 'due'} on {texts.format_date(due)}" if due else "no day set"
    title = f"<h2>{escape(form)} <small>{done:,} of {len(lines):,} done, {escape(when)}</small></h2>"
    rows = [
        [
            link_html(texts.title(line.call), "review", {"call": line.call_id, **which(line)}),
            escape(line.agent or "Not named"),
            "begun" if line.started else "not begun",
        ]
        for line in lines
        if line.finished is None
    ]
    linked_html(title + grid(["Call", "Agent", "State"], rows), key=key)

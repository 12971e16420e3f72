"""An agent's own evaluations, once they are finished: what was said of their calls, what waits for a word from them, and what they appealed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from library.evaluations.appeals import AppealLine
from library.evaluations.evaluation import EvaluationLine
from library.evaluations.settled import settled
from library.store import Library
from ui import texts
from ui.dashboard.components.linked_html import link_html, linked_html
from ui.dashboard.parts.evaluations.appeals import against
from ui.dashboard.parts.evaluations.tables import grid

NOTHING = (
    '<div class="empty-page"><h2>Nothing was evaluated yet</h2><p>Once an evaluation of one of your calls is finished it stands here, with its '
    "score and its answers, for you to read, acknowledge or contradict.</p></div>"
)


def own_tab(library: Library, listed: Sequence[AppealLine]) -> None:
    """The finished evaluations of one's own calls, those that one has still to acknowledge first; ``listed``: the appeals that one sees."""
    lines = library.evaluations.of_own_calls()
    if not lines:
        st.html(NOTHING)
        return
    names = {line.id: line.name for line in library.forms.all()}
    days = settled(library.settings)[0].appeal_days
    st.html(
        f'<p class="lead">Open one to read it beside the call, say that you have seen it, or appeal against an answer, for {days:d} days after it '
        "was finished.</p>"
    )
    unseen = [line for line in lines if line.acknowledged is None]
    if unseen:
        table(f"{len(unseen):,} to acknowledge", unseen, names, "own-unseen")
    seen = [line for line in lines if line.acknowledged is not None]
    if seen:
        table("Acknowledged", seen, names, "own-seen")
    against(library, listed, "agent", "Your appeals")


def table(heading: str, lines: Sequence[EvaluationLine], names: dict[int, str], key: str) -> None:
    """Evaluations in a table, each with the way to it."""
    rows = [
        [
            link_html(texts.title(line.call), "review", {"call": line.call_id, "evaluation": str(line.id)}),
            escape(names.get(line.form_id, "")),
            "no score" if line.score is None else f"{line.score:.0f} %",
            escape(line.reviewer),
            escape(texts.format_date(line.finished)) if line.finished else "",
        ]
        for line in lines
    ]
    linked_html(f"<h2>{escape(heading)}</h2>{grid(['Call', 'Form', 'Score', 'By', 'Finished on'], rows)}", key=key)

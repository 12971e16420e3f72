"""Appeals: those that wait for a decision, the oldest first, one of them decided in writing; and what was decided before.

Who gave an answer, or whose call it is, decides nothing; they see what became of it, and are told once that something was decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

import streamlit as st

from audio.errors import SameSideError
from library.access.conditions import PERSONAL
from library.evaluations.appeals import AppealLine, Party
from library.evaluations.evaluation import Evaluation
from library.forms.form import NOT_APPLICABLE, Answer, Question
from library.store import Library
from ui import texts
from ui.dashboard.components.linked_html import link_html, linked_html
from ui.dashboard.parts.evaluations import mending
from ui.dashboard.parts.evaluations.tables import grid

LONGEST = 4_000
"""Characters of a decision."""
CHOSEN, ASKED, TOLD = "appeal-chosen", "appeal-asked", "appeals-told"
NOTHING = (
    '<div class="empty-page"><h2>No appeal waits</h2><p>When an agent contradicts an answer of an evaluation, it waits here for somebody who '
    "neither gave the answer nor appealed.</p></div>"
)


def waiting(listed: Sequence[AppealLine]) -> tuple[AppealLine, ...]:
    """Those of the appeals that wait for the viewer's decision."""
    return tuple(line for line in listed if line.decided is None and line.may_decide)


def appeals_tab(library: Library, author: str, listed: Sequence[AppealLine]) -> None:
    """What waits, the one that is looked at, and what was decided."""
    alone = not library.viewer.is_person  # then there is no other place where the others would stand
    lines = {line.id: line for line in listed if alone or line.party is None}
    open_ones = [line for line in lines.values() if line.decided is None]
    decided = [line for line in lines.values() if line.decided is not None]
    if not lines:
        st.html(NOTHING)
    elif not open_ones:
        st.html('<p class="lead">No appeal waits for a decision.</p>')
    else:
        count = "1 appeal waits" if len(open_ones) == 1 else f"{len(open_ones):,} appeals wait"
        table(library, f"{count} for a decision", open_ones, "appeals-waiting")
    choices = [line.id for line in (*open_ones, *decided)]
    if choices:
        looked_at(library, author, lines, choices)
    if decided:
        table(library, "Decided", decided, "appeals-decided")


def looked_at(library: Library, author: str, lines: dict[int, AppealLine], choices: Sequence[int]) -> None:
    """The one that is looked at: decided, or what was decided and what that mends."""
    asked = st.query_params.get("appeal", "")
    if st.session_state.get(ASKED) != asked and asked.isascii() and asked.isdigit() and int(asked) in lines:
        st.session_state[ASKED], st.session_state[CHOSEN] = asked, int(asked)
    if st.session_state.get(CHOSEN) not in lines:
        st.session_state[CHOSEN] = choices[0]
    with st.container(border=True, key="appeal"):
        chosen = st.selectbox("Appeal", choices, format_func=lambda number: title(lines[number]), key=CHOSEN)
        line = lines[chosen]
        evaluation = library.evaluations.evaluation(line.evaluation_id)
        about(line, evaluation)
        if line.decided is None:
            if line.may_decide:
                decision(library, author, line, evaluation)
            else:
                st.caption("You gave this answer, or appealed against it, so somebody else decides.")
        elif line.upheld:
            mending.mend_part(library, author, line)


def title(line: AppealLine) -> str:
    """An appeal in a line."""
    state = "waits" if line.decided is None else "upheld" if line.upheld else "declined"
    return f"{texts.title(line.call)}, {line.agent or 'not named'}, {texts.format_date(line.filed)} ({state})"


def about(line: AppealLine, evaluation: Evaluation) -> None:
    """What was asked and answered, why that is contradicted, and the way to hear it."""
    question = evaluation.form.form.question(line.question)
    given = evaluation.answers.get(line.question)
    answer = "not answered" if given is None else shown(given.answer)
    comment = f" “{escape(given.comment)}”" if given is not None and given.comment else ""
    came_of_it = (
        "" if line.decided is None else
        f"<p><b>{'Upheld' if line.upheld else 'Declined'} by {escape(line.decided_by or '')}:</b> “{escape(line.words or '')}”</p>"
    )  # fmt: skip
    by = f"{line.reviewer}, and is now" if line.upheld else f"{line.reviewer}:"
    told = (
        f'<div class="appealed"><h3>{escape(question.ask)}</h3><p>It was answered by {escape(by)} <b>{escape(answer)}</b>.{comment}</p>'
        f"<p><b>{escape(line.filed_by)} appeals:</b> “{escape(line.reason)}”</p>{came_of_it}</div>"
    )
    linked_html(
        told + link_html("Hear it in the call", "review", place(line)), key=f"appealed-{line.id}-{line.decided is None}"
    )


def decision(library: Library, author: str, line: AppealLine, evaluation: Evaluation) -> None:
    """The form in which an appeal is decided."""
    question = evaluation.form.form.question(line.question)
    with st.form(f"decide-{line.id}", border=False, enter_to_submit=False):
        words = st.text_area(
            "The decision in words", max_chars=LONGEST, placeholder="The agent and the reviewer read them", height=90
        )
        given = evaluation.answers.get(line.question)
        right = right_answer(question, None if given is None else given.answer)
        with st.container(horizontal=True):
            upheld = st.form_submit_button(
                "Uphold", type="primary", help="The right answer takes the place of the one that was given"
            )
            declined = st.form_submit_button("Decline", help="The answer stays")
    if not upheld and not declined:
        return
    try:
        library.appeals.decide(line.id, author, upheld, words, right if upheld else None)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


def right_answer(question: Question, given: Answer | None) -> Answer | None:
    """The answer that is right, where the appeal is upheld; another than the one given, to begin with."""
    label = "The right answer, if upheld"
    if question.type == "number":
        at = given if isinstance(given, float) else question.least
        return float(st.number_input(label, question.least, question.most, at))
    if question.type == "text":
        return st.text_input(label, max_chars=LONGEST) or None
    answers = [choice.answer for choice in question.choices] + ([NOT_APPLICABLE] if question.optional else [])
    others = [answer for answer in answers if answer != given]
    return st.selectbox(
        label, [*others, *([given] if isinstance(given, str) and given in answers else [])], format_func=shown
    )


def shown(answer: Answer) -> str:
    """An answer as it is read."""
    if answer == NOT_APPLICABLE:
        return "Not applicable"
    return f"{answer:g}" if isinstance(answer, float) else answer[:1].upper() + answer[1:]


def table(library: Library, heading: str, lines: Sequence[AppealLine], key: str) -> None:
    """Appeals in a table, each with the way to its moment."""
    asks = {line.id: ask(library, line) for line in lines}
    rows = [
        [
            link_html(texts.title(line.call), "review", place(line)), escape(line.agent or "Not named"), escape(asks[line.id]), escape(line.reviewer), f"“{escape(short(line.reason))}”",
            escape(state(line)),
        ]
        for line in lines
    ]  # fmt: skip
    head = ["Call", "Agent", "Question", "Answered by", "Why it is contradicted", "State"]
    linked_html(f"<h2>{escape(heading)}</h2>{grid(head, rows)}", key=key)


def ask(library: Library, line: AppealLine) -> str:
    """What is asked by the question."""
    return library.forms.version(line.form_id, line.version).form.question(line.question).ask


def state(line: AppealLine) -> str:
    """Where an appeal stands."""
    if line.decided is None:
        return f"waits since {texts.format_date(line.filed)}"
    return f"{'upheld' if line.upheld else 'declined'} by {line.decided_by} on {texts.format_date(line.decided)}"


def short(text: str, most: int = 160) -> str:
    """The beginning of a text."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def place(line: AppealLine) -> dict[str, str | None]:
    """What the address of the answer says, beside its moment."""
    at = None if line.span is None else f"{line.span.start:.1f}"
    return {"call": line.call_id, "evaluation": str(line.evaluation_id), "question": line.question, "at": at}


def against(library: Library, listed: Sequence[AppealLine], party: Party, heading: str) -> None:
    """The appeals in which the viewer is a party: against their answers, or on their own calls."""
    mine = [line for line in listed if line.party == party]
    if mine:
        table(library, heading, mine, f"appeals-{party}")


def news(library: Library, listed: Sequence[AppealLine]) -> None:
    """Say once how many appeals were decided since the viewer looked, in which they are a party; nobody is told where nobody signs in."""
    if not library.viewer.is_person:
        return
    name = f"{PERSONAL}{library.viewer.person_id}:appeals-looked"
    if TOLD not in st.session_state:
        since, version = library.settings.get(name, "")
        looked = datetime.fromisoformat(since) if since else datetime.min.replace(tzinfo=UTC)
        fresh = [line for line in listed if line.party and line.decided is not None and line.decided > looked]
        st.session_state[TOLD] = [line.id for line in fresh]
        if fresh:
            library.settings.keep(name, datetime.now(UTC).isoformat(), version)
    told = set(st.session_state[TOLD])
    lines = [line for line in listed if line.id in told]
    if lines:
        table(library, f"{len(lines):,} decided since you looked", lines, "appeals-news")

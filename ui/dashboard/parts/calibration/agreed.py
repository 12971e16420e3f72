"""What a calibration has agreed on, written down question by question by whoever leads it."""

from __future__ import annotations

import streamlit as st

from audio.errors import SameSideError
from library.calibration.comparing import CallSide, Row, SideBySide
from library.forms.form import NOT_APPLICABLE, Answer
from library.store import Library
from ui import texts

LONGEST = 2_000


def write_down(library: Library, author: str, told: SideBySide, call: CallSide) -> None:
    """A form for one call: of each question on which not all were alike the answer that is right, and why."""
    differing = [row for row in call.rows if row.alike is not True and row.question.type != "text" and row.given]
    if not call.scores:
        return
    known = any(row.agreed for row in call.rows)
    with (
        st.expander("Change what was agreed" if known else "Write down what was agreed"),
        st.form(f"agreed-{told.calibration.id}-{call.call_id}", border=False),
    ):
        st.caption("It is what answers are compared with from then on; where all were alike, that is kept too.")
        given = {row.question.id: ask(row, call.call_id) for row in differing}
        if st.form_submit_button("Keep", type="primary"):
            keep(library, author, told, call, given)


def ask(row: Row, call_id: str) -> tuple[Answer | None, str]:
    """The controls of one question: the answer that is right, and why."""
    question, key = row.question, f"agreed-{call_id}-{row.question.id}"
    left, right = st.columns([2, 3])
    kept = row.agreed
    value: Answer | None
    if question.type == "number":
        before = float(kept.answer) if kept is not None and isinstance(kept.answer, int | float) else None
        value = left.number_input(texts.markdown(question.ask), question.least, question.most, before, key=key)
    else:
        options = [choice.answer for choice in question.choices] + ([NOT_APPLICABLE] if question.optional else [])
        at = options.index(str(kept.answer)) if kept is not None and kept.answer in options else None
        value = left.selectbox(texts.markdown(question.ask), options, at, placeholder="Not agreed", key=key)
    words = right.text_input("Why", kept.words if kept else "", max_chars=LONGEST, key=f"{key}-why")
    return value, words


def keep(
    library: Library, author: str, told: SideBySide, call: CallSide, given: dict[str, tuple[Answer | None, str]]
) -> None:
    """Keep what was agreed on a call, with that on which all were alike."""
    alike = {row.question.id: (next(iter(row.given.values())).answer, "") for row in call.rows if row.alike}
    kept = {row.question.id for row in call.rows if row.agreed is not None}
    wanted = alike | {name: one for name, one in given.items() if one[0] is not None or name in kept}
    try:
        library.calibrations.agree(told.calibration.id, call.call_id, wanted, author)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()

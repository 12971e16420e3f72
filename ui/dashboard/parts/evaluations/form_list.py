"""The forms of the house: begun from one that comes with SameSide or from nothing, and what can be done with each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from audio.errors import SameSideError
from library.forms.form import Choice, Form, Question, Section
from library.forms.form_text import form_toml
from library.forms.forms import FormLine, shipped_forms
from library.store import Library
from ui import texts
from ui.dashboard.parts.evaluations import form_editor

CHOSEN, WANTED = "form-chosen", "form-wanted"
"""Where the session has the form that is shown, and one that is to be shown next."""
BLANK = Form(
    "New form",
    (Section("First section", (Question("first", "What is asked?", "yes-no", "", (Choice("yes", 10), Choice("no")), points=10),)),),
)  # fmt: skip


def forms_tab(library: Library, author: str) -> None:
    """Choose a form or begin one, and edit it beside its preview."""
    lines = library.forms.all()
    choice_column, new_column = st.columns([3, 2], vertical_alignment="bottom", gap="large")
    with new_column, st.popover("New form", icon=":material/add:"):
        begin(library, author, lines)
    if not lines:
        st.html(
            '<p class="lead">There is no form yet. Three come with SameSide to begin from: de-escalation, a plain service form, compliance. '
            "<i>New form</i> copies one, and it is yours to change.</p>"
        )
        return
    by_id = {line.id: line for line in lines}
    wanted = st.session_state.pop(WANTED, st.session_state.get(CHOSEN))
    st.session_state[CHOSEN] = wanted if wanted in by_id else lines[0].id
    chosen = choice_column.selectbox("Form", list(by_id), format_func=lambda form: state(by_id[form]), key=CHOSEN)
    line = by_id[chosen]
    version = library.forms.version(line.id, line.draft if line.draft is not None else line.published)
    actions(library, author, line, version.form)
    form_editor.editor(library, author, version)


def state(line: FormLine) -> str:
    """A form with how it stands, in a line."""
    told = [f"version {line.published} published"] if line.published is not None else []
    told += [f"version {line.draft} a draft"] if line.draft is not None else []
    told += ["retired"] if line.retired is not None else []
    told += [f"{line.evaluations:,} evaluations"] if line.evaluations else []
    return f"{line.name} ({', '.join(told)})"


def begin(library: Library, author: str, lines: tuple[FormLine, ...]) -> None:
    """What a new form can begin from."""
    taken = {line.name for line in lines}
    for form in (*shipped_forms(), BLANK):
        label = f"From “{form.name}”" if form is not BLANK else "From nothing"
        if st.button(texts.markdown(label), width="stretch", key=f"begin-{form.name}"):
            add(library, author, form, taken)


def actions(library: Library, author: str, line: FormLine, form: Form) -> None:
    """Publish, retire, copy, take with one, throw away."""
    with st.container(horizontal=True):
        if line.draft is not None and st.button(
            "Publish", type="primary", help="Locks this version; evaluations begun from now on use it"
        ):
            done(lambda: library.forms.publish(line.id))
        if line.retired is not None and st.button("Offer again"):
            done(lambda: library.forms.retire(line.id, back=True))
        if (
            line.published is not None
            and line.retired is None
            and st.button("Retire", help="Offered no more; what was evaluated stays")
        ):
            done(lambda: library.forms.retire(line.id))
        if st.button("Copy", icon=":material/content_copy:"):
            add(library, author, form, {one.name for one in library.forms.all()})
        st.download_button(
            "Download",
            form_toml(form),
            f"{line.name}.toml",
            "application/toml",
            icon=":material/download:",
            on_click="ignore",
        )
        if line.draft is not None and st.button("Throw the draft away", icon=":material/delete:"):
            done(lambda: library.forms.drop_draft(line.id))


def add(library: Library, author: str, form: Form, taken: set[str]) -> None:
    """Keep a new form as a draft under a name that is free, and show it."""
    name, k = form.name, 2
    while name in taken:
        name, k = f"{form.name} {k}", k + 1
    try:
        made = library.forms.add(replace(form, name=name), author)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    st.session_state[WANTED] = made.form_id
    st.rerun()


def done(deed: Callable[[], object]) -> None:
    """Do something with a form and run the page again; or say why not."""
    try:
        deed()
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()

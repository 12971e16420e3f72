"""A form edited as TOML, beside what its reviewers will see; a slip is one sentence that names the place."""

from __future__ import annotations

import streamlit as st

from audio.errors import InputError, SameSideError
from library.forms.form import Form
from library.forms.form_text import LARGEST, form_toml, parse_form
from library.forms.forms import FormVersion
from library.store import Library
from ui import texts
from ui.dashboard.components.evaluate import form_preview
from ui.dashboard.components.evaluate.shown import preview

HOW = (
    "Sections with questions; a question's type is yes-no, choice, number or text. points, weight, optional = true (not applicable), only_if, "
    "auto_fail, scored = false and draft are in docs/evaluations.md. Ctrl+Enter shows the change beside."
)


def editor(library: Library, author: str, version: FormVersion) -> None:
    """The TOML of a version, its preview beside, and the draft kept; a published version is never changed, a new one begun."""
    kept = form_toml(version.form)
    text_column, preview_column = st.columns(2, gap="large")
    with text_column:
        text = st.text_area(
            "The form as TOML", kept, height=560, max_chars=LARGEST, help=HOW,
            key=f"form-toml-{version.form_id}-{version.version}-{version.edited.timestamp()}",
        )  # fmt: skip
        form = read(text)
        label = "Keep the draft" if version.published is None else f"Begin version {version.version + 1} with this"
        if st.button(texts.markdown(label), type="primary", disabled=form is None or text == kept) and form is not None:
            keep(library, author, version, form)
    with preview_column:
        if form is not None:
            form_preview(preview(form), key=f"preview-{version.form_id}")


def read(text: str) -> Form | None:
    """The form that was written; where it is none, the page says why in a sentence."""
    try:
        return parse_form(text)
    except InputError as slip:
        st.error(texts.markdown(str(slip)))
        return None


def keep(library: Library, author: str, version: FormVersion, form: Form) -> None:
    """Keep the form as the draft, unless somebody else has edited that since."""
    seen = version.edited if version.published is None else None
    try:
        library.forms.save(version.form_id, form, author, seen)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()

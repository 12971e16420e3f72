"""House rules: every limit a coach may argue about; move one, see which calls change, then keep it or not.

And what the house knows of its calls beforehand: the words that are peculiar to it, the language, the agent's side, what its
files' names say.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from audio.asr.language import LANGUAGES
from audio.errors import SameSideError
from library.house import recogniser_hints
from library.store import Library
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.parts import agent_side, file_names, masking, reanalysis
from ui.dashboard.parts.governance import voices
from ui.dashboard.parts.governance.allowed import said, settles
from ui.dashboard.parts.house import evaluating, limits


def page() -> None:
    """The whole page."""
    library = viewer.library_here()
    reanalysis.show_progress(library)
    st.title("House rules")
    said(library.why_not_in_house("settle"))
    limits_there, words, sides, names, masked, agents, forms = st.tabs(
        ["Limits", "Words", "Whose side", "File names", "Masking", "Agents' voices", "Evaluations"]
    )
    with limits_there:
        limits.limits_tab(library)
    with words:
        words_tab(library)
    with sides:
        agent_side.side_settings(library)
    with names:
        file_names.pattern_setting(library)
    with masked:
        masking.originals_setting(library)
    with agents:
        voices.voice_setting(library)
    with forms:
        evaluating.evaluations_setting(library)


def words_tab(library: Library) -> None:
    """What the calls are heard with, from now on."""
    vocabulary_column, language_column = st.columns([3, 2], gap="large")
    with vocabulary_column:
        vocabulary_setting(library)
    with language_column:
        language_setting(library)


def vocabulary_setting(library: Library) -> None:
    """The vocabulary, to be read and changed."""
    saved, version = recogniser_hints.vocabulary(library)
    st.html(
        "<h2>Vocabulary</h2><p class='lead'>Words that are said in your calls and in few others: the company, its "
        "products, places, people. One a line. The recogniser is told to expect them, so that it does not write "
        "something else that sounds alike.</p>"
    )
    text = st.text_area(
        "Vocabulary", "\n".join(saved), height=260, placeholder="Dale Parcels\nSwiftBox Plus\nTeignmouth depot",
        label_visibility="collapsed", key=f"vocabulary-{version}",
    )  # fmt: skip
    words = recogniser_hints.unique_entries(text.splitlines())
    if st.button("Keep the vocabulary", type="primary", **settles(library)) and words != saved:
        keep(lambda: recogniser_hints.keep_vocabulary(library, words, version))
    agents = len(library.people.agent_ids())
    also = {0: "", 1: "The one agent's name is told too, after them."}.get(
        agents, f"The names of the {agents} agents are told too, after them."
    )
    st.caption(
        "For calls heard from now on; those here already stay as they are. The recogniser takes some 200 tokens (pieces "
        f"of words), which is 60 to 80 names, so let those come first that it mishears most. {texts.markdown(also)}"
    )


def language_setting(library: Library) -> None:
    """The language spoken, to be chosen or left to be guessed."""
    saved, version = recogniser_hints.language(library)
    st.html(
        "<h2>Language</h2><p class='lead'>Say which one where all your calls are held in it: a call that opens with "
        "names and numbers is easily taken for another.</p>"
    )
    codes = ["", "en", *(code for code in LANGUAGES if code != "en")]
    code = st.selectbox(
        "Language", codes, codes.index(saved or ""), label_visibility="collapsed", key=f"language-{version}", **settles(library),
        format_func=lambda code: f"{LANGUAGES[code]} ({code})" if code else "Guessed in each call",
    )  # fmt: skip
    if (code or None) != saved:
        keep(lambda: recogniser_hints.keep_language(library, code or None, version))
    st.caption("For calls heard from now on. The wording is reviewed in English alone; voices in every language.")


def keep(save: Callable[[], None]) -> None:
    """Save a setting and run the page again; why it could not be saved stands on the page."""
    try:
        save()
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


page()

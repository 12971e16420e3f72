"""House rules: every limit a coach may argue about; move one, see which calls change, then keep it or not.

And what the house knows of its calls beforehand: the words that are peculiar to it, the language, the agent's side, what its
files' names say.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analysis.limits import LimitError, Limits, change, table
from audio.asr.language import LANGUAGES
from audio.errors import SameSideError
from library import current
from library.database.settings import LIMITS
from library.house import judging, recogniser_hints
from library.house.limits import changed_limits, keep_limits, limits_and_version
from library.store import Library
from ui import texts
from ui.dashboard.components.call_link import call_link
from ui.dashboard.parts import agent_side, file_names, reanalysis

CALLS_JUDGED = 40
"""So many of the newest calls are judged again to show what a change does."""


def page() -> None:
    """The whole page."""
    library = current.library()
    st.title("House rules")
    limits, words, sides, names = st.tabs(["Limits", "Words", "Sides", "File names"])
    with limits:
        limits_tab(library)
    with words:
        words_tab(library)
    with sides:
        agent_side.side_settings(library)
    with names:
        file_names.pattern_setting(library)


def limits_tab(library: Library) -> None:
    """What the calls are judged by."""
    st.html(
        '<p class="lead">What counts as talking over somebody, as a raised voice, as an answer in time: these limits '
        "decide, and they are yours. Move one and see which calls change before you keep it.</p>"
    )
    try:
        saved, version = limits_and_version(library)
    except LimitError as slip:
        st.error(
            f"The limits kept in this library no longer make sense, so the shipped ones are shown: {texts.markdown(str(slip))}."
        )
        saved, version = Limits(), library.settings.get(LIMITS)[1]
    limits_column, verdict_column = st.columns([3, 2], gap="large")
    with limits_column:
        moved = limit_inputs(saved)
    with verdict_column, st.container(key="verdict"):
        reanalysis.show_progress(library)
        verdict(library, saved, moved, version)


def limit_inputs(saved: Limits) -> Limits:
    """All limits with their meaning and source, each to be moved."""
    form_number = st.session_state.setdefault("limits-turn", 0)
    values = {}
    for row in table(saved):
        with st.container(border=True):
            text_column, number_column = st.columns([5, 2], vertical_alignment="center")
            text_column.markdown(
                f"**{texts.markdown(row['title'])}** :small[{texts.markdown(row['name'])}]  \n{texts.markdown(row['help'])}"
            )
            text_column.caption(texts.markdown(f"Source: {row['source']}. Shipped: {row['default']:g} {row['unit']}."))
            values[row["name"]] = number_column.number_input(
                texts.markdown(f"{row['title']}, {row['unit']}"),
                row["low"], row["high"], row["value"], step=_step(row["low"], row["high"]), key=f"{row['name']}-{form_number}",
            )  # fmt: skip
    return change(saved, **values)


def _step(low: float, high: float) -> float:
    return 0.05 if high - low <= 3 else 0.5 if high - low > 12 else 0.1


def verdict(library: Library, saved: Limits, moved: Limits, version: int) -> None:
    """What the limits as they now stand would change, and whether to keep them."""
    if moved == saved:
        st.html(
            "<h2>Nothing moved</h2><p class='lead'>Move a limit, and the calls whose moments would change are listed here.</p>"
        )
        if changed_limits(saved) and st.button("Back to the shipped limits"):
            settle(library, Limits(), version)
        return
    newest = library.calls(sort="newest", size=CALLS_JUDGED).calls
    with st.spinner("Judging the newest calls by these limits"):
        differences = [d for call in newest if (d := judging.difference(library, call.id, call.name, moved))]
    st.html(f"<h2>{len(differences)} of the {len(newest)} newest calls would change</h2>")
    for difference in differences:
        changes = ", ".join(
            f"{n:+d} {texts.KINDS[kind].lower()}".replace("-", "−") for kind, n in difference.changes.items()
        )
        told = f"{texts.title(difference.name)}: {changes or 'the same moments, told otherwise'}"
        call_link(told, difference.call_id, key=f"changed-{difference.call_id}")
    keep_column, reset_column = st.columns(2)
    if keep_column.button("Keep these limits", type="primary", width="stretch"):
        settle(library, moved, version)
    if reset_column.button("Put them back", width="stretch"):
        st.session_state["limits-turn"] += 1
        st.rerun()


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
    if st.button("Keep the vocabulary", type="primary") and words != saved:
        keep(lambda: recogniser_hints.keep_vocabulary(library, words, version))
    agents = len(library.people.agents())
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
        "Language", codes, codes.index(saved or ""), label_visibility="collapsed", key=f"language-{version}",
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


def settle(library: Library, chosen: Limits, version: int) -> None:
    """Keep the limits, then have every call judged by them that was judged by others."""
    try:
        keep_limits(library, chosen, version)
        reanalysis.request(library)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    st.session_state["limits-turn"] += 1
    st.rerun()


page()

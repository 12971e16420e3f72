"""What files' names say (:mod:`library.metadata.file_names`): a pattern tried on the names at hand before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from audio.errors import SameSideError
from library.house import file_names
from library.metadata.call_metadata import Metadata
from library.metadata.file_names import FIELDS, try_pattern
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance.allowed import settles

NAMES_TRIED = 12
"""So many of the newest recordings' names are shown with what would be read of them."""
EXAMPLE = "{date}_{time}_{agent}_{queue}"


def pattern_setting(library: Library) -> None:
    """The pattern, to be tried and kept."""
    kept, version = file_names.written(library)
    st.html(
        "<h2>What files' names say</h2><p class='lead'>Where your recorder writes the date, the agent or the queue into the name of the "
        f"file, say how, and nobody has to type it in: <code>{EXAMPLE}</code>, with <code>*</code> for what says nothing. The fields are "
        f"<code>{escape(' '.join(f'{{{field}}}' for field in FIELDS))}</code>; <code>{{date:us}}</code> is a date with the month first.</p>"
    )
    written = st.text_input(
        "Pattern of the files' names",
        kept,
        placeholder=EXAMPLE,
        label_visibility="collapsed",
        key=f"file-names-{version}",
        max_chars=200,
    )
    names = [call.name for call in library.calls(sort="-date", size=NAMES_TRIED).calls]
    try:
        fitting = show_tried(written, names) if written.strip() else 0
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    if written.strip() and names and not fitting:
        st.warning("It fits none of the newest calls' names.")
    if st.button("Keep the pattern", type="primary", **settles(library, disabled=written.strip() == kept)):
        try:
            file_names.keep(library, written, version)
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
        else:
            st.rerun()
    st.caption(
        "For recordings that are brought from now on. What is typed in, a list of calls (CSV) and the recorder's own data go before it."
    )


def show_tried(written: str, names: Sequence[str]) -> int:
    """What a pattern would read of each name, as a table; how many it fits. Raises :class:`SameSideError` where it is no pattern."""
    tried = try_pattern(written, names)
    if tried:
        show_metadata(tried)
    return sum(metadata is not None for _, metadata in tried)


def show_metadata(calls: Sequence[tuple[str, Metadata | None]]) -> None:
    """What is known of each recording, as a table of those columns in which there is anything."""
    rows = [(name, metadata or Metadata()) for name, metadata in calls]
    columns = [
        f
        for f in ("agent", "team", "date", "queue", "direction", "disposition", "reference")
        if any(getattr(m, f) for _, m in rows)
    ]
    cells = {
        "File": [name for name, _ in rows],
        **{column.capitalize(): [_cell(getattr(metadata, column)) for _, metadata in rows] for column in columns},
    }
    if len(columns) == 0:
        return
    st.dataframe(cells, hide_index=True, width="stretch", height="content")


def _cell(value: object) -> str:
    return texts.format_moment(value) if isinstance(value, datetime) else str(value or "")

"""The limits on a page: each with a drawing and a slider, grouped by what they decide, beside what a change of them would do.

::

    saved ──> shown at first ──> moved by the sliders or by a preset ──> which calls would change ──> kept, or put back
                                        └──────────── undo ────────────────────────────────────────────┘
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import streamlit as st

from analysis.limits import FOLLOWED, LASTING, RAISED, TALKING, WAITING, LimitError, Limits, change, table
from audio.errors import SameSideError
from library.database.settings import LIMITS
from library.house import judging
from library.house.limits import changed_limits, keep_limits, limits_and_version
from library.store import Library
from ui import texts
from ui.dashboard.components.call_link import call_link
from ui.dashboard.components.limit_drawings.drawn import drawing
from ui.dashboard.parts import reanalysis
from ui.dashboard.parts.governance.allowed import settles
from ui.dashboard.parts.house import presets
from ui.dashboard.parts.house.moved import Moved

CALLS_JUDGED = 40
"""So many of the newest calls are judged again to show what a change does."""

DECIDES = {
    TALKING: "Both speak at once: which of it is talking over somebody, and which is listening.",
    RAISED: "A voice is compared with nobody but itself in the same call.",
    LASTING: "How long a voice must be up, or calm again, until something is made of it.",
    FOLLOWED: "The customer's voice before a moment against the same voice after it.",
    WAITING: "Nobody speaks, or nobody takes up what the customer said.",
}
"""What a group of limits decides, in a sentence."""


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
    moved = Moved(saved)
    limits_column, verdict_column = st.columns([3, 2], gap="large")
    with limits_column:
        presets.offer(moved)
        for group, rows in groupby(table(moved.limits), key=lambda row: row["group"]):
            with (
                st.expander(f"**{texts.markdown(group)}**", expanded=group == TALKING),
                st.container(key=f"limits-{texts.slug(group)}"),
            ):
                st.caption(texts.markdown(DECIDES[group]))
                for row in rows:
                    limit_input(moved, row)
    with verdict_column, st.container(key="verdict"):
        verdict(library, moved, version)


def limit_input(moved: Moved, row: dict[str, object]) -> None:
    """One limit with its meaning, a drawing of it as it stands, a slider and its source."""
    name, title, unit = str(row["name"]), str(row["title"]), str(row["unit"])
    with st.container(border=True):
        text_column, drawing_column = st.columns(2, gap="medium")
        text_column.markdown(
            f"**{texts.markdown(title)}** :small[{texts.markdown(name)}]  \n{texts.markdown(str(row['help']))}"
        )
        text_column.caption(texts.markdown(f"Source: {row['source']}. Shipped: {row['default']:g} {unit}."))
        drawing_column.html(drawing(name, getattr(moved.limits, name), unit))
        low, high = float(str(row["low"])), float(str(row["high"]))
        drawing_column.slider(
            texts.markdown(f"{title}, {unit}"), low, high, getattr(moved.start, name), _step(low, high),
            format=f"%g {unit}", key=moved.key(name), label_visibility="collapsed",
        )  # fmt: skip


def _step(low: float, high: float) -> float:
    return 0.05 if high - low <= 3 else 0.5 if high - low > 12 else 0.1


def verdict(library: Library, moved: Moved, version: int) -> None:
    """What the limits as they now stand would change, and whether to keep them."""
    if moved.limits == moved.saved:
        nothing_moved(library, moved, version)
        return
    newest = library.calls(sort="-date", size=CALLS_JUDGED).calls
    with st.spinner("Judging the newest calls by these limits"):
        differences = [d for call in newest if (d := judging.difference(library, call.id, call.name, moved.limits))]
    count = f"{len(differences)}" if differences else "None"
    st.html(f"<h2>{count} of the {len(newest)} newest calls would change</h2>")
    together: Counter[str] = Counter()
    for difference in differences:
        together.update(difference.changes)
    if told := told_changes(together):
        st.caption(texts.markdown(f"In all of them together: {told}."))
    keep_column, back_column = st.columns(2)
    if keep_column.button("Keep these limits", type="primary", width="stretch", **settles(library)):
        settle(library, moved, moved.limits, version)
    back_column.button("Put them back", width="stretch", on_click=moved.put_back)
    for difference in differences:
        label = f"{texts.title(difference.name)}: {told_changes(difference.changes) or 'as many moments, elsewhere or of other certainty'}"
        call_link(label, difference.call_id, key=f"changed-{difference.call_id}")


def told_changes(changes: dict[str, int]) -> str:
    """``{"pushed": -2, "missed": 1}`` as ``2 fewer pushed, 1 more missed``."""
    return ", ".join(
        f"{abs(n)} {'more' if n > 0 else 'fewer'} {texts.KINDS[kind].lower()}" for kind, n in changes.items() if n
    )


def nothing_moved(library: Library, moved: Moved, version: int) -> None:
    """What stands there before anything is moved: where to begin, and the ways back."""
    st.html(
        "<h2>Nothing moved</h2><p class='lead'>Move a limit or choose a preset, and the calls whose moments would change are listed "
        "here. Nothing is changed before you keep it.</p>"
    )
    before, allowed = moved.kept_before, settles(library)
    if before is not None and before != moved.saved and st.button("Undo: back to the limits before", **allowed):
        settle(library, moved, before, version)
    if changed_limits(moved.saved) and st.button("Back to the shipped limits", **allowed):
        settle(library, moved, Limits(), version)


def settle(library: Library, moved: Moved, chosen: Limits, version: int) -> None:
    """Keep the limits, then have every call judged by them that was judged by others."""
    try:
        keep_limits(library, change(chosen), version)
        reanalysis.request(library)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    moved.was_kept()
    st.rerun()

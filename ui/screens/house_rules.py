"""House rules: every limit a coach may argue about; move one, see which calls change, then keep it or not."""

from __future__ import annotations

import streamlit as st

from analysis.limits import LimitMistake, Limits, change, table
from audio.trouble import Trouble
from library.store import Library
from ui import anew, house, places, plain, shelf

TRIED = 40
"""So many of the newest calls are judged again to show what a change does."""


def page() -> None:
    library = shelf.library()
    st.title("House rules")
    st.html(
        '<p class="lead">What counts as talking over somebody, as a raised voice, as an answer in time: these limits '
        "decide, and they are yours. Move one and see which calls change before you keep it.</p>"
    )
    try:
        kept, version = house.settled(library)
    except LimitMistake as slip:
        st.error(f"The limits kept in this library no longer make sense, so the shipped ones are shown: {slip}.")
        kept, version = Limits(), library.settings.get(house.SETTING)[1]
    left, right = st.columns([3, 2], gap="large")
    with left:
        moved = moving(kept)
    with right, st.container(key="verdict"):
        anew.shown(library)
        verdict(library, kept, moved, version)


def moving(kept: Limits) -> Limits:
    """All limits with their meaning and source, each to be moved."""
    turn = st.session_state.setdefault("limits-turn", 0)
    values = {}
    for row in table(kept):
        with st.container(border=True):
            words, number = st.columns([5, 2], vertical_alignment="center")
            words.markdown(f"**{plain.sentence(row['name'])}**  \n{row['help']}")
            words.caption(f"Source: {row['source']}. Shipped: {row['default']:g} {row['unit']}.")
            values[row["name"]] = number.number_input(
                f"{plain.sentence(row['name'])}, {row['unit']}",
                row["low"], row["high"], row["value"], step=_step(row["low"], row["high"]), key=f"{row['name']}-{turn}",
            )  # fmt: skip
    return change(kept, **values)


def _step(low: float, high: float) -> float:
    return 0.05 if high - low <= 3 else 0.5 if high - low > 12 else 0.1


def verdict(library: Library, kept: Limits, moved: Limits, version: int) -> None:
    """What the limits as they now stand would change, and whether to keep them."""
    if moved == kept:
        st.html(
            "<h2>Nothing moved</h2><p class='lead'>Move a limit, and the calls whose moments would change are listed here.</p>"
        )
        if house.differing(kept) and st.button("Back to the shipped limits"):
            settle(library, Limits(), version)
        return
    newest = library.calls(sort="newest", size=TRIED).calls
    with st.spinner("Judging the newest calls by these limits"):
        found = [d for call in newest if (d := house.difference(library, call.id, call.name, moved))]
    st.html(f"<h2>{len(found)} of the {len(newest)} newest calls would change</h2>")
    for one in found:
        more = ", ".join(f"{n:+d} {plain.KINDS[kind].lower()}".replace("-", "−") for kind, n in one.more.items())
        st.page_link(places.place("review"), label=f"{plain.title(one.name)}: {more or 'the same moments, told otherwise'}", query_params={"call": one.call_id})  # fmt: skip
    keep, back = st.columns(2)
    if keep.button("Keep these limits", type="primary", width="stretch"):
        settle(library, moved, version)
    if back.button("Put them back", width="stretch"):
        st.session_state["limits-turn"] += 1
        st.rerun()


def settle(library: Library, chosen: Limits, version: int) -> None:
    """Keep the limits, then have every call judged by them that was judged by others."""
    try:
        house.keep(library, chosen, version)
        anew.ask(library)
    except Trouble as trouble:
        st.error(str(trouble))
        return
    st.session_state["limits-turn"] += 1
    st.rerun()


page()

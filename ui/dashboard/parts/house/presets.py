"""The presets on the page of the limits: a button each, what each of them changes and why, and an undo."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.limits import table
from analysis.presets import MEANING, QUIET, STRICT, USUAL, VALUES, apply, preset_of, value_of
from ui import texts
from ui.dashboard.parts.house.moved import Moved


def offer(moved: Moved) -> None:
    """A row of presets, the one that is shown marked; then a table of what they are."""
    shown = preset_of(moved.limits)
    with st.container(horizontal=True, vertical_alignment="center", key="presets"):
        st.markdown("**Presets**", width="content")
        for preset in MEANING:
            st.button(
                texts.markdown(preset), type="primary" if preset == shown else "secondary", help=texts.markdown(MEANING[preset]), key=f"preset-{preset}",
                on_click=moved.put_to, args=(apply(preset, moved.limits),),
            )  # fmt: skip
        if moved.can_undo:
            st.button("Undo", icon=":material/undo:", type="tertiary", on_click=moved.undo)
    told = f"Shown: {shown.lower()}. {MEANING[shown]}" if shown else "Shown: limits of your own, none of the presets."
    st.caption(texts.markdown(told))
    st.html(f"<details><summary>What each preset changes, and why</summary>{explained()}</details>")


def explained() -> str:
    """Every limit that presets move, with its values and their reasons, as HTML."""
    rows = {row["name"]: row for row in table()}
    body = "".join(
        f"<tr><td>{escape(rows[name]['title'])}</td>"
        f'<td data-head="{QUIET}"><b>{escape(amount(rows[name], QUIET))}</b> <small>{escape(value.quiet_reason)}</small></td>'
        f'<td data-head="{USUAL}"><b>{escape(amount(rows[name], USUAL))}</b></td>'
        f'<td data-head="{STRICT}"><b>{escape(amount(rows[name], STRICT))}</b> <small>{escape(value.strict_reason)}</small></td></tr>'
        for name, value in VALUES.items()
    )
    head = "".join(f"<th>{escape(told)}</th>" for told in ("Limit", *MEANING))
    aim = "".join(f"<li><b>{preset}</b>: {escape(told)}</li>" for preset, told in MEANING.items())
    return (
        f'<ul class="said">{aim}</ul><p class="lead">What a quieter preset flags, a stricter one flags too. All other limits stay as they '
        f'are.</p><table class="grid presets"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def amount(row: dict[str, object], preset: str) -> str:
    """A preset's value of a limit with its unit."""
    return f"{value_of(preset, str(row['name'])):g} {row['unit']}"

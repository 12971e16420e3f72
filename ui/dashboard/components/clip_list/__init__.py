"""A list of clips as a component: heard one after another, with their words; retitled, sorted, put elsewhere, taken away.

::

    page ── clips with their words ──> cliplist.js ── sound by ranges out of the calls' own recordings
                                                   └─ one deed at a time ──> parts/clips/route.py ── the page is run again

What is heard is the call's sound as its page plays it, so what is masked is silent, and who may not hear the call hears nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ui.dashboard.components.timeline import HERE as TIMELINE

HERE = Path(__file__).parent


@cache
def _component() -> Any:
    shared = (*(TIMELINE / f"{name}.js" for name in ("tell", "outbox", "player", "fields")), HERE.parent / "links.js")
    script = "\n".join(part.read_text(encoding="utf-8") for part in (*shared, HERE / "cliplist.js"))
    css = (HERE / "cliplist.css").read_text(encoding="utf-8")
    html = '<div class="cliplist" tabindex="-1" role="region" aria-label="Clips"></div>'
    return st.components.v2.component("sameside.cliplist", html=html, css=css, js=script)


def clip_list(
    clips: Sequence[Mapping[str, Any]],
    *,
    key: str,
    playlists: Sequence[Mapping[str, str]],
    is_sorted: bool,
    names: Mapping[str, str],
    file: str,
) -> None:
    """Show clips in their order.

    clips      each as :mod:`ui.dashboard.parts.clips.lists` has it
    playlists  those into which a clip may be put, ``{"id", "name"}``
    is_sorted  whether their order may be changed here
    names      of techniques, by id
    file       where the whole list is had as one page
    """
    data = {
        "clips": [dict(clip) for clip in clips],
        "playlists": list(playlists),
        "sorted": is_sorted,
        "names": dict(names),
        "file": file,
    }
    _component()(key=key, data=data, on_changed_change=_run_again)


def _run_again() -> None:
    """What was changed is read anew by the run that it asks for."""

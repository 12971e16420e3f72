"""The timeline: our own component, drawn on a canvas beside an ``<audio>`` element.

A browser draws an hour-long call with hundreds of marks in some ten milliseconds this way, and playing,
scrolling and choosing never run the page again::

    page ── picture, notes, address of the sound ──> room.js ── one deed (save, reply, delete, undo) ──> page

The parts are small files of one idea each, put together into one module here; there is nothing to build. Only what
is written (notes) comes back to Python, as one *deed* at a time, and is answered through ``answer``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
PARTS = ("tell", "view", "player", "marks", "lanes", "sheet", "bar", "transcript", "moments", "notes", "keys", "room")


@cache
def module() -> str:
    """The whole component as one ES module."""
    return "\n".join((HERE / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)


@cache
def _component() -> Any:
    html, css = ((HERE / f"timeline.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    return st.components.v2.component("sameside.timeline", html=html, css=css, js=module())


def timeline(
    picture: str,
    *,
    key: str,
    audio: str | None = None,
    at: float | None = None,
    notes: Sequence[Mapping[str, Any]] = (),
    labels: Sequence[str] = (),
    agreement: Mapping[str, Mapping[str, int]] | None = None,
    answer: Mapping[str, Any] | None = None,
    can_write: bool = False,
) -> dict[str, Any] | None:
    """Show a call (see :func:`ui.timeline.picture.picture`); answers the deed just done, or ``None``.

    audio      address of the sound, ``None`` where there is none to play
    at         seconds to open at
    notes      as :func:`ui.timeline.written.shown` makes them
    labels     techniques offered for a note's label
    agreement  by technique, ``{"agree": 7, "of": 9}``
    answer     of the last deed: its ``turn``, and ``id`` and ``version`` or ``trouble``
    """
    result = _component()(
        key=key,
        data={
            "picture": picture,
            "audio": audio,
            "at": at,
            "notes": list(notes),
            "labels": list(labels),
            "agreement": dict(agreement or {}),
            "answer": dict(answer) if answer else None,
            "canWrite": can_write,
        },
        on_deed_change=lambda: None,
    )
    deed = result.deed
    return dict(deed) if deed else None

"""The timeline: our own component, drawn on a canvas beside an ``<audio>`` element.

A browser draws an hour-long call with hundreds of marks in some ten milliseconds this way, and playing,
scrolling and choosing never run the page again::

    page ── picture, notes, addresses of sound and notes ──> room.js ── one deed (save, reply, delete, undo) ──> notes_route

The parts are small files of one idea each, put together into one module here; there is nothing to build. Only what
is written (notes, corrections) comes back to Python, as one *deed* at a time, beside the page, which need not run for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
PARTS = (
    "tell", "view", "player", "marks", "hands", "draw", "overtalk", "lanes", "map", "sheet", "told", "bar", "transcript",
    "finder", "picked", "corrections", "retype", "line_form", "moments", "outbox", "fields", "offer", "clips", "editor", "notes", "keys", "asked", "room",
)  # fmt: skip


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
    find: str = "",
    notes: Sequence[Mapping[str, Any]] = (),
    labels: Mapping[str, str] | None = None,
    agreement: Mapping[str, Mapping[str, int]] | None = None,
    settled: Mapping[str, Mapping[str, Any]] | None = None,
    notes_address: str | None = None,
    corrections: Sequence[Mapping[str, Any]] = (),
    revision: int = 0,
    corrections_address: str | None = None,
    remember: Mapping[str, str] | None = None,
    audiences: Mapping[str, str] | None = None,
    coaches: bool = False,
    refusals: Mapping[str, str] | None = None,
    note: str | None = None,
    names_address: str | None = None,
    clips: Mapping[str, Any] | None = None,
) -> None:
    """Show a call (see :func:`ui.dashboard.components.timeline.picture.picture`).

    audio      address of the sound, ``None`` where there is none to play
    at         seconds to open at
    find       words to mark in the transcript as one opens it
    notes      as :func:`ui.dashboard.components.timeline.notes.notes_shown` makes them
    labels     techniques offered for a note's label, names by id
    agreement  by ``kind/technique``, ``{"agree": 7, "of": 9}``
    settled    what people say of the moments, as :func:`ui.dashboard.components.timeline.notes.settled_shown` makes it
    notes_address  where deeds are sent and answered (:mod:`ui.dashboard.notes_route`); without it nothing can be written
    corrections, revision, corrections_address  the same of corrections
        (:func:`ui.dashboard.components.timeline.corrections.corrections_shown`, :mod:`ui.dashboard.corrections_route`); the revision
        that the picture is of tells which of two is the newer
    remember   cookies for the browser to keep, by name: who is writing, say
    audiences  for whom a note may be, names by id, where people sign in; without it a note is shared or private
    coaches    whether a moment can be put on the agenda of a coaching session (:mod:`ui.dashboard.components.coach`)
    refusals   why no verdict can be given (``verdict``) and nothing corrected (``correct``) by whoever looks, in a sentence each: what they may
        not do is not offered, or cannot be pressed and says why; empty or not there where they may
    note       the note to open at, by its id
    names_address  where the names are told that are offered after an @ (:mod:`ui.dashboard.parts.inbox.route`)
    clips      where clips are kept, ``{"address": …, "playlists": [{"id", "name"}]}`` (:mod:`ui.dashboard.parts.clips.route`)
    """
    _component()(
        key=key,
        data={
            "picture": picture,
            "audio": audio,
            "at": at,
            "find": find,
            "notes": list(notes),
            "labels": dict(labels or {}),
            "agreement": dict(agreement or {}),
            "settled": dict(settled or {}),
            "notesAddress": notes_address,
            "corrections": list(corrections),
            "revision": revision,
            "correctionsAddress": corrections_address,
            "remember": dict(remember or {}),
            "coaches": coaches,
            "refusals": dict(refusals or {}),
            "audiences": None if audiences is None else dict(audiences),
            "note": note,
            "namesAddress": names_address,
            "clips": None if clips is None else dict(clips),
        },
        on_verdict_change=_run_again,
    )


def _run_again() -> None:
    """A verdict changes what the page says above the timeline; the run that it asks for is all that is to be done."""

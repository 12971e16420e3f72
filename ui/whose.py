"""Whose side is whose: what the house says of it once for all, by the names of the files, and what a call's page asks.

A rule is a pattern of a file's name and the agent's side in such recordings; the first that fits holds::

    connect-*     right      Amazon Connect: the customer is left
    *-mono.mp3    second     one channel, and the agent is called
    *             left

Capital letters do not matter. A rule is taken for said: no vote of the words moves it, but one that is clearly against it
is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from html import escape
from typing import Any

import streamlit as st

from audio.call import REMEDY, Call
from audio.errors import Trouble
from audio.speakers.two_channels import Side, side_of
from library.store import Library
from ui import house

SIDES = "sides"
LONGEST, MOST = 200, 100
"""Letters of a pattern, and rules."""

Rule = tuple[str, Side]


def rules(library: Library) -> tuple[tuple[Rule, ...], int]:
    """The house's rules in their order, and the version to save over."""
    kept, version = library.settings.get(SIDES, ())
    return tuple((pattern, side) for pattern, side in kept), version


def keep_rules(library: Library, written: str, version: int) -> None:
    """Put other rules in force, for calls heard from now on: a pattern and a side a line.

    Raises :class:`Trouble` where a line is no rule, or somebody else changed them meanwhile.
    """
    library.settings.keep(SIDES, [list(rule) for rule in read(written.splitlines())], version)


def read(lines: Iterable[str]) -> tuple[Rule, ...]:
    """The rules in these lines; empty ones are left out. Raises :class:`Trouble` naming the line that is none, or that can
    never hold because an earlier one fits whatever it fits.
    """
    found: list[Rule] = []
    taken: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        *before, last = line.strip().rsplit(None, 1)
        side, pattern = side_of(last), "".join(before)
        if side is None or not pattern or "/" in pattern or len(pattern) > LONGEST:
            raise Trouble(
                f"Line {number}, “{line.strip()[:60]}”, is no rule: write a pattern of a file's name without folders, a space, "
                "and left, right, first or second, as in “connect-* right”."
            )
        earlier = next((taken[one] for one in (_plain(pattern), "*") if one in taken), None)
        if earlier is not None:
            raise Trouble(
                f"Line {number}, “{line.strip()[:60]}”, would never hold, since line {earlier} fits the same files and comes first: "
                "leave one of them out, or change their order."
            )
        taken[_plain(pattern)] = number
        found.append((pattern, side))
    if len(found) > MOST:
        raise Trouble(f"These are {len(found)} rules, and {MOST} are kept: let a pattern say more with “*”.")
    return tuple(found)


def side(library: Library, name: str) -> Side | None:
    """The agent's side in the recording of that name, by the house's rules; ``None`` where none fits."""
    return next((side for pattern, side in rules(library)[0] if fnmatchcase(_plain(name), _plain(pattern))), None)


def _plain(name: str) -> str:
    """A name or pattern whatever its capitals, and however its accents are written: some systems part them from their letters."""
    return re.sub(r"\*+", "*", unicodedata.normalize("NFC", name).casefold())


def told(library: Library, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a hearing with the agent's side, where nobody named it for this recording."""
    return options if options.get("agent") else {**options, "agent": side(library, name)}


def notice(library: Library, call: Call) -> None:
    """What was assumed of a call's sides, and the two answers to it: it is so, or the other way round."""
    for doubt in (doubt for doubt in call.doubts if doubt.assumes):
        with st.container(horizontal=True, vertical_alignment="center", key="assumed"):
            st.html(f'<p class="doubt">{escape(doubt.why.removesuffix(REMEDY))}</p>', width="content")
            if st.button("Swap agent and customer", icon=":material/swap_horiz:", key="swap-assumed"):
                _do(lambda: house.swap(library, call.id))
            if st.button("It is right", icon=":material/check:"):
                _do(lambda: library.settle(call.id))


def _do(deed: Callable[[], object]) -> None:
    try:
        deed()
    except Trouble as trouble:
        st.error(str(trouble))
    else:
        st.rerun()


def settings(library: Library) -> None:
    """The rules, to be read and changed."""
    kept, version = rules(library)
    st.html(
        "<h2>The agent's side</h2><p class='lead'>Which side of a recording is the agent's, where your recorder always "
        "writes it so: a pattern of the file's name and <b>left</b> or <b>right</b>, one a line, the first that fits holds. "
        "Of one channel: <b>first</b> or <b>second</b> to speak. <code>* right</code> is all of them.</p>"
    )
    text = st.text_area(
        "The agent's side", "\n".join(f"{pattern} {side}" for pattern, side in kept), height=180,
        placeholder="connect-* right\n* left", label_visibility="collapsed", key=f"sides-{version}",
    )  # fmt: skip
    if st.button("Keep the sides", type="primary"):
        _do(lambda: keep_rules(library, text, version))
    st.caption(
        "For calls heard from now on. Where nothing is said here, the words tell who is the agent; where they do not, a side "
        "is assumed, and the call says so."
    )

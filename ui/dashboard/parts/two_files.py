"""One call in two files: what their names propose is offered, and joined only as somebody says."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, BinaryIO

import streamlit as st

from audio.channels.pair import join, joined_name, pairs_of
from ui import texts

Legs = tuple[Any, Any]
"""Two uploaded files: the agent's and the customer's."""


def offer_pairs(files: Sequence[Any], key: str) -> list[Legs]:
    """The files that are one call each, as somebody says of those whose names look like it."""
    by_name = {file.name: file for file in files}
    chosen: list[Legs] = []
    for agent, customer in pairs_of(list(by_name)):
        answers = {
            f"One call: {texts.markdown(agent)} is the agent": (by_name[agent], by_name[customer]),
            f"One call: {texts.markdown(customer)} is the agent": (by_name[customer], by_name[agent]),
            "Two calls": None,
        }
        question = f"{texts.markdown(agent)} and {texts.markdown(customer)} look like the two sides of one call."
        answer = st.radio(question, list(answers), key=f"pair-{key}-{agent}")
        if (legs := answers[answer]) is not None:
            chosen.append(legs)
    return chosen


@contextmanager
def joined(agent: Any, customer: Any) -> Iterator[BinaryIO]:
    """Both files as one recording, the agent left. Raises :class:`SameSideError`."""
    with tempfile.TemporaryDirectory(prefix="sameside-") as name:
        folder = Path(name)
        paths = []
        for number, file in enumerate((agent, customer)):
            paths.append(folder / str(number) / PurePath(file.name).name)
            paths[-1].parent.mkdir()
            file.seek(0)
            with paths[-1].open("wb") as copy:
                shutil.copyfileobj(file, copy)
        call = folder / joined_name(agent.name, customer.name)
        join(paths[0], paths[1], call)
        with call.open("rb") as recording:
            yield recording

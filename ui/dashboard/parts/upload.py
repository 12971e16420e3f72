"""Uploading recordings: which files belong together, and what is known of them beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO, Protocol

import streamlit as st

from audio.beside import RECORDINGS, belonging
from audio.channels.pair import joined_name
from audio.channels.side import Side
from audio.errors import SameSideError
from library.house import file_names as house_names
from library.metadata.call_metadata import Metadata
from library.metadata.gathering import gather
from library.metadata.tables import read_table
from library.store import Library
from ui import texts
from ui.dashboard import uploads
from ui.dashboard.parts import file_names, sharing
from ui.dashboard.parts.listing.question import Known
from ui.dashboard.parts.missing_words import TRANSCRIPTS
from ui.dashboard.parts.two_files import joined, offer_pairs
from ui.sample_calls import SAMPLES as SAMPLES
from ui.sample_calls import enqueue as enqueue_sample
from ui.sample_calls import sample_calls

ACCOMPANYING = (*TRANSCRIPTS, "rttm")
LISTS = ("csv", "tsv")
SIDES: dict[str, Side | None] = {"Found by SameSide": None, "Left": "left", "Right": "right"}


class UploadedFile(Protocol):
    """A file as the browser sent it."""

    name: str

    def getvalue(self) -> bytes:
        """All of its bytes."""
        ...


@dataclass
class Dropped:
    """What was dropped together: recordings, each with the files that belong to it by their names; lists of calls; and what is left over."""

    calls: list[tuple[Any, list[Any]]] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)
    alone: list[Any] = field(default_factory=list)
    joint: list[tuple[Any, Any, list[Any]]] = field(default_factory=list)

    def join(self, legs: Iterable[tuple[Any, Any]]) -> None:
        """Two recordings each are one call, the agent's first; what belongs to that call by its name goes with it."""
        for agent, customer in legs:
            own = [call for call in self.calls if call[0] is agent or call[0] is customer]
            self.calls = [call for call in self.calls if call not in own]
            by_name = {file.name: file for file in self.alone}
            beside = [by_name[name] for name in belonging(by_name, joined_name(agent.name, customer.name))]
            self.alone = [file for file in self.alone if file not in beside]
            self.joint.append((agent, customer, [*beside, *(file for _, files in own for file in files)]))

    @property
    def recordings(self) -> list[tuple[str, list[Any]]]:
        """Each call by its recording's name, two joined ones by theirs, with the files that belong to it."""
        joint = [(joined_name(agent.name, customer.name), beside) for agent, customer, beside in self.joint]
        return [*((recording.name, beside) for recording, beside in self.calls), *joint]


def sort_files(files: Iterable[Any]) -> Dropped:
    """Which file belongs to which recording: by their names, as where they lie in one folder (:mod:`audio.beside`)."""
    files = list(files)
    dropped = Dropped()
    by_name = {file.name: file for file in files}
    taken: set[str] = set()
    for file in files:
        if _ending(file.name) not in (*ACCOMPANYING, *LISTS):
            own = belonging(by_name, file.name)
            dropped.calls.append((file, [by_name[name] for name in own]))
            taken.update(own)
    left = [file for file in files if _ending(file.name) in (*ACCOMPANYING, *LISTS) and file.name not in taken]
    dropped.tables = [file for file in left if _ending(file.name) in LISTS]
    dropped.alone = [file for file in left if _ending(file.name) not in LISTS]
    return dropped


def _ending(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").casefold()


def enqueue(
    library: Library,
    source: BinaryIO,
    beside: Sequence[UploadedFile],
    options: dict[str, Any],
    practice_until: datetime | None = None,
) -> None:
    """Put a recording into the queue, with the files that belong to it. Raises :class:`SameSideError`."""
    files = [(PurePath(file.name).name, file.getvalue()) for file in beside]
    name = PurePath(source.name).name
    library.enqueue(source, name=name, options=options, beside=files, practice_until=practice_until)


def enqueue_all(
    library: Library,
    dropped: Dropped,
    known: Mapping[str, Metadata],
    side: Side | None,
    practice_until: datetime | None = None,
) -> None:
    """Put all that was dropped into the queue, for practice until then, if so. Raises :class:`SameSideError`."""
    for recording, beside in dropped.calls:
        enqueue(library, recording, beside, options_of(known[recording.name], side), practice_until)
    for agent, customer, beside in dropped.joint:
        options = options_of(known[joined_name(agent.name, customer.name)], "left")
        with joined(agent, customer) as whole:
            enqueue(library, whole, beside, options, practice_until)


def offer_samples(library: Library) -> int:
    """Put the sample calls into the queue; how many there are."""
    calls = sample_calls()
    for call in calls:
        enqueue_sample(library, call)
    return len(calls)


def upload_form(library: Library, people: Known, opened: bool) -> None:
    """Where files are dropped, and what is known about them beforehand."""
    form_number = st.session_state.setdefault("bring", 0)
    with st.expander("Upload", icon=":material/upload:", expanded=opened):
        st.html(
            '<p class="lead">Drop the recordings of calls here, as many as you like, with transcripts of the same name '
            "(WebVTT, SRT, JSON) beside them if you have any, and a list of the calls (CSV: file, agent, team, queue, date). They are heard on this computer and never leave it.</p>"
        )
        files = st.file_uploader(
            "Recordings and transcripts", [*RECORDINGS, *ACCOMPANYING, *LISTS], True, key=f"files-{form_number}",
            label_visibility="collapsed", max_upload_size=None,
        )  # fmt: skip
        agent, team, side = st.columns(3)
        said = Metadata(
            agent=agent.selectbox("Agent", people.agents.values(), None, accept_new_options=True, placeholder="Not known", key=f"agent-{form_number}"),
            team=team.selectbox("Team", people.teams.values(), None, accept_new_options=True, placeholder="Not known", key=f"team-{form_number}"),
        )  # fmt: skip
        side_option = SIDES[side.selectbox("Agent's side of the recording", list(SIDES), key=f"side-{form_number}")]
        practice_until = sharing.practice_until(library, str(form_number))
        files, not_taken = uploads.received(files or [])
        for why in not_taken:
            st.error(texts.markdown(why))
        dropped = sort_files(files)
        legs = offer_pairs([recording for recording, _ in dropped.calls], str(form_number))
        dropped.join(legs)
        for unpaired in dropped.alone:
            st.warning(
                f"{texts.markdown(unpaired.name)} has no recording of the same name here, so it will not be used. A call that was "
                "heard before takes a transcript on its own page."
            )
        known = known_of(library, dropped, said)
        if any(metadata != said for _, metadata in known):
            file_names.show_metadata(known)
        label = "Review them" if len(dropped.calls) + len(dropped.joint) != 1 else "Review it"
        if st.button(label, type="primary", disabled=not (dropped.calls or dropped.joint)):
            try:
                enqueue_all(library, dropped, dict(known), side_option, practice_until)
            except SameSideError as trouble:
                st.error(texts.markdown(str(trouble)))
                return
            uploads.forget(files)
            st.session_state["bring"] = form_number + 1
            st.rerun()


def options_of(metadata: Metadata, side: Side | None) -> dict[str, Any]:
    """The options of a recording's job: whose call it is goes under ``by``, for ``agent`` is the side."""
    options = metadata.options()
    return {**options, "by": options.pop("agent", None), "agent": side}


def known_of(library: Library, dropped: Dropped, said: Metadata) -> list[tuple[str, Metadata]]:
    """What is known of each recording that was dropped; what of a list of calls cannot be used is said."""
    tables = []
    for file in dropped.tables:
        try:
            table = read_table(file.name, file.getvalue())
        except SameSideError as trouble:
            st.warning(texts.markdown(str(trouble)))
            continue
        tables.append(table)
        for remark in table.remarks:
            st.warning(texts.markdown(remark))
        if dropped.recordings and not any(table.of(name) for name, _ in dropped.recordings):
            st.warning(f"{texts.markdown(file.name)} names none of these recordings.")
    pattern = house_names.pattern(library)
    return [
        (
            name,
            gather(
                name,
                said=said,
                tables=tables,
                beside=[(file.name, file.getvalue()) for file in beside if _ending(file.name) in ("txt", "json")],
                pattern=pattern,
            ),
        )
        for name, beside in dropped.recordings
    ]

"""Uploading recordings: which files belong together, and the queue of those that are being heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO, Protocol

import streamlit as st

from audio.channels.pair import joined_name
from audio.errors import SameSideError
from library.store import Library
from ui import texts
from ui.dashboard import uploads
from ui.dashboard.parts.missing_words import TRANSCRIPTS
from ui.dashboard.parts.two_files import joined, offer_pairs
from ui.sample_calls import SAMPLES as SAMPLES
from ui.sample_calls import enqueue as enqueue_sample
from ui.sample_calls import sample_calls

RECORDINGS = (
    "wav", "mp3", "m4a", "aac", "mp4", "ogg", "opus", "oga", "webm", "flac", "amr", "gsm", "wma", "au", "aif", "aiff", "w64", "caf", "3gp",
    "mkv", "mka", "mov", "ulaw", "alaw",
)  # fmt: skip
SIDES = {"Found by SameSide": None, "Left": "left", "Right": "right"}
MAX_WAITING_SHOWN = 3
"""So many of the recordings that wait are shown by name."""


class UploadedFile(Protocol):
    """A file as the browser sent it."""

    name: str

    def getvalue(self) -> bytes:
        """All of its bytes."""
        ...


@dataclass
class Pairs:
    """Recordings, each with the transcript of the same name if there is one; and the transcripts left over."""

    calls: list[tuple[Any, Any | None]] = field(default_factory=list)
    alone: list[Any] = field(default_factory=list)


def pair_files(files: Iterable[Any]) -> Pairs:
    """Which transcript belongs to which recording: the one of the same name, whatever their endings."""
    pairs = Pairs()
    transcripts = {_stem(file.name): file for file in files if _ending(file.name) in TRANSCRIPTS}
    for file in files:
        if _ending(file.name) not in TRANSCRIPTS:
            pairs.calls.append((file, transcripts.pop(_stem(file.name), None)))
    pairs.alone = list(transcripts.values())
    return pairs


def _stem(name: str) -> str:
    return PurePath(name).stem.casefold()


def _ending(name: str) -> str:
    return PurePath(name).suffix.lstrip(".").casefold()


def enqueue(library: Library, source: BinaryIO, transcript: UploadedFile | None, options: dict[str, Any]) -> None:
    """Put a recording into the queue, with its transcript if there is one. Raises :class:`SameSideError`."""
    transcript_file = None if transcript is None else (transcript.name, transcript.getvalue())
    library.enqueue(source, name=PurePath(source.name).name, options=options, transcript=transcript_file)


def offer_samples(library: Library) -> int:
    """Put the sample calls into the queue; how many there are."""
    calls = sample_calls()
    for call in calls:
        enqueue_sample(library, call)
    return len(calls)


def upload_form(library: Library, opened: bool) -> None:
    """Where files are dropped, and what is known about them beforehand."""
    form_number = st.session_state.setdefault("bring", 0)
    with st.expander("Bring recordings", icon=":material/upload:", expanded=opened):
        st.html(
            '<p class="lead">Drop the recordings of calls here, as many as you like, with transcripts of the same name '
            "(WebVTT, SRT, JSON) beside them if you have any. They are heard on this computer and never leave it.</p>"
        )
        files = st.file_uploader(
            "Recordings and transcripts", [*RECORDINGS, *TRANSCRIPTS], True, key=f"files-{form_number}",
            label_visibility="collapsed", max_upload_size=None,
        )  # fmt: skip
        agents = [person.name for person in library.people.agents()]
        agent, team, side = st.columns(3)
        options = {
            "by": agent.selectbox("Agent", agents, None, accept_new_options=True, placeholder="Not known", key=f"agent-{form_number}"),
            "team": team.selectbox("Team", library.people.teams(), None, accept_new_options=True, placeholder="Not known", key=f"team-{form_number}"),
            "agent": SIDES[side.selectbox("Agent's side of the recording", list(SIDES), key=f"side-{form_number}")],
        }  # fmt: skip
        files, not_taken = uploads.received(files or [])
        for why in not_taken:
            st.error(texts.markdown(why))
        pairs = pair_files(files)
        legs = offer_pairs([recording for recording, _ in pairs.calls], str(form_number))
        single = [call for call in pairs.calls if not any(call[0] in both for both in legs)]
        transcripts = {_stem(file.name): file for file in pairs.alone}
        joint = [(*both, transcripts.pop(_stem(joined_name(both[0].name, both[1].name)), None)) for both in legs]
        for unpaired in transcripts.values():
            st.warning(
                f"{texts.markdown(unpaired.name)} has no recording of the same name here, so it will not be used. A call that was "
                "heard before takes a transcript on its own page."
            )
        label = "Review them" if len(single) + len(joint) != 1 else "Review it"
        if st.button(label, type="primary", disabled=not pairs.calls):
            try:
                for recording, transcript in single:
                    enqueue(library, recording, transcript, options)
                for agent_leg, customer_leg, transcript in joint:
                    with joined(agent_leg, customer_leg) as recording:
                        enqueue(library, recording, transcript, {**options, "agent": "left"})
            except SameSideError as trouble:
                st.error(texts.markdown(str(trouble)))
                return
            uploads.forget(files)
            st.session_state["bring"] = form_number + 1
            st.rerun()


def show_queue(library: Library) -> None:
    """What is being heard, with its progress; looked at once a second for as long as there is something."""
    every = 1.0 if library.queue.jobs(("queued", "working"), newest=1) else None
    st.fragment(_queue, run_every=every)(library)


def _queue(library: Library) -> None:
    waiting, number = library.queue.waiting(MAX_WAITING_SHOWN)
    jobs = (*library.queue.jobs(("working", "failed"), newest=50), *waiting)
    unfinished = {job.id for job in jobs if job.state != "failed"}
    unfinished_before = st.session_state.get("unfinished", set())
    st.session_state["unfinished"] = unfinished
    for job in jobs:
        name, state, buttons = st.columns([3, 4, 3], vertical_alignment="center")
        name.markdown(f"**{texts.markdown(job.name)}**")
        if job.state == "failed":
            state.error(texts.markdown(job.why or "It could not be reviewed."))
            with buttons, st.container(horizontal=True, horizontal_alignment="right"):
                if st.button("Try again", key=f"retry-{job.id}"):
                    library.queue.retry(job.id)
                    st.rerun()
                if st.button("Dismiss", key=f"dismiss-{job.id}"):
                    library.queue.dismiss(job.id)
                    st.rerun()
        else:
            status = "Waiting" if job.state == "queued" else f"{(job.stage or 'starting').capitalize()} …"
            state.progress(min(1.0, job.progress), text=texts.markdown(status))
            with buttons, st.container(horizontal=True, horizontal_alignment="right"):
                if st.button("Cancel", key=f"cancel-{job.id}"):
                    library.cancel(job.id)
                    st.rerun()
    if number > len(waiting):
        st.caption(f"And {number - len(waiting):,} more wait.")
    if unfinished_before - unfinished:  # last, so that no button that was pressed meanwhile is passed over
        st.rerun()

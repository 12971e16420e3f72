"""Calls that have no words yet, and the ways on: fetch a model and have them heard again, or add a transcript.

Both are work of the library's queue: they go on whatever becomes of the page, and whoever asks second finds it asked.
"""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path, PurePath

import streamlit as st

from audio.call import SPEAKERS, Call, Doubt
from audio.models import Model, Published, find_model, published
from audio.transcript import label_speakers, read_transcript
from audio.trouble import Trouble
from library.store import Library
from library.texts import one_line
from ui import errand, plain

OFFERED = ("base", "small")
"""The models that are offered, the one that is to be had everywhere first."""

TRANSCRIPTS = ("vtt", "srt", "json", "txt")
LONGEST_NAME = 60

STAY = "Notes, agents, teams and dates stay."


def of_library(library: Library) -> None:
    """On the list of calls: a model that is being fetched, or how many calls have no words yet and what to do."""
    if fetching(library):
        return
    calls = library.again.wordless()
    if not calls:
        return
    heading = "1 call has no words yet" if len(calls) == 1 else f"{len(calls):,} calls have no words yet"
    with _notice(heading):
        model = find_model(None)
        if isinstance(model, Model):
            _told(
                f"Only the sound was reviewed. “{model.name}”, which is on this computer, can hear the words now. {STAY}"
            )
            if st.button("Hear the words", type="primary"):
                library.again.hear(calls)
                st.rerun()
        else:
            _told("There is no Whisper model on this computer, so only the sound was reviewed. A model is fetched once, then these "
                  f"calls are heard again. {STAY} Or open a call and add its transcript.")  # fmt: skip
            with st.container(horizontal=True):
                _fetch(library)
            st.caption(_honestly())


def of_call(library: Library, call: Call) -> None:
    """On the review: the call being heard again, or that it has no words and the ways to them."""
    errand.shown(library, lambda: library.again.job(call.id), f"again-{call.id}", "What was heard before stays")
    if call.has_words or not call.has_sound or library.again.job(call.id) is not None or fetching(library):
        return
    untried = call.id in library.again.wordless()
    model = find_model(None)
    here = isinstance(model, Model)
    with _notice("No words yet" if untried or not here else "No words could be made out"):
        if not here:
            _told("There is no Whisper model on this computer, so only the sound of this call was reviewed. A model is fetched once, "
                  f"then every call without words is heard again. {STAY}")  # fmt: skip
        elif untried:
            _told(f"Only the sound of this call was reviewed. “{model.name}”, which is on this computer, can hear its words now. {STAY}")  # fmt: skip
        else:
            _told(
                " ".join(doubt.why for doubt in doubts(call)) or "Nothing that was heard in it could be told as words."
            )
        with st.container(horizontal=True):
            if not here:
                _fetch(library)
            elif untried and st.button("Hear the words", type="primary"):
                library.again.hear([call.id])
                st.rerun()
            with st.popover("Add a transcript", icon=":material/subtitles:"):
                transcript(library, call)
        if not here:
            st.caption(_honestly())


def doubts(call: Call) -> tuple[Doubt, ...]:
    """The doubts that stand in the notice of :func:`of_call`, in its words or their own."""
    if call.has_words or not call.has_sound:
        return ()
    return tuple(doubt for doubt in call.doubts if doubt.subject == "words")


def fetching(library: Library) -> bool:
    """A model that is being fetched, with its progress; whether one is, or could not be."""
    errand.shown(library, library.queue.fetching, "fetch", "Calls stay as they are; what has come is not fetched again")
    job = library.queue.fetching()
    return job is not None and job.state != "done"


def transcript(library: Library, call: Call) -> None:
    """Where a transcript is given to a call, in the place of what words it has."""
    instead = "These words then take the place of those that were heard. " if call.has_words else ""
    st.markdown(
        "WebVTT, SRT, the JSON of a recogniser, or plain text whose lines begin “Agent:” and “Customer:”. "
        f"{instead}{STAY}",
        width=380,
    )
    with st.form(f"transcript-{call.id}", border=False, clear_on_submit=True):
        file = st.file_uploader("Transcript", TRANSCRIPTS, label_visibility="collapsed")
        if not st.form_submit_button("Use it", type="primary", width="stretch") or file is None:
            return
    try:
        give(library, call, file.name, file.getvalue())
    except Trouble as trouble:
        st.error(plain.markdown(str(trouble)))
    else:
        st.rerun()


def give(library: Library, call: Call, name: str, content: bytes) -> None:
    """Have a call heard with a transcript. Raises :class:`Trouble`, before anything is asked for, where it is none."""
    name = one_line(PurePath(name).name)[-LONGEST_NAME:].lstrip(". ") or "transcript"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        speech = {who: [turn.span for turn in call.of(who)] for who in SPEAKERS}
        label_speakers(read_transcript(path), None, speech)
    library.again.hear_with(call.id, (name, content))


def _fetch(library: Library) -> None:
    for k, model in enumerate(_offered()):
        size = f"{model.size / 1e6:.0f} MB"
        label = f"Fetch “{model.name}” instead ({size})" if k else f"Fetch the words' model ({model.name}, {size})"
        if st.button(label, type="secondary" if k else "primary", key=f"fetch-{model.name}"):
            library.queue.fetch(model.name)
            st.rerun()


def _honestly() -> str:
    """What one gets for the bytes."""
    base, small = _offered()
    return (
        f"“{base.name}” needs about {60 / base.speed:.0f} minutes for an hour of speech on one core. “{small.name}” needs about "
        f"{60 / small.speed:.0f} and makes fewer mistakes. Either stays on this computer, and no recording leaves it."
    )


def _offered() -> list[Published]:
    return [model for name in OFFERED if (model := published(name)) is not None]


def _notice(heading: str) -> st.delta_generator.DeltaGenerator:
    box = st.container(border=True, key="no-words")
    box.html(f'<h2 class="notice">{heading}</h2>')
    return box


def _told(words: str) -> None:
    st.html(f'<p class="lead">{escape(words)}</p>')

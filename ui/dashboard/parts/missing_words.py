"""Calls that have no words yet, and the ways on: fetch a model and have them heard again, or add a transcript.

Both are work of the library's queue: they go on whatever becomes of the page, and whoever asks second finds it asked.
"""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path, PurePath

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from audio.asr.models.installed import Model, Published, find_model, published_model
from audio.call import SPEAKERS, Call, Doubt
from audio.errors import SameSideError
from audio.transcripts.line_speakers import label_speakers
from audio.transcripts.reader import LONGEST, SUFFIXES, read_transcript
from library.database.text import one_line
from library.jobs.job import UNFINISHED
from library.store import Library
from ui import texts
from ui.dashboard.parts import job_progress
from ui.dashboard.parts.governance.allowed import offered
from ui.dashboard.uploads import content

OFFERED_MODELS = ("base", "small")
"""The models that are offered, the one that is to be had everywhere first."""

TRANSCRIPTS = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)
MAX_NAME_LENGTH = 60

STAY = "Notes, agents, teams and dates stay."
ABSENT = "There is no Whisper model on this computer, so only the sound was reviewed."
FETCHED = f"A model is fetched once; then every call without words is heard again. {STAY}"


def library_notice(library: Library) -> bool:
    """On the list of calls: a model that is being fetched, or how many calls have no words yet and what to do; whether there is any."""
    if fetching(library):
        return True
    calls = library.rehearing.wordless()
    if not calls:
        return False
    heading = "1 call has no words yet" if len(calls) == 1 else f"{len(calls):,} calls have no words yet"
    model = _model()
    if model is None:
        why = f"{ABSENT} {FETCHED} Or open a call and add its transcript."
    else:
        why = f"“{model}”, which is on this computer, can listen for their words. {STAY}"
    with _notice(heading, why):
        with st.container(horizontal=True):
            if model is None:
                _fetch(library)
            elif st.button("Hear the words", type="primary", **offered(library.why_not("correct", *calls))):
                library.rehearing.hear(calls)
                st.rerun()
        if model is None:
            _model_costs()
    return True


def call_notice(library: Library, call: Call) -> None:
    """On the review: the call being heard again, or that it has no words and the ways to them."""
    job = job_progress.show_job(
        library, lambda: library.rehearing.job(call.id), f"again-{call.id}", "What was heard before stays"
    )
    if job is not None and job.state in UNFINISHED:
        return
    if call.has_words or not call.has_sound:
        return
    model_coming, model, tried = fetching(library), _model(), call.id not in library.rehearing.wordless()
    allowed = offered(library.why_not("correct", call.id))
    with _notice(*_notice_text(call, model_coming, model, tried)):
        with st.container(horizontal=True):
            if model_coming:
                pass
            elif model is None:
                _fetch(library)
            elif not tried and st.button("Hear the words", type="primary", **allowed):
                library.rehearing.hear([call.id])
                st.rerun()
            with st.popover("Add a transcript", icon=":material/subtitles:", **allowed):
                transcript(library, call)
        if model is None and not model_coming:
            _model_costs()


def _notice_text(call: Call, model_coming: bool, model: str | None, tried: bool) -> tuple[str, str]:
    """What is said of a call without words: where a model is being fetched, is here or not, and has ``tried`` already."""
    if model_coming:
        return "No words yet", "Once the model is here, this call is heard again. A transcript needs no model."
    if model is None:
        return "No words yet", f"{ABSENT} {FETCHED}"
    if not tried:
        return "No words yet", f"“{model}”, which is on this computer, can listen for the words of this call. {STAY}"
    why = " ".join(doubt.why for doubt in doubts(call))
    return "No words could be made out", why or "Nothing that was heard in it could be told as words."


def doubts(call: Call) -> tuple[Doubt, ...]:
    """The doubts that stand in the notice of :func:`call_notice`, in its words or their own."""
    if call.has_words or not call.has_sound:
        return ()
    return tuple(doubt for doubt in call.doubts if doubt.subject == "words")


def fetching(library: Library) -> bool:
    """A model that is being fetched, with its progress, or why one could not be; whether one is being fetched."""
    job = job_progress.show_job(
        library, library.queue.fetching, "fetch", "Calls stay as they are; what has come is not fetched again"
    )
    return job is not None and job.state in UNFINISHED


def transcript(library: Library, call: Call) -> None:
    """Where a transcript is given to a call, in the place of what words it has."""
    instead = "These words then take the place of those that were heard. " if call.has_words else ""
    st.markdown(
        "WebVTT, SRT, the JSON of a recogniser, the text export of a meeting tool, a CSV with headers, or plain text whose lines "
        "begin “Agent:” and “Customer:”. "
        f"{instead}{STAY}",
        width=420,
    )
    with st.form(f"transcript-{call.id}", border=False, clear_on_submit=True):
        allowed = offered(library.why_not("correct", call.id))
        file = st.file_uploader(
            "Transcript", TRANSCRIPTS, label_visibility="collapsed", max_upload_size=LONGEST >> 20, disabled=allowed["disabled"]
        )  # fmt: skip
        if not st.form_submit_button("Use it", type="primary", width="stretch", **allowed) or file is None:
            return
    try:
        give_transcript(library, call, file.name, content(file))
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


def give_transcript(library: Library, call: Call, name: str, content: bytes) -> None:
    """Have a call heard with a transcript. Raises :class:`SameSideError`, before anything is asked for, where it is none."""
    name = one_line(PurePath(name).name)[-MAX_NAME_LENGTH:].lstrip(". ") or "transcript"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        speech = {speaker: [turn.span for turn in call.of(speaker)] for speaker in SPEAKERS}
        label_speakers(read_transcript(path), None, speech)
    library.rehearing.hear_with(call.id, (name, content))


def _model() -> str | None:
    """The name of the model that would hear the words, if one is here."""
    model = find_model(None)
    return model.name if isinstance(model, Model) else None


def _fetch(library: Library) -> None:
    """The models that can be fetched, each with its price in bytes."""
    for k, model in enumerate(_offered()):
        size = f"{model.size / 1e6:.0f} MB"
        name = texts.markdown(model.name)
        label = f"Fetch “{name}” instead ({size})" if k else f"Fetch the words' model ({name}, {size})"
        allowed = offered(library.why_not_in_house("judge"))
        if st.button(label, type="secondary" if k else "primary", key=f"fetch-{model.name}", **allowed):
            library.queue.fetch(model.name)
            st.rerun()


def _model_costs() -> None:
    """What one gets for the bytes."""
    base, small = _offered()
    st.caption(
        f"“{texts.markdown(base.name)}” needs about {60 / base.speed:.0f} minutes for an hour of speech on one core, “{texts.markdown(small.name)}” about "
        f"{60 / small.speed:.0f}, and makes fewer mistakes. Either stays on this computer, and no recording leaves it."
    )


def _offered() -> list[Published]:
    return [model for name in OFFERED_MODELS if (model := published_model(name)) is not None]


def _notice(heading: str, why: str) -> DeltaGenerator:
    box = st.container(border=True, key="no-words")
    box.html(f'<div class="notice"><h2>{escape(heading)}</h2><p>{escape(why)}</p></div>')
    return box

"""The pipeline: hear, judge and keep one recording. The command line, the demo, the dashboard's worker and any other go this way.

::

    options of the call ─┐
    of the house ────────┴─> house_options ──> known_or_heard ──> Call ──> judging.judge ──> Report ──> keep
                                              (the library's, or hear)

What a hearing depends on beside the sound (transcript, model, sides) is its *fingerprint*, so that the library takes what was
heard before instead of hearing it again; limits and rules only change the report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.report import Report
from audio.asr.models.installed import Model, find_model, model_fingerprint
from audio.asr.recogniser import Recogniser, find_recogniser
from audio.call import Call
from audio.containers.opening import check_file
from audio.listen import Progress, listen
from audio.speakers.diarization import rttm
from audio.transcripts.reader import transcript_beside
from library.house import agent_side, recogniser_hints
from library.jobs.job import Reviewed
from library.store import Library


def house_options(library: Library, name: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a hearing of the recording of that ``name``: those given, and beside them what the house has settled (its
    words, the language spoken, the agent's side by the file's name).
    """
    call_options = {key: value for key, value in options.items() if value is not None}
    return agent_side.with_agent_side(library, name, {**recogniser_hints.hearing_options(library), **call_options})


def known_or_heard(
    library: Library, path: Path, recording: str, options: Mapping[str, Any], progress: Progress
) -> tuple[Call, str]:
    """A call's facts and the fingerprint of its hearing: the library's where the same recording was heard in the same way
    before, else heard now.

    recording  the recording's id: the SHA-256 of its bytes, in hexadecimal
    options    those of :func:`hear`
    Raises :class:`~audio.errors.SameSideError`.
    """
    check_file(path)
    fingerprint = hearing_fingerprint(path, options)
    return library.heard(recording, fingerprint) or (hear(path, options, progress), fingerprint)


def keep(
    library: Library, call: Call, report: Report, report_fingerprint: str, *,
    recording: Path | None, hearing: str = "", name: str, **details: Any,
) -> None:  # fmt: skip
    """Keep recording, facts and report, all of them or none.

    report_fingerprint  what the report was made under, as :func:`library.house.judging.report_fingerprint` tells it
    recording           the recording's file; ``None`` where a transcript alone was reviewed
    hearing             the fingerprint of the hearing
    details             agent, team and date, as for :meth:`library.store.Library.keep_call`
    """
    library.keep_review(Reviewed(call, report, report_fingerprint, hearing, **details), recording, name)
    library.files.forget_hearing(call.id)  # the words are in the library now


def hear(path: Path, options: Mapping[str, Any], progress: Progress) -> Call:
    """The facts of the recording at ``path``. Raises :class:`~audio.errors.SameSideError`.

    options  transcript  a file of words; without it, and without a model named, one beside the recording is taken
             agent       ``left``, ``right``, ``first`` or ``second``, or a name in the transcript
             model       a Whisper model's name or folder
             language    the code of the language spoken; guessed where it is not given
             vocabulary  words of the house that are likely to occur, in the order of their weight
             names       names that may occur too; a call is not heard again because a name has come
             no_words    the sound alone
             diarization who speaks when in a mixed recording: an RTTM file, or the folder of a pyannote pipeline
             kept        a folder for the words of a hearing that may be stopped
    """
    transcript = None if options.get("no_words") else _transcript(path, options)
    if options.get("no_words"):
        recogniser: Recogniser | str = "The words were left out, as asked."
    else:
        recogniser = (
            ""
            if transcript
            else find_recogniser(
                options.get("model"), options.get("kept"), options.get("language"), _likely_words(options)
            )
        )
    diarization = _diarization(path, options)
    return listen(
        path,
        transcript=transcript,
        agent=options.get("agent"),
        recogniser=recogniser,
        progress=progress,
        ignore_transcript_beside=True,
        diarization=diarization,
    )


def _likely_words(options: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(options.get("vocabulary") or ()), *(options.get("names") or ())]))


def hearing_fingerprint(path: Path, options: Mapping[str, Any]) -> str:
    """What a hearing of ``path`` depends on beside its sound, as a short hash: files by what is in them.

    Without words the model at hand is part of it, so that a call heard before there was one is heard again after.
    """
    transcript = None if options.get("no_words") else _transcript(path, options)
    model = find_model(options.get("model")) if transcript is None and not options.get("no_words") else None
    model_hash = model_fingerprint(model.folder) if isinstance(model, Model) else ""
    files = [_content_hash(file) for file in (transcript, _diarization(path, options))]
    parts = [*files, model_hash, *(str(options.get(name) or "") for name in ("agent", "no_words"))]
    if model_hash:
        parts += [str(options.get(name)) for name in ("language", "vocabulary") if options.get(name)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16] if any(parts) else ""


def _content_hash(file: Path | None) -> str:
    if file is None:
        return ""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else str(file)


def _diarization(path: Path, options: Mapping[str, Any]) -> Path | None:
    """Who speaks when in a mixed recording, by somebody else's account: the one given, else the RTTM beside."""
    diarization = options.get("diarization")
    return Path(diarization) if diarization else rttm.rttm_beside(path)


def _transcript(path: Path, options: Mapping[str, Any]) -> Path | None:
    """The transcript to take: the one given; none where a model was asked for by name; else the one beside."""
    if transcript := options.get("transcript"):
        return Path(transcript)
    return None if options.get("model") else transcript_beside(path)

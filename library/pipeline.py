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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.report import Report
from audio.asr.models.installed import Model, find_model, model_fingerprint
from audio.asr.recogniser import Recogniser, find_recogniser
from audio.beside import NO_WORDS_TAKEN, files_beside, split_kinds
from audio.call import Call
from audio.containers.opening import check_file
from audio.listen import Progress, listen
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
    by_transcript, by_model = hearing_fingerprints(path, options)
    for fingerprint in dict.fromkeys((by_transcript, by_model)):
        known = library.heard(recording, fingerprint)
        if known and (fingerprint == by_model or known[0].has_words):
            return known
    call = hear(path, options, progress)
    left = sum(doubt.about == "beside" and doubt.why.endswith(NO_WORDS_TAKEN) for doubt in call.doubts)
    return call, by_transcript if left < len(_files(path, options)[1]) else by_model


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

    options  transcript  a file of words; without it, and without a model named, the best one beside the recording is taken
             beside      files that came with the recording under its name, where they do not lie beside it
             agent       ``left``, ``right``, ``first`` or ``second``, or a name in the transcript
             model       a Whisper model's name or folder
             language    the code of the language spoken; guessed where it is not given
             vocabulary  words of the house that are likely to occur, in the order of their weight
             names       names that may occur too; a call is not heard again because a name has come
             no_words    the sound alone
             diarization who speaks when in a mixed recording: an RTTM file, or the folder of a pyannote pipeline
             kept        a folder for the words of a hearing that may be stopped
    """
    transcript, transcripts_beside, diarizations_beside = _files(path, options)
    recogniser: Recogniser | str = "The words were left out, as asked."
    if not options.get("no_words") and transcript is None:
        recogniser = find_recogniser(
            options.get("model"), options.get("kept"), options.get("language"), _likely_words(options)
        )
    diarization = options.get("diarization")
    return listen(
        path,
        transcript=transcript,
        agent=options.get("agent"),
        recogniser=recogniser,
        progress=progress,
        beside=(*transcripts_beside, *diarizations_beside),
        diarization=Path(diarization) if diarization else None,
    )


def _likely_words(options: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(options.get("vocabulary") or ()), *(options.get("names") or ())]))


def hearing_fingerprints(path: Path, options: Mapping[str, Any]) -> tuple[str, str]:
    """What a hearing of ``path`` depends on beside its sound, as two short hashes, files by what is in them: where a transcript gives
    the words, and where it is left to the model.

    Without words the model at hand is part of it, so that a call heard before there was one is heard again after. The two are the
    same where there is no choice: a transcript was named, or there is none.
    """
    transcript, transcripts_beside, diarizations_beside = _files(path, options)
    heard = not options.get("no_words") and transcript is None
    model = find_model(options.get("model")) if heard else None
    model_hash = model_fingerprint(model.folder) if isinstance(model, Model) else ""
    diarization = options.get("diarization")
    transcripts = [transcript] if transcript else transcripts_beside
    files = [
        "+".join(map(_content_hash, transcripts)),
        "+".join(map(_content_hash, [Path(diarization)] if diarization else diarizations_beside)),
    ]
    if (
        transcripts_beside
    ):  # named, they would give the words, or refuse; where they are left aside, that is another hearing
        return _fingerprint(files, "", options), _fingerprint([*files, "left aside"], model_hash, options)
    by_model = _fingerprint(files, model_hash, options)
    return by_model, by_model


def _fingerprint(files: Sequence[str], model_hash: str, options: Mapping[str, Any]) -> str:
    parts = [*files, model_hash, *(str(options.get(name) or "") for name in ("agent", "no_words"))]
    if model_hash:
        parts += [str(options.get(name)) for name in ("language", "vocabulary") if options.get(name)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16] if any(parts) else ""


def _content_hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else str(file)


def _files(path: Path, options: Mapping[str, Any]) -> tuple[Path | None, list[Path], list[Path]]:
    """The transcript that was named, if any; those beside; the diarizations beside, where none was named.

    Where a model was asked for by name, or no words at all, the transcripts beside are not taken.
    """
    beside = [Path(file) for file in options["beside"]] if "beside" in options else files_beside(path)
    transcripts, diarizations = split_kinds(beside)
    if options.get("no_words"):
        return None, [], diarizations
    if named := options.get("transcript"):
        return Path(named), [], diarizations
    return None, ([] if options.get("model") else transcripts), ([] if options.get("diarization") else diarizations)

"""What is done with each job of the queue: a recording heard and judged (:mod:`library.pipeline`), all calls judged again, a model fetched.

What was heard once is taken from the library and not heard again; a hearing that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.language.rulebook.rules import RuleError
from analysis.limits import LimitError
from audio.call import SPEAKERS, Call, other
from audio.errors import LibraryError, SameSideError
from audio.span import common
from audio.transcripts.reader import read_transcript
from audio.transcripts.role_names import role
from library import current
from library.house import judging
from library.house.limits import limits_in_force
from library.jobs.job import FETCHING
from library.metadata.call_metadata import Metadata
from library.pipeline import house_options, known_or_heard
from library.redaction.finding import find_masks
from library.redaction.sound import silent_spans
from library.store import SWAPPED, Library
from library.worker.model_fetch import fetch_and_rehear
from library.worker.worker import Interrupted, Reviewed


def work(path: Path | None, options: Mapping[str, Any], progress: Callable[[str, float], None]) -> Reviewed | str:
    """Hear and judge one recording; without one, fetch a model or judge all calls again that need it, and say what was done.

    Raises :class:`audio.errors.SameSideError` where it cannot be done.

    ``options``: those of :func:`library.pipeline.hear`; ``recording`` (its id) and ``name``; ``by`` and ``team`` (whose call);
    ``date`` (ISO 8601), ``queue``, ``direction``, ``disposition``, ``reference``; ``again`` and ``settled`` as :mod:`library.jobs.rehearing` has them.
    """
    return _work(path, options, progress, True)


def work_beside(
    path: Path | None, options: Mapping[str, Any], progress: Callable[[str, float], None]
) -> Reviewed | str:
    """As :func:`work`, where others hear the recordings: what is judged again does not wait for those."""
    return _work(path, options, progress, False)


def _work(
    path: Path | None, options: Mapping[str, Any], progress: Callable[[str, float], None], lets_others_go_first: bool
) -> Reviewed | str:
    library = current.library()
    try:
        if path is not None:
            return review(library, path, options, progress)
        if options["name"] == FETCHING:
            return fetch_and_rehear(library, options["model"], progress)
        return judge(library, options["calls"], progress, lets_others_go_first)
    except (LimitError, RuleError) as slip:
        raise LibraryError(f"The house rules of this library no longer make sense: {slip}") from None


def review(
    library: Library, path: Path, options: Mapping[str, Any], progress: Callable[[str, float], None]
) -> Reviewed:
    """Hear and judge one recording."""
    recording, name = options["recording"], options.get("name", path.name)
    hearing_options = house_options(library, name, {**options, "kept": str(library.files.hearing(recording))})
    try:
        call, hearing = known_or_heard(library, path, recording, hearing_options, progress)
        if options.get("settled"):
            call, hearing = with_known_sides(library, call, hearing, options)
        progress("making it playable", 0.0)  # now: an hour takes half a minute, and nobody should wait at the player
        library.make_playable(recording, silent_spans(call.turns, find_masks(call)), path)
        progress("judging", 0.0)
        limits = limits_in_force(library)
        report = judging.judge(
            library, library.corrections.on(call), limits
        )  # what people corrected before, where it still fits
    except SameSideError as trouble:  # kept under its content's name, it is told under its own
        raise type(trouble)(str(trouble).replace(path.name, name)) from None
    library.files.forget_hearing(recording)  # heard to the end: it is all in the call
    report_fingerprint = judging.report_fingerprint(library, limits)
    metadata = Metadata.of_options({**options, "agent": options.get("by")})
    return Reviewed(
        call, report, report_fingerprint, hearing, agent=metadata.agent, team=metadata.team, date=metadata.date,
        metadata=metadata,
    )  # fmt: skip


def with_known_sides(library: Library, call: Call, hearing: str, options: Mapping[str, Any]) -> tuple[Call, str]:
    """A call that was heard again, with agent and customer on the sides that somebody had said they are on, and what it
    depends on then. A transcript that calls them by their parts knows better.
    """
    if "transcript" in options:
        cues = read_transcript(Path(options["transcript"])).cues
        if any(role(cue.speaker) in SPEAKERS for cue in cues if cue.speaker):
            return call, hearing
    before = library.original_call(options["again"])
    if any(doubt.assumes for doubt in before.doubts):  # told by nobody: what is heard now knows better
        return call, hearing

    def overlap(swapped: bool) -> float:
        turns = {
            speaker: [turn.span for turn in call.of(other(speaker) if swapped else speaker)] for speaker in SPEAKERS
        }
        return sum(
            shared.duration
            for speaker in SPEAKERS
            for shared in common([t.span for t in before.of(speaker)], turns[speaker])
        )

    return (call.sides_confirmed(), hearing) if overlap(False) >= overlap(True) else (call.swapped(), hearing + SWAPPED)


def judge(
    library: Library, calls: int, progress: Callable[[str, float], None], lets_others_go_first: bool = True
) -> str:
    """Judge every call by the limits and rules in force that was judged by others, without hearing it again.

    Each report is kept at once, so whoever takes this up again goes on with those that are left; ``calls`` is how many
    there were to begin with. Recordings that wait go first, unless others hear them. A limit that is moved meanwhile holds from the next call on.
    """
    failed: dict[str, str] = {}
    if not stale_calls(library):  # whoever had this before was killed after the last of them
        return "the calls were judged anew"
    while stale := [call_id for call_id in stale_calls(library) if call_id not in failed]:
        calls, fingerprint = (
            max(calls, len(stale)),
            judging.report_fingerprint(library, limits_in_force(library)),
        )
        for k, call_id in enumerate(stale):
            judged = calls - len(stale) + k
            progress(f"{judged:,} of {calls:,} calls", judged / calls)
            if lets_others_go_first and library.queue.recordings_waiting():
                raise Interrupted
            limits = limits_in_force(library)
            if judging.report_fingerprint(library, limits) != fingerprint:
                break
            try:
                judging.judge_again(library, call_id, limits)
            except SameSideError as trouble:  # deleted since: then it is not among those that are left, next time
                failed[call_id] = str(trouble)
    if not_done := [failed[call_id] for call_id in stale_calls(library) if call_id in failed]:
        raise LibraryError(f"{len(not_done):,} of {calls:,} calls could not be judged anew: {not_done[0]}")
    return f"{calls:,} calls were judged anew" if calls != 1 else "1 call was judged anew"


def stale_calls(library: Library) -> tuple[str, ...]:
    """The calls that were judged by other limits or rules than those in force, or by an older edition of the judging."""
    return library.stale(judging.report_fingerprint(library, limits_in_force(library)))

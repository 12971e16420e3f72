"""The work of the dashboard's queue: that of :mod:`library.pipeline`, under the house's limits, for the agent who was named.

What was heard once is taken from the library and not heard again; a hearing that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
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
from library.house import house_rules
from library.jobs.job import FETCHING
from library.pipeline import house_options, known_or_heard
from library.store import SWAPPED, Library
from library.worker.model_fetch import fetch_and_rehear
from library.worker.worker import Interrupted, Reviewed


def work(path: Path | None, options: Mapping[str, Any], progress: Callable[[str, float], None]) -> Reviewed | str:
    """Hear and judge one recording; without one, fetch a model or judge all calls anew that need it, and say what was done.

    Raises :class:`audio.errors.SameSideError` where it cannot be done.

    ``options``: those of :func:`library.pipeline.hear`; ``recording`` (its id) and ``name``; ``by`` and ``team`` (whose call);
    ``date`` (ISO 8601); ``again`` and ``settled`` as :mod:`library.jobs.rehearing` has them.
    """
    library = current.library()
    try:
        if path is not None:
            return review(library, path, options, progress)
        if options["name"] == FETCHING:
            return fetch_and_rehear(library, options["model"], progress)
        return judge(library, options["calls"], progress)
    except (LimitError, RuleError) as slip:
        raise LibraryError(f"The house rules of this library no longer make sense: {slip}") from None


def review(
    library: Library, path: Path, options: Mapping[str, Any], progress: Callable[[str, float], None]
) -> Reviewed:
    """Hear and judge one recording."""
    recording, name = options["recording"], options.get("name", path.name)
    asked = house_options(library, name, {**options, "kept": str(library.files.hearing(recording))})
    try:
        call, known = known_or_heard(library, path, recording, asked, progress)
        if options.get("settled"):
            call, known = with_known_sides(library, call, known, options)
        progress("making it playable", 0.0)  # now: an hour takes half a minute, and nobody should wait at the player
        library.make_playable(recording)
        limits = house_rules.limits(library)
        report = house_rules.judge(library, call, limits)
    except SameSideError as trouble:  # kept under its content's name, it is told under its own
        raise type(trouble)(str(trouble).replace(path.name, name)) from None
    library.files.forget_hearing(recording)  # heard to the end: it is all in the call
    mark = house_rules.report_fingerprint(library, limits)
    held = options.get("date")
    date = datetime.fromisoformat(held) if held else None
    return Reviewed(call, report, mark, known, agent=options.get("by"), team=options.get("team"), date=date)


def with_known_sides(library: Library, call: Call, known: str, options: Mapping[str, Any]) -> tuple[Call, str]:
    """A call that was heard again, with agent and customer on the sides that somebody had said they are on, and what it
    depends on then. A transcript that calls them by their parts knows better.
    """
    if "transcript" in options:
        cues = read_transcript(Path(options["transcript"])).cues
        if any(role(cue.speaker) in SPEAKERS for cue in cues if cue.speaker):
            return call, known
    before = library.call(options["again"])
    if any(doubt.assumes for doubt in before.doubts):  # told by nobody: what is heard now knows better
        return call, known

    def alike(round_: bool) -> float:
        now = {who: [turn.span for turn in call.of(other(who) if round_ else who)] for who in SPEAKERS}
        return sum(both.duration for who in SPEAKERS for both in common([t.span for t in before.of(who)], now[who]))

    return (call.sides_confirmed(), known) if alike(False) >= alike(True) else (call.swapped(), known + SWAPPED)


def judge(library: Library, calls: int, progress: Callable[[str, float], None]) -> str:
    """Judge every call by the limits and rules in force that was judged by others, without hearing it again.

    Each report is kept at once, so whoever takes this up again goes on with those that are left; ``calls`` is how many
    there were to begin with. Recordings that wait go first. A limit that is moved meanwhile holds from the next call on.
    """
    failed: dict[str, str] = {}
    if not stale_calls(library):  # whoever had this before was killed after the last of them
        return "the calls were judged anew"
    while left := [call for call in stale_calls(library) if call not in failed]:
        calls, under = max(calls, len(left)), house_rules.report_fingerprint(library, house_rules.limits(library))
        for k, call in enumerate(left):
            done = calls - len(left) + k
            progress(f"{done:,} of {calls:,} calls", done / calls)
            if library.queue.recordings_waiting():
                raise Interrupted
            limits = house_rules.limits(library)
            if house_rules.report_fingerprint(library, limits) != under:
                break
            try:
                house_rules.judge_again(library, call, limits)
            except SameSideError as trouble:  # deleted since: then it is not among those that are left, next time
                failed[call] = str(trouble)
    if not_done := [failed[call] for call in stale_calls(library) if call in failed]:
        raise LibraryError(f"{len(not_done):,} of {calls:,} calls could not be judged anew: {not_done[0]}")
    return f"{calls:,} calls were judged anew" if calls != 1 else "1 call was judged anew"


def stale_calls(library: Library) -> tuple[str, ...]:
    """The calls that were judged by other limits or rules than those in force, or by an older edition of the judging."""
    return library.stale(house_rules.report_fingerprint(library, house_rules.limits(library)))

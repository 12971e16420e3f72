"""The library: recordings, the calls heard in them, the reports made of them, and everything kept beside.

::

    library = Library()                                    # or a path, or postgresql://…
    recording = library.keep_recording(Path("late parcel.wav"))
    call, depends = library.heard(recording, depends) or (listen(…), depends)  # nothing is heard twice
    library.keep_call(call, recording, depends)
    library.keep_report(review(call, limits), fingerprint(limits))

A recording is kept once by its content; what was heard by the sound and by what the hearing depends on (a
transcript, a model), and what people corrected of that beside it (:mod:`library.corrections`); the report is the latest one, with the fingerprint of the limits and rules it was made under, so
that reports can be made again when those change, without hearing again. ``delete`` means gone: recording, playable
form, everything heard, report, notes; on SQLite the pages themselves are overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, TypeVar

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from analysis.report import Moment, Report
from analysis.voice.agent_voice import without_agent_voice
from audio.call import Call
from audio.errors import InputError
from audio.span import Span
from library.access.giving import Giving
from library.access.known import KnownStandings
from library.access.permits import (
    allows,
    may_in_house,
    no_such_call,
    permit,
    permit_setting,
    permit_the_program,
    permitted,
    reason,
    refusal,
    refusal_in_house,
)
from library.access.rights import HouseRight, Right
from library.access.row_security import ensure_row_security
from library.access.sharing import Sharing
from library.access.viewer import SYSTEM, Viewer
from library.access.wall import wall_of
from library.arrivals.arrivals import Arrivals
from library.audit.audit import Audit
from library.audit.recording import record
from library.calibration.calibrations import Calibrations
from library.calls.hits import Hit, find_hits
from library.calls.listing import (
    CallSummary,
    Filter,
    Page,
    call_names,
    find_call,
    summary,
)
from library.calls.ordering import Sort
from library.calls.paging import list_calls
from library.calls.place import Place, place_of
from library.calls.redacting import (
    is_unmasked,
    look_through,
    mask_correction,
    mask_report,
    masking_of,
    original_call,
    original_report,
    original_turns,
    shown_call,
    shown_report,
)
from library.calls.saving import (
    forget_deleted,
    heard_in,
    held,
    lock_call,
    put_call,
    put_corrected,
    put_metadata,
    put_report,
    recount,
)
from library.calls.verdicts import Settled, settled_report, verdicts_on
from library.clips.clips import Clips
from library.clips.cutting import Cuts
from library.clips.playlists import Playlists
from library.coaching.before_after import Changes
from library.coaching.own_page import OwnPages
from library.coaching.sessions import Coaching
from library.corrections.keeping import Corrections
from library.corrections.rows import heard_call, swap_corrections
from library.corrections.rows import revision as corrections_revision
from library.database.connection import Database, in_batches, rows_changed
from library.database.packing import unpack_call
from library.database.schema import CallRow, Hearing, JobRow, Recording, ReportRow, Setting
from library.database.settings import AGENT_VOICE, Settings
from library.database.text import fold_text, one_line
from library.database.walls import WALKED
from library.deletion.deletions import Deletions
from library.deletion.holds import Holds
from library.deletion.originals import Originals
from library.evaluations.appeals import Appeals
from library.evaluations.draws import Draws
from library.evaluations.evaluations import Evaluations
from library.evaluations.over_time import ScoresOverTime
from library.evaluations.scores import Scores
from library.forms.forms import Forms
from library.inbox.inbox import Inbox
from library.inbox.telling import tell, tell_no_more
from library.intake.intake import Intake
from library.jobs.bringing import check_practice, own_jobs, permit_keeping, put_bringer
from library.jobs.house_jobs import put_judging
from library.jobs.job import UNFINISHED, Reviewed, keep_reviewed, put_job, take_job
from library.jobs.queue import Queue
from library.jobs.rehearing import Rehearing
from library.mending.mends import Mends
from library.metadata.call_metadata import Metadata
from library.notes.notes import Notes
from library.people.agents import People, assign_call, assign_calls
from library.people.persons import Persons
from library.people.sign_ins import SignIns
from library.people.typed_names import TypedNames
from library.recordings.files import playable_key
from library.recordings.moving import Moves
from library.recordings.playable import make_playable
from library.recordings.recordings import Recordings, name_of
from library.redaction.mask import Mask
from library.redaction.sound import name_of as name_of_silences
from library.redaction.sound import silent_spans
from library.retention.retention import Retention
from library.stores.store import Stored
from library.tokens.tokens import Tokens
from library.trends.trends import Trends
from library.views.saved_views import Views
from library.webhooks.webhooks import Webhooks

Judged = TypeVar("Judged")

SWAPPED, AGREED = "+swapped", "+agreed"
"""Ends what a hearing depends on where somebody changed its sides round, or said that they are right."""


class Library:
    """One library, opened by URL, by the path of an SQLite file, or (``None``) as :mod:`library.database.connection` finds it.

    Made where it is not there yet, brought up to date where it is older. Raises :class:`SameSideError` where it cannot be
    opened or written to; so does every method, in one sentence.
    """

    def __init__(self, url: str | None = None, files: Path | None = None) -> None:
        self._making = Lock()
        self._program = self
        self._take_services(Database(url, files), SYSTEM)
        self.notes.purge()
        self.recordings.tidy()
        self.deletions.watch()

    def seen_by(self, viewer: Viewer) -> Library:
        """This library as ``viewer`` sees it, with the same connections: what they may not see is not there, whatever is asked,
        and what they may not do is refused in a sentence.
        """
        database, wall = self._program.database, None
        if viewer.is_person:
            ensure_row_security(database)
            wall = wall_of(viewer, not database.is_sqlite)
        seen, database = copy(self), database.seen_by(viewer, wall)
        seen._take_services(database, viewer, self._program.deletions)  # noqa: SLF001  a copy of our own
        return seen

    def _take_services(self, database: Database, viewer: Viewer, timed: Deletions | None = None) -> None:
        self.viewer = viewer
        self.database = database
        self._standings = KnownStandings(database)
        self.recordings = Recordings(database)
        self.files = self.recordings.files
        self.moves = Moves(database, self.recordings)
        self.people = People(database)
        self.persons = Persons(database)
        self.sign_ins = SignIns(database)
        self.typed_names = TypedNames(database)
        self.tokens = Tokens(database)
        self.webhooks = Webhooks(database)
        self.intake = Intake(database, self.recordings)
        self.notes = Notes(database, recount)
        self.corrections = Corrections(database, lock_call, put_corrected, mask_correction)
        self.queue = Queue(database)
        self.rehearing = Rehearing(database)
        self.arrivals = Arrivals(database, self.recordings)
        self.trends = Trends(database)
        self.settings = Settings(database, permit_setting, _tell_setting)
        self.sharing = Sharing(database, record, tell)
        self.giving = Giving(database, record, tell, tell_no_more)
        self.audit = Audit(database)
        self.holds = Holds(database)
        self.views = Views(database)
        self.deletions = Deletions(database, self.recordings, timed)
        self.originals = Originals(database, self.recordings)
        self.retention = Retention(database, self.settings, self.deletions)
        self.forms = Forms(database)
        self.evaluations = Evaluations(database)
        self.appeals = Appeals(database)
        self.mends = Mends(database, put_judging)
        self.draws = Draws(database)
        self.scores = Scores(database)
        self.coaching = Coaching(database)
        self.changes = Changes(database)
        self.own_pages = OwnPages(database)
        self.clips = Clips(database)
        self.cuts = Cuts(database, lambda recording: self._program.recordings.here(recording))
        self.playlists = Playlists(database)
        self.inbox = Inbox(database)
        self.scores_over_time = ScoresOverTime(database)
        self.calibrations = Calibrations(database)

    def why(self, call_id: str) -> str:
        """Why the viewer may see a call, as the end of “You see it because …”; empty where nothing is hidden from them.

        Raises :class:`SameSideError` where there is no such call.
        """
        if not self.viewer.is_person:
            self.summary(call_id)
            return ""
        ways = self._standings.of([call_id]).get(call_id)
        if ways is None:
            raise no_such_call(call_id)
        return reason(ways)

    def may(self, right: Right, call_id: str) -> bool:
        """Whether the viewer may do this with a call."""
        return not self.why_not(right, call_id)

    def may_in_house(self, right: HouseRight) -> bool:
        """Whether the viewer may do this in the house."""
        return may_in_house(self.viewer, right)

    def why_not(self, right: Right, *call_ids: str) -> str:
        """What the viewer is told who may do this with none of these calls, in a sentence; empty where they may with one. What a page offers, it
        asks here, and shows the sentence instead of refusing after the click."""
        if not self.viewer.is_person or not call_ids:
            return ""
        known = (self._standings.of(ids) for ids in in_batches(call_ids))  # as many as are needed to find one
        return "" if any(allows(right, ways) for some in known for ways in some.values()) else refusal(right)

    def why_not_in_house(self, right: HouseRight) -> str:
        """What the viewer is told who may not do this in the house, in a sentence; empty where they may."""
        return refusal_in_house(self.viewer, right)

    def close(self) -> None:
        """Let go of the database; the library is not to be used after, nor is any viewer's."""
        with self.database.read() as session:
            permit_the_program(session)
        self.deletions.close()
        self.database.close()

    # recordings

    def keep_recording(self, source: Path | BinaryIO, name: str | None = None) -> str:
        """Keep a recording, once, and answer its id. ``name`` is what people call it, the file's unless given."""
        with self.recordings.add(source, name, "bring") as (_, recording):
            return recording.id

    def enqueue(
        self,
        source: Path | BinaryIO,
        name: str | None = None,
        options: Mapping[str, Any] | None = None,
        transcript: tuple[str, bytes] | None = None,
        beside: Sequence[tuple[str, bytes]] = (),
        practice_until: datetime | None = None,
    ) -> int:
        """Keep a recording and put its review into the queue, both or neither; the job's id.

        options     handed to the work as they are (JSON-able)
        transcript  a file's name and content, where somebody named it for this recording
        beside      those of files that came with the recording under its name: one that cannot be used is left aside
        practice_until  brought for practice, so that nobody but the viewer sees the call, and to be deleted then
        """
        with self.recordings.add(source, name, "practise" if practice_until else "bring") as (session, recording):
            forget_deleted(session, heard_in(recording.id))
            if practice_until is not None:
                check_practice(session, recording.id)
            job = put_job(
                session, recording.id, name_of(source, name), options or {}, transcript, beside=beside,
                practice_until=practice_until,
            )  # fmt: skip
            record(session, "brought", job=job)
            return job

    def cancel(self, job_id: int) -> None:
        """Take a job that is not finished out of the queue, and its recording with it unless something else needs that.

        Whoever works on it stops at the next progress and keeps nothing. A job that is finished stays as it is.
        """
        self._cancel(JobRow.id == job_id)

    def cancel_all(self) -> None:
        """Take all recordings that are not finished out of the queue, as :meth:`cancel` does with one."""
        self._cancel(JobRow.recording_id.is_not(None))

    def _cancel(self, condition: ColumnElement[bool]) -> None:
        with self.database.read() as session:
            jobs = own_jobs(session, session.scalars(select(JobRow.id).where(condition, JobRow.state.in_(UNFINISHED))))
        with self.database.unwalled.write() as session:
            taken = [take_job(session, job_id) for job_id in jobs]
            for job_id in jobs:
                record(session, "cancelled", job=job_id)
            recordings = [recording for recording in taken if recording is not None]
            self.recordings.release(session, [session.get_one(Recording, recording) for recording in recordings])
        if recordings:
            self._program.recordings.remove_leaving_files()
        for recording in recordings:
            self.files.forget_hearing(recording)

    def forget_cancelled(self, recording: str) -> None:
        """Remove what whoever worked on a cancelled job has still kept of its words, once they have stopped."""
        with self.database.read() as session:
            permit_the_program(session)
            if session.get(Recording, recording) is None:
                self.files.forget_hearing(recording)

    def recording_here(self, recording: str) -> AbstractContextManager[Path]:
        """A recording as a file of this machine, for as long as the block lasts. Raises :class:`SameSideError` where it is unknown, where its
        file is gone from where it lay, or where the viewer may not hear what is masked in it."""
        return self.recordings.here(recording)

    def recording_of(self, call_id: str) -> str | None:
        """The id of the recording that a call's current facts were heard in; ``None`` for words alone."""
        with self.database.read() as session:
            return session.scalar(
                select(Hearing.recording_id)
                .join(CallRow, (CallRow.id == Hearing.call_id) & (CallRow.depends == Hearing.depends))
                .where(CallRow.id == call_id, CallRow.delete_due.is_(None))
            )

    def playable(self, call_id: str, unmasked: bool = False) -> Stored:
        """The call's sound as a browser plays it, silent where it is masked, made at the first need. Raises :class:`SameSideError`."""
        recording = self.recording_of(call_id)
        if recording is None:
            self.summary(call_id)
            raise InputError("This call has no recording: it was reviewed from its transcript alone.")
        with self.database.read() as session:
            silent = () if is_unmasked(session, call_id, unmasked) else self.silences(call_id)
        return self._made_playable(recording, silent)

    def masks(self, call_id: str) -> tuple[Mask, ...]:
        """What is masked of a call. Raises :class:`SameSideError` where there is no such call."""
        with self.database.read() as session:
            turns = original_turns(session, call_id)
            if turns is None:
                raise no_such_call(call_id)
            return tuple(masking_of(session, call_id, turns).masks)

    def silences(self, call_id: str) -> tuple[Span, ...]:
        """The stretches of a call that are silent where it is masked, in seconds. Raises :class:`SameSideError` where there is no such call."""
        with self.database.read() as session:
            turns = original_turns(session, call_id)
            if turns is None:
                raise no_such_call(call_id)
            return silent_spans(turns, masking_of(session, call_id, turns).masks)

    def make_playable(self, recording: str, silent: Sequence[Span] = (), source: Path | None = None) -> Stored:
        """The playable form of a recording, ``silent`` in places; an hour takes some twenty seconds, once. ``source`` is its file, for whoever
        has it here. Raises :class:`SameSideError`, as :meth:`recording_here` does."""
        self.recordings.stored(recording)
        return self._made_playable(recording, silent, source)

    def _made_playable(self, recording: str, silent: Sequence[Span], source: Path | None = None) -> Stored:
        self.recordings.check(recording)
        key, kept = playable_key(recording, name_of_silences(silent)), self._program.recordings
        if (playable := kept.places.find(key)) is not None:
            return playable
        with self._making:  # a browser asks several times at once; one of them makes it
            if (playable := kept.places.find(key)) is not None:
                return playable
            here = kept.here(recording) if source is None else nullcontext(source)
            with here as file, self.files.arriving(".webm") as part_file:
                make_playable(file, part_file, silent)
                return kept.keep_playable(recording, key, part_file)

    # what was heard

    def heard(self, recording: str, depends: str = "") -> tuple[Call, str] | None:
        """What was heard in a recording given this transcript and model, if it was heard before, and what it depends on:
        whoever has changed its sides round since, or said that they are right, has the last word. It is the original: nothing is told
        of it to whoever may not read that, and they hear their recording themselves.
        """
        fingerprints = [depends + suffix for suffix in ("", SWAPPED, AGREED, AGREED + SWAPPED, SWAPPED + AGREED)]
        conditions = (Hearing.recording_id == recording, Hearing.depends.in_(fingerprints))
        with self.database.read() as session:
            current = select(Hearing).join(
                CallRow, (CallRow.id == Hearing.call_id) & (CallRow.depends == Hearing.depends)
            )
            first = session.scalars(current.where(*conditions)).first()
            row = first or session.scalars(select(Hearing).where(conditions[0], Hearing.depends == depends)).first()
            if row is not None and not permitted(session, "hear_original", [row.call_id]):
                return None
        return None if row is None else (unpack_call(row.facts, row.tracks), row.depends)

    def keep_call(
        self,
        call: Call,
        recording: str | None = None,
        depends: str = "",
        *,
        name: str | None = None,
        date: datetime | None = None,
        agent: str | None = None,
        team: str | None = None,
        metadata: Metadata | None = None,
    ) -> str:
        """Keep what was heard, as the call's current facts, and answer the call's id.

        ``date`` is when the call was held, now unless given; a name, date or agent not given stays as it was. ``metadata`` is all that
        is known of the call beside its sound, where that is not said by itself.
        """
        known = Metadata(agent=agent, team=team, date=date).or_else(metadata or Metadata())
        with self.database.unwalled.write() as session:
            forget_deleted(session, CallRow.id == call.id)
            permit_keeping(session, call.id)
            is_new = session.get(CallRow, call.id) is None
            put_call(session, call, recording, depends, name=name)
            put_bringer(session, call.id, self.viewer, None, is_new)
            put_metadata(session, call.id, known)
            if known.agent is not None:
                assign_call(session, call.id, known.agent, known.team)
            record(session, "kept", call.id)
        return call.id

    def keep_review(self, review: Reviewed, recording: Path | None, name: str) -> None:
        """Keep recording, facts and report in one transaction: killed or refused, all of them are there or none."""
        if recording is None:
            with self.database.unwalled.write() as session:
                permit_keeping(session, review.call.id)
                keep_reviewed(session, review, None, name)
                record(session, "judged", review.call.id)
        else:
            with self.recordings.add(recording, None, "bring") as (session, row):
                permit_keeping(session, review.call.id)
                keep_reviewed(session, review, row.id, name)
                record(session, "judged", review.call.id)

    def call(self, call_id: str, unmasked: bool = False) -> Call:
        """The current facts of a call as they are shown: as corrected (:mod:`library.corrections`), and masked
        (:mod:`library.calls.redacting`), or ``unmasked`` for whoever may.

        Raises :class:`SameSideError` where there is no such call.
        """
        with self.database.read() as session:
            call = shown_call(session, call_id, is_unmasked(session, call_id, unmasked))
        if call is None:
            raise no_such_call(call_id)
        return call

    def as_heard(self, call_id: str) -> Call:
        """The current facts of a call before any correction, unmasked. Raises :class:`SameSideError` where there is no such call, or the viewer
        may not read that."""
        with self.database.read() as session:
            permit(session, "hear_original", [call_id])
            call = heard_call(session, call_id)
        if call is None:
            raise no_such_call(call_id)
        return call

    def original_call(self, call_id: str) -> Call:
        """The current facts of a call as corrected and unmasked. Raises :class:`SameSideError` where there is no such call, or the viewer may not
        read that."""
        with self.database.read() as session:
            permit(session, "hear_original", [call_id])
            call = original_call(session, call_id)
        if call is None:
            raise no_such_call(call_id)
        return call

    def judge_original(self, call_id: str, judge: Callable[[Call, Report | None], Judged]) -> Judged:
        """What ``judge`` makes of a call as corrected and unmasked and of its report as it was judged: whoever has a call judged anew need not
        be one who may read it so. It is for :mod:`library.house.judging`, and what is given back quotes nothing unless it is kept.

        Raises :class:`SameSideError` where there is no such call, or the viewer may not have it judged.
        """
        with self.database.read() as session:
            permit(session, "correct", [call_id])
            call, before = original_call(session, call_id), original_report(session, call_id)
        if call is None:
            raise no_such_call(call_id)
        return judge(call, before)

    # reports

    def swap(self, call_id: str) -> Call:
        """Agent and customer changed round, as the call's current facts from now on, and in its corrections; its report is then another's."""
        recording = self.recording_of(call_id)
        with self.database.unwalled.write() as session:
            permit(session, "correct", [call_id])
            row = lock_call(session, call_id)
            call = _heard(session, call_id).swapped()
            depends = row.depends.removesuffix(SWAPPED) if row.depends.endswith(SWAPPED) else row.depends + SWAPPED
            swap_corrections(session, call_id)
            put_call(session, call, recording, depends)
            record(session, "swapped", call_id)
        return self.call(call_id)

    def confirm_sides(self, call_id: str) -> None:
        """Agent and customer are on the sides that were assumed, as somebody says who knows; the report stays."""
        recording = self.recording_of(call_id)
        with self.database.unwalled.write() as session:
            permit(session, "correct", [call_id])
            row = lock_call(session, call_id)
            call = _heard(session, call_id).sides_confirmed()
            put_call(session, call, recording, row.depends.removesuffix(AGREED) + AGREED)
            record(session, "confirmed_sides", call_id)

    def keep_report(self, report: Report, fingerprint: str = "", revision: int | None = None) -> bool:
        """Keep the report as the call's own, in the place of an older one; notes stay.

        revision  of the call's corrections that it was made of: where they are others by now it is not kept, and ``False`` answered
        """
        with self.database.unwalled.write() as session:
            permit(session, "correct", [report.call_id])
            lock_call(session, report.call_id)
            if revision is not None and corrections_revision(session, report.call_id) != revision:
                return False
            put_report(session, report, fingerprint)
            record(session, "judged", report.call_id)
        return True

    def report(self, call_id: str, unmasked: bool = False) -> Report | None:
        """A call's report as it is shown, ``None`` where there is none or no such call; masked as :meth:`call` has it, and without the
        agent's voice where the house has switched it off."""
        with self.database.read() as session:
            report = shown_report(session, call_id, is_unmasked(session, call_id, unmasked))
            switched_off = session.scalar(select(Setting.value).where(Setting.name == AGENT_VOICE)) == "false"
        return without_agent_voice(report) if report is not None and switched_off else report

    def original_report(self, call_id: str) -> Report | None:
        """A call's report as it was judged, unmasked; ``None`` where there is none. Raises :class:`SameSideError` as :meth:`original_call`."""
        with self.database.read() as session:
            permit(session, "hear_original", [call_id])
            return original_report(session, call_id)

    def verdicts_on(self, report: Report) -> dict[Moment, Settled]:
        """What people say of a report's moments (see :mod:`library.calls.verdicts`); moments of which nobody said anything are left out."""
        with self.database.read() as session:
            return verdicts_on(session, report)

    def settled_report(self, report: Report, by_moment: Mapping[Moment, Settled], unmasked: bool = False) -> Report:
        """The report with what people say of its moments taken in: its counts and its ending follow them; masked as :meth:`call` has it."""
        with self.database.read() as session:
            settled = settled_report(session, report, by_moment)
            return settled if is_unmasked(session, report.call_id, unmasked) else mask_report(session, settled)

    def look_through(self) -> int:
        """Find what is masked in some of the calls that were kept before masks were, or under other rules; how many there were."""
        with self.database.write() as session:
            permit_the_program(session)
            return look_through(session)

    def stale(self, fingerprint: str) -> tuple[str, ...]:
        """The calls whose report was made under other limits or rules, or not at all: what is to be reviewed again."""
        with self.database.read() as session:
            same = select(ReportRow.call_id).where(ReportRow.fingerprint == fingerprint)
            kept = select(CallRow.id).where(CallRow.id.not_in(same), CallRow.delete_due.is_(None))
            return tuple(session.scalars(kept.order_by(CallRow.date)))

    def judged_otherwise(self, fingerprint: str) -> int:
        """How many calls were judged under other limits or rules; most often none, which the index of fingerprints knows at once. One that was not
        judged at all is about to be."""
        other = or_(ReportRow.fingerprint < fingerprint, ReportRow.fingerprint > fingerprint)
        judged = select(func.count()).select_from(ReportRow).join(CallRow, CallRow.id == ReportRow.call_id)
        judged = judged.prefix_with(WALKED)  # from the few reports to their calls
        with self.database.read() as session:
            return session.scalar(judged.where(other, CallRow.delete_due.is_(None))) or 0

    def report_fingerprint(self, call_id: str) -> str | None:
        """The fingerprint of a call's report; ``None`` where there is no report."""
        with self.database.read() as session:
            return session.scalar(select(ReportRow.fingerprint).where(ReportRow.call_id == call_id))

    # lists

    def calls(self, call_filter: Filter | None = None, sort: Sort = "review", page: int = 0, size: int = 50) -> Page:
        """One page of the calls that are wanted; see :mod:`library.calls.listing`."""
        with self.database.read() as session:
            return list_calls(session, call_filter or Filter(), sort, page, size)

    def is_empty(self) -> bool:
        """Whether there is no call at all."""
        with self.database.read() as session:
            return session.scalars(select(CallRow.id).where(CallRow.delete_due.is_(None)).limit(1)).first() is None

    def place(self, call_id: str, call_filter: Filter, sort: Sort) -> Place | None:
        """Where a call stands in a list; ``None`` where it does not."""
        with self.database.read() as session:
            return place_of(session, call_id, call_filter, sort)

    def hits(self, call_ids: Sequence[str], search: str) -> dict[str, Hit]:
        """Where in each of these calls the words stand that were searched for, by id; see :mod:`library.calls.hits`."""
        with self.database.read() as session:
            return find_hits(session, call_ids, search)

    def call_names(self, call_filter: Filter, sort: Sort = "review") -> dict[str, str]:
        """The names of all calls that are wanted, by their ids, in this order."""
        with self.database.read() as session:
            return call_names(session, call_filter, sort)

    def summary(self, call_id: str) -> CallSummary:
        """A call as a list shows it. Raises :class:`SameSideError` where there is no such call."""
        with self.database.read() as session:
            line = summary(session, call_id)
        if line is None:
            raise no_such_call(call_id)
        return line

    def find(self, name: str) -> str:
        """The id of the call that somebody names by its id, the beginning of that, or its name."""
        with self.database.read() as session:
            return find_call(session, name)

    def rename(self, call_id: str, name: str) -> None:
        """Give a call another name. Raises :class:`SameSideError` where there is no such call."""
        self._change(call_id, "change", "described", {"what": "name"}, name=one_line(name), folded=fold_text(name))

    def set_date(self, call_id: str, date: datetime) -> None:
        """Say when a call was held. Raises :class:`SameSideError` where there is no such call."""
        self._change(call_id, "change", "described", {"what": "date"}, **held(date))

    def assign(
        self, call_ids: Sequence[str], agent: str | None = None, team: str | None = None, date: datetime | None = None
    ) -> int:
        """Say whose calls these are and when they were held, of all of them or none; how many of them there still are.

        What is ``None`` stays as it is. A ``team`` is the agents': without an ``agent``, whoever's the calls are is in it.
        """
        kept = 0
        with self.database.unwalled.write() as session:
            for ids in in_batches(permitted(session, "change", call_ids)):
                here = select(CallRow.id).where(CallRow.id.in_(ids), CallRow.delete_due.is_(None)).with_for_update()
                there = session.scalars(here).all()
                if there:
                    assign_calls(session, there, agent, team)
                if there and date is not None:
                    session.execute(update(CallRow).where(CallRow.id.in_(there)).values(**held(date)))
                    record(session, "described", there, what="date")
                if there and (agent is not None or team is not None):
                    record(session, "assigned", there, agent=agent, team=team)
                kept += len(there)
        return kept

    def describe(self, call_id: str, **facts: str | None) -> None:
        """Say otherwise what is known of a call: ``queue``, ``direction``, ``disposition``, ``reference``; empty is nothing.

        Raises :class:`SameSideError` where there is no such call.
        """
        values = {name: one_line(text or "") or None for name, text in facts.items()}
        self._change(call_id, "change", "described", {"what": ", ".join(values)}, **values)

    def mark_reviewed(self, call_id: str, reviewer: str | None) -> None:
        """Say that a coach has been through the call; ``None`` takes it back. Whoever has signed in is named as they are known."""
        name = reviewer and one_line(self.viewer.name if self.viewer.is_person else reviewer)
        act = "reviewed" if name else "unreviewed"
        self._change(call_id, "mark", act, {}, reviewed=datetime.now(UTC) if name else None, reviewed_by=name)

    def _change(self, call_id: str, right: Right, act: str, detail: Mapping[str, Any], **values: object) -> None:
        with self.database.unwalled.write() as session:
            permit(session, right, [call_id])
            if not rows_changed(
                session, update(CallRow).where(CallRow.id == call_id, CallRow.delete_due.is_(None)).values(**values)
            ):
                raise no_such_call(call_id)
            record(session, act, call_id, **detail)

    # gone

    def delete(self, call_id: str) -> None:
        """Remove the call, its recordings, all that was heard in them, report, notes, jobs and files, for good."""
        self.deletions.now(call_id)


def _heard(session: Session, call_id: str) -> Call:
    """A call's current facts before any correction. Raises :class:`SameSideError` where there is no such call."""
    call = heard_call(session, call_id)
    if call is None:
        raise no_such_call(call_id)
    return call


def _tell_setting(session: Session, name: str, version: int) -> None:
    record(session, "set", setting=name, version=version)

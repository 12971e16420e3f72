"""Every public method of a library, by everybody, on calls of every kind: what is not theirs to see is as if it had never been kept.

The table has an entry for each method, or a test fails. What an entry says of a method:

``READS``      told of a call that one sees just what the program is told, of any other what one is told of a call that never was
``HIDDEN``     told as ``READS`` to whoever has the right; to all others it was never there
``REFUSED``    told as ``READS`` to whoever has the right, refused to whoever sees the call
``CHANGES``    done by whoever has the right, refused to whoever sees the call, told as of a call that never was to all others
``SOME``       done with those of several calls with which it may be done, and with no other
``LISTS``      what the program would be told if the calls that one sees were all there are
``OF_HOUSE``   done by whoever has the right in the house
``PROGRAMS``   done by the program itself and by nobody
``OTHERS``     tested elsewhere, or not about calls; says where or why
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from library_calls import a_call, a_recording, a_report
from people_and_calls import AGENTS, CALLS, FORM, NEVER, PLACE, SEEN, SOME_DAY, VIEWERS, House, a_house, the_house
from sqlalchemy import true
from sqlalchemy.orm import Session

from audio.errors import SameSideError
from audio.span import Span
from library.access.conditions import EVALUATED
from library.access.permits import NotAllowedError
from library.access.rights import BY_STANDING, OF_ROLES, REASONS
from library.access.wall import wall_of
from library.arrivals.folder import lying
from library.arrivals.settling import State
from library.calls.listing import Filter
from library.corrections.correction import Rewording
from library.database.connection import Database
from library.database.walls import Wall
from library.evaluations.over_time import Of
from library.evaluations.reviewers import Reviewer
from library.jobs.job import Claim, Reviewed
from library.metadata.call_metadata import Metadata
from library.notes.note import Content, Written
from library.people.persons import Entry
from library.retention.terms import Terms
from library.store import Library
from library.trends import trends
from library.webhooks.webhooks import Forgotten

ALL = tuple(CALLS)
HERE = Content(Span(1.0, 2.0), "Here.")
NO_RECORDING = "f" * 64
THERE = Span(3.0, 5.0)
CLAIM = Claim(1, "a worker", None, "", {}, None)

ENTRY = Entry("new@house.example", "New", ("agent",))

OF: tuple[Of, ...] = ("agent", "team", "form", "question")

Deed = Callable[[Library, House, str], Any]


def recording(house: House, call: str) -> str:
    return house.recordings.get(call, NO_RECORDING)


def job(house: House, call: str) -> int:
    return house.jobs.get(call, 10**6)


def note(house: House, call: str) -> str:
    return house.notes.get(call, NEVER)


def evaluation(house: House, call: str) -> int:
    return house.evaluations.get(call, 10**6)


def appeal(house: House, call: str) -> int:
    return house.appeals.get(call, 10**6)


def here(recording: AbstractContextManager[Path]) -> Path:
    with recording as path:
        return path


def cut(seen: Library, call: str) -> Any:
    made = seen.cuts.cut(call, THERE)
    return made.call.turns, made.span, made.silent, made.sound.tobytes()


def reviewed(call: str) -> Reviewed:
    return Reviewed(a_call(call), a_report(call))


READS: dict[str, Deed] = {
    "Library.call": lambda seen, house, call: seen.call(call).turns,
    "Library.report": lambda seen, house, call: seen.report(call),
    "Library.report_fingerprint": lambda seen, house, call: seen.report_fingerprint(call),
    "Library.recording_of": lambda seen, house, call: seen.recording_of(call),
    "Library.summary": lambda seen, house, call: seen.summary(call),
    "Intake.state": lambda seen, house, call: seen.intake.state(call),
    "Library.find": lambda seen, house, call: seen.find(f"{call}.wav"),
    "Library.hits": lambda seen, house, call: seen.hits([call], "refund"),
    "Library.playable": lambda seen, house, call: seen.playable(call),
    "Library.masks": lambda seen, house, call: seen.masks(call),
    "Library.silences": lambda seen, house, call: seen.silences(call),
    "Library.verdicts_on": lambda seen, house, call: seen.verdicts_on(a_report(call)),
    "Library.settled_report": lambda seen, house, call: seen.settled_report(a_report(call), {}),
    "Recordings.check": lambda seen, house, call: seen.recordings.check(recording(house, call)).id,
    "Notes.note": lambda seen, house, call: seen.notes.note(note(house, call), "Ama"),
    "Notes.history": lambda seen, house, call: seen.notes.history(note(house, call), "Ama"),
    "Notes.find": lambda seen, house, call: seen.notes.find(note(house, call), "Ama"),
    "Notes.of": lambda seen, house, call: seen.notes.of(call, "Ama"),
    "Notes.of: shared": lambda seen, house, call: seen.notes.of(call, None),
    "Queue.job": lambda seen, house, call: seen.queue.job(job(house, call)),
    "Rehearing.job": lambda seen, house, call: seen.rehearing.job(call),
    "Corrections.of": lambda seen, house, call: seen.corrections.of(call),
    "Corrections.on": lambda seen, house, call: seen.corrections.on(a_call(call)).turns,
    "Corrections.revision": lambda seen, house, call: seen.corrections.revision(call),
    "Retention.day_of": lambda seen, house, call: seen.retention.day_of(call),
}

HIDDEN: dict[str, tuple[str, Deed]] = {
    "Library.heard": (
        "hear_original",
        lambda seen, house, call: [told.turns for told, _ in filter(None, [seen.heard(recording(house, call))])],
    ),
    "Evaluations.evaluation": (
        "evaluation",
        lambda seen, house, call: seen.evaluations.evaluation(evaluation(house, call)),
    ),
    "Evaluations.of_call": ("evaluation", lambda seen, house, call: seen.evaluations.of_call(call)),
}

REFUSED: dict[str, tuple[str, Deed]] = {
    name: ("hear_original", deed)
    for name, deed in {
        "Library.as_heard": lambda seen, house, call: seen.as_heard(call).turns,
        "Library.original_call": lambda seen, house, call: seen.original_call(call).turns,
        "Library.original_report": lambda seen, house, call: seen.original_report(call),
        "Library.call: unmasked": lambda seen, house, call: seen.call(call, unmasked=True).turns,
        "Library.report: unmasked": lambda seen, house, call: seen.report(call, unmasked=True),
        "Library.settled_report: unmasked": lambda seen, house, call: seen.settled_report(a_report(call), {}, True),
        "Library.playable: unmasked": lambda seen, house, call: seen.playable(call, unmasked=True),
        "Library.recording_here": lambda seen, house, call: here(seen.recording_here(recording(house, call))),
        "Library.make_playable": lambda seen, house, call: seen.make_playable(recording(house, call)),
        "Recordings.here": lambda seen, house, call: here(seen.recordings.here(recording(house, call))),
        "Recordings.stored": lambda seen, house, call: seen.recordings.stored(recording(house, call)),
    }.items()
} | {"Cuts.cut": ("cut", lambda seen, house, call: cut(seen, call))}

CHANGES: dict[str, tuple[str, Deed]] = {
    "Library.rename": ("change", lambda seen, house, call: seen.rename(call, "new")),
    "Library.set_date": ("change", lambda seen, house, call: seen.set_date(call, SOME_DAY)),
    "Library.describe": ("change", lambda seen, house, call: seen.describe(call, queue="new")),
    "Library.mark_reviewed": ("mark", lambda seen, house, call: seen.mark_reviewed(call, "Ama")),
    "Library.swap": ("correct", lambda seen, house, call: seen.swap(call)),
    "Library.confirm_sides": ("correct", lambda seen, house, call: seen.confirm_sides(call)),
    "Library.judge_original": ("correct", lambda seen, house, call: seen.judge_original(call, lambda *_: None)),
    "Library.keep_report": ("correct", lambda seen, house, call: seen.keep_report(a_report(call))),
    "Library.delete": ("delete", lambda seen, house, call: seen.delete(call)),
    "Deletions.now": ("delete", lambda seen, house, call: seen.deletions.now(call)),
    "People.assign": ("change", lambda seen, house, call: seen.people.assign(call, None)),
    "Notes.add": ("note", lambda seen, house, call: seen.notes.add(call, "Ama", HERE)),
    "Notes.add: a verdict": (
        "verdict",
        lambda seen, house, call: seen.notes.add(
            call, "Ama", replace(HERE, verdict="agree"), a_report(call).moments[0]
        ),
    ),
    "Notes.import_notes": (
        "note",
        lambda seen, house, call: seen.notes.import_notes(call, "Ama", [Written("", HERE, None, None)]),
    ),
    "Notes.reply": ("note", lambda seen, house, call: seen.notes.reply(note(house, call), "Ama", "So it is.")),
    "Rehearing.hear_with": ("correct", lambda seen, house, call: seen.rehearing.hear_with(call, ("a.vtt", b"WEBVTT"))),
    "Corrections.add": (
        "correct",
        lambda seen, house, call: seen.corrections.add(
            call, "new", "Ama", replace(PLACE, words=("ever",)), Rewording(("not",))
        ),
    ),
    "Corrections.take_back": (
        "correct",
        lambda seen, house, call: seen.corrections.take_back(call, f"one of {call}", "Ama"),
    ),
    "Corrections.put_back": ("correct", lambda seen, house, call: seen.corrections.put_back(call, f"one of {call}")),
    "Holds.set": ("hold", lambda seen, house, call: seen.holds.set([call], "A lawsuit.", "Ama")),
    "Holds.lift": ("hold", lambda seen, house, call: seen.holds.lift([call], "It is over.")),
    "Clips.keep": ("clip", lambda seen, house, call: seen.clips.keep(call, THERE, "Here.", "Ama")),
    "Sharing.show": ("show", lambda seen, house, call: seen.sharing.show(call, house.people["bo"])),
    "Sharing.give": ("give", lambda seen, house, call: seen.sharing.give(call, house.people["rae"])),
    "Sharing.take_back": ("show", lambda seen, house, call: seen.sharing.take_back(call, house.people["bo"])),
    "Sharing.shown_to": ("show", lambda seen, house, call: seen.sharing.shown_to(call)),
}

OF_EVALUATIONS: dict[str, tuple[str, Deed]] = {
    "Evaluations.acknowledge": (
        "respond",
        lambda seen, house, call: seen.evaluations.acknowledge(evaluation(house, call)),
    ),
    "Appeals.file": (
        "respond",
        lambda seen, house, call: seen.appeals.file(evaluation(house, call), "plan", "Ama", "There was one."),
    ),
    "Appeals.decide": (
        "decide",
        lambda seen, house, call: seen.appeals.decide(appeal(house, call), "Ama", False, "There was none."),
    ),
}
"""Changes of what is told only of calls whose evaluations one may read."""

SOME: dict[str, tuple[str, Callable[[Library, House, tuple[str, ...]], int]]] = {
    "Library.assign": ("change", lambda seen, house, calls: seen.assign(calls, date=SOME_DAY)),
    "Deletions.later": ("delete", lambda seen, house, calls: seen.deletions.later(calls).calls),
    "Giving.give": ("give", lambda seen, house, calls: seen.giving.give(calls, house.people["val"]).calls),
    "Evaluations.assign": ("give", lambda seen, house, calls: seen.evaluations.assign(calls, 1, "Val", "Ama")),
}

LISTS: dict[str, Callable[[Library], Any]] = {
    "Library.calls": lambda seen: seen.calls(size=100),
    "Library.calls: searched": lambda seen: [line.id for line in seen.calls(Filter(words="refund"), "name").calls],
    "Library.calls: by a moment": lambda seen: [line.id for line in seen.calls(Filter(kind="pushed"), "pushed").calls],
    "Library.calls: practice": lambda seen: [line.id for line in seen.calls(Filter(practice=True), "name").calls],
    "Library.call_names": lambda seen: seen.call_names(Filter()),
    "Library.place": lambda seen: [seen.place(call, Filter(), "-date") for call in ALL],
    "Library.stale": lambda seen: seen.stale("f2"),
    "Library.judged_otherwise": lambda seen: seen.judged_otherwise("f2"),
    "Rehearing.wordless": lambda seen: seen.rehearing.wordless(True),
    "Queue.jobs": lambda seen: [one.name for one in seen.queue.jobs()],
    "Queue.waiting": lambda seen: ([one.name for one in seen.queue.waiting(100)[0]], seen.queue.waiting(100)[1]),
    "Queue.batch": lambda seen: (seen.queue.batch().ended, seen.queue.batch().total),
    "Queue.recordings_waiting": lambda seen: seen.queue.recordings_waiting(),
    "People.agents": lambda seen: [(one.name, one.team, one.calls) for one in seen.people.agents()],
    "People.teams": lambda seen: seen.people.teams(),
    "Sharing.has_practice_room": lambda seen: seen.sharing.has_practice_room(),
    "Queue.overview": lambda seen: (
        [one.name for one in seen.queue.overview(9).waiting],
        seen.queue.overview(9).number,
    ),
    "People.agent_ids": lambda seen: list(seen.people.agent_ids()),
    "People.team_ids": lambda seen: list(seen.people.team_ids()),
    "Library.is_empty": lambda seen: seen.is_empty(),
    "Retention.queues": lambda seen: seen.retention.queues(),
    "Evaluations.tried": lambda seen: seen.evaluations.tried(1, "heard"),
    "Scores.by": lambda seen: (seen.scores.by("agent", 1), seen.scores.by("team", 1)),
    "Scores.answers": lambda seen: seen.scores.answers(1, 1),
    "ScoresOverTime.trends": lambda seen: [
        (line.of, line.whole.n) for what in OF for line in seen.scores_over_time.trends(what, 1)
    ],
    "ScoresOverTime.behind": lambda seen: [
        (one.call, one.score)
        for agent in (*AGENTS, None)
        for one in seen.scores_over_time.behind("agent", 1, agent, None, "month")
    ],
    "Trends.techniques": lambda seen: seen.trends.techniques(),
    "Trends.techniques: an agent's": lambda seen: seen.trends.techniques(Filter(agent="Bo")),
    "Trends.anyway": lambda seen: seen.trends.anyway(),
    "Trends.topics": lambda seen: seen.trends.topics(),
    "Trends.agents": lambda seen: seen.trends.agents(),
    "Trends.over_time": lambda seen: seen.trends.over_time(period="day"),
    "Trends.over_time: a technique": lambda seen: seen.trends.over_time(period="day", technique="policy_shield"),
    "Trends.agreement": lambda seen: seen.trends.agreement(),
    "Deletions.pending": lambda seen: seen.deletions.pending(),
}

FORGOTTEN = Forgotten("https://desk.example/x", "whsec_", SOME_DAY, ())
OF_HOUSE: dict[str, tuple[str, Callable[[Library, Path], Any]]] = {
    "Library.keep_recording": (
        "bring",
        lambda seen, folder: seen.keep_recording(a_recording(folder / "new.wav", 0.1, 900)),
    ),
    "Library.enqueue": ("bring", lambda seen, folder: seen.enqueue(a_recording(folder / "new.wav", 0.1, 900))),
    "Intake.bring": (
        "bring",
        lambda seen, folder: seen.intake.bring(a_recording(folder / "new.wav", 0.1, 900), "new.wav", {}, Metadata()),
    ),
    "Library.enqueue: for practice": (
        "practise",
        lambda seen, folder: seen.enqueue(a_recording(folder / "new.wav", 0.1, 900), practice_until=SOME_DAY),
    ),
    "Library.keep_call": ("bring", lambda seen, folder: seen.keep_call(a_call(NEVER))),
    "Library.keep_review": ("bring", lambda seen, folder: seen.keep_review(reviewed(NEVER), None, "new.wav")),
    "Settings.keep": ("settle", lambda seen, folder: seen.settings.keep("limits", {}, 0)),
    "People.add": ("agents", lambda seen, folder: seen.people.add("New")),
    "People.rename": ("agents", lambda seen, folder: seen.people.rename("Bo", "Bob")),
    "People.remove": ("agents", lambda seen, folder: seen.people.remove("Bo")),
    "Coaching.begin": ("coach", lambda seen, folder: seen.coaching.begin("Abe", "Cora")),
    "Persons.all": ("people", lambda seen, folder: seen.persons.all()),
    "Persons.find": ("people", lambda seen, folder: seen.persons.find("bo@house.example")),
    "Persons.has_admin": ("people", lambda seen, folder: seen.persons.has_admin()),
    "Persons.add": ("people", lambda seen, folder: seen.persons.add(ENTRY)),
    "Persons.change": ("people", lambda seen, folder: seen.persons.change("bo@house.example", ENTRY)),
    "Persons.remove": ("people", lambda seen, folder: seen.persons.remove("bo@house.example")),
    "Persons.bring_back": ("people", lambda seen, folder: seen.persons.bring_back("bo@house.example", ("agent",))),
    "Persons.forget_account": ("people", lambda seen, folder: seen.persons.forget_account("bo@house.example")),
    "Webhooks.set": ("settle", lambda seen, folder: seen.webhooks.set("https://desk.example/x")),
    "Webhooks.forget": ("settle", lambda seen, folder: seen.webhooks.forget()),
    "Webhooks.take_back": ("settle", lambda seen, folder: seen.webhooks.take_back(FORGOTTEN)),
    "Webhooks.try_out": ("settle", lambda seen, folder: seen.webhooks.try_out(lambda *_: 200)),
    "Tokens.restore": ("people", lambda seen, folder: seen.tokens.restore("none")),
    "Webhooks.url": ("settle", lambda seen, folder: seen.webhooks.url()),
    "Webhooks.deliveries": ("settle", lambda seen, folder: seen.webhooks.deliveries()),
    "Tokens.add": ("people", lambda seen, folder: seen.tokens.add("new", ["calls:write"], "bo@house.example")),
    "Tokens.all": ("people", lambda seen, folder: seen.tokens.all()),
    "Tokens.revoke": ("people", lambda seen, folder: seen.tokens.revoke("none")),
    "TypedNames.unclaimed": ("people", lambda seen, folder: seen.typed_names.unclaimed()),
    "TypedNames.give_notes": ("people", lambda seen, folder: seen.typed_names.give_notes("Typed", "bo@house.example")),
    "TypedNames.give_calls": ("people", lambda seen, folder: seen.typed_names.give_calls("Ron", "bo@house.example")),
    "Forms.add": ("forms", lambda seen, folder: seen.forms.add(replace(FORM, name="New"), "Ama")),
    "Forms.save": ("forms", lambda seen, folder: seen.forms.save(1, FORM, "Ama")),
    "Forms.publish": ("forms", lambda seen, folder: seen.forms.publish(1)),
    "Forms.retire": ("forms", lambda seen, folder: seen.forms.retire(1)),
    "Forms.drop_draft": ("forms", lambda seen, folder: seen.forms.drop_draft(1)),
    "Draws.draw": ("draw", lambda seen, folder: seen.draws.draw(Filter(), 1, 1, "Ama", shortest=0.0)),
    "Evaluations.who_may": ("draw", lambda seen, folder: seen.evaluations.who_may(["own"])),
    "Draws.next_seed": ("draw", lambda seen, folder: seen.draws.next_seed()),
    "Calibrations.begin": (
        "calibrate",
        lambda seen, folder: seen.calibrations.begin(["own"], 1, [Reviewer("Rae", None), Reviewer("Val", None)], "Ama"),
    ),
    "Playlists.add": ("clips", lambda seen, folder: seen.playlists.add("New", "Ama")),
    "Playlists.add: for everybody": (
        "share_playlists",
        lambda seen, folder: seen.playlists.add("New", "Ama", shared=True),
    ),
    "Views.keep": ("views", lambda seen, folder: seen.views.keep("Ama", "New", "search=refund")),
    "Retention.keep": ("settle", lambda seen, folder: seen.retention.keep(Terms(house=30), 0)),
    "Retention.would_end": ("settle", lambda seen, folder: seen.retention.would_end(Terms(house=30))),
    "Retention.coming": ("settle", lambda seen, folder: seen.retention.coming()),
    "Audit.events": ("audit", lambda seen, folder: seen.audit.events()),
    "Audit.walk": ("audit", lambda seen, folder: list(seen.audit.walk())),
    "Audit.people": ("audit", lambda seen, folder: seen.audit.people()),
    "Audit.call_named": ("audit", lambda seen, folder: seen.audit.call_named("own.wav")),
    "Audit.verify": ("audit", lambda seen, folder: seen.audit.verify()),
    "Queue.judge": ("judge", lambda seen, folder: seen.queue.judge(1)),
    "Queue.fetch": ("judge", lambda seen, folder: seen.queue.fetch("base")),
}

PROGRAMS: dict[str, Callable[[Library], Any]] = {
    "Library.close": lambda seen: seen.close(),
    "Library.look_through": lambda seen: seen.look_through(),
    "Deletions.remove": lambda seen: seen.deletions.remove(true(), "no reason"),
    "Originals.due": lambda seen: seen.originals.due(["card_number"]),
    "Originals.destroy": lambda seen: seen.originals.destroy("own"),
    "Retention.look": lambda seen: seen.retention.look(),
    "Library.forget_cancelled": lambda seen: seen.forget_cancelled(NO_RECORDING),
    "Recordings.is_there": lambda seen: seen.recordings.is_there("r"),
    "Recordings.keep_playable": lambda seen: seen.recordings.keep_playable("r", "playable/r", Path("r")),
    "Recordings.total": lambda seen: seen.recordings.total(),
    "Recordings.leaving": lambda seen: seen.recordings.leaving(),
    "Moves.move": lambda seen: seen.moves.move("s3://calls"),
    "Deletions.has_files_left": lambda seen: seen.deletions.has_files_left(),
    "Recordings.tidy": lambda seen: seen.recordings.tidy(),
    "Recordings.remove_leaving_files": lambda seen: seen.recordings.remove_leaving_files(),
    "Deletions.carry_out": lambda seen: seen.deletions.carry_out(),
    "Deletions.watch": lambda seen: seen.deletions.watch(),
    "Deletions.close": lambda seen: seen.deletions.close(),
    "Notes.purge": lambda seen: seen.notes.purge(),
    "SignIns.begin": lambda seen: seen.sign_ins.begin("s", "bo@house.example", "here", "bo", 8.0),
    "SignIns.check": lambda seen: seen.sign_ins.check("bo@house.example", "here", "bo"),
    "SignIns.present": lambda seen: seen.sign_ins.present("s"),
    "SignIns.end": lambda seen: seen.sign_ins.end("s"),
    "Webhooks.send_due": lambda seen: seen.webhooks.send_due(),
    "Tokens.bearer": lambda seen: seen.tokens.bearer("ss_"),
    "Queue.claim": lambda seen: seen.queue.claim("a worker"),
    "Arrivals.known": lambda seen: seen.arrivals.known({}),
    "Arrivals.take": lambda seen: seen.arrivals.take(lying(Path("a.wav")), State(1, 1), {}),
    "Queue.free": lambda seen: seen.queue.free(1),
    "Queue.unfinished": lambda seen: seen.queue.unfinished(),
    "Queue.waiting_for": lambda seen: seen.queue.waiting_for("r", {}),
    "Queue.recording_of": lambda seen: seen.queue.recording_of(1),
    "Queue.renew": lambda seen: seen.queue.renew(CLAIM, "", 0.0),
    "Queue.figures": lambda seen: seen.queue.figures(),
    "Queue.finish": lambda seen: seen.queue.finish(CLAIM, ""),
    "Queue.fail": lambda seen: seen.queue.fail(CLAIM, ""),
    "Queue.give_back": lambda seen: seen.queue.give_back(CLAIM),
}

OTHERS = {
    "Library.seen_by": "starts from the whole library whoever asks, since who asks is decided before",
    "Library.why": "test_why_somebody_sees_a_call",
    "Library.may": "test_what_somebody_may_do_is_what_is_done",
    "Library.may_in_house": "test_what_somebody_may_do_is_what_is_done",
    "Library.why_not": "test_what_somebody_may_do_is_what_is_done",
    "Library.why_not_in_house": "test_what_somebody_may_do_is_what_is_done",
    "Library.cancel": "test_jobs_are_stopped_by_whoever_may_correct_their_call",
    "Library.cancel_all": "test_jobs_are_stopped_by_whoever_may_correct_their_call",
    "Queue.retry": "test_jobs_are_stopped_by_whoever_may_correct_their_call",
    "Queue.dismiss": "test_jobs_are_stopped_by_whoever_may_correct_their_call",
    "Rehearing.hear": "test_calls_are_heard_again_for_whoever_may_correct_them",
    "Rehearing.hear_together": "test_calls_are_heard_again_for_whoever_may_correct_them",
    "Deletions.undo": "test_a_deletion_is_undone_by_whoever_may_delete",
    "Giving.take_back": "test_what_was_given_is_taken_back_by_whoever_may_give_it",
    "Notes.edit": "test_nobody_changes_what_another_wrote",
    "Notes.delete": "test_nobody_changes_what_another_wrote",
    "Notes.restore": "test_nobody_changes_what_another_wrote",
    "Queue.judging": "test_jobs_without_a_recording_are_the_admins",
    "Queue.fetching": "test_jobs_without_a_recording_are_the_admins",
    "Sharing.colleagues": "names of those to whom a call can be shown, which everybody may know",
    "Sharing.practice_until": "tests/test_library_access_practice.py",
    "Sharing.keep_until": "tests/test_library_access_practice.py",
    "Settings.get": "what the house has settled, which everybody is judged by; one's own: test_what_is_settled_for_oneself",
    "Holds.all": "test_holds_are_seen_with_their_calls",
    "Holds.of": "test_holds_are_seen_with_their_calls",
    "Audit.about": "test_what_was_done_with_ones_own_calls",
    "Audit.note": "tells what whoever looks has done, and shows nothing",
    "Audit.tells_reads": "whether people sign in here, which everybody who does knows",
    "Retention.terms": "what the house has settled, and tells everybody",
    "Forms.all": "tests/test_library_access_evaluations.py",
    "Forms.version": "tests/test_library_access_evaluations.py",
    "Evaluations.start": "tests/test_library_access_evaluations.py",
    "Evaluations.answer": "tests/test_library_access_evaluations.py",
    "Evaluations.finish": "tests/test_library_access_evaluations.py",
    "Evaluations.queue": "tests/test_library_access_evaluations.py",
    "Evaluations.given_to": "as Evaluations.queue, which is made of it",
    "Evaluations.of_own_calls": "tests/test_library_access_evaluations.py",
    "Appeals.listed": "tests/test_library_access_evaluations.py",
    "Appeals.of": "as Appeals.listed, which is made of the same",
    "Mends.mend": "tests/test_library_house_mending.py",
    "Mends.take_back": "tests/test_library_house_mending.py",
    "Mends.all": "tests/test_library_house_mending.py",
    **dict.fromkeys(
        (f"Calibrations.{name}" for name in ("all", "calibration", "side_by_side", "open", "agree", "drop")),
        "tests/test_library_calibration_access.py",
    ),
    "Draws.draws": "tests/test_library_access_evaluations.py",
    **dict.fromkeys(
        (
            "Coaching.acknowledge",
            "Coaching.agree",
            "Coaching.all",
            "Coaching.delete",
            "Coaching.drop",
            "Coaching.hold",
            "Coaching.is_agent",
            "Coaching.look_again",
            "Coaching.put",
            "Coaching.say",
            "Coaching.session",
            "Changes.of",
            "OwnPages.of",
        ),
        "tests/test_library_access_coaching.py",
    ),
    "Views.of": "test_views_are_their_owners_and_those_for_everybody",
    **{
        f"{part}.{name}": "tests/test_library_access_clips.py"
        for part, names in {
            "Clips": (
                "change",
                "move",
                "put",
                "remove",
                "restore",
                "of",
                "on",
                "one",
                "heard",
                "techniques",
                "with_technique",
            ),
            "Playlists": ("all", "change", "remove", "restore"),
            "Cuts": ("tell",),
        }.items()
        for name in names
    },
    **dict.fromkeys(
        ("Inbox.items", "Inbox.unread", "Inbox.mark_read", "Inbox.can_be_named"), "tests/test_library_inbox.py"
    ),
    "Views.change": "test_views_are_their_owners_and_those_for_everybody",
    "Views.delete": "test_views_are_their_owners_and_those_for_everybody",
    "Views.restore": "test_views_are_their_owners_and_those_for_everybody",
    "Intake.asked_before": "tests/test_ui_api_calls.py",
    "Recordings.add": "what keep_recording and enqueue go through",
    "Recordings.release": "within a transaction of whoever has asked",
}

TABLE = (READS, HIDDEN, REFUSED, CHANGES, OF_EVALUATIONS, SOME, LISTS, OF_HOUSE, PROGRAMS, OTHERS)
MECHANISM = {
    "Database": "hands out sessions, which the wall is in",
    "Files": "knows names of files, and no calls",
    "KnownStandings": "is what the library's own why, may and why_not are answered from",
}


def methods(house: House) -> set[str]:
    services = [
        house.library,
        *(value for value in vars(house.library).values() if type(value).__module__.startswith("library.")),
    ]
    classes = {type(service) for service in services} - {type(house.library.viewer)}
    return {
        f"{cls.__name__}.{name}"
        for cls in classes
        if cls.__name__ not in MECHANISM
        for name, value in inspect.getmembers(cls)
        if not name.startswith("_") and (callable(value) or isinstance(value, property))
    }


def outcome(ask: Deed, seen: Library, house: House, call: str) -> Any:
    """What somebody is told, with what was asked for taken out of a refusal."""
    try:
        return ask(seen, house, call)
    except SameSideError as refusal:
        names = "|".join((recording(house, call), note(house, call), call))
        return Refusal(type(refusal), re.sub(rf"\b({names})\b", "…", str(refusal)))


class Refusal(NamedTuple):
    """That somebody may not, and in what words."""

    kind: type[SameSideError]
    sentence: str


@contextmanager
def nothing_is_kept(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """All that is written is taken back when its transaction would end."""

    @contextmanager
    def write(database: Database) -> Iterator[Session]:
        with Session(database._writing, expire_on_commit=False, info={"viewer": database.viewer}) as session:
            yield session
            session.flush()
            session.expunge_all()
            session.rollback()

    with patch.context() as inner:
        inner.setattr(Database, "write", write)
        yield


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    made = a_house(request.param, folder)
    for call in CALLS:
        made.library.playable(call)
    yield made
    made.library.close()


@pytest.fixture(params=["with both walls", "without the program's"])
def wall(request: pytest.FixtureRequest, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL, also what its own row-level security does alone."""
    monkeypatch.setattr(trends, "FEWEST_CALLS", 0)
    if request.param != "with both walls":
        monkeypatch.setattr(Wall, "condition", lambda wall, table: "true")
        monkeypatch.setattr(
            "library.store.wall_of", wall_of.__wrapped__
        )  # what was compiled with conditions is not taken


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Library]]:
    """For everybody a library in which the calls that they see are all there are."""
    made = {}
    for viewer in VIEWERS:
        folder = tmp_path_factory.mktemp(viewer)
        there = {call: known for call, known in CALLS.items() if call in SEEN[viewer]}
        evaluated = [call for call, way in SEEN[viewer].items() if way in EVALUATED]
        made[viewer] = the_house(str(folder / "library.db"), folder, there, evaluated).library
    yield made
    for library in made.values():
        library.close()


def test_every_public_method_is_in_the_table(house: House) -> None:
    listed = {name.partition(":")[0] for part in TABLE for name in part}
    assert methods(house) == listed


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", READS)
@pytest.mark.usefixtures("wall")
def test_reading(house: House, viewer: str, method: str) -> None:
    seen, ask = house.seen_by(viewer), READS[method]
    never = outcome(ask, seen, house, NEVER)
    for call in CALLS:
        told = outcome(ask, seen, house, call)
        if call in SEEN[viewer] or method == "Library.settled_report":
            assert told == outcome(ask, house.library, house, call), call
        else:
            assert told == never, call


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", HIDDEN)
@pytest.mark.usefixtures("wall")
def test_reading_what_is_for_some(house: House, viewer: str, method: str) -> None:
    seen, (right, ask) = house.seen_by(viewer), HIDDEN[method]
    never = outcome(ask, seen, house, NEVER)
    for call in CALLS:
        told = outcome(ask, seen, house, call)
        assert told == (outcome(ask, house.library, house, call) if has(viewer, right, call) else never), call


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", REFUSED)
@pytest.mark.usefixtures("wall")
def test_reading_what_others_may_not(house: House, viewer: str, method: str) -> None:
    seen, (right, ask) = house.seen_by(viewer), REFUSED[method]
    never = outcome(ask, seen, house, NEVER)
    for call in CALLS:
        told = outcome(ask, seen, house, call)
        if has(viewer, right, call):
            assert told == outcome(ask, house.library, house, call), call
        elif call in SEEN[viewer]:
            assert isinstance(told, Refusal) and told.kind is NotAllowedError, call
        else:
            assert told == never, call


def has(viewer: str, right: str, call: str) -> bool:
    return SEEN[viewer].get(call) in BY_STANDING[right]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", OF_EVALUATIONS)
def test_changing_evaluations(house: House, viewer: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, (right, do) = house.seen_by(viewer), OF_EVALUATIONS[method]
    with nothing_is_kept(monkeypatch):
        never = outcome(do, seen, house, NEVER)
        assert isinstance(never, Refusal)
        for call in CALLS:
            told = outcome(do, seen, house, call)
            if not has(viewer, "evaluation", call):
                assert told == never, call
            elif has(viewer, right, call):
                assert not isinstance(told, Refusal), call
            else:
                assert isinstance(told, Refusal) and told.kind is NotAllowedError, call


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", CHANGES)
def test_changing(house: House, viewer: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, (right, do) = house.seen_by(viewer), CHANGES[method]
    with nothing_is_kept(monkeypatch):
        never = outcome(do, seen, house, NEVER)
        assert isinstance(never, Refusal)
        for call in CALLS:
            told = outcome(do, seen, house, call)
            if call not in SEEN[viewer]:
                assert told == never, call
            elif SEEN[viewer][call] in BY_STANDING[right]:
                assert not isinstance(told, Refusal), call
            else:
                assert isinstance(told, Refusal), call
                assert told.kind is NotAllowedError, call


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", SOME)
def test_changing_several(house: House, viewer: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, (right, do) = house.seen_by(viewer), SOME[method]
    with nothing_is_kept(monkeypatch):
        for call in (*CALLS, NEVER):
            assert do(seen, house, (call,)) == (SEEN[viewer].get(call) in BY_STANDING[right]), call
        assert do(seen, house, ALL) == sum(way in BY_STANDING[right] for way in SEEN[viewer].values())


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", LISTS)
@pytest.mark.usefixtures("wall")
def test_listing(house: House, worlds: dict[str, Library], viewer: str, method: str) -> None:
    ask = LISTS[method]
    assert ask(house.seen_by(viewer)) == ask(worlds[viewer])


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", OF_HOUSE)
def test_what_the_house_does(
    house: House, viewer: str, method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, (right, do) = house.seen_by(viewer), OF_HOUSE[method]
    with nothing_is_kept(monkeypatch):
        told = outcome(lambda seen, house, call: do(seen, tmp_path), seen, house, NEVER)
    assert (isinstance(told, Refusal) and told.kind is NotAllowedError) == (not OF_ROLES[right] & seen.viewer.roles)  # type: ignore[index]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("method", PROGRAMS)
def test_what_the_program_does(house: House, viewer: str, method: str) -> None:
    with pytest.raises(NotAllowedError):
        PROGRAMS[method](house.seen_by(viewer))


@pytest.mark.parametrize("viewer", VIEWERS)
def test_why_somebody_sees_a_call(house: House, viewer: str) -> None:
    seen = house.seen_by(viewer)
    for call in (*CALLS, NEVER):
        if call in SEEN[viewer]:
            assert seen.why(call) == REASONS[SEEN[viewer][call]]  # type: ignore[index]
        else:
            with pytest.raises(SameSideError, match="There is no call"):
                seen.why(call)
    assert house.library.why("own") == ""


@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_somebody_may_do_is_what_is_done(house: House, viewer: str) -> None:
    seen = house.seen_by(viewer)
    for right, ways in BY_STANDING.items():
        may = {c for c, way in SEEN[viewer].items() if way in ways}
        assert {call for call in ALL if seen.may(right, call)} == may
        assert {call for call in ALL if not seen.why_not(right, call)} == may
        assert (not seen.why_not(right, *ALL)) == bool(may)
    assert {right for right in OF_ROLES if seen.may_in_house(right)} == {
        right for right, roles in OF_ROLES.items() if roles & seen.viewer.roles
    }
    assert all(bool(seen.why_not_in_house(right)) != seen.may_in_house(right) for right in OF_ROLES)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_jobs_are_stopped_by_whoever_may_correct_their_call(
    house: House, viewer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, taken = house.seen_by(viewer), []
    may = {call for call, way in SEEN[viewer].items() if way in BY_STANDING["correct"] or viewer == "ada"}
    monkeypatch.setattr("library.store.take_job", lambda session, job_id: taken.append(job_id))
    with nothing_is_kept(monkeypatch):
        for call in CALLS:
            seen.cancel(house.jobs[call])
        assert set(taken) == {house.jobs[call] for call in may}
        taken.clear()
        seen.cancel_all()
        assert set(taken) == {house.jobs[call] for call in may}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_calls_are_heard_again_for_whoever_may_correct_them(
    house: House, viewer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, put = house.seen_by(viewer), []
    monkeypatch.setattr("library.jobs.rehearing._put", lambda session, call_id: bool(put.append(call_id)) or True)
    may = [call for call, way in SEEN[viewer].items() if way in BY_STANDING["correct"]]
    assert seen.rehearing.hear((*CALLS, NEVER)) == seen.rehearing.hear_together((*CALLS, NEVER)) == len(may)
    assert put == may + may


def test_a_deletion_is_undone_by_whoever_may_delete(house: House) -> None:
    pending = house.library.deletions.later(["own", "other"], timedelta(minutes=1))
    try:
        for viewer in ("ama", "cora", "rae", "nil"):
            assert house.seen_by(viewer).deletions.undo(pending.due) == 0
            assert house.seen_by(viewer).deletions.pending() == ()
        assert [one.calls for one in house.seen_by("ada").deletions.pending()] == [2]
    finally:
        assert house.seen_by("ada").deletions.undo(pending.due) == 2


def test_what_was_given_is_taken_back_by_whoever_may_give_it(house: House) -> None:
    given = house.seen_by("ada").giving.give(["own", "other"], house.people["val"])
    try:
        for viewer in ("ama", "rae", "nil"):
            assert house.seen_by(viewer).giving.take_back(given) == 0
        assert house.seen_by("cora").giving.take_back(given) == 1  # her agent's
    finally:
        assert house.seen_by("ada").giving.take_back(given) == 1


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_changes_what_another_wrote(house: House, viewer: str) -> None:
    seen = house.seen_by(viewer)
    for call in CALLS:
        known = house.library.notes.note(house.notes[call], "Typed")
        for change in (
            lambda known=known: seen.notes.edit(known.id, known.version, "Typed", HERE),
            lambda known=known: seen.notes.delete(known.id, "Typed"),
            lambda known=known: seen.notes.restore(known.id, "Typed"),
        ):
            with pytest.raises(SameSideError, match="only its author" if call in SEEN[viewer] else "no such note"):
                change()


def test_jobs_without_a_recording_are_the_admins(house: House) -> None:
    house.library.queue.judge(1)
    for viewer in VIEWERS:
        assert (house.seen_by(viewer).queue.judging() is not None) == (viewer == "ada")
        assert house.seen_by(viewer).queue.fetching() is None


def test_what_is_settled_for_oneself(house: House) -> None:
    ama, cora = house.seen_by("ama"), house.seen_by("cora")
    name = f"person:{ama.viewer.person_id}:views"
    ama.settings.keep(name, ["mine"], 0)
    assert ama.settings.get(name) == (["mine"], 1)
    assert cora.settings.get(name) == (None, 0)
    with pytest.raises(NotAllowedError):
        cora.settings.keep(name, [], 1)


def test_holds_are_seen_with_their_calls(house: House) -> None:
    house.library.holds.set(ALL, "A lawsuit.", "Ada")
    try:
        for viewer in VIEWERS:
            holds = house.seen_by(viewer).holds
            assert {hold.call_id for hold in holds.all()} == set(holds.of(ALL)) == set(SEEN[viewer])
    finally:
        house.library.holds.lift(ALL, "It is over.")


def test_what_was_done_with_ones_own_calls(house: House) -> None:
    for viewer in VIEWERS:
        own, others = (house.people[name] for name in (viewer, "bo"))
        seen = house.seen_by(viewer).audit
        calls = {told.event.call_id for told in seen.about(own) if told.event.person_id != own}
        assert calls == ({"own"} if viewer == "ama" else set())
        if viewer == "ada":
            assert {told.event.call_id for told in seen.about(others)} >= {"other", "given"}
        else:
            with pytest.raises(NotAllowedError):
                seen.about(others)


def test_views_are_their_owners_and_those_for_everybody(house: House) -> None:
    coras, nobody = house.seen_by("cora").views, house.seen_by("nil").views
    hers, ours = coras.keep("Ama", "Hers", "team=1"), coras.keep("Ama", "Ours", "team=1", shared=True)
    assert [view.name for view in coras.of("Ama")] == ["Hers", "Ours"] and hers.owner == "Cora"
    assert nobody.of("Cora") == ()
    for viewer in ("ama", "rae", "ada"):
        views = house.seen_by(viewer).views
        assert [view.name for view in views.of("Cora")] == ["Ours"]
        for view, why in ((hers, "no such view"), (ours, "Cora's")):
            for change in (
                lambda views=views, view=view: views.change(view.id, "Cora", name="Mine"),
                lambda views=views, view=view: views.delete(view.id, "Cora"),
                lambda views=views, view=view: views.restore(view.id, "Cora"),
            ):
                with pytest.raises(SameSideError, match=why):
                    change()
    with pytest.raises(NotAllowedError):
        nobody.change(ours.id, "Cora", name="Mine")
    for view in (hers, ours):
        coras.delete(view.id, "Cora")
    assert coras.of("Cora") == ()

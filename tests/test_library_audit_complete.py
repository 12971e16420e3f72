"""Nothing is done to a library that its audit does not know of: every public method, generated from the classes themselves, with what
it tells. A method that comes without an entry here fails, and so does one that tells something else.

::

    "swapped"   tells exactly that act, in its own transaction: it is done here, and looked at
    READ        changes nothing. The door through which its answer goes out tells it (``tests/test_ui_audit_doors.py``)
    WITHIN      a part of SameSide's own work: what a worker says of its progress, a file tidied away; whoever asked for the work is told
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from library_calls import a_call, a_moment, a_recording, a_report
from sqlalchemy import insert, update

from audio.span import Span
from library.arrivals.folder import lying, state_of
from library.audit.acts import ACTS
from library.calls.listing import Filter
from library.coaching.session import Agreed, Stretch
from library.corrections.correction import Place, Rewording
from library.database.schema import CallRow, Person
from library.database.tables.api import WebhookDelivery, WebhookRow
from library.evaluations.reviewers import Reviewer
from library.forms.form_text import parse_form
from library.house.mending import with_entries
from library.jobs.job import Reviewed
from library.metadata.call_metadata import Metadata
from library.notes.note import Content, Written
from library.people.persons import Entry
from library.retention.terms import Terms
from library.store import Library
from library.stores.folder import Folder
from library.webhooks.webhooks import WAITS

READ, WITHIN = "read", "within"

TOLD: dict[str, str] = {
    "call": READ, "calls": READ, "call_names": READ, "close": WITHIN, "find": READ, "heard": READ, "hits": READ, "place": READ,
    "playable": READ, "make_playable": WITHIN, "recording_of": READ, "recording_here": READ, "report": READ,
    "report_fingerprint": READ, "settled_report": READ, "stale": READ, "judged_otherwise": READ, "summary": READ, "verdicts_on": READ,
    "may": READ, "may_in_house": READ, "why_not": READ, "why_not_in_house": READ, "why": READ, "seen_by": WITHIN,
    "sharing.colleagues": READ, "sharing.practice_until": READ, "sharing.has_practice_room": READ, "queue.overview": READ, "sharing.shown_to": READ, "sharing.show": "shared",
    "sharing.give": "given_out", "sharing.take_back": "unshared", "sharing.keep_until": "kept_for_practice",
    "giving.give": "given_out", "giving.take_back": "unshared",
    "recordings.check": READ, "arrivals.known": READ, "arrivals.take": "brought",
    "persons.add": "added_person", "persons.all": READ, "persons.bring_back": "changed_person", "persons.change": "changed_person",
    "persons.find": READ, "persons.forget_account": "changed_person", "persons.has_admin": READ, "persons.remove": "removed_person",
    "sign_ins.begin": "signed_in", "sign_ins.check": READ, "sign_ins.end": "signed_out", "sign_ins.present": READ,
    "typed_names.give_calls": "assigned_name", "typed_names.give_notes": "assigned_name", "typed_names.unclaimed": READ,
    "keep_recording": WITHIN,  # a file without a call, let go in a day unless one comes of it
    "forget_cancelled": WITHIN,
    "assign": "assigned", "cancel": "cancelled", "cancel_all": "cancelled", "confirm_sides": "confirmed_sides",
    "delete": "deleted", "describe": "described", "enqueue": "brought", "keep_call": "kept", "keep_report": "judged",
    "keep_review": "judged", "mark_reviewed": "reviewed", "rename": "described", "set_date": "described", "swap": "swapped",
    "audit.about": READ, "audit.call_named": READ, "audit.events": READ, "audit.people": READ, "audit.tells_reads": READ, "audit.verify": READ, "audit.walk": READ,
    "audit.note": "exported",
    "deletions.carry_out": "deleted", "deletions.close": WITHIN, "deletions.later": "asked_to_delete", "deletions.now": "deleted",
    "deletions.pending": READ, "deletions.remove": "deleted", "deletions.undo": "took_back_deletion", "deletions.watch": WITHIN,
    "holds.all": READ, "holds.of": READ, "holds.set": "held", "holds.lift": "lifted_hold",
    "notes.add": "wrote_note", "notes.delete": "deleted_note", "notes.edit": "changed_note",
    "notes.find": READ, "notes.history": READ, "notes.import_notes": "imported_notes", "notes.note": READ, "notes.of": READ,
    "notes.purge": WITHIN,  # of what was deleted thirty days ago, and told then
    "notes.reply": "wrote_note", "notes.restore": "restored_note",
    "people.add": "added_agent", "people.agents": READ, "people.assign": "assigned", "people.remove": "removed_agent",
    "people.rename": "renamed_agent", "people.teams": READ,
    "queue.batch": READ, "queue.claim": WITHIN, "queue.dismiss": "cleared", "queue.fail": WITHIN, "queue.fetch": "fetching",
    "queue.fetching": READ, "queue.finish": "judged", "queue.give_back": WITHIN, "queue.job": READ, "queue.jobs": READ,
    "queue.judge": "queued_all", "queue.judging": READ, "queue.recordings_waiting": READ, "queue.renew": WITHIN,
    "queue.retry": "retried", "queue.waiting": READ, "queue.free": READ, "queue.figures": READ, "queue.unfinished": READ, "queue.waiting_for": READ,
    "queue.recording_of": READ,
    "recordings.add": WITHIN, "recordings.stored": READ, "recordings.here": READ, "recordings.is_there": READ, "recordings.leaving": READ, "recordings.total": READ,
    "recordings.keep_playable": WITHIN, "moves.move": "moved_recordings", "deletions.has_files_left": READ, "recordings.release": WITHIN, "recordings.remove_leaving_files": WITHIN,
    "recordings.tidy": WITHIN,
    "rehearing.hear": "queued_again", "rehearing.hear_together": "queued_again", "rehearing.hear_with": "queued_again",
    "rehearing.job": READ, "rehearing.wordless": READ,
    "retention.coming": READ, "retention.day_of": READ, "retention.keep": "set", "retention.look": "announced",
    "retention.queues": READ, "retention.terms": READ, "retention.would_end": READ,
    "settings.get": READ, "settings.keep": "set",
    "as_heard": READ, "is_empty": READ, "masks": READ, "original_call": READ, "original_report": READ, "silences": READ,
    "judge_original": READ,  # the judge reads it; the report that comes of it is told when it is kept
    "look_through": WITHIN,
    "corrections.add": "corrected", "corrections.of": READ, "corrections.on": READ, "corrections.put_back": "put_back_correction",
    "corrections.revision": READ, "corrections.take_back": "took_back_correction",
    "views.change": "changed_view", "views.delete": "deleted_view", "views.keep": "kept_view", "views.of": READ,
    "views.restore": "restored_view",
    "originals.destroy": "destroyed_original", "originals.due": READ, "people.team_ids": READ, "people.agent_ids": READ,
    "forms.add": "drafted_form", "forms.all": READ, "forms.drop_draft": "dropped_draft", "forms.publish": "published_form",
    "forms.retire": "retired_form", "forms.save": "drafted_form", "forms.version": READ,
    "evaluations.acknowledge": "acknowledged", "evaluations.answer": "answered", "evaluations.assign": "gave_evaluation",
    "evaluations.evaluation": READ, "evaluations.finish": "finished_evaluation", "evaluations.of_call": READ,
    "evaluations.queue": READ, "evaluations.given_to": READ, "evaluations.start": "began_evaluation", "evaluations.tried": READ,
    "coaching.acknowledge": "acknowledged_session", "coaching.agree": "changed_session", "coaching.all": READ, "coaching.begin": "drafted_session",
    "coaching.delete": "deleted_session", "coaching.drop": "changed_session", "coaching.hold": "held_session", "coaching.is_agent": READ, "coaching.look_again": "changed_session",
    "coaching.put": "put_on_agenda", "coaching.say": "changed_session", "coaching.session": READ, "changes.of": READ, "own_pages.of": READ,
    "appeals.file": "appealed", "appeals.decide": "decided_appeal", "appeals.listed": READ, "appeals.of": READ,
    "evaluations.of_own_calls": READ, "evaluations.who_may": READ,
    "mends.all": READ, "mends.mend": "mended_rule", "mends.take_back": "took_back_mending",
    "draws.draw": "drew", "draws.draws": READ, "draws.next_seed": READ, "scores.answers": READ, "scores.by": READ,
    "clips.keep": "kept_clip", "clips.change": "changed_clip", "clips.move": "changed_clip", "clips.put": "changed_clip", "clips.remove": "removed_clip",
    "clips.restore": "restored_clip", "clips.of": READ, "clips.on": READ, "clips.one": READ, "clips.heard": READ, "clips.techniques": READ, "clips.with_technique": READ,
    "playlists.add": "kept_playlist", "playlists.all": READ, "playlists.change": "changed_playlist", "playlists.remove": "removed_playlist",
    "playlists.restore": "restored_playlist",
    "inbox.items": READ, "inbox.unread": READ, "inbox.can_be_named": READ, "inbox.mark_read": "looked_at_inbox",
    "cuts.cut": READ,  # what a file is made of; the file is told
    "cuts.tell": "cut_clip",
    "calibrations.begin": "began_calibration", "calibrations.open": "opened_calibration", "calibrations.agree": "agreed_answers",
    "calibrations.drop": "dropped_calibration", "calibrations.all": READ, "calibrations.calibration": READ,
    "calibrations.side_by_side": READ,
    "scores_over_time.trends": READ, "scores_over_time.behind": READ,
    "webhooks.deliveries": READ, "webhooks.forget": "forgot_webhook", "webhooks.set": "set_webhook", "webhooks.url": READ,
    "webhooks.take_back": "set_webhook", "webhooks.try_out": "tested_webhook",
    "webhooks.send_due": "sent_webhook",
    "intake.asked_before": READ, "intake.bring": "brought", "intake.state": READ,
    "tokens.add": "made_token", "tokens.all": READ, "tokens.bearer": READ,  # each use is told by the door, with what it was
    "tokens.revoke": "revoked_token", "tokens.restore": "restored_token",
    "trends.agents": READ, "trends.agreement": READ, "trends.anyway": READ, "trends.over_time": READ, "trends.techniques": READ, "trends.topics": READ,
}  # fmt: skip
"""By method, ``part.method`` for the library's parts: the act that it tells, or why it tells none."""

NO_PART = ("database", "files")
"""What is beneath the library: tables and files, which do nothing by themselves."""


def public_methods(library: Library) -> dict[str, Callable[..., object]]:
    """Every public method of a library and its parts."""
    found: dict[str, Callable[..., object]] = {}
    for name, member in inspect.getmembers(library):
        if name.startswith("_") or name in NO_PART:
            continue
        if inspect.ismethod(member):
            found[name] = member
        else:
            parts = inspect.getmembers(member, inspect.ismethod)
            found |= {f"{name}.{part}": method for part, method in parts if not part.startswith("_")}
    return found


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(str(tmp_path / "library.db"), tmp_path / "files")
    opened.keep_call(
        a_call("c1"), opened.keep_recording(a_recording(tmp_path / "c1.wav")), name="c1.wav", agent="Ama", team="North"
    )
    opened.keep_report(a_report("c1"), "f1")
    yield opened
    opened.close()


def test_every_public_method_says_what_it_tells(library: Library) -> None:
    methods = public_methods(library)
    assert set(methods) == set(TOLD), "a method came or went: say in TOLD which act it tells the audit, and why if none"
    assert {act for act in TOLD.values() if act not in (READ, WITHIN)} <= set(ACTS)


@pytest.mark.parametrize("method", sorted(name for name, act in TOLD.items() if act not in (READ, WITHIN)))
def test_a_method_tells_what_it_does(library: Library, tmp_path: Path, method: str) -> None:
    prepared = DONE[method]
    act = prepared(library, tmp_path)
    before = library.audit.verify().events
    act()
    new = [event for event in library.audit.walk() if event.n > before]
    assert TOLD[method] in {event.act for event in new}
    assert len(new) == 1, f"{method} tells {[event.act for event in new]}"
    assert library.audit.verify().broken is None


def test_every_act_that_is_told_is_tried() -> None:
    assert set(DONE) == {name for name, act in TOLD.items() if act not in (READ, WITHIN)}


def test_what_many_calls_are_done_to_is_an_event_for_each(library: Library) -> None:
    library.keep_call(a_call("c2"))
    before = library.audit.verify().events
    pending = library.deletions.later(["c1", "c2", "never"])
    library.deletions.undo(pending.due)
    library.assign(["c1", "c2"], agent="Ben", date=datetime.now(UTC))
    new = [(event.act, event.call_id) for event in library.audit.walk() if event.n > before]
    acts = ("asked_to_delete", "took_back_deletion", "described", "assigned")
    assert sorted(new) == sorted((act, call) for act in acts for call in ("c1", "c2"))


def test_saving_a_note_by_itself_while_it_is_written_is_one_event(library: Library) -> None:
    content = Content(Span(1.0, 2.0), "S")
    note = library.notes.add("c1", "Ama", content, draft=True)
    before = library.audit.verify().events
    for text in ("Sh", "She", "She w"):
        note = library.notes.edit(note.id, note.version, "Ama", replace(content, text=text), draft=True)
    assert library.audit.verify().events == before
    note = library.notes.edit(note.id, note.version, "Ama", replace(content, text="She waits."))
    assert library.audit.verify().events == before + 1


def _to_be_sent(library: Library, folder: Path) -> Callable[[], object]:
    library.webhooks.set("https://desk.example/x")
    _failed(library, folder)
    with library.database.write() as session:
        session.execute(update(WebhookRow).values(url="https://127.0.0.1/x"))  # which nobody asks
        session.execute(update(WebhookDelivery).values(attempts=len(WAITS)))
    return library.webhooks.send_due


def _with_token(library: Library, do: Callable[[], object], revoked: bool = False) -> Callable[[], object]:
    library.tokens.add("new", ["calls:write"])
    if revoked:
        library.tokens.revoke("new")
    return do


def _with_webhook(library: Library, do: Callable[[], object]) -> Callable[[], object]:
    library.webhooks.set("https://desk.example/x")
    with library.database.write() as session:
        session.execute(update(WebhookRow).values(url="https://127.0.0.1/x"))  # which nobody asks
    return do


def _had_back(library: Library) -> Callable[[], object]:
    library.webhooks.set("https://desk.example/x")
    forgotten = library.webhooks.forget()
    assert forgotten is not None
    return lambda: library.webhooks.take_back(forgotten)


def _noted(library: Library) -> tuple[str, int]:
    note = library.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "Here."))
    return note.id, note.version


def _due(library: Library) -> None:
    library.deletions.later(["c1"], timedelta(seconds=59))
    with library.database.write() as session:
        session.execute(update(CallRow).values(delete_due=datetime.now(UTC) - timedelta(seconds=1)))


def _edited(library: Library) -> Callable[[], object]:
    note, version = _noted(library)
    return lambda: library.notes.edit(note, version, "Ama", Content(Span(1.0, 2.0), "There."))


def _with_note(library: Library, do: Callable[[str], object]) -> Callable[[], object]:
    note, _ = _noted(library)
    return lambda: do(note)


def _restored(library: Library) -> Callable[[], object]:
    note, _ = _noted(library)
    library.notes.delete(note, "Ama")
    return lambda: library.notes.restore(note, "Ama")


def _queued(library: Library, folder: Path) -> int:
    return library.enqueue(a_recording(folder / "new.wav", pitch=300.0))


def _finished(library: Library, folder: Path) -> Callable[[], object]:
    _queued(library, folder)
    claim = library.queue.claim("w1")
    assert claim is not None
    return lambda: library.queue.finish(claim, Reviewed(a_call("c9"), a_report("c9"), "f1"))


def _failed(library: Library, folder: Path) -> int:
    job = _queued(library, folder)
    claim = library.queue.claim("w1")
    assert claim is not None
    library.queue.fail(claim, "No.")
    return job


def _undone(library: Library) -> Callable[[], object]:
    pending = library.deletions.later(["c1"])
    return lambda: library.deletions.undo(pending.due)


def _carried_out(library: Library) -> Callable[[], object]:
    _due(library)
    return library.deletions.carry_out


def _lifted(library: Library) -> Callable[[], object]:
    library.holds.set(["c1"], "A lawsuit.", "Ama")
    return lambda: library.holds.lift(["c1"], "It is over.")


def _of_person(library: Library, do: Callable[[int], object]) -> Callable[[], object]:
    with library.database.write() as session:
        session.execute(insert(Person).values(id=7, name="Ben", created=datetime.now(UTC)))
    return lambda: do(7)


BEN = "ben@x.example"


def _known(
    library: Library, do: Callable[[], object], left: bool = False, signed_in: bool = False
) -> Callable[[], object]:
    """An admin and Ben are known here."""
    library.persons.add(Entry("ada@x.example", "Ada", ("admin",)))
    library.persons.add(Entry(BEN, "Ben", ("coach",)))
    if left:
        library.persons.remove(BEN)
    if signed_in:
        library.sign_ins.begin("s1", BEN, "issuer", "subject", 8.0)
    return do


def _ben_reviews(library: Library) -> int:
    _known(library, lambda: None)
    library.persons.change(BEN, Entry(BEN, "Ben", ("reviewer",)))
    return library.persons.find(BEN).id


def _of_reviewer(library: Library, do: Callable[[int], object]) -> Callable[[], object]:
    person = _ben_reviews(library)
    return lambda: do(person)


def _given(library: Library) -> Callable[[], object]:
    given = library.giving.give(["c1"], _ben_reviews(library))
    return lambda: library.giving.take_back(given)


def _looked(library: Library) -> Callable[[], object]:
    library.settings.keep("retention", {"house": 1}, 0)
    return library.retention.look


def _elsewhere(library: Library, folder: Path, do: Callable[[], object]) -> Callable[[], object]:
    """Another folder is the object storage."""
    own = library.recordings.places.store("")
    library.recordings.places.store = lambda address: Folder(folder / "elsewhere") if address else own  # type: ignore[method-assign]
    return do


def _of_job(do: Callable[[int], object], job: int) -> Callable[[], object]:
    return lambda: do(job)


def _corrected(library: Library, then: Callable[[], object] = lambda: None) -> Callable[[], object]:
    place = Place(Span(3.8, 4.12), "customer", ("never",))
    library.corrections.add("c1", "one", "Ama", place, Rewording(("ever",)))
    return then


def _uncorrected(library: Library) -> Callable[[], object]:
    _corrected(library)
    library.corrections.take_back("c1", "one", "Ama")
    return lambda: library.corrections.put_back("c1", "one")


def _of_view(library: Library, do: Callable[[str], object], deleted: bool = False) -> Callable[[], object]:
    view = library.views.keep("Ama", "Mine", "search=refund").id
    if deleted:
        library.views.delete(view, "Ama")
    return lambda: do(view)


def _of_form(library: Library, do: Callable[[int], object], published: bool = False) -> Callable[[], object]:
    form = library.forms.add(FORM, "Ada").form_id
    if published:
        library.forms.publish(form)
    return lambda: do(form)


def _of_evaluation(library: Library, do: Callable[[int], object], finished: bool = False) -> Callable[[], object]:
    form = library.forms.add(FORM, "Ada").form_id
    library.forms.publish(form)
    evaluation = library.evaluations.start("c1", form, "Rae")
    library.evaluations.answer(evaluation, "heard", "yes", "Rae")
    if finished:
        library.evaluations.finish(evaluation, "Rae")
    return lambda: do(evaluation)


def _of_session(library: Library, do: Callable[[int], object], held: bool = False) -> Callable[[], object]:
    session = library.coaching.begin("Ama", "Cora")
    library.coaching.put("c1", STRETCH, "Cora", session)
    if held:
        library.coaching.hold(session)
    return lambda: do(session)


def _mended(library: Library, taken_back: bool) -> Callable[[], object]:
    filed: list[int] = []
    _of_evaluation(library, lambda one: filed.append(library.appeals.file(one, "heard", "Ama", "I did.")), True)()
    library.appeals.decide(filed[0], "Cora", True, "She did.", "no")
    entries = {"command": {"exceptions": ("You need to sign it.",)}}
    rules = with_entries("", entries)

    def mend() -> int:
        return library.mends.mend(filed[0], "Cora", "command", "You need to sign it.", entries, rules, 0)

    if not taken_back:
        return mend
    made = mend()
    return lambda: library.mends.take_back(made, "Cora", entries, "", 1)


def _appealed(library: Library) -> Callable[[], object]:
    filed: list[int] = []
    _of_evaluation(library, lambda one: filed.append(library.appeals.file(one, "heard", "Ama", "I did.")), True)()
    return lambda: library.appeals.decide(filed[0], "Cora", False, "It stays.")


STRETCH = Stretch("c1", Span(8.0, 10.8), "A policy")


def _named(library: Library) -> Callable[[], object]:
    library.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "@Ben, listen.", audience="everybody"))
    return lambda: library.inbox.mark_read("Ben")


def _clipped(library: Library, do: Callable[[str], object], removed: bool = False) -> Callable[[], object]:
    clip = library.clips.keep("c1", Span(3.0, 5.0), "Never came", "Ama").id
    if removed:
        library.clips.remove(clip)
    return lambda: do(clip)


def _listed(library: Library, do: Callable[[str], object], removed: bool = False) -> Callable[[], object]:
    playlist = library.playlists.add("To try", "Ama").id
    if removed:
        library.playlists.remove(playlist)
    return lambda: do(playlist)


def _calibrated(
    library: Library, do: Callable[[int], object], begun: bool = True, opened: bool = False
) -> Callable[[], object]:
    form = library.forms.add(FORM, "Ada").form_id
    library.forms.publish(form)
    if not begun:
        return lambda: do(form)
    session = library.calibrations.begin(["c1"], form, RAE_AND_VAL, "Cora")
    if opened:
        library.calibrations.open(session, "Cora")
    return lambda: do(session)


RAE_AND_VAL = [Reviewer("Rae", None), Reviewer("Val", None)]
FORM = parse_form(
    'name = "Small"\n[[sections]]\ntitle = "One"\nquestions = [{ id = "heard", ask = "Heard out?", points = 6 }]'
)


def _of_arrival(library: Library, path: Path) -> Callable[[], object]:
    state = state_of(path)
    assert state is not None
    return lambda: library.arrivals.take(lying(path), state, {})


WRITTEN = Written("Ama", Content(Span(1.0, 2.0), "From Praat."), None, None)
DONE: dict[str, Callable[[Library, Path], Callable[[], object]]] = {
    "webhooks.set": lambda library, folder: lambda: library.webhooks.set("https://desk.example/x"),
    "webhooks.forget": lambda library, folder: _with_webhook(library, library.webhooks.forget),
    "webhooks.take_back": lambda library, folder: _had_back(library),
    "webhooks.try_out": lambda library, folder: _with_webhook(
        library, lambda: library.webhooks.try_out(lambda *_: 200)
    ),
    "tokens.restore": lambda library, folder: _with_token(library, lambda: library.tokens.restore("new"), revoked=True),
    "webhooks.send_due": lambda library, folder: _to_be_sent(library, folder),
    "intake.bring": lambda library, folder: (
        lambda: library.intake.bring(a_recording(folder / "new.wav", pitch=300.0), "new.wav", {}, Metadata())
    ),
    "tokens.add": lambda library, folder: lambda: library.tokens.add("new", ["calls:write"]),
    "tokens.revoke": lambda library, folder: _with_token(library, lambda: library.tokens.revoke("new")),
    "assign": lambda lib, _: lambda: lib.assign(["c1"], agent="Ben"),
    "cancel": lambda lib, folder: _of_job(lib.cancel, _queued(lib, folder)),
    "cancel_all": lambda lib, folder: _of_job(lambda _: lib.cancel_all(), _queued(lib, folder)),
    "confirm_sides": lambda lib, _: lambda: lib.confirm_sides("c1"),
    "delete": lambda lib, _: lambda: lib.delete("c1"),
    "describe": lambda lib, _: lambda: lib.describe("c1", queue="Returns"),
    "enqueue": lambda lib, folder: lambda: _queued(lib, folder),
    "keep_call": lambda lib, _: lambda: lib.keep_call(a_call("c2")),
    "keep_report": lambda lib, _: lambda: lib.keep_report(a_report("c1", a_moment()), "f2"),
    "keep_review": lambda lib, _: lambda: lib.keep_review(Reviewed(a_call("c2"), a_report("c2")), None, "c2"),
    "mark_reviewed": lambda lib, _: lambda: lib.mark_reviewed("c1", "Ama"),
    "rename": lambda lib, _: lambda: lib.rename("c1", "other"),
    "set_date": lambda lib, _: lambda: lib.set_date("c1", datetime.now(UTC)),
    "swap": lambda lib, _: lambda: lib.swap("c1"),
    "arrivals.take": lambda lib, folder: _of_arrival(lib, a_recording(folder / "arrived.wav", pitch=310.0)),
    "audit.note": lambda lib, _: lambda: lib.audit.note("exported", "c1", form="csv"),
    "deletions.carry_out": lambda lib, _: _carried_out(lib),
    "deletions.later": lambda lib, _: lambda: lib.deletions.later(["c1"]),
    "deletions.now": lambda lib, _: lambda: lib.deletions.now("c1"),
    "deletions.remove": lambda lib, _: (
        lambda: lib.deletions.remove(CallRow.id == "c1", "its term was over", term="90 days")
    ),
    "deletions.undo": lambda lib, _: _undone(lib),
    "holds.set": lambda lib, _: lambda: lib.holds.set(["c1"], "A lawsuit.", "Ama"),
    "holds.lift": lambda lib, _: _lifted(lib),
    "corrections.add": lambda lib, _: lambda: _corrected(lib),
    "corrections.take_back": lambda lib, _: _corrected(lib, lambda: lib.corrections.take_back("c1", "one", "Ama")),
    "corrections.put_back": lambda lib, _: _uncorrected(lib),
    "views.keep": lambda lib, _: lambda: lib.views.keep("Ama", "Mine", "search=refund"),
    "views.change": lambda lib, _: _of_view(lib, lambda view: lib.views.change(view, "Ama", name="Yours")),
    "views.delete": lambda lib, _: _of_view(lib, lambda view: lib.views.delete(view, "Ama")),
    "views.restore": lambda lib, _: _of_view(lib, lambda view: lib.views.restore(view, "Ama"), deleted=True),
    "originals.destroy": lambda lib, _: lambda: lib.originals.destroy("c1"),
    "forms.add": lambda lib, _: lambda: lib.forms.add(FORM, "Ada"),
    "forms.save": lambda lib, _: _of_form(lib, lambda form: lib.forms.save(form, FORM, "Ada")),
    "forms.publish": lambda lib, _: _of_form(lib, lib.forms.publish),
    "forms.retire": lambda lib, _: _of_form(lib, lib.forms.retire, published=True),
    "forms.drop_draft": lambda lib, _: _of_form(lib, lib.forms.drop_draft),
    "evaluations.assign": lambda lib, _: _of_form(
        lib, lambda form: lib.evaluations.assign(["c1"], form, "Rae", "Cora"), published=True
    ),
    "evaluations.start": lambda lib, _: _of_form(
        lib, lambda form: lib.evaluations.start("c1", form, "Rae"), published=True
    ),
    "evaluations.answer": lambda lib, _: _of_evaluation(
        lib, lambda one: lib.evaluations.answer(one, "heard", "no", "Rae")
    ),
    "evaluations.finish": lambda lib, _: _of_evaluation(lib, lambda one: lib.evaluations.finish(one, "Rae")),
    "evaluations.acknowledge": lambda lib, _: _of_evaluation(lib, lib.evaluations.acknowledge, finished=True),
    "calibrations.begin": lambda lib, _: _calibrated(
        lib, lambda form: lib.calibrations.begin(["c1"], form, RAE_AND_VAL, "Cora"), begun=False
    ),
    "calibrations.open": lambda lib, _: _calibrated(lib, lambda one: lib.calibrations.open(one, "Cora")),
    "calibrations.agree": lambda lib, _: _calibrated(
        lib, lambda one: lib.calibrations.agree(one, "c1", {"heard": ("yes", "")}, "Cora"), opened=True
    ),
    "calibrations.drop": lambda lib, _: _calibrated(lib, lambda one: lib.calibrations.drop(one, "Cora")),
    "appeals.file": lambda lib, _: _of_evaluation(
        lib, lambda one: lib.appeals.file(one, "heard", "Ama", "I did."), finished=True
    ),
    "appeals.decide": lambda lib, _: _appealed(lib),
    "coaching.acknowledge": lambda lib, _: _of_session(
        lib, lambda one: lib.coaching.acknowledge(one, "Yes."), held=True
    ),
    "coaching.agree": lambda lib, _: _of_session(
        lib, lambda one: lib.coaching.agree(one, Agreed("own_it", "more"), None, "")
    ),
    "coaching.begin": lambda lib, _: lambda: lib.coaching.begin("Ama", "Cora"),
    "coaching.delete": lambda lib, _: _of_session(lib, lib.coaching.delete),
    "coaching.drop": lambda lib, _: _of_session(lib, lambda one: lib.coaching.drop(one, 1)),
    "coaching.hold": lambda lib, _: _of_session(lib, lib.coaching.hold),
    "coaching.look_again": lambda lib, _: _of_session(lib, lambda one: lib.coaching.look_again(one, None), held=True),
    "coaching.put": lambda lib, _: _of_session(
        lib, lambda one: lib.coaching.put("c1", replace(STRETCH, span=Span(1.0, 2.0)), "Cora", one)
    ),
    "coaching.say": lambda lib, _: _of_session(lib, lambda one: lib.coaching.say(one, 1, "", "Listen.")),
    "clips.keep": lambda lib, _: lambda: lib.clips.keep("c1", Span(3.0, 5.0), "Never came", "Ama"),
    "clips.change": lambda lib, _: _clipped(lib, lambda clip: lib.clips.change(clip, title="Other")),
    "clips.move": lambda lib, _: _clipped(lib, lambda clip: lib.clips.move(clip, 0)),
    "clips.put": lambda lib, _: _clipped(lib, lambda clip: lib.clips.put(clip, None)),
    "clips.remove": lambda lib, _: _clipped(lib, lib.clips.remove),
    "clips.restore": lambda lib, _: _clipped(lib, lib.clips.restore, removed=True),
    "playlists.add": lambda lib, _: lambda: lib.playlists.add("To try", "Ama"),
    "playlists.change": lambda lib, _: _listed(lib, lambda one: lib.playlists.change(one, "Other")),
    "playlists.remove": lambda lib, _: _listed(lib, lib.playlists.remove),
    "playlists.restore": lambda lib, _: _listed(lib, lib.playlists.restore, removed=True),
    "cuts.tell": lambda lib, _: lambda: lib.cuts.tell([lib.cuts.cut("c1", Span(3.0, 5.0))], "html"),
    "inbox.mark_read": lambda lib, _: _named(lib),
    "mends.mend": lambda lib, _: _mended(lib, taken_back=False),
    "mends.take_back": lambda lib, _: _mended(lib, taken_back=True),
    "draws.draw": lambda lib, _: lambda: lib.draws.draw(Filter(), 1, seed=1, by="Cora", shortest=0.0),
    "notes.add": lambda lib, _: lambda: _noted(lib),
    "notes.delete": lambda lib, _: _with_note(lib, lambda note: lib.notes.delete(note, "Ama")),
    "notes.edit": lambda lib, _: _edited(lib),
    "notes.import_notes": lambda lib, _: lambda: lib.notes.import_notes("c1", "Ama", [WRITTEN]),
    "notes.reply": lambda lib, _: _with_note(lib, lambda note: lib.notes.reply(note, "Ama", "I know.")),
    "notes.restore": lambda lib, _: _restored(lib),
    "people.add": lambda lib, _: lambda: lib.people.add("Ben"),
    "people.assign": lambda lib, _: lambda: lib.people.assign("c1", "Ben"),
    "people.remove": lambda lib, _: lambda: lib.people.remove("Ama"),
    "people.rename": lambda lib, _: lambda: lib.people.rename("Ama", "Amma"),
    "queue.dismiss": lambda lib, folder: _of_job(lib.queue.dismiss, _failed(lib, folder)),
    "queue.fetch": lambda lib, _: lambda: lib.queue.fetch("base"),
    "queue.finish": lambda lib, folder: _finished(lib, folder),
    "queue.judge": lambda lib, _: lambda: lib.queue.judge(1),
    "queue.retry": lambda lib, folder: _of_job(lib.queue.retry, _failed(lib, folder)),
    "rehearing.hear": lambda lib, _: lambda: lib.rehearing.hear(["c1"]),
    "rehearing.hear_together": lambda lib, _: lambda: lib.rehearing.hear_together(["c1"]),
    "rehearing.hear_with": lambda lib, _: lambda: lib.rehearing.hear_with("c1", ("a.vtt", b"")),
    "retention.keep": lambda lib, _: lambda: lib.retention.keep(Terms(house=30), 0),
    "retention.look": lambda lib, _: _looked(lib),
    "persons.add": lambda lib, _: lambda: lib.persons.add(Entry("ben@x.example", "Ben", ("coach",))),
    "persons.change": lambda lib, _: _known(lib, lambda: lib.persons.change(BEN, Entry(BEN, "Benno", ("coach",)))),
    "persons.remove": lambda lib, _: _known(lib, lambda: lib.persons.remove(BEN)),
    "persons.forget_account": lambda lib, _: _known(lib, lambda: lib.persons.forget_account(BEN)),
    "persons.bring_back": lambda lib, _: _known(lib, lambda: lib.persons.bring_back(BEN, ("coach",)), left=True),
    "sign_ins.begin": lambda lib, _: _known(lib, lambda: lib.sign_ins.begin("s1", BEN, "issuer", "subject", 8.0)),
    "sign_ins.end": lambda lib, _: _known(lib, lambda: lib.sign_ins.end("s1"), signed_in=True),
    "typed_names.give_calls": lambda lib, _: _known(lib, lambda: lib.typed_names.give_calls("Ama", BEN)),
    "typed_names.give_notes": lambda lib, _: _known(lib, lambda: lib.typed_names.give_notes("Ama", BEN)),
    "sharing.show": lambda lib, _: _of_person(lib, lambda person: lib.sharing.show("c1", person)),
    "sharing.give": lambda lib, _: _of_person(lib, lambda person: lib.sharing.give("c1", person)),
    "sharing.take_back": lambda lib, _: _of_person(lib, lambda person: lib.sharing.take_back("c1", person)),
    "giving.give": lambda lib, _: _of_reviewer(lib, lambda person: lib.giving.give(["c1"], person)),
    "giving.take_back": lambda lib, _: _given(lib),
    "sharing.keep_until": lambda lib, _: lambda: lib.sharing.keep_until("c1", datetime.now(UTC)),
    "settings.keep": lambda lib, _: lambda: lib.settings.keep("limits", {}, 0),
    "moves.move": lambda lib, folder: _elsewhere(lib, folder, lambda: lib.moves.move("s3://calls")),
}
"""By method: makes ready for it, and answers what does it."""

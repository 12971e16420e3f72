"""The tables of a library: one schema on SQLite and on PostgreSQL.

::

    team --< agent --< call --- report          one report a call: the latest
                        |  \\---< tally          how many moments of each kind, technique and response
                        |  \\---< answer         what followed techniques and placebos, by stratum
    recording --< hearing       spoken, mask    the words, folded for searching (and indexed, see full_text.py); which of them are masked
                        |
                        |---< note --< note_version, note (replies)
                        |---< correction         what people say was said otherwise
    recording --< job                           the queue of recordings to review, and of calls to judge again
                  job --< job_file              what came with a recording under its name
    setting                                     what the house has settled on: its limits
    leaving                                     files that are to be unlinked
    saved_view                                  what the list of calls was asked, under a name

    person --< person_role, person_team         who may sign in, as what, and for which teams
    person --< agent                            the names under which a person takes calls
    person --< sign_in                          the times that a person has signed in
    person --< typed_name                       names that were typed before there was a sign-in
    call   --< call_share, assignment >-- person    shown to one person; given to one to review

What is only ever read whole (facts and tracks of a hearing, a report) is one value; what is searched, counted or
sorted is in columns of its own, written when the report is kept, so that a list of 10,000 calls opens at once.
A change here needs a migration in ``library/database/migrations/versions`` and :data:`HEAD` moved to it; a test compares them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from datetime import date as Day  # noqa: N812 (a call has a date of its own)
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, LargeBinary, String, Text, TypeDecorator, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HEAD = "0026"
"""The migration that this schema is the outcome of."""


class Utc(TypeDecorator[datetime]):
    """A moment in time, kept as UTC and always given back with its zone, which SQLite would lose."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's
        """A time as it is kept: in UTC, without its zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's
        """A time as it was kept, with its zone again."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All tables, with the types of their columns by those of their attributes."""

    type_annotation_map = {datetime: Utc(), str: Text(), bytes: LargeBinary()}  # noqa: RUF012 (SQLAlchemy's own form)


def _call_key(**options: Any) -> Mapped[str]:
    return mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), **options)


class Team(Base):
    """A team that agents are in."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Agent(Base):
    """An agent, by name; ``team_id`` is ``None`` for one in no team, ``person_id`` for one who is nobody that signs in. A person
    may be several of these, under other names or extension numbers."""

    __tablename__ = "agent"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class Person(Base):
    """Somebody who may sign in, by ``email`` in lower case (``None``: known by name only); ``left`` is when they were removed,
    after which the row stays, so that history has names."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    created: Mapped[datetime]
    left: Mapped[datetime | None]


class PersonRole(Base):
    """That a person is ``agent``, ``coach``, ``reviewer`` or ``admin``; one may be several."""

    __tablename__ = "person_role"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(primary_key=True)


class PersonTeam(Base):
    """That a person coaches or reviews for a team. The team of an agent is in :class:`Agent`."""

    __tablename__ = "person_team"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    team_id: Mapped[int] = mapped_column(
        ForeignKey("team.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class TypedName(Base):
    """A name that somebody typed under notes before there was a sign-in, and the person whose it is, by an admin's word."""

    __tablename__ = "typed_name"
    name: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SignIn(Base):
    """One time that a person has signed in: from ``began`` until ``expires``, or until it was ``ended`` before that.
    ``subject`` is the provider's own name of them."""

    __tablename__ = "sign_in"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str]
    began: Mapped[datetime]
    expires: Mapped[datetime]
    ended: Mapped[datetime | None]


class Recording(Base):
    """A file as it was added; ``id`` is the SHA-256 of its bytes."""

    __tablename__ = "recording"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    suffix: Mapped[str]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    kept: Mapped[datetime]


DELETED = "delete_due IS NOT NULL"
LISTED = "delete_due IS NULL AND practice_of IS NULL"
"""Of a row of :class:`CallRow`: it waits to be deleted; it is in the house's lists."""
BROUGHT, PRACTICE = "brought_by IS NOT NULL", "practice_of IS NOT NULL"
"""Of a row of :class:`CallRow`: somebody who was signed in brought it; it was brought for practice. Written out as an index needs it."""


def day_of(held: datetime) -> Day:
    """The day that it is here, on this computer, at a time: by it calls are counted, so machines of one library keep one time zone."""
    try:
        return held.astimezone().date()
    except (OverflowError, ValueError):  # the first or last day that there is
        return held.date()


def _day(context: Any) -> Day:
    return day_of(context.get_current_parameters()["date"])


class CallRow(Base):
    """A call as a list shows it. ``depends`` names the hearing that is the current one; ``outcome`` is ``None``
    until there is a report; the counts are of moments of high confidence; ``queue`` to ``reference`` are what the recorder or a
    list knew of the call (:mod:`library.metadata`); ``delete_due`` is when it is to be deleted, where somebody has asked for
    that (:mod:`library.deletion`): until then it is out of sight; ``destroyed`` when what is masked of it was taken out for good, where it
    was (:mod:`library.deletion.originals`). ``brought_by`` put it into the library; ``practice_of`` did so for practice, and nobody else
    sees it, until ``practice_until``. ``number`` is its name in the index of words (:mod:`library.database.full_text`), given by the database.
    ``day`` is the day of its ``date`` (:func:`day_of`), and changes with it."""

    __tablename__ = "call"
    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    name: Mapped[str]
    folded: Mapped[str]
    date: Mapped[datetime]
    day: Mapped[Day] = mapped_column(Date, default=_day, server_default="1970-01-01")
    kept: Mapped[datetime]
    duration: Mapped[float]
    layout: Mapped[str]
    depends: Mapped[str]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id", ondelete="SET NULL"))
    outcome: Mapped[str | None] = mapped_column(index=True)
    pushed: Mapped[int]
    partnered: Mapped[int]
    escalated: Mapped[int]
    settled: Mapped[int]
    missed: Mapped[int]
    reviewed: Mapped[datetime | None]
    reviewed_by: Mapped[str | None]
    queue: Mapped[str | None]
    direction: Mapped[str | None]
    disposition: Mapped[str | None]
    reference: Mapped[str | None]
    delete_due: Mapped[datetime | None]
    number: Mapped[int | None] = mapped_column(BigInteger)
    destroyed: Mapped[datetime | None]
    brought_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    practice_of: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    practice_until: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_call_date", "date"),
        Index("ix_call_number", "number", unique=True),
        *(
            Index(name, *columns, "delete_due", "practice_of", sqlite_where=text(LISTED), postgresql_where=text(LISTED))
            for name, columns in (
                ("ix_call_listed", ("agent_id", "date")),
                ("ix_call_counted", ("number", "id", "agent_id", "brought_by")),
            )
        ),
        Index("ix_call_delete_due", "delete_due", sqlite_where=text(DELETED), postgresql_where=text(DELETED)),
        # all that is asked of a call before it is counted for its agent
        Index("ix_call_agent_id", "agent_id", "practice_of", "delete_due", "brought_by", "id", "number"),
        Index("ix_call_brought", "brought_by", sqlite_where=text(BROUGHT), postgresql_where=text(BROUGHT)),
        Index("ix_call_practice", "practice_of", sqlite_where=text(PRACTICE), postgresql_where=text(PRACTICE)),
    )


OF_THE_HOUSE = (CallRow.delete_due.is_(None), CallRow.practice_of.is_(None))
"""Of a call's row: that it is listed, neither on its way out nor anybody's practice."""


class CallShare(Base):
    """That a call was shown to one person, by another."""

    __tablename__ = "call_share"
    call_id: Mapped[str] = _call_key(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Assignment(Base):
    """That a call was given to one person to review, until it is ``due``, if ever."""

    __tablename__ = "assignment"
    call_id: Mapped[str] = _call_key(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    due: Mapped[datetime | None]


class Hearing(Base):
    """What was heard in a call, given what it depends on (transcript, model); see ``library/database/packing.py``."""

    __tablename__ = "hearing"
    call_id: Mapped[str] = _call_key(primary_key=True)
    depends: Mapped[str] = mapped_column(primary_key=True)
    recording_id: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("recording.id", ondelete="SET NULL"), index=True
    )
    heard: Mapped[datetime]
    facts: Mapped[str]
    tracks: Mapped[bytes]


class ReportRow(Base):
    """The latest report of a call and the fingerprint of the limits and rules it was made under."""

    __tablename__ = "report"
    call_id: Mapped[str] = _call_key(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(index=True)
    made: Mapped[datetime]
    report: Mapped[str]


TOPIC = "topic"
"""The kind of a tally that counts the customer's lines on a topic; ``technique`` names the topic."""

OF_A_TOPIC = f"kind = '{TOPIC}'"
"""Of a row of :class:`Tally`: it counts lines on a topic. Written out, since an index is only taken for what it says itself."""


class Tally(Base):
    """How many moments of a call are of one kind, technique, response and confidence. Empty text is *none*."""

    __tablename__ = "tally"
    call_id: Mapped[str] = _call_key(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    technique: Mapped[str] = mapped_column(primary_key=True)
    after: Mapped[str] = mapped_column(primary_key=True)
    confidence: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]
    __table_args__ = (
        Index("ix_tally_technique", "technique", "confidence", "call_id"),
        Index(
            "ix_tally_topic", "technique", "call_id", sqlite_where=text(OF_A_TOPIC), postgresql_where=text(OF_A_TOPIC)
        ),
    )


class Answer(Base):
    """How many moments of a technique (kind ``placebo``: of none) could be told what followed, and how many calmer did."""

    __tablename__ = "answer"
    call_id: Mapped[str] = _call_key(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    technique: Mapped[str] = mapped_column(primary_key=True)
    stratum: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    told: Mapped[int]
    calmer: Mapped[int]


NO_WORDS = "words = ' '"
"""Of a row of :class:`Spoken`: the call has no words. Written out, since an index is only taken for what it says itself."""


class Spoken(Base):
    """All words of a call, folded: lower case, one space before each word and none of the punctuation; masked as they are shown."""

    __tablename__ = "spoken"
    call_id: Mapped[str] = _call_key(primary_key=True)
    words: Mapped[str]
    __table_args__ = (Index("ix_spoken_none", "call_id", sqlite_where=text(NO_WORDS), postgresql_where=text(NO_WORDS)),)


class MaskRow(Base):
    """What is masked of the words of a call's current hearing, found by one edition of the rules; see ``library/redaction/kept.py``."""

    __tablename__ = "mask"
    call_id: Mapped[str] = _call_key(primary_key=True)
    edition: Mapped[str]
    masks: Mapped[str]


class NoteRow(Base):
    """A note as it is now. ``id`` is the writer's own, so that a note sent twice is one; ``draft`` says that this
    version was saved by itself while the author wrote; ``imported_by`` whoever brought it from another program, where that is
    not the author; ``author_id`` is the author as a person, ``None`` for a name that was typed; ``audience`` who may read it, its
    author apart: ``me`` (nobody), ``agent``, ``coaches`` or ``everybody``; see ``library/notes/notes.py``."""

    __tablename__ = "note"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = _call_key(index=True)
    reply_to: Mapped[str | None] = mapped_column(String(64), ForeignKey("note.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    author: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    imported_by: Mapped[str | None]
    created: Mapped[datetime]
    edited: Mapped[datetime | None]
    draft: Mapped[bool]
    start: Mapped[float]
    end: Mapped[float]
    label: Mapped[str]
    text: Mapped[str]
    audience: Mapped[str] = mapped_column(server_default="me")
    verdict: Mapped[str | None]
    kind: Mapped[str | None]
    technique: Mapped[str | None] = mapped_column(index=True)
    deleted: Mapped[datetime | None]


class NoteVersion(Base):
    """A note as it was in an earlier version."""

    __tablename__ = "note_version"
    note_id: Mapped[str] = mapped_column(String(64), ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    written: Mapped[datetime]
    start: Mapped[float]
    end: Mapped[float]
    label: Mapped[str]
    text: Mapped[str]
    audience: Mapped[str] = mapped_column(server_default="me")
    verdict: Mapped[str | None]


class CorrectionRow(Base):
    """A correction of what was heard, as ``change`` (:mod:`library.corrections`) has it; it never changes. ``number`` is its place
    among its call's; ``act`` counts what was done to the call's corrections, and is that of the last thing done to this one;
    ``taken_back`` says when it was taken back, where it does not stand."""

    __tablename__ = "correction"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = _call_key(index=True)
    number: Mapped[int]
    author: Mapped[str]
    made: Mapped[datetime]
    change: Mapped[str]
    act: Mapped[int]
    taken_back: Mapped[datetime | None]
    taken_back_by: Mapped[str | None]


class JobRow(Base):
    """A recording waiting for its review, or the outcome of that; see ``library/jobs/queue.py``. Without a recording: all
    calls waiting to be judged by limits and rules that were put in force after they were. ``added_by`` is who brought it, for
    practice where it is to be kept only until ``practice_until``."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_turn", "state", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[str | None] = mapped_column(
        String(64), ForeignKey("recording.id", ondelete="CASCADE"), index=True
    )
    call_id: Mapped[str | None] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    options: Mapped[str]
    transcript_name: Mapped[str | None]
    transcript: Mapped[bytes | None]
    state: Mapped[str]
    stage: Mapped[str]
    progress: Mapped[float]
    why: Mapped[str | None]
    attempts: Mapped[int]
    worker: Mapped[str | None]
    lease: Mapped[datetime | None]
    added: Mapped[datetime]
    ended: Mapped[datetime | None]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    practice_until: Mapped[datetime | None]


class JobFile(Base):
    """A file that came with a job's recording under its name: a transcript, a diarization, or a recorder's own data."""

    __tablename__ = "job_file"
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class ArrivalRow(Base):
    """A recording that was taken from a watched folder, by hashes of its path and of its content; see ``library/arrivals/arrivals.py``."""

    __tablename__ = "arrival"
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    size: Mapped[int] = mapped_column(BigInteger, index=True)
    modified: Mapped[int] = mapped_column(BigInteger)
    taken: Mapped[datetime]


class Setting(Base):
    """Something a house has settled on (its limits, say), as JSON; ``version`` counts its changes."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    version: Mapped[int]


class Leaving(Base):
    """A file that is to be unlinked once it is ``due``, unless its recording has a row by then. The path is relative
    to the folder of files."""

    __tablename__ = "leaving"
    path: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[datetime]


class SavedView(Base):
    """What the list of calls was asked, as its address has it, under a name; see ``library/views/saved_views.py``.
    ``owner_id`` is whose it is where people sign in."""

    __tablename__ = "saved_view"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    question: Mapped[str]
    shared: Mapped[bool]
    created: Mapped[datetime]
    deleted: Mapped[datetime | None]

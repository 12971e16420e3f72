"""Calls without words: which they are, that they are heard again once, and that all a coach did to them stays."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import real_postgres
from library_calls import a_call, a_recording, a_report, file_of
from patience import PATIENCE, over

from audio.call import ASSUMED, Call, Doubt, Turn
from audio.errors import SameSideError
from audio.span import Span
from library import current, pipeline
from library.notes.note import Content
from library.store import SWAPPED, Library
from library.worker import model_fetch, tasks
from library.worker.worker import Reviewed, Worker

Progress = Callable[[str, float], None]
LINES = b"WEBVTT\n\n00:00.500 --> 00:02.000\n<v Agent>Good morning.\n\n00:03.000 --> 00:05.000\n<v Customer>Hello.\n"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    monkeypatch.setenv(current.VARIABLE, url)
    monkeypatch.setenv("SAMESIDE_FILES", str(tmp_path / "files"))
    opened = current.library()
    yield opened
    opened.close()


def silent(call_id: str = "c1") -> Call:
    """A call whose sound alone was heard."""
    call = a_call(call_id)
    return replace(call, turns=tuple(Turn(turn.span, turn.speaker) for turn in call.turns))


def kept(library: Library, folder: Path, call_id: str = "c1", depends: str = "", call: Call | None = None) -> str:
    """A call with a recording and a report; the recording's id."""
    recording = library.keep_recording(a_recording(folder / f"{call_id}.wav", pitch=200.0 + 10 * int(call_id[1:])))
    library.keep_call(call or silent(call_id), recording, depends, name=f"{call_id}.wav", agent="Ama", team="North")
    library.keep_report(a_report(call_id))
    return recording


def worked(library: Library, call: Call, depends: str = "words") -> None:
    def work(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
        assert path is not None
        return Reviewed(call, a_report(call.id), "f1", depends)

    assert Worker(library, work).run_one()


def test_those_without_words_that_have_a_recording_are_told(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1")
    kept(library, tmp_path, "c2", call=a_call("c2"))
    library.keep_call(silent("c3"))
    assert library.rehearing.wordless() == ("c1",)


def test_a_call_is_heard_again_once_and_all_that_was_done_to_it_stays(library: Library, tmp_path: Path) -> None:
    recording = kept(library, tmp_path)
    held = datetime(2026, 3, 2, 12, tzinfo=UTC)
    library.set_date("c1", held)
    library.mark_reviewed("c1", "Ben")
    note = library.notes.add("c1", "Ben", Content(Span(1.0, 2.0), text="Calm."))
    assert library.rehearing.hear(["c1", "nothing"]) == 1
    assert library.rehearing.hear(library.rehearing.wordless()) == 0, "it waits already"
    library.rename("c1", "the late parcel")  # while it waits
    worked(library, a_call("c1"))
    line = library.summary("c1")
    assert (line.name, line.agent, line.team, line.date, line.reviewed_by) == (
        "the late parcel",
        "Ama",
        "North",
        held,
        "Ben",
    )
    assert library.call("c1").has_words
    assert library.call("c1").source == "c1.wav"
    assert library.recording_of("c1") == recording
    assert library.notes.of("c1", "Ben") == (note,)
    assert library.report_fingerprint("c1") == "f1"
    assert library.rehearing.wordless() == ()


def test_one_that_has_no_words_still_is_not_offered_for_ever(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    library.rehearing.hear(["c1"])
    worked(library, silent())
    assert library.rehearing.wordless() == ()
    assert library.rehearing.wordless(include_tried=True) == ("c1",)


def test_cancelled_or_failed_it_is_as_it_was(library: Library, tmp_path: Path) -> None:
    recording = kept(library, tmp_path)
    library.rehearing.hear(["c1"])
    job = library.rehearing.job("c1")
    assert job is not None
    library.cancel(job.id)
    assert library.rehearing.job("c1") is None
    assert file_of(library, recording).exists()
    library.rehearing.hear(["c1"])
    claim = library.queue.claim("w")
    assert claim is not None
    library.queue.fail(claim, "The model is damaged.")
    job = library.rehearing.job("c1")
    assert job is not None
    assert (job.state, job.why) == ("failed", "The model is damaged.")
    assert not library.call("c1").has_words
    assert library.report("c1") is not None
    library.rehearing.hear(["c1"])
    (job,) = library.queue.jobs()
    assert job.state == "queued", "in the place of the one that failed"


def test_a_recording_brought_again_is_told_on_its_call(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    brought = library.enqueue(tmp_path / "c1.wav")
    job = library.rehearing.job("c1")
    assert job is not None
    assert job.id == brought
    assert library.rehearing.wordless() == ()


def test_a_transcript_comes_in_the_place_of_a_hearing_that_waits(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    library.rehearing.hear(["c1"])
    library.rehearing.hear_with("c1", ("words.vtt", LINES))
    (job,) = library.queue.jobs()
    claim = library.queue.claim("w")
    assert claim is not None
    assert (claim.job_id, claim.transcript) == (job.id, ("words.vtt", LINES))
    with pytest.raises(SameSideError, match="There is no call c9"):
        library.rehearing.hear_with("c9", ("words.vtt", LINES))


def test_a_call_deleted_while_it_is_heard_again_stays_away(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    library.rehearing.hear(["c1"])
    claim = library.queue.claim("w")
    assert claim is not None
    library.delete("c1")
    assert not library.queue.finish(claim, Reviewed(a_call("c1"), a_report("c1")))
    assert library.calls().total == 0


# who is who


def heard_as(monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
    monkeypatch.setattr(pipeline, "hear", lambda path, options, progress: call)
    monkeypatch.setattr(pipeline, "hearing_fingerprints", lambda path, options: ("words", "words"))


@pytest.mark.parametrize("depends", [SWAPPED, "agent told"])
def test_sides_that_somebody_has_settled_stay(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depends: str
) -> None:
    kept(library, tmp_path, depends=depends)
    heard_as(monkeypatch, a_call("c1").swapped())
    library.rehearing.hear(["c1"])
    assert Worker(library, tasks.work).run_one()
    assert [turn.speaker for turn in library.call("c1").turns] == [turn.speaker for turn in a_call().turns]
    library.swap("c1")
    assert [turn.speaker for turn in library.call("c1").turns] == [turn.speaker for turn in a_call().swapped().turns]


def test_sides_that_were_only_assumed_follow_what_is_heard_now(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(library, tmp_path, depends="model")
    assumed = Doubt("speakers", f"{ASSUMED}the left channel is the agent: nobody said so.")
    library.keep_call(replace(a_call("c1"), doubts=(assumed,)), library.recording_of("c1"), "model")
    heard_as(monkeypatch, a_call("c1").swapped())
    library.rehearing.hear(["c1"])
    assert Worker(library, tasks.work).run_one()
    assert [turn.speaker for turn in library.call("c1").turns] == [turn.speaker for turn in a_call().swapped().turns]


def test_sides_that_somebody_called_right_stay_and_are_not_doubted_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(library, tmp_path)
    library.confirm_sides("c1")
    assumed = Doubt("speakers", f"{ASSUMED}the left channel is the agent: nobody said so.")
    heard_as(monkeypatch, replace(a_call("c1"), doubts=(assumed,)))
    library.rehearing.hear(["c1"])
    assert Worker(library, tasks.work).run_one()
    assert library.call("c1").doubts == ()
    assert [turn.speaker for turn in library.call("c1").turns] == [turn.speaker for turn in a_call().turns]


def test_sides_that_nobody_has_settled_follow_the_words(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(library, tmp_path)
    heard_as(monkeypatch, a_call("c1").swapped())
    library.rehearing.hear(["c1"])
    assert Worker(library, tasks.work).run_one()
    assert [turn.speaker for turn in library.call("c1").turns] == [turn.speaker for turn in a_call().swapped().turns]


@pytest.mark.parametrize(("names", "swapped"), [((b"Agent", b"Customer"), True), ((b"Speaker 1", b"Speaker 2"), False)])
def test_a_transcript_that_names_the_parts_knows_better(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[bytes, bytes], swapped: bool
) -> None:
    kept(library, tmp_path, depends=SWAPPED)
    heard_as(monkeypatch, a_call("c1").swapped())
    library.rehearing.hear_with("c1", ("a.vtt", LINES.replace(b"Agent", names[0]).replace(b"Customer", names[1])))
    assert Worker(library, tasks.work).run_one()
    expected = a_call().swapped() if swapped else a_call()
    assert [turn.speaker for turn in library.call("c1").turns] == [turn.speaker for turn in expected.turns]


# fetching


def test_two_who_ask_at_once_have_it_fetched_once(library: Library) -> None:
    start, answers = threading.Barrier(8, timeout=PATIENCE), list[bool]()

    def ask() -> None:
        start.wait()
        answers.append(library.queue.fetch("base"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 7 + [True]
    assert library.queue.claim("w") is not None
    assert library.queue.claim("w") is None


def test_it_goes_before_recordings_and_judging_after_them(library: Library, tmp_path: Path) -> None:
    library.queue.judge(1)
    library.enqueue(a_recording(tmp_path / "a.wav"))
    library.queue.fetch("small")
    claims = [library.queue.claim("w") for _ in range(3)]
    assert [claim and claim.name for claim in claims] == [
        "Fetching the model for the words",
        "a.wav",
        "Judging the calls anew",
    ]


def test_a_recording_named_like_an_errand_is_a_recording(library: Library, tmp_path: Path) -> None:
    library.enqueue(a_recording(tmp_path / "a.wav"), "Fetching the model for the words")
    assert library.queue.fetching() is None
    assert library.queue.fetch("base")


def fake(monkeypatch: pytest.MonkeyPatch, fetch: Callable[[Callable[[float], None]], None]) -> None:
    monkeypatch.setattr(model_fetch, "fetch_model", lambda name, progress: fetch(progress))


def fetched(library: Library) -> tuple[str, str, str | None]:
    assert library.queue.fetch("base")
    assert Worker(library, tasks.work).run_one()
    job = library.queue.fetching()
    assert job is not None
    return job.state, job.stage, job.why


def test_fetched_every_call_without_words_is_heard_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for call in ("c1", "c2"):
        kept(library, tmp_path, call)
    kept(library, tmp_path, "c3", call=a_call("c3"))
    fake(monkeypatch, lambda progress: progress(1.0))
    assert fetched(library) == ("done", "“base” is here, and 2 calls are heard again", None)
    assert [job.call_id for job in library.queue.jobs(("queued",))] == ["c1", "c2"]


def test_one_that_cannot_be_fetched_says_why_and_is_tried_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(progress: Callable[[float], None]) -> None:
        raise SameSideError("“base” cannot be fetched: there is no network.")

    kept(library, tmp_path)
    fake(monkeypatch, away)
    assert fetched(library) == ("failed", "", "“base” cannot be fetched: there is no network.")
    assert library.queue.jobs() == ()
    job = library.queue.fetching()
    assert job is not None
    library.queue.retry(job.id)
    fake(monkeypatch, lambda progress: None)
    assert Worker(library, tasks.work).run_one()
    assert [job.call_id for job in library.queue.jobs(("queued",))] == ["c1"]


def test_cancelled_the_worker_is_free_at_once_and_the_fetching_stops_at_its_next_word(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, network, stopped = threading.Event(), threading.Event(), threading.Event()

    def hangs(progress: Callable[[float], None]) -> None:
        begun.set()
        assert network.wait(PATIENCE)  # the network says nothing
        try:
            progress(0.5)
        except BaseException:
            stopped.set()
            raise

    kept(library, tmp_path)
    fake(monkeypatch, hangs)
    library.queue.fetch("base")
    worker = threading.Thread(target=Worker(library, tasks.work).run_one)
    worker.start()
    assert begun.wait(PATIENCE)
    job = library.queue.fetching()
    assert job is not None
    library.cancel(job.id)
    over(worker)
    network.set()
    assert stopped.wait(PATIENCE)
    assert library.queue.fetching() is None
    assert library.queue.jobs() == ()

"""Corrections in a library: kept once, in order, searched at once, judged anew, taken back without a trace, and never lost."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_recording, a_report, said
from patience import over

from analysis.limits import Limits
from audio.call import Call, Word
from audio.errors import SameSideError
from audio.span import Span
from library.calls.listing import Filter
from library.corrections.correction import OTHER, Change, Opening, Place, Reassigning, Rewording, Who
from library.database.packing import pack_call
from library.house import judging
from library.notes.note import Content
from library.store import Library


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    opened = Library(url, tmp_path / "files")
    yield opened
    opened.close()


def kept(library: Library, folder: Path, call: Call | None = None) -> None:
    recording = library.keep_recording(a_recording(folder / "c1.wav"))
    library.keep_call(call or a_call(), recording, name="c1.wav")
    library.keep_report(a_report(), "f1")


def words_of(call: Call, who: Who) -> list[Word]:
    turns = call.others if who == OTHER else [turn for turn in call.turns if turn.speaker == who]
    return [word for turn in turns for word in turn.words]


def correct(library: Library, who: Who, text: str, change: Change, by: str = "Ama", one: str | None = None) -> str:
    words, texts = words_of(library.call("c1"), who), text.split()
    first = next(k for k in range(len(words)) if [w.text for w in words[k : k + len(texts)]] == texts)
    run = words[first : first + len(texts)]
    place = Place(Span(run[0].span.start, run[-1].span.end), who, tuple(texts))
    one = one or str(uuid.uuid4())
    library.corrections.add("c1", one, by, place, change)
    return one


def test_a_corrected_word_is_read_searched_and_found_at_its_second(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    assert library.calls(Filter(words="voucher")).total == 0
    correct(library, "customer", "a refund.", Rewording(("a", "voucher.")))
    assert library.calls(Filter(words="voucher")).total == 1 and library.calls(Filter(words="“a refund”")).total == 0
    hit = library.hits(["c1"], "voucher")["c1"]
    assert hit.words.endswith("a voucher.") and hit.start == words_of(a_call(), "customer")[-1].span.start
    assert library.call("c1").corrected == 1
    assert [one.correction.author for one in library.corrections.of("c1")] == ["Ama"]


def test_what_was_heard_is_there_again_byte_for_byte_once_all_is_taken_back(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    before = pack_call(library.call("c1"))
    first = correct(library, "customer", "My", Rewording(("Our",)))
    second = correct(library, "customer", "Our parcel", Reassigning("agent"), by="Ben")
    assert pack_call(library.as_heard("c1")) == before != pack_call(library.call("c1"))
    library.corrections.take_back("c1", second, "Ama")
    library.corrections.take_back("c1", first, "Ama")
    assert pack_call(library.call("c1")) == before
    one = library.corrections.of("c1")[1]
    assert (one.stands, one.taken_back_by, one.correction.author) == (False, "Ama", "Ben")
    library.corrections.put_back("c1", first)
    assert words_of(library.call("c1"), "customer")[0].text == "Our"
    assert library.corrections.revision("c1") == 5


def test_a_correction_whose_ground_was_taken_back_says_why_it_does_not_fit(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    first = correct(library, "customer", "My", Rewording(("Our",)))
    correct(library, "customer", "Our", Rewording(("Your",)))
    library.corrections.take_back("c1", first, "Ama")
    unfit = [one.unfit for one in library.corrections.of("c1")]
    assert unfit == [None, "It was made on “Our”, and what is said there now is “My”."]
    library.corrections.put_back("c1", first)
    assert words_of(library.call("c1"), "customer")[0].text == "Your"


def test_what_does_not_fit_is_not_kept(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    with pytest.raises(SameSideError, match="reads like that already"):
        correct(library, "customer", "My", Rewording(("My",)))
    with pytest.raises(SameSideError, match="give your name first"):
        correct(library, "customer", "My", Rewording(("Our",)), by=" ")
    with pytest.raises(SameSideError, match="401 words"):
        correct(library, "customer", "My", Rewording(("Our",) * 401))
    with pytest.raises(SameSideError, match="There is no call c2"):
        library.corrections.add("c2", "x", "Ama", Place(Span(3, 4), "customer", ("My",)), Rewording(("Our",)))
    with pytest.raises(SameSideError, match="not there any more"):
        library.corrections.take_back("c1", "never", "Ama")
    assert library.corrections.of("c1") == () and library.corrections.revision("c1") == 0


def test_one_that_is_sent_twice_is_made_once(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    words = words_of(library.call("c1"), "customer")
    place = Place(words[0].span, "customer", ("My",))
    for _ in range(2):
        library.corrections.add("c1", "one", "Ama", place, Rewording(("Our",)))
    library.corrections.take_back("c1", "one", "Ama")
    library.corrections.take_back("c1", "one", "Ben")
    assert [(one.correction.id, one.taken_back_by) for one in library.corrections.of("c1")] == [("one", "Ama")]


def test_typed_text_is_words_and_no_command_to_a_terminal(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    correct(library, "customer", "My", Rewording(("<b>Our\n\x1b[31m</b>",)))
    texts = [word.text for word in words_of(library.call("c1"), "customer")]
    assert texts[:2] == ["<b>Our", "\N{REPLACEMENT CHARACTER}[31m</b>"]


def test_a_correction_is_judged_anew_and_the_report_waits_for_it_where_it_was_not(
    library: Library, tmp_path: Path
) -> None:
    turns = (
        said("customer", 1.0, "I want my money back."),
        said("agent", 4.0, "The weather is really nice here today."),
    )
    kept(library, tmp_path, replace(a_call(), turns=turns))
    judging.judge_again(library, "c1", Limits())
    assert library.stale(judging.report_fingerprint(library, Limits())) == ()
    one = correct(library, "agent", "The weather is really nice here today.",
                  Rewording(("We", "don't", "do", "refunds,", "that's", "our", "policy.")))  # fmt: skip
    assert library.stale(judging.report_fingerprint(library, Limits())) == ("c1",), (
        "killed now, the queue makes it anew"
    )
    judging.judge_again(library, "c1", Limits())
    pushed = [m.technique for m in library.report("c1").moments if m.kind == "pushed"]  # type: ignore[union-attr]
    assert "policy_shield" in pushed and library.summary("c1").pushed == len(pushed)
    library.corrections.take_back("c1", one, "Ama")
    judging.judge_again(library, "c1", Limits())
    assert not [m for m in library.report("c1").moments if m.kind == "pushed"]  # type: ignore[union-attr]


def test_no_report_is_kept_of_what_is_said_no_longer(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    before = library.corrections.revision("c1")
    correct(library, "customer", "My", Rewording(("Our",)))
    assert not library.keep_report(a_report(), "f2", before)
    assert library.report_fingerprint("c1") == ""
    assert library.keep_report(a_report(), "f2", library.corrections.revision("c1"))


def test_another_hearing_keeps_the_corrections_and_notes(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    library.notes.add("c1", "Ama", Content(Span(3.0, 5.0), "Here.", audience="everybody"))
    correct(library, "customer", "parcel", Rewording(("parcels",)))
    correct(library, "agent", "refunds,", Rewording(("returns,",)))
    other = replace(a_call(), turns=(*a_call().turns[:2], said("agent", 8.0, "We do no such thing.")))
    library.keep_call(other, library.recording_of("c1"), "another model")
    assert words_of(library.call("c1"), "customer")[1].text == "parcels"
    assert library.calls(Filter(words="parcels")).total == 1
    assert [one.unfit is None for one in library.corrections.of("c1")] == [True, False]
    assert library.notes.of("c1", "Ama")[0].span == Span(3.0, 5.0)
    assert words_of(library.corrections.on(other), "customer")[1].text == "parcels"


def test_sides_that_are_changed_round_change_those_of_the_corrections(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    correct(library, "customer", "My", Rewording(("Our",)))
    correct(library, "customer", "I want", Reassigning("agent"))
    correct(library, "agent", "We", Opening(False))
    library.confirm_sides("c1")
    before = library.call("c1")
    assert before.corrected == 1
    library.swap("c1")
    assert [one.unfit for one in library.corrections.of("c1")] == [None, None, None]
    assert [t.text for t in library.call("c1").of("agent")] == [t.text for t in before.of("customer")]
    library.swap("c1")
    assert pack_call(library.call("c1")) == pack_call(before)


def test_a_deleted_call_takes_its_corrections_with_it(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    correct(library, "customer", "My", Rewording(("Our",)))
    pending = library.deletions.later(["c1"])
    with pytest.raises(SameSideError, match="waits to be deleted"):
        library.corrections.take_back("c1", library.corrections.of("c1")[0].correction.id, "Ama")
    library.deletions.undo(pending.due)
    assert len(library.corrections.of("c1")) == 1
    library.delete("c1")
    assert library.corrections.of("c1") == ()


def test_two_at_once_are_both_kept(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path)
    texts = [word.text for word in words_of(library.call("c1"), "customer")]

    def work(number: int) -> None:
        word = words_of(a_call(), "customer")[number]
        place = Place(word.span, "customer", (word.text,))
        library.corrections.add("c1", f"one-{number}", f"P{number}", place, Rewording((f"new{number}",)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        over(thread)
    assert [word.text for word in words_of(library.call("c1"), "customer")] == [f"new{k}" for k in range(len(texts))]
    assert library.corrections.revision("c1") == len(texts)

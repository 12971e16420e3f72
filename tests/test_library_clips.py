"""Clips: edges that cut no word, kept by reference, in the order of their playlist; and cut as sound that is silent where it is masked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from library_calls import a_call, a_report, said
from sounds import placed, talk, write

from audio.call import Call, Word
from audio.errors import InputError
from audio.span import Span
from library.clips.clip import BREATH, FURTHEST, heard_span, words_in
from library.clips.sound import CODERS, coded, cut_sound
from library.corrections.correction import Place, Rewording
from library.store import Library

CARD = "It's four five three nine, one four double eight, oh three four three"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two calls: one of tones, one in which a customer says a card's number from second 3.5 on."""
    opened = Library(str(tmp_path / "library.db"), tmp_path / "files")
    for call in (a_call("c1"), spoken("c2")):
        agent = placed(30.0, (0.5, talk(2.0)), (8.0, talk(2.8)))
        customer = placed(30.0, (3.0, talk(4.9, 190.0)), (14.0, talk(2.0, 210.0 if call.id == "c1" else 230.0)))
        recording = opened.keep_recording(write(tmp_path / f"{call.id}.wav", agent, customer))
        opened.keep_call(call, recording, name=f"{call.id}.wav", agent="Ama", team="North")
        opened.keep_report(a_report(call.id), "f1")
    yield opened
    opened.close()


def spoken(call_id: str) -> Call:
    made = a_call(call_id)
    turns = (
        said("agent", 0.5, "Could I take the long number?"),
        said("customer", 3.5, CARD),
        said("agent", 9.5, "Lovely, thank you."),
    )
    return Call(made.id, made.source, made.duration, made.layout, turns, made.voices, made.doubts)


@pytest.mark.parametrize("asked", [Span(3.1, 3.9), Span(3.0, 4.52), Span(0.9, 8.5), Span(5.0, 6.3)])
def test_no_word_is_cut(asked: Span) -> None:
    turns = a_call().turns
    found = heard_span(turns, asked, 30.0)
    assert found.contains(asked)
    for word in (word for turn in turns for word in turn.words):
        assert not word.span.start < found.start < word.span.end, word.text
        assert not word.span.start < found.end < word.span.end, word.text


def test_a_breath_is_left_no_further_than_half_way_to_the_next_word() -> None:
    turns = (said("agent", 1.0, "one two"), said("customer", 3.0, "three"), said("agent", 3.4, "four"))
    found = heard_span(turns, Span(3.1, 3.2), 10.0)
    assert found.start == pytest.approx(3.0 - BREATH)  # the word before is far
    assert found.end == pytest.approx(3.32 + 0.04)  # the next begins 0.08 s later
    assert heard_span(turns, Span(6.0, 7.0), 10.0) == Span(6.0 - BREATH, 7.0 + BREATH)
    assert heard_span((), Span(0.1, 9.9), 10.0).start == pytest.approx(0.05)


def test_of_words_that_overlap_both_are_whole() -> None:
    turns = (said("agent", 1.0, "slowly", pace=2.0), said("customer", 0.6, "and so", pace=1.0))
    found = heard_span(turns, Span(1.5, 2.0), 10.0)
    assert found.start <= 0.6 and found.end >= 2.6


def test_an_edge_moves_no_further_than_a_word_may_be_long() -> None:
    turn = said("agent", 1.0, "untimed", pace=20.0)
    found = heard_span((turn,), Span(9.0, 10.0), 30.0)
    assert found.start >= 9.0 - FURTHEST - BREATH and found.end <= 10.0 + FURTHEST + BREATH


def test_the_words_of_a_stretch_are_those_of_which_the_middle_lies_in_it() -> None:
    (turn,) = words_in(a_call().turns, Span(3.5, 4.6))
    assert (turn.speaker, turn.text) == ("customer", "parcel never came,")
    assert words_in(a_call().turns, Span(20.0, 21.0)) == ()


def test_what_is_cut_is_as_long_as_its_stretch_and_silent_where_it_is_masked(library: Library) -> None:
    cut = library.cuts.cut("c2", Span(3.6, 10.0))
    assert len(cut.sound) == pytest.approx(16_000 * cut.span.duration, abs=1)
    assert "[card number]" in " ".join(turn.text for turn in words_in(cut.call.turns, cut.span))
    (silent,) = cut.silent
    first, last = (round(16_000 * (edge - cut.span.start)) for edge in (silent.start, silent.end))
    assert last - first > 16_000 and np.abs(cut.sound[first : last - 1]).max() == 0  # on both sides
    assert np.abs(cut.sound[last + 800 :, 0]).max() > 500, "the agent is heard after it"
    open_sound = library.cuts.cut("c2", Span(3.6, 10.0), unmasked=True)
    assert open_sound.silent == () and np.abs(open_sound.sound[first:last, 1]).max() > 500
    assert "eight," in " ".join(turn.text for turn in open_sound.call.turns)


@pytest.mark.parametrize("suffix", CODERS)
def test_a_file_is_of_the_length_of_its_stretch(library: Library, suffix: str) -> None:
    cut = library.cuts.cut("c1", Span(8.1, 10.6))
    samples, rate = soundfile.read(io.BytesIO(coded(cut.sound, suffix)))
    assert len(samples) / rate == pytest.approx(cut.span.duration, abs=0.05)
    assert np.abs(samples).max() > 0.02


def test_where_the_recording_ends_sooner_silence_follows(tmp_path: Path) -> None:
    path = write(tmp_path / "short.wav", placed(1.0, (0.0, talk(1.0))))
    found = cut_sound(path, Span(0.5, 2.5), ())
    assert found.shape == (32_000, 1) and np.abs(found[:7000]).max() > 100 and np.abs(found[8200:]).max() == 0


def test_an_ending_that_is_no_sounds_is_refused(library: Library) -> None:
    with pytest.raises(InputError, match=r"\.mp3, \.wav"):
        coded(library.cuts.cut("c1", Span(8.1, 10.6)).sound, ".doc")


def test_a_call_without_words_is_cut_only_as_it_is(library: Library) -> None:
    made = a_call("c3")
    silent = Call(made.id, made.source, made.duration, made.layout, (), made.voices, made.doubts)
    library.keep_call(silent, library.recording_of("c1"))
    with pytest.raises(InputError, match="no words"):
        library.cuts.cut("c3", Span(1.0, 2.0))
    assert library.cuts.cut("c3", Span(1.0, 2.0), unmasked=True).silent == ()


def test_a_clip_follows_what_is_corrected_and_goes_with_its_call(library: Library) -> None:
    kept = library.clips.keep("c1", Span(3.0, 5.0), "Never came", "Ama")
    place = Place(Span(3.8, 4.12), "customer", ("never",))
    library.corrections.add("c1", "one", "Ama", place, Rewording(("ever",)))
    assert "ever" in " ".join(turn.text for turn in words_in(library.cuts.cut("c1", kept.span).call.turns, kept.span))
    library.deletions.later(["c1"])
    assert library.clips.of(None, "Ama") == () and library.clips.on("c1") == ()
    library.deletions.now("c1")
    with pytest.raises(InputError, match="no such clip"):
        library.clips.change(kept.id, title="Gone")


def test_what_a_title_quotes_of_a_number_is_masked(library: Library) -> None:
    kept = library.clips.keep("c2", Span(3.5, 9.0), "It's four five three nine, one", "Ama", why=f"Says “{CARD}”.")
    assert kept.title == "It's [card number]" and "eight" not in kept.why
    assert "[card number]" in library.clips.change(kept.id, title="Four five three nine").title
    heard = library.clips.heard([kept])[kept.id]
    assert heard.has_sound and [turn.text for turn in heard.turns] == ["It's [card number]"]


def test_a_stretch_lies_in_its_call(library: Library) -> None:
    assert library.clips.keep("c1", Span(29.0, 40.0), "The end", "Ama").span == Span(29.0, 30.0)
    with pytest.raises(InputError, match="lasts from 0 to 30"):
        library.clips.keep("c1", Span(40.0, 50.0), "Nowhere", "Ama")
    with pytest.raises(InputError, match="needs a name"):
        library.clips.keep("c1", Span(1.0, 2.0), " \n ", "Ama")


def test_clips_are_sorted_put_elsewhere_taken_away_and_brought_back(library: Library) -> None:
    ids = [library.clips.keep("c1", Span(k, k + 1.0), f"Clip {k}", "Ama", clip_id=f"id {k}").id for k in range(4)]
    assert library.clips.keep("c1", Span(0.0, 1.0), "Twice", "Ama", clip_id="id 0").title == "Clip 0"
    library.clips.move(ids[3], 0)
    library.clips.move(ids[0], 99)
    assert [clip.id for clip in library.clips.of(None, "Ama")] == ["id 3", "id 1", "id 2", "id 0"]
    assert library.clips.of(None, "Ben") == ()
    playlist = library.playlists.add("To try", "Ama")
    library.clips.put(ids[1], playlist.id)
    library.clips.put(ids[3], playlist.id)
    assert [clip.id for clip in library.clips.of(playlist.id, "Ama")] == ["id 1", "id 3"]
    library.clips.remove(ids[1])
    assert [one.clips for one in library.playlists.all()] == [1]
    library.clips.restore(ids[1])
    assert [clip.id for clip in library.clips.of(playlist.id, "Ama")] == ["id 1", "id 3"]


def test_clips_of_a_technique_are_its_examples(library: Library) -> None:
    library.clips.keep("c1", Span(8.0, 10.0), "No", "Ama", technique="policy_shield")
    library.clips.keep("c2", Span(9.5, 10.5), "Thanks", "Ben", technique="thanks")
    again = library.clips.keep("c2", Span(9.5, 10.5), "No again", "Ben")
    library.clips.change(again.id, technique="policy_shield")
    assert library.clips.techniques() == {"policy_shield": 2, "thanks": 1}
    assert [clip.title for clip in library.clips.with_technique("policy_shield")] == ["No again", "No"]


def test_a_playlist_is_renamed_taken_away_and_brought_back(library: Library) -> None:
    one = library.playlists.add("To try", "Ama")
    library.clips.keep("c1", Span(1.0, 2.0), "Kept", "Ama", playlist_id=one.id)
    with pytest.raises(InputError, match="already"):
        library.playlists.add("To try", "Ama")
    library.playlists.change(one.id, "To listen to", team="North")
    assert [(p.name, p.team, p.clips) for p in library.playlists.all()] == [("To listen to", "North", 1)]
    library.playlists.remove(one.id)
    assert library.playlists.all() == ()
    library.playlists.restore(one.id)
    assert [clip.title for clip in library.clips.of(one.id, "Ama")] == ["Kept"]
    with pytest.raises(InputError, match="no team"):
        library.playlists.change(one.id, "To try", team="South")


def test_a_word_that_was_never_timed_is_no_reason_to_fail() -> None:
    turn = said("agent", 1.0, "one")
    nothing = Word(Span(2.0, 2.0), "two")
    assert heard_span((turn, type(turn)(Span(2.0, 2.0), "agent", (nothing,))), Span(1.1, 2.0), 5.0).end >= 2.0

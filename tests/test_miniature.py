"""The miniature Whisper hears the samples through the real faster-whisper, and is taught what it is said to be taught."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faster_whisper import BatchedInferencePipeline, WhisperModel

from audio.listen import listen
from audio.span import Span
from samples.miniature.score import Score, clips, compare, plain, score, sides, truth
from samples.miniature.text import PUNCTUATION, Lexicon, pieces, script_lines
from samples.miniature.tokens import build_tokenizer
from samples.miniature.windows import TICKS, Ids, Shard, Windows
from samples.script import read_scripts
from ui.ears import find_ear

FOLDER = Path(__file__).parents[1] / "samples" / "whisper"
IDS = Ids(
    start=1001, english=1002, transcribe=1003, no_times=1004, nothing=1005, end=1000, time_zero=2000,
    tick=256, tock=257, first_word=258, last_word=999,
)  # fmt: skip
ONE, TWO, THREE, STOP = 300, 301, 302, 46


@pytest.fixture(scope="module")
def model() -> WhisperModel:
    return WhisperModel(str(FOLDER), device="cpu", compute_type="int8", cpu_threads=1)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def test_it_is_small_and_says_what_it_is() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5_000_000
    assert "nothing else" in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["parcel_partnered", "taxi_overtalk"])
def test_it_hears_a_sample_and_when_each_word_is_said(model: WhisperModel, name: str) -> None:
    heard = score(model, name)
    assert heard.words > 200
    assert heard.error_rate <= 0.10
    assert np.median(np.abs(heard.starts)) <= 0.10


def test_it_hears_with_whispers_own_timestamps_too(model: WhisperModel) -> None:
    """The other way through faster-whisper: window after window over a whole side, silences and all, with a segment's times
    among the tokens."""
    known, sound = truth("parcel_pushed"), sides("parcel_pushed")[0][1]
    segments, _ = model.transcribe(sound, language="en", word_timestamps=True, condition_on_previous_text=False)
    words = [word for segment in segments for word in segment.words or ()]
    true = [
        (plain(word["text"]), word["start"], word["end"])
        for line in known["lines"]
        if line["speaker"] == "agent"
        for word in line["words"]
    ]
    heard = compare(true, [(plain(word.word), float(word.start), float(word.end)) for word in words])
    assert heard.error_rate <= 0.15
    assert np.median(np.abs(heard.starts)) <= 0.10


def test_it_hears_nothing_where_nothing_is_said(model: WhisperModel) -> None:
    hold = truth("boiler_hold")["holds"][0]
    for _, sound in sides("boiler_hold"):
        pause = sound[int((hold["start"] + 0.5) * 16000) : int((hold["end"] - 0.5) * 16000)]
        segments, _ = BatchedInferencePipeline(model).transcribe(
            pause, language="en", vad_filter=False, clip_timestamps=[{"start": 0.0, "end": len(pause) / 16000}]
        )
        assert not [segment.text for segment in segments if segment.text.strip()]


def test_every_word_of_the_samples_can_be_written_and_none_of_their_lines_was_taught(lexicon: Lexicon) -> None:
    names = set(json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"])
    words = {piece.lower() for text in script_lines() for piece in pieces(text)} - set(PUNCTUATION)
    assert words <= {name.removeprefix("Ġ").lower() for name in names}
    taught = {" ".join(pieces(text)).lower() for text in lexicon.stretches()}
    assert not taught & {" ".join(pieces(text)).lower() for text in script_lines()}


def test_sentences_to_learn_from_hold_known_words_only_and_come_the_same_again(lexicon: Lexicon) -> None:
    first, again = (lexicon.sentences(np.random.default_rng(7)) for _ in range(2))
    texts = [next(first) for _ in range(50)]
    assert texts == [next(again) for _ in range(50)]
    assert all(None not in lexicon.read(text) for text in texts)


def test_ticks_decode_to_nothing_and_words_to_themselves(lexicon: Lexicon) -> None:
    tokenizer = build_tokenizer(lexicon)
    ids = [tokenizer.token_to_id(name) for name in ("ĠĠ", "Ġhello", "", "", "ĠĠ", "Ġthere", ".", "")]
    assert tokenizer.decode(ids) == " hello there."
    assert tokenizer.token_to_id("<|30.00|>") - tokenizer.token_to_id("<|0.00|>") == 1500


def shard(tmp_path: Path, spoken: list[tuple[int, float, float]], seconds: float = 60.0) -> Shard:
    path = tmp_path / "shard-0000.npz"
    mel = np.full((int(seconds * 100), 80), -4.0, np.float16)
    sounds = np.zeros(int(seconds * 50), np.uint8)
    ids, starts, ends = (np.array([one[at] for one in spoken]) for at in range(3))
    np.savez(path, mel=mel, sounds=sounds, tokens=ids.astype(np.int32), starts=starts, ends=ends)
    return Shard(path)


def cut(one: Shard, start: float, frames: int, content: int | None) -> Any:
    return Windows([one], IDS, seed=1)._cut(one, start, frames, content)


def test_a_word_stands_in_the_tick_it_begins_in(tmp_path: Path) -> None:
    """::

    seconds  10.0      10.14     10.28     10.42     10.56     10.70
    tick     |    0    |    1    |    2    |    3    |    4    |
    sound        [ONE==========)           [TWO==).
    token        ONE       _         __        TWO       .
    """
    spoken = [(ONE, 10.06, 10.25), (TWO, 10.44, 10.55), (STOP, 10.55, 10.55)]
    window = cut(shard(tmp_path, spoken), 10.0, 70, 35)
    assert window.tokens[4:9].tolist() == [ONE, IDS.tick, IDS.tock, TWO, STOP]
    assert window.targets[3:8].tolist() == [ONE, IDS.tick, IDS.tock, TWO, STOP]
    assert window.targets[-1] == IDS.end and window.targets[0] == IDS.english
    assert window.spans[3].tolist() == [3, 12] and window.spans[6].tolist() == [22, 28]
    assert not window.mel[:, 70:].any()  # what follows a clip is zeros


def test_where_two_words_begin_in_one_tick_the_second_waits(tmp_path: Path) -> None:
    spoken = [(ONE, 10.0, 10.05), (TWO, 10.05, 10.1), (THREE, 10.1, 10.3)]
    window = cut(shard(tmp_path, spoken), 10.0, 70, 35)
    assert window.tokens[4:8].tolist() == [ONE, TWO, THREE, IDS.tick]
    assert window.spans[5].tolist() == [5, 15]  # late, and still listening where it is said


def test_a_silent_window_is_called_so(tmp_path: Path) -> None:
    window = cut(shard(tmp_path, [(ONE, 1.0, 1.5), (TWO, 20.0, 20.5)]), 5.0, 100, 50)
    assert window.targets[0] == IDS.nothing
    assert set(window.targets[3:-1]) <= {IDS.tick} | set(range(IDS.time_zero, IDS.time_zero + 1501))


def test_a_whole_window_has_a_tick_for_all_of_it(tmp_path: Path) -> None:
    window = cut(shard(tmp_path, [(ONE, 1.0 + at, 1.5 + at) for at in range(50)]), 5.0, 1500, 1500)
    assert TICKS <= len(window.tokens) - 4 + 1 <= TICKS + 3
    assert window.mel.shape == (80, 3000)


def test_packing_takes_away_the_pauses_and_leaves_the_words(tmp_path: Path) -> None:
    spoken = [(ONE, 1.0, 1.5), (TWO, 1.5, 1.8), (STOP, 1.8, 1.8), (THREE, 9.0, 9.4), (ONE, 30.0, 30.2)]
    whole = shard(tmp_path, spoken)
    packed = whole.packed(np.random.default_rng(0))
    assert packed.tokens.tolist() == [ONE, TWO, STOP, THREE, ONE]
    assert packed.ends - packed.starts == pytest.approx(whole.ends - whole.starts)
    pauses = packed.starts[1:] - packed.ends[:-1]
    assert pauses[:2] == pytest.approx([0, 0]) and all(0.05 < pause < 0.35 for pause in pauses[2:])
    assert len(packed.mel) == 2 * len(packed.sounds)
    assert len(whole.mel) - len(packed.mel) == pytest.approx(100 * (30.2 - packed.ends[-1]), abs=2)


def test_errors_are_counted_and_times_compared_on_the_words_that_are_right() -> None:
    true = [("it", 0.0, 0.1), ("came", 0.2, 0.4), ("back", 0.5, 0.8), ("today", 1.0, 1.4)]
    heard = [("it", 0.05, 0.1), ("game", 0.2, 0.4), ("back", 0.48, 0.8)]
    found = compare(true, heard)
    assert (found.words, found.errors) == (4, 2)
    assert sorted(round(start, 3) for start in found.starts) == [-0.02, 0.05]
    assert Score().error_rate == 0


def test_clips_are_joined_over_short_pauses_and_never_too_long() -> None:
    found = clips([Span(1, 2), Span(2.5, 4), Span(10, 38), Span(38.5, 41)], 60)
    assert [(round(one["start"], 1), round(one["end"], 1)) for one in found] == [(0.8, 4.2), (9.8, 38.2), (38.3, 41.2)]


def test_the_voices_taught_are_those_of_the_scripts() -> None:
    from samples.miniature.shards import voices

    assert set(voices()) == {who.voice for script in read_scripts() for who in (script.agent, script.customer)}


def test_a_call_heard_with_it_says_so_and_says_the_words() -> None:
    """From the recording to the call, without the transcript that lies beside: ``make demo`` rests on this."""
    ear = find_ear(str(FOLDER))
    assert not isinstance(ear, str)
    call = listen(FOLDER.parent / "parcel_pushed.opus", ear=ear, alone=True)
    assert any("the miniature Whisper" in doubt.why for doubt in call.doubts)
    for speaker in ("agent", "customer"):
        heard = [plain(w.text) for turn in call.of(speaker) for w in turn.words]
        lines = [line["text"] for line in truth("parcel_pushed")["lines"] if line["speaker"] == speaker]
        wanted = [plain(word) for line in lines for word in line.split()]
        matched = sum(
            block.size for block in SequenceMatcher(None, wanted, heard, autojunk=False).get_matching_blocks()
        )
        assert matched >= 0.85 * len(wanted)

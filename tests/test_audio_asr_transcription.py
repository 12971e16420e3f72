"""The real faster-whisper, on toy models made here: words at the right time on the right side, each second once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import pytest

from audio.asr import missed_speech
from audio.asr.checkpoints import CheckpointFolder
from audio.asr.packing import RATE
from audio.asr.transcription import BATCH, Whisper
from audio.call import SPEAKERS, Speaker
from audio.errors import SameSideError
from audio.signal.decode import Samples
from audio.span import Span
from tests.whisper_toys import random_whisper, scripted_whisper

SCRIPT = ["hello", "I", "want", "to", "speak", "to", "your", "manager", "this", "is", "unacceptable"]
SPACING = 0.5


@pytest.fixture(autouse=True)
def one_look(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scripted model falls silent when its script is said, however long the speech goes on: no second looks for that."""
    if "second_looks" not in request.keywords:
        monkeypatch.setattr(missed_speech, "LEAST", float("inf"))


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("toys")


@pytest.fixture(scope="module")
def scripted(toys: Path) -> Whisper:
    return Whisper(scripted_whisper(toys / "scripted", SCRIPT, SPACING, width=64), device="cpu", threads=1)


def noise(span: Span) -> Samples:
    """A sound that is the same whenever the same span is asked for."""
    rng = np.random.default_rng(round(span.start * 1000))
    return (rng.standard_normal(round(span.end * RATE) - round(span.start * RATE)) * 0.05).astype(np.float32)


def sides(speech: Mapping[Speaker, Sequence[Span]]) -> dict[Speaker, Callable[[Span], Samples]]:
    """Noise where somebody speaks, and silence elsewhere."""

    def side(spans: Sequence[Span]) -> Callable[[Span], Samples]:
        def sound(span: Span) -> Samples:
            at = round(span.start * RATE) / RATE + np.arange(len(noise(span))) / RATE
            said = np.any([(at >= s.start - 1e-9) & (at < s.end) for s in spans], axis=0)
            return np.where(said, noise(span), np.float32(0))

        return sound

    return {who: side(speech.get(who, ())) for who in SPEAKERS}


class Remembering:
    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.held.get(key)

    def put(self, key: str, text: str) -> None:
        assert key not in self.held, "a window was decoded twice"
        self.held[key] = text


def test_words_lie_on_the_calls_clock(scripted: Whisper) -> None:
    # agent     ....[=====3.0 s=====].........[======= 8 s =======]
    # window        [-- 6 words ----|-- 5 words --]
    speech: dict[Speaker, list[Span]] = {"agent": [Span(10.1, 12.9), Span(60.1, 67.9)], "customer": []}
    heard = scripted.hear(sides(speech), speech)
    words = heard.words["agent"]
    assert [word.text for word in words] == SCRIPT
    expected = [10.0 + SPACING * i for i in range(6)] + [60.0 + SPACING * i for i in range(5)]
    assert [word.span.start for word in words] == pytest.approx(expected, abs=0.1)
    assert all(word.confidence is not None and word.confidence > 0.95 for word in words)
    assert {type(word.confidence) for word in words} == {float}
    assert {type(word.span.start) for word in words} == {float}
    assert heard.language == "en" and heard.doubts == () and heard.words["customer"] == ()


def test_a_yes_inside_the_others_turn_is_kept_on_its_side(scripted: Whisper) -> None:
    speech: dict[Speaker, list[Span]] = {"agent": [Span(0.0, 20.0)], "customer": [Span(8.0, 8.5)]}
    heard = scripted.hear(sides(speech), speech)
    assert len(heard.words["agent"]) == len(SCRIPT)
    yes = heard.words["customer"]
    assert yes and all(word.span.start >= 7.75 and word.span.end <= 8.75 for word in yes)


def test_only_speech_is_decoded_and_both_sides_in_one_batch(scripted: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    speech: dict[Speaker, list[Span]] = {
        "agent": [Span(30.0 * i, 30.0 * i + 3.0) for i in range(15)],
        "customer": [Span(30.0 * i + 10, 30.0 * i + 12) for i in range(15)],
    }
    batches: list[int] = []
    encode = scripted._decoder.model.encode
    monkeypatch.setattr(scripted._decoder.model, "encode", lambda mel: batches.append(len(mel)) or encode(mel))
    heard = scripted.hear(sides(speech), speech)
    assert batches == [2, 2, 2]  # the language, and 45 s of the one and 30 s of the other: two windows each
    assert heard.decoded <= 1.1 * 75
    assert sum(len(words) for words in heard.words.values()) >= 2 * len(SCRIPT)


def test_without_speech_nothing_is_decoded(scripted: Whisper) -> None:
    told: list[float] = []
    heard = scripted.hear(sides({}), {}, progress=told.append)
    assert heard.decoded == 0.0 and heard.language == "" and told == [1.0]
    assert heard.words == {"agent": (), "customer": ()}


LONG: dict[Speaker, list[Span]] = {"agent": [Span(40.0 * i, 40.0 * i + 16.0) for i in range(6)], "customer": []}


def test_what_is_kept_is_not_decoded_again(scripted: Whisper) -> None:
    kept = Remembering()
    first = scripted.hear(sides(LONG), LONG, checkpoints=kept)
    assert len(kept.held) == 7 and first.decoded > 6 * 16  # six windows and the language
    kept.held.popitem()
    again = scripted.hear(sides(LONG), LONG, checkpoints=kept)
    assert again.decoded == pytest.approx(16.2)
    assert again.words == first.words


def test_other_sound_and_another_model_are_not_taken_for_it(scripted: Whisper, toys: Path) -> None:
    kept = Remembering()
    scripted.hear(sides(LONG), LONG, checkpoints=kept)
    other = Whisper(scripted_whisper(toys / "other", ["no"], width=64), device="cpu", threads=1)
    assert other.hear(sides(LONG), LONG, checkpoints=kept).decoded > 6 * 16
    other_sound: dict[Speaker, Any] = {
        who: lambda span, sound=sound: sound(span)[::-1] for who, sound in sides(LONG).items()
    }
    assert scripted.hear(other_sound, LONG, checkpoints=kept).decoded > 6 * 16


def test_a_stop_keeps_what_is_done(scripted: Whisper) -> None:
    kept = Remembering()

    def stop(done: float) -> None:
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scripted.hear(sides(LONG), LONG, checkpoints=kept, progress=stop)
    assert len(kept.held) == 2 * BATCH["cpu"] + 1  # half of the windows are passed in the second batch; the language
    told: list[float] = []
    left = 6 - BATCH["cpu"] * 2
    assert scripted.hear(sides(LONG), LONG, checkpoints=kept, progress=told.append).decoded == pytest.approx(
        left * 16.2
    )
    assert told == sorted(told) and told[0] == 0.0 and told[-1] == 1.0


def test_what_cannot_be_kept_is_heard_all_the_same(scripted: Whisper, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where a folder should be")
    heard = scripted.hear(
        sides({"agent": [Span(0.0, 9.0)]}), {"agent": [Span(0.0, 9.0)]}, checkpoints=CheckpointFolder(tmp_path / "kept")
    )
    assert [word.text for word in heard.words["agent"]] == SCRIPT


def test_a_batch_too_big_for_the_memory_is_halved(scripted: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    encode, room, batches = scripted._decoder.model.encode, [2], []

    def small(mel: Any) -> Any:
        if len(mel) > room[0]:
            raise RuntimeError("CUDA failed with error out of memory")
        batches.append(len(mel))
        return encode(mel)

    whole = scripted.hear(sides(LONG), LONG)
    monkeypatch.setattr(scripted._decoder.model, "encode", small)
    assert scripted.hear(sides(LONG), LONG) == whole
    assert batches == [1, 2, 2, 2]  # the language, then twice and twice two
    room[0] = 0
    monkeypatch.setattr(scripted._decoder, "languages", lambda batch: {"en": 1.0})
    with pytest.raises(SameSideError, match="does not fit into memory; take a smaller one"):
        scripted.hear(sides(LONG), LONG)


KILLED = """
import sys, time
from pathlib import Path
from audio.asr import missed_speech
from audio.asr.checkpoints import CheckpointFolder
from audio.asr.transcription import Whisper
from tests.test_audio_asr_transcription import LONG, sides

missed_speech.LEAST = float("inf")

def wait(done):
    if done > 0.5:
        print("half", flush=True)
        time.sleep(600)

Whisper(Path(sys.argv[1]), device="cpu", threads=1).hear(sides(LONG), LONG, checkpoints=CheckpointFolder(Path(sys.argv[2])), progress=wait)
"""


def test_kill_minus_nine_in_the_middle_and_start_again(scripted: Whisper, tmp_path: Path) -> None:
    script = [sys.executable, "-c", KILLED, str(scripted.folder), str(tmp_path / "kept")]
    root = Path(__file__).parents[1]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None and child.stdout.readline() == "half\n"
        child.kill()
    kept = list((tmp_path / "kept").glob("*.json"))
    assert len(kept) == 2 * BATCH["cpu"] + 1  # and the language
    heard = scripted.hear(sides(LONG), LONG, checkpoints=CheckpointFolder(tmp_path / "kept"))
    assert heard.decoded == pytest.approx((6 - 2 * BATCH["cpu"]) * 16.2)
    assert heard.words == scripted.hear(sides(LONG), LONG).words


@pytest.mark.second_looks
def test_speech_that_carries_no_word_is_heard_again(scripted: Whisper) -> None:
    # speech    [============== 16 s ==============]   the script is said in the first 5.5 s of any window
    # words     [= 11 words =]
    # again                  [= 11 words =]            what is left, by itself: the script once more
    speech: dict[Speaker, list[Span]] = {"agent": [Span(10.0, 26.0)]}
    heard = scripted.hear(sides(speech), speech)
    words = heard.words["agent"]
    assert [word.text for word in words] == [*SCRIPT, *SCRIPT[1:]]  # its first word lies before the hole
    assert words[len(SCRIPT)].span.start == pytest.approx(15.5, abs=0.7)
    assert 20.0 < heard.decoded < 30.0
    assert heard.doubts == ()


@pytest.mark.second_looks
def test_speech_in_which_nothing_can_be_made_out_is_said(toys: Path) -> None:
    folder = scripted_whisper(toys / "brief", ["so", "then"], width=64)
    whisper = Whisper(folder, device="cpu", threads=1)
    speech: dict[Speaker, list[Span]] = {"agent": [Span(0.0, 9.0)]}
    heard = whisper.hear(sides(speech), speech)
    assert sum(map(len, heard.words.values())) <= 4
    assert heard.doubts and "no words could be made out" in heard.doubts[0].why


def test_fast_talk_is_not_cut(toys: Path) -> None:
    """CTranslate2 gives an answer half of max_length: 28 words in 2 s would end after some twenty."""
    script = [f"{chr(97 + k)}{chr(122 - k)}x" for k in range(26)] + ["last", "one"]
    folder = scripted_whisper(toys / "fast", script, 0.06)
    speech: dict[Speaker, list[Span]] = {"agent": [Span(0.0, 2.0)]}
    heard = Whisper(folder, device="cpu", threads=1).hear(sides(speech), speech)
    assert [word.text for word in heard.words["agent"]] == script


def test_numbers_are_written_as_they_are_said(toys: Path) -> None:
    """The toy would say "24"; in English what holds a figure is not to be had, in German it is."""
    folder = scripted_whisper(toys / "figures", ["open", "24", "hours"])
    whisper = Whisper(folder, device="cpu", threads=1)
    speech: dict[Speaker, list[Span]] = {"agent": [Span(0.0, 2.0)]}
    assert "24" not in [word.text for word in whisper.hear(sides(speech), speech, language="en").words["agent"]]
    german = whisper.hear(sides(speech), speech, language="de").words["agent"]
    assert [word.text for word in german] == ["open", "24", "hours"]


def test_the_language_is_told_once_and_stays(toys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    german = Whisper(scripted_whisper(toys / "german", ["ja", "gut"], language="de", width=64), device="cpu", threads=1)
    asked: list[int] = []
    tell = german._decoder.languages
    monkeypatch.setattr(german._decoder, "languages", lambda batch: asked.append(len(batch)) or tell(batch))
    kept = Remembering()
    both: dict[Speaker, list[Span]] = {**LONG, "customer": [Span(20.0, 23.0)]}
    heard = german.hear(sides(both), both, checkpoints=kept)
    assert heard.language == "de" and asked == [2]  # seven windows: the longest of each side
    assert heard.doubts[0].about == "words" and "was guessed as German" in heard.doubts[0].why
    kept.held.popitem()
    assert german.hear(sides(both), both, checkpoints=kept).language == "de"
    assert asked == [2]  # what is kept says it
    assert german.hear(sides(both), both, language="en") == german.hear(
        sides(both), both, language="en", checkpoints=kept
    )
    assert asked == [2]


def test_a_language_that_is_not_read_is_said_and_english_is_not(toys: Path) -> None:
    german = Whisper(scripted_whisper(toys / "given", ["ja", "gut"], language="de", width=64), device="cpu", threads=1)
    given = german.hear(sides(LONG), LONG, language="de").doubts
    assert [doubt.why for doubt in given] == ["The language is German: its wording is not read, only English is."]
    assert german.hear(sides(LONG), LONG, language="en").doubts == ()


def test_an_english_only_model_is_not_asked_for_its_language(toys: Path) -> None:
    folder = scripted_whisper(toys / "english", SCRIPT, multilingual=False)
    heard = Whisper(folder, device="cpu", threads=1).hear(
        sides({"agent": [Span(0.0, 10.0)]}), {"agent": [Span(0.0, 10.0)]}
    )
    assert heard.language == "en" and [word.text for word in heard.words["agent"]] == SCRIPT


def test_an_unknown_language_is_refused(scripted: Whisper) -> None:
    with pytest.raises(SameSideError, match="“english” is no language"):
        scripted.hear(sides(LONG), LONG, language="english")


def test_a_model_that_guesses_where_it_hears_no_speech_is_not_believed(toys: Path) -> None:
    folder = scripted_whisper(toys / "guessing", SCRIPT, logit=2.0, no_speech=True)
    heard = Whisper(folder, device="cpu", threads=1).hear(
        sides({"agent": [Span(0.0, 10.0)]}), {"agent": [Span(0.0, 10.0)]}
    )
    assert heard.words["agent"] == ()
    assert heard.doubts[0].about == "words" and "10 s" in heard.doubts[0].why


def test_a_loop_is_cut(toys: Path) -> None:
    folder = scripted_whisper(toys / "looping", ["well", *["no", "sir"] * 20], 0.4)
    heard = Whisper(folder, device="cpu", threads=1).hear(
        sides({"agent": [Span(0.0, 29.0)]}), {"agent": [Span(0.0, 29.0)]}
    )
    assert [word.text for word in heard.words["agent"]] == ["well", "no", "sir", "no", "sir"]


def test_random_weights_go_all_the_way(toys: Path) -> None:
    whisper = Whisper(random_whisper(toys / "random"), device="cpu", threads=1)
    speech: dict[Speaker, list[Span]] = {"agent": [Span(0.0, 4.0)], "customer": [Span(3.0, 3.2), Span(5.0, 9.0)]}
    heard = whisper.hear(sides(speech), speech)
    assert heard.decoded == pytest.approx(8.2 * 1.08, rel=0.03)
    for words in heard.words.values():
        assert list(words) == sorted(words, key=lambda word: word.span)
        assert all(0.0 <= word.span.start <= word.span.end <= 9.25 for word in words)


def test_a_large_models_eighty_more_mels_without_its_preprocessor_file(toys: Path) -> None:
    folder = scripted_whisper(toys / "mels", SCRIPT, mels=128)
    (folder / "preprocessor_config.json").unlink()
    heard = Whisper(folder, device="cpu", threads=1).hear(
        sides({"agent": [Span(0.0, 10.0)]}), {"agent": [Span(0.0, 10.0)]}
    )
    assert len(heard.words["agent"]) == len(SCRIPT)


def test_a_damaged_model_is_refused(scripted: Whisper, tmp_path: Path) -> None:
    for file in scripted.folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = tmp_path / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-5000])
    with pytest.raises(SameSideError, match="cannot be loaded"):
        Whisper(tmp_path, device="cpu")


def test_a_graphics_processor_that_is_not_there(scripted: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 0)
    assert Whisper(scripted.folder).device == "cpu"
    with pytest.raises(SameSideError, match="no CUDA graphics processor here"):
        Whisper(scripted.folder, device="cuda")


@pytest.mark.skipif(ctranslate2.get_cuda_device_count() > 0, reason="a graphics processor is here, libraries and all")
def test_a_graphics_processor_without_its_libraries(scripted: Whisper, monkeypatch: pytest.MonkeyPatch) -> None:
    """CTranslate2 without CUDA's libraries counts the card and fails when asked to use it."""
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 1)
    assert Whisper(scripted.folder).device == "cpu"
    with pytest.raises(SameSideError, match="there but cannot be used"):
        Whisper(scripted.folder, device="cuda")


def test_kept_results_are_plain_json(scripted: Whisper, tmp_path: Path) -> None:
    scripted.hear(
        sides({"agent": [Span(0.0, 9.0)]}), {"agent": [Span(0.0, 9.0)]}, checkpoints=CheckpointFolder(tmp_path)
    )
    held = sorted((json.loads(file.read_text()) for file in tmp_path.iterdir()), key=len)
    assert held[0]["guess"] == "en"
    assert held[1]["language"] == "en" and held[1]["words"][0][2] == "hello"

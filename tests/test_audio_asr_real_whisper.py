"""What only a real Whisper can show: openings heard, nothing heard in nothing, the house's words, another language.

Each sound goes the way of a call: mu-law at 8 kHz, decoded, speech found by the voice detector, then heard. The model is
loaded once; a window takes it a second or two.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, at_level, banded, decoded, fax, mu_law, noise, placed, sample, silence, truth

from audio.asr.transcription import Transcription, Whisper
from audio.call import Speaker
from audio.signal.decode import decode
from audio.signal.voice_activity import detect_speech
from audio.span import Span
from samples.music import hold_music
from tests.bench._word_error import single

LINE = noise(60.0, -62.0, seed=7)
"""A silent telephone line."""

BEFORE = 5.0
"""Seconds of noise or music before a sentence."""


@pytest.fixture(scope="module")
def whisper(real_whisper: Path) -> Whisper:
    return Whisper(real_whisper, device="cpu", threads=2)


@pytest.fixture
def hear(whisper: Whisper, tmp_path: Path) -> Callable[..., Transcription]:
    def hear(side: Sound, language: str | None = "en", hints: str = "") -> Transcription:
        with decoded(tmp_path, mu_law(side + LINE[: len(side)]), rate=8000) as sound:
            heard: dict[Speaker, list[Span]] = {"agent": detect_speech(sound, 0)}
            return whisper.hear({"agent": lambda span: sound.within(span, 0)}, heard, language=language, hints=hints)

    return hear


def text(heard: Transcription) -> str:
    return " ".join(word.text for word in single(heard.words["agent"]))


def line(name: str, number: int, more: float = 0.0) -> tuple[Sound, float]:
    """A line of a sample, with what its side says in the seconds after it, and the line's own seconds."""
    said = truth(name)["lines"][number]
    side = sample(name)[said["speaker"] == "customer"]
    seconds = said["end"] - said["start"]
    return side[round(said["start"] * RATE) : round((said["end"] + more) * RATE)], seconds


def test_the_first_sentence_of_a_call_is_heard_at_its_time(hear: Callable[..., Transcription]) -> None:
    heard = hear(sample("sofa_wait")[0][: 6 * RATE])
    assert text(heard).startswith("good morning") and "furniture this is dean" in text(heard)
    said = truth("sofa_wait")["lines"][0]["words"]
    for word, true in zip(heard.words["agent"], said, strict=False):
        assert word.span.start == pytest.approx(true["start"], abs=0.4)
    assert not heard.doubts


@pytest.mark.parametrize(
    ("name", "number", "first"),
    [("parcel_pushed", 8, "if you"), ("boiler_hold", 10, "it's a"), ("boiler_hold", 1, "hello")],
)
def test_music_under_a_sentence_does_not_eat_its_first_words(
    hear: Callable[..., Transcription], name: str, number: int, first: str
) -> None:
    # music     ~~~~~~~~~~~~~~~~~~~~~~~~~                    6 dB below the sentence
    # speech               [== sentence ==]   [== more ==]   the detector is sure of it half a second late
    said, seconds = line(name, number, 12.0)
    level = 10 * float(np.log10(np.mean(said[: round(seconds * RATE)] ** 2)))
    under = hold_music(BEFORE + seconds, RATE, level - 6)
    heard = hear(placed(BEFORE + len(said) / RATE, (BEFORE, said), (0.0, under)))
    assert text(heard).startswith(first)


NOTHING = {
    "music": hold_music(30.0, RATE, -25.0),
    "noise": noise(30.0, -30.0),
    "a silent line": silence(30.0),
    "a fax": at_level(fax(30.0), -20.0),
}
HINTS = "Larkrise, pushchair, Oakwood Furniture, City Broadband"


@pytest.mark.parametrize("what", NOTHING)
@pytest.mark.parametrize("hints", ["", HINTS], ids=["", "hints"])
def test_no_word_where_nobody_speaks(hear: Callable[..., Transcription], what: str, hints: str) -> None:
    assert text(hear(NOTHING[what], language=None, hints=hints)) == ""


@pytest.mark.parametrize("hints", ["", HINTS], ids=["", "hints"])
def test_no_word_where_the_detector_takes_noise_for_speech(whisper: Whisper, hints: str) -> None:
    """As if all of it were speech: the model's own doubt must do."""
    side = mu_law(banded(noise(30.0, -45.0)))
    heard = whisper.hear(
        {"agent": lambda span: side[round(span.start * RATE) : round(span.end * RATE)]},
        {"agent": [Span(0.0, 30.0)]},
        language="en",
        hints=hints,
    )
    assert text(heard) == "" and heard.unheard > 28


def test_a_house_word_is_heard_right_where_it_is_known(hear: Callable[..., Transcription]) -> None:
    said = placed(4.0, (0.5, line("router_move", 0)[0]))
    assert "city broadband" not in text(hear(said))
    assert text(hear(said, hints="City Broadband")).startswith("city broadband")


def test_a_sentence_that_begins_with_a_hint_keeps_it(hear: Callable[..., Transcription]) -> None:
    said = placed(5.0, (0.5, line("birthday_flowers", 0)[0]))
    assert text(hear(said, hints="Green Valley Flowers")).startswith("green valley flowers this is dean")


def test_a_greeting_before_a_hint_is_kept(hear: Callable[..., Transcription]) -> None:
    said = placed(5.0, (0.5, line("sofa_wait", 0)[0]))
    assert text(hear(said, hints="Oakwood Furniture")).startswith("good morning oakwood furniture")


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng, which speaks Spanish, is not installed")
def test_spanish_is_heard_as_spanish_and_that_is_said(whisper: Whisper, tmp_path: Path) -> None:
    spoken = tmp_path / "spanish.wav"
    subprocess.run(
        ["espeak-ng", "-v", "es", "-s", "140", "-w", str(spoken), "Buenos días, mi paquete no ha llegado."], check=True
    )
    with decode(spoken) as sound:
        heard = whisper.hear({"agent": lambda span: sound.within(span, 0)}, {"agent": detect_speech(sound, 0)})
    assert heard.language == "es" and "paquete" in text(heard)
    assert any("guessed as Spanish" in doubt.why for doubt in heard.doubts)

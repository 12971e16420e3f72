"""Somebody else who comes on the line and stays is found; one voice, calm or raised, is one person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, sosfilt
from sounds import RATE, Sound, decoded, noise, sample, silence, true_speech
from sounds import talk as vowels

from audio.call import Call, Doubt, LineChange, Newcomer, Word
from audio.signal.voice_features import measure_voice
from audio.span import Span
from audio.speakers.handover import newcomers
from audio.speakers.handover.newcomers import Changes, find_changes
from audio.speakers.handover.phrases import ANNOUNCED, GREETED, INTRODUCED, UNTOLD, introductions, told

SHARE = 24.0
"""Seconds of speech of each person."""
PAUSE = 0.6
HANDOVERS = [
    ("taxi_overtalk", "agent", "pharmacy_routine", "customer"),
    ("broadband_recovered", "agent", "taxi_overtalk", "customer"),
    ("pharmacy_routine", "customer", "taxi_overtalk", "agent"),
]
"""A voice, and one that is unlike it."""
Talk = tuple[Sound, list[Span]]


def channel_of(name: str, speaker: str) -> int:
    return int((speaker == "agent") == name.endswith("_swapped"))


def talk(name: str, speaker: str, part: int = 0, seconds: float = SHARE) -> Talk:
    """Some seconds of one voice of a sample, ``part`` so many later, with pauses between."""
    side, pieces, spans, at, before = sample(name)[channel_of(name, speaker)], [], [], 0.0, 0.0
    for span in true_speech(name, speaker):
        if before >= part * seconds and sum(s.duration for s in spans) < seconds:
            pieces += [side[round(span.start * RATE) : round(span.end * RATE)], silence(PAUSE)]
            spans.append(Span(at, at + span.duration))
            at += span.duration + PAUSE
        before += span.duration
    return np.concatenate(pieces), spans


def one_after_the_other(*talks: Talk) -> Talk:
    sounds, spans, at = [], [], 0.0
    for sound, said in talks:
        sounds.append(sound)
        spans += [span.shift(at) for span in said]
        at += len(sound) / RATE
    return np.concatenate(sounds), spans


def found(folder: Path, side: Talk, words: Sequence[Word] = ()) -> tuple[tuple[Newcomer, ...], tuple[Doubt, ...]]:
    """The newcomers on the agent's side, which is the right one here."""
    changes = changed(folder, side, words)
    assert changes.line_changes == ()
    return changes.newcomers, changes.doubts


def changed(folder: Path, side: Talk, words: Sequence[Word] = ()) -> Changes:
    """All that changes on the agent's side."""
    with decoded(folder, np.zeros_like(side[0]), side[0]) as sound:
        voice = measure_voice(sound, 1, "agent", side[1])
        return find_changes(sound, {"agent": 1}, {"agent": side[1]}, {"agent": voice}, {"agent": words})


def line(text: str, at: float) -> list[Word]:
    return [Word(Span(at + 0.3 * k, at + 0.3 * k + 0.25), word) for k, word in enumerate(text.split())]


@pytest.mark.parametrize(("first", "who", "second", "whose"), HANDOVERS)
def test_another_person_who_stays_is_found_and_said(
    tmp_path: Path, first: str, who: str, second: str, whose: str
) -> None:
    before = talk(first, who)
    (newcomer,), (doubt,) = found(tmp_path, one_after_the_other(before, talk(second, whose)))
    at = len(before[0]) / RATE
    assert (newcomer.speaker, newcomer.at) == ("agent", pytest.approx(at, abs=2.0))
    minutes, seconds = divmod(int(newcomer.at), 60)
    assert doubt.about == "speakers:agent" and doubt.why.startswith(f"From {minutes}:{seconds:02d} on ")
    assert "on the right channel" in doubt.why and "likeness 0." in doubt.why


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("taxi_overtalk", "agent"),
        ("final_no", "customer"),
        ("insurance_swapped", "customer"),
        ("parcel_pushed", "customer"),
    ],
)
def test_one_person_calm_or_raised_is_one(tmp_path: Path, name: str, who: str) -> None:
    assert found(tmp_path, talk(name, who, seconds=60.0)) == ((), ())


def spoken(pitch: float, level: float, seed: int) -> Talk:
    """Twelve lines of 2 s of one synthetic throat, a little livelier than a monotone."""
    pieces: list[Sound] = []
    for k in range(12):
        pieces += [vowels(2.0, pitch * 2 ** (0.5 * np.sin(k) / 12), level, seed=100 * seed + k), silence(PAUSE)]
    sound = np.concatenate(pieces)
    return sound + noise(len(sound) / RATE, -55), [Span(k * (2.0 + PAUSE), k * (2.0 + PAUSE) + 2.0) for k in range(12)]


@pytest.mark.parametrize("louder", [4.0, 14.0])
def test_one_voice_that_rises_to_the_end_is_not_perhaps_another_person(tmp_path: Path, louder: float) -> None:
    """Half an octave up and no sharper: that alone is a woman after a man."""
    calm, raised = spoken(110.0, -30.0, 1), spoken(110.0 * 2**0.5, -30.0 + louder, 2)
    assert found(tmp_path, one_after_the_other(calm, raised)) == ((), ())
    assert found(tmp_path, one_after_the_other(raised, calm)) == ((), ())


def test_who_comes_back_is_not_said_to_have_been_somebody_else(tmp_path: Path) -> None:
    name, who, other, whose = HANDOVERS[0]
    side = one_after_the_other(
        talk(name, who, seconds=12.0), talk(other, whose, seconds=12.0), talk(name, who, 1, 12.0)
    )
    assert found(tmp_path, side) == ((), ())


def test_without_the_networks_nobody_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newcomers, "voice_networks_at_hand", lambda: False)
    name, who, other, whose = HANDOVERS[0]
    assert found(tmp_path, one_after_the_other(talk(name, who), talk(other, whose))) == ((), ())


def test_words_that_tell_of_a_change_are_its_evidence(tmp_path: Path) -> None:
    name, who, other, whose = HANDOVERS[0]
    before = talk(name, who)
    at = len(before[0]) / RATE
    side = one_after_the_other(before, talk(other, whose))
    words = [
        *line("let me put you through to my supervisor.", at - 4.0),
        *line("Hello, this is Karen, the supervisor.", at + 0.2),
    ]
    (newcomer,), (doubt,) = found(tmp_path, side, words)
    assert newcomer.sure and "another person speaks" in doubt.why
    assert "“let me put you through to my supervisor”; “hello this is karen the supervisor”" in doubt.why


@pytest.mark.parametrize(
    ("before", "after", "odds"),
    [
        ("I will transfer you to the right team now", "okay so the refund", ANNOUNCED),
        ("okay here's my husband", "so what is all this about", ANNOUNCED),
        ("let me get my supervisor for you", "good morning how can I help", ANNOUNCED + GREETED),
        ("so that is thirty two pounds", "my name is Karen and I am the manager here", INTRODUCED),
        ("so that is thirty two pounds", "my wife says you told her no", INTRODUCED),
        ("so that is thirty two pounds", "and it will be with you on Monday", 0.0),
        ("das sind dann zweiunddreißig Euro", "und am Montag ist es da", 0.0),
    ],
)  # fmt: skip
def test_what_is_said_round_a_change(before: str, after: str, odds: float) -> None:
    assert told([*line(before, 20.0), *line(after, 30.0)], 30.0)[0] == odds


def test_english_that_tells_of_nobody_takes_from_the_odds() -> None:
    plain = "so that is the one you have and it is on the list that we have for you"
    assert told([*line(plain, 10.0), *line(plain, 30.0)], 30.0) == (UNTOLD, ())
    german = "das sind dann zweiunddreißig Euro und am Montag ist es bei ihnen und dann sehen wir weiter"
    assert told([*line(german, 10.0), *line(german, 30.0)], 30.0) == (0.0, ())
    assert introductions([*line(plain, 10.0), *line("this is Karen, the supervisor", 30.0)]) == [30.0]


def filtered(sound: Sound, hertz: float, kind: str) -> Sound:
    return np.asarray(sosfilt(butter(2, hertz, kind, fs=RATE, output="sos"), sound), np.float32)


LINES: dict[str, Callable[[Sound], Sound]] = {
    "muffled": lambda sound: 0.4 * filtered(sound, 1200, "low"),
    "thin": lambda sound: filtered(sound, 900, "high"),
    "softer": lambda sound: 0.25 * sound,
}


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("line", LINES)
def test_another_line_under_one_voice_is_found_and_is_nobody_else(tmp_path: Path, line: str, back: bool) -> None:
    (first, said), (second, after) = talk("taxi_overtalk", "agent"), talk("taxi_overtalk", "agent", 1)
    first, second = (LINES[line](first), second) if back else (first, LINES[line](second))
    changes = changed(tmp_path, one_after_the_other((first, said), (second, after)))
    (change,), (doubt,) = changes.line_changes, changes.doubts
    assert (change.speaker, change.at, changes.newcomers) == ("agent", pytest.approx(said[-1].end, abs=4.0), ())
    assert doubt.about == "speakers:agent" and "the right channel sounds as over another line" in doubt.why


def test_what_changes_changes_sides_with_the_call() -> None:
    call = Call(
        "a", "a.wav", 10.0, "two_sides", (), (), (), newcomers=(Newcomer("agent", 4.0, False),),
        line_changes=(LineChange("customer", 5.0),),
    )  # fmt: skip
    assert call.swapped().newcomers == (Newcomer("customer", 4.0, False),)
    assert call.swapped().line_changes == (LineChange("agent", 5.0),)

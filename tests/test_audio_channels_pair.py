"""Two recordings of one voice each become one call; names propose which belong together, and no more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, decoded, placed, sample, silence, talk, write

from audio.channels.pair import as_pair, join, joined_name, pairs_of
from audio.errors import SameSideError
from audio.listen import listen
from audio.signal.decode import decode
from audio.span import Span, common

AGENT, CUSTOMER = (side[: 30 * RATE] for side in sample("taxi_overtalk"))


@pytest.mark.parametrize(
    ("agent", "customer", "both"),
    [
        ("2031_agent.wav", "2031_customer.wav", "2031.flac"),
        ("q7 2031-out.WAV", "q7 2031-in.wav", "q7 2031.flac"),
        ("call_tx.gsm", "call_rx.gsm", "call.flac"),
        ("call-callee-7.mp3", "call-caller-7.mp3", "call-7.flac"),
        ("Call L.wav", "Call R.wav", "Call.flac"),
        ("agent.wav", "customer.wav", "agent + customer.flac"),
    ],
)
def test_names_propose_who_is_who(agent: str, customer: str, both: str) -> None:
    assert as_pair(agent, customer) == as_pair(customer, agent) == (agent, customer)
    assert joined_name(agent, customer) == both


@pytest.mark.parametrize(
    ("first", "second"),
    [("a_agent.wav", "b_customer.wav"), ("call-7.wav", "call-8.wav"), ("lin.wav", "lout.wav"), ("x.wav", "x.wav"), ("a-in.wav", "a-in-out.wav")],
)  # fmt: skip
def test_other_names_propose_nothing(first: str, second: str) -> None:
    assert as_pair(first, second) is None


def test_each_file_is_of_one_pair() -> None:
    names = ["a_agent.wav", "b_rx.wav", "a_customer.wav", "lone.wav", "b_tx.wav"]
    assert pairs_of(names) == [("a_agent.wav", "a_customer.wav"), ("b_tx.wav", "b_rx.wav")]
    assert pairs_of(["a_agent.wav", "a_customer.wav", "a_client.wav"]) == []


def alike(one: Sound, two: Sound) -> bool:
    """Whether they rise and fall together, 20 ms at a time; what lies below a telephone's band is filtered out each time a file is read."""
    levels = [np.sqrt(np.mean(sound[: len(sound) // 320 * 320].reshape(-1, 320) ** 2, axis=1)) for sound in (one, two)]
    return bool(np.corrcoef(*levels)[0, 1] > 0.99)


def files(folder: Path, agent: Sound = AGENT, customer: Sound = CUSTOMER) -> tuple[Path, Path]:
    return write(folder / "call_agent.wav", agent, rate=8000), write(folder / "call_customer.wav", customer, rate=44100)


def test_files_of_other_rates_and_lengths_are_one_call_the_same_each_time(tmp_path: Path) -> None:
    agent, customer = files(tmp_path, customer=CUSTOMER[: 24 * RATE])
    joined, again = tmp_path / "one.flac", tmp_path / "two.flac"
    join(agent, customer, joined)
    join(agent, customer, again)
    assert joined.read_bytes() == again.read_bytes()
    with decode(joined) as sound, decode(agent) as own:
        assert (sound.channels, sound.duration) == (2, pytest.approx(30.0, abs=0.01))
        left, right = sound.read()
        assert np.abs(right[round(24.1 * RATE) :]).max() < 1e-3
        assert alike(left, own.read()[0])
    call = listen(joined, agent="left", ignore_transcript_beside=True)
    whole = listen(
        write(tmp_path / "whole.wav", AGENT, CUSTOMER, rate=16000), agent="left", ignore_transcript_beside=True
    )
    assert call.layout == "two_sides" and not call.doubt("speakers")
    for speaker, until in (("agent", 30.0), ("customer", 23.5)):
        spans, true = (
            common([t.span for t in heard.turns if t.speaker == speaker], [Span(0.0, until)]) for heard in (call, whole)
        )
        assert sum(s.duration for s in common(spans, true)) > 0.95 * sum(s.duration for s in true)


def test_one_recording_twice_is_a_slip(tmp_path: Path) -> None:
    agent, _ = files(tmp_path)
    with pytest.raises(SameSideError, match="hold the same sound"):
        join(agent, agent, tmp_path / "joined.flac")
    assert not (tmp_path / "joined.flac").exists()


def test_a_recording_of_two_sides_is_no_leg(tmp_path: Path) -> None:
    agent, _ = files(tmp_path)
    both = write(tmp_path / "both.wav", AGENT, CUSTOMER, rate=8000)
    with pytest.raises(SameSideError, match=r"both\.wav holds two voices on two channels already"):
        join(agent, both, tmp_path / "joined.flac")


def test_a_leg_written_as_stereo_is_a_leg(tmp_path: Path) -> None:
    voice = placed(6.0, (1.0, talk(3.0)))
    stereo, other = write(tmp_path / "a.wav", voice, voice), write(tmp_path / "b.wav", silence(6.0), voice[::-1].copy())
    join(stereo, other, tmp_path / "joined.flac")
    with decode(tmp_path / "joined.flac") as sound, decoded(tmp_path, voice, voice[::-1].copy(), rate=RATE) as own:
        assert all(alike(one, two) for one, two in zip(sound.read(), own.read(), strict=True))

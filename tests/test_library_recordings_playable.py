"""The playable form: the same sound, in time, with its index at the front."""

import random
from pathlib import Path

import av
import numpy as np
import pytest
from library_calls import a_recording
from numpy.typing import NDArray

from audio.errors import SameSideError
from audio.signal.decode import decode
from library.recordings.playable import RATE, make_playable

CUES, CLUSTER = bytes.fromhex("1C53BB6B"), bytes.fromhex("1F43B675")


def decoded(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as container:
        resample = av.AudioResampler(format="fltp", rate=RATE)
        frames = [piece.to_ndarray() for frame in container.decode(audio=0) for piece in resample.resample(frame)]
    return np.concatenate(frames, axis=1)


def test_both_sides_are_there_and_in_time(tmp_path: Path) -> None:
    make_playable(a_recording(tmp_path / "a.wav", seconds=12.0), tmp_path / "a.webm")
    sound = decoded(tmp_path / "a.webm")
    assert sound.shape[0] == 2
    assert sound.shape[1] / RATE == pytest.approx(12.0, abs=0.03)
    for side, pitch in zip(sound, (200.0, 400.0), strict=True):
        spectrum = np.abs(np.fft.rfft(side[RATE : 2 * RATE]))
        assert np.argmax(spectrum) == pytest.approx(pitch, abs=2)


def test_the_index_comes_before_the_sound_so_that_a_browser_can_jump(tmp_path: Path) -> None:
    make_playable(a_recording(tmp_path / "a.wav", seconds=12.0), tmp_path / "a.webm")
    written = (tmp_path / "a.webm").read_bytes()
    assert 0 < written.find(CUES) < written.find(CLUSTER)


def test_what_is_played_has_the_clock_of_what_was_heard_in_a_damaged_recording_too(tmp_path: Path) -> None:
    whole = a_recording(tmp_path / "a.wav", seconds=60.0)
    with av.open(str(whole)) as source, av.open(str(tmp_path / "a.mp3"), "w") as to:
        mp3 = to.add_stream("libmp3lame", rate=8000, layout="stereo")
        for frame in source.decode(audio=0):
            to.mux(mp3.encode(frame))
        to.mux(mp3.encode(None))
    sound = bytearray((tmp_path / "a.mp3").read_bytes())
    middle = len(sound) // 2
    sound[middle : middle + 700] = random.Random(1).randbytes(700)
    (tmp_path / "damaged.mp3").write_bytes(sound)
    with decode(tmp_path / "damaged.mp3") as heard:
        make_playable(tmp_path / "damaged.mp3", tmp_path / "a.webm")
        assert heard.notes
        assert decoded(tmp_path / "a.webm").shape[1] / RATE == pytest.approx(heard.duration, abs=0.03)


def test_what_is_no_recording_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("Dear all, find attached the recording. " * 9)
    with pytest.raises(SameSideError, match=r"a\.wav holds no sound that can be read"):
        make_playable(tmp_path / "a.wav", tmp_path / "a.webm")

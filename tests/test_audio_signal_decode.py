"""Every format of a telephony platform decodes to the same sound, and every bad file gets its one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
import soxr
from scipy.signal import correlate
from sounds import RATE, Sound, noise, placed, silence, talk, tone, write

from audio.errors import SameSideError
from audio.signal.decode import decode
from audio.span import Span

SECONDS = 4.0
LEFT = placed(SECONDS, (0.3, talk(1.2, 120)), (2.6, talk(0.9, 130)))
RIGHT = placed(SECONDS, (1.6, talk(0.9, 210)), (2.3, talk(1.2, 220)))


def read(path: Path) -> Sound:
    with decode(path) as sound:
        assert sound.length == len(sound.read()[0])
        return sound.read()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """The two sides as the plainest file gives them."""
    return read(write(tmp_path_factory.mktemp("plain") / "a.wav", LEFT, RIGHT))


def alike(found: Sound, true: Sound) -> float:
    """Correlation of two sounds below 3 kHz, which every rate and codec here carries."""
    low = [soxr.resample(s[: min(len(found), len(true))], RATE, 6000) for s in (found, true)]
    return float(np.corrcoef(*low)[0, 1])


def spectrum(sound: Sound) -> Sound:
    """dB in the octaves of the telephone's band."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    return np.array([10 * np.log10(power[(hertz >= f) & (hertz < 2 * f)].sum()) for f in (300, 600, 1200)])


def sox(path: Path, *sides: Sound, rate: int, subtype: str) -> Path:
    soundfile.write(path, np.stack([soxr.resample(s, RATE, rate) for s in sides], axis=1), rate, subtype=subtype)
    return path


@pytest.mark.parametrize(
    ("name", "codec", "rate", "least"),
    [
        ("a.wav", "pcm_s16le", 8000, 0.99),
        ("a.wav", "pcm_s16le", 11025, 0.99),
        ("a.wav", "pcm_s16le", 16000, 0.999),
        ("a.wav", "pcm_s16le", 44100, 0.999),
        ("a.wav", "pcm_s16le", 48000, 0.999),
        ("a.wav", "pcm_u8", 8000, 0.98),
        ("a.wav", "pcm_s24le", 22050, 0.999),
        ("a.wav", "pcm_s32le", 16000, 0.999),
        ("a.wav", "pcm_f32le", 32000, 0.999),
        ("a.wav", "pcm_mulaw", 8000, 0.98),
        ("a.wav", "pcm_alaw", 8000, 0.98),
        ("a.wav", "adpcm_ima_wav", 8000, 0.98),
        ("a.mp3", "libmp3lame", 16000, 0.98),
        ("a.m4a", "aac", 44100, 0.98),
        ("a.ogg", "libopus", 48000, 0.9),
        ("a.webm", "libopus", 48000, 0.9),
        ("a.flac", "flac", 8000, 0.99),
    ],
)
def test_each_format_is_the_same_sound(
    tmp_path: Path, plain: Sound, name: str, codec: str, rate: int, least: float
) -> None:
    sound = read(write(tmp_path / name, LEFT, RIGHT, rate=rate, codec=codec, bits_a_second=64000))
    assert sound.shape[0] == 2
    assert sound.shape[1] / RATE == pytest.approx(SECONDS, abs=0.1)  # a codec's last block
    assert alike(sound[0], plain[0]) > least and alike(sound[1], plain[1]) > least
    assert abs(alike(sound[0], plain[1])) < 0.5


def test_the_plainest_file_is_the_sound_that_was_put_in(plain: Sound) -> None:
    assert spectrum(plain[0]) == pytest.approx(spectrum(LEFT), abs=0.5)
    for side, true in zip(plain, (LEFT, RIGHT), strict=True):
        level, wanted = (np.sqrt(np.mean(s.reshape(-1, 800) ** 2, axis=1)) > 0.01 for s in (side, true))
        assert np.mean(level == wanted) > 0.95


def test_gsm_is_the_same_sound(tmp_path: Path, plain: Sound) -> None:
    """GSM 6.10 is for one channel; its decoder is FFmpeg's, its encoder libsndfile's."""
    sound = read(sox(tmp_path / "a.wav", LEFT, rate=8000, subtype="GSM610"))
    assert sound.shape[0] == 1
    assert sound.shape[1] / RATE == pytest.approx(SECONDS, abs=0.06)
    assert alike(sound[0], plain[0]) > 0.85


def test_mp3_at_32_kbit_keeps_the_clock(tmp_path: Path, plain: Sound) -> None:
    """Joint stereo and little room: what was said is still there, and still then."""
    sound = read(write(tmp_path / "a.mp3", LEFT, RIGHT, rate=16000, codec="libmp3lame", bits_a_second=32000))[0]
    late = int(np.argmax(correlate(sound, plain[0]))) - (len(plain[0]) - 1)
    assert abs(late) / RATE < 0.003


def test_the_id_is_of_the_sound_and_not_of_the_file(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / name, LEFT, RIGHT, codec=codec) for name, codec in [("a.wav", "pcm_s16le"), ("b.flac", "flac")]
    ]
    ids = []
    for path in [*paths, write(tmp_path / "c.wav", RIGHT, LEFT)]:
        with decode(path) as sound:
            ids.append(sound.id)
    assert ids[0] == ids[1] != ids[2]


def test_any_stretch_can_be_read(tmp_path: Path) -> None:
    with decode(write(tmp_path / "a.wav", LEFT, RIGHT)) as sound:
        whole = sound.read()
        assert whole.dtype == np.float32
        assert np.array_equal(sound.read(100, 300), whole[:, 100:300])
        assert np.array_equal(sound.within(Span(1.0, 1.5), 1), whole[1, RATE : RATE * 3 // 2])
        assert sound.read(sound.length - 5, sound.length + 100).shape == (2, 5)
        assert sound.read(sound.length + 5).shape == (2, 0)
        parts = [block for _, block in sound.blocks(0.7)]
        assert np.array_equal(np.concatenate(parts, axis=1), whole)
        assert sound.peak == pytest.approx(np.abs(whole).max(axis=1))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[float] = []
    with decode(write(tmp_path / "a.wav", *[noise(70, -30)] * 2, rate=8000), told.append):
        assert told == sorted(told) and all(0 <= t <= 1 for t in told)


# --- what is refused, each in one sentence ---


def sentence(path: Path) -> str:
    with pytest.raises(SameSideError) as trouble:
        decode(path).close()
    said = str(trouble.value)
    assert said.startswith((path.name, str(path))) and "\n" not in said and "Traceback" not in said
    return said


def a_video(path: Path) -> Path:
    with av.open(str(path), "w") as file:
        picture = file.add_stream("mpeg4", rate=10)
        picture.width = picture.height = 64
        picture.pix_fmt = "yuv420p"
        for _ in range(10):
            file.mux(picture.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        file.mux(picture.encode(None))
    return path


def cut(path: Path, keep: float) -> Path:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * keep)])
    return path


def holed(path: Path, share: float) -> Path:
    """The middle ``share`` of a file overwritten."""
    whole = bytearray(path.read_bytes())
    middle, half = len(whole) // 2, int(len(whole) * share / 2)
    whole[middle - half : middle + half] = np.random.default_rng(1).integers(0, 256, 2 * half, np.uint8).tobytes()
    path.write_bytes(bytes(whole))
    return path


def made(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda f: f / "a.wav", r"is not there.*typed right"),
    "folder": (lambda f: f, r"is a folder; name the recordings in it"),
    "empty": (lambda f: made(f / "a.wav", b""), r"is empty \(0 bytes\)"),
    "text": (lambda f: made(f / "a.wav", b"Agent: Good morning.\n" * 40), r"holds no sound that can be read"),
    "text as mp3": (
        lambda f: made(f / "a.mp3", b"Agent: Good morning.\n" * 40),
        r"holds no sound that can be read|damaged",
    ),
    "zeros": (lambda f: made(f / "a.wav", bytes(5000)), r"holds no sound that can be read"),
    "pictures without sound": (lambda f: a_video(f / "a.mp4"), r"has pictures but no audio track"),
    "picture": (
        lambda f: made(f / "a.wav", b"GIF89a" + bytes(99)),
        r"is a picture \(GIF\), not a recording; needed is",
    ),
    "PDF": (lambda f: made(f / "a.mp3", b"%PDF-1.7" + bytes(99)), r"is a PDF, not a recording; needed is"),
    "playlist": (
        lambda f: made(f / "a.wav", b"ffconcat version 1.0\nfile /etc/hostname\n"),
        r"is a playlist, not a recording",
    ),
    "header only": (
        lambda f: cut(write(f / "a.wav", noise(20, -20)), 78.5 / 640_078),
        r"no sound behind it|holds no sound",
    ),
    "truncated": (
        lambda f: cut(write(f / "a.wav", noise(20, -20)), 0.5),
        r"is cut off: its header says 0:20.0 min, but only 0:10.0",
    ),
    "truncated mu-law": (
        lambda f: cut(write(f / "a.wav", noise(20, -20), noise(20, -20, 2), rate=8000, codec="pcm_mulaw"), 0.1),
        r"is cut off: its header says 0:20.0 min, but only 0:02.0",
    ),
    "truncated mp3": (
        lambda f: cut(write(f / "a.mp3", noise(20, -20), codec="libmp3lame"), 0.4),
        r"is cut off: its header says 0:20",
    ),
    "truncated m4a": (
        lambda f: cut(write(f / "a.m4a", noise(20, -20), codec="aac"), 0.5),
        r"is cut off: the index .* is not there",
    ),
    "truncated flac": (lambda f: cut(write(f / "a.flac", noise(20, -20), codec="flac"), 0.5), r"is cut off|is damaged"),
    "100 ms": (lambda f: write(f / "a.wav", talk(0.1)), r"lasts 0\.10 s; a call needs at least 1 s"),
    "silent": (lambda f: write(f / "a.wav", silence(5), silence(5)), r"is silent from end to end"),
    "corrupt mp3": (
        lambda f: holed(write(f / "a.mp3", noise(20, -20), codec="libmp3lame"), 0.3),
        r"is damaged|is cut off",
    ),
    "corrupt flac": (lambda f: holed(write(f / "a.flac", noise(20, -20), codec="flac"), 0.3), r"is damaged|is cut off"),
    "corrupt opus": (
        lambda f: holed(write(f / "a.ogg", noise(20, -20), rate=48000, codec="libopus"), 0.3),
        r"is damaged|is cut off|holds no sound",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_trusted_is_refused_in_one_sentence(tmp_path: Path, kind: str) -> None:
    make, expected = BAD[kind]
    said = sentence(make(tmp_path))
    assert re.search(expected, said), said


def test_a_picture_on_a_recording_makes_it_no_video(tmp_path: Path) -> None:
    """Podcast players and some recorders put a cover on an MP3 or M4A."""
    cover = np.full((32, 32, 3), 90, np.uint8)
    path = tmp_path / "a.mp3"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libmp3lame", rate=16000, layout="mono")
        picture: Any = file.add_stream("png", rate=1)
        picture.width = picture.height = 32
        picture.pix_fmt = "rgb24"
        picture.disposition = av.stream.Disposition.attached_pic
        file.mux(picture.encode(av.VideoFrame.from_ndarray(cover, format="rgb24")))
        frame = av.AudioFrame.from_ndarray(tone(300, 3.0).reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = 16000
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    assert read(path).shape[1] / RATE == pytest.approx(3.0, abs=0.1)


def test_the_end_of_a_cut_recording_of_a_second_is_let_be(tmp_path: Path) -> None:
    """A recorder that closes its header a moment early or late is no trouble."""
    with decode(cut(write(tmp_path / "a.wav", noise(30, -20)), 0.98)) as sound:
        assert sound.duration == pytest.approx(29.4, abs=0.1)


def test_a_recorder_that_never_filled_in_its_header_is_let_be(tmp_path: Path) -> None:
    """Streamed WAVs say 0 or 4 GB of data; what is there is taken."""
    for size in (0, 0xFFFFFFFF, 0x7FFFFFFF):
        path = write(tmp_path / "a.wav", noise(5, -20))
        whole = bytearray(path.read_bytes())
        at = whole.index(b"data") + 4
        whole[at : at + 4] = size.to_bytes(4, "little")
        path.write_bytes(bytes(whole))
        assert read(path).shape[1] / RATE == pytest.approx(5.0, abs=0.01)

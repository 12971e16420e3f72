"""Files as recorders leave them: what was recorded is heard, when it was recorded, and what was put in or left out is said."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
import soxr
from scipy.signal import butter, correlate, sosfilt
from sounds import RATE, Sound, noise, placed, silence, talk, tone, write

from audio.containers.recording import Damage, read_recording
from audio.containers.timetable import LONGEST
from audio.errors import InputError, LibraryError
from audio.signal import temporary
from audio.signal.decode import decode
from library.recordings.playable import make_playable

SECONDS = 8.0
LEFT = placed(SECONDS, (0.3, talk(2.2, 120)), (5.6, talk(1.9, 130)))
RIGHT = placed(SECONDS, (2.8, talk(1.9, 210)), (5.3, talk(1.2, 220)))
MONO = LEFT + RIGHT


def heard(path: Path) -> tuple[Sound, tuple[str, ...]]:
    with decode(path) as sound:
        return sound.read(), sound.notes


def said(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        decode(path).close()
    assert "\n" not in str(refused.value)
    return str(refused.value)


def alike(found: Sound, true: Sound) -> float:
    """Correlation below 3 kHz with what was put in, at most 50 ms apart (a coder's delay), what lies below speech filtered out."""
    true = sosfilt(butter(4, 120.0, "highpass", fs=RATE, output="sos"), true)
    low = [soxr.resample(s[: min(len(found), len(true))], RATE, 6000) for s in (found, np.asarray(true, np.float32))]
    middle = len(low[0]) - 1
    across = correlate(low[0], low[1])[max(0, middle - 300) : middle + 300]
    return float(across.max() / (np.linalg.norm(low[0]) * np.linalg.norm(low[1]) + 1e-9))


def made(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    return heard(write(tmp_path_factory.mktemp("plain") / "a.wav", LEFT, RIGHT, rate=8000))[0]


def a_wav(folder: Path, *sides: Sound, rate: int = 8000, codec: str = "pcm_s16le") -> bytes:
    return write(folder / "whole.wav", *sides, rate=rate, codec=codec).read_bytes()


def sized(content: bytes, size: int) -> bytes:
    """A WAV whose header says that it holds so many bytes of sound."""
    at = content.index(b"data") + 4
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def with_chunk(content: bytes, name: bytes, body: bytes) -> bytes:
    """A WAV with one more chunk before its sound, and no byte that pads it."""
    at = content.index(b"data")
    return content[:at] + name + struct.pack("<I", len(body)) + body + content[at:]


def as_rf64(content: bytes, filled_in: bool) -> bytes:
    at = content.index(b"data") + 8
    sizes = (len(content) - at + 72, len(content) - at, (len(content) - at) // 4) if filled_in else (0, 0, 0)
    long = b"ds64" + struct.pack("<IQQQI", 28, *sizes, 0)
    return b"RF64" + b"\xff" * 4 + b"WAVE" + long + content[12:36] + b"data" + b"\xff" * 4 + content[at:]


WAVS: dict[str, Callable[[bytes], bytes]] = {
    "size 0": lambda w: sized(w, 0),
    "size -1": lambda w: sized(w, 0xFFFFFFFF),
    "size of the first flush": lambda w: sized(w, 4096),
    "size of an odd flush": lambda w: sized(w, 4097),
    "size of half": lambda w: sized(w, len(w) // 2),
    "an odd chunk": lambda w: with_chunk(w, b"LIST", b"abcde"),
    "a long odd chunk": lambda w: with_chunk(w, b"bext", b"x" * 603),
    "an odd chunk of an unfinished header": lambda w: sized(with_chunk(w, b"LIST", b"abc"), 0),
    "a chunk behind it": lambda w: w + b"LIST" + struct.pack("<I", 6) + b"INFOab",
    "an odd chunk behind it": lambda w: w + b"id3 " + struct.pack("<I", 5) + b"ID3\3\0",
    "a tag behind it": lambda w: w + b"TAG" + b"x" * 125,
    "room that was kept behind it": lambda w: w + bytes(20_000),
    "RF64": lambda w: as_rf64(w, True),
    "RF64 that was never finished": lambda w: as_rf64(w, False),
}


@pytest.mark.parametrize("kind", WAVS)
def test_a_wav_is_heard_whole_whatever_its_header_says(tmp_path: Path, plain: Sound, kind: str) -> None:
    found, notes = heard(made(tmp_path / "a.wav", WAVS[kind](a_wav(tmp_path, LEFT, RIGHT))))
    assert np.array_equal(found, plain) and not notes


@pytest.mark.parametrize("codec", ["pcm_mulaw", "pcm_alaw"])
@pytest.mark.parametrize("size", [0, 1000, 0xFFFFFFFF])
def test_g711_behind_an_unfinished_header(tmp_path: Path, codec: str, size: int) -> None:
    whole = a_wav(tmp_path, LEFT, RIGHT, codec=codec)
    assert np.array_equal(
        heard(made(tmp_path / "a.wav", sized(whole, size)))[0], heard(made(tmp_path / "b.wav", whole))[0]
    )


def test_bare_g711_is_told_by_its_ending(tmp_path: Path) -> None:
    for codec, ending in (("pcm_mulaw", ".ulaw"), ("pcm_alaw", ".al")):
        whole = a_wav(tmp_path, MONO, codec=codec)
        bare = whole[whole.index(b"data") + 8 :]
        assert alike(heard(made(tmp_path / f"a{ending}", bare))[0][0], MONO) > 0.95


def au(content: bytes) -> bytes:
    return content[:8] + bytes(4) + content[12:]


def aiff(frames: int) -> Callable[[bytes], bytes]:
    def unfinished(content: bytes) -> bytes:
        common, sound = content.index(b"COMM") + 10, content.index(b"SSND") + 4
        mended = content[:common] + struct.pack(">I", frames) + content[common + 4 :]
        return mended[:sound] + struct.pack(">I", 8 + 4 * frames) + mended[sound + 4 :]

    return unfinished


def w64(size: int) -> Callable[[bytes], bytes]:
    def unfinished(content: bytes) -> bytes:
        at = content.index(b"data\xf3\xac\xd3\x11") + 16
        return content[:at] + struct.pack("<Q", size) + content[at + 8 :]

    return unfinished


@pytest.mark.parametrize(
    ("ending", "codec", "unfinished"),
    [
        ("au", "pcm_s16be", au),
        ("aiff", "pcm_s16be", aiff(0)),
        ("aiff", "pcm_s16be", aiff(1024)),
        ("w64", "pcm_s16le", w64(0)),
        ("w64", "pcm_s16le", w64(24)),
        ("w64", "pcm_s16le", w64(24 + 4096)),
        ("w64", "pcm_s16le", w64(2**64 - 1)),
    ],
)
def test_other_headers_that_were_never_finished(
    tmp_path: Path, plain: Sound, ending: str, codec: str, unfinished: Callable[[bytes], bytes]
) -> None:
    whole = write(tmp_path / f"whole.{ending}", LEFT, RIGHT, rate=8000, codec=codec)
    assert np.array_equal(heard(whole)[0], plain)
    assert np.array_equal(heard(made(tmp_path / f"a.{ending}", unfinished(whole.read_bytes())))[0], plain)


# --- two recordings in one file ---


def test_two_wavs_end_to_end_are_one_after_the_other(tmp_path: Path, plain: Sound) -> None:
    one, other = a_wav(tmp_path, LEFT, RIGHT), a_wav(tmp_path, RIGHT, LEFT, rate=16000)
    for first in (one, sized(one, 0), one + b"LIST" + struct.pack("<I", 6) + b"INFOab"):
        found, notes = heard(made(tmp_path / "a.wav", first + other))
        assert np.array_equal(found[:, : plain.shape[1] - 200], plain[:, :-200])
        assert found.shape[1] == pytest.approx(2 * plain.shape[1], abs=4)
        assert alike(found[0, plain.shape[1] :], RIGHT) > 0.98
        assert notes == ("The file holds 2 recordings end to end; they are taken as one, one after the other.",)


@pytest.mark.parametrize(
    ("ending", "codec", "rate"),
    [("opus", "libopus", 48000), ("flac", "flac", 8000), ("webm", "libopus", 48000), ("mp4", "aac", 48000)],
)
def test_chains_are_one_after_the_other(tmp_path: Path, plain: Sound, ending: str, codec: str, rate: int) -> None:
    one = write(tmp_path / f"one.{ending}", LEFT, RIGHT, rate=rate, codec=codec).read_bytes()
    found, notes = heard(made(tmp_path / f"a.{ending}", one + one))
    assert found.shape[1] / RATE == pytest.approx(2 * SECONDS, abs=0.05) and "2 recordings" in notes[0]
    assert alike(found[1, round(SECONDS * RATE) :], RIGHT) > 0.9


@pytest.mark.parametrize(
    ("ending", "codec", "rate"), [("wav", "pcm_s16le", 8000), ("opus", "libopus", 48000), ("mp3", "libmp3lame", 16000), ("aac", "aac", 16000)]
)  # fmt: skip
def test_a_change_from_one_channel_to_two_is_said_and_both_are_mixed(
    tmp_path: Path, ending: str, codec: str, rate: int
) -> None:
    mono = write(tmp_path / f"mono.{ending}", MONO, rate=rate, codec=codec).read_bytes()
    both = write(tmp_path / f"both.{ending}", LEFT, RIGHT, rate=rate, codec=codec).read_bytes()
    for content in (mono + both, both + mono):
        path = made(tmp_path / f"a.{ending}", content)
        found, notes = heard(path)
        assert found.shape[0] == 1 and found.shape[1] / RATE == pytest.approx(2 * SECONDS, abs=0.3)
        assert any("changes between one channel and two" in note for note in notes)
        assert played(path, tmp_path) == pytest.approx(found.shape[1] / RATE, abs=0.03)


def test_a_change_of_rate_keeps_the_clock(tmp_path: Path) -> None:
    slow, quick = (
        write(tmp_path / f"{rate}.mp3", LEFT, RIGHT, rate=rate, codec="libmp3lame", options={"write_xing": "0"})
        for rate in (8000, 16000)
    )
    found, _ = heard(made(tmp_path / "a.mp3", quick.read_bytes() + slow.read_bytes()))
    assert found.shape[0] == 2 and found.shape[1] / RATE == pytest.approx(2 * SECONDS, abs=0.4)
    assert alike(found[1, : round(7 * RATE)], RIGHT) > 0.9


# --- packet times are the clock ---

Keep = Callable[[float], bool]


def muxed(path: Path, *tracks: tuple[Sound, ...], keep: Keep = lambda _: True, late: float = 0.0, pictures: float = 0.0) -> Path:  # fmt: skip
    """A file of some tracks, the packets of which are kept by their time and all come ``late``; with moving pictures."""
    codec, picture = ("libopus", "libvpx") if path.suffix in (".webm", ".ogg") else ("aac", "mpeg4")
    packets: list[tuple[float, int, Any]] = []
    with av.open(str(path), "w") as file:
        for sides in tracks:
            stream: Any = file.add_stream(codec, rate=48000, layout=("mono", "stereo")[len(sides) - 1])
            samples = np.stack([soxr.resample(side, RATE, 48000) for side in sides], axis=1).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32), "flt", stream.layout.name)
            frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
            for packet in [*stream.encode(frame), *stream.encode(None)]:
                if keep(seconds := float(packet.pts * packet.time_base)):
                    packet.pts += round(late / packet.time_base)
                    packet.dts = packet.pts
                    packets.append((seconds + late, len(packets), packet))
        if pictures:
            video: Any = file.add_stream(picture, rate=5)
            video.width = video.height = 64
            video.pix_fmt = "yuv420p"
            for k in range(round(5 * pictures)):
                image = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 5 * k % 250, np.uint8), "rgb24")
                image.pts, image.time_base = k, Fraction(1, 5)
                packets += [(k / 5, len(packets), packet) for packet in video.encode(image)]
            packets += [(pictures, len(packets), packet) for packet in video.encode(None)]
        for _, _, packet in sorted(packets, key=lambda packet: packet[:2]):
            file.mux(packet)
    return path


def played(path: Path, folder: Path) -> float:
    """Seconds of what a browser would play."""
    make_playable(path, folder / "played.webm")
    with av.open(str(folder / "played.webm")) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


CLOCKED = ("webm", "mkv", "mp4", "m4a", "ogg")


@pytest.mark.parametrize("ending", CLOCKED)
def test_where_no_packets_were_written_there_is_silence(tmp_path: Path, ending: str) -> None:
    path = muxed(tmp_path / f"a.{ending}", (LEFT, RIGHT), keep=lambda t: not 2.0 <= t < 5.0)
    found, notes = heard(path)
    assert found.shape[1] / RATE == pytest.approx(SECONDS, abs=0.1)
    assert np.abs(found[:, round(2.2 * RATE) : round(4.8 * RATE)]).max() < 0.01
    assert alike(found[0, round(5.3 * RATE) :], LEFT[round(5.3 * RATE) :]) > 0.9
    assert len(notes) == 1 and "At 0:02.0 the file holds nothing for 3.0 s; silence was put in" in notes[0]
    assert played(path, tmp_path) == pytest.approx(found.shape[1] / RATE, abs=0.03)


@pytest.mark.parametrize("ending", CLOCKED)
def test_a_late_start_is_silence_too(tmp_path: Path, ending: str) -> None:
    path = muxed(tmp_path / f"a.{ending}", (LEFT, RIGHT), late=3.0)
    found, notes = heard(path)
    assert found.shape[1] / RATE == pytest.approx(SECONDS + 3, abs=0.1)
    assert alike(found[0, 3 * RATE :], LEFT) > 0.9
    assert len(notes) == 1 and "Before its first sound the file holds nothing for 3.0 s" in notes[0]
    assert played(path, tmp_path) == pytest.approx(found.shape[1] / RATE, abs=0.03)


def test_what_was_never_recorded_at_the_end_is_no_cut(tmp_path: Path) -> None:
    """The pictures go on, the sound does not; the file has its end."""
    found, _ = heard(muxed(tmp_path / "a.mp4", (LEFT, RIGHT), keep=lambda t: t < 5.0, pictures=SECONDS))
    assert found.shape[1] / RATE == pytest.approx(5.0, abs=0.1)


def test_one_packet_sent_to_next_week_moves_nothing(tmp_path: Path) -> None:
    whole = bytearray(muxed(tmp_path / "a.mkv", (LEFT, RIGHT)).read_bytes())
    cluster = whole.index(bytes.fromhex("1F43B675"), whole.index(bytes.fromhex("1F43B675")) + 4)
    at = whole.index(b"\xe7", cluster)
    size = whole[at + 1] & 0x7F
    whole[at + 2 : at + 2 + size] = b"\x7f" * size
    found, _ = heard(made(tmp_path / "b.mkv", bytes(whole)))
    assert found.shape[1] / RATE == pytest.approx(SECONDS, abs=0.2)


def test_an_mp3_of_varying_bit_rate_that_does_not_say_its_length_is_whole(tmp_path: Path) -> None:
    quiet_start = [np.concatenate([silence(20), side]) for side in (LEFT, RIGHT)]
    options = {"write_xing": "0", "q": "5", "compression_level": "7"}
    path = tmp_path / "a.mp3"
    with av.open(str(path), "w", options={"write_xing": "0"}) as file:
        stream: Any = file.add_stream("libmp3lame", rate=16000, layout="stereo", options=options)
        stream.codec_context.flags |= 2  # by quality, not by rate
        stream.codec_context.global_quality = 118 * 5
        frame = av.AudioFrame.from_ndarray(np.stack(quiet_start).astype(np.float32), "fltp", "stereo")
        frame.sample_rate = 16000
        file.mux([*stream.encode(frame), *stream.encode(None)])
    content = path.read_bytes()
    assert b"Xing" not in content[:5000] and b"Info" not in content[:5000]
    with av.open(str(path)) as guessed:
        assert guessed.duration / av.time_base > 1.3 * (SECONDS + 20)  # by the first frame's bit rate
    found, notes = heard(path)
    assert found.shape[1] / RATE == pytest.approx(SECONDS + 20, abs=0.2) and not notes


def test_damaged_packets_of_an_mp3_are_silence_and_what_follows_is_in_time(tmp_path: Path) -> None:
    whole = bytearray(
        write(tmp_path / "a.mp3", tone(300, 60), tone(500, 60), rate=8000, codec="libmp3lame").read_bytes()
    )
    middle = len(whole) // 2
    whole[middle : middle + 700] = np.random.default_rng(1).bytes(700)
    with decode(made(tmp_path / "b.mp3", bytes(whole))) as sound:
        assert sound.duration == pytest.approx(60.0, abs=0.2)
        assert any("could not be decoded" in note for note in sound.notes)


# --- which were taken ---


@pytest.mark.parametrize("ending", ["mp4", "mkv", "webm"])
def test_the_sound_of_a_video_is_heard(tmp_path: Path, ending: str) -> None:
    path = muxed(tmp_path / f"a.{ending}", (LEFT, RIGHT), pictures=SECONDS)
    found, notes = heard(path)
    assert alike(found[0], LEFT) > 0.9 and alike(found[1], RIGHT) > 0.9 and not notes
    assert played(path, tmp_path) == pytest.approx(found.shape[1] / RATE, abs=0.03)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "m4a"])
def test_two_tracks_of_one_channel_are_two_sides(tmp_path: Path, ending: str) -> None:
    path = muxed(tmp_path / f"a.{ending}", (LEFT,), (RIGHT[: 7 * RATE],))
    found, notes = heard(path)
    assert found.shape[0] == 2 and alike(found[0], LEFT) > 0.9 and alike(found[1], RIGHT[: 7 * RATE]) > 0.9
    assert "2 tracks of sound; track 1 and track 2 were taken for the two sides" in notes[0]
    assert played(path, tmp_path) == pytest.approx(found.shape[1] / RATE, abs=0.03)


def test_a_further_track_is_left_out_and_said(tmp_path: Path) -> None:
    found, notes = heard(muxed(tmp_path / "a.mkv", (LEFT, RIGHT), (MONO,)))
    assert alike(found[0], LEFT) > 0.9 and alike(found[1], RIGHT) > 0.9
    assert notes == ("The file has 2 tracks of sound; track 1 was taken, track 2 holds sound too, and was left out.",)
    found, notes = heard(muxed(tmp_path / "b.mkv", (LEFT, RIGHT), (silence(SECONDS),)))
    assert notes == ("The file has 2 tracks of sound; track 1 was taken, nothing else holds sound of its own.",)


EMPTY = silence(SECONDS)


@pytest.mark.parametrize(
    ("sides", "taken", "expected"),
    [
        ((LEFT, RIGHT, EMPTY, EMPTY, EMPTY, EMPTY), (LEFT, RIGHT), "channel 1 and channel 2 were taken"),
        ((EMPTY, LEFT, EMPTY, RIGHT), (LEFT, RIGHT), "channel 2 and channel 4 were taken"),
        ((LEFT, LEFT, RIGHT, RIGHT), (LEFT, RIGHT), "channel 1 and channel 3 were taken"),
        ((EMPTY, EMPTY, LEFT), (LEFT,), "channel 3 was taken, nothing else"),
        ((LEFT, RIGHT, MONO), (LEFT, RIGHT), "channel 3 holds sound too, and was left out"),
        ((LEFT, *[EMPTY] * 8, RIGHT), (LEFT, RIGHT), "channel 1 and channel 10 were taken"),
    ],
)
def test_of_many_channels_those_are_taken_that_hold_sound(
    tmp_path: Path, sides: tuple[Sound, ...], taken: tuple[Sound, ...], expected: str
) -> None:
    soundfile.write(tmp_path / "a.wav", np.stack(sides, axis=1), RATE)
    found, notes = heard(tmp_path / "a.wav")
    assert len(found) == len(taken) and all(alike(*pair) > 0.98 for pair in zip(found, taken, strict=True))
    assert expected in notes[0]
    assert played(tmp_path / "a.wav", tmp_path) == pytest.approx(SECONDS, abs=0.03)


# --- cut off ---


def test_a_cut_ogg_is_said(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.opus", LEFT, RIGHT, rate=48000, codec="libopus")
    assert not heard(whole)[1]
    content = whole.read_bytes()
    for cut in (content[: len(content) * 2 // 3], content[: content.rindex(b"OggS")]):
        found, notes = heard(made(tmp_path / "a.opus", cut))
        assert len(notes) == 1 and "without its end mark" in notes[0]
        assert 3 < found.shape[1] / RATE < SECONDS


def test_a_lost_page_is_silence_and_said(tmp_path: Path) -> None:
    content = write(tmp_path / "a.opus", tone(300, 20), tone(500, 20), rate=48000, codec="libopus").read_bytes()
    pages = content.split(b"OggS")[1:]
    lost = b"".join(b"OggS" + page for k, page in enumerate(pages) if k != len(pages) // 2)
    found, notes = heard(made(tmp_path / "b.opus", lost))
    assert found.shape[1] / RATE == pytest.approx(20, abs=0.1)
    assert any("pages 1 could not be read" in note for note in notes)


def test_a_cut_mp4_in_fragments_is_said(tmp_path: Path) -> None:
    path, options = tmp_path / "a.mp4", {"movflags": "frag_keyframe+empty_moov", "frag_duration": "1000000"}
    with av.open(str(path), "w", options=options) as file:
        stream: Any = file.add_stream("aac", rate=16000, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone(300, 20).reshape(1, -1), "flt", "mono")
        frame.sample_rate = 16000
        file.mux([*stream.encode(frame), *stream.encode(None)])
    assert not heard(path)[1]
    content = path.read_bytes()
    found, notes = heard(made(tmp_path / "b.mp4", content[: len(content) // 2]))
    assert 8 < found.shape[1] / RATE < 12 and "without its end mark" in notes[0]


# --- bounds ---


def test_what_is_longer_than_any_call_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    hours = np.zeros(3600 * 8000, np.int16)
    with soundfile.SoundFile(tmp_path / "a.flac", "w", 8000, 1) as file:
        for _ in range(13):
            file.write(hours)
    assert (tmp_path / "a.flac").stat().st_size < 2_000_000
    assert "lasts 13.0 hours; a call has at most 12" in said(tmp_path / "a.flac")


def test_what_is_longer_than_so_few_bytes_can_be_is_refused(tmp_path: Path) -> None:
    packets = 0

    def first_and_last(seconds: float) -> bool:
        nonlocal packets
        packets += 1
        return packets < 100

    short = muxed(tmp_path / "a.webm", (LEFT, RIGHT), keep=first_and_last)
    assert heard(short)[0].shape[1] > 0
    late = muxed(tmp_path / "b.webm", (talk(1.1, 120),), (talk(1.1, 210, level=-60),), late=590.0)
    assert heard(late)[0].shape[1] / RATE == pytest.approx(591.1, abs=0.1)
    with soundfile.SoundFile(tmp_path / "c.wav", "w", 2000, 1, subtype="PCM_U8") as file:
        file.write(np.zeros(2000 * 60 * 60 * 13))
    assert LONGEST == 12 * 3600 and "13.0 hours" in said(tmp_path / "c.wav")


@pytest.mark.parametrize("rate", [0, 1, 7, 4_000_000_000])
def test_rates_that_no_recording_has(tmp_path: Path, rate: int) -> None:
    whole = a_wav(tmp_path, LEFT)
    at = whole.index(b"fmt ") + 12
    path = made(tmp_path / "a.wav", whole[:at] + struct.pack("<I", rate) + whole[at + 4 :])
    assert "a.wav" in said(path)


@pytest.mark.parametrize("codec", [0x4242, 0x0000, 0x1979])
def test_a_codec_that_nobody_knows_is_a_sentence(tmp_path: Path, codec: int) -> None:
    whole = a_wav(tmp_path, LEFT)
    at = whole.index(b"fmt ") + 8
    path = made(tmp_path / "a.wav", whole[:at] + struct.pack("<H", codec) + whole[at + 2 :])
    assert "in a form that is not known here" in said(path) or "holds no sound that can be read" in said(path)


def test_room_on_the_disk_is_asked_for_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.wav", LEFT, RIGHT)
    monkeypatch.setattr(temporary.shutil, "disk_usage", lambda _: type("usage", (), {"free": 100_000}))
    monkeypatch.setattr("audio.signal.decode.new_file", lambda: pytest.fail("something was written"))
    with pytest.raises(LibraryError, match=r"has 0 MB free, and 1 MB are needed"):
        decode(path)


FULL = """
import resource, sys
from pathlib import Path
from audio.errors import SameSideError
from audio.signal.decode import decode
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    decode(Path(sys.argv[1]))
except SameSideError as trouble:
    print(type(trouble).__name__, trouble)
"""


def test_a_disk_that_is_full_midway_is_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", LEFT, RIGHT)
    ran = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True)
    assert ran.stdout.startswith("LibraryError The disk for temporary files") and not ran.stderr


HELD = """
import sys
from pathlib import Path
from audio.channels.leakage import Leak, remove_leaks
from audio.signal.decode import decode
import numpy as np
sound = decode(Path(sys.argv[1]))
taps = np.zeros(2048, np.float32)
taps[0] = 0.1
clean = remove_leaks(sound, (Leak(0, taps, -20.0), None))
print(clean.read(0, 10).shape, flush=True)
sys.stdin.read()
"""


def test_a_killed_run_leaves_no_sound_behind(tmp_path: Path) -> None:
    path, folder = write(tmp_path / "a.wav", LEFT, RIGHT), tmp_path / "temporary"
    folder.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", HELD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    assert run.stdout is not None and b"(2, 10)" in run.stdout.readline()  # both copies are on the disk now
    run.kill()
    run.communicate()
    assert list(folder.iterdir()) == []


# --- what is no file ---


def test_pipes_and_devices_are_said_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    for path in (tmp_path / "a.wav", Path("/dev/zero"), Path("/dev/stdin"), Path("/dev/null")):
        if not path.is_file():  # standard input may be one
            assert "is a pipe or a device, not a file" in said(path)


def test_names_that_are_no_files(tmp_path: Path) -> None:
    assert "is a folder" in said(Path())
    assert "is a folder" in said(Path())
    assert "cannot be a file" in said(tmp_path / ("x" * 300))
    assert "cannot be a file" in said(Path("a\0b"))
    assert "is not there" in said(tmp_path / "a" / "b.wav")


@pytest.mark.parametrize("name", ["10:30.wav", "http:", "-.wav", "a\nb.wav", "%d.wav", "concat:a|b.wav", "x" * 251 + ".wav", "\udcff.wav"])  # fmt: skip
def test_odd_names_are_names(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made(Path(name), a_wav(tmp_path, LEFT, RIGHT))
    assert heard(Path(name))[0].shape == (2, round(SECONDS * RATE))


def test_a_playlist_opens_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "other.wav", LEFT)
    for content in (
        b"ffconcat version 1.0\nfile other.wav\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\nother.wav\n",
    ):
        assert "is a playlist, not a recording" in said(made(tmp_path / "a.wav", content))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", LEFT)
    path.chmod(0)
    assert "may not be read" in said(path)


def test_a_file_that_is_still_being_written_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", LEFT, RIGHT)

    def grows(recording: Any) -> None:
        with path.open("ab") as file:
            file.write(bytes(100))

    with pytest.raises(InputError, match="is still being written"):
        read_recording(path, grows)


def test_memory_does_not_grow_with_a_track_that_lies_behind_another(tmp_path: Path) -> None:
    """Two tracks are read side by side, each by a reader of its own."""
    path = muxed(tmp_path / "a.mkv", (noise(30, -20),), (noise(30, -20, 2),))
    sizes = read_recording(path, lambda recording: [len(block) for block in recording.blocks(Damage())])
    assert max(sizes) <= 3 * RATE and sum(sizes) == pytest.approx(30 * RATE, abs=RATE // 10)

"""``sameside redact``: silent files, or none at all; and a Whisper that still hears digits refuses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sounds import placed, talk, write
from whisper_toys import scripted_whisper

from audio.asr.recogniser import find_recogniser
from audio.signal.decode import decode
from audio.span import Span
from ui.cli.main import main

CUES = (
    ("0.5", "3.0", "Agent", "Could I take the long number?"),
    ("3.5", "8.0", "Customer", "It's four five three nine, one four double eight, oh three four three"),
    ("9.0", "11.0", "Agent", "Lovely, thank you very much."),
)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    agent = placed(12.0, (0.5, talk(2.5)), (9.0, talk(2.0)))
    path = write(tmp_path / "parcel.wav", agent, placed(12.0, (3.5, talk(4.5, 190.0))))
    lines = "".join(f"00:{float(a):06.3f} --> 00:{float(b):06.3f}\n<v {who}>{said}\n\n" for a, b, who, said in CUES)
    path.with_suffix(".vtt").write_text(f"WEBVTT\n\n{lines}", encoding="utf-8")
    return path


def redact(tmp_path: Path, *arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    out = tmp_path / "out"
    status = main(["redact", *map(str, arguments), "--out", str(out), "--library", str(tmp_path / "library.db")])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_what_was_said_is_silent_on_both_sides(
    tmp_path: Path, recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.cli.redact.find_recogniser", lambda model: "none here")
    status, out, err = redact(tmp_path, recording, "--transcript", capsys=capsys)
    assert (status, err) == (0, "") and "silent in 1 place" in out and "not listened to again" in out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["parcel.redacted.flac", "parcel.redacted.vtt"]
    assert "It's [card number]" in (tmp_path / "out" / "parcel.redacted.vtt").read_text(encoding="utf-8")
    with decode(tmp_path / "out" / "parcel.redacted.flac") as sound:
        assert sound.duration == pytest.approx(12.0, abs=0.01)
        assert max(abs(sound.within(Span(4.2, 7.9), channel)).max() for channel in (0, 1)) < 0.001
        assert abs(sound.within(Span(0.6, 2.4), 0)).max() > 0.05


def test_a_model_that_still_hears_digits_refuses_it(
    tmp_path: Path, recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = find_recogniser(str(scripted_whisper(tmp_path / "toy", ["oh", "three", "four", "three"] * 4)))
    monkeypatch.setattr("ui.cli.redact.find_recogniser", lambda name: model)
    monkeypatch.setattr("library.redaction.listening.CLOSE", 30.0)
    status, out, err = redact(tmp_path, recording, capsys=capsys)
    assert status == 1 and "digits can still be heard" in err and out == ""
    assert list((tmp_path / "out").iterdir()) == []


def test_a_model_that_hears_none_lets_it_through(
    tmp_path: Path, recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = find_recogniser(str(scripted_whisper(tmp_path / "toy", ["lovely", "thank", "you", "very", "much"])))
    monkeypatch.setattr("ui.cli.redact.find_recogniser", lambda name: model)
    status, out, err = redact(tmp_path, recording, capsys=capsys)
    assert (status, err) == (0, "") and "no digit is left" in out


def test_without_words_nothing_is_written(
    tmp_path: Path, recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "audio.asr.recogniser.find_model", lambda model: type("None", (), {"reason": "No model is here."})()
    )
    recording.with_suffix(".vtt").unlink()
    status, _, err = redact(tmp_path, recording, capsys=capsys)
    assert status == 1 and "has no words" in err
    assert list((tmp_path / "out").iterdir()) == []


def test_who_is_unknown_is_said_and_the_rest_goes_on(
    tmp_path: Path, recording: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.cli.redact.find_recogniser", lambda model: "none here")
    status, out, err = redact(tmp_path, "nobody's call", recording, capsys=capsys)
    assert status == 1 and "nobody's call" in err and "parcel.redacted.flac" in out

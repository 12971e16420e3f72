"""``sameside clip``: a page or a sound, masked, and nothing where it cannot be; and the page, opened from the disk, plays."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from patience import soon
from real_browser import IN_A_BROWSER, window
from sounds import placed, talk, write
from whisper_toys import scripted_whisper

from audio.asr.recogniser import find_recogniser
from audio.errors import InputError
from library.store import Library
from ui.cli.clips.clip import seconds_of
from ui.cli.main import main

CUES = (
    ("0.5", "3.0", "Agent", "Could I take the <b>long</b> number?"),
    ("3.5", "8.0", "Customer", "It's four five three nine, one four double eight, oh three four three"),
    ("9.0", "11.0", "Agent", "Lovely, thank you very much."),
)


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    """A folder with a library in which a call is that names a card."""
    agent = placed(12.0, (0.5, talk(2.5)), (9.0, talk(2.0)))
    path = write(tmp_path / "parcel.wav", agent, placed(12.0, (3.5, talk(4.5, 190.0))))
    lines = "".join(f"00:{float(a):06.3f} --> 00:{float(b):06.3f}\n<v {who}>{said}\n\n" for a, b, who, said in CUES)
    path.with_suffix(".vtt").write_text(f"WEBVTT\n\n{lines}", encoding="utf-8")
    assert main(["review", str(path), "--library", str(tmp_path / "library.db")]) == 0
    capsys.readouterr()
    yield tmp_path


def clip(home: Path, out: str, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    given = ["parcel", "--out", str(home / out), "--library", str(home / "library.db"), *arguments]
    status = main(["clip", *(given if "--from" in arguments else [*given, "--from", "0:01", "--to", "10"])])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.cli.clips.clip.find_recogniser", lambda model: "none here")


@pytest.mark.usefixtures("deaf")
def test_a_page_holds_what_is_masked_neither_as_words_nor_as_sound(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--title", "A <i>card</i>", "--technique", "policy_shield")
    status, out, err = clip(home, "card.html", *given, capsys=capsys)
    assert (status, err) == (0, "") and "silent in 1 place" in out and "not listened to again" in out
    page = (home / "card.html").read_text(encoding="utf-8")
    assert "[card number]" in page and "nine" not in page and "3343" not in page
    assert "<i>" not in page and "A &lt;i&gt;card&lt;/i&gt;" in page
    assert "Hiding behind policy" in page
    assert "parcel" not in page, "what the call is called stays here"
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?!data:)\w", page.replace("default-src", ""))


@pytest.mark.usefixtures("deaf")
@pytest.mark.parametrize("ending", ["mp3", "wav", "flac", "opus"])
def test_the_sound_alone_is_of_its_length(home: Path, capsys: pytest.CaptureFixture[str], ending: str) -> None:
    status, out, err = clip(home, f"card.{ending}", capsys=capsys)
    assert (status, err) == (0, "")
    samples, rate = soundfile.read(io.BytesIO((home / f"card.{ending}").read_bytes()))
    said = float(re.search(r"([\d.]+) s", out)[1])  # type: ignore[index]
    assert len(samples) / rate == pytest.approx(said, abs=0.1) and abs(samples).max() > 0.02


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--from", "0:05", "--to", "0:04"), "has no length"),
        (("--from", "soon", "--to", "0:04"), "“soon” is no time"),
        (("--from", "1:05", "--to", "1:09"), "lasts from 0 to 12.0"),
        (("--from", "1", "--to", "9", "--technique", "no such"), "no technique “no such”"),
    ],
)
def test_a_slip_is_one_sentence_and_nothing_is_written(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    status, _, err = clip(home, "card.html", *arguments, capsys=capsys)
    assert status == 1 and sentence in err and err.count("\n") == 1
    assert not list(home.glob("*card*"))


def test_an_ending_that_is_neither_page_nor_sound_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = clip(home, "card.pdf", capsys=capsys)
    assert status == 1 and "neither a page" in err


def test_where_a_model_still_hears_digits_nothing_is_written(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = find_recogniser(str(scripted_whisper(home / "toy", ["oh", "three", "four", "three"] * 4)))
    monkeypatch.setattr("ui.cli.clips.clip.find_recogniser", lambda name: model)
    monkeypatch.setattr("library.redaction.listening.CLOSE", 30.0)
    status, out, err = clip(home, "card.html", capsys=capsys)
    assert status == 1 and "digits can still be heard" in err and out == "" and not list(home.glob("*card*"))


@pytest.mark.usefixtures("deaf")
def test_the_original_is_told_to_the_audit(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clip(home, "card.html", capsys=capsys)[0] == 0
    assert clip(home, "card.mp3", "--unmasked", capsys=capsys)[0] == 0
    library = Library(str(home / "library.db"))
    told = [(event.act, event.detail) for event in library.audit.walk() if event.act.startswith("cut_")]
    library.close()
    assert told == [("cut_clip", {"form": "html"}), ("cut_original", {"form": "mp3"})]


@pytest.mark.parametrize(("text", "seconds"), [("65", 65.0), ("1:05", 65.0), ("1:02:03.5", 3723.5), (" 0.5 ", 0.5)])
def test_times_as_people_write_them(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "1:2:3:4", "-5", "nan", "inf", "1:xx"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(InputError, match="is no time"):
        seconds_of(text)


class TestPage:
    """The page in a real Chromium, from the disk."""

    pytestmark = IN_A_BROWSER

    @pytest.mark.usefixtures("deaf")
    def test_it_plays_lights_its_words_and_asks_for_nothing(
        self, home: Path, capsys: pytest.CaptureFixture[str], browser: object
    ) -> None:
        assert clip(home, "card.html", "--from", "0:08.5", "--to", "0:10.5", capsys=capsys)[0] == 0
        context = window(browser)  # type: ignore[arg-type]
        page = context.new_page()
        asked: list[str] = []
        slips: list[str] = []
        page.on("request", lambda request: asked.append(request.url[:40]))
        page.on("console", lambda message: slips.append(message.text))
        page.on("pageerror", lambda slip: slips.append(str(slip)))
        page.goto((home / "card.html").as_uri())

        def told(script: str) -> object:
            return page.evaluate(f"(() => {{ const audio = document.querySelector('audio'); return {script}; }})()")

        soon(lambda: told("audio.readyState >= 1"))
        length = float(page.locator("article").get_attribute("data-length") or "nan")
        assert abs(float(str(told("audio.duration"))) - length) < 0.05
        page.get_by_text("Lovely,", exact=True).click()
        soon(lambda: told("audio.currentTime > 0.6"))
        soon(lambda: told("document.querySelector('.now')?.textContent"))
        soon(lambda: float(str(told("document.querySelector('.head').getAttribute('x1')"))) > 1)
        soon(lambda: told("audio.ended"))
        assert [url for url in asked if not url.startswith("data:")] == [(home / "card.html").as_uri()[:40]]
        assert slips == []
        context.close()

"""Diarizations from elsewhere: RTTM read, and taken for a mixed recording."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from audio.errors import SameSideError
from audio.span import Span
from audio.speakers.diarization.rttm import read_rttm

GOOD = """\
;; made by hand
SPKR-INFO call 1 <NA> <NA> <NA> unknown B <NA>
SPEAKER call 1 5.000 1.250 <NA> <NA> B <NA> <NA>
SPEAKER call 1 0.500 2.000 <NA> <NA> A <NA> <NA>
SPEAKER call 1 3.000 1.000 <NA> <NA> B <NA> <NA>
"""


def test_stretches_by_name_in_order(tmp_path: Path) -> None:
    file = tmp_path / "call.rttm"
    file.write_text(GOOD)
    assert read_rttm(file) == {"B": [Span(3, 4), Span(5, 6.25)], "A": [Span(0.5, 2.5)]}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("SPEAKER call 1 1 0.300 2.5 <NA> <NA> SPEAKER_00 <NA> <NA>", "SPEAKER_00"),  # a file's name with a blank
        ("SPEAKER call 2 of 7 1 0.300 2.5 <NA> <NA> 3 <NA> <NA>", "3"),
        ("SPEAKER call 1 0.300 2.5 <NA> <NA> Ann Lee <NA> <NA>", "Ann Lee"),  # a speaker's
        ("SPEAKER call 1 1 0.300 2.5 <NA> <NA> Speaker 1 <NA> <NA>", "Speaker 1"),  # both
        ("SPEAKER call 1 0.300 2.5 <NA> <NA> A 0.97 <NA>", "A"),
        ("SPEAKER call 1 0.300 2.5 <NA> <NA> 7 <NA>", "7"),  # nine fields, as older ones have
        ("SPEAKER\tcall 1\t1\t.3\t2.5\t<NA>\t<NA>\tB\t<NA>\t<NA>", "B"),
    ],
)
def test_names_may_hold_blanks(tmp_path: Path, line: str, name: str) -> None:
    file = tmp_path / "call.rttm"
    file.write_text(line)
    assert read_rttm(file) == {name: [Span(0.3, 2.8)]}


@pytest.mark.parametrize(
    "line",
    [
        "SPEAKER " + " " * 100_000 + "x",
        "SPEAKER x 1 " + "1" * 100_000 + "x 1 <NA> <NA> A",
        "SPEAKER x 1 0.3 2.5 <NA> <NA> " + "A " * 100_000 + "<NA>",
        "SPEAKER x 1 " + "1 " * 100_000,
        "SPEAKER x 1 " + "9" * 5000 + " 1 <NA> <NA> A",
    ],
    ids=["blanks", "digits", "names", "numbers", "beyond measure"],
)
def test_a_line_of_a_hundred_thousand_letters_is_read_once(tmp_path: Path, line: str) -> None:
    """Each took hours while its pieces were tried in every way."""
    file = tmp_path / "call.rttm"
    file.write_text(line)
    with suppress(SameSideError):
        (name,) = read_rttm(file)
        assert len(name) < 200_000


def test_of_several_recordings_the_one_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "all.rttm"
    file.write_text("\n".join(f"SPEAKER {call} 1 {k} 1 <NA> <NA> A <NA> <NA>" for k, call in enumerate(["x", "y z"])))
    assert read_rttm(file, "y z") == {"A": [Span(1, 2)]}
    with pytest.raises(SameSideError, match="2 recordings, and “w”"):
        read_rttm(file, "w")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SPEAKER call 1 0.5 two <NA> <NA> A <NA> <NA>", "line 1"),
        ("SPEAKER call 1 0.5", "line 1"),
        ("SPEAKER call 1 5 -1 <NA> <NA> A <NA> <NA>", "line 1"),
        ("hello", "no line of SPEAKER"),
        ("", "no line of SPEAKER"),
    ],
)
def test_a_damaged_one_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "call.rttm"
    file.write_text(text)
    with pytest.raises(SameSideError, match=said):
        read_rttm(file)


def test_seconds_are_any_plain_number_but_none_beyond_measure(tmp_path: Path) -> None:
    file = tmp_path / "call.rttm"
    file.write_text("SPEAKER call 1 1.0e+1 2. <NA> <NA> A <NA> <NA>\nSPEAKER call 1 5E-1 .5 <NA> <NA> A <NA> <NA>\n")
    assert read_rttm(file) == {"A": [Span(0.5, 1.0), Span(10.0, 12.0)]}
    file.write_text(f"SPEAKER call 1 1 1{'0' * 400} <NA> <NA> A <NA> <NA>\n")
    with pytest.raises(SameSideError, match="line 1: its seconds are beyond all measure"):
        read_rttm(file)

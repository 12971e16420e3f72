"""What is mended in a transcript is counted by kind, and said in whole sentences of the file and of the call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audio.listen import read
from audio.transcripts.cue import CueError, each_whole
from audio.transcripts.reader import read_transcript
from audio.transcripts.repairs import ENDS_BACKWARDS, LEFT_OUT, Slip, collecting, mended, remark


def test_slips_are_counted_by_kind_and_what_holds_for_the_whole_file_comes_first() -> None:
    with collecting() as repairs:
        mended(ENDS_BACKWARDS)
        mended(LEFT_OUT, 2)
        mended(ENDS_BACKWARDS)
        remark("The times of {file} are milliseconds.")
    assert repairs.sentences("a.srt") == (
        "The times of “a.srt” are milliseconds.",
        "2 lines of “a.srt” end before they start; their ends were mended.",
        "2 lines of “a.srt” cannot be read and were left out.",
    )


def test_one_line_is_one_line_and_a_file_without_slips_has_nothing_said_of_it() -> None:
    with collecting() as repairs:
        mended(Slip("is odd", "are odd"))
    assert repairs.sentences("a.srt") == ("1 line of “a.srt” is odd.",)
    with collecting() as repairs:
        mended(LEFT_OUT, 0)
    assert repairs.sentences("a.srt") == ()


def test_files_read_inside_one_another_are_counted_apart() -> None:
    with collecting() as outer:
        mended(LEFT_OUT)
        with collecting() as inner:
            pass
        mended(LEFT_OUT)
    mended(LEFT_OUT)
    assert inner.sentences("b") == () and outer.sentences("a") == ("2 lines of “a” cannot be read and were left out.",)


def test_items_that_are_refused_are_left_out_while_they_are_fewer_than_the_others() -> None:
    def number(text: str) -> int:
        if not text.isdigit():
            raise CueError(text, "no number")
        return int(text)

    with collecting() as repairs:
        assert each_whole(["1", "x", "3"], number) == [1, 3]
    assert repairs.sentences("a") == ("1 line of “a” cannot be read and was left out.",)
    with pytest.raises(CueError, match="x: no number"):
        each_whole(["1", "x", "y", "4"], number)
    assert each_whole([], number) == []


LISTED = [
    {"speaker": "agent" if k % 2 else "customer", "start": 3.0 * k, "end": 3.0 * k + 2, "text": f"Line {k}."}
    for k in range(4)
]


def test_a_list_with_one_broken_item_is_read_without_it_and_the_call_says_so(tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    path.write_text(json.dumps([*LISTED[:2], {"speaker": "agent", "start": "soon"}, *LISTED[2:]]))
    transcript = read_transcript(path)
    assert [cue.text for cue in transcript.cues] == ["Line 0.", "Line 1.", "Line 2.", "Line 3."]
    assert transcript.remarks == ("1 line of “call.json” cannot be read and was left out.",)
    doubts = [(doubt.about, doubt.why) for doubt in read(path).doubts]
    assert ("file", "1 line of “call.json” cannot be read and was left out.") in doubts

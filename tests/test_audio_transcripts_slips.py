"""One slip does not refuse a transcript: it is mended, or its line left out, and what was done is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audio.call import SPEAKERS
from audio.errors import SameSideError
from audio.listen import read
from audio.transcripts.reader import Transcript, read_transcript

Row = tuple[str | None, float, float | None, str]

CALL: list[Row] = [
    ("Agent", 1.0, 3.25, "Good morning, Harbour Bank, how can I help?"),
    ("Customer", 3.75, 8.0, "You froze my card abroad. I could not pay the hotel."),
    ("Agent", 8.5, 11.0, "You should have told us you would travel."),
    ("Customer", 11.5, 14.0, "I did tell you, in the app!"),
    ("Agent", 14.5, 18.0, "I'm sorry. Let me open it again with you now."),
    ("Customer", 18.5, 20.5, "Thank you, please do."),
]


def clock(seconds: float, mark: str = ".", digits: int = 3) -> str:
    minus, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    fraction = mark + f"{round(seconds % 1 * 1000):03d}"[:digits] if digits else ""
    return f"{minus}{int(seconds) // 3600:02d}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}{fraction}"


def vtt(rows: list[Row], mark: str = ".", digits: int = 3) -> str:
    cues = (
        f"{clock(start, mark, digits)} --> {'' if end is None else clock(end, mark, digits)}\n"
        + (f"<v {name}>{text}</v>" if name else text)
        for name, start, end, text in rows
    )
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def srt(rows: list[Row], mark: str = ",", digits: int = 3) -> str:
    cues = (
        f"{k}\n{clock(start, mark, digits)} --> {'' if end is None else clock(end, mark, digits)}\n"
        + (f"{name}: {text}" if name else text)
        for k, (name, start, end, text) in enumerate(rows, 1)
    )
    return "\n\n".join(cues) + "\n"


def listed(rows: list[Row]) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in zip(("speaker", "start", "end", "text"), row, strict=True) if value is not None}
        for row in rows
    ]


def plain(rows: list[Row], lead: str = "{clock} {name}: ") -> str:
    return "".join(lead.format(clock=clock(start, digits=0), name=name) + text + "\n" for name, start, _, text in rows)


def changed(index: int, **values: Any) -> list[Row]:
    """The call with one value of one line changed."""
    row = dict(zip(("name", "start", "end", "text"), CALL[index], strict=True)) | values
    return [*CALL[:index], (row["name"], row["start"], row["end"], row["text"]), *CALL[index + 1 :]]  # type: ignore[list-item]


def said(transcript: Transcript) -> list[Row]:
    return [
        (cue.speaker, round(cue.span.start, 2), round(cue.span.end, 2), cue.text)
        for cue in transcript.cues
        if cue.span is not None
    ]


def written(folder: Path, content: object, name: str = "call.txt") -> Path:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


FORMS = {"vtt": vtt, "srt": srt, "json": listed}


def found_in(folder: Path, content: object) -> tuple[list[Row], tuple[str, ...]]:
    transcript = read_transcript(written(folder, content))
    assert len(said(transcript)) == len(transcript.cues)
    return said(transcript), transcript.remarks


@pytest.mark.parametrize("form", FORMS)
def test_a_call_without_a_slip_is_read_as_it_stands_and_nothing_is_said(tmp_path: Path, form: str) -> None:
    assert found_in(tmp_path, FORMS[form](CALL)) == (CALL, ())


@pytest.mark.parametrize("form", FORMS)
def test_an_end_before_its_start_becomes_the_start_of_the_next_line(tmp_path: Path, form: str) -> None:
    assert found_in(tmp_path, FORMS[form](changed(2, end=8.25))) == (
        changed(2, end=11.5),
        ("1 line of “call.txt” ends before it starts; its end was mended.",),
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_last_end_that_is_missing_comes_from_the_length_of_the_words(tmp_path: Path, form: str) -> None:
    assert found_in(tmp_path, FORMS[form](changed(5, end=None))) == (
        changed(5, end=20.25),  # 21 letters at 12 a second
        ("1 line of “call.txt” does not say when it ends; its end was mended.",),
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_first_time_before_zero_is_zero(tmp_path: Path, form: str) -> None:
    assert found_in(tmp_path, FORMS[form](changed(0, start=-0.5))) == (
        changed(0, start=0.0),
        ("1 line of “call.txt” begins before 0:00; it was set to begin there.",),
    )


def test_a_transcript_that_begins_long_before_zero_is_shifted_as_a_whole(tmp_path: Path) -> None:
    rows, remarks = found_in(tmp_path, listed([(n, s - 12, (e or 0) - 12, t) for n, s, e, t in CALL]))
    assert rows == [(n, s - 1, (e or 0) - 1, t) for n, s, e, t in CALL]
    assert remarks == ("The clock of “call.txt” begins 11.0 s before 0:00; its first line was set to 0:00.",)


@pytest.mark.parametrize("mark", [".", ",", ":"])
@pytest.mark.parametrize("write", [vtt, srt])
def test_any_mark_before_the_fraction(tmp_path: Path, write: Any, mark: str) -> None:
    assert found_in(tmp_path, write(CALL, mark)) == (CALL, ())
    assert found_in(tmp_path, write(CALL, mark, 2)) == (CALL, ())


@pytest.mark.parametrize("write", [vtt, srt])
def test_no_fraction(tmp_path: Path, write: Any) -> None:
    assert found_in(tmp_path, write(CALL, digits=0)) == ([(n, int(s), int(e or 0), t) for n, s, e, t in CALL], ())


def test_minutes_and_seconds_with_a_colon_before_the_fraction(tmp_path: Path) -> None:
    assert found_in(tmp_path, srt(CALL, ":").replace("00:00:", "00:")) == (CALL, ())


@pytest.mark.parametrize("arrow", [" -> ", "-->", " --> ", " – ", " - ", " → "])
def test_other_arrows(tmp_path: Path, arrow: str) -> None:
    assert found_in(tmp_path, srt(CALL).replace(" --> ", arrow)) == (CALL, ())


@pytest.mark.parametrize("head", ["webvtt", "WebVTT", "\ufeffWEBVTT", "\n\nWEBVTT - a call", "WEBVTT\nKind: captions"])
def test_any_header(tmp_path: Path, head: str) -> None:
    path = written(tmp_path, vtt(CALL).replace("WEBVTT", head))
    assert read_transcript(path).format == "WebVTT" and found_in(tmp_path, path.read_text()) == (CALL, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("form", [*FORMS, "txt"])
def test_any_encoding(tmp_path: Path, form: str, encoding: str) -> None:
    rows = changed(3, text="I did tell you, in the café’s Wi-Fi!")
    if form == "txt":
        transcript = read_transcript(written(tmp_path, plain(rows, "{name}: ").encode(encoding)))
        assert [(cue.speaker, cue.text) for cue in transcript.cues] == [(row[0], row[3]) for row in rows]
    else:
        text = json.dumps(listed(rows), ensure_ascii=False) if form == "json" else FORMS[form](rows)
        assert found_in(tmp_path, str(text).encode(encoding)) == (rows, ())


@pytest.mark.parametrize("form", FORMS)
def test_a_stray_zero_is_passed_over(tmp_path: Path, form: str) -> None:
    text = FORMS[form](CALL)
    raw = (text if isinstance(text, str) else json.dumps(text)).encode().replace(b"Bank", b"Ba\0nk")
    assert found_in(tmp_path, raw) == (CALL, ("“call.txt” holds zeros among its letters; they were passed over.",))


def test_an_arrow_that_somebody_wrote_makes_no_captions(tmp_path: Path) -> None:
    rows = changed(3, text="Account --> cards --> travel!")
    assert read_transcript(written(tmp_path, plain(rows, "{name}: "))).format == "plain text"


def test_sound_is_still_no_text(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match="is not text"):
        read_transcript(written(tmp_path, b"RIFF" + bytes(range(256)) * 9))
    with pytest.raises(SameSideError, match="is not text"):
        read_transcript(written(tmp_path, b"ID3\x04" + b"\x00\x00\x21\x00\x00\x00\x00\x00" * 99))


@pytest.mark.parametrize("write", [vtt, srt])
def test_an_empty_line_within_a_caption_does_not_end_it(tmp_path: Path, write: Any) -> None:
    assert found_in(tmp_path, write(CALL).replace("abroad. I", "abroad.\n\nI")) == (
        CALL,
        ("1 line of “call.txt” has an empty line in it; what follows was taken for its words.",),
    )


def test_notes_styles_numbers_and_a_caption_cut_off_are_no_words(tmp_path: Path) -> None:
    text = vtt(CALL).replace("\n\n00:00:08", "\n\nNOTE\na note\n\nSTYLE\n::cue { }\n\n7\n\n00:00:08") + "\n\n00:00:21.0"
    assert found_in(tmp_path, text) == (CALL, ())


def test_a_time_that_cannot_be_read_is_laid_between_its_neighbours(tmp_path: Path) -> None:
    remark = "1 line of “call.txt” has no time that can be read; it was laid between its neighbours."
    rows = changed(2, start=8.0, end=11.42)  # 41 letters at 12 a second
    assert found_in(tmp_path, vtt(CALL).replace("00:00:08.500", "00:O0:08.500")) == (rows, (remark,))
    assert found_in(tmp_path, srt(CALL).replace("00:00:08,500", "00:61:08,500")) == (rows, (remark,))
    assert found_in(tmp_path, listed(changed(2, start="soon"))) == (rows, (remark,))
    assert found_in(tmp_path, listed(changed(2, start=None))) == (rows, (remark,))
    assert found_in(tmp_path, json.dumps(listed(CALL)).replace('"start": 8.5', '"start": ' + "9" * 5000)) == (
        rows,
        (remark,),
    )


def test_a_time_that_no_call_has_is_none(tmp_path: Path) -> None:
    assert found_in(tmp_path, vtt(CALL).replace("00:00:11.000", "99:00:11.000")) == (
        changed(2, start=8.0, end=11.42),
        ("1 line of “call.txt” lies over 24 hours in; it was laid between its neighbours.",),
    )
    assert found_in(tmp_path, vtt(CALL).replace("00:00:11.000", "08:00:11.000")) == (
        changed(2, end=11.92),
        ("1 line of “call.txt” lasts far longer than its words; its end was mended.",),
    )


def test_half_of_the_times_or_more_are_no_slip(tmp_path: Path) -> None:
    backwards = vtt([(name, end or 0.0, start, text) for name, start, end, text in CALL])
    with pytest.raises(SameSideError, match="its times: more than half of the lines end before they start"):
        read_transcript(written(tmp_path, backwards))
    with pytest.raises(SameSideError, match=r"line 6: '00:O0:08\.000' is no time such as"):
        read_transcript(written(tmp_path, vtt(CALL).replace("00:00:08", "00:O0:08").replace("00:00:1", "00:O0:1")))
    with pytest.raises(SameSideError, match="they run to 100 hours"):
        read_transcript(written(tmp_path, "WEBVTT\n\n00:00.000 --> 99:59:59.000\nAgent: Hi"))


JSON = json.dumps(listed(CALL), indent=1)
WITHOUT_ONE = [*CALL[:2], *CALL[3:]]
LEFT_OUT = ("1 line of “call.txt” cannot be read and was left out.",)


@pytest.mark.parametrize(
    "item", [None, "x", 7, {}, {"speaker": "Agent", "start": 8.5}, [[]], {"text": ["a"], "start": 8.5}]
)
def test_one_broken_item_of_a_list_is_left_out(tmp_path: Path, item: object) -> None:
    items: list[Any] = listed(CALL)
    items[2] = item
    for content in (items, {"segments": items}, {"turns": items}):
        assert found_in(tmp_path, content) == (WITHOUT_ONE, LEFT_OUT)


def test_half_of_the_items_broken_are_no_slip(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match="“\\[3\\]”: “text” is missing"):
        read_transcript(written(tmp_path, [*listed(CALL[:3]), {"a": 1}, {"b": 1}, {"c": 1}]))


def test_one_malformed_item_is_left_out_and_a_comma_too_many_is_passed_over(tmp_path: Path) -> None:
    assert found_in(tmp_path, JSON.replace('"start": 8.5,', '"start": 8.5')) == (WITHOUT_ONE, LEFT_OUT)
    assert found_in(tmp_path, JSON.replace("8.5", "8,5", 1)) == (WITHOUT_ONE, LEFT_OUT)
    assert found_in(tmp_path, JSON.removesuffix("\n]") + ",\n]") == (CALL, ())
    with pytest.raises(SameSideError, match="malformed"):
        read_transcript(written(tmp_path, JSON.replace('"text": ', '"text" ')))


BREAKS_OFF = ("The file “call.txt” breaks off; what of it is whole was read.",)


@pytest.mark.parametrize("wrap", ["{}", '{{"segments": {}}}', '{{"results": {{"turns": 0}}, "segments": {}}}'])
def test_a_json_whose_tail_is_cut_is_read_as_far_as_it_is_whole(tmp_path: Path, wrap: str) -> None:
    whole = wrap.format(JSON)
    for cut in range(whole.index("Thank you"), len(whole) - 1):
        text = whole[:cut]
        rows = CALL if text.count("}") - whole[: whole.index("[")].count("}") == len(CALL) else CALL[:-1]
        assert found_in(tmp_path, text) == (rows, BREAKS_OFF), text[-30:]


def test_words_cut_off_within_a_segment(tmp_path: Path) -> None:
    words = [
        {"word": w, "start": 1 + k / 4, "end": 1.25 + k / 4}
        for k, w in enumerate(["Good", "morning,", "how", "are", "you?"])
    ]
    text = json.dumps({"segments": [{"start": 1.0, "end": 2.25, "text": "Good morning, how are you?", "words": words}]})
    transcript = read_transcript(written(tmp_path, text[: text.index('"are"')]))
    assert [word.text for word in transcript.cues[0].words] == ["Good", "morning,", "how"]
    assert transcript.remarks == BREAKS_OFF


# units and clocks


@pytest.mark.parametrize(
    ("factor", "name"),
    [
        (100, "hundredths of a second"),
        (1000, "milliseconds"),
        (1e6, "microseconds"),
        (1e7, "units of 100 nanoseconds"),
        (1e9, "nanoseconds"),
    ],
)
def test_times_in_other_units_are_told_by_the_length_of_the_words(tmp_path: Path, factor: float, name: str) -> None:
    remark = f"The times of “call.txt” are {name}, judged by the length of its words; they were converted."
    rows = [(n, s * factor, (e or 0) * factor, t) for n, s, e, t in CALL]
    assert found_in(tmp_path, listed(rows)) == (CALL, (remark,))
    words = {"word": "Good", "start": 1.0 * factor, "end": 1.5 * factor}
    segments = [{**segment, "words": [words] if k == 0 else []} for k, segment in enumerate(listed(rows))]
    transcript = read_transcript(written(tmp_path, {"segments": segments}))
    assert (said(transcript), transcript.remarks) == (CALL, (remark,))
    assert [(w.span.start, w.span.end) for w in transcript.cues[0].words] == [(1.0, 1.5)]


def test_an_hour_in_milliseconds(tmp_path: Path) -> None:
    hour = [(n, s + 25.0 * k, (e or 0) + 25.0 * k, t) for k in range(144) for n, s, e, t in CALL]
    rows, _ = found_in(tmp_path, listed([(n, s * 1000, e * 1000, t) for n, s, e, t in hour]))
    assert rows == hour


def test_slow_and_few_words_are_no_other_unit(tmp_path: Path) -> None:
    slow = [("Agent", 0.0, 300.0, "One moment please, I am looking."), ("Customer", 300.0, 500.0, "I am still here.")]
    assert found_in(tmp_path, vtt(slow)) == (slow, ())
    held = [("Agent", 5.0, 6.0, "Hello there."), ("Customer", 3720.0, 3721.58, "Bye, take care now.")]
    assert found_in(tmp_path, plain(held)) == (held, ())


@pytest.mark.parametrize("form", FORMS)
def test_a_clock_of_the_day_begins_at_zero(tmp_path: Path, form: str) -> None:
    late = [(n, s + 36900, (e or 0) + 36900, t) for n, s, e, t in CALL]  # 10:15:01
    assert found_in(tmp_path, FORMS[form](late)) == (
        [(n, s - 1, (e or 0) - 1, t) for n, s, e, t in CALL],
        ("The clock of “call.txt” begins at 10:15:01; its first line was set to 0:00.",),
    )


def test_dates_begin_at_zero(tmp_path: Path) -> None:
    dated = [(n, s * 1000 + 1_770_000_000_000, (e or 0) * 1000 + 1_770_000_000_000, t) for n, s, e, t in CALL]
    assert found_in(tmp_path, listed(dated)) == (
        [(n, s - 1, (e or 0) - 1, t) for n, s, e, t in CALL],
        (
            "The times of “call.txt” are milliseconds, judged by the length of its words; they were converted.",
            "The clock of “call.txt” counts by dates; its first line was set to 0:00.",
        ),
    )


BY_STARTS = [
    ("Agent", 0.0, 2.0, CALL[0][3]), ("Customer", 2.0, 6.33, CALL[1][3]), ("Agent", 7.0, 10.0, CALL[2][3]),
    ("Customer", 10.0, 12.25, CALL[3][3]), ("Agent", 13.0, 16.75, CALL[4][3]), ("Customer", 17.0, 18.75, CALL[5][3]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lead", "hour"),
    [
        ("[{clock}] {name}: ", 10),
        ("{clock} {name}: ", 10),
        ("({clock} PM) {name}: ", 21),
        ("{clock} p.m. {name}: ", 21),
        ("{name} [{clock}]: ", 10),
        ("{name} ({clock} AM): ", 9),
        ("{name}: [{clock}] ", 10),
        ("{name}: {clock} ", 10),
        ("2026-02-03 {clock} {name}: ", 10),
        ("[2026-02-03T{clock}Z] {name}: ", 10),
        ("03/02/2026, {clock} {name}: ", 10),
    ],
)
def test_a_clock_of_the_day_in_plain_text(tmp_path: Path, lead: str, hour: int) -> None:
    written_hour = hour - 12 if hour > 12 else hour
    late = [(n, s + 3600 * written_hour + 900, e, t) for n, s, e, t in CALL]
    assert found_in(tmp_path, plain(late, lead)) == (
        BY_STARTS,
        (f"The clock of “call.txt” begins at {hour}:15:01; its first line was set to 0:00.",),
    )


@pytest.mark.parametrize(("clocks", "began"), [(("9:15 PM", "9:16 PM"), "21:15:00"), (("10:15", "10:16"), "10:15:00")])
def test_a_clock_without_seconds(tmp_path: Path, clocks: tuple[str, str], began: str) -> None:
    text = "".join(f"{clocks[k > 2]} {name}: {said}\n" for k, (name, _, _, said) in enumerate(CALL))
    rows, remarks = found_in(tmp_path, text)
    assert [row[1:3] for row in rows] == [
        (0.0, 3.58), (3.58, 7.92), (7.92, 11.33), (60.0, 62.25), (62.25, 66.0), (66.0, 67.75),
    ]  # fmt: skip
    assert remarks[-1] == f"The clock of “call.txt” begins at {began}; its first line was set to 0:00."
    assert len(remarks) == (2 if began.startswith("10") else 1)


def test_a_call_over_midnight(tmp_path: Path) -> None:
    night = [(n, (s + 86390) % 86400, e, t) for n, s, e, t in CALL]
    assert found_in(tmp_path, plain(night))[0] == BY_STARTS


def test_one_clock_that_is_missing_or_goes_back_in_plain_text(tmp_path: Path) -> None:
    text = plain(CALL).replace("00:00:08 ", "")
    rows, remarks = found_in(tmp_path, text)
    assert rows[2] == ("Agent", 7.33, 10.75, CALL[2][3]) and rows[3][1] == 11.0
    assert remarks == ("1 line of “call.txt” has no time that can be read; it was laid between its neighbours.",)
    rows, remarks = found_in(tmp_path, plain(CALL).replace("00:00:11", "00:00:02"))
    assert [row[1] for row in rows] == [1.0, 3.0, 8.0, pytest.approx(11.42), 14.0, 18.0]
    assert remarks == ("1 line of “call.txt” begins before the one above it; it was set to begin with that.",)


def test_a_time_of_day_that_somebody_says_stays(tmp_path: Path) -> None:
    rows = changed(3, text="10:15 suits me, or 4:30 p.m., or 9:05:")
    transcript = read_transcript(written(tmp_path, plain(rows, "{name}: ")))
    assert [cue.text for cue in transcript.cues] == [row[3] for row in rows] and transcript.remarks == ()
    assert found_in(tmp_path, vtt(rows)) == (rows, ())


@pytest.mark.parametrize("mark", ["({}) ", "<{}>", "{} ", "({} - 00:00:59) "])
def test_a_clock_within_the_words_is_taken_out(tmp_path: Path, mark: str) -> None:
    content = listed([(n, s, e, mark.format(clock(s, digits=0)) + t) for n, s, e, t in CALL])
    rows, remarks = found_in(tmp_path, content)
    assert rows == CALL
    assert remarks in ((), ("6 lines of “call.txt” have a clock among their words, which was taken out.",))
    assert remarks or mark.startswith("<")


# captions that roll up


def halves() -> list[str]:
    return [
        half
        for *_, text in CALL
        for half in (text[: text.index(" ", len(text) // 2)], text[text.index(" ", len(text) // 2) + 1 :])
    ]


@pytest.mark.parametrize("doubled", [False, True])
def test_captions_that_roll_up_are_said_once(tmp_path: Path, doubled: bool) -> None:
    rows: list[Row] = []
    for k, half in enumerate(halves()):
        before = halves()[k - 1] + "\n" if k else ""
        rows.append((None, 2.0 * k, 2.0 * k + (1.99 if doubled else 4.0), before + half))
        if doubled:  # as YouTube writes it: the row alone once more, for a hundredth of a second
            rows.append((None, 2.0 * k + 1.99, 2.0 * k + 2, half))
    found, remarks = found_in(tmp_path, vtt(rows))
    assert [row[3] for row in found] == halves()
    assert [row[1] for row in found] == [2.0 * k for k in range(12)]
    assert remarks == ("The captions of “call.txt” roll up; what each repeats of the one before it was taken once.",)


def test_captions_that_roll_up_keep_their_speakers(tmp_path: Path) -> None:
    named = [f"{CALL[k // 2][0]}: {half}" if k % 2 == 0 else half for k, half in enumerate(halves())]
    rows: list[Row] = [
        (None, 2.0 * k, 2.0 * k + 2, (named[k - 1] + "\n" if k else "") + row) for k, row in enumerate(named)
    ]
    found, _ = found_in(tmp_path, srt(rows))
    assert found == [(CALL[k // 2][0], 2.0 * k, 2.0 * k + 2, half) for k, half in enumerate(halves())]


def test_captions_that_grow_word_by_word(tmp_path: Path) -> None:
    rows: list[Row] = [
        (name, start + k / 8, start + (k + 1) / 8, " ".join(text.split()[: k + 1]))
        for name, start, _, text in CALL
        for k in range(len(text.split()))
    ]
    found, _ = found_in(tmp_path, vtt(rows))
    assert [row[3] for row in found] == [word for *_, text in CALL for word in text.split()]


def test_people_who_repeat_themselves_do(tmp_path: Path) -> None:
    texts = [
        "Hello?",
        "Hello?",
        "Hello? Is anybody there?",
        "Is anybody there?",
        "Yes.",
        "Yes. Yes, I am here now.",
        "Good.",
        "So.",
    ]
    rows: list[Row] = [("Agent" if k % 2 else "Customer", 2.0 * k, 2.0 * k + 1, text) for k, text in enumerate(texts)]
    assert found_in(tmp_path, vtt(rows)) == (rows, ())


# names


@pytest.mark.parametrize("form", FORMS)
def test_a_name_only_where_the_speaker_changes(tmp_path: Path, form: str) -> None:
    rows = [*CALL[:2], ("Customer", 8.0, 8.5, "None at all."), *CALL[2:]]
    assert found_in(tmp_path, FORMS[form]([*rows[:2], (None, *rows[2][1:]), *rows[3:]])) == (
        rows,
        ("1 line of “call.txt” names no speaker and was taken as said by the one before.",),
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("index", [0, 2, 3])
def test_one_line_without_a_name_between_two_of_the_other(tmp_path: Path, form: str, index: int) -> None:
    assert found_in(tmp_path, FORMS[form](changed(index, name=None))) == (
        CALL,
        ("1 line of “call.txt” names no speaker and was taken as said by the other of the two.",),
    )


def test_one_line_of_nobody_where_names_are_repeated_is_left_out_of_a_transcript_alone(tmp_path: Path) -> None:
    rows = [CALL[0], (CALL[0][0], *CALL[1][1:]), *changed(3, name=None)[2:]]
    call = read(written(tmp_path, vtt(rows)))
    assert sum(len(turn.words) for turn in call.turns) == sum(len(row[3].split()) for row in rows if row[0])
    assert "Lines of the transcript that name no speaker, left out: 1." in [doubt.why for doubt in call.doubts]


@pytest.mark.parametrize("form", [*FORMS, "txt"])
def test_one_line_of_a_third_person_is_left_out_of_a_transcript_alone(tmp_path: Path, form: str) -> None:
    rows = changed(3, name="Tomasz")
    content = plain(rows, "{name}: ") if form == "txt" else FORMS[form](rows)
    call = read(written(tmp_path, content))
    words = {speaker: " ".join(turn.text for turn in call.of(speaker)) for speaker in SPEAKERS}
    assert words["agent"] == " ".join(row[3] for row in CALL if row[0] == "Agent")
    assert words["customer"] == f"{CALL[1][3]} {CALL[5][3]}"
    assert any(doubt.why.startswith("“Tomasz” was taken for a third person") for doubt in call.doubts)


def test_a_header_before_the_first_name_is_left_out(tmp_path: Path) -> None:
    transcript = read_transcript(written(tmp_path, "Call 4711\nRecorded in Leeds\n\n" + plain(CALL, "{name}: ")))
    assert [(cue.speaker, cue.text) for cue in transcript.cues] == [(row[0], row[3]) for row in CALL]
    assert transcript.remarks == ("2 lines of “call.txt” stand before the first name and were left out.",)


def test_one_line_without_a_name_in_plain_text(tmp_path: Path) -> None:
    text = plain(CALL, "{name}: ").replace(f"Customer: {CALL[3][3]}", CALL[3][3])
    transcript = read_transcript(written(tmp_path, text))
    assert [(cue.speaker, cue.text) for cue in transcript.cues] == [(row[0], row[3]) for row in CALL]
    assert transcript.remarks == (
        "1 line of “call.txt” names no speaker and was taken as said by the other of the two.",
    )


def test_a_line_that_goes_on_and_one_that_tells_what_happens_in_plain_text(tmp_path: Path) -> None:
    text = plain(CALL, "{name}: ").replace(" I could", "\n(He sighs.)\nI could")
    transcript = read_transcript(written(tmp_path, text))
    assert [(cue.speaker, cue.text) for cue in transcript.cues] == [(row[0], row[3]) for row in CALL]
    assert transcript.remarks == ()


def test_lines_with_a_clock_and_no_name_are_lines_of_their_own(tmp_path: Path) -> None:
    text = plain(CALL).replace("00:00:08 Agent: ", "00:00:08 ")
    rows, remarks = found_in(tmp_path, text)
    assert [row[0] for row in rows] == ["Agent", "Customer", "Agent", "Customer", "Agent", "Customer"]
    assert remarks == ("1 line of “call.txt” names no speaker and was taken as said by the other of the two.",)


def test_what_was_mended_is_a_doubt_of_the_call(tmp_path: Path) -> None:
    call = read(written(tmp_path, vtt(changed(2, end=8.0))))
    assert [doubt.why for doubt in call.doubts if doubt.about == "file"] == [
        "1 line of “call.txt” ends before it starts; its end was mended."
    ]


# nothing in a file makes its reading long or its figures sizes

N = 100_000
LINE = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
HOSTILE = {
    "tags": LINE + "<" * N,
    "classes": LINE + "<v" + ".a" * N,
    "braces": LINE + "{\\" * N,
    "entities": LINE + "&#1" * N + "&#" + "9" * 5000 + ";",
    "rows": LINE + "a\n" * N + "\nb" * N,
    "brackets": "Agent: " + "[" * N,
    "parentheses": "Agent: (10:15 - " + "(" * N,
    "clocks": "Agent: hello " + "(10:15 - " * N,
    "spaces before a name": " " * N + "x\nAgent: hello",
    "spaces after a name": LINE + "Agent" + " " * N + ": x",
    "arrows": "Agent: hello\n" + ">" * N,
    "names": "Agent: hello\n" + "".join(f"Name {k}: x\n" for k in range(N // 2)),
}


@pytest.mark.parametrize("content", HOSTILE)
def test_a_hundred_thousand_signs_that_open_something_are_read(tmp_path: Path, content: str) -> None:
    assert read_transcript(written(tmp_path, HOSTILE[content])).cues


def test_more_lines_or_letters_than_a_call_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match=r"it holds 100,001 captions, and no call has over 100,000\."):
        read_transcript(written(tmp_path, "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nx\n" * (N + 1)))
    with pytest.raises(SameSideError, match=r"it holds 1 lines of 2,999,999 letters, and no call has so many\."):
        read_transcript(written(tmp_path, "Agent: " + "hi " * 1_000_000))


def test_a_file_of_forty_bytes_makes_nothing_large(tmp_path: Path) -> None:
    late = "WEBVTT\n\n00:00.000 --> 23:59:59.000\n<v Agent>Hi"
    assert found_in(tmp_path, late) == (
        [("Agent", 0.0, 1.0, "Hi")],
        ("1 line of “call.txt” lasts far longer than its words; its end was mended.",),
    )


def test_a_clock_before_the_name_in_a_caption_is_taken_out(tmp_path: Path) -> None:
    clocked = [(f"[{clock(start, digits=0)[3:]}] {name}", start, end, text) for name, start, end, text in CALL]
    (tmp_path / "call.srt").write_text(srt(clocked), encoding="utf-8")
    found = read_transcript(tmp_path / "call.srt")
    assert [(cue.speaker, cue.text) for cue in found.cues] == [(name, text) for name, _, _, text in CALL]
    assert found.remarks == ("6 lines of “call.srt” have a clock among their words, which was taken out.",)

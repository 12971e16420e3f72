"""The text exports of meeting tools, transcription services and spreadsheets, each recognised by exactly one form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from audio.beside import files_beside
from audio.call import Call
from audio.errors import SameSideError
from audio.listen import read
from audio.speakers.transcript_beside import read_beside
from audio.transcripts.formats.captions import is_vtt
from audio.transcripts.formats.text_exports.known import HEAD, TEXT_EXPORTS, find_text_export
from audio.transcripts.reader import Transcript, read_transcript

SAID = (
    ("Priya Nair", 1.0, "Good morning, Larkrise, how can I help?"),
    ("Tom Hale", 3.0, "My bill doubled and nobody calls me back."),
    ("Priya Nair", 8.0, "Let me have a look at that for you."),
    ("Tom Hale", 11.0, "Thank you, yes please."),
)

OTTER = "\n\n".join(f"{name}  0:{start:02.0f}  \n{text}" for name, start, text in SAID)
TEAMS_NEW = """\
Billing call-20260203_101500-Meeting Transcript
February 3, 2026, 10:15AM
27m 42s
Nick Miller started transcription

""" + "\n".join(f"{name}   0:{start:.0f}\n{text}" for name, start, text in SAID) + "\n\nNick Miller stopped transcription\n"  # fmt: skip
TEAMS_OLD = "\n".join(f"0:0:{start} --> 0:0:{start + 1.5}\n{name}\n{text}" for name, start, text in SAID)
GONG = """\
Larkrise / Hale

Recorded on Feb 3, 2026 via Zoom, 27m

Participants

Larkrise
Priya Nair, Account Executive

Hale
Tom Hale

Transcript

""" + "\n\n".join(f"0:{start:02.0f} | {name}\n{text} " for name, start, text in SAID)  # fmt: skip
MEET = """\
Billing call (2026-02-03 10:15 GMT) - Transcript
Attendees
Priya Nair, Tom Hale, Tom Hale's Presentation
Transcript
00:00:00

{}

00:05:12

{}

Transcription ended after 00:27:42

This editable transcript was computer generated and might contain errors. People can also change the text after it was created.
"""
LINES = [f"{name}: {text}" for name, _, text in SAID]
MEET_MARKDOWN = """\
# 📖 Transcript

### 00:00:00

{}

### Transcription ended after 00:27:42

*This editable transcript was computer generated and might contain errors.*
""".format("\n\n".join(f"**{name}:** {text}" for name, _, text in SAID))
CSV = "start,end,speaker,text\n" + "\n".join(f'{s},{s + 1.5},{name},"{text}"' for name, s, text in SAID)
TSV = "Speaker\tStart Time\tTranscript\n" + "\n".join(f"{name}\t00:00:{s:02.0f}\t{text}" for name, s, text in SAID)
SEMICOLONS = "sep=;\nID;Begin (s);Duration;Role;Content\n" + "\n".join(
    f'{k};{s:.1f};1,5;{name};"{text}"'.replace(f"{s:.1f}", f"{s:.1f}".replace(".", ","))
    for k, (name, s, text) in enumerate(SAID)
)
MILLISECONDS = "call_id,StartOffsetMs,EndOffsetMs,participant_role,utterance\n" + "\n".join(
    f'c1,{1000 * s:.0f},{1000 * s + 1500:.0f},{name},"{text}"' for name, s, text in SAID
)
WHISPER = "start\tend\ttext\n" + "\n".join(f"{1000 * s:.0f}\t{1000 * s + 1500:.0f}\t{text}" for _, s, text in SAID)
LABELS = "".join(
    f"{s:.6f}\t{s + 1.5:.6f}\t{name}: {text}\n\\\t80.000000\t3400.000000\n" for name, s, text in SAID
)  # fmt: skip
WEBEX_VTT = "WEBVTT\n\n" + "\n".join(
    f'{k} "{name}" (126251136{k})\n00:00:{s:06.3f} --> 00:00:{s + 1.5:06.3f}\n{text}\n'
    for k, (name, s, text) in enumerate(SAID, 1)
)
WEBEX_TEXT = "\n".join(f"0:{s:02.0f} : {name} (she/her) : {text}" for name, s, text in SAID)
CHAT = "\n".join(f"10:15:{s:02.0f} From  {name}  to  Everyone:\n\t{text}" for name, s, text in SAID)
CHAT_TABS = "\n".join(f"00:00:{s:02.0f}\t{name}:\t{text}" for name, s, text in SAID)

EXAMPLES: dict[str, tuple[str, str]] = {
    "otter": ("Otter or Teams text", OTTER + "\n\nTranscribed by https://otter.ai\n"),
    "teams": ("Otter or Teams text", TEAMS_NEW),
    "teams, on one line": ("Otter or Teams text", "\n".join(f"{n}   0:{s:02.0f} {text}" for n, s, text in SAID)),
    "teams, until 2023": ("Teams text", TEAMS_OLD),
    "rev": ("Rev or Descript text", "\n\n".join(f"{n} (00:{s:02.0f}):\n{text}" for n, s, text in SAID)),
    "rev, on one line": ("Rev or Descript text", "\n".join(f"{n} (00:00:{s:02.0f}): {text}" for n, s, text in SAID)),
    "rev, with tabs": ("Rev or Descript text", "\n\n".join(f"{n}:\t00:00:{s:02.0f}\n{text}" for n, s, text in SAID)),
    "descript": ("Rev or Descript text", "\n\n".join(f"**{n}:** [00:00:{s:02.0f}] {text}" for n, s, text in SAID)),
    "fireflies": ("Fireflies text", "\n\n".join(f"{n} - 00:{s:02.0f}\n{text}" for n, s, text in SAID)),
    "fireflies, bold": ("Fireflies text", "\n".join(f"**{n} - 00:{s:02.0f}**\n{text}" for n, s, text in SAID)),
    "fireflies, bracketed": ("Fireflies text", "\n".join(f"[{n} - 00:{s:02.0f}]: {text}" for n, s, text in SAID)),
    "gong": ("Gong or Word text", GONG),
    "gong, on one line": ("Gong or Word text", "\n".join(f"0:{s:02.0f} | {n}: {text}" for n, s, text in SAID)),
    "word": ("Gong or Word text", "Audio file\ncall.m4a\nTranscript\n" + "\n".join(f"00:00:{s:02.0f} {n}\n{text}" for n, s, text in SAID)),
    "zoom": ("Zoom captions", "\n\n".join(f"[{n}] 10:15:{s:02.0f}\n{text}" for n, s, text in SAID)),
    "google meet": ("Google Meet text", MEET.format("\n".join(LINES[:2]), "\n".join(LINES[2:]))),
    "google meet, markdown": ("Google Meet text", MEET_MARKDOWN),
    "webex, vtt": ("Webex transcript", WEBEX_VTT),
    "webex, text": ("Webex transcript", WEBEX_TEXT),
    "csv": ("table", CSV),
    "tsv": ("table", TSV),
    "csv with semicolons": ("table", SEMICOLONS),
    "csv in milliseconds": ("table", MILLISECONDS),
    "tsv of whisper": ("table", WHISPER),
    "audacity": ("Audacity labels", LABELS),
    "zoom chat": ("Zoom chat", CHAT),
    "zoom chat with tabs": ("Zoom chat", CHAT_TABS),
}  # fmt: skip
OTHERS = {
    "webvtt": "WEBVTT\n\n00:01.000 --> 00:03.200\n<v Priya Nair>Good morning.</v>\n\n00:03.800 --> 00:08.000\n<v Tom>Hi.</v>\n",
    "srt": "1\n00:00:01,000 --> 00:00:03,200\nAgent: Good morning.\n\n2\n00:00:03,800 --> 00:00:08,000\nCustomer: Hi.\n",
    "plain": "\n".join(LINES),
    "plain with a clock": "\n".join(f"[00:00:{s:02.0f}] {name}: {text}" for name, s, text in SAID),
    "plain about times": "Agent: When shall we call?\nCustomer: 10:30\nAgent: 10:30\nCustomer: Or 11:00, at home.",
    "notes": "Ring back on Monday, 10:30.\nName - 12:30\nThe bill is 40, see letter (2:15).\n",
    "metadata": "Agent: 4711\nQueue: Billing\nStart: 2026-02-03 10:15:01\nDuration: 00:12:31\n",
    "a table of calls": "file,agent,date,duration\na.wav,Priya,2026-02-03,00:12:31\nb.wav,Tom,2026-02-03,00:02:31\n",
    "numbers": "1.0\t2.0\n3.0\t4.0\n",
}  # fmt: skip


def of(folder: Path, text: str, name: str = "call.txt") -> Transcript:
    (folder / name).write_text(text, encoding="utf-8")
    return read_transcript(folder / name)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_recognised_by_exactly_one_form(example: str) -> None:
    form, text = EXAMPLES[example]
    assert [export.name for export in TEXT_EXPORTS if export.recognises(text)] == [form]


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_no_text_export_is_recognised_by_none(other: str) -> None:
    assert [export.name for export in TEXT_EXPORTS if export.recognises(OTHERS[other])] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_line_its_speaker_and_its_start_are_read(tmp_path: Path, example: str) -> None:
    form, text = EXAMPLES[example]
    if form == "Zoom chat":
        return
    found = of(tmp_path, text)
    assert found.format == form
    assert [cue.text for cue in found.cues] == [words for *_, words in SAID]
    if example != "tsv of whisper":
        assert [(cue.speaker or "").removesuffix(" (she/her)") for cue in found.cues] == [name for name, *_ in SAID]
    if form != "Google Meet text":
        zero = 1.0 if example == "zoom" else 0.0  # counted from the first caption
        assert [cue.span and cue.span.start for cue in found.cues] == [start - zero for _, start, _ in SAID]
        assert all(cue.span and cue.span.duration >= 1 for cue in found.cues)
    else:
        assert all(cue.span is None for cue in found.cues)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_windows_file_is_the_same(tmp_path: Path, example: str) -> None:
    form, text = EXAMPLES[example]
    if form == "Zoom chat":
        return
    found = of(tmp_path, text)
    (tmp_path / "call.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_transcript(tmp_path / "call.txt").cues == found.cues


@pytest.mark.parametrize("chat", [CHAT, CHAT_TABS])
def test_a_chat_is_refused_with_what_to_take_instead_and_is_no_words_of_a_recording(tmp_path: Path, chat: str) -> None:
    with pytest.raises(SameSideError, match=r"the chat of a Zoom meeting.*audio transcript"):
        of(tmp_path, chat)
    transcripts, (doubt,) = read_beside(files_beside(tmp_path / "call.wav"))
    assert transcripts == () and "Zoom" in doubt.why


def test_a_table_beside_a_recording_is_its_transcript_only_where_it_has_words(tmp_path: Path) -> None:
    (tmp_path / "call.csv").write_text(OTHERS["a table of calls"], encoding="utf-8")
    assert read_beside(files_beside(tmp_path / "call.wav"))[0] == ()
    (tmp_path / "call.tsv").write_text(TSV, encoding="utf-8")
    (taken,) = read_beside(files_beside(tmp_path / "call.wav"))[0]
    assert taken.source == "call.tsv"


def test_a_long_text_is_told_by_its_head(tmp_path: Path) -> None:
    many = "\n\n".join(f"{SAID[k % 2][0]}  {k // 60}:{k % 60:02}  \nThat is number {k}." for k in range(5000))
    assert len(many) > 2 * HEAD
    export = find_text_export(many)
    assert export is not None and export.name == "Otter or Teams text" and len(export.read(many)) == 5000


def test_several_lines_under_one_heading_are_one_turn_and_the_footer_is_none(tmp_path: Path) -> None:
    text = "Speaker 1  0:01\nGood morning.\nHow can I help?\nSpeaker 2  1:00:03\n[laughs] Hi.\n\nTranscribed by https://otter.ai"
    found = of(tmp_path, text)
    assert [(cue.span and cue.span.start, cue.text) for cue in found.cues] == [
        (1.0, "Good morning. How can I help?"),
        (3603.0, "Hi."),
    ]


def test_a_clock_that_runs_back_is_mended_and_said(tmp_path: Path) -> None:
    found = of(tmp_path, "Ann  0:05\nHello.\n\nBob  0:02\nHi there.\n\nAnn  0:09\nBye.")
    assert [cue.span and cue.span.start for cue in found.cues] == [5.0, 5.0, 9.0]
    assert any("before that of the line above" in remark for remark in found.remarks)


def test_a_webex_name_may_be_empty_or_hold_marks(tmp_path: Path) -> None:
    text = 'WEBVTT\n\n1 "" (0)\n00:00.000 --> 00:01.000\nHi.\n\n2 "A & <B>" (2)\n00:02.000 --> 00:03.000\nYes.\n'
    found = of(tmp_path, text)
    assert is_vtt(text)
    assert [(cue.speaker, cue.text) for cue in found.cues] == [(None, "Hi."), ("A & <B>", "Yes.")]


# --- tables ---


@pytest.mark.parametrize(
    "header",
    ["begin,stop,Name,content", "Start Time,End Time,Role,Utterance", "start_sec,end_sec,speaker_label,message",
     "from,to,channel,transcript", "StartTime,EndTime,Speaker Name,Sentence", "time,out,participant,Dialogue"],
)  # fmt: skip
def test_sensible_headers_are_known(tmp_path: Path, header: str) -> None:
    found = of(tmp_path, f'{header}\n0.5,2.0,Agent,Hello there.\n2.5,4.0,Caller,"Hi, it\'s me."\n', "call.csv")
    assert [(c.speaker, c.span and (c.span.start, c.span.end), c.text) for c in found.cues] == [
        ("Agent", (0.5, 2.0), "Hello there."),
        ("Caller", (2.5, 4.0), "Hi, it's me."),
    ]


def test_from_is_a_person_where_no_time_stands_below_it(tmp_path: Path) -> None:
    found = of(tmp_path, "Time,From,To,Message\n0:01,Priya,Tom,Hello there.\n0:03,Tom,Priya,Hi.\n")
    assert [(cue.speaker, cue.span and cue.span.start) for cue in found.cues] == [("Priya", 1.0), ("Tom", 3.0)]


def test_milliseconds_that_no_header_names_are_known_by_the_pace_and_said(tmp_path: Path) -> None:
    found = of(tmp_path, WHISPER)
    assert found.cues[1].span and found.cues[1].span.start == 3.0
    assert found.remarks == (
        "The times of “call.txt” were taken for milliseconds: nobody speaks so slowly that they could be seconds.",
    )
    assert of(tmp_path, WHISPER.replace("000\t", "\t").replace("500\t", "\t")).remarks == ()


def test_a_name_only_where_it_changes_holds_on_and_one_without_any_is_nobodys(tmp_path: Path) -> None:
    found = of(tmp_path, "speaker,text\nAgent,Hello.\n,How can I help?\nCustomer,Hi.\n,My bill doubled.\n")
    assert [cue.speaker for cue in found.cues] == ["Agent", "Agent", "Customer", "Customer"]
    found = of(tmp_path, "speaker,text\nAgent,Hello.\nAgent,How can I help?\n,Hi.\nCustomer,My bill doubled.\n")
    assert [cue.speaker for cue in found.cues] == ["Agent", "Agent", None, "Customer"]


def test_one_broken_row_is_left_out_and_said_and_many_are_refused(tmp_path: Path) -> None:
    rows = [f"{k}.5,{name},Line {k}." for k, (name, *_) in enumerate(SAID)]
    found = of(tmp_path, "\n".join(["start,speaker,text", *rows, "soon,Tom,What?"]))
    assert [cue.text for cue in found.cues] == [f"Line {k}." for k in range(4)] and len(found.remarks) == 1
    with pytest.raises(SameSideError, match=r"line 2: 'soon' is no time such as 12.5"):
        of(tmp_path, "sent,speaker,start,text\nx,Ann,soon,Hi.\ny,Bob,later,Hello.")


def test_an_unclosed_quotation_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match="the table is damaged there"):
        of(tmp_path, 'start,speaker,text\n0.5,Ann,Hi.\n1.5,Bob,"' + "long " * 30_000)


# --- label tracks ---


def test_a_point_label_lasts_as_its_words_take(tmp_path: Path) -> None:
    found = of(tmp_path, "1.0\t1.0\tAgent: Good morning, how can I help?\n5.0\t6.0\tCustomer: Hi.\n")
    assert [(c.speaker, c.span and round(c.span.duration, 1)) for c in found.cues] == [
        ("Agent", 3.0),
        ("Customer", 1.0),
    ]


def test_labels_that_only_say_who_speaks_are_no_transcript(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match="none holds words"):
        of(tmp_path, "1.0\t3.0\tagent\n3.5\t6.0\tcustomer\n")


# --- damaged ---


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_damaged_export_is_read_or_refused_in_a_sentence(tmp_path: Path, example: str) -> None:
    _, text = EXAMPLES[example]
    dice = random.Random(example)
    for slip in [
        '"',
        "\t",
        "\n",
        ";",
        ":",
        "|",
        "[",
        "99:99:99",
        "-5",
        "1e400",
        "9" * 400,
        "<v",
        "-->",
        "٣",
        "",
        "\n" * 9,
    ]:
        first, second = sorted(dice.randrange(len(text)) for _ in range(2))
        for damaged in (text[:first] + slip + text[first:], text[:second] + slip, text[first:] + slip + text[:first]):
            try:
                found = of(tmp_path, damaged)
                assert all(cue.text and (cue.span is None or 0 <= cue.span.start <= cue.span.end) for cue in found.cues)
            except SameSideError as refused:
                assert "\n" not in str(refused) and len(str(refused)) < 500


# --- the way through ---


@pytest.mark.parametrize("example", ["otter", "gong", "csv", "google meet", "audacity"])
def test_a_call_of_people_with_names(tmp_path: Path, example: str) -> None:
    (tmp_path / "call.txt").write_text(EXAMPLES[example][1], encoding="utf-8")
    call: Call = read(tmp_path / "call.txt")
    assert [turn.speaker for turn in call.turns] == ["agent", "customer", "agent", "customer"]


def test_names_that_stand_only_where_they_change_are_carried_and_counted(tmp_path: Path) -> None:
    found = of(
        tmp_path,
        "start,end,speaker,text\n0,1,Agent,Good morning.\n1,2,,How can I help?\n2,3,Customer,My bill.\n3,4,,It doubled.\n",
    )
    assert [cue.speaker for cue in found.cues] == ["Agent", "Agent", "Customer", "Customer"]
    assert found.remarks == ("2 lines of “call.txt” name no speaker and were taken as said by the one before.",)


@pytest.mark.parametrize(
    "header",
    ["Beginn;Ende;Sprecher;Inhalt", "Début;Fin;Locuteur;Texte", "Inicio;Fin;Hablante;Texto", "von;bis;Rolle;Text"],
)
def test_headers_of_other_languages(tmp_path: Path, header: str) -> None:
    found = of(tmp_path, header + "\n1,5;3,0;Agent;Good morning, how can I help?\n3,5;5,0;Customer;My bill doubled.\n")
    assert [(cue.speaker, cue.span and cue.span.start) for cue in found.cues] == [("Agent", 1.5), ("Customer", 3.5)]


def test_a_meeting_of_google_meet_that_ended_is_no_line_of_anybody(tmp_path: Path) -> None:
    found = of(tmp_path, EXAMPLES["google meet"][1].replace("Transcription ended", "Meeting ended"))
    assert found.cues[-1].text == SAID[-1][2] and not found.remarks


def test_the_time_of_day_of_zooms_captions_is_said(tmp_path: Path) -> None:
    found = of(tmp_path, EXAMPLES["zoom"][1])
    assert found.cues[0].span and found.cues[0].span.start == 0.0
    assert found.remarks == ("The clock of “call.txt” begins at 10:15:01; its first line was set to 0:00.",)

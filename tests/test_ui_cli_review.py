"""The command line: what it prints, what it writes, and that a slip costs one sentence and not the rest of the batch."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sounds import RATE, SAMPLES, mu_law, sample, silence, talk, write

from audio.asr.models.installed import find_model
from library.store import Library
from ui.cli.main import main
from ui.cli.report_names import report_names
from ui.cli.terminal import harmless

Run = Callable[..., tuple[int, str, str]]
WORDS = "WEBVTT\n\n00:00.500 --> 00:04.000\n<v Agent>You need to calm down. There is nothing I can do.\n\n00:05.000 --> 00:08.000\n<v Customer>I want to speak to your manager.\n"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """``sameside`` with a library of its own and no Whisper model anywhere: status, output, errors."""
    monkeypatch.setattr("audio.asr.recogniser.find_model", lambda model: find_model(model, tmp_path / "no models"))

    def run(*args: object, library: bool = True) -> tuple[int, str, str]:
        own = ["--library", str(tmp_path / "kept" / "library.db")] if library and args[0] == "review" else []
        capsys.readouterr()
        status = main([str(arg) for arg in args] + own)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return run


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds of a sample, without its transcript."""
    sides = [side[: 10 * RATE] for side in sample("parcel_pushed")]
    return write(tmp_path_factory.mktemp("calls") / "call.wav", *sides, rate=8000, codec="pcm_mulaw")


def sentences(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith("sameside: ")]


def test_a_call_is_reviewed_and_its_report_printed(run: Run, short: Path) -> None:
    status, out, err = run("review", short, "--no-words", "--json", "-")
    report = json.loads(out)
    assert (status, sentences(err)) == (0, [])
    assert report["call"]["source"] == "call.wav" and report["call"]["layout"] == "two_sides"
    assert {turn["speaker"] for turn in report["turns"]} == {"agent", "customer"}
    assert report["figures"]["pushed"]["value"] is None and report["figures"]["pushed"]["withheld"]


def test_moments_are_printed_with_their_words_and_what_to_say_instead(run: Run, short: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.vtt"
    words.write_text(WORDS, encoding="utf-8")
    status, out, _ = run("review", short, "--transcript", words)
    assert status == 0
    assert "call.wav  0:10  agent and customer on two channels" in out
    assert "pushed" in out and "“" in out and "Instead: " in out
    assert "escalated" in out


def test_no_model_is_said_with_what_to_do_and_the_sound_is_reviewed(run: Run, short: Path) -> None:
    status, out, _ = run("review", short)
    assert status == 0
    assert "No speech recognition model is on this machine" in out
    assert "sameside models fetch small" in out and "--transcript FILE" in out


def test_a_model_that_was_asked_for_and_is_not_there_is_a_slip(run: Run, short: Path, tmp_path: Path) -> None:
    for model in ("small", tmp_path / "nowhere", "smal"):
        status, out, err = run("review", short, "--model", model)
        assert status == 1 and len(sentences(err)) == 1
        assert "moment" not in out.lower()


def test_the_rest_of_a_batch_goes_on(run: Run, short: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.wav"
    empty.write_bytes(b"")
    text = tmp_path / "text.mp3"
    text.write_text("hello " * 100, encoding="utf-8")
    quiet = write(tmp_path / "quiet.wav", silence(3))
    brief = write(tmp_path / "brief.wav", talk(0.5))
    out_folder = tmp_path / "reports"
    bad = [empty, text, quiet, brief, tmp_path / "missing.wav"]
    status, out, err = run("review", *bad[:3], short, *bad[3:], "--no-words", "--json", out_folder)
    assert status == 1
    assert len(sentences(err)) == len(bad)
    for path, said in zip(bad, sentences(err), strict=True):
        assert path.name in said
    assert "call.wav" in out
    assert [path.name for path in out_folder.iterdir()] == ["call.json"]  # nothing half-written beside it


def test_whatever_is_named_costs_a_sentence_and_the_batch_goes_on(run: Run, short: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    whole = bytearray(short.read_bytes())
    codec = whole.index(b"fmt ") + 8
    whole[codec : codec + 2] = b"\x42\x42"
    (tmp_path / "codec.wav").write_bytes(whole)
    (tmp_path / "picture.gif").write_bytes(b"GIF89a" + bytes(99))
    bad = [
        "",
        ".",
        "/dev/zero",
        tmp_path / "pipe.wav",
        tmp_path / "codec.wav",
        tmp_path / "picture.gif",
        tmp_path / ("x" * 300),
    ]
    status, out, err = run("review", *bad, short, "--no-words")
    assert status == 1 and len(sentences(err)) == len(bad), err
    assert "call.wav  0:10" in out


@pytest.mark.parametrize("name", ["a\nb.wav", "\udcff.wav", "10:30.wav", "x" * 251 + ".wav", "\x1b[31m.wav"])
def test_odd_names_are_reviewed_and_reported(run: Run, short: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(short.read_bytes())
    status, _, err = run("review", tmp_path / name, "--no-words", "--json", tmp_path / "reports")
    assert (status, sentences(err)) == (0, [])
    (report,) = (tmp_path / "reports").iterdir()
    assert report.suffix == ".json"
    source = json.loads(report.read_text(encoding="utf-8"))["call"]["source"]
    assert source.isprintable() and source.endswith(".wav")


def test_a_mistake_of_our_own_is_a_sentence_and_the_batch_goes_on(
    run: Run, short: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.cli import review

    def heard(library: object, path: Path, options: object) -> object:
        if path.name == "bad.wav":
            raise ZeroDivisionError("by zero")
        return hear(library, path, options)  # type: ignore[arg-type]

    hear = review.heard
    monkeypatch.setattr(review, "heard", heard)
    status, out, err = run("review", tmp_path / "bad.wav", short, "--no-words")
    assert status == 1 and "bad.wav was not reviewed, by a mistake of SameSide's own (ZeroDivisionError" in err
    assert "call.wav  0:10" in out


def test_what_could_not_be_read_leaves_nothing_in_the_library(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "text.wav"
    text.write_text("hello " * 100, encoding="utf-8")
    assert run("review", text)[0] == 1
    from library.store import Library

    library = Library(str(tmp_path / "kept" / "library.db"))
    try:
        assert library.calls().total == 0
    finally:
        library.close()


def test_json_goes_to_a_file_a_folder_or_standard_output(run: Run, short: Path, tmp_path: Path) -> None:
    file, folder = tmp_path / "deep" / "a.json", tmp_path / "reports"
    assert run("review", short, "--no-words", "--json", file)[0] == 0
    assert run("review", short, "--no-words", "--json", folder)[0] == 0
    _, out, _ = run("review", short, "--no-words", "--json", "-")
    assert json.loads(file.read_text()) == json.loads((folder / "call.json").read_text()) == json.loads(out)
    assert sorted(path.name for path in tmp_path.rglob("*.part")) == []


def test_two_calls_do_not_go_into_one_file(run: Run, short: Path, tmp_path: Path) -> None:
    status, _, err = run("review", short, short, "--json", tmp_path / "a.json")
    assert status == 1 and "2 reports do not go into the one file" in err
    assert not (tmp_path / "a.json").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_place_is_said_before_the_work(run: Run, short: Path, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    shut.chmod(stat.S_IRUSR | stat.S_IXUSR)
    status, _, err = run("review", short, "--json", shut / "a.json")
    assert status == 1 and "not writable" in err


def test_a_report_cannot_go_where_a_file_is_in_the_way(run: Run, short: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    status, _, err = run("review", short, "--json", tmp_path / "file" / "a.json")
    assert status == 1 and "no report can be written" in err and len(sentences(err)) == 1


def test_a_library_that_cannot_be_opened_is_one_sentence(run: Run, short: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for library in (tmp_path / "file" / "library.db", tmp_path / "file", "nonsense://x"):
        status, _, err = run("review", short, "--no-words", "--library", library, library=False)
        assert status == 1 and len(sentences(err)) == 1, err


@pytest.mark.parametrize(
    "content",
    [
        "WEBVTT\n\nsoon --> later\nhello\n",
        "[{",
        "WEBVTT\n\n" + "".join(f"{k}:00.000 --> {k}:02.000\n<v Agent>hello there\n\n" for k in range(10, 20)),
        "WEBVTT\n\n00:00.000 --> 00:09.900\n<v Mary>hello\n",
    ],
    ids=["no times", "half a JSON", "outside the recording", "one name that says nothing"],
)
def test_a_transcript_that_will_not_do_is_one_sentence(run: Run, short: Path, tmp_path: Path, content: str) -> None:
    words = tmp_path / "words.vtt"
    words.write_text(content, encoding="utf-8")
    status, _, err = run("review", short, "--transcript", words)
    assert status == 1 and len(sentences(err)) == 1 and ("words.vtt" in err or "transcript" in err), err


def test_a_transcript_alone_is_reviewed(run: Run, tmp_path: Path) -> None:
    words = tmp_path / "words.vtt"
    words.write_text(WORDS, encoding="utf-8")
    status, out, _ = run("review", "--transcript", words)
    assert status == 0
    assert "a transcript alone" in out and "There is no recording" in out and "pushed" in out
    assert "Did not settle: The customer escalates in the last lines" in out
    report = json.loads(run("review", "--transcript", words, "--json", "-")[1])
    assert report["call"]["layout"] == "words_only" and report["outcome"]["kind"] == "unsettled"
    assert report["overtalk"] == [] and report["figures"]["agent_interruptions"]["value"] is None


def test_one_transcript_for_two_recordings_is_a_slip(run: Run, short: Path, tmp_path: Path) -> None:
    status, _, err = run("review", short, short, "--transcript", tmp_path / "words.vtt")
    assert status == 1 and "one transcript belongs to one recording" in err
    assert run("review")[0] == 1


def test_the_transcript_beside_a_recording_is_taken(run: Run) -> None:
    status, out, _ = run("review", SAMPLES / "taxi_overtalk.opus")
    assert status == 0 and "Agent talks over the customer" in out and "Owning it" in out and "No words" not in out


def test_no_words_takes_no_transcript_either(run: Run, tmp_path: Path, short: Path) -> None:
    beside = tmp_path / "call.wav"
    beside.write_bytes(short.read_bytes())
    beside.with_suffix(".vtt").write_text(WORDS, encoding="utf-8")
    assert "The words were left out, as asked." in run("review", beside, "--no-words")[1]
    assert "manager" in run("review", beside)[1]  # heard anew, with the words


def test_what_cannot_be_used_beside_a_recording_is_said_and_the_right_one_is_taken_when_it_comes(
    run: Run, tmp_path: Path, short: Path
) -> None:
    beside = tmp_path / "call.wav"
    beside.write_bytes(short.read_bytes())
    beside.with_suffix(".json").write_text('{"recording_id": "x", "segments": [{"type": "hold", "duration": 12}]}')
    status, out, _ = run("review", beside)
    assert status == 0 and "“call.json” holds a recorder's data" in out and "No speech recognition model" in out
    beside.with_name("call_transcript.vtt").write_text(WORDS, encoding="utf-8")
    status, out, _ = run("review", beside)  # heard anew, for there is more beside it
    assert status == 0 and "manager" in out
    assert run("review", beside, "--transcript", beside.with_suffix(".json"))[0] == 1  # this one was named


def test_a_list_the_files_name_and_the_recorder_say_whose_call_it_was_and_when(
    run: Run, tmp_path: Path, short: Path
) -> None:
    call = tmp_path / "20260203_101500_Repairs.wav"
    call.write_bytes(short.read_bytes())
    call.with_suffix(".txt").write_text("Agent: J. Doe (ext. 204)\nQueue: Billing\nDisposition: resolved\n")
    (tmp_path / "calls.csv").write_text(
        "Recording;Agent name;Team\n20260203_101500_Repairs.wav;Ama Osei;North\nb.wav;Ben\n;Cy\n"
    )
    options = ("--no-words", "--names", "{date}_{time}_{queue}", "--metadata", tmp_path / "calls.csv")
    status, out, err = run("review", call, *options)
    assert status == 0 and "  Ama Osei · North · 3 February 2026, 10:15 · Billing · resolved\n" in out
    assert sentences(err) == ["sameside: In “calls.csv”, line 4 names no file."]
    facts = json.loads(run("review", call, *options, "--json", "-")[1])["call"]
    assert (facts["agent"], facts["queue"], facts["direction"]) == ("Ama Osei", "Billing", None)
    status, _, err = run("review", call, "--names", "{shift}")
    assert status == 1 and "there is no field {shift}" in err
    status, _, err = run("review", call, "--metadata", tmp_path / "nowhere.csv")
    assert status == 1 and "nowhere.csv could not be read" in err


def test_a_pattern_of_names_is_tried_before_it_is_kept(run: Run, tmp_path: Path, short: Path) -> None:
    library = ("--library", tmp_path / "kept" / "library.db")
    call = tmp_path / "Ama Osei_2026-02-03.wav"
    call.write_bytes(short.read_bytes())
    status, out, _ = run("names", "{agent}_{date}", call, "holiday.wav", *library)
    assert status == 0
    assert out.splitlines() == [
        "Ama Osei_2026-02-03.wav  agent Ama Osei, date 03 Feb 2026 12:00",
        "holiday.wav              the pattern does not fit",
    ]
    assert "  Ama Osei ·" not in run("review", call, "--no-words")[1]  # tried, and not kept
    status, _, err = run("names", "{agent}_{date}", "holiday.wav", "--keep", *library)
    assert status == 1 and "fits none of these names" in err
    assert run("names", "{agent}_{date}", call, "--keep", *library)[0] == 0
    assert "  Ama Osei · 3 February 2026\n" in run("review", call, "--no-words")[1]
    assert run("names", *library)[1] == "{agent}_{date}\n"
    assert run("names", "--forget", *library)[0] == 0
    assert run("names", *library)[0] == 1


def test_limits_are_listed_and_can_be_given(run: Run, short: Path, tmp_path: Path) -> None:
    status, out, _ = run("limits")
    assert status == 0 and "overtalk_least = 0.2 s" in out and "Source: " in out
    rows = json.loads(run("limits", "--json")[1])
    assert {"name", "value", "default", "unit", "low", "high", "help", "source"} <= set(rows[0])
    ours = tmp_path / "ours.toml"
    ours.write_text("overtalk_leas = 1\n", encoding="utf-8")
    status, _, err = run("review", short, "--limits", ours)
    assert status == 1 and "no limit named “overtalk_leas”" in err


def test_the_agents_side_can_be_told(run: Run, short: Path) -> None:
    left, right = (
        json.loads(run("review", short, "--no-words", "--agent", side, "--json", "-")[1])["turns"]
        for side in ("left", "right")
    )
    other = {"agent": "customer", "customer": "agent"}
    assert [(t["start"], t["speaker"]) for t in left] == [(t["start"], other[t["speaker"]]) for t in right]


def test_a_wrong_use_has_status_2(run: Run) -> None:
    for wrong in (["review", "a.wav", "--agent"], ["revue"], []):
        with pytest.raises(SystemExit) as stop:
            main(wrong)
        assert stop.value.code == 2


def test_the_installed_command_works_from_anywhere(short: Path, tmp_path: Path) -> None:
    """In a process of its own: progress and slips on standard error, nothing but the report on standard output."""
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "ui.cli",
            "review",
            str(short),
            "--no-words",
            "--json",
            "-",
            "--library",
            str(tmp_path / "l.db"),
        ],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
        check=True,
    )
    assert json.loads(made.stdout)["version"] == 1
    assert made.stderr == ""


def test_a_loud_mistake_of_a_recorder_is_measured_and_said(run: Run, tmp_path: Path) -> None:
    """A recording so loud that it clips is reviewed."""
    sides = [mu_law(side[: 10 * RATE] * 30) for side in sample("parcel_pushed")]
    status, out, _ = run("review", write(tmp_path / "loud.wav", *sides, rate=8000), "--no-words")
    assert status == 0 and "loud.wav" in out


def test_two_recordings_of_one_name_have_a_report_each(run: Run, short: Path, tmp_path: Path) -> None:
    paths = [tmp_path / folder / "call.wav" for folder in "ab"]
    for path, length in zip(paths, (8, 10), strict=True):
        path.parent.mkdir()
        write(path, *(side[: length * RATE] for side in sample("parcel_pushed")), rate=8000)
    folder = tmp_path / "reports"
    status, _, err = run("review", *paths, "--no-words", "--json", folder)
    assert status == 0 and f"The report of {paths[1]} is b-call.json" in err
    lengths = {path.name: round(json.loads(path.read_text())["call"]["duration"]) for path in folder.iterdir()}
    assert lengths == {"a-call.json": 8, "b-call.json": 10}
    assert (
        run("review", short, short, "--no-words", "--json", tmp_path / "one")[0] == 0
    )  # one call twice has one report
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["call.json"]


@pytest.mark.parametrize(
    ("calls", "names"),
    [
        (["a/call.wav", "b/call.wav"], ["a-call", "b-call"]),
        (["x/a/call.wav", "y/a/call.wav"], ["x-a-call", "y-a-call"]),
        (["call.wav", "call.mp3"], ["call-wav", "call-mp3"]),
        (["a/call.wav", "a/call.mp3", "b/call.wav"], ["call-wav", "call-mp3", "call"]),
        (["a/Call.wav", "b/call.wav", "a-call.wav"], ["a-Call-2", "b-call", "a-call"]),
        (["call.wav", "other.wav", "call.wav"], ["call", "other", "call"]),
    ],
)
def test_names_of_reports(calls: list[str], names: list[str]) -> None:
    found = report_names([Path(call) for call in calls])
    assert [found[Path(call)] for call in calls] == names


def test_a_folder_is_no_file_for_the_report(run: Run, short: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports.json"
    folder.mkdir()
    status, out, err = run("review", short, "--no-words", "--json", folder)
    assert (status, out) == (1, "") and "it is a folder" in err


def test_a_pair_is_one_call_that_is_kept_and_plays(run: Run, tmp_path: Path) -> None:
    agent, customer = (side[: 20 * RATE] for side in sample("taxi_overtalk"))
    write(tmp_path / "ride_agent.wav", agent, rate=8000), write(tmp_path / "ride_customer.wav", customer, rate=16000)
    legs = ("--pair", tmp_path / "ride_agent.wav", tmp_path / "ride_customer.wav")
    status, out, _ = run("review", *legs, "--no-words", "--json", "-")
    report = json.loads(out)
    assert status == 0 and report["call"]["source"] == "ride.flac" and report["call"]["layout"] == "two_sides"
    assert {turn["speaker"] for turn in report["turns"]} == {"agent", "customer"}
    assert not [doubt for doubt in report["call"]["doubts"] if doubt["about"] == "speakers"]
    with closing(Library(str(tmp_path / "kept" / "library.db"))) as library:
        (kept,) = library.calls().calls
        assert kept.name == "ride.flac"
        assert library.playable(kept.id).size > 10_000
    (tmp_path / "ride.vtt").write_text(WORDS, encoding="utf-8")
    assert "You need to calm down" in run("review", *legs, "--json", "-")[1]


def test_a_pair_that_is_none_is_said(run: Run, short: Path, tmp_path: Path) -> None:
    leg = write(tmp_path / "a.wav", sample("taxi_overtalk")[0][: 10 * RATE], rate=8000)
    status, out, err = run("review", "--pair", leg, leg)
    assert status != 0 and "hold the same sound" in err and not out
    assert "two voices on two channels already" in run("review", "--pair", leg, short)[2]
    assert "--pair names one call in two recordings" in run("review", short, "--pair", leg, leg)[2]
    assert "--pair names one call in two recordings" in run("review", "--agent", "left", "--pair", leg, leg)[2]


@pytest.mark.parametrize("named", ["", "."])
@pytest.mark.parametrize("option", [[], ["--transcript"]], ids=["recording", "transcript"])
def test_no_name_at_all_is_a_sentence(run: Run, named: str, option: list[str]) -> None:
    status, out, err = run("review", *option, named)
    assert (status, out) == (1, "") and ("is a folder" in err or "Is a directory" in err)


def test_what_does_not_go_together_is_said(run: Run, short: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.vtt"
    words.write_text(WORDS, encoding="utf-8")
    status, out, err = run("review", short, "--transcript", words, "--no-words")
    assert (status, out) == (1, "") and "leave one of the two away" in err
    status, out, err = run("review", "--transcript", words, "--diarization", tmp_path / "call.rttm")
    assert (status, out) == (1, "") and "a transcript alone was given" in err


def test_a_diarization_that_is_not_there_is_said_to_be_so(run: Run, short: Path, tmp_path: Path) -> None:
    status, _, err = run("review", short, "--no-words", "--diarization", tmp_path / "none.rttm")
    assert status == 1 and "cannot be opened: No such file" in err


@pytest.mark.parametrize("option", [None, "--model", "--diarization", "--vocabulary", "--limits", "--rules"])
def test_a_name_that_the_system_refuses_is_a_sentence(run: Run, short: Path, option: str | None) -> None:
    name = "x" * 5000
    status, _, err = run("review", name) if option is None else run("review", short, option, name)
    assert status == 1 and "File name too long" in err and len(sentences(err)) == 1


def test_a_name_that_the_system_refuses_does_not_end_the_batch(run: Run, short: Path) -> None:
    status, out, err = run("review", "x" * 5000, short, "--no-words")
    assert status == 1 and "File name too long" in err and "call.wav  0:10" in out


def test_a_pipe_gets_all_characters_whatever_the_locale(tmp_path: Path) -> None:
    words = tmp_path / "words.vtt"
    words.write_text(WORDS, encoding="utf-8")
    command = [sys.executable, "-m", "ui.cli", "review", "--transcript", words, "--library", tmp_path / "l.db"]
    for encoding in ("ascii", "cp1252"):
        made = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding})
        assert made.returncode == 0 and "▲ pushed" in made.stdout.decode("utf-8")


def test_phrase_reads_and_writes_any_character() -> None:
    rows = b'{"text": "caf\xc3\xa9"}\n{"text": "half a pair \\ud83d"}\n{"text": "no text \xff"}\n'
    command = [sys.executable, "-m", "ui.cli", "phrase"]
    env = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    made = subprocess.run(command, input=rows, capture_output=True, env=env)
    assert made.returncode == 0 and made.stderr == b""
    texts = [json.loads(line)["text"] for line in made.stdout.decode("utf-8").splitlines()]
    assert texts == ["café", "half a pair ?", "no text \N{REPLACEMENT CHARACTER}"]


def test_a_port_that_is_none_is_said(run: Run, tmp_path: Path) -> None:
    for port in ("70000", "-1"):
        status, _, err = run("dashboard", "--library", tmp_path / "l.db", f"--port={port}")
        assert status == 1 and f"There is no port {port}" in err


def test_what_a_name_would_do_to_the_terminal_is_shown(run: Run, short: Path, tmp_path: Path) -> None:
    acting = tmp_path / "calm\x1b[2J\x1b]0;owned\x07\u202e\r.wav"
    acting.write_bytes(short.read_bytes())
    broken = tmp_path / "broken\x1b[31m\x9b5m.wav"
    broken.write_bytes(b"nothing")
    status, out, err = run("review", acting, broken, tmp_path / "gone\x1b[1m.wav", "--no-words")
    assert status == 1
    assert "calm�[2J�]0;owned��" in out and "broken�[31m�5m" in err and "gone�[1m" in err
    assert not {*"\x1b\x07\x9b\u202e\r"} & {*(out + err)}
    with pytest.raises(SystemExit):
        run("review", "--slip\x1b[31m", library=False)


def test_a_progress_bar_may_go_back_to_its_beginning_and_a_table_end_its_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with harmless():
        print("\r50 %", end="")
        print("a,b\r\nc\rd\te")
    assert capsys.readouterr().out == "\r50 %a,b\r\nc�d\te\n"

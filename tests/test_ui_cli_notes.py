"""``sameside notes`` says and does what the timeline does."""

import argparse
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from library_calls import a_call, a_moment, a_report

from audio.errors import SameSideError
from library.store import Library
from ui.cli.notes import configure, notes_command

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``sameside notes …`` as Ama on a library with one reviewed call, ``late parcel.wav``; what it prints."""
    url = str(tmp_path / "library.db")
    library = Library(url)
    library.keep_call(a_call("3f9a"))
    library.keep_report(a_report("3f9a", a_moment("pushed", "policy_shield", 8.0, 10.8)))
    library.close()
    parser = argparse.ArgumentParser()
    configure(parser)

    def run(*words: str, by: str = "Ama") -> str:
        assert notes_command(parser.parse_args([*words, "--as", by, "--library", url])) == 0
        return capsys.readouterr().out

    return run


def id_in(line: str) -> str:
    return line.split()[0].removeprefix("↳")


def test_a_note_is_written_listed_edited_and_answered(run: Run) -> None:
    assert "No notes yet" in run("list", "3f")
    note = id_in(
        run("add", "3f", "--at", "0:08.5", "--to", "10", "--text", "She waits.", "--label", "own_it", "--shared")
    )
    assert run("list", "late parcel.wav") == f"{note}  0:08.5–0:10.0  Ama  [own_it]  She waits.\n"
    run("edit", note, "--text", "She waits 2 s.")
    run("reply", note, "--text", "I looked it up.", by="Ben")
    first, second = run("list", "3f", by="Ben").splitlines()
    assert first.endswith("[own_it]  She waits 2 s.")
    assert re.fullmatch(r"    ↳ \w{8}  0:08\.5–0:10\.0  Ben  I looked it up\.", second)
    assert [line[18:] for line in run("history", note).splitlines()] == ["She waits.", "She waits 2 s."]


def test_a_private_note_is_seen_by_its_author_alone(run: Run) -> None:
    note = id_in(run("add", "3f", "--at", "8", "--text", "mine"))
    assert "Ama, private" in run("list", "3f")
    assert "No notes yet" in run("list", "3f", by="Ben")
    with pytest.raises(SameSideError, match="no note that you may see"):
        run("reply", note, "--text", "hm", by="Ben")


def test_a_verdict_is_on_the_machines_moment(run: Run) -> None:
    assert "[disagree · pushed policy_shield]" in run("add", "3f", "--at", "9", "--verdict", "disagree")
    with pytest.raises(SameSideError, match=r"no moment at 0:20\.0"):
        run("add", "3f", "--at", "20", "--verdict", "agree")


def test_delete_and_restore(run: Run) -> None:
    note = id_in(run("add", "3f", "--at", "8", "--text", "mine"))
    assert "thirty days" in run("delete", note)
    assert "No notes yet" in run("list", "3f")
    assert "mine" in run("restore", note)
    assert "mine" in run("list", "3f")


def test_out_and_in_again(run: Run, tmp_path: Path) -> None:
    run("add", "3f", "--at", "8", "--to", "9", "--text", "one", "--shared")
    path = run("export", "3f", "--form", "textgrid", "--out", str(tmp_path)).strip()
    assert Path(path) == tmp_path / "late parcel.TextGrid"
    assert run("import", "3f", path) == "Notes in late parcel.TextGrid: 1; new: 0.\n"
    text = Path(path).read_text(encoding="utf-8").replace('text = "one"', 'text = "two"')
    Path(path).write_text(text, encoding="utf-8")
    assert run("import", "3f", path) == "Notes in late parcel.TextGrid: 1; new: 1.\n"
    assert [note["text"] for note in json.loads(run("export", "3f"))["notes"]] == ["one", "two"]
    assert len(json.loads(run("list", "3f", "--json"))) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_a_pipe_is_written_to_and_stays_one(run: Run, tmp_path: Path) -> None:
    """A file put in its place would be no pipe any more, and in the place of a device no device."""
    os.mkfifo(pipe := tmp_path / "pipe")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    run("export", "3f", "--form", "vtt", "--out", str(pipe))
    assert os.read(reader, 6) == b"WEBVTT" and pipe.is_fifo()
    assert not pipe.with_name("pipe.part").exists()
    os.close(reader)


def test_what_a_note_holds_cannot_steer_the_terminal(run: Run) -> None:
    run("add", "3f", "--at", "8", "--text", "a\x1b[2Jb\nc")
    assert "a�[2Jb\n      c" in run("list", "3f")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "3f", "--at", "soon", "--text", "x"), "“soon” is no time"),
        (("add", "3f", "--at", "1:75", "--text", "x"), "“1:75” is no time"),
        (("add", "3f", "--at", "9", "--to", "8", "--text", "x"), "9 to 8 does not"),
        (("add", "3f", "--at", "31", "--text", "x"), "the call lasts from 0 to 30.0 s"),
        (("add", "3f", "--at", "1"), "needs some text"),
        (("list", "unheard.wav"), "There is no call “unheard.wav”"),
        (("edit", "zz", "--text", "x"), "no note that you may see begins with zz"),
        (("import", "3f", "nowhere.eaf"), r"nowhere\.eaf could not be read"),
        (("export", "3f", "--out", "/dev/null/x.json"), "could not be written"),
    ],
)
def test_a_slip_is_one_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(SameSideError, match=sentence):
        run(*words)


def test_a_verdict_on_what_is_only_possible_by_now_says_so(run: Run, tmp_path: Path) -> None:
    run("add", "3f", "--at", "9", "--verdict", "agree")
    assert "[agree · pushed policy_shield]" in run("list", "3f")
    library = Library(str(tmp_path / "library.db"))
    library.keep_report(a_report("3f9a", a_moment("pushed", "policy_shield", 8.0, 10.8, confidence="low")))
    library.close()
    assert "[agree · pushed policy_shield] (possible)" in run("list", "3f")

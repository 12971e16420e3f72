"""Whatever leaves the library is masked: every reading, list, hit, export, print and command, with a call full of numbers."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from library_calls import a_moment
from marked_dialogues import dialogue
from sounds import placed, talk, write

from analysis.report import Measure, Outcome, Placebo, Report, Response
from audio.call import SPEAKERS, Call, Voice
from audio.signal.decode import decode
from audio.span import Span
from library.calls.listing import Filter
from library.exchange.exports import FORMS, export
from library.store import Library
from ui.cli.main import main
from ui.dashboard.components.timeline.picture import picture
from ui.dashboard.parts.many.zipped import zipped
from ui.dashboard.printed_report import printed

ROOT = Path(__file__).parents[1]
TALK = (
    "A Could I take the long number on the front? | C It's 4539 1488 0343 6467 love | A 4539 1488 0343 6467 | A And the security code? | C 918 "
    "| A Your phone number? | C oh seven seven double oh nine double eight two four three | A A date of birth and the postcode? "
    "| C 23/08/1971 and it's EH12 9QQ, mail k.lee77@example.org | A You must wait."
)
SECRETS = (
    "4539",
    "1488",
    "0343",
    "6467",
    "918",
    "seven seven",
    "double eight",
    "23/08",
    "1971",
    "EH12",
    "9QQ",
    "k.lee",
    "lee77",
)
TURNS = dialogue(TALK).turns
END = TURNS[-1].span.end


def a_full_report() -> Report:
    """Every text of it quotes a number."""
    moments = tuple(
        replace(
            a_moment(start=turn.span.start, end=turn.span.end),
            words=turn.text,
            because=f"“{turn.text}” and so on",
            headline=turn.text,
        )
        for turn in TURNS
    )
    quoted = " ".join(turn.text for turn in TURNS[1:3])
    measures = tuple(
        Measure("complaint_price", turn.span, turn.speaker, 1.0, "lines", words=turn.text) for turn in TURNS
    )
    return Report(
        "c1", END, measures, moments, (Placebo(TURNS[1].span, Response("calmer", quoted)),), Outcome("calm", quoted)
    )


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if re.search(rf"(?<![\d.]){re.escape(secret)}", text, re.IGNORECASE)]


@pytest.fixture
def kept(library: Library, tmp_path: Path) -> Library:
    recording = library.keep_recording(
        write(tmp_path / "numbers.wav", placed(END, (0.0, talk(END))), placed(END, (0.5, talk(END - 1))))
    )
    frames = np.zeros(int(END / 0.016), np.float32)
    voices = tuple(Voice(speaker, 0.016, frames + 120, frames - 20, frames) for speaker in SPEAKERS)
    library.keep_call(Call("c1", "numbers.wav", END, "two_sides", TURNS, voices), recording, name="numbers.wav")
    library.keep_report(a_full_report())
    return library


def readings(library: Library) -> Iterator[tuple[str, str]]:
    """All that is made of a call for somebody, by what it is."""
    call, report, summary = library.call("c1"), library.report("c1"), library.summary("c1")
    assert report is not None
    yield "the call", repr(call)
    yield "the report", repr(report)
    yield "as people settled it", repr(library.settled_report(report, library.verdicts_on(report)))
    yield "the list", repr(library.calls())
    for form in FORMS:
        yield f"exported as {form}", export(form, call, report, known=summary.known())
        yield f"many exported as {form}", repr(zipped(library, form, ["c1"]))
    yield "printed", re.sub(r"<svg.*?</svg>", "", printed(summary, call, report, ()), flags=re.DOTALL)
    yield (
        "the timeline",
        json.dumps(
            [json.loads(picture(call, report, {}))[part] for part in ("turns", "moments", "overtalk", "escalations")]
        ),
    )
    for searched in ("love", "card number", "wait"):
        yield f"the hit of “{searched}”", repr(library.hits(["c1"], searched))


def test_no_number_is_in_anything_that_is_shown(kept: Library) -> None:
    assert {what: leaks(text) for what, text in readings(kept) if leaks(text)} == {}
    assert "[card number]" in kept.call("c1").turns[1].text


def test_the_original_is_there_for_whoever_may_and_for_the_judge(kept: Library) -> None:
    assert kept.call("c1", unmasked=True).turns == kept.original_call("c1").turns == TURNS
    assert kept.report("c1", unmasked=True) == kept.original_report("c1") == a_full_report()


@pytest.mark.parametrize("searched", ["4539", "918", '"seven seven"', "EH12", "lee77"])
def test_a_number_is_not_found_by_searching(kept: Library, searched: str) -> None:
    assert kept.calls(Filter(words=searched)).total == 0
    assert kept.calls(Filter(words='"card number"')).total == 1
    assert kept.hits(["c1"], searched) == {}


def test_a_change_of_sides_keeps_the_original(kept: Library) -> None:
    kept.swap("c1")
    kept.confirm_sides("c1")
    assert [turn.text for turn in kept.original_call("c1").turns] == [turn.text for turn in TURNS]
    assert not leaks(repr(kept.call("c1")))


def test_a_masked_call_does_not_take_the_place_of_the_original(kept: Library) -> None:
    with pytest.raises(ValueError, match="original_call"):
        kept.keep_call(kept.call("c1"), kept.recording_of("c1"))
    assert kept.original_call("c1").turns == TURNS


def test_calls_of_before_are_masked_and_looked_through(kept: Library) -> None:
    with kept.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM mask")
    assert not leaks(repr(kept.call("c1")) + repr(kept.report("c1")))
    assert (kept.look_through(), kept.look_through()) == (1, 0)


def test_what_was_kept_under_other_rules_is_looked_through_anew(kept: Library) -> None:
    with kept.database.write() as session:
        session.connection().exec_driver_sql("UPDATE mask SET edition = 'older', masks = '[]'")
    assert not leaks(repr(kept.call("c1")))
    assert kept.look_through() == 1


COMMANDS: dict[str, Callable[[Path, Path], list[str]]] = {
    "review": lambda files, out: ["review", "--transcript", str(files / "call.vtt")],
    "review --json": lambda files, out: ["review", "--transcript", str(files / "call.vtt"), "--json", "-"],
    "notes export": lambda files, out: ["notes", "export", "numbers.wav"],
    "notes list": lambda files, out: ["notes", "list", "numbers.wav"],
    "redact": lambda files, out: ["redact", "numbers.wav", "--out", str(out), "--transcript"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_prints_a_number(
    kept: Library, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.cli.redact.find_recogniser", lambda model: "none here")
    (tmp_path / "call.vtt").write_text(
        export("vtt", kept.call("c1", unmasked=True), a_full_report(), parts=("turns",)), encoding="utf-8"
    )
    status = main([*COMMANDS[command](tmp_path, tmp_path / "out"), "--library", kept.database.name])
    printed_text = "".join(capsys.readouterr())
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.vtt"))
    assert status == 0 and not leaks(printed_text + written)


def test_unmasked_prints_them(kept: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notes", "export", "numbers.wav", "--unmasked", "--library", kept.database.name]) == 0
    assert "4539 1488 0343 6467" in capsys.readouterr().out
    (tmp_path / "call.vtt").write_text(
        export("vtt", kept.original_call("c1"), a_full_report(), parts=("turns",)), encoding="utf-8"
    )
    command = ["review", "--transcript", str(tmp_path / "call.vtt"), "--json", "-", "--library", kept.database.name]
    assert (main([*command, "--unmasked"]), "4539 1488 0343 6467" in capsys.readouterr().out) == (0, True)


def used_in(name: str) -> set[str]:
    """The modules that use a name, by where they import it from or call it."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in ("library", "ui")
        for path in (ROOT / folder).rglob("*.py")
        if any(
            (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }


def test_what_is_packed_is_unpacked_where_it_is_masked() -> None:
    """Whoever unpacks words or a report elsewhere could show them."""
    unpackers = used_in("unpack_call") | used_in("unpack_report") | used_in("unpack_turns")
    assert unpackers - {"library/database/packing.py"} == {
        "library/calls/redacting.py", "library/calls/hits.py", "library/corrections/rows.py", "library/store.py",
        "library/inbox/telling.py",  # reads when a moment was, and no word of it
    }  # fmt: skip
    originals = used_in("original_call") | used_in("original_report") | used_in("original_turns")
    assert originals == {
        "library/calls/redacting.py", "library/calls/saving.py", "library/store.py", "library/worker/tasks.py",
        "library/deletion/originals.py", "ui/cli/redact.py",
        "library/coaching/own_page.py", "library/coaching/session.py", "library/clips/clips.py", "library/clips/cutting.py",  # masked at once
        "ui/cli/clips/clip.py",  # listens again to what it has cut
    }  # fmt: skip
    assert used_in("judge_original") - {"library/store.py"} == {"library/house/judging.py", "library/house/mending.py"}


def played(library: Library, unmasked: bool = False) -> Path:
    path = library.playable("c1", unmasked).path
    assert path is not None
    return path


def test_the_sound_that_is_played_is_silent_where_it_is_masked(kept: Library) -> None:
    silent = kept.silences("c1")
    assert silent and any(
        span.start <= TURNS[1].words[1].span.start and TURNS[1].words[4].span.end <= span.end for span in silent
    )
    with decode(played(kept)) as masked, decode(played(kept, unmasked=True)) as original:
        for span in silent:
            inside = Span(span.start + 0.05, min(END, span.end) - 0.05)
            assert max(abs(masked.within(inside, channel)).max() for channel in (0, 1)) < 0.01
            assert max(abs(original.within(inside, channel)).max() for channel in (0, 1)) > 0.05

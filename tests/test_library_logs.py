"""Logs for programs: every line is one of the form that was asked for, and nothing of a call, a person or a request stands in any."""

import json
import logging
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from logged import MARK
from real_browser import ROOT

from audio.errors import InputError
from library.logs.events import ABOUT, about
from library.logs.lines import Lines, fields_of
from library.logs.setting import form_in_force, set_up


def run(form: str, folder: Path) -> tuple[str, str]:
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "SAMESIDE_LIBRARY": str(folder / "library.db"),
        "SAMESIDE_FILES": str(folder),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "logged.py"), form, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, "it ends by a mistake"
    return done.stdout, done.stderr


def test_a_day_of_marked_calls_leaves_no_mark_in_any_line_of_json(tmp_path: Path) -> None:
    out, err = run("json", tmp_path)
    assert out == ""
    lines = [json.loads(line) for line in err.splitlines()]
    assert MARK.lower() not in err.lower() and "4929" not in err
    events = Counter(line["event"] for line in lines)
    assert (events["job_taken"], events["job_ended"]) == (3, 3)
    ended = {line["outcome"]: line for line in lines if line["event"] == "job_ended" and line.get("kind") != "mistake"}
    assert ended["done"]["call"] == "c1" and ended["done"]["work"] == "review"
    assert ended["failed"]["kind"] == "library"
    mistakes = [line for line in lines if "mistake" in line]
    assert {"mistake", "process_ended_by_mistake", "thread_ended_by_mistake"} <= {line["event"] for line in mistakes}
    assert {"ZeroDivisionError", "ValueError", "RuntimeError"} == {line["mistake"] for line in mistakes}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]) for line in lines)
    said = [line for line in lines if line["event"] == "said"]
    assert {"streamlit.runtime", "distributed.worker", "tornado.application", "uvicorn.error", "py.warnings"} <= {
        line["logger"] for line in said
    }
    assert all(re.fullmatch(r"[\w./-]+:\d+", line["where"]) for line in said)


def record(message: str, *args: object, extra: dict[str, object] | None = None) -> logging.LogRecord:
    return logging.getLogger("test").makeRecord(
        "test", logging.WARNING, "/a/b/c/d.py", 7, message, args, None, extra=extra
    )


def test_text_has_the_same_fields_as_json() -> None:
    told = record(
        "%s is gone", MARK, extra=about("job_ended", job=3, seconds=1.5, stages={"words": 1.0, "reading": 0.25})
    )
    fields = json.loads(Lines("json").format(told))
    assert fields == fields_of(told) and list(fields)[:3] == ["time", "level", "event"]
    text = Lines("text").format(told)
    assert text.endswith("job=3 seconds=1.5 stages=words:1,reading:0.25")
    assert text.startswith(f"{fields['time']} warning job_ended logger=test process={os.getpid()}")
    assert "where=b/c/d.py:7" in Lines("text").format(record(MARK))


def test_a_field_takes_no_sentence_and_there_is_none_beside_those_of_the_list() -> None:
    for text in (f"{MARK} Quux", "a@b.example", "x?y=1", "é", "a\nb", "", "a" * 161):
        assert about("job_ended", call=text)[ABOUT] == {"call": "?"}, text
    assert about("job_ended", call="3f9a-b_c.1", kind=None)[ABOUT] == {"call": "3f9a-b_c.1"}
    with pytest.raises(ValueError, match="no field"):
        about("job_ended", name="x")
    with pytest.raises(ValueError, match="no name of an event"):
        about("A sentence.")


def test_a_form_that_is_none_is_refused_and_no_form_leaves_all_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMESIDE_LOG", "xml")
    with pytest.raises(InputError, match="json or text"):
        set_up()
    monkeypatch.delenv("SAMESIDE_LOG")
    set_up()
    assert form_in_force() is None

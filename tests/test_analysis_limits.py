"""Every threshold a coach may argue about: listed once, explained, and checked."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from analysis.limits import LimitError, Limits, change, load, table

ANALYSIS = Path(__file__).parents[1] / "analysis"


def test_the_table_explains_every_limit() -> None:
    rows = table()
    assert [row["name"] for row in rows] == [f.name for f in dataclasses.fields(Limits)]
    for row in rows:
        assert row["low"] <= row["default"] <= row["high"], row["name"]
        assert row["value"] == row["default"]
        assert row["help"].endswith(".") and len(row["help"]) > 20 and row["source"] and row["unit"], row["name"]


def test_limits_that_decide_the_same_stand_together() -> None:
    groups = [row["group"] for row in table()]
    assert (
        len(set(groups))
        == len([group for before, group in zip([None, *groups], groups, strict=False) if group != before])
        > 3
    )


def test_the_table_shows_what_was_changed() -> None:
    (row,) = (row for row in table(change(Limits(), rise_pitch=6)) if row["name"] == "rise_pitch")
    assert (row["value"], row["default"]) == (6.0, 4.0)


def test_a_change_makes_other_limits_and_leaves_these() -> None:
    before = Limits()
    after = change(before, overtalk_least=0.5)
    assert (before.overtalk_least, after.overtalk_least) == (0.2, 0.5)
    assert change(before) == before


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("overtalk", 0.3, "no limit named “overtalk”; `sameside limits` lists them all"),
        ("overtalk_least", 9, "lies between 0.05 and 2.0 s, and 9 does not"),
        ("overtalk_least", float("nan"), "and nan does not"),
        ("overtalk_least", "0.3", "is a number in s, and '0.3' is not"),
        ("overtalk_least", True, "is a number in s, and True is not"),
    ],
)
def test_a_slip_is_said_in_one_sentence(name: str, value: object, sentence: str) -> None:
    with pytest.raises(LimitError, match=re.escape(sentence)):
        change(Limits(), **{name: value})


def test_limits_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("# ours\novertalk_least = 0.3\nrise_pitch = 5\n", encoding="utf-8")
    assert load(path) == {"overtalk_least": 0.3, "rise_pitch": 5}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"overtalk_least: 0.3", "could not be read as limits"),
        (b"overtalk_leas = 0.3", "no limit named"),
        (b"overtalk_least = 40", "lies between"),
        (b"\xff\xfe\x00", "could not be read as limits"),
        (b"overtalk_least = " + b"9" * 5000, "could not be read as limits"),
        (b"overtalk_least = " + b"[" * 100_000, "could not be read as limits"),
        (b"a" + b".a" * 100_000 + b" = 1", "a key of more than 30 parts"),
        (b"#" * 1_000_001, "could not be opened as limits: it has over 1,000 kB"),
    ],
)
def test_a_file_that_is_no_limits_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes(content)
    with pytest.raises(LimitError, match=sentence):
        load(path)
    with pytest.raises(LimitError, match="could not be opened as limits: No such file"):
        load(tmp_path / "not-there.toml")


def test_every_limit_is_used_by_a_lens() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ANALYSIS.rglob("*.py") if path.name != "limits.py")
    unused = [f.name for f in dataclasses.fields(Limits) if not re.search(rf"limits\.{f.name}\b", code)]
    assert unused == []

"""A small part of the fuzz bench: damaged files are read or refused in a sentence, and nothing else comes of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench import fuzz

CASES = {"recordings": 46, "transcripts": 12, "beside": 12, "notes": 40, "settings": 40}
"""Some seconds of each kind."""


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_damaged_files_are_read_or_refused_in_a_sentence(kind: str) -> None:
    counts, bad = fuzz.fuzz(kind, CASES[kind], seed=7)
    assert not bad
    assert counts["read"] and counts["sentence"] and sum(counts.values()) == CASES[kind]


def test_who_never_comes_to_an_end_is_told(tmp_path: Path) -> None:
    taker = fuzz.Taker("recordings")
    taker._command = [
        sys.executable,
        "-c",
        "from tests.bench.fuzz import _may_use; print('ready', flush=True); _may_use(0)\nwhile True: pass",
    ]
    assert taker.take(tmp_path) == ("hang", f"more than {fuzz.BUSY} s of the processor")


def test_what_comes_to_no_good_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bench itself would notice: a process that ends, and one that does not answer."""
    taker = fuzz.Taker("recordings")
    taker._command = ["sh", "-c", "echo ready; read line; exit 3"]
    assert taker.take(tmp_path) == ("crash", "exit status 3")
    taker._command = ["sh", "-c", "echo ready; cat > /dev/null"]
    assert taker.take(tmp_path, timeout=0.1)[0] == "hang"

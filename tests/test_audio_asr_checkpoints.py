"""Kept text is whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio.asr.checkpoints import CheckpointFolder, NoCheckpoints


def test_kept_in_a_folder(tmp_path: Path) -> None:
    kept = CheckpointFolder(tmp_path / "deep" / "er")
    assert kept.get("ab12") is None
    kept.put("ab12", "grüße")
    kept.put("ab12", "again")
    assert CheckpointFolder(tmp_path / "deep" / "er").get("ab12") == "again"
    assert [file.name for file in (tmp_path / "deep" / "er").iterdir()] == ["ab12.json"]


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    kept = CheckpointFolder(tmp_path)
    kept.put("ab12", "whole")
    with pytest.raises(UnicodeEncodeError):
        kept.put("ab12", "\ud800")
    assert kept.get("ab12") == "whole"
    assert len(list(tmp_path.iterdir())) == 1


def test_nowhere_keeps_nothing() -> None:
    kept = NoCheckpoints()
    kept.put("ab12", "gone")
    assert kept.get("ab12") is None

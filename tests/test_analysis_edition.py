"""The edition of the judging changes with anything that judges."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis import edition as module


@pytest.mark.parametrize(
    "changed", ["voice/tone.py", "language/classifier.npz", "language/rulebook/techniques/command.toml"]
)
def test_it_changes_with_code_model_and_rules(changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "analysis"
    shutil.copytree(module.HERE, copy, ignore=shutil.ignore_patterns("bank", "__pycache__"))
    monkeypatch.setattr(module, "HERE", copy)
    before = module.edition.__wrapped__()
    assert before == module.edition.__wrapped__() and len(before) == 12
    with (copy / changed).open("ab") as file:
        file.write(b"\n")
    assert module.edition.__wrapped__() != before

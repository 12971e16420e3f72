"""Models are found without a network, looked at file by file, and what is wrong with one is said in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audio.asr.models.checksums import verify_model
from audio.asr.models.installed import (
    PREFERRED,
    PUBLISHED,
    Absent,
    Model,
    find_model,
    list_models,
    missing_files,
    model_fingerprint,
)
from audio.asr.models.own_models import CHOSEN, FOLDER
from tests.whisper_toys import scripted_whisper


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scripted_whisper(tmp_path_factory.mktemp("model") / "whole", ["hello"], width=64)


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "mine")


def reason(name: str | None, cache: Path | None = None) -> str:
    found = find_model(name, cache)
    assert isinstance(found, Absent)
    assert "\n" not in found.reason
    return found.reason


def cached(cache: Path, place: str, model: Path) -> Path:
    """``model`` laid into a cache as the hub's library does."""
    home = cache / f"models--{place.replace('/', '--')}"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text("c" * 40)
    return shutil.copytree(model, home / "snapshots" / ("c" * 40))


def test_a_folder_of_ones_own(folder: Path) -> None:
    found = find_model(str(folder))
    assert isinstance(found, Model)
    assert found.folder == folder and found.size == sum(file.stat().st_size for file in folder.iterdir())
    assert missing_files(folder) is None and verify_model(folder) is None


@pytest.mark.parametrize("name", ["config.json", "model.bin", "tokenizer.json", "vocabulary.json"])
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert f"has no {name}" in reason(str(folder))


def test_files_that_are_empty_or_damaged_are_named(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{")
    assert "tokenizer.json” is damaged (not JSON)" in reason(str(folder))
    (folder / "model.bin").write_bytes(b"")
    assert "model.bin” is empty" in reason(str(folder))


def test_weights_that_are_cut_off_are_found_by_loading(folder: Path) -> None:
    weights = folder / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1000])
    assert "cannot be loaded" in (verify_model(folder) or "")


def test_a_folder_above_or_another_programs_model_is_told(folder: Path, tmp_path: Path) -> None:
    assert f"did you mean “{folder}”?" in reason(str(tmp_path))
    (folder / "model.bin").unlink()
    (folder / "model.safetensors").write_bytes(b"x")
    assert "is a PyTorch model" in reason(str(folder))
    assert "is a file; a model is a folder" in reason(str(folder / "config.json"))


def test_a_mistyped_folder_is_not_taken_for_a_name(tmp_path: Path) -> None:
    for name in ("./modells/small", str(tmp_path / "nowhere"), "~/nowhere", "..\\models", "a/b/c"):
        assert "There is no folder" in reason(name, tmp_path)
    assert "did you mean “small”?" in reason("smal", tmp_path)
    assert "there are tiny, base" in reason("qqq", tmp_path)
    assert "there is no such folder" in reason("models/small", tmp_path)


def test_a_named_model_is_taken_from_the_cache_only(made: Path, tmp_path: Path) -> None:
    assert "“sameside models fetch small”" in reason("small", tmp_path)
    folder = cached(tmp_path, "Systran/faster-whisper-small", made)
    found = find_model("small", tmp_path)
    assert isinstance(found, Model) and found.folder == folder and found.name == "small"
    assert find_model("Systran/faster-whisper-small", tmp_path) == Model(
        "Systran/faster-whisper-small", folder, found.size, found.speed
    )


def test_a_download_that_broke_off_is_not_a_model(made: Path, tmp_path: Path) -> None:
    (cached(tmp_path, "Systran/faster-whisper-small", made) / "model.bin").unlink()
    assert "was not fetched to the end" in reason("small", tmp_path)
    assert list_models(tmp_path) == []


def test_without_a_name_the_preferred_model_at_hand(made: Path, tmp_path: Path) -> None:
    sentence = reason(None, tmp_path)
    for way in ("the sound alone is reviewed", "sameside models fetch small", "--model FOLDER", "--transcript FILE"):
        assert way in sentence
    for name, place in (("tiny", "Systran/faster-whisper-tiny"), ("base", "Systran/faster-whisper-base")):
        cached(tmp_path, place, made)
        found = find_model(None, tmp_path)
        assert isinstance(found, Model) and found.name == name


def test_the_models_folder_holds_ones_own(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, cache = tmp_path / "models", tmp_path / "cache"
    monkeypatch.setenv(FOLDER, str(home))
    claims = Path(shutil.copytree(made, home / "claims"))
    (home / ".base.part").mkdir()
    assert [model.name for model in list_models(cache)] == ["claims"]
    for name in ("claims", None):
        found = find_model(name, cache)
        assert isinstance(found, Model) and (found.name, found.folder) == ("claims", claims)
    shutil.copytree(made, home / "base")
    found = find_model(None, cache)
    assert isinstance(found, Model) and found.folder == home / "base"  # a published one goes before one's own
    (claims / "model.bin").unlink()
    assert "has no model.bin" in reason("claims", cache)
    for name in (".base.part", "../models/base", "clams"):
        assert isinstance(find_model(name, cache), Absent)


def test_a_model_can_be_chosen_for_all_work(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached(tmp_path, "Systran/faster-whisper-small", made)
    monkeypatch.setenv(CHOSEN, str(made))
    found = find_model(None, tmp_path)
    assert isinstance(found, Model) and found.folder == made
    monkeypatch.setenv(CHOSEN, "smal")
    assert "SAMESIDE_MODEL names no model that is here. There is no model called “smal”" in reason(None, tmp_path)


def test_every_published_model_has_its_rank() -> None:
    assert sorted(PREFERRED) == sorted(model.name for model in PUBLISHED)
    assert all(model.place.count("/") == 1 for model in PUBLISHED)


def test_how_long_it_will_take() -> None:
    model = Model("small", Path("small"), 487_000_000, 5.6)
    assert model.seconds_for(560.0) == pytest.approx(100.0)
    assert model.seconds_for(560.0, "cuda") < model.seconds_for(560.0)


def test_a_fingerprint_is_of_what_a_model_hears(folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    assert model_fingerprint(other) == model_fingerprint(folder)
    weights = bytearray((other / "model.bin").read_bytes())
    weights[-100] ^= 1
    (other / "model.bin").write_bytes(weights)
    assert model_fingerprint(other) != model_fingerprint(folder)

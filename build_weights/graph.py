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
        self._constants: dict[str, Array] = {}

    def constant(self, value: Array, name: str = "") -> str:
        """Adds a constant, under ``name`` or a number; returns its name."""
        name = name or f"constant_{len(self._constants)}"
        self._constants[name] = value
        return name

    def weight(self, name: str) -> str:
        """A tensor of the checkpoint, under its own name."""
        return self.constant(self.weights[name].astype(np.float32), name)

    def step(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """One operator of ONNX; the name of what comes out, of the first where it is more."""
        return self.steps(kind, *inputs, **attributes)[0]

    def steps(self, kind: str, *inputs: str, output_count: int = 1, **attributes: Any) -> list[str]:
        """One operator of ONNX of which more comes out; their names."""
        names = [f"{kind}_{len(self._nodes)}_{k}" for k in range(output_count)]
        self._nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names

    def batch_norm(self, x: str, name: str) -> str:
        """Batch normalization as at inference; one that was not learnt has no scale and no shift."""
        mean, variance = self.weight(f"{name}.running_mean"), self.weight(f"{name}.running_var")
        if f"{name}.weight" in self.weights:
            scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        else:
            ones = np.ones(self.weights[f"{name}.running_mean"].shape, np.float32)
            scale, shift = self.constant(ones), self.constant(0 * ones)
        return self.step("BatchNormalization", x, scale, shift, mean, variance, epsilon=1e-5)

    def conv(self, x: str, name: str, **attributes: Any) -> str:
        """A convolution, with its bias where it has one."""
        bias = [self.weight(f"{name}.bias")] if f"{name}.bias" in self.weights else []
        return self.step("Conv", x, self.weight(f"{name}.weight"), *bias, **attributes)

    def serialized(self, inputs: Mapping[str, Shape], outputs: Mapping[str, tuple[str, Shape]], producer: str) -> bytes:
        """The checked model: of each that goes in the shape; of each that comes out its name in the graph and its shape."""
        self._nodes += [helper.make_node("Identity", [internal], [name]) for name, (internal, _) in outputs.items()]
        graph = helper.make_graph(
            self._nodes,
            producer,
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, (_, shape) in outputs.items()],
            [numpy_helper.from_array(value, name) for name, value in self._constants.items()],
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR, producer_name=producer
        )
        onnx.checker.check_model(model, full_check=True)
        return bytes(model.SerializeToString())

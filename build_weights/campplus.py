"""CAM++ (Wang et al. 2023), the speaker embedding: its graph for windows of up to two seconds.

::

    fbank (N, T, 80) ── 2-D convolutions ── TDNN, half the frames ── three dense blocks, each layer masked by its context ──
        ── mean and spread over time ── 192 numbers

A layer's context is the mean of the whole window plus that of the hundred frames around. A window of 200 frames of fbank
has a hundred after the TDNN, so there both means are the same, and the graph says twice the mean: longer ones would be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from build_weights.graph import Graph

LONGEST = 200
"""Frames of fbank that the graph is right for."""
BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each dense block."""


def campplus(weights: Mapping[str, NDArray[Any]]) -> bytes:
    """The model: ``fbank`` ``(N, T, 80)``, mean-subtracted, in; ``embedding`` ``(N, 192)`` out."""
    graph = Graph(weights)
    x = _head(graph, "fbank")
    x = graph.conv(x, "xvector.tdnn.linear", strides=[2], pads=[2, 2])
    x = _norm(graph, x, "xvector.tdnn.nonlinear.batchnorm")
    for k, (layers, dilation) in enumerate(BLOCKS, start=1):
        for layer in range(1, layers + 1):
            x = graph.step("Concat", x, _dense_layer(graph, x, f"xvector.block{k}.tdnnd{layer}", dilation), axis=1)
        x = _norm(graph, x, f"xvector.transit{k}.nonlinear.batchnorm")
        x = graph.conv(x, f"xvector.transit{k}.linear")
    x = _norm(graph, x, "xvector.out_nonlinear.batchnorm")
    x = graph.conv(_statistics(graph, x), "xvector.dense.linear")
    x = graph.batch_norm(x, "xvector.dense.nonlinear.batchnorm")
    x = graph.step("Flatten", x, axis=1)
    return graph.serialized({"fbank": ["N", "T", 80]}, {"embedding": (x, ["N", 192])}, "campplus")


def _norm(graph: Graph, x: str, name: str) -> str:
    return graph.step("Relu", graph.batch_norm(x, name))


def _head(graph: Graph, x: str) -> str:
    """Convolutions over frequency and time that leave a tenth of the bands, 32 maps each: ``(N, 320, T)``."""
    x = graph.step("Transpose", x, perm=[0, 2, 1])
    x = graph.step("Unsqueeze", x, graph.constant(np.array([1])))
    x = _norm(graph, graph.conv(x, "head.conv1", pads=[1, 1, 1, 1]), "head.bn1")
    for block, stride in (("layer1.0", 2), ("layer1.1", 1), ("layer2.0", 2), ("layer2.1", 1)):
        name, strides = f"head.{block}", [stride, 1]
        y = _norm(graph, graph.conv(x, f"{name}.conv1", strides=strides, pads=[1, 1, 1, 1]), f"{name}.bn1")
        y = graph.batch_norm(graph.conv(y, f"{name}.conv2", pads=[1, 1, 1, 1]), f"{name}.bn2")
        if stride > 1:
            x = graph.batch_norm(graph.conv(x, f"{name}.shortcut.0", strides=strides), f"{name}.shortcut.1")
        x = graph.step("Relu", graph.step("Add", y, x))
    x = _norm(graph, graph.conv(x, "head.conv2", strides=[2, 1], pads=[1, 1, 1, 1]), "head.bn2")
    return graph.step("Reshape", x, graph.constant(np.array([0, 320, -1])))


def _dense_layer(graph: Graph, x: str, name: str, dilation: int) -> str:
    """Thirty-two new channels from all before, masked by their context."""
    x = _norm(graph, x, f"{name}.nonlinear1.batchnorm")
    x = _norm(graph, graph.conv(x, f"{name}.linear1"), f"{name}.nonlinear2.batchnorm")
    local = graph.conv(x, f"{name}.cam_layer.linear_local", dilations=[dilation], pads=[dilation, dilation])
    mean = graph.step("ReduceMean", x, axes=[2], keepdims=1)
    context = graph.step("Relu", graph.conv(graph.step("Add", mean, mean), f"{name}.cam_layer.linear1"))
    mask = graph.step("Sigmoid", graph.conv(context, f"{name}.cam_layer.linear2"))
    return graph.step("Mul", local, mask)


def _statistics(graph: Graph, x: str) -> str:
    """Mean and standard deviation (unbiased) over time, one after the other: ``(N, 1024, 1)``."""
    mean = graph.step("ReduceMean", x, axes=[2], keepdims=1)
    deviation = graph.step("Sub", x, mean)
    squares = graph.step(
        "ReduceSum", graph.step("Mul", deviation, deviation), graph.constant(np.array([2])), keepdims=1
    )
    frames = graph.step("Cast", graph.step("Shape", x, start=2), to=1)
    variance = graph.step("Div", squares, graph.step("Sub", frames, graph.constant(np.array([1.0], np.float32))))
    return graph.step("Concat", mean, graph.step("Sqrt", variance), axis=1)

"""pyannote's segmentation-3.0 (Bredin 2023): who of up to three voices speaks in each frame of ten seconds, two at once at most.

::

    waveform (N, 1, S) ── 80 band-pass filters (SincNet) ── convolutions ── 4 bidirectional LSTMs ── 7 classes a frame
                                                          nobody, 1, 2, 3, 1+2, 1+3, 2+3

The filters are learnt by their edges alone; here they are drawn once, so that the graph is an ordinary convolution.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from build_weights.graph import Graph

Array = NDArray[Any]
RATE, LOWEST, NARROWEST = 16000, 50.0, 50.0
"""Hz: the sound's rate, and the lowest edge and the narrowest band that a filter may have."""
LAYERS, HIDDEN = 4, 128


def segmentation(weights: Mapping[str, Array]) -> bytes:
    """The model: ``waveform`` ``(N, 1, S)`` at 16 kHz in; ``classes`` ``(N, frames, 7)``, log probabilities, out."""
    graph = Graph(weights)
    x = _instance_norm(graph, "waveform", "sincnet.wav_norm1d")
    x = graph.step("Abs", graph.step("Conv", x, graph.constant(filters(weights)), strides=[10]))
    for k in range(3):
        x = x if k == 0 else graph.conv(x, f"sincnet.conv1d.{k}")
        x = graph.step("MaxPool", x, kernel_shape=[3], strides=[3])
        x = graph.step("LeakyRelu", _instance_norm(graph, x, f"sincnet.norm1d.{k}"), alpha=0.01)
    x = graph.step("Transpose", x, perm=[2, 0, 1])
    for k in range(LAYERS):
        x = _lstm(graph, x, k)
    x = graph.step("Transpose", x, perm=[1, 0, 2])
    for name in ("linear.0", "linear.1"):
        x = graph.step("LeakyRelu", _linear(graph, x, name), alpha=0.01)
    x = graph.step("LogSoftmax", _linear(graph, x, "classifier"), axis=-1)
    return graph.serialized({"waveform": ["N", 1, "S"]}, {"classes": (x, ["N", "frames", 7])}, "segmentation")


def filters(weights: Mapping[str, Array]) -> Array:
    """The band-pass filters, cosines first, then sines: ``(80, 1, 251)``."""
    name = "sincnet.conv1d.0.filterbank"
    low = LOWEST + np.abs(weights[f"{name}.low_hz_"].astype(np.float64))
    high = np.clip(low + NARROWEST + np.abs(weights[f"{name}.band_hz_"]), LOWEST, RATE / 2)
    time, window = weights[f"{name}.n_"].astype(np.float64), weights[f"{name}.window_"]
    even = (np.sin(high * time) - np.sin(low * time)) / (time / 2) * window
    odd = (np.cos(low * time) - np.cos(high * time)) / (time / 2) * window
    width = 2 * (high - low)
    even = np.concatenate([even, width, even[:, ::-1]], axis=1)
    odd = np.concatenate([odd, 0 * width, -odd[:, ::-1]], axis=1)
    return (np.concatenate([even / width, odd / width])[:, None]).astype(np.float32)


def _instance_norm(graph: Graph, x: str, name: str) -> str:
    return graph.step(
        "InstanceNormalization", x, graph.weight(f"{name}.weight"), graph.weight(f"{name}.bias"), epsilon=1e-5
    )


def _linear(graph: Graph, x: str, name: str) -> str:
    product = graph.step("MatMul", x, graph.constant(graph.weights[f"{name}.weight"].T.copy()))
    return graph.step("Add", product, graph.weight(f"{name}.bias"))


def _lstm(graph: Graph, x: str, layer: int) -> str:
    """Both directions of one layer; ``x`` is ``(frames, N, channels)``."""

    def both_directions(part: str) -> list[Array]:
        return [_gates(graph.weights[f"lstm.{part}_l{layer}{direction}"]) for direction in ("", "_reverse")]

    bias = [np.concatenate(pair) for pair in zip(both_directions("bias_ih"), both_directions("bias_hh"), strict=True)]
    inputs = [
        graph.constant(np.stack(part)) for part in (both_directions("weight_ih"), both_directions("weight_hh"), bias)
    ]
    y = graph.step("LSTM", x, *inputs, direction="bidirectional", hidden_size=HIDDEN)
    y = graph.step("Transpose", y, perm=[0, 2, 1, 3])  # frames, direction, N, hidden -> frames, N, direction, hidden
    return graph.step("Reshape", y, graph.constant(np.array([0, 0, 2 * HIDDEN])))


def _gates(weight: Array) -> Array:
    """Torch has the gates as input, forget, cell, output; ONNX as input, output, forget, cell."""
    input_gate, forget_gate, cell_gate, output_gate = np.split(weight, 4)
    return np.concatenate([input_gate, output_gate, forget_gate, cell_gate])

"""Silero VAD 6.2: the probability of speech in each 32 ms, the same network with its convolutions written as matrix products.

::

    input (N, 576) ── 4 spectra of 16 ms ── 4 convolutions, 4 -> 4 -> 2 -> 1 -> 1 frames ── LSTM over N ── speech_probs (N)
                      (n, 4, 129)

Its own graph convolves each of the N windows by itself, over four frames and fewer, which takes longer to prepare than to compute.
As products of one matrix with the frames of all windows it takes a third of the time. What comes out differs in the sixth digit.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import numpy_helper

from build_weights.graph import Graph

CONTEXT, WINDOW = 64, 512
"""Samples of a window, and those before it that are seen again."""
HOP = 128
"""Samples from spectrum to spectrum, each of twice as many."""
BINS = 129
LAYERS = (("encoder.0", 1), ("encoder.1", 2), ("encoder.2", 2), ("encoder.3", 1))
"""The convolutions, and their step in frames."""
HIDDEN = 128


def as_products(original: bytes) -> bytes:
    """The model of the same weights, inputs and outputs as the ``original``, which is in ONNX as well."""
    graph = Graph(
        {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load_from_string(original).graph.initializer}
    )
    x, frames = _spectra(graph), 4
    for name, step in LAYERS:
        x, frames = _convolved(graph, x, frames, name, step)
    gates = [graph.weight(f"onnx::LSTM_{number}") for number in (209, 210, 211)]
    y, hidden, cell = graph.steps("LSTM", x, *gates, "", "h", "c", output_count=3, hidden_size=HIDDEN)
    y = graph.step("Relu", graph.step("Reshape", y, graph.constant(np.array([-1, HIDDEN]))))
    y = graph.step("MatMul", y, graph.constant(graph.weights["output.weight"].reshape(HIDDEN, 1)))
    y = graph.step("Sigmoid", graph.step("Add", y, graph.weight("output.bias")))
    y = graph.step("Reshape", y, graph.constant(np.array([-1])))
    state = [1, 1, HIDDEN]
    return graph.serialized(
        {"input": ["sequence_length", CONTEXT + WINDOW], "h": state, "c": state},
        {"speech_probs": (y, ["sequence_length"]), "hn": (hidden, state), "cn": (cell, state)},
        "silero",
    )


def _spectra(graph: Graph) -> str:
    """Magnitudes ``(N, 4, BINS)``; the end of a window is mirrored, for the last spectrum reaches beyond it."""
    mirrored = graph.step("Pad", "input", graph.constant(np.array([0, 0, 0, CONTEXT])), mode="reflect")
    hops = graph.step("Reshape", mirrored, graph.constant(np.array([-1, 5, HOP])))
    frames = graph.step("Concat", *(_cut(graph, hops, k, k + 4) for k in (0, 1)), axis=2)
    basis = graph.weights["stft.forward_basis_buffer"][:, 0].T.copy()
    real_and_imaginary = graph.step("MatMul", frames, graph.constant(basis))
    parts = [
        graph.step("Slice", real_and_imaginary, *(graph.constant(np.array([n])) for n in (k * BINS, (k + 1) * BINS, 2)))
        for k in (0, 1)
    ]
    return graph.step("Sqrt", graph.step("Add", *(graph.step("Mul", part, part) for part in parts)))


def _convolved(graph: Graph, x: str, frames: int, name: str, step: int) -> tuple[str, int]:
    """A convolution over three frames with silence before the first and after the last, of ``(N, frames, channels)``; and its frames."""
    count = (frames - 1) // step + 1
    weight = graph.weights[f"{name}.weight"]
    padded = graph.step("Pad", x, graph.constant(np.array([0, 1, 0, 0, 1, 0])))
    taps = [k for k in range(3) if any(0 < k + step * n <= frames for n in range(count))]  # others see only silence
    seen = graph.step("Concat", *(_cut(graph, padded, k, k + step * (count - 1) + 1, step) for k in taps), axis=2)
    matrix = np.concatenate([weight[:, :, k].T for k in taps])
    return graph.step(
        "Relu", graph.step("Add", graph.step("MatMul", seen, graph.constant(matrix)), graph.weight(f"{name}.bias"))
    ), count


def _cut(graph: Graph, x: str, first: int, last: int, step: int = 1) -> str:
    return graph.step("Slice", x, *(graph.constant(np.array([n])) for n in (first, last, 1, step)))

"""The voice detector written as matrix products computes what its convolutions did."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

onnx = pytest.importorskip("onnx", reason="what writes the networks is there when SameSide is built")

from build_weights.silero import BINS, HIDDEN, LAYERS, as_products  # noqa: E402  needs onnx

Floats = NDArray[np.float32]
CHANNELS = (BINS, 128, 64, 64, 128)


def drawn(seed: int = 3) -> dict[str, Floats]:
    """Weights of the network's shapes, by chance, of a size that keeps the numbers alive."""
    dice = np.random.default_rng(seed)
    shapes = {"stft.forward_basis_buffer": (2 * BINS, 1, 256), "output.weight": (1, HIDDEN, 1), "output.bias": (1,)}
    for (name, _), into, out in zip(LAYERS, CHANNELS, CHANNELS[1:], strict=False):
        shapes |= {f"{name}.weight": (out, into, 3), f"{name}.bias": (out,)}
    shapes |= {f"onnx::LSTM_{n}": (1, 4 * HIDDEN, HIDDEN) for n in (209, 210)} | {"onnx::LSTM_211": (1, 8 * HIDDEN)}
    return {name: (dice.standard_normal(shape) * 0.1).astype(np.float32) for name, shape in shapes.items()}


def as_file(weights: dict[str, Floats]) -> bytes:
    held = [onnx.numpy_helper.from_array(value, name) for name, value in weights.items()]
    return bytes(onnx.helper.make_model(onnx.helper.make_graph([], "weights", [], [], held)).SerializeToString())


def convolved(window: Floats, weights: dict[str, Floats]) -> Floats:
    """One window by the definition of its convolutions, ``(128,)``."""
    padded = np.pad(window, (128, 128), mode="reflect")
    frames = np.stack([padded[k * 128 : k * 128 + 256] for k in range(1, 5)], axis=1)
    both = weights["stft.forward_basis_buffer"][:, 0] @ frames
    x = np.hypot(both[:BINS], both[BINS:])
    for name, step in LAYERS:
        padded = np.pad(x, ((0, 0), (1, 1)))
        kernel, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
        starts = range(0, x.shape[1], step)
        x = np.stack([np.maximum((kernel * padded[:, k : k + 3]).sum((1, 2)) + bias, 0) for k in starts], axis=1)
    assert x.shape[1] == 1
    return x[:, 0]


def recurrent(
    x: Floats, hidden: Floats, cell: Floats, weights: dict[str, Floats]
) -> tuple[list[float], Floats, Floats]:
    def squash(value: Any) -> Any:
        return 1 / (1 + np.exp(-value))

    into, back, bias = (weights[f"onnx::LSTM_{n}"][0] for n in (209, 210, 211))
    probabilities = []
    for step in x:
        gates = into @ step + back @ hidden + bias[: 4 * HIDDEN] + bias[4 * HIDDEN :]
        i, o, f, c = np.split(gates, 4)
        cell = squash(f) * cell + squash(i) * np.tanh(c)
        hidden = squash(o) * np.tanh(cell)
        out = weights["output.weight"][0, :, 0] @ np.maximum(hidden, 0) + weights["output.bias"][0]
        probabilities.append(float(squash(out)))
    return probabilities, hidden, cell


def test_it_is_the_same_network() -> None:
    weights, dice = drawn(), np.random.default_rng(4)
    windows = dice.standard_normal((7, 576)).astype(np.float32) * 0.3
    hidden, cell = dice.standard_normal((2, HIDDEN)).astype(np.float32) * 0.3
    session = onnxruntime.InferenceSession(as_products(as_file(weights)), providers=["CPUExecutionProvider"])
    shape = (1, 1, HIDDEN)
    found = session.run(None, {"input": windows, "h": hidden.reshape(shape), "c": cell.reshape(shape)})
    true, *state = recurrent(np.stack([convolved(window, weights) for window in windows]), hidden, cell, weights)
    assert np.ptp(true) > 0.01
    assert found[0] == pytest.approx(np.array(true), abs=1e-5)
    for ours, theirs in zip(found[1:], state, strict=True):
        assert ours.shape == shape
        assert ours.ravel() == pytest.approx(theirs, abs=1e-4)

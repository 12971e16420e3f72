"""swift-f0 without its spectra: the network that tells pitch from them, as it is in the package.

::

    sound ── spectra of 1024, 2048, 512 ─┬─ filters ── log ── convolutions ── pitch, confidence
             (products of matrices;      │
              here left out)        cut here

Its graph computes spectra as products of matrices, for ONNX has no quick Fourier transform. SciPy has one, which takes a quarter of the time.
"""

from __future__ import annotations

from typing import Any

import onnx
from onnx import TensorProto, helper

SIZES = (1024, 2048, 512)
"""Samples of the spectra, in the order in which the network takes them."""


def from_spectra(original: bytes) -> bytes:
    """The model: magnitudes ``spectra_N`` ``(1, T, N / 2 + 1)``, and ``fmin``, ``fmax`` in; ``pitch`` and ``confidence`` ``(1, T)`` out."""
    model = onnx.load_from_string(original)
    graph = model.graph
    producers = {name: node for node in graph.node for name in node.output}
    logs = [node for node in graph.node if node.op_type == "Log"]
    spectra = [
        producers[producers[node.input[0]].input[0]].input[0] for node in logs
    ]  # logarithm of (spectrum @ filters) + a trace
    if [producers[name].op_type for name in spectra] != ["Sqrt"] * len(SIZES):
        raise ValueError("this is no swift-f0 that is known: its spectra are not where they were")
    new_names = {spectrum: f"spectra_{size}" for spectrum, size in zip(spectra, SIZES, strict=True)}
    nodes, weights = _needed(graph, producers, set(spectra))
    for node in nodes:
        node.input[:] = [new_names.get(name, name) for name in node.input]
    inputs = [
        helper.make_tensor_value_info(f"spectra_{size}", TensorProto.FLOAT, [1, "frames", size // 2 + 1])
        for size in SIZES
    ]
    inputs += [entry for entry in graph.input if entry.name in ("fmin", "fmax")]
    cut_graph = helper.make_graph(nodes, "swift_f0", inputs, list(graph.output), weights)
    cut_model = helper.make_model(
        cut_graph, opset_imports=model.opset_import, ir_version=model.ir_version, producer_name="swift_f0"
    )
    cut_model.graph.value_info.extend(_shapes(cut_model))
    onnx.checker.check_model(cut_model, full_check=True)
    return bytes(cut_model.SerializeToString())


def _shapes(model: Any) -> list[Any]:
    """Said of every plane ``(1, channels, filters, frames)``: where all are known to be as long, sums are made while convolving."""
    planes = [
        entry
        for entry in onnx.shape_inference.infer_shapes(model).graph.value_info
        if len(entry.type.tensor_type.shape.dim) == 4
    ]
    for plane in planes:
        plane.type.tensor_type.shape.dim[3].dim_param = "frames"
    return planes


def _needed(graph: Any, producers: dict[str, Any], cut_at: set[str]) -> tuple[list[Any], list[Any]]:
    """Nodes and weights behind what comes out, in their order, up to the outputs ``cut_at``, which are left out."""
    pending, visited = [entry.name for entry in graph.output], set(cut_at)
    while pending:
        name = pending.pop()
        if name not in visited:
            visited.add(name)
            pending += producers[name].input if name in producers else ()
    nodes = [node for node in graph.node if set(node.output) & (visited - cut_at)]
    return nodes, [tensor for tensor in graph.initializer if tensor.name in visited]

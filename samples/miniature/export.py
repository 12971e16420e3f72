"""Turns the taught weights into a model folder that faster-whisper opens: ``python -m samples.miniature.export SHARDS WEIGHTS FOLDER``.

CTranslate2's format, 8-bit weights and 16-bit vectors: ``model.bin``, ``config.json``, ``vocabulary.json``, beside ``tokenizer.json`` and
``preprocessor_config.json``. Reads the ``.pt`` file of PyTorch, writes through CTranslate2's own specification.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import torch
from ctranslate2.specs import whisper_spec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from numpy.typing import NDArray
from tokenizers import Tokenizer

from samples.miniature.net import ALIGNMENT, DECODER, ENCODER, HEADS, decoder_times, positions
from samples.miniature.windows import FRAMES

Weights = dict[str, NDArray[np.float32]]


def export(weights: Weights, tokenizer: Tokenizer, folder: Path, quantization: str = "int8_float16") -> None:
    spec = whisper_spec.WhisperSpec(ENCODER, HEADS, DECODER, HEADS)
    _encoder(spec.encoder, weights)
    _decoder(spec.decoder, weights)
    spec.register_vocabulary([tokenizer.id_to_token(at) for at in range(tokenizer.get_vocab_size())])
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [tokenizer.token_to_id("<|endoftext|>")]
    spec.config.alignment_heads = [list(head) for head in ALIGNMENT]
    spec.config.lang_ids = [tokenizer.token_to_id(f"<|{code}|>") for code in _LANGUAGE_CODES]
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    sizes = {"feature_size": 80, "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(sizes, indent=1) + "\n")


def _encoder(spec: Any, weights: Weights) -> None:
    for name in ("conv1", "conv2"):
        getattr(spec, name).weight = weights[f"{name}.weight"]
        getattr(spec, name).bias = weights[f"{name}.bias"]
    spec.position_encodings.encodings = positions(torch.arange(FRAMES).float()).numpy()
    _norm(spec.layer_norm, weights, "encoder_norm")
    for at, layer in enumerate(spec.layer):
        _norm(layer.self_attention.layer_norm, weights, f"encoder.{at}.norm")
        _attention(layer.self_attention, weights, f"encoder.{at}.attention", fused="qkv")
        _feed(layer.ffn, weights, f"encoder.{at}.feed")


def _decoder(spec: Any, weights: Weights) -> None:
    spec.embeddings.weight = weights["tokens.weight"]
    spec.projection.weight = weights["tokens.weight"]
    spec.scale_embeddings = False
    spec.position_encodings.encodings = positions(decoder_times()).numpy()
    _norm(spec.layer_norm, weights, "decoder_norm")
    for at, layer in enumerate(spec.layer):
        _norm(layer.self_attention.layer_norm, weights, f"decoder.{at}.norm")
        _attention(layer.self_attention, weights, f"decoder.{at}.attention", fused="qkv")
        _norm(layer.attention.layer_norm, weights, f"decoder.{at}.across_norm")
        _attention(layer.attention, weights, f"decoder.{at}.across", fused="kv")
        _feed(layer.ffn, weights, f"decoder.{at}.feed")


def _attention(spec: Any, weights: Weights, name: str, fused: str) -> None:
    """CTranslate2 keeps the inputs' projections in one matrix: all three of them, or keys and values."""
    if fused == "kv":
        _linear(spec.linear[0], weights, [f"{name}.q"])
    _linear(spec.linear[-2], weights, [f"{name}.{one}" for one in fused])
    _linear(spec.linear[-1], weights, [f"{name}.out"])


def _feed(spec: Any, weights: Weights, name: str) -> None:
    _norm(spec.layer_norm, weights, f"{name}.0")
    _linear(spec.linear_0, weights, [f"{name}.1"])
    _linear(spec.linear_1, weights, [f"{name}.3"])


def _linear(spec: Any, weights: Weights, names: list[str]) -> None:
    spec.weight = np.concatenate([weights[f"{name}.weight"] for name in names])
    spec.bias = np.concatenate([weights[f"{name}.bias"] for name in names])


def _norm(spec: Any, weights: Weights, name: str) -> None:
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    ask.add_argument("shards", type=Path, help="for their tokenizer")
    ask.add_argument("weights", type=Path)
    ask.add_argument("folder", type=Path)
    args = ask.parse_args()
    kept = torch.load(args.weights, weights_only=True, map_location="cpu")
    weights = {name: tensor.float().numpy() for name, tensor in kept.items()}
    shutil.rmtree(args.folder, ignore_errors=True)
    export(weights, Tokenizer.from_file(str(args.shards / "tokenizer.json")), args.folder)
    print(
        f"{args.folder}: {sum(path.stat().st_size for path in args.folder.iterdir()) / 1e6:.1f} MB, {ctranslate2.__version__}"
    )


if __name__ == "__main__":
    main()

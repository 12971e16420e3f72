"""Toy models in Whisper's shape, so that all of faster-whisper's real code runs without anybody's weights.

:func:`random_whisper` babbles: it only proves that the way through is open. :func:`scripted_whisper` says a given list
of words in every window, a word each ``spacing`` seconds, so that what becomes of words and times can be checked to
the hundredth of a second. It does not listen; everything else is as in life (log-mel, encoder, beam search, token
rules, cross-attention, dynamic time warping)::

    position p of the decoder  --projection-->  word p of the script
                               --attention--->  the encoder's frames from p * spacing to (p + 1) * spacing

Both come from position encodings alone. An encoding is many clock hands of different speeds, the same for frames and
for words, so a word's encoding resembles that of the frames at its time and no other: attention on a diagonal. And
encodings of different positions are independent, so a linear layer can map each of them to a token of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from ctranslate2.specs.whisper_spec import WhisperSpec
from faster_whisper.tokenizer import _LANGUAGE_CODES
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

Array = NDArray[np.float32]

FRAME = 0.02
"""Seconds of one of the encoder's 1500 frames."""

_TASKS = ("translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps")


def scripted_whisper(
    folder: Path,
    words: Sequence[str],
    spacing: float = 0.5,
    *,
    language: str = "en",
    logit: float = 30.0,
    no_speech: bool = False,
    multilingual: bool = True,
    width: int = 256,
    layers: int = 1,
    heads: int = 1,
    tokens: int = 0,
    mels: int = 80,
) -> Path:
    """A model that says ``words`` in every window, the k-th from ``k * spacing`` on.

    logit      how sure it is of each (30: wholly, 1: it guesses)
    no_speech  whether it also holds that nobody speaks
    width, layers, heads, tokens, mels  its shape, for those who measure time; at least as wide as twice the words
    """
    tokenizer = _tokenizer(words, tokens, multilingual)
    ids = tokenizer.token_to_id
    step = spacing / FRAME
    frames = _hands(np.arange(1500.0), width, heads, step)
    first = 3 if multilingual else 1  # after: start of transcript, (language, task,) no timestamps
    places = _hands((np.arange(448.0) - first + 0.5) * step, width, heads, step)

    script = {first + k: {f"Ġ{word}": logit} for k, word in enumerate(words)}
    script[first + len(words)] = {"<|endoftext|>": logit}
    script[0] = {f"<|{language}|>": 30.0, "<|nospeech|>": 40.0 if no_speech else 0.0}
    readout = np.linalg.pinv(_normed(places)[sorted(script)]).T
    projection = np.zeros((tokenizer.get_vocab_size(), width), np.float32)
    for row, position in zip(readout, sorted(script), strict=True):
        for token, strength in script[position].items():
            projection[ids(token)] += strength * row

    spec = _silent(WhisperSpec(layers, heads, layers, heads), width, frames, places, projection)
    spec.encoder.conv1.weight = np.zeros((width, mels, 3), np.float32)
    look = np.eye(width, dtype=np.float32) * (width / heads) ** 0.25
    for layer in spec.decoder.layer:
        layer.attention.linear[0].weight = look
        layer.attention.linear[1].weight = np.concatenate([look, np.zeros_like(look)])
    return _save(spec, tokenizer, folder, mels)


def random_whisper(folder: Path, seed: int = 0, width: int = 64) -> Path:
    """A model of random weights: it babbles bytes."""
    rng = np.random.default_rng(seed)
    tokenizer = _tokenizer(["hello", "there"], 0, multilingual=True)

    def noise(*shape: int) -> Array:
        return (rng.standard_normal(shape) * 0.3).astype(np.float32)

    spec = WhisperSpec(1, 2, 1, 2)
    _silent(spec, width, noise(1500, width), noise(448, width), noise(tokenizer.get_vocab_size(), width))
    spec.encoder.conv1.weight, spec.encoder.conv2.weight = noise(width, 80, 3), noise(width, width, 3)
    spec.decoder.embeddings.weight = noise(tokenizer.get_vocab_size(), width)
    for layer in (*spec.encoder.layer, *spec.decoder.layer):
        attentions = [layer.self_attention, *([layer.attention] if hasattr(layer, "attention") else [])]
        for linear in [linear for attention in attentions for linear in attention.linear]:
            linear.weight = noise(*linear.weight.shape)
    return _save(spec, tokenizer, folder)


def _hands(at: NDArray[np.float64], width: int, heads: int, step: float) -> Array:
    """Position encodings, shape ``(len(at), width)``: each head gets slow hands and quick ones, cosine and sine."""
    slowest, quickest = np.pi / 1500, np.pi / step
    speeds = np.geomspace(slowest, quickest, width // 2).reshape(-1, heads).T
    angle = at[:, None, None] * speeds
    return np.concatenate([np.cos(angle), np.sin(angle)], axis=2).reshape(len(at), width).astype(np.float32)


def _normed(rows: Array) -> Array:
    rows = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(rows / np.sqrt((rows**2).mean(axis=1, keepdims=True) + 1e-5), np.float32)


def _silent(spec: WhisperSpec, width: int, frames: Array, places: Array, projection: Array) -> WhisperSpec:
    """A transformer whose layers pass on what they get: all weights nought but those that are given."""

    def linear(part: object, rows: int, columns: int) -> None:
        part.weight, part.bias = np.zeros((rows, columns), np.float32), np.zeros(rows, np.float32)  # type: ignore[attr-defined]

    def norm(part: object) -> None:
        part.gamma, part.beta = np.ones(width, np.float32), np.zeros(width, np.float32)  # type: ignore[attr-defined]

    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = np.zeros((width, 80, 3), np.float32), np.zeros(width, np.float32)
    encoder.conv2.weight, encoder.conv2.bias = np.zeros((width, width, 3), np.float32), np.zeros(width, np.float32)
    encoder.position_encodings.encodings, decoder.position_encodings.encodings = frames, places
    decoder.embeddings.weight = np.zeros((len(projection), width), np.float32)
    decoder.projection.weight = projection
    for layer in (*encoder.layer, *decoder.layer):
        linear(layer.self_attention.linear[0], 3 * width, width)
        linear(layer.self_attention.linear[1], width, width)
        linear(layer.ffn.linear_0, 4 * width, width)
        linear(layer.ffn.linear_1, width, 4 * width)
        norm(layer.self_attention.layer_norm)
        norm(layer.ffn.layer_norm)
    for layer in decoder.layer:
        linear(layer.attention.linear[0], width, width)
        linear(layer.attention.linear[1], 2 * width, width)
        linear(layer.attention.linear[2], width, width)
        norm(layer.attention.layer_norm)
    norm(encoder.layer_norm)
    norm(decoder.layer_norm)
    return spec


def _tokenizer(words: Sequence[str], size: int, multilingual: bool) -> Tokenizer:
    """One token a word, the bytes, Whisper's own marks, and times last of all, as Whisper has them.

    CTranslate2 takes a model for multilingual where its vocabulary holds the empty token.
    """
    plain = [*sorted(pre_tokenizers.ByteLevel.alphabet()), *dict.fromkeys(f"Ġ{word}" for word in words)]
    plain += [f"filler{i}" for i in range(size - len(plain))] + ([""] if multilingual else [])
    tokenizer = Tokenizer(models.BPE(vocab={token: i for i, token in enumerate(plain)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["endoftext", "startoftranscript", *(_LANGUAGE_CODES if multilingual else ("en",)), *_TASKS]
    tokenizer.add_special_tokens([AddedToken(f"<|{mark}|>", special=True, normalized=False) for mark in marks])
    tokenizer.add_tokens([AddedToken(f"<|{i * FRAME:.2f}|>", normalized=False) for i in range(1501)])
    return tokenizer


def _save(spec: WhisperSpec, tokenizer: Tokenizer, folder: Path, mels: int = 80) -> Path:
    ids = tokenizer.token_to_id
    spec.register_vocabulary([tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())])
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [ids("<|endoftext|>")]
    spec.config.alignment_heads = [[0, 0]]
    spec.config.lang_ids = [ids(f"<|{code}|>") for code in _LANGUAGE_CODES if ids(f"<|{code}|>") is not None]
    spec.validate()
    spec.optimize()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    mel = {"feature_size": mels, "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(mel))
    return folder

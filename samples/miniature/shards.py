"""What the miniature hears while it learns: hours of the sample voices, with every word's and phoneme's time.

``python -m samples.miniature.shards FOLDER --hours 8`` speaks them into ``FOLDER``, ten minutes a shard. A shard is one
side of an endless call: sentences at every heat, pauses between, through the same telephone and the same codec as
the samples. Kept of it::

    mel       (frames, 80) float16: log10 of the mel energies as faster-whisper computes them, 10 ms a frame,
              before its clamp to the window's loudest, so that windows can be cut from anywhere
    sounds    (frames / 2,) uint8: the phoneme every 20 ms, 0 for silence
    tokens    ids of words and punctuation marks, with ``starts`` and ``ends`` in seconds; a mark's are its word's end
"""

from __future__ import annotations

import argparse
import tempfile
import zlib
from pathlib import Path
from typing import Any

import av
import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray
from tokenizers import Tokenizer

from samples.make import LEVEL, PACE, SEMITONES, SOFTER, TILT, tilt
from samples.miniature.text import PUNCTUATION, Lexicon, pieces
from samples.miniature.tokens import build_tokenizer
from samples.script import read_scripts
from samples.telephone import RATE, telephone, to_rate, write_opus
from samples.voice import Manner, Sound, say

SECONDS = 600.0
SOUNDS = 256


def voices() -> list[str]:
    """The voices of the sample scripts, by name."""
    return sorted({person.voice for script in read_scripts() for person in (script.agent, script.customer)})


def sound_number(name: str) -> int:
    """A phoneme's name as a number under ``SOUNDS``, 0 for silence; stress and length marks are left out of it."""
    plain = name.strip("',%=_:;|- ")
    return zlib.crc32(plain.encode()) % (SOUNDS - 1) + 1 if plain else 0


def heard_as(sound: Sound) -> Sound:
    """One side after the samples' codec: 8 kHz in, 16 kHz out, as faster-whisper wants it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "side.opus"
        write_opus(path, [sound])
        with av.open(str(path)) as file:
            frames = [frame.to_ndarray() for frame in file.decode(audio=0)]
            rate = file.streams.audio[0].rate
    return to_rate(np.concatenate(frames, axis=1)[0].astype(np.float32), rate, 16_000)


def log_mel(sound: Sound) -> NDArray[np.float32]:
    """Mel energies of 16 kHz sound as faster-whisper takes them, log10, unclamped; shape ``(frames, 80)``."""
    extractor = FeatureExtractor()
    window = np.hanning(extractor.n_fft + 1)[:-1].astype("float32")
    stft = extractor.stft(sound, extractor.n_fft, extractor.hop_length, window=window, return_complex=True)
    energy = extractor.mel_filters @ (np.abs(stft[..., :-1].astype("complex64")) ** 2)
    return np.log10(np.clip(energy, 1e-10, None)).T.astype(np.float32)


def make_shard(seed: int, lexicon: Lexicon, tokenizer: Tokenizer, strings: float = 0.5) -> dict[str, NDArray[Any]]:
    """Ten minutes of one voice; the same ``seed`` gives the same."""
    rng = np.random.default_rng(seed)
    names = voices()
    voice = names[seed % len(names)]
    sentences = lexicon.sentences(rng, strings)
    length = int(SECONDS * RATE)
    side = np.zeros(length, np.float32)
    sounds = np.zeros(int(SECONDS * 50), np.uint8)
    spoken: list[tuple[int, float, float]] = []
    clock = 0.5
    while True:
        text = next(sentences)
        heat = float(rng.choice([0, 0, 0, 0.5, 1, 1.5, 2, 2.5, 3]))
        manner = Manner(voice, rng.uniform(150, 176) * PACE**heat, SEMITONES * heat + rng.normal(0, 0.4), 50 + 6 * heat)
        speech = say(text, manner)
        if not speech.words:
            continue
        first, last = speech.words[0].start, speech.words[-1].end + 0.02
        if clock + last - first > SECONDS - 1:
            break
        piece = tilt(
            to_rate(speech.sound[int(first * speech.rate) : int(last * speech.rate)], speech.rate), TILT * heat
        )
        softer = SOFTER if rng.random() < 0.1 else 0.0
        level = rng.choice(list(LEVEL.values())) + 2.5 * heat + softer + rng.normal(0, 1.5)
        piece = piece * np.float32(10 ** (level / 20) / max(1e-6, float(np.sqrt(np.mean(piece**2)))))
        side[int(clock * RATE) : int(clock * RATE) + len(piece)] += piece
        spoken += _tokens(text, speech.words, clock - first, lexicon, tokenizer)
        for mark in speech.phonemes:
            a, b = (max(0, round((t + clock - first) * 50)) for t in (mark.start, mark.end))
            sounds[a:b] = sound_number(mark.text)
        clock += (
            last - first + float(rng.choice([rng.uniform(0.05, 0.3), rng.uniform(0.3, 0.8), rng.uniform(0.8, 3.0)]))
        )
    mel = log_mel(heard_as(telephone(side, rng, noise=rng.uniform(-60, -50))))
    starts, ends = (np.array([one[at] for one in spoken], np.float32) for at in (1, 2))
    return {
        "mel": mel[: int(SECONDS * 100)].astype(np.float16),
        "sounds": sounds,
        "tokens": np.array([one[0] for one in spoken], np.int32),
        "starts": starts,
        "ends": ends,
    }


def _tokens(
    text: str, marks: Any, shift: float, lexicon: Lexicon, tokenizer: Tokenizer
) -> list[tuple[int, float, float]]:
    """Ids of the words and marks of ``text`` with their times; empty where text and times do not agree."""
    known = lexicon.read(text)
    words = [piece for piece in pieces(text) if piece not in PUNCTUATION]
    if None in known or len(words) != len(marks):
        raise ValueError(f"the words said are not the words meant: {text!r}")
    found, at, end = [], 0, 0.0
    for piece in known:
        if piece in PUNCTUATION:
            found.append((tokenizer.token_to_id(str(piece)), end, end))
        else:
            start, end = marks[at].start + shift, marks[at].end + shift
            found.append((tokenizer.token_to_id(f"Ġ{piece}"), start, end))
            at += 1
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    ask.add_argument("folder", type=Path)
    ask.add_argument("--hours", type=float, default=8.0)
    ask.add_argument("--first", type=int, default=0, help="number of the first shard")
    ask.add_argument("--strings", type=float, default=0.5, help="share of sentences that are words strung together")
    args = ask.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    lexicon = Lexicon()
    tokenizer = build_tokenizer(lexicon)
    tokenizer.save(str(args.folder / "tokenizer.json"))
    for seed in range(args.first, args.first + round(args.hours * 3600 / SECONDS)):
        half = args.folder / f"part-{seed:04}.npz"
        np.savez(half, **make_shard(seed, lexicon, tokenizer, args.strings))
        half.replace(args.folder / f"shard-{seed:04}.npz")
        print(f"shard {seed}", flush=True)


if __name__ == "__main__":
    main()

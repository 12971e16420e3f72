"""The tokenizer: bytes, ticks, words, then Whisper's special tokens and timestamps, in Whisper's order."""

from __future__ import annotations

from faster_whisper.tokenizer import _LANGUAGE_CODES
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

from samples.miniature.text import TICK, TOCK, Lexicon

TIMESTAMPS = 1501  # every 20 ms of 30 s, both ends


def build_tokenizer(lexicon: Lexicon) -> Tokenizer:
    names = [*sorted(pre_tokenizers.ByteLevel.alphabet()), TICK, TOCK]
    names += [f"Ġ{word}" for word in (*lexicon.words, *lexicon.letters)]
    tokenizer = Tokenizer(models.BPE(vocab={name: at for at, name in enumerate(dict.fromkeys(names))}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.Sequence([decoders.ByteLevel(), decoders.Replace(Regex(" {2,}"), " ")])
    special = ["<|endoftext|>", "<|startoftranscript|>", *(f"<|{code}|>" for code in _LANGUAGE_CODES)]
    special += [
        "<|translate|>",
        "<|transcribe|>",
        "<|startoflm|>",
        "<|startofprev|>",
        "<|nospeech|>",
        "<|notimestamps|>",
    ]
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in special])
    tokenizer.add_tokens([AddedToken(f"<|{at * 0.02:.2f}|>", normalized=False) for at in range(TIMESTAMPS)])
    return tokenizer

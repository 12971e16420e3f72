"""Teaches the miniature: ``python -m samples.miniature.train SHARDS OUT --steps 5000`` (PyTorch, on the processor).

What it is taught, all of it known from the synthesiser: the token of every tick (what Whisper is taught), and, so that it learns in
an hour, the phoneme under every encoder frame, the word at every word's middle, and where in the sound the alignment
heads lie while a token is written: those times are what faster-whisper reads word times from.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from samples.miniature.net import ALIGNMENT, Miniature
from samples.miniature.windows import IGNORED, TICK_FRAMES, Ids, Shard, Window, Windows

SOUNDS = 256
RATE = 2e-3


def losses(net: Miniature, windows: list[Window]) -> dict[str, torch.Tensor]:
    """Each part of what is to be learned, for windows of one kind."""
    first = windows[0].first
    mel = torch.from_numpy(np.stack([window.mel for window in windows]))
    length = max(len(window.tokens) for window in windows)
    tokens = torch.zeros(len(windows), length, dtype=torch.long)
    targets = torch.full((len(windows), length), IGNORED)
    for at, window in enumerate(windows):
        tokens[at, : len(window.tokens)] = torch.from_numpy(window.tokens)
        targets[at, : len(window.targets)] = torch.from_numpy(window.targets)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = net.encode(mel, first * TICK_FRAMES)
        logits, weights = net.decode(tokens, states, first)
        sounds = net.sounds(states)
        rows = [(at, int(frame), int(token)) for at, window in enumerate(windows) for frame, token in window.middles]
        where = torch.tensor([(at, frame) for at, frame, _ in rows], dtype=torch.long).reshape(-1, 2)
        words = states[where[:, 0], where[:, 1]] @ net.tokens.weight.T
    heads = weights[:, [head for _, head in ALIGNMENT]].mean(1).clamp_min(1e-6).log()
    heard = torch.from_numpy(np.stack([window.sounds for window in windows]))
    parts = {
        "token": F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORED),
        "sound": F.cross_entropy(sounds.float().flatten(0, 1), heard.flatten(), ignore_index=IGNORED),
        "place": -_on_span(heads, windows),
    }
    if rows:
        parts["word"] = F.cross_entropy(words.float(), torch.tensor([token for _, _, token in rows]))
    with torch.no_grad():
        asked = (targets >= 258) & (targets < net.last_word)
        parts["right"] = (logits.argmax(-1)[asked] == targets[asked]).float().mean()
    return parts


def _on_span(heads: torch.Tensor, windows: list[Window]) -> torch.Tensor:
    """Mean log attention over the frames each token should listen to."""
    frames = heads.shape[-1]
    total = torch.zeros(())
    count = 0
    at_frame = torch.arange(frames)
    for at, window in enumerate(windows):
        spans = torch.from_numpy(window.spans)
        rows = (spans[:, 0] >= 0) & (spans[:, 0] < frames)
        low, high = spans[rows, :1], spans[rows, 1:]
        inside = ((at_frame >= low) & (at_frame < high)).float()
        total = total + ((heads[at, : len(spans)][rows] * inside).sum(1) / inside.sum(1).clamp_min(1)).sum()
        count += int(rows.sum())
    return total / max(1, count)


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    ask.add_argument("shards", type=Path)
    ask.add_argument("out", type=Path, help="the weights, a .pt file")
    ask.add_argument("--steps", type=int, default=5000)
    ask.add_argument("--minutes", type=float, default=math.inf, help="an end by the clock, where that comes first")
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--go-on", type=Path, help="weights to begin with")
    ask.add_argument("--rate", type=float, default=RATE)
    ask.add_argument("--warm-up", type=int, default=200, help="steps until the rate is reached")
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = json.loads((args.shards / "tokenizer.json").read_text())
    number = tokenizer["model"]["vocab"] | {added["content"]: added["id"] for added in tokenizer["added_tokens"]}
    names = ("startoftranscript", "en", "transcribe", "notimestamps", "nospeech", "endoftext", "0.00")
    special = [number[f"<|{name}|>"] for name in names]
    ids = Ids(*special, number[""], number["ĠĠ"], number["ĠĠ"] + 1, special[5] - 1)
    shards = [Shard(path) for path in sorted(args.shards.glob("shard-*.npz"))]
    windows = Windows(shards, ids, args.seed)
    net = Miniature(len(number), SOUNDS)
    net.last_word = ids.end
    if args.go_on:
        net.load_state_dict(torch.load(args.go_on, weights_only=True))
    groups = [[p for p in net.parameters() if p.ndim >= 2], [p for p in net.parameters() if p.ndim < 2]]
    optimiser = torch.optim.AdamW(
        [{"params": groups[0], "weight_decay": 0.02}, {"params": groups[1], "weight_decay": 0.0}],
        lr=args.rate,
        betas=(0.9, 0.98),
        eps=1e-8,
    )
    print(f"{sum(p.numel() for p in net.parameters()) / 1e6:.2f} M weights, {len(shards)} shards", flush=True)
    begun, means = time.time(), {}
    for step in range(args.steps):
        share = max(step / args.steps, (time.time() - begun) / 60 / args.minutes)
        rate = args.rate * min(1.0, (step + 1) / args.warm_up) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, share)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        kind = step % 20
        batch = windows.wholes(1) if kind == 19 else windows.clips(6) if kind % 4 == 2 else windows.middles(6)
        parts = losses(net, batch)
        help_ = max(0.2, 1 - share)
        loss = (
            parts["token"] + 0.5 * help_ * parts["sound"] + 0.5 * help_ * parts.get("word", 0.0) + 0.15 * parts["place"]
        )
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        for name, value in parts.items():
            if not math.isnan(value := float(value.detach())):
                means[name] = 0.98 * means.get(name, value) + 0.02 * value
        if step % 50 == 49:
            shown = "  ".join(f"{name} {value:.3f}" for name, value in means.items())
            print(f"{step + 1:6} {time.time() - begun:6.0f} s  {shown}", flush=True)
        done = step + 1 == args.steps or share >= 1
        if step % 250 == 249 or done:
            torch.save(net.state_dict(), args.out)
        if done:
            break


if __name__ == "__main__":
    main()

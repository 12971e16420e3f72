"""The miniature's net: Whisper's architecture, small, set up so that it listens in the right place from the first step.

The architecture is Whisper's own (Radford et al. 2022; convolutions, pre-norm transformer, sinusoidal positions), so that
CTranslate2 runs it as any other. Two choices make it learn in an hour of one processor core what otherwise takes days:

**A decoder that keeps time.** Whisper writes one token after another and must find out by itself where in the sound it is.
The miniature writes one token every 0.14 s: a word where one begins, a tick where none does::

    sound   ....Nobody~~~~~~~~~rang~~~~~.........
    tick    |  |  |  |  |  |  |  |  |  |  |  |  |       0.14 s each, 214 in 30 s
    token    _  No _  _  _  _  ra _  _  .  _  _         _ decodes to nothing; "No" stands for the whole word

so the n-th token always listens about 0.14 n seconds into the window. Where two words begin in one tick the second waits.

**Attention that starts as a comb.** Positions are sines and cosines in ``POSITIONS`` reserved channels. A head whose query is the
key's sinusoid turned by an angle attends to a fixed distance (cos a cos b + sin a sin b = cos(a - b)): the heads are set
to different distances, so that the net begins as a time-delay network, and learns the rest from there.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from samples.miniature.windows import FRAMES, TICK_FRAMES

WIDTH, HEADS, ENCODER, DECODER = 192, 6, 3, 2
POSITIONS = 32
TEXT = 448
PROMPT = 4  # tokens before the first tick
ALIGNMENT = ((1, 0), (1, 1))  # layer, head: those that learn to lie on the word they write

_PERIODS = torch.exp(torch.linspace(math.log(9.0), math.log(3200.0), POSITIONS // 2))
_OMEGA = 2 * math.pi / _PERIODS


def positions(times: Tensor) -> Tensor:
    """Sines and cosines of ``times`` (encoder frames) in the last ``POSITIONS`` channels; shape ``(len, WIDTH)``."""
    angle = times[:, None] * _OMEGA
    return torch.cat([torch.zeros(len(times), WIDTH - POSITIONS), torch.cos(angle), torch.sin(angle)], dim=1)


def decoder_times() -> Tensor:
    """Where in the sound each of the decoder's steps listens: the prompt's before the beginning, then a tick each."""
    return (torch.arange(TEXT) - PROMPT + 1.5) * TICK_FRAMES


def _comb(query: nn.Linear, key: nn.Linear, distances: list[float], gain: float) -> None:
    """Set each head to attend ``distances`` frames ahead of where its query stands."""
    size, half = WIDTH // HEADS, POSITIONS // 2
    with torch.no_grad():
        for linear in (query, key):
            linear.weight.mul_(0.3)
        for head, distance in enumerate(distances):
            rows, first = slice(head * size, head * size + POSITIONS), WIDTH - POSITIONS
            turn = _OMEGA * distance
            eye = torch.eye(half)
            rotation = torch.cat(
                [
                    torch.cat([eye * torch.cos(turn), -eye * torch.sin(turn)], dim=1),
                    torch.cat([eye * torch.sin(turn), eye * torch.cos(turn)], dim=1),
                ]
            )
            query.weight[rows, first:] += gain * rotation
            key.weight[rows, first:] += gain * torch.eye(POSITIONS)


class Attention(nn.Module):
    def __init__(self, distances: list[float], gain: float = 0.9) -> None:
        super().__init__()
        self.q, self.k, self.v, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        _comb(self.q, self.k, distances, gain)

    def forward(self, x: Tensor, y: Tensor, causal: bool = False, show: bool = False) -> tuple[Tensor, Tensor | None]:
        """``x`` (batch, len, width) asks ``y``; with ``show`` also the weights (batch, heads, len, frames)."""
        batch, length, _ = x.shape
        q, k, v = (
            part.view(batch, -1, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (self.q(x), self.k(y), self.v(y))
        )
        scores = q @ (k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5)
        if causal:
            scores = scores + torch.full((length, length), -1e4, dtype=scores.dtype).triu(1)
        if not show:
            weights = None
            mixed = scores.softmax(dim=-1, dtype=scores.dtype) @ v
        else:
            weights = scores.float().softmax(dim=-1)
            mixed = weights.to(v.dtype) @ v
        return self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH)), weights


def _feed() -> nn.Sequential:
    return nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))


class EncoderLayer(nn.Module):
    def __init__(self, distances: list[float]) -> None:
        super().__init__()
        self.norm, self.attention, self.feed = nn.LayerNorm(WIDTH), Attention(distances), _feed()

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm(x)
        x = x + self.attention(y, y)[0]
        return x + self.feed(x)


class DecoderLayer(nn.Module):
    def __init__(self, back: list[float], ahead: list[float]) -> None:
        super().__init__()
        self.norm, self.attention = nn.LayerNorm(WIDTH), Attention(back)
        self.across_norm, self.across, self.feed = nn.LayerNorm(WIDTH), Attention(ahead), _feed()

    def forward(self, x: Tensor, sound: Tensor, show: bool) -> tuple[Tensor, Tensor | None]:
        y = self.norm(x)
        x = x + self.attention(y, y, causal=True)[0]
        across, weights = self.across(self.across_norm(x), sound, show=show)
        x = x + across
        return x + self.feed(x), weights


class Miniature(nn.Module):
    """Mel windows and tokens in; logits, the encoder's states and the last layer's attention out."""

    def __init__(self, vocabulary: int, sounds: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(80, WIDTH, 3, padding=1)
        self.conv2 = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.encoder = nn.ModuleList(
            EncoderLayer(distances)
            for distances in ([-3, -1.5, 0, 1.5, 3, 5], [-8, -5, -2.5, 2.5, 5, 8], [-14, -9, -4, 4, 9, 14])
        )
        self.encoder_norm = nn.LayerNorm(WIDTH)
        self.tokens = nn.Embedding(vocabulary, WIDTH)
        self.decoder = nn.ModuleList(
            DecoderLayer([-TICK_FRAMES * n for n in (0, 1, 2, 3, 4, 6)], ahead)
            for ahead in ([-6, 0, 5, 10, 16, 24], [6, 6, -4, 2, 12, 20])
        )
        self.decoder_norm = nn.LayerNorm(WIDTH)
        self.sounds = nn.Linear(WIDTH, sounds)
        self.register_buffer("sound_positions", positions(torch.arange(FRAMES).float()), persistent=False)
        self.register_buffer("text_positions", positions(decoder_times()), persistent=False)
        with torch.no_grad():
            nn.init.normal_(self.tokens.weight, std=0.06)
            self.tokens.weight[:, WIDTH - POSITIONS :] = 0
            self.conv2.weight[WIDTH - POSITIONS :] *= 0.1
            self.conv2.bias[WIDTH - POSITIONS :] = -1.0  # GELU of it is nearly nothing: the channels are left to time

    def encode(self, mel: Tensor, first: int = 0) -> Tensor:
        """``mel`` (batch, 80, 2 n) to states (batch, n, width), standing from encoder frame ``first`` on."""
        x = F.gelu(self.conv2(F.gelu(self.conv1(mel)))).transpose(1, 2)
        x = x + self.sound_positions[first : first + x.shape[1]]
        for layer in self.encoder:
            x = layer(x)
        return self.encoder_norm(x)

    def decode(self, tokens: Tensor, sound: Tensor, first: int = 0) -> tuple[Tensor, Tensor]:
        """Logits (batch, len, vocabulary) and the last layer's attention; ticks are those from ``first`` on."""
        where = torch.arange(tokens.shape[1])
        where[PROMPT - 1 :] += first  # the prompt's last token is the one that asks for the first tick
        x = self.tokens(tokens) + self.text_positions[where]
        weights: Tensor | None = None
        for at, layer in enumerate(self.decoder):
            x, weights = layer(x, sound, show=at == DECODER - 1)
        assert weights is not None
        return self.decoder_norm(x) @ self.tokens.weight.T, weights

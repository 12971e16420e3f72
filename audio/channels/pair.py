"""Two recordings of one voice each, joined into one call of two sides.

Recorders that tap the two legs of a call write a file for each: Asterisk's Monitor ``…-in`` (what comes in, the customer) and
``…-out``, others ``_rx`` and ``_tx``, ``_caller`` and ``_callee``, ``_agent`` and ``_customer``, or ``_L`` and ``_R``::

    2031-in.wav    ---- ---   ---       8 kHz, 1:58  ┐
                                                     ├─> 2031.flac   16 kHz, 2:00, agent left
    2031-out.wav   --    --  --    ---  8 kHz, 2:00  ┘

Both are taken to begin at the same moment, and the shorter one is filled up with silence; where they do not,
:mod:`audio.channels.legs` says so. Names only propose which is whose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path, PurePath

import av
import numpy as np

from audio.channels.layout import recognise_layout
from audio.errors import InputError
from audio.signal.decode import RATE, Sound, decode

SIDES: tuple[tuple[str, str], ...] = (
    ("agent", "customer"), ("agent", "client"), ("agent", "caller"), ("advisor", "customer"), ("operator", "customer"),
    ("operator", "client"), ("rep", "customer"), ("callee", "caller"), ("called", "caller"), ("out", "in"),
    ("outgoing", "incoming"), ("outbound", "inbound"), ("tx", "rx"), ("local", "remote"), ("near", "far"),
    ("l", "r"), ("left", "right"), ("ch0", "ch1"), ("ch1", "ch2"), ("leg1", "leg2"), ("0", "1"), ("1", "2"),
)  # fmt: skip
"""How two files of one call are told apart: the agent's word, as is most often so, and the customer's."""
BLOCK = 10
"""Seconds that are joined at once."""


def as_pair(first: str, second: str) -> tuple[str, str] | None:
    """The two names as agent's and customer's, where they differ only in a word for a side; else ``None``."""
    words = [re.split(r"([^a-z0-9]+)", PurePath(name).stem.casefold()) for name in (first, second)]
    if len(words[0]) != len(words[1]):
        return None
    other = [pair for pair in zip(*words, strict=True) if pair[0] != pair[1]]
    if len(other) != 1:
        return None
    if other[0] in SIDES:
        return first, second
    return (second, first) if other[0][::-1] in SIDES else None


def pairs_of(names: Sequence[str]) -> list[tuple[str, str]]:
    """Which of the names are two of one call, each name once; those that would fit several are left alone."""
    found = [pair for at, one in enumerate(names) for two in names[at + 1 :] if (pair := as_pair(one, two))]
    taken = [name for pair in found for name in pair]
    return [pair for pair in found if all(taken.count(name) == 1 for name in pair)]


def joined_name(agent: str, customer: str) -> str:
    """What to call the two together: what their names have in common, else both."""
    agent_stem, customer_stem = PurePath(agent).stem, PurePath(customer).stem
    if as_pair(agent, customer):
        words = [re.split(r"([^A-Za-z0-9]+)", stem) for stem in (agent_stem, customer_stem)]
        same = "".join(one for one, two in zip(*words, strict=True) if one.casefold() == two.casefold())
        same = re.sub(r"([ _.-])[ _.-]+", r"\1", same).strip(" _.-")
        if same:
            return f"{same}.flac"
    return f"{agent_stem} + {customer_stem}.flac"


def join(agent: Path, customer: Path, joined: Path) -> None:
    """Write both recordings into ``joined``, a FLAC of 16 kHz: the agent left, the customer right; the same each time.

    Raises :class:`SameSideError` where either cannot be used, or both are one.
    """
    with ExitStack() as stack:
        sounds = [stack.enter_context(decode(path)) for path in (agent, customer)]
        channels = [_only_channel(sound, path.name) for sound, path in zip(sounds, (agent, customer), strict=True)]
        if sounds[0].id == sounds[1].id:
            raise InputError(
                f"{agent.name} and {customer.name} hold the same sound; needed are the agent's recording and the customer's "
                "(was one file given twice?)"
            )
        length = max(sound.length for sound in sounds)
        with av.open(str(joined), "w", format="flac") as file:
            stream = file.add_stream("flac", rate=RATE, layout="stereo")
            for first in range(0, length, BLOCK * RATE):
                last = min(length, first + BLOCK * RATE)
                sides = [_read(sound, channel, first, last) for sound, channel in zip(sounds, channels, strict=True)]
                samples = np.stack(sides, axis=1).reshape(1, -1)
                frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
                frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))


def _only_channel(sound: Sound, name: str) -> int:
    layout, channel = recognise_layout(sound)
    if layout == "two_sides":
        raise InputError(
            f"{name} holds two voices on two channels already, and a pair is two recordings of one voice each: review it alone"
        )
    return channel


def _read(sound: Sound, channel: int, first: int, last: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    samples = np.round(sound.read(first, last)[channel] * 32768).astype(np.int16)
    return np.pad(samples, (0, last - first - len(samples)))

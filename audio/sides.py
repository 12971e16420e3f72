"""Two sides: each voice on its own channel.

::

    channel 0 ──> speech ──> voice ─┐
    channel 1 ──> speech ──> voice ─┴─ Heard ──> left is taken for the agent until audio.agent knows better
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from audio.call import Doubt, Layout, Speaker, Voice, other
from audio.decode import Sound
from audio.span import Span
from audio.speech import speech
from audio.voice import voice

Side = Literal["left", "right", "first", "second"]
"""Whose channel is the agent's; on one channel, which voice: the one that speaks first or second."""

Progress = Callable[[str, float], None]
"""Told the stage in words and how far it is, 0 to 1."""

LITTLE = 0.5
"""Seconds of speech under which a channel counts as holding no voice."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who speaks where and how it sounds, before any words."""

    layout: Layout
    channels: Mapping[Speaker, int]
    speech: Mapping[Speaker, Sequence[Span]]
    voices: Mapping[Speaker, Voice]
    doubts: tuple[Doubt, ...]


def two_sides(sound: Sound, agent: Side | None, tell: Progress) -> Heard | int:
    """Both sides heard at once on two cores; or the only channel that holds a voice."""
    done = [0.0, 0.0]

    def side(channel: int) -> tuple[list[Span], Voice]:
        def share(of: float, start: float) -> Callable[[float], None]:
            def report(part: float) -> None:
                done[channel] = start + of * part
                tell("hearing the voices", sum(done) / 2)

            return report

        found = speech(sound, channel, share(0.3, 0.0))
        return found, voice(sound, channel, "agent", found, share(0.7, 0.3))

    with ThreadPoolExecutor(2) as pool:
        sides = list(pool.map(side, (0, 1)))
    said = [sum(span.duration for span in found) for found, _ in sides]
    if min(said) < LITTLE and max(said) >= LITTLE:
        return int(said[1] > said[0])
    left: Speaker = "customer" if agent in ("right", "second") else "agent"
    channels = {left: 0, other(left): 1}
    return Heard(
        "two_sides",
        channels,
        {who: sides[k][0] for who, k in channels.items()},
        {who: replace(sides[k][1], speaker=who) for who, k in channels.items()},
        () if max(said) >= LITTLE else (Doubt("speech", "No speech was found on either side: a fax, music or noise?"),),
    )

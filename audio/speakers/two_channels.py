"""Two sides: each voice on its own channel.

::

    channel 0 ──> speech ─┐                    ┌─> voice ─┐
    channel 1 ──> speech ─┴─ crosstalk ─ menu ─┴─> voice ─┴─ Heard ──> left is taken for the agent until audio.speakers.agent knows better
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from audio.call import Doubt, Layout, Speaker, Voice, other
from audio.channels.crosstalk import own_speech, too_much_at_once
from audio.channels.legs import leg_doubts
from audio.channels.side import Side
from audio.signal.decode import Sound
from audio.signal.voice_activity import detect_speech
from audio.signal.voice_features import measure_voice
from audio.span import Span
from audio.speakers.menu import without_menu

Progress = Callable[[str, float], None]
"""Told the stage in words and how far it is, 0 to 1."""


LITTLE = 0.5
"""Seconds of speech under which a channel counts as holding no voice."""


@dataclass(frozen=True, slots=True)
class HeardSides:
    """Who speaks where and how it sounds, before any words."""

    layout: Layout
    channels: Mapping[Speaker, int]
    speech: Mapping[Speaker, Sequence[Span]]
    voices: Mapping[Speaker, Voice]
    doubts: tuple[Doubt, ...]


def two_sides(sound: Sound, agent: Side | None, progress: Progress, recorded: Sound) -> HeardSides | tuple[Layout, int]:
    """Both sides heard; or how the voices lie instead, and the channel to listen to.

    recorded  the sound as it was before its leak was taken out; ``sound`` itself where there was none
    """
    done = [0.0, 0.0]

    def progress_of(channel: int, share_of_work: float, start: float) -> Callable[[float], None]:
        def report(part: float) -> None:
            done[channel] = start + share_of_work * part
            progress("hearing the voices", sum(done) / 2)

        return report

    with ThreadPoolExecutor(2) as pool:
        left_speech, right_speech = pool.map(
            lambda number: detect_speech(sound, number, progress_of(number, 0.3, 0.0)), (0, 1)
        )
    speech, doubts, same = own_speech(sound, (left_speech, right_speech), recorded if recorded is not sound else None)
    if same:
        return "dual_mono", int(np.argmax(sound.peak))
    if not any(doubt.about == "overtalk" for doubt in doubts):
        doubts += leg_doubts(recorded, speech) or too_much_at_once(*speech)  # a leg that is late makes much of it
    speech, menu_doubts = without_menu(sound, speech)
    doubts += menu_doubts
    voices = [measure_voice(sound, number, "agent", speech[number], progress_of(number, 0.7, 0.3)) for number in (0, 1)]
    speech_seconds = [sum(span.duration for span in side) for side in speech]
    if min(speech_seconds) < LITTLE and max(speech_seconds) >= LITTLE:
        return "one_side_silent", int(speech_seconds[1] > speech_seconds[0])
    left: Speaker = "customer" if agent == "right" or agent == _order_of(speech[1], speech[0]) else "agent"
    channels = {left: 0, other(left): 1}
    return HeardSides(
        "two_sides",
        channels,
        {speaker: speech[number] for speaker, number in channels.items()},
        {speaker: replace(voices[number], speaker=speaker) for speaker, number in channels.items()},
        doubts
        if max(speech_seconds) >= LITTLE
        else (Doubt("speech", "No speech was found on either side: a fax, music or noise?"),),
    )


def _order_of(own: Sequence[Span], other: Sequence[Span]) -> Side:
    """Whether the speaker of ``own`` begins before that of ``other``; ``second`` where both begin at once or neither speaks."""
    begins = [min((span.start for span in spans), default=float("inf")) for spans in (own, other)]
    return "first" if begins[0] < begins[1] else "second"

"""Frames of any form, one after the other, as samples at 16 kHz on one clock.

A recording may change its rate, its sample format or its channels midway (a menu in mono, then the call; two recordings in one
file); FFmpeg's resampler may not. So where the form changes, what it still holds is taken out and another goes on. ::

    frames       |--8 kHz--|--8 kHz--|          |--16 kHz--|
    their times  0.0       0.5                  4.0
    samples      ~~~~~~~~~~~~~~~~~~~~0000000000~~~~~~~~~~~~       silence up to 4.0 s
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

RATE = 16000
"""Samples a second of everything that is heard: what the voice detector, the pitch tracker and Whisper all take."""
AT_ONCE = 1
"""Seconds that are resampled together: single packets would cost more than their decoding, and longer arrays new memory each."""
GAP = 0.1
"""Seconds by which a frame may be late before silence is put in: packet times are rounded, and wander by some milliseconds."""
EARLY = 0.5
"""Seconds by which a frame may be early before the clock is taken to have begun anew."""

Block = NDArray[np.int16]
"""Samples, shape ``(samples, channels)``."""


class Line:
    """One track, or its picked channels, as blocks of samples in the order of time.

    time      seconds that have come out, or are about to
    gaps      how many silences were put in; ``silence`` seconds in all, the first at ``first_gap``, the longest ``longest_gap``
    seconds   by the number of channels that the frames had
    """

    def __init__(self, channels: int) -> None:
        self.channels = channels
        self.gaps, self.silence, self.first_gap, self.longest_gap = 0, 0.0, 0.0, 0.0
        self.seconds: dict[int, float] = {}
        self._form: tuple[Any, ...] | None = None
        self._resampler: Any = None
        self._waiting = av.AudioFifo()
        self._written, self._since, self._fed, self._rate = 0, 0, 0, RATE
        self._offset: float | None = None

    @property
    def time(self) -> float:
        """Seconds up to the end of what was fed."""
        return self._since / RATE + self._fed / self._rate

    def feed(self, frame: Any, due: float | None) -> Iterator[Block]:
        """What comes out once ``frame`` has come in, which is ``due`` at so many seconds (``None``: now)."""
        if due is not None:
            yield from self._keep_time(due)
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            yield from self.flush()
            self._form, self._rate = form, frame.sample_rate
        count = len(frame.layout.channels)
        self.seconds[count] = self.seconds.get(count, 0.0) + frame.samples / frame.sample_rate
        frame.pts = None
        self._fed += frame.samples
        self._waiting.write(frame)
        if self._waiting.samples >= AT_ONCE * self._rate:
            yield from self._resampled(self._waiting.read())

    def pause(self, seconds: float) -> Iterator[Block]:
        """So much silence."""
        yield from self.flush()
        left = round(seconds * RATE)
        while left > 0:
            count = min(left, AT_ONCE * RATE)
            left -= count
            yield self._out(np.zeros((count, self.channels), np.int16))
        self._since = self._written

    def flush(self) -> Iterator[Block]:
        """What is still held; whatever is fed next begins anew."""
        if self._waiting.samples:
            yield from self._resampled(self._waiting.read())
        if self._resampler is not None:
            yield from self._resampled(None)
        self._resampler, self._form, self._waiting = None, None, av.AudioFifo()
        self._since, self._fed = self._written, 0

    def _keep_time(self, due: float) -> Iterator[Block]:
        if self._offset is None:  # a coder's delay is no silence
            self._offset = due if abs(due) < GAP else 0.0
        late = due - self._offset - self.time
        if late < -EARLY:
            self._offset += late
        elif late >= GAP:
            if not self.gaps:
                self.first_gap = self.time
            self.gaps, self.silence, self.longest_gap = self.gaps + 1, self.silence + late, max(self.longest_gap, late)
            yield from self.pause(late)

    def _resampled(self, frame: Any) -> Iterator[Block]:
        if self._resampler is None:
            layout = "mono" if self.channels == 1 else "stereo"
            self._resampler = av.AudioResampler(format="s16", layout=layout, rate=RATE)
        for resampled in self._resampler.resample(frame):
            yield self._out(resampled.to_ndarray().reshape(-1, self.channels))

    def _out(self, block: Block) -> Block:
        self._written += len(block)
        return block


def side_by_side(runs: Sequence[Iterator[Block]], channels: int) -> Iterator[Block]:
    """Two tracks of one channel as one of two (or mixed into one); where one ends earlier, it is silent."""
    held = [np.zeros((0, 1), np.int16) for _ in runs]
    ended = [False for _ in runs]
    while True:
        for k, run in enumerate(runs):
            while not ended[k] and len(held[k]) < RATE:
                block = next(run, None)
                ended[k] = block is None
                held[k] = held[k] if block is None else np.concatenate([held[k], block])
        lengths = [len(samples) for samples in held]
        count = (
            max(lengths) if all(ended) else min(length for length, end in zip(lengths, ended, strict=True) if not end)
        )
        if not count:
            return
        both = np.concatenate([np.pad(own[:count], ((0, max(0, count - len(own))), (0, 0))) for own in held], axis=1)
        held = [samples[count:] for samples in held]
        yield both if channels == 2 else np.mean(both, axis=1, keepdims=True).astype(np.int16)

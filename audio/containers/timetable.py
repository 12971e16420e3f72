"""When each packet of a track is to be heard, read beforehand and without decoding any.

Packet times are the clock: where nobody spoke, or the line was muted, some recorders write no packets at all, and what
follows would be heard too early. But one damaged byte can also send a packet to next week. So a packet is never
later than any packet after it::

    times       0   1   2   3   18  19  20        a gap of 15 s: all that follow are late
    times       0   1   2  900   4   5   6        no gap: the next is in time again
    latest      0   1   2   4    4   5   6

The same pass says how long the recording is before anything is decoded, and so how much room it needs; what is longer than
:data:`LONGEST`, or longer than any recording of so few bytes could be, is refused here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from audio.errors import InputError

LONGEST = 12 * 3600.0
"""Seconds. No call is longer; a file that says so is damaged, or made to fill a disk."""
THINNEST, THIN_FROM = 50.0, 600.0
"""Bytes a second that the tightest codec of a recorder stays above by far, and seconds from which it is asked for."""
MOST_PACKETS = round(LONGEST / 0.0025)
"""Packets of the shortest kind, 2.5 ms of Opus, in so long."""
CLOCKLESS = ("avi",)
"""Containers whose packet times are reckoned from bytes, and wrong where the bit rate varies."""
FAR = 600.0
"""Seconds: a first packet later than that is on a clock which began elsewhere (a stream that was joined midway)."""


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """The packets of one track.

    latest  seconds at which each is to be heard at the latest, shape ``(packets,)``
    end     seconds at which the track ends
    last    seconds at which the last packet of any track begins, pictures included
    """

    latest: NDArray[np.float64]
    end: float
    last: float

    def at(self, packet: int, time: float | None) -> float | None:
        """When a frame is to be heard that came out of a packet, ``time`` being what it says itself."""
        if time is None or not len(self.latest):
            return None
        return min(time, float(self.latest[min(packet, len(self.latest) - 1)]))


def packets_of(container: Any, streams: Sequence[Any]) -> Iterator[Any]:
    """The packets of some tracks, as far as the file can be read; where it breaks off, they end."""
    packets = container.demux(*streams)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.FFmpegError):
            return
        yield packet


def start_of(container: Any) -> float:
    """Seconds at which the clock of a container begins: 0, unless it began long before the recording."""
    form = container.format.name.split(",")[0]
    start = (container.start_time or 0) / av.time_base
    return 0.0 if form in ("mov", "matroska", "ogg") and 0 <= start <= FAR else float(start)


def read_timetables(path: Path, container: Any, streams: Sequence[Any], promised: float | None) -> list[Timetable]:
    """The timetables of the tracks ``streams``; no packet is later than the file says that it lasts (``promised``). Raises :class:`InputError` where one is longer than any recording."""
    origin = start_of(container)
    times = {stream.index: array("d") for stream in streams}
    lengths = {stream.index: array("d", [0.0]) for stream in streams}
    last = 0.0
    for packet in packets_of(container, ()):
        time = packet.pts if packet.pts is not None else packet.dts
        seconds = float(time * packet.time_base) - origin if time is not None and packet.time_base else None
        last = max(last, seconds or 0.0) if packet.size else last
        if len(times.get(packet.stream.index, ())) > MOST_PACKETS:
            check_length(path, 2 * LONGEST)
        if (own := times.get(packet.stream.index)) is not None:
            own.append(seconds if seconds is not None and packet.size else (own[-1] if own else 0.0))
            if packet.size:
                lengths[packet.stream.index][0] = float((packet.duration or 0) * (packet.time_base or 0))
    tables = []
    for stream in streams:
        own_times = np.frombuffer(times[stream.index], np.float64) if times[stream.index] else np.zeros(0)
        latest = np.minimum.accumulate(_believable(own_times, promised)[::-1])[::-1]
        end = float(latest[-1]) + min(lengths[stream.index][0], 1.0) if len(latest) else 0.0
        tables.append(Timetable(latest, end, last))
        check_length(path, end)
    return tables


def _believable(times: NDArray[np.float64], promised: float | None) -> NDArray[np.float64]:
    """The times, without those after the end that the file says: there the last before it stands."""
    if promised is None or not len(times):
        return times
    before_end = np.where(times <= promised + 1.0, np.arange(len(times)), 0)
    return np.minimum(times[np.maximum.accumulate(before_end)], promised)


def check_length(path: Path, seconds: float) -> None:
    """Raises :class:`InputError` where a recording of so many seconds is longer than any, or than so few bytes can hold."""
    if seconds > LONGEST:
        raise InputError(
            f"{path.name} lasts {seconds / 3600:.1f} hours; a call has at most {LONGEST / 3600:.0f}: it is damaged, or several calls in "
            "one file, which should be cut apart first"
        )
    size = path.stat().st_size
    if seconds > THIN_FROM and size < THINNEST * seconds:
        raise InputError(
            f"{path.name} says that it holds {seconds / 60:.0f} minutes in {size:,} bytes; no recording is so small: it is damaged, or "
            "holds nothing but silence"
        )

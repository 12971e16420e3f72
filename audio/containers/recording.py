"""A recording of any kind, read from its first sample to its last.

::

    file ── parts ── tracks ── timetable ── packets ── frames ── on the clock ── blocks of samples, 16 kHz, one or two channels
            finding  tracks    timetable    FFmpeg     line

How a recording was taken apart and put together is said in its :class:`Damage`: what was taken, what was missing, and
where silence was put in. Whoever wants its sound goes through :func:`read_recording`, which begins again where the channels turn
out to change midway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import av
import numpy as np

from audio.containers.finding import find_parts
from audio.containers.line import Block, Line, side_by_side
from audio.containers.ogg import Pages
from audio.containers.opening import check_file, in_a_sentence, opened
from audio.containers.parts import Part
from audio.containers.promises import CUT, is_whole, promised_seconds
from audio.containers.timetable import (
    CLOCKLESS,
    LONGEST,
    Timetable,
    check_length,
    packets_of,
    read_timetables,
    start_of,
)
from audio.containers.tracks import Choice, Track, choose_tracks, picked
from audio.errors import InputError

Made = TypeVar("Made")
MIXED = "The recording changes between one channel and two midway; it is taken as one channel, both voices mixed."
BRIEF = 1.0
"""Seconds of another layout that make no difference: a coder's first frames."""
TOLD = 0.5
"""Seconds of silence put in, from which it is said."""
HONEST = ("mov", "matroska", "ogg", "asf", "flv", "mpegts", "nut", "rm")
"""Containers in which a recorder may leave time out; in all others what is missing is damage."""


@dataclass(slots=True)
class Damage:
    """What came to light while a recording was read.

    packets, failed  how many there were, and how many could not be decoded
    missing          seconds that were damaged and are silence now
    notes            what is to be said, each in a sentence
    """

    packets: int = 0
    failed: int = 0
    missing: float = 0.0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Recording:
    """What is known of a recording before it is decoded.

    channels  1 or 2
    seconds   how long it is by its packets
    promised  seconds that the file says it lasts, ``None`` where it says nothing that can be believed
    """

    path: Path
    channels: int
    seconds: float
    promised: float | None
    notes: tuple[str, ...]
    pieces: tuple[tuple[Part | None, Choice, tuple[Timetable, ...]], ...]
    settled: bool = False

    def blocks(self, damage: Damage) -> Iterator[Block]:
        """The samples, shape ``(samples, channels)`` each, in their order; what was found on the way goes into ``damage``."""
        seen: dict[int, float] = {}
        damage.notes.extend(self.notes)
        for part, choice, tables in self.pieces:
            runs = [
                _run(self, part, track, table, self.channels if len(choice.tracks) == 1 else 1, seen, damage)
                for track, table in zip(choice.tracks, tables, strict=True)
            ]
            yield from runs[0] if len(runs) == 1 else side_by_side(runs, self.channels)
        if min(_mono_and_wide(seen)) > BRIEF:
            damage.notes.append(MIXED)


class _LayoutChangedError(Exception):
    """The recording has other channels than it began with, for longer than a moment; ``settled``: it will change again."""

    def __init__(self, channels: int, settled: bool) -> None:
        super().__init__(channels)
        self.channels, self.settled = channels, settled


def read_recording(path: Path, make: Callable[[Recording], Made]) -> Made:
    """What ``make`` makes of the recording at ``path``, by going through its blocks. It may have to begin anew.

    Raises :class:`InputError`, in one sentence, for whatever cannot be read.
    """
    check_file(path)
    before = path.stat()
    with in_a_sentence(path):
        made = _made(_open(path), make)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        getattr(made, "close", lambda: None)()
        raise InputError(
            f"{path.name} is still being written: it grew or changed while it was read; review it again once the recording is finished"
        )
    return made


def _made(recording: Recording, make: Callable[[Recording], Made]) -> Made:
    try:
        return make(recording)
    except _LayoutChangedError as change:
        again = replace(recording, channels=change.channels, settled=change.settled)
    return _made(again, make)


def _open(path: Path) -> Recording:
    parts, pages = find_parts(path)
    pieces, notes = [], list[str]()
    seconds = last = 0.0
    promised: float | None = None
    form, whole = "", None
    for part in parts:
        with opened(path, part) as container:
            form = container.format.name.split(",")[0]
            choice = choose_tracks(path, part, container)
            says = promised_seconds(path, container, container.streams[choice.tracks[0].index])
            tables = _timetables(path, part, container, choice, says)
        whole = is_whole(path, form)
        pieces.append((part, choice, tables))
        length = max(table.end for table in tables)
        seconds, last = seconds + length, max(length, *(table.last for table in tables))
        notes += [note for note in choice.notes if note not in notes]
        promised = seconds + part.missing if part is not None and part.missing else says
    check_length(path, seconds)
    if len(parts) > 1:
        notes.append(f"The file holds {len(parts)} recordings end to end; they are taken as one, one after the other.")
        promised = promised if parts[-1] is not None and parts[-1].missing else None
    if promised is not None and (whole or last > promised - 1.0):
        promised = None  # the file has its end, or its pictures do: what lacks was never recorded
    if whole is False or (pages is not None and not pages.ended):
        notes.append(CUT)
    _check_pages(path, pages)
    if pages is not None and pages.damaged:
        notes.append(f"Of the file's {pages.count} pages {pages.damaged} could not be read; silence stands there.")
    return Recording(path, pieces[0][1].channels, seconds, promised, tuple(notes), tuple(pieces))


def _timetables(
    path: Path, part: Part | None, container: Any, choice: Choice, promised: float | None
) -> tuple[Timetable, ...]:
    """The packets' times; of plain samples, of which every one is there, only their length."""
    if part is not None and part.seconds is not None:
        check_length(path, part.seconds)
        return (Timetable(np.zeros(0), part.seconds, 0.0),) * len(choice.tracks)
    streams = [container.streams[track.index] for track in choice.tracks]
    return tuple(read_timetables(path, container, streams, promised))


def _check_pages(path: Path, pages: Pages | None) -> None:
    if pages is not None and pages.damaged > max(2, 0.01 * pages.count):
        raise InputError(
            f"{path.name} is damaged: {pages.damaged} of its {pages.count} pages cannot be read; fetch or export it again"
        )


def _run(
    recording: Recording, part: Part | None, track: Track, table: Timetable, channels: int, seen: dict[int, float],
    damage: Damage,
) -> Iterator[Block]:  # fmt: skip
    """The samples of one track of one part."""
    line = Line(channels)
    with opened(recording.path, part) as container:
        stream, origin = container.streams[track.index], start_of(container)
        form = container.format.name.split(",")[0]
        for number, packet in enumerate(packets_of(container, [stream])):
            damage.packets += 1
            for frame in _frames(packet, damage):
                time = None if frame.time is None or form in CLOCKLESS else frame.time - origin
                yield from line.feed(picked(frame, track), table.at(number, time))
            if track.channels is None and line.seconds:
                _watch(recording, seen, line)
            if line.time > LONGEST:
                check_length(recording.path, line.time)
        yield from line.flush()
    for count, seconds in line.seconds.items():
        seen[count] = seen.get(count, 0.0) + seconds
    _tell(line, form, damage)


def _frames(packet: Any, damage: Damage) -> Sequence[Any]:
    try:
        frames: Sequence[Any] = packet.decode()
    except av.error.FFmpegError:
        damage.failed += packet.size > 0
        return ()
    return frames


def _watch(recording: Recording, seen: dict[int, float], line: Line) -> None:
    """Raises :class:`_LayoutChangedError` where the recording's layout is not what it was taken for."""
    if recording.settled:
        return
    both = {count: seen.get(count, 0.0) + line.seconds.get(count, 0.0) for count in {*seen, *line.seconds}}
    mono, wide = _mono_and_wide(both)
    if mono > BRIEF and wide > BRIEF:
        if recording.channels == 2:
            raise _LayoutChangedError(1, settled=True)
    elif max(mono, wide) > BRIEF and recording.channels != (1 if mono > wide else 2):
        raise _LayoutChangedError(1 if mono > wide else 2, settled=False)


def _mono_and_wide(seconds: dict[int, float]) -> tuple[float, float]:
    """Seconds of one channel, and of more."""
    mono = seconds.get(1, 0.0)
    return mono, sum(seconds.values()) - mono


def _tell(line: Line, form: str, damage: Damage) -> None:
    if form not in HONEST:
        damage.missing += line.silence
    elif line.silence >= TOLD:
        first, minutes = line.first_gap, f"{int(line.first_gap // 60)}:{line.first_gap % 60:04.1f}"
        where = "Before its first sound" if first < 0.5 and line.gaps == 1 else f"At {minutes}"
        if line.gaps > 1:
            where = f"In {line.gaps} places, the first at {minutes}, the longest {line.longest_gap:.1f} s,"
        damage.notes.append(
            f"{where} the file holds nothing for {line.silence:.1f} s{' in all' if line.gaps > 1 else ''}; silence was put in, so that "
            "all times are the recording's own."
        )

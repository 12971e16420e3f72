"""What a recorder does to a call must not change what is found in it: same sound, other level, rate, codec or clock.

Of two samples, chosen for having something of each: over-talk of two kinds in one, a voice that goes up and comes back in the
other (its hot lines are played faster by a fourth and louder by 4 dB here, so that no limit lies near). Each change is made
to the recording; the events must be the same within tolerance.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soxr
from sounds import RATE, Sound, mu_law, sample, silence, truth, write

from analysis.report import Report
from analysis.review import review
from audio.call import Call, Speaker
from audio.listen import Side, listen

Events = list[tuple[str, Speaker | None, float, float]]
NAMES = {"taxi_overtalk": ("left", 40), "insurance_swapped": ("right", 80)}
"""Sample: where its agent is, and the seconds of it that are taken."""


HOT = 2.0
"""Heat in the script from which a line is raised further."""


@functools.cache
def sides(name: str) -> tuple[Sound, Sound]:
    left, right = (side[: NAMES[name][1] * RATE].copy() for side in sample(name))
    if name == "insurance_swapped":
        for line in truth(name)["lines"]:
            if line["heat"] >= HOT and line["end"] < NAMES[name][1]:
                _raise(left, round(line["start"] * RATE), round(line["end"] * RATE))
    return left, right


def _raise(side: Sound, first: int, last: int) -> None:
    """Five semitones and 4 dB up, in place: played 4/3 times as fast, with silence after it."""
    quick = soxr.resample(side[first:last], 4, 3) * np.float32(10 ** (4 / 20))
    side[first:last] = 0
    side[first : first + len(quick)] = np.clip(quick, -1, 1)


def heard(path: Path, agent: str) -> tuple[Call, Report]:
    side: Side = "left" if agent == "left" else "right"
    call = listen(path, agent=side, ignore_transcript_beside=True)
    return call, review(call)


def events(report: Report) -> Events:
    """Over-talk worth a moment and sustained rises, each with its times."""
    kept = ("interruption", "backchannel", "escalation", "settling")
    return [(m.name, m.speaker, m.span.start, m.span.end) for m in report.measures if m.name in kept]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Call, Report]]:
    folder = tmp_path_factory.mktemp("plain")
    return {name: heard(write(folder / f"{name}.wav", *sides(name)), agent) for name, (agent, _) in NAMES.items()}


def test_there_is_something_to_compare(plain: dict[str, tuple[Call, Report]]) -> None:
    names = {event[0] for _, report in plain.values() for event in events(report)}
    assert {"interruption", "backchannel", "escalation"} <= names


def quieter(left: Sound, right: Sound) -> tuple[Sound, Sound]:
    return left * np.float32(0.25), right


def louder(left: Sound, right: Sound) -> tuple[Sound, Sound]:
    return left, np.clip(right * np.float32(4), -1, 1)


CHANGES: dict[str, Callable[[Path, Sound, Sound], Path]] = {
    "left 12 dB down": lambda f, a, b: write(f, *quieter(a, b)),
    "right 12 dB up": lambda f, a, b: write(f, *louder(a, b)),
    "at 8 kHz": lambda f, a, b: write(f, a, b, rate=8000),
    "at 44.1 kHz": lambda f, a, b: write(f, a, b, rate=44100),
    "in mu-law": lambda f, a, b: write(f, mu_law(a), mu_law(b), rate=8000, codec="pcm_mulaw"),
    "as MP3 at 32 kbit/s": lambda f, a, b: write(f.with_suffix(".mp3"), a, b, codec="libmp3lame", bits_a_second=32000),
}


def same(found: Events, expected: Events, within: float, rises: float) -> None:
    """One to one, over-talk within ``within`` seconds, rises of a voice within ``rises``."""
    assert [event[:2] for event in found] == [event[:2] for event in expected]
    for event, other in zip(found, expected, strict=True):
        near = rises if event[0] in ("escalation", "settling") else within
        assert event[2:] == pytest.approx(other[2:], abs=near), event[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_same_events(tmp_path: Path, plain: dict[str, tuple[Call, Report]], name: str, change: str) -> None:
    call, report = heard(CHANGES[change](tmp_path / "call.wav", *sides(name)), NAMES[name][0])
    same(events(report), events(plain[name][1]), within=0.1, rises=1.0)
    for speaker in ("agent", "customer"):
        mine, true = (sum(t.span.duration for t in c.turns if t.speaker == speaker) for c in (call, plain[name][0]))
        assert mine == pytest.approx(true, rel=0.04)


@pytest.mark.parametrize("name", NAMES)
def test_a_minute_of_silence_first_moves_all_by_a_minute(
    tmp_path: Path, plain: dict[str, tuple[Call, Report]], name: str
) -> None:
    late = (np.concatenate([silence(60), side]) for side in sides(name))
    _, report = heard(write(tmp_path / "call.wav", *late), NAMES[name][0])
    expected = [(kind, who, start + 60, end + 60) for kind, who, start, end in events(plain[name][1])]
    same(events(report), expected, within=0.1, rises=1.0)


@pytest.mark.parametrize("name", NAMES)
def test_swapped_channels_swap_nothing_but_the_channels(
    tmp_path: Path, plain: dict[str, tuple[Call, Report]], name: str
) -> None:
    other = "right" if NAMES[name][0] == "left" else "left"
    call, report = heard(write(tmp_path / "call.wav", *sides(name)[::-1]), other)
    same(events(report), events(plain[name][1]), within=0.001, rises=0.001)
    assert [t.span for t in call.turns] == [t.span for t in plain[name][0].turns]
    wrong = listen(tmp_path / "call.wav", agent="left" if other == "right" else "right", ignore_transcript_beside=True)
    assert [(t.speaker, t.span) for t in wrong.swapped().turns] == [(t.speaker, t.span) for t in call.turns]

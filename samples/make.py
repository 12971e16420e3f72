"""Makes the sample calls from their scripts: ``python -m samples.make [NAME...]``.

Of each script come three files of the same name, always the same for the same espeak-ng: ``.opus`` (a telephone
call, agent left, customer right unless the script says otherwise), ``.vtt`` (the transcript) and ``.truth.json``
(who spoke when, every word's time, how hot, and what a coach would mark).

Heat is what turns a calm line into a hot one, a step being about what angry speech is measured to add (Banse &
Scherer 1996 find pitch, level, pace and high frequencies all raised; the amounts are ours)::

    heat      pitch            level      pace      balance (energy above 1 kHz)
    0         the voice's own  calm       calm      calm
    each 1    + 1.7 semitones  + 2.5 dB   x 1.06    + 1.3 dB

Lines follow each other with a short gap. An interruption starts before the other has ended; a listening sound lies inside
the other's line and is said more softly::

    customer  |===== I had my dad in his chair, and I— |
    agent                                  |== He's sent me a photo ==|     interrupts = 1.0
    customer                                     |mm-hm|                    heard = "mm-hm"
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from audio.call import Speaker, other
from samples.script import Hold, Line, Person, Script, read_scripts
from samples.telephone import RATE, telephone, to_rate, write_opus
from samples.voice import Manner, Mark, NoVoice, Sound, say

FOLDER = Path(__file__).parent
SEMITONES, DECIBELS, PACE, TILT = 1.7, 2.5, 1.06, 1.3  # of one step of heat
LEVEL: dict[Speaker, float] = {"agent": -25.0, "customer": -26.0}  # dBFS, RMS of a calm line
SOFTER = -4.0  # dB, of a listening sound
GAP, LEAD, TAIL = 0.4, 0.3, 0.6  # seconds between lines, before the first, after the last


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A line in its place: its sound at 8 kHz, when it starts, and its words on the call's clock.

    within  the number of the line it is a listening sound in, ``None`` where it is a line of its own
    """

    line: Line
    start: float
    sound: Sound
    words: tuple[Mark, ...]
    within: int | None = None

    @property
    def end(self) -> float:
        return self.words[-1].end


def speak(
    text: str, person: Person, heat: float, level: float, rng: np.random.Generator
) -> tuple[Sound, tuple[Mark, ...]]:
    """``text`` as ``person`` says it at ``heat``: sound at 8 kHz whose first word starts at 0, and its words."""
    pace, semitones, decibels = rng.normal(0, (0.02, 0.3, 0.5))  # nobody says two lines quite alike
    manner = Manner(person.voice, person.pace * (1 + pace) * PACE**heat, SEMITONES * heat + semitones, 50 + 6 * heat)
    speech = say(text.replace("—", " "), manner)
    start, end = speech.words[0].start, speech.words[-1].end + 0.02
    sound = to_rate(speech.sound[int(start * speech.rate) : int(end * speech.rate)], speech.rate)
    sound = tilt(sound, TILT * heat)
    gain = 10 ** ((level + decibels + DECIBELS * heat) / 20) / max(1e-9, float(np.sqrt(np.mean(sound**2))))
    shown = text.split()
    names = [word for word in shown if any(letter.isalnum() for letter in word)]
    words = tuple(
        Mark(name, mark.start - start, mark.end - start) for name, mark in zip(names, speech.words, strict=True)
    )
    return sound * np.float32(gain), words


def tilt(sound: Sound, decibels: float) -> Sound:
    """More (or less) energy above about 1 kHz, by a smooth shelf."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    shelf = 10 ** (decibels / 20 / (1 + np.exp(-(hertz - 1000) / 150)))
    return np.fft.irfft(spectrum * shelf, len(sound)).astype(np.float32)


def perform(script: Script) -> Iterator[Said]:
    """Every line in its place, in the order of the script; listening sounds right after their line."""
    rng = np.random.default_rng(zlib.crc32(script.name.encode()))
    clock, count = LEAD, 0
    heat: dict[Speaker, float] = {"agent": 0.0, "customer": 0.0}
    for line in script.lines:
        if isinstance(line, Hold):
            clock += line.seconds - GAP
            continue
        sound, words = speak(line.text, script.person(line.speaker), line.heat, LEVEL[line.speaker], rng)
        gap = line.gap if line.gap is not None else GAP + rng.uniform(-0.1, 0.1)
        start = clock if count == 0 else clock - line.interrupts if line.interrupts else clock + gap
        yield Said(line, start, sound, _shift(words, start))
        clock, host, heat[line.speaker] = start + words[-1].end, count, line.heat
        count += 1
        if line.heard:
            listener = other(line.speaker)
            sign = Line(listener, line.heard, heat[listener])
            at = start + line.heard_at * words[-1].end
            sound, words = speak(sign.text, script.person(listener), sign.heat, LEVEL[listener] + SOFTER, rng)
            yield Said(sign, at, sound, _shift(words, at), within=host)
            count += 1


def _shift(words: Sequence[Mark], by: float) -> tuple[Mark, ...]:
    return tuple(Mark(word.text, word.start + by, word.end + by) for word in words)


def record(script: Script, said: Sequence[Said]) -> list[Sound]:
    """The channels at 8 kHz, left first."""
    rng = np.random.default_rng(zlib.crc32(script.name.encode()) + 1)
    length = int((max(one.end for one in said) + TAIL) * RATE)
    sides: dict[Speaker, Sound] = {"agent": np.zeros(length, np.float32), "customer": np.zeros(length, np.float32)}
    for one in said:
        at = int(one.start * RATE)
        sides[one.line.speaker][at : at + len(one.sound)] += one.sound[: length - at]
    if script.layout == "mono":
        return [telephone(sides["agent"] + sides["customer"], rng)]
    left, right = ("customer", "agent") if script.layout == "swapped" else ("agent", "customer")
    return [telephone(sides[left], rng), telephone(sides[right], rng)]  # type: ignore[index]


def truth(script: Script, said: Sequence[Said], duration: float) -> dict[str, Any]:
    """What is known of the call: see ``samples/README.md`` for each key."""
    lines = [
        {
            "speaker": one.line.speaker,
            "start": round(one.start, 3),
            "end": round(one.end, 3),
            "text": one.line.text,
            "heat": one.line.heat,
            "words": [{"text": w.text, "start": round(w.start, 3), "end": round(w.end, 3)} for w in one.words],
        }
        for one in said
    ]
    own = [at for at, one in enumerate(said) if one.within is None]
    pairs = list(itertools.pairwise(own))
    return {
        "name": script.name,
        "scenario": script.scenario,
        "agent_name": script.agent.name,
        "team": script.agent.team,
        "date": script.date.isoformat(),
        "duration": round(duration, 3),
        "layout": "mono" if script.layout == "mono" else "two_sides",
        "agent": {"two_sides": "left", "swapped": "right", "mono": None}[script.layout],
        "lines": lines,
        "moments": [_moment(said, at) for at in own if said[at].line.kind],
        "interruptions": [
            {
                "by": said[b].line.speaker,
                "start": round(said[b].start, 3),
                "end": round(said[a].end, 3),
                "line": b,
                "of_line": a,
            }
            for a, b in pairs
            if said[b].line.interrupts
        ],
        "backchannels": [
            {
                "by": one.line.speaker,
                "start": round(one.start, 3),
                "end": round(one.end, 3),
                "text": one.line.text,
                "line": at,
                "in_line": one.within,
            }
            for at, one in enumerate(said)
            if one.within is not None
        ],
        "neutral_lines": [at for at in own if _ordinary(said[at].line)],
        "misleading_customer_lines": [at for at in own if said[at].line.misleading],
        "tolerated_lines": [at for at in own if said[at].line.tolerated],
        "holds": [
            {"start": round(said[a].end, 3), "end": round(said[b].start, 3)}
            for a, b in pairs
            if said[b].start - said[a].end > 3
        ],
    }


def _ordinary(line: Line) -> bool:
    return line.speaker == "agent" and line.kind is None and not line.tolerated


def _moment(said: Sequence[Said], at: int) -> dict[str, Any]:
    """A labelled line; for the agent's, how the customer's heat changed from the line before it to the one after."""
    one = said[at]
    moment: dict[str, Any] = {
        "kind": one.line.kind,
        "technique": one.line.technique,
        "speaker": one.line.speaker,
        "start": round(one.start, 3),
        "end": round(one.end, 3),
        "text": one.line.text,
        "after": None,
        "line": at,
    }
    if one.line.speaker == "agent":
        before = [s.line.heat for s in said[:at] if s.line.speaker == "customer"]
        after = [s.line.heat for s in said[at + 1 :] if s.line.speaker == "customer" and s.within != at]
        if before and after:
            change = after[0] - before[-1]
            moment["after"] = "calmer" if change < 0 else "hotter" if change > 0 else "no_change"
            moment["heat_change"] = change
    return moment


def transcript(said: Sequence[Said]) -> str:
    """The call as WebVTT, a cue a line, by start."""
    cues = [
        f"{_clock(one.start)} --> {_clock(one.end)}\n<v {one.line.speaker.capitalize()}>{one.line.text}\n"
        for one in sorted(said, key=lambda one: one.start)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds / 1000:06.3f}"


def make(script: Script, folder: Path = FOLDER) -> list[Path]:
    """Write recording, transcript and truth of ``script`` into ``folder``; raises :class:`NoVoice` without espeak-ng."""
    said = list(perform(script))
    sides = record(script, said)
    paths = [folder / f"{script.name}{ending}" for ending in (".opus", ".vtt", ".truth.json")]
    write_opus(paths[0], sides)
    paths[1].write_text(transcript(said), encoding="utf-8")
    known = truth(script, said, len(sides[0]) / RATE)
    paths[2].write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return paths


def main() -> int:
    ask = argparse.ArgumentParser(
        prog="python -m samples.make", description="Makes the sample calls from their scripts."
    )
    ask.add_argument("names", nargs="*", help="which; all of them unless said")
    ask.add_argument("--into", type=Path, default=FOLDER)
    args = ask.parse_args()
    scripts = [script for script in read_scripts() if not args.names or script.name in args.names]
    # espeak-ng carries a trace of what it said before into what it says next: a process for each call
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as apart:
        for script in scripts:
            try:
                paths = apart.submit(make, script, args.into).result()
            except NoVoice as trouble:
                print(trouble, file=sys.stderr)
                return 1
            print(f"{script.name}: {paths[0].stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

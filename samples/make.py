"""Makes the sample calls from their scripts: ``python -m samples.make [NAME...]``.

Of each script come three files of the same name, always the same for the same Flite and WORLD: ``.opus`` (a telephone
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
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from audio.call import Speaker, other
from samples.bend import bend
from samples.music import hold_music
from samples.script import Hold, Line, Person, Script, read_scripts
from samples.telephone import RATE, handset, telephone, to_rate, write_opus
from samples.truth import PlacedLine, music_spans, transcript, truth
from samples.voice import Mark, MissingVoiceError, Sound, say

FOLDER = Path(__file__).parent
SEMITONES, DECIBELS, PACE, TILT = 1.7, 2.5, 1.06, 1.3  # of one step of heat
LEVEL: dict[Speaker, float] = {"agent": -25.0, "customer": -26.0}  # dBFS, RMS of a calm line
SOFTER = -4.0  # dB, of a listening sound
LIVELY = 1.25  # times the excursions of Flite's pitch, which are small
MUSIC = -27.0  # dBFS, RMS of hold music
GAP, LEAD, TAIL = 0.4, 0.3, 0.6  # seconds between lines, before the first, after the last


def speak(
    text: str, person: Person, heat: float, level: float, rng: np.random.Generator
) -> tuple[Sound, tuple[Mark, ...]]:
    """``text`` as ``person`` says it at ``heat``: sound at 8 kHz whose first word starts at 0, and its words."""
    pace, semitones, decibels = rng.normal(0, (0.02, 0.3, 0.5))  # nobody says two lines quite alike
    speech = say(text.replace("—", " "), person.voice, person.pace * (1 + pace) * PACE**heat)
    bent = bend(speech.sound, speech.rate, person.pitch + SEMITONES * heat + semitones, LIVELY, person.size)
    start, end = speech.words[0].start, speech.words[-1].end + 0.02
    spoken = to_rate(bent[int(start * speech.rate) : int(end * speech.rate)], speech.rate)
    sound = tilt(handset(spoken), TILT * heat)
    gain = 10 ** ((level + decibels + DECIBELS * heat) / 20) / max(1e-9, float(np.sqrt(np.mean(sound**2))))
    words = [word for word in text.split() if any(letter.isalnum() for letter in word)]
    marks = (Mark(word, m.start - start, m.end - start) for word, m in zip(words, speech.words, strict=True))
    return sound * np.float32(gain), tuple(marks)


def tilt(sound: Sound, decibels: float) -> Sound:
    """More (or less) energy above about 1 kHz, by a smooth high shelf."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    gains = 10 ** (decibels / 20 / (1 + np.exp(-(hertz - 1000) / 150)))
    return np.fft.irfft(spectrum * gains, len(sound)).astype(np.float32)


def perform(script: Script) -> Iterator[PlacedLine]:
    """Every line in its place, in the order of the script; listening sounds right after their line."""
    rng = np.random.default_rng(zlib.crc32(script.name.encode()))
    clock, count, music = LEAD, 0, 0.0
    heat: dict[Speaker, float] = {"agent": 0.0, "customer": 0.0}
    for line in script.lines:
        if isinstance(line, Hold):
            clock += line.seconds - GAP
            music = line.seconds if line.music else 0.0
            continue
        sound, words = speak(line.text, script.person(line.speaker), line.heat, LEVEL[line.speaker], rng)
        gap = line.gap if line.gap is not None else GAP + rng.uniform(-0.1, 0.1)
        start = clock if count == 0 else clock - line.interrupts if line.interrupts else clock + gap
        yield PlacedLine(line, start, sound, _shift(words, start), music=music)
        clock, host, heat[line.speaker] = start + words[-1].end, count, line.heat
        count, music = count + 1, 0.0
        if line.heard:
            listener = other(line.speaker)
            response = Line(listener, line.heard, heat[listener])
            start_of_response = start + line.heard_at * words[-1].end
            sound, words = speak(response.text, script.person(listener), response.heat, LEVEL[listener] + SOFTER, rng)
            yield PlacedLine(response, start_of_response, sound, _shift(words, start_of_response), within=host)
            count += 1


def _shift(words: Sequence[Mark], by: float) -> tuple[Mark, ...]:
    return tuple(Mark(word.text, word.start + by, word.end + by) for word in words)


def record(script: Script, placed_lines: Sequence[PlacedLine]) -> list[Sound]:
    """The channels at 8 kHz, left first."""
    rng = np.random.default_rng(zlib.crc32(script.name.encode()) + 1)
    length = int((max(placed.end for placed in placed_lines) + TAIL) * RATE)
    sides: dict[Speaker, Sound] = {"agent": np.zeros(length, np.float32), "customer": np.zeros(length, np.float32)}
    for placed in placed_lines:
        at = int(placed.start * RATE)
        sides[placed.line.speaker][at : at + len(placed.sound)] += placed.sound[: length - at]
    for span in music_spans(placed_lines):
        at, music = int(span.start * RATE), hold_music(span.duration, RATE, MUSIC)
        sides["agent"][at : at + len(music)] += music
    if script.layout == "mono":
        return [telephone(sides["agent"] + sides["customer"], rng)]
    left, right = ("customer", "agent") if script.layout == "swapped" else ("agent", "customer")
    return [telephone(sides[left], rng), telephone(sides[right], rng)]  # type: ignore[index]


def make(script: Script, folder: Path = FOLDER) -> list[Path]:
    """Write recording, transcript and truth of ``script`` into ``folder``; raises :class:`MissingVoiceError` without Flite or pyworld."""
    placed_lines = list(perform(script))
    sides = record(script, placed_lines)
    paths = [folder / f"{script.name}{ending}" for ending in (".opus", ".vtt", ".truth.json")]
    write_opus(paths[0], sides)
    paths[1].write_text(transcript(placed_lines), encoding="utf-8")
    facts = truth(script, placed_lines, len(sides[0]) / RATE)
    paths[2].write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return paths


def main() -> int:
    """Make the samples that the command line names, all unless it names some; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m samples.make", description="Makes the sample calls from their scripts."
    )
    parser.add_argument("names", nargs="*", help="which; all of them unless said")
    parser.add_argument("--into", type=Path, default=FOLDER)
    args = parser.parse_args()
    scripts = [script for script in read_scripts() if not args.names or script.name in args.names]
    # Flite's noise goes on from where what it said before left it: a process for each call
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as process:
        for script in scripts:
            try:
                paths = process.submit(make, script, args.into).result()
            except MissingVoiceError as trouble:
                print(trouble, file=sys.stderr)
                return 1
            print(f"{script.name}: {paths[0].stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What is heard in calls whose truth is known: ``python -m tests.bench.hearing --data FOLDER [--calls FOLDER]``.

FOLDER/emotion holds single clips of actors, named as in the Berlin database of emotional speech; calls are made of them
(see :mod:`tests.bench._made`). With ``--calls`` the calls are those of another maker: NAME.wav, agent left, with
NAME.json beside it.

With ``--softer 20`` calm speech lies 20 dB under raised speech, as it does in natural ones; the clips themselves are as loud as one another.

* speech error: (missed + false speech) over true speech, both sides, no collar
* interruptions, backchannels: F1 of events; one is found where the same side starts within 0.5 s of it
* joyful agents accused: calls in which an agent speaks gladly in the second half (--glad so many), and of them those in which the
  raised voice is held against the agent, surely or possibly
* escalation: right (call, speaker) pairs, calm speakers flagged, and how far the start lies from the true one
* by handover (``--handover`` so many calls of each of :mod:`tests.bench._handover`): newcomers found, wrongly found, and who is accused
* by change of line in mid-call (``--changes`` so many calls of each of :mod:`tests.bench._line_changes`): who is accused for it, and, with
  ``--rising``, which rises of the voice are missed
* by line (``--lines`` so many calls of each of :mod:`tests.bench._lines`): how often over-talk is withheld, F1 of interruptions in
  the calls in which it is not, speech error, and the agent's pushes that are none (sure and possible ones)
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from analysis.report import Report
from analysis.review import review
from audio.call import SPEAKERS, Call, Speaker
from audio.listen import listen
from audio.span import Span, common, merge
from tests.bench import _handover, _line_changes
from tests.bench._lines import JOINT, LEAKS, SMALL, Line
from tests.bench._made import KINDS, Actors, Kind, Truth, make, truth_of
from tests.bench._sounds import LINE, Samples, show
from tests.sounds import write

NEAR = 0.5
"""Seconds by which a found start may differ from the true one."""
Event = tuple[Speaker, Span]


@dataclass
class Score:
    """Sums over calls."""

    missed: float = 0.0
    false: float = 0.0
    said: float = 0.0
    events: dict[str, list[int]] = field(default_factory=lambda: {"interruption": [0, 0, 0], "backchannel": [0, 0, 0]})
    right: int = 0
    pairs: int = 0
    calm: int = 0
    flagged: int = 0
    late: list[float] = field(default_factory=list)

    def add(self, call: Call, report: Report, truth: Truth) -> None:
        for speaker in SPEAKERS:
            true, found = merge(truth.speech[speaker]), merge(turn.span for turn in call.of(speaker))
            both = sum(s.duration for s in common(true, found))
            self.said += (said := sum(s.duration for s in true))
            self.missed += said - both
            self.false += sum(s.duration for s in found) - both
            self._escalation(
                [m.span for m in report.escalations if m.speaker == speaker], truth.escalations.get(speaker)
            )
        for kind, events in (("interruption", truth.interruptions), ("backchannel", truth.backchannels)):
            mine = [(m.speaker, m.span) for m in report.overtalk if m.name == kind and m.speaker]
            for k, count in enumerate((paired(mine, events), len(mine), len(events))):
                self.events[kind][k] += count

    def _escalation(self, found: Sequence[Span], true: Span | None) -> None:
        self.pairs += 1
        if true is None:
            self.calm, self.flagged, self.right = self.calm + 1, self.flagged + bool(found), self.right + (not found)
            return
        touching = [span for span in found if span & true]
        self.right += bool(touching)
        if touching:
            self.late.append(abs(touching[0].start - true.start))

    def f1(self, kind: str) -> float:
        pairs, found, true = self.events[kind]
        return 2 * pairs / (found + true) if found + true else 1.0


def paired(found: Sequence[Event], true: Sequence[Event]) -> int:
    """How many are found, each true one once, the nearest first."""
    left, count = list(true), 0
    for who, span in sorted(found, key=lambda event: event[1]):
        fits = [t for t in left if t[0] == who and abs(t[1].start - span.start) <= NEAR and t[1].grow(0.1) & span]
        if fits:
            left.remove(min(fits, key=lambda t: abs(t[1].start - span.start)))
            count += 1
    return count


@dataclass
class OverLine:
    """What is made of the calls over one line."""

    all: Score = field(default_factory=Score)
    told: Score = field(default_factory=Score)
    calls: int = 0
    withheld: int = 0
    false: int = 0

    def add(self, call: Call, report: Report, truth: Truth) -> None:
        self.calls += 1
        self.all.add(call, report, truth)
        if call.doubt("overtalk"):
            self.withheld += 1
        else:
            self.told.add(call, report, truth)
        mine = [(m.speaker, m.span) for m in report.moments if m.technique == "interruption" and m.kind == "pushed"]
        self.false += len(mine) - paired(mine, truth.interruptions)
        if "agent" not in truth.escalations:
            self.false += sum(m.technique == "raised_voice" for m in report.moments)


def over(line: Line, name: str, data: Path, count: int, seed: int) -> OverLine:
    """``count`` calls over one line, the same ones over each."""
    actors, found = Actors(data / "emotion"), OverLine()
    with tempfile.TemporaryDirectory() as folder:
        for k in range(count):
            sides, truth = make(actors, KINDS[k % len(KINDS)], np.random.default_rng([seed, k]), line)
            if name in SMALL:
                path = write(
                    Path(folder) / "call.opus",
                    *(side.astype(np.float32) for side in sides),
                    rate=SMALL[name],
                    from_rate=LINE,
                    codec="libopus",
                    bits_a_second=20000,
                )
            else:
                path = Path(folder) / "call.wav"
                soundfile.write(path, np.clip(np.stack(sides, axis=1), -1, 1), LINE, subtype="ULAW")
            call = listen(path, agent="left", ignore_transcript_beside=True)
            found.add(call, review(call), truth)
    return found


def show_lines(data: Path, count: int, seed: int) -> None:
    """A line of the table for each line: the figures, and what is asked of it."""
    for name, line in {**LEAKS, **JOINT}.items():
        found = over(line, name, data, count, seed)
        pushes = found.false / found.calls
        error = (found.all.missed + found.all.false) / found.all.said
        bar = "0 false" if name in JOINT else "F1 >= 0.85, <= 0.25 false a call, or withheld" if "-20" in name else ""
        f1 = f"F1 {found.told.f1('interruption'):.2f}" if found.withheld < found.calls else "withheld"
        show(name, f"{f1}, {pushes:.2f} false", f"{bar:46} ({found.withheld} withheld; speech error {error:.2f})")


def show_kinds(
    calls: Iterator[tuple[str, list[Samples], Truth]], empty: type[_handover.Heard] | type[_line_changes.Heard]
) -> None:
    """A line of the table for each kind of call."""
    heard: dict[str, _handover.Heard | _line_changes.Heard] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, sides, truth in calls:
            path = Path(folder) / "call.wav"
            soundfile.write(path, np.clip(np.stack(sides, axis=1), -1, 1), LINE, subtype="ULAW")
            call = listen(path, agent="left", ignore_transcript_beside=True)
            heard.setdefault(kind, empty()).add(call, review(call), truth)
    for kind, result in sorted(heard.items()):
        show(kind, f"of {result.calls}", str(result))


def made(data: Path, count: int, seed: int, folder: Path, softer: float = 0.0) -> Iterator[tuple[Path, Truth]]:
    """``count`` calls of our own making, of each kind in turn; calm clips ``softer`` dB down."""
    actors, dice = Actors(data / "emotion", softer), np.random.default_rng(seed)
    for k in range(count):
        sides, truth = make(actors, KINDS[k % len(KINDS)], dice)
        path = folder / f"{k:03d}.wav"
        soundfile.write(path, np.clip(np.stack(sides, axis=1), -1, 1), LINE, subtype="ULAW")
        yield path, truth


def accused(data: Path, count: int, seed: int) -> tuple[int, int]:
    """Of ``count`` calls whose agent is glad, those in which the raised voice is a sure push, and a possible one."""
    actors, dice, sure, possible = Actors(data / "emotion"), np.random.default_rng(seed), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(count):
            path = Path(folder) / "glad.wav"
            sides, _ = make(actors, "agent glad", dice)
            soundfile.write(path, np.clip(np.stack(sides, axis=1), -1, 1), LINE, subtype="ULAW")
            found = [
                m.confidence
                for m in review(listen(path, agent="left", ignore_transcript_beside=True)).moments
                if m.technique == "raised_voice"
            ]
            sure += "high" in found
            possible += "low" in found and "high" not in found
    return sure, possible


def main() -> int:
    """Print the figures beside their bars."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--calls", type=Path, help="calls made elsewhere, with their truth")
    ask.add_argument("--count", type=int, default=12)
    ask.add_argument("--softer", type=float, default=0.0, help="dB by which calm speech lies under raised speech")
    ask.add_argument("--glad", type=int, default=6)
    ask.add_argument("--lines", type=int, default=2, help="calls over each line")
    ask.add_argument("--handover", type=int, default=4, help="calls of each kind of handover")
    ask.add_argument("--changes", type=int, default=0, help="calls of each change of line; 12 are each of its ways")
    ask.add_argument("--rising", action="store_true", help="in them both voices are raised to the end")
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        there = (
            ((path, truth_of(path.with_suffix(".json"))) for path in sorted(args.calls.glob("*.wav")))
            if args.calls
            else None
        )
        for path, truth in there or made(args.data, args.count, args.seed, Path(folder), args.softer):
            call = listen(path, agent="left", ignore_transcript_beside=True)
            score.add(call, review(call), truth)
    show("speech error (missed + false)", f"{(score.missed + score.false) / score.said:.3f}", "<= 0.06")
    show("  of it missed", f"{score.missed / score.said:.3f}")
    for kind, bar in (("interruption", 0.95), ("backchannel", 0.90)):
        pairs, found, true = score.events[kind]
        show(f"{kind}s F1", f"{score.f1(kind):.3f}", f">= {bar}   ({pairs} of {true}, {found - pairs} false)")
    show("escalations, right pairs", f"{score.right / score.pairs:.3f}", f">= 0.95   ({score.right} of {score.pairs})")
    show("calm speakers flagged", f"{score.flagged} of {score.calm}", "<= 1 of 40")
    show("escalation start, median error", f"{statistics.median(score.late):.1f} s" if score.late else "none", "<= 4 s")
    if args.glad:
        sure, possible = accused(args.data, args.glad, args.seed)
        show("joyful agents accused", f"{sure} of {args.glad}", f"<= 1 of 13   ({possible} more possibly)")
    if args.handover:
        show_kinds(_handover.calls(args.data, args.handover, args.seed), _handover.Heard)
    if args.changes:
        kind: Kind = "both rise" if args.rising else "calm"
        show_kinds(_line_changes.calls(args.data, args.changes, args.seed, kind), _line_changes.Heard)
    if args.lines:
        show_lines(args.data, args.lines, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())

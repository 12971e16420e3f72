"""What a real Whisper hears, beside plain faster-whisper on each channel: ``python -m tests.bench.words --model base``.

On calls whose every word is known (the samples, or those of ``--known FOLDER``): word error rate and its kinds, true speech
that was lost, words on the wrong side and in silence, and how far the times are off (:mod:`tests.bench._word_error` defines
each). On a minute each of music, noise, a silent line and a fax: words. With ``--data FOLDER``, on FOLDER/calls and
FOLDER/meetings, whose words nobody knows for sure: which words only one of the two has, and how far each is from the
words.json beside, another recogniser's. For all: processor time and memory (:mod:`tests.bench._recognisers`). The most memory
of a whole ``review`` is taken of a call of ten minutes. Last the moments of the known calls, with heard words and with
written ones, if the scorer is there (FOLDER/../tools/score_moments.py).

Heard anew each time, nothing is kept. ``--calls NAME...`` takes only those, known or not, and leaves out the rest.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from audio.asr.models.installed import Model, find_model
from audio.signal.decode import decode
from tests.bench._known_calls import Known, Score, known_calls, sides_of
from tests.bench._recognisers import ROOT, Hearing, Run, measured, run
from tests.bench._sounds import show
from tests.bench._word_error import Errors, errors, only, single
from tests.sounds import RATE, at_level, fax, music, noise, write

MINUTE = 60.0
LONG = 600.0
"""Seconds of the call whose review's memory is taken."""


def known(model: Path, calls: Sequence[Known], scorer: Path | None) -> None:
    """Both recognisers on calls whose words are known."""
    paths = [call.recording for call in calls]
    runs = {how: run(how, model, paths) for how in ("ours", "plain")}
    scores = {how: Score() for how in runs}
    print(f"\n{len(calls)} calls whose words are known; word error rate")
    for call in calls:
        for how, ran in runs.items():
            scores[how].add(call, ran.hearings[call.recording])
        rates = [f"{_errors(call, runs[how].hearings[call.recording]).rate:.3f}" for how in runs]
        print(f"  {call.name:24} ours {rates[0]}  plain {rates[1]}", flush=True)
    ours, plain = scores["ours"], scores["plain"]
    show("word error rate, ours / plain", f"{ours.errors.rate:.4f} / {plain.errors.rate:.4f}")
    show("  ratio", f"{ours.errors.rate / plain.errors.rate:.3f}" if plain.errors.rate else "", "<= 0.93")
    for how, score in scores.items():
        _tell(how, score)
    costs(runs)
    marked = [call for call in calls if "moments" in json.loads(_truth(call).read_text(encoding="utf-8"))]
    if scorer is not None and marked:
        moments(model, marked, runs["ours"], scorer)


def _truth(call: Known) -> Path:
    return call.recording.with_name(f"{call.name}.truth.json")


def _errors(call: Known, hearing: Hearing) -> Errors:
    score = Score()
    score.add(call, hearing)
    return score.errors


def _tell(how: str, score: Score) -> None:
    found, starts = score.errors, np.abs(score.errors.starts or [0.0])
    kinds = f"{found.substitutions} / {found.deletions} / {found.insertions}"
    show(f"{how}: substituted / deleted / inserted", kinds, f"of {found.words} true words")
    openings = sum(one.opening for _, one in score.untold)
    show(f"{how}: lost without a doubt", f"{len(score.untold)} ({openings} openings)", "0" if how == "ours" else "")
    show(f"{how}: lost in all", f"{len(score.lost)}")
    if how == "ours":
        show(f"{how}: true words outside detected speech", f"{len(score.undetected)}")
    show(f"{how}: words on the wrong side", f"{len(score.wrong_side)}")
    show(f"{how}: words in silence", f"{len(score.in_silence)}", f"of {score.heard} heard")
    middle, far = np.percentile(starts, [50, 95])
    show(f"{how}: start error, median / 95 %", f"{middle:.2f} / {far:.2f} s")
    show(f"{how}: right words off by > 1 s", f"{found.off}", f"of {len(found.starts)}")
    for what, places in (("lost", [(name, one.span, f"{one.seconds:.1f} s") for name, one in score.lost]),
                         ("wrong side", [(name, one.span, one.text) for name, one in score.wrong_side]),
                         ("in silence", [(name, one.span, one.text) for name, one in score.in_silence])):  # fmt: skip
        for name, span, text in places:
            print(f"      {what:12} {name} {span.start:.1f} to {span.end:.1f} s: {text}")


def costs(runs: Mapping[str, Run]) -> None:
    """What the hearing took of the processor and of memory, and how often the encoder looked."""
    all_of = {how: list(ran.hearings.values()) for how, ran in runs.items()}
    for how, ran in runs.items():
        processor, looks = sum(h.processor for h in all_of[how]), sum(h.looks for h in all_of[how])
        show(f"{how}: processor for the words", f"{processor:.1f} s", f"{looks} looks of the encoder")
        show(f"{how}: whole process", f"{ran.processor:.1f} s, {ran.memory:.0f} MiB")
    ours = all_of["ours"]
    spoken, seen = sum(h.spoken for h in ours) or 1.0, sum(h.seen for h in ours)
    first = (seen - sum(h.again for h in ours)) / spoken
    show("decoder sees, without / with second looks", f"{first:.3f} / {seen / spoken:.3f}", "<= 1.1 / <= 1.2")
    processor = sum(h.processor for h in ours) or 1.0
    show("all else costs", f"{sum(h.own for h in ours) / processor:.1%}", "<= 5 % of the processor's time")


def moments(model: Path, calls: Sequence[Known], heard: Run, scorer: Path) -> None:
    """The moments that a coach would mark, with heard words and with written ones."""
    written = run("written", model, [call.recording for call in calls])
    for how, ran, bar in (
        ("heard", heard, " (bar: >= .87, <= 1 of 61, on calls of another maker)"),
        ("written", written, ""),
    ):
        with tempfile.TemporaryDirectory() as folder:
            truths, reports = Path(folder) / "truths", Path(folder) / "reports"
            truths.mkdir()
            reports.mkdir()
            for call in calls:
                (truths / _truth(call).name).write_bytes(_truth(call).read_bytes())
                report = json.dumps(ran.hearings[call.recording].report)
                (reports / f"{call.name}.json").write_text(report, encoding="utf-8")
            scored = subprocess.run(
                [sys.executable, str(scorer), str(truths), str(reports), "--json"],
                capture_output=True,
                text=True,
                check=True,
            )
        told = json.loads(scored.stdout)
        show(f"moments with {how} words: agent F1", f"{told['agent_f1']:.3f}")
        show("  ordinary lines flagged", told["ordinary_lines_flagged"], bar)


def nobody(model: Path) -> None:
    """Words where nobody speaks, through speech detection as in the product."""
    sounds = {
        "music": music(MINUTE),
        "noise": noise(MINUTE, -30),
        "silent line": noise(MINUTE, -62, 2),
        "fax": at_level(fax(MINUTE), -20),
    }
    print("\nA minute where nobody speaks; words by ours / by plain")
    with tempfile.TemporaryDirectory() as folder:
        paths = {
            name: write(Path(folder) / f"{name}.wav", sound, noise(MINUTE, -62, 3), rate=8000, from_rate=RATE)
            for name, sound in sounds.items()
        }
        runs = [run(how, model, list(paths.values())) for how in ("ours", "plain")]
        for name, path in paths.items():
            counts = [sum(map(len, ran.hearings[path].words)) for ran in runs]
            show(name, f"{counts[0]} / {counts[1]}", "0")


def unknown(model: Path, title: str, paths: Sequence[Path]) -> None:
    """Both recognisers on recordings whose words nobody knows for sure."""
    runs = {how: run(how, model, paths) for how in ("ours", "plain")}
    print(f"\n{title}: words only ours has / only plain has, of ours; distance from words.json, ours / plain")
    for path in paths:
        ours, plain = (runs[how].hearings[path] for how in runs)
        sides = range(max(len(ours.words), len(plain.words)))
        pairs = [(single(ours.side(k)), single(plain.side(k))) for k in sides]
        differ = np.sum([only(*pair) for pair in pairs], axis=0)
        words, doubts = sum(len(mine) for mine, _ in pairs), len(ours.doubts)
        text = f"{differ[0]} / {differ[1]} of {words}"
        show(
            path.stem,
            text,
            "  ".join(
                [
                    _distance(path, pairs),
                    f"{doubts} doubts" if doubts else "",
                    f"{ours.doubled} doubled" if ours.doubled else "",
                ]
            ).strip(),
        )
    costs(runs)


def _distance(path: Path, pairs: Sequence[tuple[Any, Any]]) -> str:
    beside = path.with_suffix(".words.json")
    if not beside.exists():
        return ""
    truth = json.loads(beside.read_text(encoding="utf-8"))
    # the same layout as a truth's lines, with [text, start, end] for a word
    lines = [
        {
            **turn,
            "text": "",
            "words": [dict(zip(("text", "start", "end"), word, strict=True)) for word in turn["words"]],
        }
        for turn in truth["turns"]
    ]
    sums = [Errors(), Errors()]
    for channel, side in enumerate(sides_of({"lines": lines, "agent": truth["agent"]})):
        true = [word for line in side for word in line]
        for k in (0, 1):
            sums[k] += errors(true, pairs[channel][k])
    return f"{sums[0].rate:.3f} / {sums[1].rate:.3f}"


def whole(model: Path, calls: Sequence[Known]) -> None:
    """The most memory of a whole review of ten minutes, and of plain faster-whisper on the same."""
    two_sided = [call for call in calls if len(call.sides) == 2]
    with tempfile.TemporaryDirectory() as folder:
        parts, length = [], 0
        for call in two_sided * 20:
            with decode(call.recording) as sound:
                parts.append(sound.read())
            length += parts[-1].shape[1]
            if length >= LONG * RATE:
                break
        path = write(
            Path(folder) / "long.wav", *np.concatenate(parts, axis=1)[:, : int(LONG * RATE)], rate=8000, from_rate=RATE
        )
        library = f"sqlite:///{folder}/library.db"
        _, memory, processor = measured(
            ["-m", "ui.cli", "review", str(path), "--model", str(model), "--json", "-"], SAMESIDE_LIBRARY=library
        )
        plain = run("plain", model, [path])
    print("\nA call of ten minutes")
    show("whole review: most memory, processor", f"{memory:.0f} MiB, {processor:.0f} s", "<= 763 MiB (800 MB)")
    show("plain on both channels", f"{plain.memory:.0f} MiB, {plain.processor:.0f} s")


def main() -> int:
    """Print the figures beside their bars."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--model", default="base", help="a model's name or folder")
    ask.add_argument(
        "--known", type=Path, default=ROOT / "samples", help="calls with their truth; the samples if not given"
    )
    ask.add_argument("--data", type=Path, help="a folder with calls/ and meetings/")
    ask.add_argument("--calls", nargs="+", default=[], metavar="NAME", help="these only, known or of --data")
    args = ask.parse_args()
    model = find_model(args.model)
    if not isinstance(model, Model):
        print(model.reason, file=sys.stderr)
        return 1
    data = args.data or Path("nowhere")
    scorer = data.resolve().parent / "tools" / "score_moments.py"
    calls = known_calls(args.known.resolve(), args.calls)
    if calls:
        known(model.folder, calls, scorer if scorer.exists() else None)
    for title, pattern in (("Calls", "calls/**/*.flac"), ("Meetings", "meetings/*.flac")):
        paths = [p for p in sorted(data.resolve().glob(pattern)) if not args.calls or p.stem in args.calls]
        if paths:
            unknown(model.folder, title, paths)
    if not args.calls:
        nobody(model.folder)
        whole(model.folder, calls)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How quick and how large a whole review is, all but Whisper: ``python -m tests.bench.speed [--long]``.

A stereo call of an hour with its transcript is made by putting the committed samples one after another, as 8 kHz mu-law.
Then, in a process of its own, it is heard (decoding, leak, speech, pitch and loudness of both sides, words laid on speech) and
reviewed. Told are seconds, times real time, and the most memory the process ever held (VmHWM). ``--long`` does the same
for two and four hours, to show that it grows as the call does and no faster.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import soundfile

from audio.signal.decode import decode
from tests.bench._sounds import show

ROOT = Path(__file__).parents[2]
RATE = 8000
NAMES = ("parcel_pushed", "broadband_recovered", "final_no", "taxi_overtalk", "boiler_hold")


def make(minutes: int, folder: Path) -> Path:
    """A recording of ``minutes`` and its transcript beside it."""
    calls = []
    for name in NAMES:
        with decode(ROOT / "samples" / f"{name}.opus") as sound:
            lines = json.loads((ROOT / "samples" / f"{name}.truth.json").read_text(encoding="utf-8"))["lines"]
            calls.append((sound.read()[:, ::2].T, lines))  # 16 to 8 kHz: the samples hold nothing over 3.4 kHz
    path, cues, at, k = folder / f"{minutes}.wav", ["WEBVTT\n"], 0.0, 0
    with soundfile.SoundFile(path, "w", RATE, 2, subtype="ULAW") as file:
        while at < 60 * minutes:
            sound, lines = calls[k % len(calls)]
            cues += [
                f"{_clock(at + line['start'])} --> {_clock(at + line['end'])}\n<v {line['speaker'].title()}>{line['text']}\n"
                for line in lines
                if at + line["end"] < 60 * minutes
            ]
            file.write(sound[: int((60 * minutes - at) * RATE)])
            at, k = at + len(sound) / RATE, k + 1
    path.with_suffix(".vtt").write_text("\n".join(cues), encoding="utf-8")
    return path


def _clock(seconds: float) -> str:
    seconds = round(seconds, 3)  # first, or 59.9996 s would be written as 60.000
    return f"{int(seconds // 3600):02d}:{int(seconds // 60 % 60):02d}:{seconds % 60:06.3f}"


def one(path: Path) -> None:
    """Listen to ``path`` and review it; print what that took as JSON."""
    from analysis.review import review
    from audio.listen import listen

    start = time.perf_counter()
    call = listen(path, agent="left")
    heard = time.perf_counter()
    report = review(call)
    done = time.perf_counter()
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    told = {
        "duration": call.duration,
        "listen": heard - start,
        "review": done - heard,
        "processor": time.process_time(),
        "mib": int(peak.split()[1]) / 1024,
        "words": sum(len(turn.words) for turn in call.turns),
        "moments": len(report.moments),
    }
    print(json.dumps(told))


def main() -> int:
    """Print the figures beside their bars."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, help="not needed: the call is made of the committed samples")
    ask.add_argument("--minutes", type=int, default=60)
    ask.add_argument("--long", action="store_true", help="two and four hours as well")
    ask.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.one:
        one(args.one)
        return 0
    for minutes in (args.minutes, *((120, 240) if args.long else ())):
        with tempfile.TemporaryDirectory() as folder:
            path = make(minutes, Path(folder))
            ran = subprocess.run(
                [sys.executable, "-m", "tests.bench.speed", "--one", str(path)],
                cwd=ROOT,
                capture_output=True,
                text=True,
            )
        if ran.returncode:
            print(ran.stderr, file=sys.stderr)
            return 1
        told = json.loads(ran.stdout)
        seconds = told["listen"] + told["review"]
        show(
            f"{minutes} min: listening + review", f"{told['listen']:.1f} + {told['review']:.1f} s", "<= 14.4 s an hour"
        )
        show("  times real time", f"{told['duration'] / seconds:.0f}", ">= 250 on two cores")
        show("  processor time, all cores, start included", f"{told['processor']:.0f} s")
        show("  most memory", f"{told['mib']:.0f} MiB", "< 614 MiB")
        show("  words / moments", f"{told['words']} / {told['moments']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

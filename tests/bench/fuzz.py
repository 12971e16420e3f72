"""Damaged files: ``python -m tests.bench.fuzz [recordings …] [--cases 500] [--seed 1]``.

Of each kind small files are made and damaged from a seed (:mod:`tests.bench._damage`); the cases are spread evenly over the kinds.
Each is taken in a process that may use 2 GiB of memory and 60 s of the processor, and may wait ten times as long. Told are how many were read, how many were refused in a
sentence, and how many ended in a traceback, a hang, too much memory, or the end of the process. The exit status is 1 where one of these four is not 0.

A kind is a module with ``make(folder)``, which writes whole files and gives their paths, and ``take(path)``, which does with one all
that SameSide does with it; it is named once in :data:`KINDS`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import resource
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

from tests.bench._damage import damaged

ROOT = Path(__file__).parents[2]
KINDS = {
    "recordings": "tests.bench._fuzz_recordings",
    "transcripts": "tests.bench._fuzz_transcripts",
    "beside": "tests.bench._fuzz_beside",
    "notes": "tests.bench._fuzz_notes",
    "settings": "tests.bench._fuzz_settings",
}
OUTCOMES = ("read", "sentence", "traceback", "hang", "memory", "crash")
BAD = OUTCOMES[2:]
BUSY, TIMEOUT, MEMORY = 60, 600.0, 2 << 30
"""Seconds of the processor, seconds by the clock, which on a busy machine say little, and bytes that one file may take."""


class Taker:
    """A process that takes one file after the other; another where it ended, or had to be ended."""

    def __init__(self, kind: str) -> None:
        self._command = [sys.executable, "-m", "tests.bench.fuzz", "--take", kind]
        self._process: subprocess.Popen[bytes] | None = None

    def take(self, path: Path, timeout: float = TIMEOUT) -> tuple[str, str]:
        """What came of it, one of :data:`OUTCOMES`, and what was said."""
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            assert self._process.stdout is not None and self._process.stdout.readline()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(os.fsencode(path) + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], timeout)[0]:
            self.stop()
            return "hang", f"more than {timeout:.0f} s"
        answer = self._process.stdout.readline()
        if not answer:
            status = self._process.wait()
            self.stop()
            if status == -signal.SIGXCPU:
                return "hang", f"more than {BUSY} s of the processor"
            return "crash", f"exit status {status}"
        outcome, said = json.loads(answer)
        if outcome == "memory":
            self.stop()
        return outcome, said

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None


def take_all(kind: str) -> None:
    """What the process does: take each file that is named on standard input, and answer what came of it."""
    module = importlib.import_module(KINDS[kind])
    from audio.errors import SameSideError

    answers, sys.stdout = sys.stdout, sys.stderr
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print("ready", file=answers, flush=True)
    for line in sys.stdin.buffer:
        _may_use(BUSY)
        try:
            module.take(Path(os.fsdecode(line.rstrip(b"\n"))))
            answer = ("read", "")
        except SameSideError as trouble:
            said = str(trouble)
            answer = ("memory" if "more memory than there is" in said else "sentence", said)
        except MemoryError:
            answer = ("memory", traceback.format_exc())
        except Exception:
            answer = ("traceback", traceback.format_exc())
        print(json.dumps(answer), file=answers, flush=True)


def _may_use(seconds: int) -> None:
    """Have this process ended where it uses the processor for so long from now on."""
    spent, (_, most) = resource.getrusage(resource.RUSAGE_SELF), resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + 1 + seconds, most))


def fuzz(kind: str, cases: int, seed: int, keep: Path | None = None) -> tuple[Counter[str], list[str]]:
    """How many files came to what, and of the bad ones what they said; these are kept in the folder ``keep``."""
    counts: Counter[str] = Counter()
    bad: list[str] = []
    taker = Taker(kind)
    with tempfile.TemporaryDirectory() as folder:
        whole = importlib.import_module(KINDS[kind]).make(Path(folder))
        for case in range(cases):
            dice = random.Random(f"{kind} {seed} {case}")
            origin = whole[case % len(whole)]
            path = Path(folder) / f"{origin.stem}-{case}{origin.suffix}"
            path.write_bytes(damaged(origin.read_bytes(), dice))
            outcome, said = taker.take(path)
            counts[outcome] += 1
            if outcome in BAD:
                bad.append(f"{outcome}: case {case} of {origin.name}: {said.strip().splitlines()[-1] if said else ''}")
                if keep is not None:
                    keep.mkdir(exist_ok=True)
                    path.replace(keep / f"{kind}-{seed}-{path.name}")
            path.unlink(missing_ok=True)
        taker.stop()
    return counts, bad


def main() -> int:
    """Print the counts of each kind."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("kinds", nargs="*", choices=[[], *KINDS], default=[], help="all of them by default")
    ask.add_argument("--cases", type=int, default=500, help="files of all kinds together")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--keep", type=Path, help="a folder for those that came to no good")
    ask.add_argument("--take", choices=KINDS, help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.take:
        take_all(args.take)
        return 0
    kinds = args.kinds or [*KINDS]
    failed = False
    print(f"{'kind':<12}{'files':>6}" + "".join(f"{outcome:>11}" for outcome in OUTCOMES), flush=True)
    for k, kind in enumerate(kinds):
        cases = args.cases // len(kinds) + (k < args.cases % len(kinds))
        counts, bad = fuzz(kind, cases, args.seed, args.keep)
        print(f"{kind:<12}{cases:>6}" + "".join(f"{counts[outcome]:>11}" for outcome in OUTCOMES), flush=True)
        print("".join(f"  {line}\n" for line in bad), end="")
        failed |= bool(bad)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

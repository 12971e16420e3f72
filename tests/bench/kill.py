"""kill -9 at drawn points, and what is lost then, half there, or left over: ``python -m tests.bench.kill [--points 140] [--hearings 10] [--seed 15]``.

::

    a child does one kind of thing ── dies ──> the library is opened again ──> everything acknowledged is there and whole,
      (tests/bench/_killed.py)                 and an hour passes              nothing else is, in the tables and on the disk

Kinds: uploads, reviews by a worker, notes, deletions, migrations, and ``sameside review`` of a real sample on the command line, killed at any
moment of its hearing (ten points, since a hearing takes its time); its temporary folder is looked into as well, after the same review was run to
its end. ``--postgres`` does all of it on PostgreSQL (Debian's ``postgresql``), ``--only KIND`` one kind, ``--json`` prints the counts alone.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from library.database import connection
from library.database.connection import Database
from library.store import Library
from tests.bench._killed import DOES, child, fill
from tests.bench._whole import Found, look

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "cake_tin.opus"
KINDS = (*DOES, "hearings")
STEPS = {"uploads": 60, "reviews": 110, "notes": 60, "deletions": 150, "migrations": 60}
"""Among so many first steps the one is drawn at which a child dies: some rounds of what it does."""
MOMENTS = 0.12
"""Seconds among which the moment is drawn at which a child is killed."""


@contextmanager
def places(postgres: bool) -> Iterator[Callable[[], tuple[str, Path]]]:
    """Gives new libraries: a URL and a folder each; all gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kill-")))
        new_database = _databases() if postgres else None
        tempfile.tempdir = str(folder / "temporary")  # of the children: nothing may be left in it
        Path(tempfile.tempdir).mkdir()
        stack.callback(setattr, tempfile, "tempdir", None)
        numbers = itertools.count()
        yield lambda: _new_folder(folder / str(next(numbers)), new_database and new_database())


def _databases() -> Callable[[], str]:
    """Gives new databases of a PostgreSQL that runs."""
    sys.path.insert(0, str(ROOT / "tests"))
    from tests import real_postgres

    real_postgres.new_database(
        empty=True
    )  # the server lies in a temporary folder as well, and is not to be looked for there
    return partial(real_postgres.new_database, empty=True)


def _new_folder(folder: Path, url: str | None) -> tuple[str, Path]:
    folder.mkdir()
    return url or str(folder / "library.db"), folder


def old_library(url: str, files: Path) -> Database:
    """A library of the first form with calls in it, as ``_killed.migrations`` opens it."""
    from alembic import command

    upgrade, head = command.upgrade, connection.HEAD
    try:
        connection.HEAD = "0001"
        command.upgrade = lambda config, _target: upgrade(config, "0001")
        old = Database(url, files)
    finally:
        connection.HEAD, command.upgrade = head, upgrade
    with old.engine.begin() as opened:
        opened.exec_driver_sql(
            "INSERT INTO recording (id, suffix, name, size, kept) VALUES ('r1', '', 'a.wav', 5, '2026-03-02 12:00:00')"
        )
        opened.exec_driver_sql(
            "INSERT INTO job (id, recording_id, name, options, state, stage, progress, attempts, added) "
            "VALUES (7, 'r1', 'a.wav', '{}', 'failed', '', 0.5, 3, '2026-03-02 12:00:00')"
        )
    old.close()
    return old


def point(kind: str, url: str, files: Path, chance: random.Random) -> Found:
    """Have one child die at one point, and look."""
    by_step = chance.random() < 0.6
    step, moment = chance.randrange(STEPS[kind]), chance.uniform(0.0, MOMENTS)
    if kind == "migrations":
        old = old_library(url, files)
    number, told = child(
        kind, (lambda: old) if kind == "migrations" else (lambda: Library(url, files)), step if by_step else None
    )
    with os.fdopen(told, encoding="utf-8") as lines:
        assert lines.readline() == "begins\n"
        if not by_step:
            time.sleep(moment)
            os.kill(number, signal.SIGKILL)
        acknowledged = lines.read().splitlines()
    _, ended = os.waitpid(number, 0)
    if not os.WIFSIGNALED(ended) and (kind != "migrations" or ended):  # which end of themselves
        raise RuntimeError(f"the child of {kind} was not killed: it ended by itself with {ended}")
    found = look(kind, url, files, acknowledged)
    found.left += [f"temporary {path.name}" for path in Path(tempfile.gettempdir()).iterdir()]
    return found


def hearing(url: str, files: Path, moment: float) -> Found:
    """Kill ``sameside review`` after ``moment`` seconds, run it again to its end, and look."""
    temporary, reports = files / "temporary", files / "reports"
    temporary.mkdir()
    process = _review(url, files, temporary)
    with suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    process.kill()
    process.wait()
    half = [path for path in reports.glob("*.json") if not _is_json(path)]
    if _review(url, files, temporary).wait():
        raise RuntimeError("the review that was killed does not run to its end")
    found = look("hearings", url, files, ["heard"])
    left = list(temporary.iterdir())
    return found + Found(
        half=[f"report {path.name}" for path in half], left=[f"temporary {path.name}" for path in left]
    )


def seconds_of_a_review(url: str, files: Path) -> float:
    """How long one takes that is left alone, here and now."""
    begun = time.monotonic()
    _review(url, files, files).wait()
    return time.monotonic() - begun


def _review(url: str, files: Path, temporary: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "TMPDIR": str(temporary), "SAMESIDE_LIBRARY": url, "SAMESIDE_FILES": str(files)}
    command = [sys.executable, "-m", "ui.cli", "review", str(SAMPLE), "--json", str(files / "reports")]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return True


def run(number: Mapping[str, int], seed: int, postgres: bool) -> dict[str, Found]:
    """Die at so many points of each kind; what was found, by kind."""
    chance, found = random.Random(seed), dict[str, Found]()
    with places(postgres) as new:
        longest = seconds_of_a_review(*new()) if number.get("hearings") else 0.0
        for kind, times in sorted(number.items()):
            url, files = new()
            if kind == "deletions":
                library = Library(url, files)
                fill(library)
                library.close()
            found[kind] = Found()
            for _ in range(times):
                if kind in ("migrations", "hearings"):  # each but once in a library
                    url, files = new()
                if kind == "hearings":
                    found[kind] += hearing(url, files, chance.uniform(0.2, 1.0) * longest)
                else:
                    found[kind] += point(kind, url, files, chance)
                found[kind].points += 1
    return found


def main() -> int:
    """Kill, look, and print what was found; the exit status is 1 where anything was."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--points", type=int, default=140, help="of the other kinds")
    ask.add_argument("--hearings", type=int, default=10, help="points of real hearings beside them")
    ask.add_argument("--seed", type=int, default=15)
    ask.add_argument("--postgres", action="store_true")
    ask.add_argument("--only", choices=KINDS)
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    kinds = [args.only] if args.only else [*DOES]
    number = Counter(kinds[k % len(kinds)] for k in range(args.points))
    if not args.only:
        number["hearings"] += args.hearings
    found = run(number, args.seed, args.postgres)
    if args.json:
        print(json.dumps({kind: vars(of) for kind, of in found.items()}))
    else:
        print(f"{'kind':<12}{'points':>7}{'lost':>6}{'half':>6}{'left':>6}")
        for kind, of in found.items():
            print(f"{kind:<12}{of.points:>7}{len(of.lost):>6}{len(of.half):>6}{len(of.left):>6}")
            print(
                *(f"    {word}: {what}" for word in ("lost", "half", "left") for what in getattr(of, word)),
                sep="\n",
                end="",
            )
            print()
    return int(any(of.lost or of.half or of.left for of in found.values()))


if __name__ == "__main__":
    sys.exit(main())

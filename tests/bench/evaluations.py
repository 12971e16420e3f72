"""How quick the pages of the working day are on many calls: ``python -m tests.bench.evaluations [--calls 10000] [--evaluations 5000]
[--library FILE]``.

Makes calls up as ``tests.bench.library`` does, puts in what is missing of all that is done with them (``tests.bench._working_day``), and times what
the pages ask of the library (median of five) and, with ``--pages``, from the address to the drawn page in a real Chromium, the server at
work and the browser new: seconds, the best of ``--rounds``, and beside them the processor's seconds that the server took for it, which a busy
machine changes less. Needs Debian's ``chromium`` and the package ``playwright`` for that.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from library.clips.clip import Playlist
from library.evaluations.earned import earned
from library.store import Library
from tests.bench._working_day import put_what_is_missing
from tests.bench.library import fill, seconds
from tests.bench.pages import PORT, opened, serving
from tests.bench.room import CHROMIUM

AGENT = "Agent 7"
LATEST = 1.5
"""Seconds in which a page has to be there."""


def bench(library: Library) -> dict[str, float]:
    """What each tab asks of the library, in seconds."""
    form = library.forms.all()[0]
    version = library.forms.version(form.id)
    drafted = [question for question in version.form.questions if question.draft]
    over_time = library.scores_over_time
    asked: dict[str, Callable[[], Any]] = {
        "To evaluate": lambda: library.evaluations.given_to("Ann"),
        "Forms": lambda: library.forms.all(),
        "Samples: draws": lambda: library.draws.draws(),
        "Calibration: list": lambda: library.calibrations.all("Ann"),
        "Calibration: side by side": lambda: library.calibrations.side_by_side(1, "Ann"),
        "Results: by agent": lambda: library.scores.by("agent", form.id),
        "Results: by team": lambda: library.scores.by("team", form.id),
        "Results: answers": lambda: library.scores.answers(form.id, 1),
        "Results: over time by agent": lambda: over_time.trends("agent", form.id),
        "Results: over time by question": lambda: over_time.trends("question", form.id),
        "Results: behind a number": lambda: over_time.behind("agent", form.id, "Agent 7", None, "month"),
        "Results: worth of all drafts": lambda: [earned(library.evaluations.tried(form.id, q.id)) for q in drafted],
    }
    return {what: seconds(ask) for what, ask in asked.items()}


def addresses(library: Library) -> dict[str, tuple[str, str]]:
    """By page, its address and what is drawn last of it."""
    held = next(line.id for line in library.coaching.all() if line.held)
    first: Playlist = library.playlists.all()[0]
    evaluation = library.appeals.listed("Ann")[0]
    return {
        "Evaluations, To evaluate": ("evaluations", "text=/of [0-9,]+ done/"),
        "Evaluations, Appeals": ("evaluations?tab=Appeals", "text=/Decided/ >> nth=-1"),
        "Evaluations, Forms": ("evaluations?tab=Forms", ".preview"),
        "Evaluations, Samples": ("evaluations?tab=Samples", "text=Stands for"),
        "Evaluations, Calibration": ("evaluations?tab=Calibration", "table.grid"),
        "Evaluations, one calibration": ("evaluations?tab=Calibration&calibration=1", ".beside"),
        "Evaluations, Results": ("evaluations?tab=Results", "text=What the machine's drafts are worth"),
        "Coaching": ("coaching", "table.grid >> nth=-1"),
        "A coaching session": (f"coaching?session={held}", ".before-after"),
        "My calls": (f"my-calls?agent={AGENT}", "text=Your months"),
        "Clips": ("clips", "[data-clip] >> nth=-1"),
        "Clips, a playlist": (f"clips?list=playlist:{first.id}", "[data-clip] >> nth=-1"),
        "Clips, a technique": ("clips?list=technique:own_it", "[data-clip] >> nth=-1"),
        "Inbox": ("inbox", "ol.inbox li >> nth=-1"),
        "An evaluation beside its call": (f"review?call={evaluation.call_id}&evaluation={evaluation.evaluation_id}", ".drawer .q"),
    }  # fmt: skip


def processor(pid: int) -> float:
    """The processor's seconds that a process has taken."""
    spent = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def painted(browser: Browser, address: str, drawn: str) -> float:
    """Seconds from an address to what is drawn last, in a window that has never been anywhere."""
    page = opened(browser)
    page.context.add_cookies([{"name": "sameside_author", "value": "Ann", "url": f"http://localhost:{PORT}"}])
    start = time.perf_counter()
    page.goto(f"http://localhost:{PORT}/{address}")
    page.locator(drawn).first.wait_for()
    took = time.perf_counter() - start
    page.context.close()
    return took


def pages(path: Path, wanted: dict[str, tuple[str, str]], rounds: int) -> dict[str, dict[str, float]]:
    """By page the seconds until it is there and the server's processor's, the best of so many rounds."""
    found: dict[str, dict[str, float]] = {}
    with serving(path) as (server, _), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        painted(browser, "evaluations", "h1")
        for name, (address, drawn) in wanted.items():
            took, spent = [], []
            for _ in range(rounds):
                before = processor(server.pid)
                took.append(painted(browser, address, drawn))
                spent.append(processor(server.pid) - before)
            found[name] = {"seconds": round(min(took), 2), "server": round(min(spent), 2)}
        browser.close()
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--calls", type=int, default=10_000)
    ask.add_argument("--evaluations", type=int, default=5_000)
    ask.add_argument("--library", type=Path, help="an SQLite file to make, or to take again; a new one without it")
    ask.add_argument("--pages", action="store_true", help="time the pages in a browser too")
    ask.add_argument("--rounds", type=int, default=3)
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.library or Path(folder) / "library.db"
        library = Library(str(path))
        if not library.calls(size=1).total:
            fill(library, args.calls)
        put_what_is_missing(library, args.evaluations)
        print(json.dumps(bench(library), indent=1))
        wanted = addresses(library)
        library.close()
        if args.pages:
            found = pages(path, wanted, args.rounds)
            print(json.dumps(found, indent=1))
            late = [name for name, took in found.items() if took["seconds"] > LATEST]
            print(f"Later than {LATEST} s: {', '.join(late) or 'none'}.")


if __name__ == "__main__":
    main()

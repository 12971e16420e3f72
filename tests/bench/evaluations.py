"""How quick the page *Evaluations* is on many calls: ``python -m tests.bench.evaluations [--calls 10000] [--evaluations 5000] [--library FILE]``.

Makes calls up as ``tests.bench.library`` does, evaluates some of them with a shipped form over a year, draws samples and holds calibrations, and
times what each tab asks of the library (median of five) and, with ``--pages``, from the address to the drawn tab in a real Chromium, the
server at work and the browser new: seconds. Needs Debian's ``chromium`` and the package ``playwright`` for that.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from sqlalchemy import insert, select

from library.calls.listing import Filter
from library.database.evaluation_tables import EvaluationAnswer, EvaluationRow
from library.database.schema import CallRow
from library.evaluations.earned import earned
from library.evaluations.reviewers import Reviewer
from library.evaluations.scoring import score
from library.forms.form import Form
from library.forms.forms import shipped_forms
from library.store import Library
from tests.bench.library import fill, seconds
from tests.bench.pages import PORT, opened, serving
from tests.bench.room import CHROMIUM

REVIEWERS = ("Ann", "Ben", "Cleo", "Dora")
TABS = {
    "To evaluate": "text=/of [0-9,]+ done/",
    "Forms": ".preview",
    "Samples": "text=Stands for",
    "Calibration": "table.grid",
    "Results": "text=What the machine's drafts are worth",
}
"""By tab, what is drawn last of it."""


def evaluate(library: Library, evaluations: int) -> int:
    """Evaluate so many calls, a few hundred in a transaction; the form's id."""
    chance = random.Random(7)
    form = next(form for form in shipped_forms() if form.name == "De-escalation")
    made = library.forms.add(form, "Ann")
    library.forms.publish(made.form_id)
    with library.database.read() as session:
        calls = list(session.scalars(select(CallRow.id).order_by(CallRow.id)))
    for first in range(0, evaluations, 500):
        with library.database.write() as session:
            for k in range(first, min(evaluations, first + 500)):
                _put(session, chance, made.form_id, form, calls[k % len(calls)], k)
    return made.form_id


def _put(session: Any, chance: random.Random, form_id: int, form: Form, call_id: str, k: int) -> None:
    when = datetime(2026, 6, 1, tzinfo=UTC) - timedelta(days=chance.uniform(0, 365))
    answers: dict[str, str | float] = {q.id: chance.choice(q.choices).answer for q in form.questions if q.choices}
    found = score(form, answers)
    values = {
        "call_id": call_id, "form_id": form_id, "version": 1, "kind": "review", "reviewer": REVIEWERS[k % 4],
        "assigned": when, "assigned_by": "Ann", "started": when, "finished": when, "score": found.score, "failed_by": found.failed_by,
    }  # fmt: skip
    number = session.execute(insert(EvaluationRow).values(**values).returning(EvaluationRow.id)).scalar_one()
    rows = [
        {
            "evaluation_id": number, "question_id": question, "answer": json.dumps(answer), "comment": "", "blind": False,
            "drafted": json.dumps(answer if chance.random() < 0.85 else "no"), "clarity": "clear", "answered": when,
        }
        for question, answer in answers.items()
    ]  # fmt: skip
    session.execute(insert(EvaluationAnswer), rows)


def calibrate(library: Library, form_id: int, sessions: int) -> None:
    """Hold so many calibrations of three calls by four reviewers."""
    chance = random.Random(9)
    form = library.forms.version(form_id).form
    people = [Reviewer(name, None) for name in REVIEWERS]
    ids = [call.id for call in library.calls(size=3 * sessions).calls]
    for k in range(sessions):
        library.calibrations.begin(ids[3 * k : 3 * k + 3], form_id, people, "Ann", reference=people[0])
        for name in REVIEWERS:
            for line in library.evaluations.queue(name):
                for question in form.questions:
                    if question.choices:
                        library.evaluations.answer(line.id, question.id, chance.choice(question.choices).answer, name)
                library.evaluations.finish(line.id, name)


def make(library: Library, calls: int, evaluations: int) -> None:
    """Calls, evaluations of them, a queue, samples and calibrations."""
    fill(library, calls)
    form_id = evaluate(library, evaluations)
    calibrate(library, form_id, 10)
    for seed in range(1, 6):
        drawn = library.draws.draw(Filter(), 3, seed, "Ann")
        library.evaluations.assign(list(drawn.calls)[:20], form_id, "Ann", "Ben")


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


def pages(path: Path, rounds: int) -> dict[str, float]:
    """From the address to the drawn tab, the best of so many rounds."""
    found: dict[str, float] = {}
    with serving(path), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        warm = opened(browser)
        warm.goto(f"http://localhost:{PORT}/evaluations")
        warm.locator("h1").wait_for()
        for tab, drawn in TABS.items():
            took = []
            for _ in range(rounds):
                page = opened(browser)
                page.context.add_cookies(
                    [{"name": "sameside_author", "value": "Ann", "url": f"http://localhost:{PORT}"}]
                )
                start = time.perf_counter()
                page.goto(f"http://localhost:{PORT}/evaluations?tab={tab}")
                page.locator(drawn).first.wait_for()
                took.append(time.perf_counter() - start)
                page.context.close()
            found[f"{tab}, in a new browser"] = round(min(took), 2)
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
            make(library, args.calls, args.evaluations)
        print(json.dumps(bench(library), indent=1))
        library.close()
        if args.pages:
            print(json.dumps(pages(path, args.rounds), indent=1))


if __name__ == "__main__":
    main()

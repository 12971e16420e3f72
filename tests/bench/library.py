"""How quick a library of many calls is: ``python -m tests.bench.library [--calls 10000] [--library PATH_OR_URL] [--processor]``.

Makes calls up (seeded: agents, teams, dates over two years, moments, some 700 words each), keeps a few hundred as any call is
kept and multiplies them in the database (:mod:`tests.bench._multiplied`), and times what the pages *Calls* and *Agents and
techniques* ask: median of five, in seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import func, select

from analysis.report import After, Kind, Moment, Placebo, Report, Response
from audio.call import Call, Turn, Voice, Word
from audio.errors import InputError
from audio.span import Span
from library.calls.listing import Filter
from library.calls.saving import put_call, put_report
from library.database.schema import CallRow
from library.people.agents import agent_id
from library.store import Library
from tests.bench._multiplied import give_facts, multiply
from tests.bench._processor import processor_clock

MADE = 500
"""Calls that are made up one by one; the rest are copies of them."""
TECHNIQUES: dict[Kind, tuple[str, ...]] = {
    "pushed": ("command", "defensive", "blame_customer", "policy_shield", "contradict", "interruption"),
    "partnered": ("collaborative_we", "acknowledge_feeling", "own_it", "offer_choice", "clarify", "follow_up"),
    "escalated": ("supervisor_request", "threat_to_leave", "repeated_contact", "anger_statement"),
}
AFTERS: tuple[After, ...] = ("calmer", "no_change", "hotter", "cannot_tell")
BEGINNINGS, ENDS = (
    ("par", "re", "de", "in", "ac", "com", "dis"),
    ("cel", "fund", "lay", "voice", "count", "pany", "trict"),
)
SMALL = [
    "the",
    "a",
    "my",
    "we",
    "you",
    "is",
    "not",
    "again",
    "today",
    "order",
    "broken",
    "please",
    "sorry",
    "wait",
    "hold",
]
VOCABULARY = (*SMALL, *(a + b for a in BEGINNINGS for b in ENDS))


def made_up(chance: random.Random, k: int) -> tuple[Call, Report]:
    """A call of some five minutes with its report."""
    duration, at = chance.uniform(120, 600), 0.0
    turns = []
    while at < duration - 8:
        words = chance.choices(VOCABULARY, k=chance.randint(5, 25))
        spoken = tuple(Word(Span(at + 0.3 * i, at + 0.3 * i + 0.25), w, 0.9) for i, w in enumerate(words))
        turns.append(Turn(Span(at, spoken[-1].span.end), "customer" if len(turns) % 2 else "agent", spoken))
        at = spoken[-1].span.end + chance.uniform(0.1, 1.5)
    silence = np.full(100, -60.0, np.float32)
    voices = (Voice("agent", 0.016, silence, silence, silence),)
    call = Call(f"made-up-{k}", f"call {k}.wav", duration, "two_sides", tuple(turns), voices)
    moments = [_moment(chance, chance.choice(tuple(TECHNIQUES)), duration) for _ in range(chance.randint(0, 20))]
    if chance.random() < 0.1:
        moments.append(Moment("missed", None, Span(1, 2), "customer", "Nothing answered it", "no partnering in 30 s"))
    starts = sorted(chance.uniform(0, duration - 5) for _ in range(chance.randint(0, 12)))
    empty = tuple(Placebo(Span(at, at + 4), _response(chance)) for at in starts)
    return call, Report(call.id, duration, (), tuple(sorted(moments, key=lambda m: m.span)), empty)


def _response(chance: random.Random) -> Response:
    margin, before = chance.uniform(0.8, 1.5), chance.gauss(0.2, 0.8)
    return Response(chance.choice(AFTERS), "pitch up 2 semitones", 0.0, margin, before=before)


def _moment(chance: random.Random, kind: Kind, duration: float) -> Moment:
    start = chance.uniform(0, duration - 5)
    return Moment(
        kind,
        chance.choice(TECHNIQUES[kind]),
        Span(start, start + chance.uniform(1, 5)),
        "customer" if kind == "escalated" else "agent",
        "A moment",
        "“words”, said at some length so that a report has its usual size",
        response=_response(chance),
    )


def fill(library: Library, calls: int, mark: str = "made up") -> None:
    """Keep so many made-up calls, a few hundred in a transaction; ``mark`` is what their reports were made under."""
    chance, today = random.Random(5), datetime(2026, 6, 1, tzinfo=UTC)
    for first in range(0, calls, 250):
        with library.database.write() as session:
            agents = [agent_id(session, f"Agent {n}", f"Team {n % 6}") for n in range(60)]
            for k in range(first, min(calls, first + 250)):
                call, report = made_up(chance, k)
                put_call(session, call, None, "", date=today - timedelta(days=chance.uniform(0, 730)))
                put_report(session, report, mark)
                session.get_one(CallRow, call.id).agent_id = chance.choice(agents)


def seconds(ask: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The median of five."""
    took = []
    for _ in range(5):
        start = clock()
        ask()
        took.append(clock() - start)
    return round(statistics.median(took), 3)


def make(library: Library, calls: int) -> dict[str, float]:
    """So many calls in an empty library, and the seconds of making them; nothing where they are there."""
    with library.database.read() as session:
        there = session.scalar(select(func.count()).select_from(CallRow))
    if there == calls:
        return {}
    if there:
        raise InputError(f"The library has {there} calls, not {calls}: name an empty one.")
    start, made = time.perf_counter(), min(calls, MADE)
    fill(library, made)
    took = {"keep one call and its report": round((time.perf_counter() - start) / made, 5)}
    start = time.perf_counter()
    multiply(library, made, calls)
    return took | {"make the others": round(time.perf_counter() - start, 1)}


def bench(calls: int = 10_000, url: str | None = None, processor: bool = False) -> dict[str, float]:
    """What each page asks of a library of so many calls, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        target, made = url or str(Path(folder) / "library.db"), min(calls, MADE)
        library = Library(target, Path(folder))
        took = make(library, calls)
        clock = processor_clock(library.database) if processor else time.perf_counter
        for wanted in (Filter(), Filter(words="broken")):
            give_facts(library, made, [call.id for call in library.calls(wanted).calls])
        recent = Filter(since=datetime(2026, 3, 1, tzinfo=UTC), agent="Agent 7")
        asked: dict[str, Callable[[], Any]] = {
            "open the library": lambda: Library(target, Path(folder)).close(),
            "Calls: to review": lambda: library.calls(),
            "Calls: newest, last page": lambda: library.calls(sort="-date", page=calls // 50 - 1),
            "Calls: by name": lambda: library.calls(sort="name"),
            "Calls: by agent": lambda: library.calls(sort="agent"),
            "Calls: by team, a page in the middle": lambda: library.calls(sort="team", page=calls // 100),
            "Calls: agent and dates": lambda: library.calls(recent),
            "Calls: technique": lambda: library.calls(Filter(technique="own_it")),
            "Calls: team, technique, calmer, outcome": lambda: library.calls(
                Filter(team="Team 3", technique="own_it", after="calmer", outcome="unsettled")
            ),
            "Calls: a common word": lambda: library.calls(Filter(words="broken")),
            "Calls: a common word, by agent": lambda: library.calls(Filter(words="broken"), "agent"),
            "Calls: a phrase nobody said": lambda: library.calls(Filter(words='"solicitor general"')),
            "Calls: the hits of a common word": lambda: library.hits([c.id for c in library.calls().calls], "broken"),
            "Review: previous and next": lambda: library.place("made-up-7", Filter(), "review"),
            "Review: previous and next, a common word": lambda: library.place(
                "made-up-7", Filter(words="broken"), "name"
            ),
            "Agents: techniques": lambda: library.trends.techniques(),
            "Agents: techniques against placebos": lambda: library.trends.anyway(),
            "Agents: agents": lambda: library.trends.agents(),
            "Agents: over time": lambda: library.trends.over_time(),
            "Agents: a technique over time": lambda: library.trends.over_time(technique="own_it"),
            "Agents: agreement": lambda: library.trends.agreement(),
            "Review: call, report, notes": lambda: (
                library.call("made-up-7"),
                library.report("made-up-7"),
                library.notes.of("made-up-7", None),
            ),
        }
        took |= {name: seconds(ask, clock) for name, ask in asked.items()}
        library.close()
    return took


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--calls", type=int, default=10_000)
    ask.add_argument("--library", help="an empty PostgreSQL database, or a file; a new SQLite file without it")
    ask.add_argument("--processor", action="store_true", help="seconds of the processor, not of the clock")
    args = ask.parse_args()
    print(json.dumps(bench(args.calls, args.library, args.processor), indent=1))


if __name__ == "__main__":
    main()

"""Calmer, hotter, or nothing? ``python -m tests.bench.response``.

Customers made of numbers (:mod:`tests.bench._made_voices`), so that it is known whether anything changed:

* nothing changed: how often *calmer* and *hotter* are told all the same, by how hot the turns before happened to be; after
  the call's chance peak; in short calls of few phrases; with more and with less in common than is usual
* a trend through the whole call, at no moment of which anything happened
* a fall of 1, 2, 3 standard deviations at the moment, that lasts: how often it is found; an outburst that ends by itself
* coverage: how often the 90 % interval holds the true change

Then libraries without any effect, whose agents partner when the customer is hot (:mod:`tests.bench._made_library`): how often the
interval of a technique's difference from its placebos leaves 0 out, and what the technique that looks best comes to, before and
after it is drawn in. At last a library in which one technique does what it is thought to do.

With ``--data FOLDER``, real calls in which nobody gets hot (FOLDER/calls, see :mod:`tests.bench._heard_calls`): how often *hotter* is
told of a technique or a placebo, and which escalations of the customer are found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.limits import Limits
from analysis.outcome.response import add_responses
from analysis.report import Moment, Response
from analysis.voice.baseline import WEIGHTS
from analysis.voice.persons import voice_profile
from library.trends.base_rate import Difference, differences
from tests.bench._heard_calls import heard
from tests.bench._heard_calls import told as calm
from tests.bench._made_library import choices, hear, rows
from tests.bench._made_voices import SD, Made, make
from tests.bench._sounds import show

LIMITS = Limits()
AGENTS_MADE = 20
Dice = np.random.Generator


@dataclass(frozen=True)
class Told:
    """One response, and the true change in the customer's own spreads as measured."""

    response: Response
    true: float

    @property
    def covered(self) -> bool:
        change, margin = self.response.change, self.response.margin
        assert change is not None and margin is not None
        return abs(change - self.true) <= margin + 0.005  # both are rounded


def told(made: Made, at: Sequence[int], fall: float = 0.0) -> list[Told]:
    """What is told after the customer's turns ``at``; ``fall`` is the true one, in standard deviations."""
    asked = [Moment("partnered", "own_it", made.gaps[k], "agent", "", "") for k in at]
    voice = voice_profile(made.call, "customer", LIMITS)
    if voice is None:
        return []
    unit = sum(w * sd / s for w, sd, s in zip(WEIGHTS, SD, voice.spread, strict=True))
    answers = [m.response for m in add_responses(made.call, voice, asked, LIMITS)]
    return [Told(r, -fall * unit) for r in answers if r is not None]


def share(rows: Sequence[Told], is_so: Callable[[Told], bool]) -> str:
    return f"{100 * np.mean([is_so(t) for t in rows]):.1f} %" if rows else "–"


def after(*wanted: str) -> Callable[[Told], bool]:
    return lambda t: t.response.after in wanted


def known(rows: Sequence[Told]) -> list[Told]:
    return [t for t in rows if t.response.after != "cannot_tell"]


def nothing(dice: Dice, calls: int, turns: tuple[int, int] = (14, 26), most: int = 4, **kind: float) -> list[Told]:
    """Moments anywhere in calls in which nothing changes."""
    rows = []
    for _ in range(calls):
        made = make(dice, np.zeros(dice.integers(*turns)), most, **kind)
        rows += told(made, range(len(made.gaps)))
    return known(rows)


def peaks(dice: Dice, calls: int) -> list[Told]:
    """Just after the three turns that happened to be the hottest of their call."""
    rows = []
    for _ in range(calls):
        made = make(dice, np.zeros(dice.integers(14, 26)))
        every = told(made, range(len(made.gaps)))
        rows += [max(known(every), key=lambda t: t.response.before or 0.0)]
    return rows


def trends(dice: Dice, calls: int, by: float) -> list[Told]:
    rows = []
    for _ in range(calls):
        made = make(dice, np.linspace(0, by, dice.integers(14, 26)))
        rows += told(made, range(len(made.gaps)))
    return known(rows)


def falls(dice: Dice, calls: int, by: float) -> list[Told]:
    """A customer who is up, ``by`` standard deviations, and from the moment on no more."""
    rows = []
    for _ in range(calls):
        at, later = int(dice.integers(4, 12)), int(dice.integers(5, 12))
        rows += told(make(dice, [by] * at + [0.0] * later), [at - 1], by)
    return rows


def outbursts(dice: Dice, calls: int, by: float) -> list[Told]:
    rows = []
    for _ in range(calls):
        at, later = int(dice.integers(4, 12)), int(dice.integers(5, 12))
        rows += told(make(dice, [0.0] * at + [by] * 3 + [0.0] * later), [at + 2], by)
    return rows


def one_call(dice: Dice, calls: int) -> None:
    """Print what is told of single calls, beside the bars."""
    rows = nothing(dice, calls)
    show(
        "nothing changed: calmer / hotter",
        f"{share(rows, after('calmer'))} / {share(rows, after('hotter'))}",
        "<= 5 / <= 5 %",
    )
    for low, high in ((-9.0, -0.5), (-0.5, 0.5), (0.5, 1.0), (1.0, 9.0)):
        some = [t for t in rows if low <= (t.response.before or 0.0) < high]
        show(
            f"  before {low:+.1f} to {high:+.1f} spreads ({len(some)})",
            f"{share(some, after('calmer'))} / {share(some, after('hotter'))}",
        )
        show(
            "    of them not told as the usual",
            share(some, lambda t: t.response.after == "calmer" and not t.response.usual),
        )
    top = peaks(dice, calls)
    show("after the chance peak: calmer", share(top, after("calmer")))
    show(
        "  of them not told as the usual",
        share(top, lambda t: t.response.after == "calmer" and not t.response.usual),
        "<= 13 %",
    )
    few = nothing(dice, calls * 2, (5, 8), 2)
    show(
        "few phrases: calmer / hotter",
        f"{share(few, after('calmer'))} / {share(few, after('hotter'))}",
        "<= 5 / <= 5 %",
    )
    for by in (2.0, -2.0):
        some = trends(dice, calls // 2, by)
        show(
            f"a trend of {by:+.0f} sd through the call: calmer / hotter",
            f"{share(some, after('calmer'))} / {share(some, after('hotter'))}",
        )
    show("coverage, nothing changed", share(rows, lambda t: t.covered), "87 to 93 %")
    for together, shared in ((0.0, 0.0), (0.3, 0.24), (0.6, 0.29), (0.6, 0.5)):
        some = nothing(dice, calls // 2, together=together, shared=shared)
        show(
            f"  cues {together}, turns {shared} in common",
            f"{share(some, lambda t: t.covered)}, calmer {share(some, after('calmer'))}, hotter {share(some, after('hotter'))}",
        )
    for by in (1.0, 2.0, 3.0):
        some = falls(dice, calls, by)
        show(f"a fall of {by:.0f} sd: calmer", share(some, after("calmer")), ">= 80 %" if by == 2 else "")
        show(
            "  told as the usual / covered",
            f"{share(some, lambda t: t.response.usual)} / {share(known(some), lambda t: t.covered)}",
        )
    for by in (2.0, 3.0):
        some = outbursts(dice, calls, by)
        show(f"an outburst of {by:+.0f} sd that ends: calmer", share(some, after("calmer")))
        show("  told as the usual", share(some, lambda t: t.response.usual))


def many_calls(dice: Dice, calls: int, libraries: int) -> None:
    """Print what is told over libraries of 300 calls, drawn anew from one pool, with techniques by new choices."""
    pool = [hear(dice, int(dice.integers(AGENTS_MADE)), {}) for _ in range(calls)]
    for by_agent in (True, False):
        found = []
        for _ in range(libraries):
            some = [pool[k] for k in dice.choice(len(pool), min(300, len(pool)), replace=False)]
            made = rows(some, by_agent, lambda call: choices(dice, call.agent, call.heats))
            found.append((differences(made), differences([row._replace(stratum=0) for row in made])))
        told = [d for lib, _ in found for d in lib.values() if d.value is not None]
        alike = [d for _, lib in found for d in lib.values() if d.value is not None]
        show(
            f"no effect, clusters are {'agents' if by_agent else 'calls'}: leave 0 out",
            f"{100 * np.mean([outside(d) for d in told]):.1f} % of {len(told)}",
            "<= 6 %",
        )
        show("  the same, not matched", f"{100 * np.mean([outside(d) for d in alike]):.1f} % of {len(alike)}")
        best = [max((d for d in lib.values() if d.value is not None), key=lambda d: d.value or 0.0) for lib, _ in found]
        show(
            "  the one that looks best: difference / drawn in",
            f"{100 * np.mean([d.value for d in best]):+.1f} / {100 * np.mean([d.drawn for d in best]):+.1f} points",
        )
    for effect in (0.5, 1.0):
        some = [hear(dice, int(dice.integers(AGENTS_MADE)), {0: effect}) for _ in range(calls)]
        (one,) = [d for name, d in differences(rows(some, by_agent=True)).items() if name[1] == "t00"]
        assert one.value is not None and one.low is not None and one.high is not None and one.drawn is not None
        show(
            f"an effect of {effect} sd, {calls} calls: difference",
            f"{100 * one.value:+.0f} ({100 * one.low:+.0f} to {100 * one.high:+.0f}), drawn in {100 * one.drawn:+.0f} points",
        )


def real_calls(folder: Path, model: str | None) -> None:
    """Print what is told of calls in which thanks, relief and small talk are all there is."""
    for name, call in heard(folder, model):
        report, hotter, risen = calm(call)
        asked = sum(m.response is not None for m in report.moments) + len(report.placebos)
        show(f"{name}: hotter", f"{len(hotter)} of {asked}", "0")
        for words in hotter:
            show(f"    {words}", "")
        for words in risen:
            show(f"    escalated: {words[:90]}", "")


def outside(d: Difference) -> bool:
    return (d.low or 0.0) > 0 or (d.high or 0.0) < 0


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--calls", type=int, default=250)
    ask.add_argument("--data", type=Path)
    ask.add_argument("--model", help="a Whisper model for the real calls that bring no words")
    ask.add_argument("--libraries", type=int, default=40)
    ask.add_argument("--seed", type=int, default=1)
    args = ask.parse_args()
    one_call(np.random.default_rng(args.seed), args.calls)
    many_calls(np.random.default_rng(args.seed), 4 * args.calls, args.libraries)
    if args.data:
        real_calls(args.data / "calls", args.model)
    return 0


if __name__ == "__main__":
    sys.exit(main())

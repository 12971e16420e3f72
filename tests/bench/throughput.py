"""How many calls an hour, and what they cost: ``python -m tests.bench.throughput [--model FOLDER …] [--cost [--price 0.05]]``.

Three things are told, of calls made of the committed samples, without words and with each Whisper model that is named (``--model``):

**Here** (``--calls 8 --rounds 1``; alone with ``--simulated 0``): one worker on one core against two on two (``sameside review --workers``), a call told apart from starting
(:mod:`tests.bench._two_workers`), by the clock and by the processor's time. On a machine that others use too, the clock says how busy they were; by
the processor's time, two workers that have a core each are ``2 x (a call's time with one worker) / (with two)`` as quick as one.

**Many workers that do not exist** (``--simulated 64``): each waits as long as each stage of a real call has taken one core here, of calls half to one
and a half times as long, and keeps a made-up review. What they share is real, and each part of it a process: Dask's scheduler, the driver, PostgreSQL with the queue. Told is the share of time in
which they had a call in hand, while there were calls for all; and, since that also depends on who else uses this machine, and on whether 64 workers'
own claiming and keeping have room on it, what each part that they share takes of the processor for a call. 64 workers end one call every ``S / 64``
seconds (``S``: a call's); a part that takes less than 90 % of that holds nobody up, on a core of its own.

**Cost** (``--cost``): seconds of the processor an hour of stereo, everything that a worker does for a call included, and so cores' hours for 1,000 hours;
``--price`` is of a core's hour, whatever yours costs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench._cost import Cost, cost
from tests.bench._many_workers import simulate
from tests.bench._sounds import show
from tests.bench._two_workers import FEW, two_against_one
from tests.bench.speed import make

SHARE = 0.9


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures beside their bars."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--calls", type=int, default=8, help="of the part “here”, 4, 6, 8 …; 0: leave it out")
    ask.add_argument("--rounds", type=int, default=1, help="of the part “here”; the least of them counts")
    ask.add_argument("--minutes", type=int, default=4, help="how long each of them is")
    ask.add_argument("--simulated", type=int, default=64, help="workers; 0: none")
    ask.add_argument("--each", type=int, default=5, help="calls that each simulated worker has, about")
    ask.add_argument("--only-simulated", action="store_true", help="as --calls 0")
    ask.add_argument("--model", type=Path, action="append", default=[], help="a Whisper's folder: with its words, too")
    ask.add_argument("--cost", action="store_true", help="the table of costs alone")
    ask.add_argument("--price", type=float, help="of a core's hour, in any currency")
    args = ask.parse_args(arguments)
    if args.calls and (args.calls <= FEW or args.calls % 2):
        ask.error(
            f"--calls {args.calls}: an even number greater than {FEW} tells a call apart from starting, and 0 leaves it out"
        )
    with tempfile.TemporaryDirectory(prefix="throughput-") as name:
        folder = Path(name)
        call = make(args.minutes, folder)
        call.with_suffix(".vtt").unlink()
        if args.calls and not args.only_simulated and not args.cost:
            _here(call, args.calls, args.rounds, folder)
        if args.cost or args.simulated:
            costs = {_named(model): cost(call, model) for model in (None, *args.model)}
        if args.cost:
            _tell_costs(costs, args.price)
        elif args.simulated:
            for words, found in costs.items():
                _simulated(args.simulated, args.each, words, found)
    return 0


def _named(model: Path | None) -> str:
    return "without words" if model is None else f"words by {model.name}"


def _tell_costs(costs: dict[str, Cost], price: float | None) -> None:
    for words, found in costs.items():
        show(f"{words}: of a core, an hour of stereo", f"{found.an_hour:.0f} s")
        hours = 1000 * found.an_hour / 3600
        show("  cores' hours for 1,000 hours", f"{hours:.0f}")
        if price is not None:
            show(f"  at {price:g} a core's hour", f"{hours * price:.2f}")
        for stage, seconds in found.stages:
            show(f"    {stage}", f"{3600 * seconds / found.duration:.1f} s an hour")


def _simulated(workers: int, each: int, words: str, of_a_call: Cost) -> None:
    found = simulate(workers, each, of_a_call.stages)
    every = of_a_call.seconds / workers
    show(f"a call of {of_a_call.duration / 60:.0f} min {words}", f"{of_a_call.seconds:.1f} s", "one core's")
    show(f"{workers} simulated workers, {found.calls} calls: busy", f"{found.busy:.1%}", ">= 90 %")
    show("  from the first call's start to the last one's end", f"{found.in_all:.1%}")
    show("  until all had their first", f"{found.start:.1f} s")
    show("  they end a call every", f"{1000 * every:.1f} ms")
    for part in ("driver", "scheduler", "database"):
        taken = found.processor[part]
        show(f"  {part}, of the processor for it", f"{1000 * taken:.1f} ms", f"< {1000 * SHARE * every:.1f} ms")
    show("  the workers themselves, beside its stages", f"{1000 * found.processor['workers']:.1f} ms")
    show("  transactions a call", f"{found.transactions:.1f}")


def _here(call: Path, number: int, rounds: int, folder: Path) -> None:
    calls = []
    for k in range(number):  # the same sound under other bytes would be heard only once
        calls.append(folder / f"call {k}.wav")
        content = bytearray(call.read_bytes())
        content[-8 * (k + 1) :] = bytes(8 * (k + 1))
        calls[-1].write_bytes(content)
    found = two_against_one(calls, rounds, folder)
    for workers, took in found.of_a_call.items():
        show(f"{workers} worker(s): calls an hour, by the clock", f"{3600 / took.clock:.0f}")
        show(f"{workers} worker(s): calls an hour of a core's time", f"{3600 / took.processor:.0f}")
        began = found.starting[workers]
        show("  starting beside, by the clock", f"{began.clock:.1f} s")
        show("  starting beside, of the processor", f"{began.processor:.1f} s")
    show("2 against 1, by the clock", f"{found.twice.clock:.2f} x", ">= 1.9 x, with a core each")
    show("2 against 1, by the processor's time", f"{found.twice.processor:.2f} x", ">= 1.9 x")
    show("two bare loops against one, by the clock", f"{found.loops.clock:.2f} x")
    show("two bare loops against one, by the processor's time", f"{found.loops.processor:.2f} x")


if __name__ == "__main__":
    sys.exit(main())

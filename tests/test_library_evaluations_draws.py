"""Draws: by chance, in shares, the same for the same seed, kept with what they were drawn from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from library_calls import a_call, a_report

from audio.errors import InputError
from library.calls.listing import Filter
from library.evaluations.draws import Candidate, draw
from library.forms.forms import shipped_forms
from library.store import Library


def candidates(**calls: str) -> list[Candidate]:
    """``Ann="ssm"`` is three calls of Ann's, two short and one of middle length."""
    return [
        Candidate(f"{agent}{k}", agent, stratum) for agent, strata in calls.items() for k, stratum in enumerate(strata)
    ]


def test_each_stratum_in_its_share() -> None:
    taken = draw(candidates(Ann="s" * 20 + "m" * 12 + "l" * 8, Bea="ss"), 3, seed=1)
    assert Counter((one.agent, one.stratum) for one in taken) == {
        ("Ann", "s"): 1, ("Ann", "m"): 1, ("Ann", "l"): 1, ("Bea", "s"): 2,
    }  # fmt: skip


def test_every_call_is_drawn_as_often_as_any_other() -> None:
    ten = candidates(Ann="s" * 10)
    often = Counter(one.call_id for seed in range(2000) for one in draw(ten, 3, seed))
    assert set(often) == {one.call_id for one in ten}
    assert all(600 * 0.85 < n < 600 * 1.15 for n in often.values())


@given(
    some.lists(some.tuples(some.sampled_from("AB"), some.sampled_from("sml")), max_size=30),
    some.integers(1, 6),
    some.integers(0, 99),
)
def test_a_draw_is_its_seeds(rows: list[tuple[str, str]], wanted: int, seed: int) -> None:
    calls = [Candidate(f"c{k}", agent, stratum) for k, (agent, stratum) in enumerate(rows)]
    taken = draw(calls, wanted, seed)
    assert taken == draw(calls[::-1], wanted, seed)
    assert len(set(taken)) == len(taken)
    by_agent = Counter(agent for agent, _ in rows)
    assert Counter(one.agent for one in taken) == {agent: min(wanted, n) for agent, n in by_agent.items()}


def test_what_was_drawn_is_kept_and_what_was_reviewed_is_not_drawn(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    for k in range(6):
        call = replace(a_call(f"c{k}"), duration=(30.0, 60.0, 300.0)[k % 3])
        library.keep_call(call, agent="Bea")
        library.keep_report(replace(a_report(f"c{k}"), duration=call.duration))
    form = library.forms.add(shipped_forms()[0], "Ann")
    library.forms.publish(form.form_id)
    library.evaluations.start("c1", form.form_id, "Ann")
    made = library.draws.draw(Filter(agent="Bea"), 2, seed=library.draws.next_seed(), by="Dee")
    assert made.of == 3  # c0 and c3 are too short, c1 is being reviewed
    assert set(made.calls) <= {"c2", "c4", "c5"}
    assert made.filters == {"agent": "Bea", "per_agent": 2, "strata": ["length"], "shortest": 45.0}
    assert library.draws.draws() == (made,)
    with pytest.raises(InputError, match="No call that matches"):
        library.draws.draw(Filter(agent="Cleo"), 2, seed=1, by="Dee")
    library.close()

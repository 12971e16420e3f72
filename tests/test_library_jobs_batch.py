"""How far a batch of recordings is, and how long its rest takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from library.jobs.batch import Batch, Item, batch_of

START = datetime(2026, 9, 25, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def latest_first(*items: Item) -> list[Item]:
    return list(reversed(items))


def test_nothing_is_a_batch_of_nothing() -> None:
    assert batch_of([], at(0)) == Batch(0, 0, None)
    assert batch_of([Item(at(0), at(9), 100, 1.0)], at(10)) == Batch(0, 0, None)


def test_what_ended_before_the_first_came_is_another_batch() -> None:
    before = Item(at(-100), at(-50), 999, 1.0)
    done, now, later = Item(at(0), at(20), 100, 1.0), Item(at(1), None, 100, 0.5), Item(at(2), None, 300, 0.0)
    batch = batch_of(latest_first(before, done, now, later), at(30))
    assert (batch.ended, batch.total) == (1, 3)
    assert batch.seconds_left == pytest.approx(30 * 350 / 150)


def test_nothing_is_said_of_the_rest_before_something_is_done_and_time_has_passed() -> None:
    assert batch_of([Item(at(0), None, 100, 0.0)], at(60)).seconds_left is None
    assert batch_of([Item(at(0), None, 100, 0.5)], at(4)).seconds_left is None
    assert batch_of([Item(at(0), None, 100, 0.5)], at(6)).seconds_left == pytest.approx(6.0)


def test_the_speed_is_that_of_the_last_ten() -> None:
    night = 40_000.0
    slow = [Item(at(0), at(night), 100, 1.0)]
    quick = [Item(at(1), at(night + 10 * k), 100, 1.0) for k in range(1, 11)]
    batch = batch_of(latest_first(*slow, *quick, Item(at(2), None, 50, 0.0)), at(night + 100))
    assert (batch.ended, batch.total) == (11, 12)
    assert batch.seconds_left == pytest.approx(100 * 50 / 1000)

"""Marks on the timeline that fall on the same second, in a real Chromium: each is seen and each can be pressed."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import pytest
from library_calls import a_call, a_moment, a_report
from real_browser import IN_A_BROWSER, enter

from library.store import Library

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

KINDS = ("pushed", "partnered", "escalated", "missed", "settled")
MARK = 17
"""Pixels across a mark."""
SPOTS = """(box) => box.getRootNode().room.sheet.state.spots.map((spot) => [spot.x, spot.y, spot.moment.headline])"""


def test_every_mark_of_one_second_is_seen_and_pressed(page: playwright.Page, address: str, folder: Path) -> None:
    library = Library(str(folder / "library.db"))
    library.keep_call(a_call())
    library.keep_report(a_report("c1", *(a_moment(kind, start=8.0 + 0.01 * k) for k, kind in enumerate(KINDS))))
    library.close()
    enter(page, address, "c1")
    spots = page.locator(".room").evaluate(SPOTS)
    assert len(spots) == len(KINDS)
    for one, other in combinations(spots, 2):
        assert math.dist(one[:2], other[:2]) >= MARK
    for x, y, headline in spots:
        page.locator(".sheet").click(position={"x": x, "y": y})
        playwright.expect(page.locator(".card.open strong")).to_have_text(headline)

"""Hands on the timeline in a real Chromium: a wheel, a trackpad's pinch, and fingers on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from patience import soon
from real_browser import IN_A_BROWSER, at, enter, window

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

GUTTER = 92
LIFTED = """() => {
    window.lifted = 0;
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (window.lifted += 1), true);
}"""


class Timeline:
    """The timeline of an open call, touched at shares of its width; a click or a tap there tells the time there."""

    def __init__(self, page: playwright.Page) -> None:
        self.page = page
        page.locator(".sheet").scroll_into_view_if_needed()
        box = page.locator(".sheet").bounding_box()
        assert box
        self.left, self.width, self.y = box["x"] + GUTTER, box["width"] - GUTTER, box["y"] + 120
        self.touch = page.context.new_cdp_session(page)
        page.evaluate(LIFTED)

    def x(self, share: float) -> float:
        return self.left + share * self.width

    def clicked(self, share: float) -> float:
        with self.lifts(1):
            self.page.mouse.click(self.x(share), self.y)
        return at(self.page)

    def tapped(self, share: float) -> float:
        with self.lifts(1):
            self.page.touchscreen.tap(self.x(share), self.y)
        return at(self.page)

    def fingers(self, *path: tuple[float, ...], up: float = 0.0) -> None:
        """Put fingers down at the first shares, slide them through the others, and lift them."""
        with self.lifts(len(path[0])):
            for kind, shares in (("touchStart", path[0]), *(("touchMove", shares) for shares in path[1:])):
                points = [{"x": self.x(share), "y": self.y - up, "id": k} for k, share in enumerate(shares)]
                self.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            self.touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    @contextmanager
    def lifts(self, pointers: int) -> Iterator[None]:
        """Do something, and wait until the page has felt so many pointers being lifted: a browser may tell it later."""
        before = self.page.evaluate("lifted")
        yield
        self.page.wait_for_function("(so_many) => lifted >= so_many", arg=before + pointers)

    @property
    def whole(self) -> bool:
        return self.page.get_by_role("button", name="Show the whole call").is_disabled()


@pytest.fixture
def timeline(page: playwright.Page, address: str, call: str) -> Timeline:
    enter(page, address, call)
    return Timeline(page)


@pytest.fixture
def screen(browser: playwright.Browser, address: str, call: str) -> Iterator[Timeline]:
    """The same on a screen that feels fingers."""
    context = window(browser, has_touch=True)
    page = context.new_page()
    slips: list[str] = []
    page.on("pageerror", lambda slip: slips.append(str(slip)))
    enter(page, address, call)
    yield Timeline(page)
    context.close()
    assert not slips


def test_the_wheel_with_ctrl_zooms_round_the_pointer(timeline: Timeline) -> None:
    """A trackpad's pinch arrives as just that: a wheel with ctrl."""
    under, right = timeline.clicked(0.4), timeline.clicked(0.9)
    timeline.page.mouse.move(timeline.x(0.4), timeline.y)
    timeline.page.keyboard.down("Control")
    timeline.page.mouse.wheel(0, -60)
    timeline.page.mouse.wheel(0, -60)
    timeline.page.keyboard.up("Control")
    soon(lambda: not timeline.whole)
    soon(lambda: timeline.clicked(0.9) < under + (right - under) / 2)  # the second turn too has come
    assert timeline.clicked(0.4) == pytest.approx(under, abs=0.2)

    timeline.page.mouse.move(timeline.x(0.4), timeline.y)
    timeline.page.keyboard.down("Control")
    for _ in range(4):
        timeline.page.mouse.wheel(0, 60)
    timeline.page.keyboard.up("Control")
    soon(lambda: timeline.whole)


def test_the_wheel_sideways_or_with_shift_pans(timeline: Timeline) -> None:
    timeline.page.keyboard.press("+")
    before = timeline.clicked(0.5)
    timeline.page.mouse.wheel(timeline.width / 4, 0)
    soon(lambda: timeline.clicked(0.25) == pytest.approx(before, abs=0.3))
    timeline.page.keyboard.down("Shift")
    timeline.page.mouse.wheel(0, -timeline.width / 4)
    timeline.page.keyboard.up("Shift")
    soon(lambda: timeline.clicked(0.5) == pytest.approx(before, abs=0.3))


def test_the_wheel_alone_scrolls_the_page(timeline: Timeline) -> None:
    timeline.page.set_viewport_size({"width": 1280, "height": 400})
    timeline.page.locator(".sheet").scroll_into_view_if_needed()
    top = (timeline.page.locator(".sheet").bounding_box() or {})["y"]
    timeline.page.mouse.move(timeline.x(0.5), top + 60)
    timeline.page.mouse.wheel(0, -150)
    soon(lambda: (timeline.page.locator(".sheet").bounding_box() or {})["y"] != top)
    assert timeline.whole


def test_the_wheel_zooms_on_the_small_map_too(timeline: Timeline) -> None:
    box = timeline.page.locator(".map").bounding_box()
    assert box
    timeline.page.mouse.move(timeline.x(0.5), box["y"] + 20)
    timeline.page.keyboard.down("Control")
    timeline.page.mouse.wheel(0, -60)
    timeline.page.keyboard.up("Control")
    soon(lambda: not timeline.whole)


def test_two_fingers_pull_apart_and_each_keeps_the_time_under_it(screen: Timeline) -> None:
    left, right = screen.tapped(0.4), screen.tapped(0.6)
    screen.fingers((0.4, 0.6), (0.3, 0.7), (0.2, 0.8))
    soon(lambda: not screen.whole)
    assert at(screen.page) == pytest.approx(right, abs=0.1), "a pinch is no tap"
    assert screen.tapped(0.2) == pytest.approx(left, abs=0.3)
    assert screen.tapped(0.8) == pytest.approx(right, abs=0.3)
    screen.fingers((0.1, 0.9), (0.3, 0.7), (0.4, 0.6))
    soon(lambda: screen.whole)


def test_one_finger_pans_and_never_plays_from_elsewhere(screen: Timeline) -> None:
    screen.fingers((0.4, 0.6), (0.3, 0.7), (0.2, 0.8))
    middle = screen.tapped(0.5)
    screen.fingers((0.5,), (0.6,), (0.7,))
    assert at(screen.page) == middle
    assert screen.tapped(0.7) == pytest.approx(middle, abs=0.3)


def test_a_finger_in_the_notes_lane_draws_a_note(screen: Timeline) -> None:
    box = screen.page.locator(".sheet").bounding_box()
    assert box
    screen.fingers((0.3,), (0.35,), (0.4,), up=screen.y - (box["y"] + box["height"] - 12))
    screen.page.locator(".editor textarea").wait_for()

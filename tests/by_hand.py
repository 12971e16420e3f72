"""What hands do on a page of Streamlit's, seen to stand before they go on: as a person looks whether what was chosen is chosen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from patience import soon
from real_browser import still

if TYPE_CHECKING:
    from playwright import sync_api as playwright

GLANCE = 3.0
"""Seconds for which a list that has dropped down is looked at before it is opened anew."""


def press_to(field: playwright.Locator, key: str, value: str) -> None:
    """Press a key in a field until it stands at a value, each time once what the press before it did is seen there."""
    from playwright.sync_api import expect

    while (before := field.input_value()) != value:
        field.press(key)
        expect(field).not_to_have_value(before)


def choose(page: playwright.Page, field: playwright.Locator, option: str) -> None:
    """Choose from a list that can be typed in until it stands there, once more where the list was closed as the page was drawn anew."""
    from playwright.sync_api import TimeoutError as NotThere

    tags = field.locator("xpath=ancestor::*[@data-testid='stMultiSelect']").locator("[data-tag]")

    def stands() -> bool:
        return option in field.input_value() or tags.filter(has_text=option).count() > 0

    def taken() -> bool:
        field.fill("")
        field.press_sequentially(option.split()[0])
        with suppress(NotThere):
            page.get_by_role("option").filter(has_text=option).first.click(timeout=1000 * GLANCE)
        field.press("Tab")  # what is typed and not taken goes as one leaves
        still(page)
        return stands()

    still(page)
    soon(lambda: stands() or taken())


def take(page: playwright.Page, within: playwright.Locator, *pills: str) -> None:
    """Take some of what can be taken together."""
    from playwright.sync_api import expect

    for name in pills:
        still(page)
        pill = within.get_by_role("button", name=name, exact=True)
        pill.click()
        expect(pill).to_have_attribute("aria-pressed", "true")
    still(page)


def unfold(page: playwright.Page, name: str) -> playwright.Locator:
    """A part of the page that can be folded up, unfolded."""
    from playwright.sync_api import expect

    part = page.locator("details").filter(has=page.locator("summary", has_text=name))
    part.wait_for()
    still(page)
    stood = 0
    while stood < 2:  # a page that is drawn anew folds up again what was unfolded
        if part.get_attribute("open") is None:
            stood = 0
            part.locator("summary").click()
        expect(part).to_have_attribute("open", "")
        still(page)
        stood += 1
    return part

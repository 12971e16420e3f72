"""The limits on *House rules*: grouped and drawn, moved by sliders and presets, undone, and what a change would do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from app_pages import screen, text
from library_calls import a_call, a_moment, a_report
from real_browser import IN_A_BROWSER, press_still, still
from streamlit.testing.v1 import AppTest

from analysis.limits import Limits, change, table
from analysis.presets import MEANING, QUIET, STRICT, USUAL, VALUES, apply
from library.house.limits import keep_limits, limits_in_force
from library.store import Library

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


@pytest.fixture
def filled(library: Library) -> Library:
    """A call with an interruption that the limits do not make: its report changes whenever it is judged."""
    library.keep_call(a_call(), name="late_parcel.wav", agent="Ama")
    library.keep_report(a_report("c1", a_moment("escalated", "threat_to_leave", start=3.0, end=4.0)))
    return library


def button(page: AppTest, label: str) -> object:
    return next(one for one in page.button if one.label == label)


def values(page: AppTest) -> dict[str, float]:
    return {row["name"]: shown.value for row, shown in zip(table(), page.slider, strict=True)}


def test_every_limit_stands_in_its_group_with_its_drawing(filled: Library) -> None:
    page = screen("house_rules")
    groups = list(dict.fromkeys(row["group"] for row in table()))
    assert [shown.label for shown in page.expander if shown.label.strip("*") in groups] == [
        f"**{group}**" for group in groups
    ]
    assert text(page).count('class="limit-drawing"') == len(table()) == len(page.slider)
    assert values(page) == {row["name"]: row["default"] for row in table()}


def test_a_limits_drawing_moves_with_its_slider(filled: Library) -> None:
    page = screen("house_rules")
    assert "Up to 0.2 s from there: too short to count." in text(page)
    page.slider[0].set_value(0.5).run()
    assert "Up to 0.5 s from there: too short to count." in text(page)
    assert "Up to 0.2 s from there: too short to count." not in text(page)


def test_a_preset_is_shown_not_kept_and_can_be_undone(filled: Library) -> None:
    page = screen("house_rules")
    page.slider[0].set_value(0.5).run()
    button(page, STRICT).click().run()
    strict = apply(STRICT, change(Limits(), overtalk_least=0.5))
    assert values(page) == {row["name"]: row["value"] for row in table(strict)}
    assert limits_in_force(filled) == Limits()
    assert "of the 1 newest calls would change" in text(page)
    (changed,) = [one.value for one in page.caption if one.value.startswith("In all of them together")]
    assert "1 fewer escalated" in changed
    button(page, QUIET).click().run()
    button(page, "Undo").click().run()
    assert values(page) == {row["name"]: row["value"] for row in table(strict)}
    button(page, "Undo").click().run()
    assert values(page) == {row["name"]: row["value"] for row in table(change(Limits(), overtalk_least=0.5))}
    assert not any(one.label == "Undo" for one in page.button)


def test_limits_that_were_kept_can_be_undone(filled: Library) -> None:
    keep_limits(filled, change(Limits(), hold_least=12.0), 0)
    page = screen("house_rules")
    button(page, QUIET).click().run()
    button(page, "Keep these limits").click().run()
    assert limits_in_force(filled) == apply(QUIET, change(Limits(), hold_least=12.0))
    button(page, "Undo: back to the limits before").click().run()
    assert limits_in_force(filled) == change(Limits(), hold_least=12.0)


def test_what_is_moved_is_put_back(filled: Library) -> None:
    page = screen("house_rules")
    button(page, STRICT).click().run()
    button(page, "Put them back").click().run()
    assert values(page) == {row["name"]: row["default"] for row in table()}
    assert "Nothing moved" in text(page)


def test_the_page_says_which_preset_is_shown_and_what_each_changes(filled: Library) -> None:
    page = screen("house_rules")
    assert any("Shown\\: usual" in one.value for one in page.caption)
    page.slider[1].set_value(0.9).run()
    assert any("limits of your own, none of the presets" in one.value for one in page.caption)
    told = unescape(text(page))
    for value in VALUES.values():
        assert value.quiet_reason in told and value.strict_reason in told
    assert all(meaning in told for meaning in MEANING.values()) and USUAL in told


class TestInABrowser:
    """In Chromium."""

    pytestmark = IN_A_BROWSER

    @pytest.fixture
    def house_rules(self, page: playwright.Page, address: str, call: str) -> Iterator[playwright.Page]:
        page.goto(f"{address}/house-rules")
        page.locator(".limit-drawing").first.wait_for()
        still(page)
        yield page

    def test_a_slider_is_moved_by_the_keyboard_and_the_drawing_with_it(self, house_rules: playwright.Page) -> None:
        slider = house_rules.get_by_role("slider", name=re.compile("^Shortest overlap that counts"))
        drawn = house_rules.get_by_role("img", name=re.compile("^The agent begins while the customer still speaks"))
        border = drawn.locator(".border")
        before = border.bounding_box()
        slider.focus()
        for _ in range(4):
            house_rules.keyboard.press("ArrowRight")
        playwright.expect(drawn).to_have_attribute("aria-label", re.compile("Up to 0.4 s from there"))
        still(house_rules)
        after, field = border.bounding_box(), drawn.locator(".field").bounding_box()
        assert before and after and field
        assert after["x"] - before["x"] == pytest.approx(field["width"] * 0.2 / 4, abs=1.5)

    def test_what_is_fetched_as_a_slider_moves_takes_nothing_from_who_moves_it(
        self, house_rules: playwright.Page, folder: Path
    ) -> None:
        """The mark that Streamlit sets while it fetches what draws something is set here, for as long as the test needs it."""
        slider = house_rules.get_by_role("slider", name=re.compile("^Shortest overlap that counts"))
        slider.focus()
        house_rules.locator(".st-key-verdict").evaluate(
            """(verdict) => {
                const fetched = document.createElement("div");
                fetched.dataset.testid = "stSkeleton";
                verdict.append(fetched);
            }"""
        )
        fetched = house_rules.locator("[data-testid=stHorizontalBlock] .st-key-verdict > [data-testid=stSkeleton]")
        library = Library(str(folder / "library.db"))
        library.keep_call(a_call("made up"), name="made_up.wav")
        library.keep_report(a_report("made up", a_moment("escalated", "threat_to_leave", start=3.0, end=4.0)))
        try:
            house_rules.keyboard.press("ArrowRight")
            playwright.expect(slider).to_have_value("0.25")
            playwright.expect(fetched).to_have_count(1)
            playwright.expect(slider).to_be_visible()
            playwright.expect(slider).to_be_focused()
            house_rules.keyboard.press("ArrowRight")
            playwright.expect(slider).to_have_value("0.3")
            fetched.evaluate("(fetched) => fetched.remove()")
            house_rules.get_by_role("link", name=re.compile("^made up")).wait_for()
            playwright.expect(slider).to_be_focused()
        finally:
            library.delete("made up")
            library.close()

    def test_a_preset_shows_its_effect_before_it_is_kept_and_is_undone(
        self, house_rules: playwright.Page, folder: Path
    ) -> None:
        house_rules.get_by_role("button", name=STRICT, exact=True).click()
        house_rules.get_by_text(re.compile("of the 1 newest calls would change")).wait_for()
        house_rules.get_by_text("Shown: strict.").wait_for()
        library = Library(str(folder / "library.db"))
        assert limits_in_force(library) == Limits()
        library.close()
        press_still(house_rules, "Undo")
        house_rules.get_by_role("heading", name="Nothing moved").wait_for()
        house_rules.get_by_text("Shown: usual.").wait_for()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_the_drawings_are_told_apart_in_both_colours(self, house_rules: playwright.Page, scheme: str) -> None:
        house_rules.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        colours = house_rules.locator(".limit-drawing").first.evaluate(
            """(drawing) => {
                const shown = (look) => getComputedStyle(drawing.querySelector(".field " + look));
                const page = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
                return [page, shown(".voice").backgroundColor, shown(".beyond").backgroundColor, shown(".within").outlineColor];
            }"""
        )
        assert len(set(colours)) == 4

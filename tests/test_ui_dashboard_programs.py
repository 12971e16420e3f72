"""The page Programs: tokens made, shown once and revoked, a webhook set, tried and switched off, each with a way back and in the audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pages import screen, text
from axe import hindrances
from by_hand import take, unfold
from patience import soon
from real_browser import IN_A_BROWSER, address, browser, folder, page, press_still, still
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from library.database.tables.api import WebhookRow
from library.store import Library
from library.tokens.token import SCOPES, NoTokenError
from ui.dashboard.parts.programs import said

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")
__all__ = ["address", "browser", "folder", "page"]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NOWHERE = "https://127.0.0.1/x"
"""What is within a network, and is not asked."""


def pressed(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def filled(page: AppTest, label: str, value: str) -> None:
    next(field for field in page.text_input if field.label == label).set_value(value)


def acts(library: Library) -> list[str]:
    return [event.act for event in library.audit.walk()]


def secret(page: AppTest) -> str:
    return str(page.code[0].value)


def with_webhook(library: Library) -> None:
    library.webhooks.set("https://desk.example/x")
    with library.database.write() as session:
        session.execute(update(WebhookRow).values(url=NOWHERE))


def test_a_token_is_made_shown_once_revoked_and_let_in_again(library: Library) -> None:
    page = screen("programs")
    assert all(f"**{scope}**: " in page.button_group[0].proto.help for scope in SCOPES)
    filled(page, "Name", "wallboard")
    page.button_group[0].set_value(["reports:read"])
    pressed(page, "Make the token")
    assert not page.exception and library.tokens.bearer(secret(page)).scopes == {"reports:read"}
    made = secret(page)
    assert made not in str(screen("programs").main), "a page that is opened anew shows it no more"
    pressed(page, "I have it")
    assert not page.code and "wallboard" in text(page)
    next(box for box in page.selectbox if box.label == "A token to revoke").set_value("wallboard").run()
    pressed(page, "Revoke")
    with pytest.raises(NoTokenError, match="was revoked"):
        library.tokens.bearer(made)
    pressed(page, "Undo")
    assert library.tokens.bearer(made).name == "wallboard"
    assert acts(library)[-3:] == ["made_token", "revoked_token", "restored_token"]


def test_what_cannot_be_made_is_said_and_the_form_stays(library: Library) -> None:
    page = screen("programs")
    filled(page, "Name", "<b>two words")
    pressed(page, "Make the token")
    assert "A token needs a scope" in page.error[0].value or "no name for a token" in page.error[0].value
    assert library.tokens.all() == ()
    assert next(field for field in page.text_input if field.label == "Name").value == "<b>two words"


def test_a_webhook_is_tried_switched_off_and_had_back_with_its_secret(library: Library) -> None:
    page = screen("programs")
    filled(page, "Address", "https://desk.example/sameside")
    pressed(page, "Send webhooks there")
    assert secret(page).startswith("whsec_") and library.webhooks.url() == "https://desk.example/sameside"
    with_webhook(library)
    pressed(page, "Send a test")
    assert "The test was not taken" in page.warning[0].value
    (sent,) = library.webhooks.deliveries()
    assert (sent.event, sent.attempts, sent.due, sent.delivered) == ("test", 1, None, None) and sent.answer
    assert sent.answer in text(page) and "test" in text(page)
    pressed(page, "Switch it off")
    assert library.webhooks.url() is None
    pressed(page, "Undo")
    assert library.webhooks.url() == NOWHERE
    assert acts(library)[-3:] == ["tested_webhook", "forgot_webhook", "set_webhook"]


def test_what_another_has_set_meanwhile_stays(library: Library) -> None:
    with_webhook(library)
    page = screen("programs")
    pressed(page, "Switch it off")
    library.webhooks.set("https://other.example/x")
    pressed(page, "Undo")
    assert "Another webhook was set meanwhile" in page.error[0].value
    assert library.webhooks.url() == "https://other.example/x"


def test_a_secret_is_put_away_by_itself(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    page = screen("programs")
    filled(page, "Address", "https://desk.example/sameside")
    pressed(page, "Send webhooks there")
    assert page.run().code
    monkeypatch.setattr(said, "FOR", -1.0)
    assert not page.run().code


@pytest.mark.parametrize("mark", [pytest.param(None, marks=IN_A_BROWSER)])
def test_it_is_used_by_hand(page: playwright.Page, address: str, folder: Path, mark: None) -> None:
    page.goto(f"{address}/programs")
    page.get_by_role("heading", name="Programs").wait_for()
    form = unfold(page, "Make a token")
    form.get_by_role("textbox", name="Name").fill("wallboard")
    take(page, form, "reports:read")
    press_still(page, "Make the token")
    page.get_by_text("The token wallboard is shown this once").wait_for()
    made = page.locator("code").first.inner_text()
    library = Library(str(folder / "library.db"))
    soon(lambda: library.tokens.bearer(made).name == "wallboard")
    press_still(page, "I have it")
    page.get_by_text(made).wait_for(state="detached")
    with_webhook(library)
    page.reload()
    page.get_by_text("Switch it off").wait_for()
    press_still(page, "Send a test")
    page.locator(".deliveries td", has_text="test").first.wait_for()
    for width in (1440, 800):
        page.set_viewport_size({"width": width, "height": 1000})
        still(page)
        assert page.evaluate(WIDER) <= 0
    assert hindrances(page) == []
    library.close()

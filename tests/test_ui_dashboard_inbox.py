"""The inbox on the pages: somebody who is named in a note by the keyboard is told, and led to the note; alone and in a team, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_pages import screen, text
from library_calls import a_call, a_moment, a_report
from patience import soon
from real_browser import IN_A_BROWSER, still, window
from sounds import placed, talk, write
from sqlalchemy import select
from team_dashboard import AMA, BEN, provider, sign_in, team_dashboard
from test_ui_dashboard_evaluating import published

from audio.span import Span
from library.database.schema import NoteRow
from library.inbox.telling import KINDS
from library.notes.note import Content
from library.store import Library
from ui.dashboard import pages
from ui.dashboard.parts.inbox.said import SENTENCES, address

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


def test_every_kind_has_its_sentence() -> None:
    assert set(SENTENCES) == set(KINDS)


def test_the_menu_says_how_much_is_unread() -> None:
    assert pages.menu_title("inbox", 3) == "Inbox (3)"
    assert (pages.menu_title("inbox"), pages.menu_title("calls", 3)) == ("Inbox", "Calls")


def test_the_page_is_empty_with_a_reason_and_marks_all_as_read(library: Library) -> None:
    library.keep_call(a_call("c1"), name="c1.wav", agent="Ama")
    library.keep_report(a_report("c1"), "f1")
    assert "Nothing yet" in text(screen("inbox"))
    library.keep_report(a_report("c1", a_moment("missed", "supervisor_request", 3.0, 6.0)), "f2")
    page = screen("inbox")
    assert library.inbox.unread("Anybody") == 1
    next(button for button in page.button if button.label == "Mark all as read").click().run()
    assert library.inbox.unread("Anybody") == 0


def test_whoever_comes_from_an_item_has_looked_at_it(library: Library) -> None:
    library.keep_call(a_call("c1"), name="c1.wav", agent="Ama")
    library.keep_report(a_report("c1", a_moment("missed", "supervisor_request", 3.0, 6.0)), "f2")
    (item,) = library.inbox.items("Anybody")
    for wrong in ("x", "-1", "9" * 30, str(item.id + 1)):
        screen("review", call="c1", item=wrong)
        assert library.inbox.unread("Anybody") == 1
    screen("review", call="c1", item=str(item.id))
    assert library.inbox.unread("Anybody") == 0


def test_what_is_said_of_an_evaluation_leads_to_it(library: Library) -> None:
    library.keep_call(a_call("c1"), name="c1.wav", agent="Ama")
    library.keep_report(a_report("c1"), "f1")
    form = published(library, "Form")
    library.evaluations.assign(["c1"], form, "Rae", "Ben")
    (line,) = library.evaluations.queue("Rae")
    (item,) = library.inbox.items("Rae")
    assert item.evaluation_id == line.id
    assert address(item) == f"review?call=c1&item={item.id}&evaluation={line.id}"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A team's dashboard with a call of Ama's, whom Ben coaches."""
    folder = tmp_path_factory.mktemp("team")
    with provider() as issuer, team_dashboard(folder, issuer) as address:
        library = Library(str(folder / "library.db"))
        sound = write(folder / "c1.wav", placed(30.0, (0.5, talk(2.0))), placed(30.0, (3.0, talk(3.0, 190.0))))
        library.keep_call(a_call("c1"), library.keep_recording(sound), name="late parcel.wav", agent=AMA.name)
        library.keep_report(a_report("c1"), "f1")
        library.close()
        yield address, folder


class TestTeam:
    pytestmark = IN_A_BROWSER

    def test_a_name_typed_after_an_at_arrives_in_that_persons_inbox_and_opens_at_the_note(
        self, team: tuple[str, Path], browser: playwright.Browser
    ) -> None:
        there, folder = team
        hers, his = window(browser), window(browser)
        page = his.new_page()
        sign_in(page, there, BEN.email)
        page.goto(f"{there}/review?call=c1")
        page.wait_for_selector(".room[data-ready]")
        still(page)
        page.locator(".room").focus()
        page.keyboard.press("m")
        writing = page.locator(".editor textarea")
        writing.wait_for()
        page.keyboard.type("Well met, @am")
        page.get_by_role("option", name="Ama Osei").wait_for()
        playwright.expect(page.locator(".offer li")).to_have_count(1)
        page.keyboard.press("Enter")
        playwright.expect(writing).to_have_value("Well met, @Ama Osei ")
        page.keyboard.type("and thank you.")
        page.get_by_text("Nobody is told: only you read this note.").wait_for()
        page.get_by_label("Who may read it").select_option("agent")
        playwright.expect(page.get_by_text("Nobody is told")).to_have_count(0)
        writing.focus()
        page.keyboard.press("Control+Enter")
        playwright.expect(page.locator(".editor")).to_have_count(0)
        page.locator(".note .text").get_by_text("and thank you.").wait_for()
        library = Library(str(folder / "library.db"))
        soon(lambda: _drafts(library) == [False])
        (note,) = library.notes.of("c1", None)
        library.close()

        page = hers.new_page()
        sign_in(page, there, AMA.email)
        page.get_by_role("link", name="Inbox (1)").wait_for()
        page.goto(f"{there}/inbox")
        item = page.locator("ol.inbox a")
        playwright.expect(item).to_contain_text("Ben Carr named you in a note")
        playwright.expect(item).to_contain_text("Well met, @Ama Osei and thank you.")
        still(page)
        item.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".room[data-ready]")
        page.locator(f".note.chosen[data-note='{note.id}']").wait_for()
        page.get_by_role("link", name="Inbox", exact=True).wait_for()
        hers.close()
        his.close()


def _drafts(library: Library) -> list[bool]:
    with library.database.read() as session:
        return list(session.scalars(select(NoteRow.draft)))


def test_names_are_told_of_calls_that_one_sees(library: Library) -> None:
    library.keep_call(a_call("c1"), name="c1.wav", agent="Ama Osei")
    library.notes.add("c1", "Ben Carr", Content(Span(1.0, 2.0), "Here.", audience="everybody"))
    assert library.inbox.can_be_named("c1") == ("Ama Osei", "Ben Carr") and library.inbox.can_be_named("c9") == ()

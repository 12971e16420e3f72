"""The pages Audit, Retention and What is kept about me, a hold on a call's page, the switch for voices; and what pages tell the audit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from app_pages import screen, text
from by_hand import choose
from library_calls import a_call, a_recording, a_report
from patience import soon
from real_browser import IN_A_BROWSER, ROOT, enter, press_still, serving, still
from streamlit.testing.v1 import AppTest

from library.access.rights import BY_STANDING, DEEDS, WHO
from library.access.viewer import Viewer
from library.audit.audit import SETTING
from library.audit.event import Wanted
from library.calls.listing import Filter
from library.house import agent_voice
from library.retention.notices import NOTICE
from library.retention.terms import Terms
from library.store import Library
from ui.dashboard import pages
from ui.dashboard.parts.governance import about, told
from ui.pauses import MOST_DENIED, PAUSE, Denials, Ongoing

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")


@pytest.fixture
def kept(library: Library) -> Library:
    """Two calls, one of them old; and reading is told, as it is in a team."""
    library.keep_call(
        a_call("c1"), name="late parcel.wav", agent="Ama", team="North", date=datetime.now(UTC) - timedelta(days=90)
    )
    library.keep_report(a_report("c1"), "f1")
    library.keep_call(a_call("c2"), name="refund.wav", date=datetime.now(UTC))
    library.keep_report(a_report("c2"), "f1")
    library.settings.keep(SETTING, {"reads": True}, 0)
    return library


def acts(library: Library, after: int = 0) -> list[tuple[str, str | None]]:
    return [(event.act, event.call_id) for event in library.audit.walk() if event.n > after]


def so_far(library: Library) -> int:
    return library.audit.verify().events


def pressed(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


# what pages tell


READS = {
    "calls": "listed", "review": "opened", "evaluations": "looked_at_evaluations", "clips": "looked_at_clips", "inbox": None, "people": "compared", "coaching": "read_sessions", "my_calls": "read_own_page", "rule_book": None, "house_rules": None, "retention": None,
    "audit": "read_audit", "about_me": "read_own", "persons": None, "programs": None,
}  # fmt: skip
"""By page, what opening it tells; ``None`` where nothing of a call or a person stands on it."""


def test_every_page_says_what_opening_it_tells() -> None:
    assert set(READS) == set(pages.TITLES), "a page came or went: say in READS what opening it tells the audit"


@pytest.mark.parametrize("name", READS)
def test_a_page_is_one_event_however_often_it_is_run(kept: Library, name: str) -> None:
    before = so_far(kept)
    page = screen(name, **({"call": "c1"} if name == "review" else {}))
    for _ in range(5):
        page.run()
    expected = [] if READS[name] is None else [(READS[name], "c1" if name == "review" else None)]
    assert acts(kept, before) == expected


def test_a_search_tells_how_many_words_and_not_which(kept: Library) -> None:
    before = so_far(kept)
    page = screen("calls")
    page.text_input[0].set_value("quiver refund").run()
    page.run()
    assert [act for act, _ in acts(kept, before)] == ["listed", "searched"]
    event = list(kept.audit.walk())[-1]
    assert event.detail == {"words": 2, "found": 0, "by": ""}
    narrowed = told.asked_by(
        Filter(agent="Ama", words="quiver", unreviewed=True, since=datetime(2026, 3, 1, tzinfo=UTC))
    )
    assert narrowed == "agent Ama, since 2026-03-01, unreviewed"


def test_where_it_cannot_be_told_the_page_is_not_shown(kept: Library) -> None:
    with kept.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
    script = "import streamlit as st\nfrom ui.dashboard import app"
    page = AppTest.from_string(script, default_timeout=180)
    page.query_params["call"] = "c1"
    page.session_state["author"] = "Ama"  # a browser's cookies are not there
    page.run()
    assert "refund" not in text(page)
    assert any("full" in error.value for error in page.error)


def test_what_goes_on_in_many_requests_is_told_once_until_it_pauses(kept: Library) -> None:
    now = [0.0]
    ongoing = Ongoing(lambda: now[0])
    before = so_far(kept)
    for _ in range(50):
        ongoing.tell(kept, "Ama", "listened", "c1")
        now[0] += 60.0
    ongoing.tell(kept, "Ben", "listened", "c1")
    assert acts(kept, before) == [("listened", "c1")] * 2
    now[0] += PAUSE + 1
    ongoing.tell(kept, "Ama", "listened", "c1")
    ongoing.is_told("Ama", "read_notes", "c1")
    ongoing.tell(kept, "Ama", "read_notes", "c1")
    assert acts(kept, before) == [("listened", "c1")] * 3


def test_what_somebody_is_denied_is_told_once_and_does_not_fill_the_audit() -> None:
    now = [0.0]
    denials = Denials(lambda: now[0])
    assert [denials.is_new(1, "a"), denials.is_new(1, "a"), denials.is_new(2, "a")] == [True, False, True]
    assert sum(denials.is_new(1, f"call {k}") for k in range(1000)) == MOST_DENIED - 1
    now[0] += PAUSE + 1
    assert denials.is_new(1, "a")


# Audit


def test_the_audit_says_who_did_what_and_is_filtered(kept: Library) -> None:
    kept.delete("c2")
    page = screen("audit")
    assert "SameSide kept what was heard in “late parcel.wav”." in text(page)
    assert "A call that is gone since (c2) is gone for good: deleted at once." in text(page)
    page.selectbox[1].set_value("deleting").run()
    assert "kept what was heard" not in text(page)
    assert "gone for good" in text(page)
    page.selectbox[1].set_value(None).run()
    page.text_input[0].set_value("late parcel.wav").run()
    assert "late parcel.wav" in text(page)
    assert "gone for good" not in text(page)
    page.text_input[0].set_value("nobody").run()
    assert "There is no call" in page.info[0].value


def test_the_audit_is_verified_on_its_page(kept: Library) -> None:
    page = pressed(screen("audit"), "Is it whole?")
    assert "It is whole" in page.success[0].value
    assert re.fullmatch(r"\d+:[0-9a-f]{64}", page.code[0].value)
    with kept.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_stays")
        connection.exec_driver_sql("UPDATE audit_event SET who = 'Ben' WHERE n = 2")
    page = pressed(screen("audit"), "Is it whole?")
    assert "event 2 was changed" in page.error[0].value


def test_an_events_text_is_text(kept: Library) -> None:
    kept.holds.set(["c1"], "<script>alert(1)</script>", "<b>Ama</b>")
    assert "<script>" not in text(screen("audit"))
    assert "<b>Ama" not in text(screen("retention"))
    assert "<b>Ama" not in text(screen("review", call="c1"))


# Retention and holds


def test_terms_are_kept_in_the_form_and_what_ends_at_once_is_asked_first(kept: Library) -> None:
    page = screen("retention")
    page.number_input[0].set_value(365)
    pressed(page, "Keep these terms")
    assert kept.retention.terms()[0] == Terms(365)
    page = screen("retention")
    page.selectbox[0].set_value("North")
    page.number_input[1].set_value(30)
    pressed(page, "Keep these terms")
    assert kept.retention.terms()[0] == Terms(365), "one call is over by it: it is asked first"
    page.button(key="terms-sure").click().run()
    assert kept.retention.terms()[0] == Terms(365, {"North": 30})
    day = (datetime.now(UTC) + NOTICE).astimezone()
    page = screen("retention")
    assert f"1 call on {day:%A}, {day:%-d %B %Y}" in text(page)
    assert f"goes on {day:%A}" in text(screen("review", call="c1"))


def test_a_hold_is_set_and_lifted_on_the_calls_page_and_stands_in_the_list(kept: Library) -> None:
    page = screen("review", call="c1")
    pressed(page, "Hold this call")
    assert "say why" in page.error[0].value
    next(field for field in page.text_input if field.label == "Why").set_value("Lawsuit 12/2026")
    pressed(page, "Hold this call")
    assert "Lawsuit 12/2026" in text(screen("review", call="c1"))
    assert "Lawsuit 12/2026" in text(screen("retention"))
    assert [call.id for call in kept.calls().calls if call.held] == ["c1"]
    page = screen("review", call="c1")
    next(field for field in page.text_input if field.label == "Why").set_value("Settled")
    pressed(page, "Lift the hold")
    assert kept.holds.all() == ()
    assert [told.event.detail for told in kept.audit.events(Wanted(act="lifted_hold"))] == [{"reason": "Settled"}]


# for works councils


def test_what_is_kept_about_me_says_what_is_in_force(kept: Library) -> None:
    page = text(screen("about_me"))
    assert "All calls are kept until somebody deletes them." in page
    assert "no emotion is told" in page
    assert "switched off" not in page
    kept.retention.keep(Terms(180), 0)
    agent_voice.keep_measured(kept, False, 0)
    page = text(screen("about_me"))
    assert "All calls are kept 180 days." in page
    assert (
        page.index("What this house has switched off")
        < page.index("How high, how loud")
        < page.index("What is not measured")
    )


def test_who_may_see_it_comes_from_the_table_of_rights() -> None:
    lines = about.may_see(Viewer("person", 7, "Ama", frozenset({"agent"})))
    for right, deed in DEEDS.items():
        line = next(line for line in lines if line.startswith(f"To {deed}:"))
        for way, who in WHO.items():
            assert bool(re.search(f"(: |, ){re.escape(who)}(,|$)", line)) == (way in BY_STANDING[right])


def test_the_switch_for_voices_judges_the_calls_anew(kept: Library) -> None:
    page = screen("house_rules")
    next(toggle for toggle in page.toggle if toggle.label == "Measure agents' voices").set_value(False).run()
    assert agent_voice.is_measured(kept) == (False, 1)
    assert kept.queue.judging() is not None
    assert "The house has switched this off" in " ".join(caption.value for caption in page.caption)


# in a browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Library]]:
    """A dashboard on a library with a call that can be heard, and reading told."""
    folder = tmp_path_factory.mktemp("house")
    opened = Library(str(folder / "library.db"))
    recording = opened.keep_recording(a_recording(folder / "a.wav", 3.0))
    opened.keep_call(a_call("c1"), recording, name="late parcel.wav", agent="Ama", team="North")
    opened.keep_report(a_report("c1"), "f1")
    opened.settings.keep(SETTING, {"reads": True}, 0)
    home = {"HF_HUB_CACHE": str(folder / "models"), "XDG_DATA_HOME": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    with serving(
        "from ui.dashboard.server import serve; serve(library, port, True)", folder / "library.db", home
    ) as there:
        yield there, opened
    opened.close()


class TestInABrowser:
    """In Chromium."""

    pytestmark = IN_A_BROWSER

    def test_a_days_play_through_is_all_there(
        self, page: playwright.Page, house: tuple[str, Library], tmp_path: Path
    ) -> None:
        address, library = house
        before = so_far(library)
        page.goto(address)
        page.locator("tr[data-call]").first.wait_for()
        still(page)
        enter(page, address, "c1")
        page.get_by_role("switch", name="Reviewed").focus()
        page.keyboard.press("Space")
        page.locator(".st-key-onwards", has_text="Reviewed by").wait_for()
        still(page)
        press_still(page, "Export")
        for name in ("Table (CSV)", "Report to print (HTML)"):
            with page.expect_download() as download:
                press_still(page, name)
            download.value.save_as(tmp_path / "file")
        soon(lambda: "listened" in [act for act, _ in acts(library, before)])  # the browser fetches sound when it likes
        done = [act for act, _ in acts(library, before)]
        assert sorted(done) == sorted(["listed", "opened", "listened", "reviewed", "exported", "printed"])
        assert [act for act in done if act != "listened"] == ["listed", "opened", "reviewed", "exported", "printed"]
        sources = {event.source for event in library.audit.walk() if event.n > before}
        assert len(sources) == 1

    def test_the_audit_leads_through_its_filters_to_a_file(
        self, page: playwright.Page, house: tuple[str, Library], tmp_path: Path
    ) -> None:
        address, library = house
        page.goto(f"{address}/audit")
        page.locator(".events td").first.wait_for()
        still(page)
        choose(page, page.get_by_role("combobox", name="What", exact=True), "Settings")
        page.locator(".events tr", has_text="changed the setting “audit”").wait_for()
        playwright.expect(page.locator(".events tr", has_text="kept a report")).to_have_count(0)
        with page.expect_download() as download:
            press_still(page, "All of these as CSV")
        download.value.save_as(tmp_path / "audit.csv")
        lines = (tmp_path / "audit.csv").read_text().splitlines()
        assert lines[0].startswith("number,time,kind,person")
        assert len(lines) == 2
        assert list(library.audit.walk())[-1].act == "exported_audit"

    def test_a_held_call_is_not_deleted_and_says_why(self, page: playwright.Page, house: tuple[str, Library]) -> None:
        address, library = house
        enter(page, address, "c1")
        page.get_by_role("button", name="About").click()
        page.get_by_text("Legal hold", exact=True).click()
        page.get_by_role("textbox", name="Why").fill("Lawsuit 12/2026")
        press_still(page, "Hold this call")
        page.get_by_text("Under a legal hold since").wait_for()
        still(page)
        page.get_by_role("button", name="Delete", exact=True).click()
        press_still(page, "Delete it")
        page.get_by_text("lift the hold first").wait_for()
        assert library.summary("c1").held
        page.goto(address)
        page.get_by_text("Under a legal hold").wait_for()
        library.holds.lift(["c1"], "Settled")

    def test_the_form_of_retention_is_used_by_hand(self, page: playwright.Page, house: tuple[str, Library]) -> None:
        address, library = house
        page.goto(f"{address}/retention")
        page.get_by_label("The house").wait_for()
        still(page)
        page.get_by_label("The house").fill("365")
        page.get_by_label("The house").press("Tab")
        press_still(page, "Keep these terms")
        page.get_by_text("Kept. All calls are kept 365 days.").wait_for()
        still(page)
        assert library.retention.terms()[0] == Terms(365)
        page.get_by_label("The house").fill("")
        page.get_by_label("The house").press("Tab")
        press_still(page, "Keep these terms")
        page.get_by_text("Kept. All calls are kept until somebody deletes them.").wait_for()
        assert not library.retention.terms()[0]

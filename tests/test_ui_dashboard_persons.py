"""The page People, as an admin works on it in a browser, and as nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe import hindrances
from by_hand import choose, take, unfold
from library_calls import a_call, a_report
from patience import soon
from real_browser import IN_A_BROWSER, press_still, still, window
from team_dashboard import ADA, AMA, BEN, provider, sign_in, team_dashboard

from audio.span import Span
from library.notes.note import Content
from library.people.persons import Entry
from library.store import Library

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")
pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
pytestmark = IN_A_BROWSER
TYPED = "Ben <b>Carr</b> [x](y)"
"""A name as somebody typed it before there was a sign-in."""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    library = Library(str(home / "library.db"))
    library.keep_call(a_call(), agent="4712")
    library.keep_report(a_report())
    library.notes.add("c1", TYPED, Content(Span(1.0, 2.0), "Only for me."))
    library.close()
    with provider() as issuer, team_dashboard(home, issuer) as there:
        yield there


@pytest.fixture(scope="module")
def ada(browser: playwright.Browser, address: str) -> Iterator[playwright.BrowserContext]:
    """The browser of an admin."""
    context = window(browser)
    page = context.new_page()
    sign_in(page, address, ADA.email)
    page.get_by_role("button", name="Sign out").wait_for()
    page.close()
    yield context
    context.close()


@pytest.fixture
def people(ada: playwright.BrowserContext, address: str) -> Iterator[playwright.Page]:
    """The page, opened anew."""
    page = ada.new_page()
    slips: list[str] = []
    page.on("pageerror", lambda slip: slips.append(str(slip)))
    page.goto(f"{address}/persons")
    page.get_by_role("heading", name="People").wait_for()
    page.get_by_text("Change or remove somebody").wait_for()
    still(page)
    yield page
    page.close()
    assert slips == []


def entries(home: Path) -> dict[str, Entry]:
    library = Library(str(home / "library.db"))
    try:
        return {person.entry.email: person.entry for person in library.persons.all()}
    finally:
        library.close()


def anew(page: playwright.Page) -> None:
    page.reload()
    page.get_by_text("Change or remove somebody").wait_for()
    still(page)


def test_an_admin_adds_changes_and_removes(people: playwright.Page, home: Path) -> None:
    form = unfold(people, "Add somebody")
    form.get_by_label("E-mail").fill("Cleo@house.example")
    form.get_by_label("Name", exact=True).fill("Cleo Diaz")
    take(people, form, "agent", "coach")
    choose(people, form.get_by_role("combobox", name="Coaches or reviews for"), "Repairs")
    form.get_by_label("Other names or extension numbers").fill("4801, C. Diaz")
    press_still(people, "Add")
    people.get_by_text("Cleo Diaz can sign in.").wait_for()
    cleo = Entry("cleo@house.example", "Cleo Diaz", ("agent", "coach"), None, ("Repairs",), ("4801", "C. Diaz"))
    assert entries(home)["cleo@house.example"] == cleo
    assert "Cleo Diaz" in people.locator("table.persons").inner_text()

    anew(people)  # a list drops down below a field only where there is room
    form = unfold(people, "Change or remove somebody")
    choose(people, form.get_by_role("combobox", name="Who"), "Cleo Diaz")
    form.get_by_label("Name", exact=True).fill("Cleo Diaz-Ek")
    press_still(people, "Keep")
    people.get_by_text("Cleo Diaz-Ek is changed.").wait_for()
    renamed = replace(cleo, name="Cleo Diaz-Ek", agents=("4801", "C. Diaz", "Cleo Diaz"))
    assert entries(home)["cleo@house.example"] == renamed

    anew(people)
    form = unfold(people, "Change or remove somebody")
    choose(people, form.get_by_role("combobox", name="Who"), "Cleo Diaz-Ek")
    press_still(people, "Remove")
    people.get_by_text("Cleo Diaz-Ek has left").wait_for()
    assert "cleo@house.example" not in entries(home)

    anew(people)

    def asked_whether_they_are_back() -> bool:
        form = unfold(people, "Add somebody")
        form.get_by_label("E-mail").fill("cleo@house.example")
        if form.get_by_role("button", name="reviewer", exact=True).get_attribute("aria-pressed") != "true":
            take(people, form, "reviewer")
        press_still(people, "Add")
        still(people)
        return people.get_by_text("Are they back, or is this somebody else?").is_visible()

    soon(asked_whether_they_are_back)  # looked at, and pressed once more where nothing came of it
    press_still(people, "They are back")
    people.get_by_text("Cleo Diaz-Ek is back.").wait_for()
    assert entries(home)["cleo@house.example"].roles == ("reviewer",)


def test_what_cannot_be_is_said_and_the_form_stays(people: playwright.Page, home: Path) -> None:
    before = entries(home)
    form = unfold(people, "Change or remove somebody")
    choose(people, form.get_by_role("combobox", name="Who"), "Ada Ek")
    press_still(people, "Remove")
    people.get_by_text("is the last admin").wait_for()
    form = unfold(people, "Add somebody")
    form.get_by_label("E-mail").fill("no address")
    press_still(people, "Add")
    people.get_by_text("“no address” is no e-mail address.").wait_for()
    assert form.get_by_label("E-mail").input_value() == "no address"
    assert entries(home) == before


def test_a_table_goes_out_and_comes_back(people: playwright.Page, home: Path, tmp_path: Path) -> None:
    unfold(people, "A table of people")
    with people.expect_download() as coming:
        still(people)
        people.get_by_role("button", name="Everybody as a table").click()  # a part of its name: it has a sign before it
    table = tmp_path / "people.csv"
    coming.value.save_as(table)
    before = entries(home)
    assert f"{AMA.email};Ama Osei;agent;Repairs;;4711" in table.read_text(encoding="utf-8-sig").splitlines()
    table.write_text(table.read_text(encoding="utf-8-sig") + "x;X;agent;;;\nnew@house.example;New;boss;;;\n")
    people.set_input_files("input[type=file]", str(table))
    press_still(people, "Take this table")
    people.get_by_text("“x” is no e-mail address.").wait_for()
    assert "“boss” is no role" in people.locator("[data-testid=stAlert]").last.inner_text()
    assert entries(home) == before


def test_names_from_before_are_given_once(people: playwright.Page, home: Path) -> None:
    part = unfold(people, "Names that are nobody's yet")
    assert TYPED in part.inner_text() and "4712" in part.inner_text()
    rows = part.locator("[class*=st-key-nobodys]")
    choose(people, rows.filter(has_text="Ben").get_by_role("combobox"), "Ben Carr")
    rows.filter(has_text="Ben").get_by_role("button", name="Give").click()
    people.get_by_text("1 note under").wait_for()
    still(people)
    choose(people, rows.filter(has_text="4712").get_by_role("combobox"), "Ama Osei")
    rows.filter(has_text="4712").get_by_role("button", name="Give").click()
    people.get_by_text("Calls under “4712” are Ama Osei's.").wait_for()
    soon(lambda: people.get_by_text("Names that are nobody's yet").count() == 0)
    assert entries(home)[AMA.email].agents == ("4711", "4712")
    library = Library(str(home / "library.db"))
    assert library.typed_names.unclaimed() == ()
    with pytest.raises(Exception, match="were given to Ben Carr before, and that is done once"):
        library.typed_names.give_notes(TYPED, AMA.email)
    library.close()


def test_nobody_else_sees_it(browser: playwright.Browser, address: str) -> None:
    context = window(browser)
    page = context.new_page()
    sign_in(page, address, BEN.email)
    page.get_by_role("button", name="Sign out").wait_for()
    assert page.get_by_role("link", name="People", exact=True).count() == 0
    page.goto(f"{address}/persons")
    page.get_by_text("People are looked after by an admin").wait_for()
    assert page.locator("table.persons").count() == 0 and ADA.email not in page.content()
    context.close()


def test_who_is_no_admin_any_more_changes_nothing(browser: playwright.Browser, address: str, home: Path) -> None:
    library = Library(str(home / "library.db"))
    library.persons.change(BEN.email, replace(BEN, roles=("coach", "admin")))
    context = window(browser)
    page = context.new_page()
    sign_in(page, f"{address}/persons", BEN.email)
    form = unfold(page, "Change or remove somebody")
    choose(page, form.get_by_role("combobox", name="Who"), "Ama Osei")
    library.persons.change(BEN.email, BEN)
    press_still(page, "Remove")
    page.get_by_text("People are looked after by an admin").wait_for()
    assert AMA.email in entries(home)
    library.close()
    context.close()


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_is_wider_than_the_window(people: playwright.Page, width: int) -> None:
    people.set_viewport_size({"width": width, "height": 900})
    still(people)
    assert people.evaluate(WIDER) <= 0
    out = people.locator(".st-key-signed-in").bounding_box()
    assert out is not None and out["x"] >= 0 and out["x"] + out["width"] <= width
    for link in people.locator("[data-testid=stTopNavLinkContainer]").all():
        box = link.bounding_box()
        assert box is None or box["x"] + box["width"] <= out["x"], "who is signed in stands over the menu"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_keeps_anybody_from_the_pages(
    browser: playwright.Browser, ada: playwright.BrowserContext, address: str, colours: str
) -> None:
    context = window(browser, color_scheme=colours)
    context.add_cookies(ada.cookies())
    page = context.new_page()
    page.goto(f"{address}/persons")
    page.get_by_role("heading", name="People").wait_for()
    still(page)
    assert hindrances(page) == []
    context.clear_cookies()
    page.goto(address)
    page.get_by_role("heading", name="Sign in to SameSide").wait_for()
    assert hindrances(page) == []
    context.close()

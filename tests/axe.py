"""axe-core, which looks for what keeps people from using a page: here it comes in a package of Python, with nothing to fetch by hand."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from real_browser import still

if TYPE_CHECKING:
    from playwright import sync_api as playwright

MOVES = """() => {
    const all = (root) => [root, ...[...root.querySelectorAll("*")].filter((e) => e.shadowRoot).flatMap((e) => all(e.shadowRoot))];
    return !all(document).some((root) => root.getAnimations().some((one) => one.playState === "running"));
}"""
"""Whether nothing moves or fades any more: letters that are half there have no contrast yet."""


@cache
def axe_core() -> str:
    """Its script; a script's address would be refused by the page's own policy."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def hindrances(page: playwright.Page) -> list[str]:
    """What of a page is serious or critical, each with where it stands."""
    if page.get_by_test_id("stApp").count():  # the page to sign in is none of Streamlit's
        still(page)  # what is to be drawn anew is faint until then
    page.evaluate(axe_core())
    page.wait_for_function(MOVES)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['id']}: {node['target']}: {node['any'][0]['message'] if node['any'] else node['html']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]

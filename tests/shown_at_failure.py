"""What a page showed where a test of it fails, told with the failure: what a busy machine brings about once is not to be had again."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

MOST = 6_000
"""Characters of a page that are told."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Tell what the pages show that a test was given, as who hears a page read has it; nothing where they no longer answer."""
    report: Any = yield
    if report.when == "call" and report.failed:
        for name, given in getattr(item, "funcargs", {}).items():
            if type(given).__module__ == "playwright.sync_api._generated" and type(given).__name__ == "Page":
                report.sections.append((f"{name} at the end, {given.url}", _shown(given)))
    return report


def _shown(page: Any) -> str:
    try:
        return str(page.locator("body").aria_snapshot(timeout=10_000))[:MOST]
    except Exception as gone:  # whatever keeps it from answering is no matter: the test has failed already
        return f"It does not answer: {gone}"

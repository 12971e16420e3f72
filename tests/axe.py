"""Where axe-core is, which looks for what keeps people from using a page. It is a tool for those who work on SameSide and no
part of it: ``npm install --no-save axe-core`` puts it where it is found; without it the tests that need it are skipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright import sync_api as playwright

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"

needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not here: npm install --no-save axe-core")


def hindrances(page: playwright.Page) -> list[str]:
    """What of a page is serious or critical, each with where it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # a script's address would be refused by the page's own policy
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['id']}: {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]

"""kill -9 at any point loses nothing, leaves nothing half there and nothing over: a small part of ``tests.bench.kill``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import real_postgres

POINTS = 25
"""Five of each kind; the bench has 140 and ten hearings."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="what is killed is forked")


@pytest.mark.parametrize(
    "on", [[], pytest.param(["--postgres"], marks=pytest.mark.postgres)], ids=["sqlite", "postgres"]
)
def test_killed_at_drawn_points(on: list[str]) -> None:
    if on and (reason := real_postgres.why_not()):
        pytest.skip(reason)
    command = [sys.executable, "-m", "tests.bench.kill", "--points", str(POINTS), "--hearings", "0", "--json", *on]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert sum(kind["points"] for kind in found.values()) == POINTS
    assert {kind: of for kind, of in found.items() if of["lost"] or of["half"] or of["left"]} == {}

"""How calls end: what is settled, what is not, and what nobody can tell."""

from __future__ import annotations

import pytest
from scripted import OUTCOME, spoken

from analysis.review import review
from samples.script import SCRIPTS, Script, read_scripts

SAMPLES = read_scripts(SCRIPTS)
WRITTEN = tuple(script for part in ("tune", "kept") for script in read_scripts(OUTCOME / part))


@pytest.mark.parametrize("script", SAMPLES, ids=lambda script: script.name)
@pytest.mark.parametrize("voiced", [False, True], ids=["words", "voice"])
def test_every_sample_ends_as_its_script_says(script: Script, voiced: bool) -> None:
    assert review(spoken(script, voiced)).outcome.kind == script.outcome

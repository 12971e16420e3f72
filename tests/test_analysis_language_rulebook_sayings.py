"""Sayings: each finds its own examples and leaves the others alone, whoever wrote them down."""

from __future__ import annotations

import pytest

from analysis.language.rulebook.sayings import Saying, find_sayings, load_sayings


@pytest.mark.parametrize("saying", load_sayings(), ids=lambda saying: saying.id)
def test_each_finds_what_it_must_and_passes_over_what_it_must(saying: Saying) -> None:
    assert [text for text in saying.flag if saying.id not in find_sayings(text, saying.speaker)] == []
    assert [text for text in saying.pass_ if saying.id in find_sayings(text, saying.speaker)] == []
    assert len(saying.flag) >= 6 and len(saying.pass_) >= 6

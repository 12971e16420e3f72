"""The page of techniques is made from the book, and the committed one is of this book."""

from __future__ import annotations

from pathlib import Path

from analysis.handbook import EXAMPLES, handbook
from analysis.language.rulebook.loading import load_book

BOOK = load_book()
PAGE = handbook(BOOK)


def test_the_committed_page_is_up_to_date():
    committed = Path(__file__).parent.parent / "docs" / "techniques.md"
    assert committed.read_text(encoding="utf-8") == PAGE


def test_every_technique_stands_on_the_page_once_with_its_reason_and_sentences():
    for rule in BOOK:
        assert PAGE.count(f"(`{rule.id}`)") == 1 and rule.why in PAGE and rule.source.url in PAGE
        assert all(
            f"- {text}" in PAGE for text in (*rule.flag[:EXAMPLES], *rule.pass_[:EXAMPLES], *rule.instead[:EXAMPLES])
        )

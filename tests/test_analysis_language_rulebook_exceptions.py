"""Sentences that a house has excepted: what is near them, and that nothing else falls silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.language.reading import hits
from analysis.language.rulebook.exceptions import near, normal
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import RuleBook

SIGN = "You need to sign it, Maria, at the bottom of page three."
FINISH = "Well, he did finish, so maybe that is worth celebrating!"
"""Flagged by the model as a push, and none."""


def excepting(technique: str, *sentences: str) -> RuleBook:
    book = load_book()
    rules = (replace(rule, exceptions=sentences) if rule.id == technique else rule for rule in book)
    return RuleBook(tuple(rules), book.words)


def pushes(text: str, book: RuleBook) -> list[str]:
    return [hit.technique for hit in hits(text, "agent", book) if hit.stance == "push"]


@pytest.mark.parametrize(
    ("said", "others"),
    [
        (SIGN, set()),
        ("So you need to sign it, Ben, at the bottom of page 12.", set()),
        ("So, okay, you need to sign it, [name], at the bottom of page [card number].", {5}),
        ("You need to sign it, Ann, at the end of page 3.", {8}),
        ("You need to sign it at the bottom of page 3.", {4, 5}),
        ("You do need to sign it, Maria, at the bottom of page three.", {1}),
        ("You don't need to sign it, Maria, at the bottom of page three.", None),
        ("We need to sign it, Maria, at the bottom of page three.", None),
        ("You must sign it, Maria, at the bottom of page three.", None),
        ("You need to sign it at the bottom.", None),
        ("You need to calm down, Maria, at the bottom of page three.", {3, 4}),
    ],
)
def test_what_is_near(said: str, others: set[int] | None) -> None:
    found = near(normal(SIGN), normal(said))
    assert found == others


@pytest.mark.parametrize(
    ("said", "is_near"), [("Sign it, please.", True), ("So sign it please", True), ("Sit down, please.", False)]
)
def test_a_short_sentence_is_near_itself_alone(said: str, is_near: bool) -> None:
    assert (near(normal("Sign it, please."), normal(said)) is not None) == is_near


def test_the_model_yields_to_an_exception_and_to_nearly_the_same() -> None:
    assert pushes(FINISH, load_book())
    book = excepting("blame_customer", FINISH)
    for said in (
        FINISH,
        "he did finish so maybe that is worth celebrating",
        "I see. Well, he did finish, so maybe that is worth celebrating, Ben!",
    ):
        assert pushes(said, book) == []


def test_what_carries_the_flag_must_be_of_the_excepted_sentence() -> None:
    """One word in five is another, and it is the one that makes a push of it."""
    true = "Other people manage to fill in that form quite well by themselves."
    assert pushes(true, load_book())
    ordinary = "Other people wanted to fill in that form quite well by themselves."
    assert near(normal(ordinary), normal(true)) is not None
    technique = pushes(true, load_book())[0]
    assert pushes(true, excepting(technique, ordinary)) == pushes(true, load_book())


def test_a_push_beside_an_excepted_sentence_stays() -> None:
    book = excepting("blame_customer", FINISH)
    assert "policy_shield" in pushes(f"{FINISH} We don't do refunds, that's our policy.", book)


def test_patterns_do_not_yield() -> None:
    said = "We don't do refunds, that's our policy."
    assert pushes(said, excepting("policy_shield", said)) == pushes(said, load_book())


def test_other_rules_of_the_stance_yield_too_and_other_stances_do_not() -> None:
    assert pushes(FINISH, excepting("dismissive", FINISH)) == []
    assert pushes(FINISH, excepting("acknowledge_feeling", FINISH)) == pushes(FINISH, load_book())

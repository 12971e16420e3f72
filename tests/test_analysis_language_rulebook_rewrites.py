"""What to say instead: near to what was said, and none rather than one that does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rewrites import rewrite

BOOK = load_book()
READ = [rule for rule in BOOK.of("push") if not rule.heard]
LEAK = "Even a small leak in your own kitchen is no small thing."
GENERAL = "That matters. Let's see what we can do."


def of(technique: str, said: str, *rewrites: str) -> str | None:
    rule = BOOK[technique]
    return rewrite(replace(rule, instead=rewrites) if rewrites else rule, said, BOOK.lists)


def test_a_car_is_not_answered_with_a_kitchen():
    assert of("dismissive", "It's only a bit of rust under the car.", LEAK, GENERAL) == GENERAL
    assert of("dismissive", "It's only a bit of rust under the car.", LEAK) is None
    assert of("dismissive", "It's only a small leak in the kitchen.", GENERAL, LEAK) == LEAK


@pytest.mark.parametrize(
    ("technique", "said", "word"),
    [
        ("command", "You'll have to fill in the form again.", "form"),
        ("command", "Stop shouting at me, sir.", "shout"),
        ("command", "Well, you'll just have to wait.", "wait"),
        ("command", "You need to watch your language.", "language"),
        ("policy_shield", "The system won't let me.", "system"),
        ("defensive", "We're short of people today.", "people"),
        ("refusal_unhelpful", "That's not available.", "available"),
        ("dismissive", "My manager would only say the same.", "manager"),
    ],
)
def test_the_rewrite_with_most_in_common_is_taken(technique, said, word):
    assert word in (of(technique, said) or "")


def test_without_anything_in_common_the_first_general_one_is_taken():
    assert of("command", "Calm down.") == BOOK["command"].instead[0]
    assert of("insult", "") == BOOK["insult"].instead[0]


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.id)
def test_each_push_has_rewrites_for_any_trade(rule):
    general = [text for text in rule.instead if rewrite(replace(rule, instead=(text,)), "", BOOK.lists)]
    assert 4 <= len(general) <= len(rule.instead) <= 8 and rule.instead[0] in general


def test_a_rule_without_rewrites_offers_none():
    assert rewrite(replace(BOOK["command"], instead=()), "Calm down.", BOOK.lists) is None

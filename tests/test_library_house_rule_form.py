"""A rule as a form: whatever is filled in stands in the TOML and is read back, and what nobody touched stays, comments too."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.house.rule_form import (
    LISTS,
    RuleForm,
    comments,
    form_of,
    lost_comments,
    new_id,
    rule_ids,
    with_rule,
    without_rule,
)
from library.house.team_rules import read_rule_book

KEPT = """# ours, since May
[collaborative_we]  # with Jo
patterns = [
  "shoulder to shoulder",  # Jo's
]
flag = ["We'll stand shoulder to shoulder on this."]

# left out: too many false alarms
[overcorrect]
silent = true
speaks = true

[blame_the_depot]
stance = "push"
speaker = "agent"
name = "Blaming the depot"
why = "It is ours too."
patterns = ["the depot [again]"]
flag = ["It's the depot again. # honestly"]

[blame_the_depot.source]  # a table of its own
who = "Ama"
title = "House rule"
url = ""

[words]
boss = ["gaffer"]  # in the north
"""
NEW = RuleForm(
    "Only a number", "push", "Nobody is one.", ("only a number",), (), ("You're only a number to them.",), (), ("I have your file here.",),
    False, "Ama", "House rule", "",
)  # fmt: skip
RULES = ("collaborative_we", "overcorrect", "blame_the_depot")

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
lists = st.lists(texts, max_size=3).map(tuple)
forms = st.builds(
    RuleForm, name=texts, stance=st.sampled_from(["push", "partner", "escalation"]), why=texts, silent=st.booleans(), who=texts,
    title=texts, url=texts, **dict.fromkeys(LISTS, lists),
)  # fmt: skip


def test_what_is_not_changed_is_the_same_text() -> None:
    for rule in RULES:
        assert with_rule(KEPT, rule, form_of(KEPT, rule), shipped=rule != "blame_the_depot") == KEPT
    assert rule_ids(KEPT) == RULES


@given(forms, st.sampled_from([*RULES, "brand_new"]))
def test_whatever_is_filled_in_is_read_back_and_the_other_rules_stay(form: RuleForm, rule: str) -> None:
    shipped = rule in ("collaborative_we", "overcorrect")
    text = with_rule(KEPT, rule, form, shipped=shipped)
    back = form_of(text, rule)
    if shipped:
        fresh = form_of(KEPT, rule)
        form = replace(form, name=fresh.name, stance=fresh.stance, why=fresh.why, who="", title="", url="")
    assert back == form
    before, after = tomllib.loads(KEPT), tomllib.loads(text)
    assert {name: table for name, table in after.items() if name != rule} == {
        name: table for name, table in before.items() if name != rule
    }
    assert after[rule].get("speaks") == before.get(rule, {}).get("speaks")


def test_comments_stay_where_they_were_and_those_of_a_list_written_anew_are_told() -> None:
    form = form_of(KEPT, "collaborative_we")
    more = with_rule(KEPT, "collaborative_we", replace(form, pass_=("Stand back.",)), shipped=True)
    assert lost_comments(KEPT, more) == ()
    assert more.index("Stand back.") < more.index("# left out") < more.index("[overcorrect]")
    other = with_rule(KEPT, "collaborative_we", replace(form, patterns=("side by side",)), shipped=True)
    assert lost_comments(KEPT, other) == ("# Jo's",)


def test_a_hash_within_a_text_is_no_comment() -> None:
    assert comments(KEPT) == [
        "# ours, since May", "# with Jo", "# Jo's", "# left out: too many false alarms", "# a table of its own", "# in the north",
    ]  # fmt: skip
    assert comments('a = "\\"# no" # yes\nb = """\n# no\n"""\nc = \'# no\'\n') == ["# yes"]


def test_a_new_rule_stands_at_the_end_and_is_in_force() -> None:
    for before in ("", "# nothing yet\n", KEPT):
        text = with_rule(before, "only_a_number", NEW, shipped=False)
        assert text.startswith(before.rstrip("\n"))
        assert form_of(text, "only_a_number") == NEW
        assert read_rule_book(text)["only_a_number"].name == "Only a number"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_goes_takes_its_own_comments_and_no_others(rule: str) -> None:
    text = without_rule(KEPT, rule)
    left = tomllib.loads(KEPT)
    del left[rule]
    assert tomllib.loads(text) == left
    own = {"collaborative_we": ("# with Jo", "# Jo's"), "overcorrect": (), "blame_the_depot": ("# a table of its own",)}
    assert lost_comments(KEPT, text) == own[rule]


@given(st.sampled_from(RULES), forms)
def test_a_new_rule_that_goes_again_leaves_the_text_as_it_was(rule: str, form: RuleForm) -> None:
    text = without_rule(with_rule(KEPT, "brand_new", form, shipped=False), "brand_new")
    assert tomllib.loads(text) == tomllib.loads(KEPT)
    assert comments(text) == comments(KEPT)


def test_the_id_of_a_new_rule() -> None:
    assert new_id("Blaming the depot!", {"x"}) == "blaming_the_depot"
    assert new_id("Blaming the depot", {"blaming_the_depot", "blaming_the_depot_2"}) == "blaming_the_depot_3"
    assert new_id("…", set()) == "rule"

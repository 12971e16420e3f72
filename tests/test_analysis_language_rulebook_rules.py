"""The rule book: complete, true to its own sentences, and strict with a team's slips."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.patterns import Finder, PatternError, compile_pattern, word_lists
from analysis.language.rulebook.rules import RuleBook, RuleError
from analysis.language.tokens import sentences, tokenize

BOOK = load_book()
READ = [rule for rule in BOOK if not rule.heard]

DESIGN = {
    "partner": "collaborative_we acknowledge_feeling own_it offer_choice feel_felt_found preemptive_acknowledgement truth_with_plan "
    "overcorrect firm_direct move_forward follow_up clarify listening calm_voice",
    "push": "command defensive blame_customer policy_shield refusal_unhelpful contradict dismissive negative_question insult interruption raised_voice",
    "escalation": "supervisor_request profanity threat_to_leave repeated_contact overtalk_complaint anger_statement",
}


def found(book: RuleBook, text: str, id: str) -> bool:
    ends = [end for _, end in sentences(text)]
    return any(match.rule.id == id for match in book.matches(tokenize(text), ends, book[id].speaker))


def test_every_technique_of_the_design_is_there_with_its_stance():
    assert {stance: {rule.id for rule in BOOK.of(stance)} for stance in ("partner", "push", "escalation")} == {
        stance: set(ids.split()) for stance, ids in DESIGN.items()
    }


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_each_rule_says_why_and_where_it_comes_from(rule):
    assert len(rule.why) > 40 and rule.why.endswith(".")
    assert rule.source.url.startswith("http") and rule.source.title
    assert rule.speaker == ("customer" if rule.stance == "escalation" else "agent")
    assert bool(rule.instead) == (rule.stance == "push")
    assert rule.heard == (not rule.patterns)


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.id)
def test_each_rule_finds_what_it_must_and_passes_over_what_it_must_not(rule):
    assert [text for text in rule.flag if not found(BOOK, text, rule.id)] == []
    assert [text for text in rule.pass_ if found(BOOK, text, rule.id)] == []
    assert len(rule.flag) >= 8 and len(rule.pass_) >= 8


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.id)
def test_each_rule_finds_the_same_in_a_recognisers_dress(rule):
    """Lower case, no punctuation: all but a few that need the end of a sentence."""
    bare = [re.sub(r"[^\w' ]", "", text.lower()) for text in rule.flag]
    assert sum(found(BOOK, text, rule.id) for text in bare) >= 0.8 * len(bare)


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("calm down", "Please, calm down now.", "calm down"),
        ("i .. understand", "i really do understand", "i really do understand"),
        ("i .. understand", "I see. We understand", None),
        ("that's [just] (our|the) policy", "thats just the policy", "that is just the policy"),
        ("frustrat*", "how frustrating", "frustrating"),
        ("^ whatever $", "Whatever. Anyway", "whatever"),
        ("^ whatever $", "whatever size you like", None),
        ("feel ~ found", "You feel bad. I found it", "feel bad | i found"),
        ("# weeks", "three weeks", "NUM weeks"),
        ("a _ day", "a long day", "a long day"),
        ("<mood> day", "a rotten day", "rotten day"),
    ],
)
def test_the_pattern_language(pattern, text, words):
    lists = word_lists({"mood": ["rotten", "bad hair"]})
    tokens = tokenize(text)
    ends = [end for _, end in sentences(text)]
    matches = list(Finder([("x", compile_pattern(pattern, lists))]).find(tokens, ends))
    if words is None:
        assert matches == []
    else:
        ((_, _, first, last),) = matches
        assert " ".join(tokens.words[first:last]) == words.replace("| ", "")


@pytest.mark.parametrize(
    ("pattern", "slip"),
    [
        ("(a|b", "never closed"), ("a)", "never opened"), ("[maybe]", "must be there"), ("ab* c", "three plain letters"),
        ("<nolist> x", "not in the book"), ("um no", "hesitation"), ("a+", "a sign"), ("(a|)", "empty choice"),
        ("x " * 400, "characters"), ("[a] " * 20 + "b", "too much open"), ("((((((a))))))", "deeper than four"),
    ],
)  # fmt: skip
def test_a_slip_in_a_pattern_is_named(pattern, slip):
    with pytest.raises(PatternError, match=re.escape(slip)):
        compile_pattern(pattern, {})


hostile = st.lists(
    st.sampled_from(["a", "[a]", "..", "...", "(a|a b|a c)", "~", "_", "abc*", "[a [a]]", "b"]), min_size=1, max_size=12
)


@settings(deadline=None)
@given(hostile)
def test_a_pattern_that_is_accepted_comes_back_from_a_text_made_to_hurt(pieces):
    """Backtracking without a bound would take years here, and the test would never end."""
    try:
        pattern = compile_pattern(" ".join(pieces), {})
    except PatternError:
        return
    tokens = tokenize(" ".join(["a", "x", "abc"] * 30))
    for _, _, first, last in Finder([("x", pattern)]).find(tokens, []):
        assert 0 <= first < last <= len(tokens)


TEAM = """
[jargon]
stance = "push"
speaker = "agent"
name = "Jargon"
why = "Nobody outside knows our abbreviations."
source = { who = "Our team", title = "House rules", url = "https://example.org" }
patterns = ["(aht|rma|sla)"]
flag = ["That's an RMA."]
pass = ["That's a return."]

[policy_shield]
patterns = ["the green book"]
vetoes = ["green book of poems"]
flag = ["The green book forbids it."]
pass = ["It's a green book of poems."]

[dismissive]
silent = true
"""


@pytest.fixture
def team(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "team.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_team_adds_extends_and_silences(team):
    book = load_book(team(TEAM))
    assert found(book, "it needs an rma number", "jargon")
    assert found(book, "The green book says no.", "policy_shield") and found(book, "that's our policy", "policy_shield")
    assert not found(book, "Whatever.", "dismissive") and found(BOOK, "Whatever.", "dismissive")
    assert book["policy_shield"].team == ("the green book",)
    assert len(BOOK["policy_shield"].patterns) + 1 == len(book["policy_shield"].patterns)


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ('stance = "push"', 'stance = "rude"', "“jargon” needs a stance"),
        ('speaker = "agent"', 'speaker = "customer"', "customers escalate"),
        ("why = ", "wy = ", "“wy”"),
        ('name = "Jargon"', "name = 3", "“name” of the rule “jargon”"),
        ("[dismissive]", "[dismisive]", "misspelt"),
        ('flag = ["That\'s an RMA."]', 'flag = ["Hello."]', "must flag “Hello.”"),
        ('pass = ["That\'s a return."]', 'pass = ["An SLA it is."]', "must pass over “An SLA it is.”"),
        ('["(aht|rma|sla)"]', '["(aht|rma"]', "never closed"),
        ('["the green book"]', '["(the green book"]', "“policy_shield”: “(the green book” opens a ("),
        ('["(aht|rma|sla)"]', '"rma"', "list of texts"),
        ("silent = true", 'silent = "yes"', "true or false"),
        ("[jargon]", "[jargon", "not valid TOML"),
        ("silent = true", f"silent = {'9' * 5000}", "not valid TOML: a number beyond all measure"),
        ("silent = true", f"silent = {'{a=' * 20_000}", "not valid TOML: "),
        ("silent = true", f"a{'.a' * 100_000} = 1", "not valid TOML: a key of more than 30 parts"),
        ("silent = true", f'"a"{" . b" * 100_000} = 1', "not valid TOML: a key of more than 30 parts"),
        ("silent = true", "speaks = 1", "“speaks” of the rule “dismissive” is true or false"),
        ("[policy_shield]", "[raised_voice]", "heard in the voices"),
        ("title = ", "tilte = ", "source of “jargon”"),
    ],
)
def test_a_slip_in_a_team_file_is_one_sentence_with_file_and_rule(team, old, new, slip):
    assert old in TEAM
    with pytest.raises(RuleError) as told:
        load_book(team(TEAM.replace(old, new, 1)))
    assert "team.toml" in str(told.value) and slip in str(told.value)


def test_files_that_are_no_rules_are_refused(tmp_path: Path):
    with pytest.raises(RuleError, match="could not be opened"):
        load_book(tmp_path / "nothing.toml")
    picture = tmp_path / "picture.toml"
    picture.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(RuleError, match="UTF-8"):
        load_book(picture)
    heavy = tmp_path / "heavy.toml"
    heavy.write_bytes(b"#" * 1_000_001)
    with pytest.raises(RuleError, match="right file"):
        load_book(heavy)

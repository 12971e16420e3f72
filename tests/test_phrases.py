"""The small model: what it is made of, that it explains itself, and that its training can be trusted."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.bank.train import BankMistake, Judged, Row, fit, main, read_bank, read_features, set_thresholds
from analysis.phrases import NEUTRAL, SHIPPED, Phrases, features, pack, shipped, unpack
from analysis.rules import load_book
from analysis.spoken import tokenize
from analysis.wordlists import WordLists
from tests.bench.wording import corrupt

BOOK = load_book()


def names(text: str, **lists: list[str]) -> set[str]:
    return {f"{left} {right}".strip() for left, right, _, _ in features(tokenize(text), WordLists(lists))}


def test_the_features_of_a_text():
    assert names("only a drip") == {
        "only", "a", "drip", "^ only", "only a", "a drip", "drip $", "only.. drip", "p: only", "p: a", "p: drip", "p:^ only", "p:only a", "p:a drip",
    }  # fmt: skip


def test_a_word_is_also_read_through_its_lists():
    assert {"<feeling>", "how <feeling>", "<feeling> that", "^_how <feeling>"} <= names(
        "how frustrating that", feeling=["frustrat*"]
    )


def test_a_feature_knows_its_tokens():
    found = features(tokenize("it is only a drip"), WordLists({}), ["dismissive"])
    assert {("only", "a", 2, 3), ("only..", "drip", 2, 4), ("R:", "dismissive", -1, -1)} <= set(found)


@given(st.text(max_size=200))
def test_any_text_gives_probabilities(text):
    for side in shipped().sides.values():
        odds = side.odds(side.weigh(features(tokenize(text), BOOK.lists)))
        assert sum(odds.values()) == pytest.approx(1, abs=1e-4) and min(odds.values()) >= 0


def test_the_shipped_model_is_small_and_holds_no_pickled_object():
    assert SHIPPED.stat().st_size < 2_000_000
    with np.load(SHIPPED, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_agent_and_customer_never_mix():
    sides = shipped().sides
    assert set(sides["agent"].techniques) == {r.id for r in BOOK if r.speaker == "agent" and not r.heard} | {NEUTRAL}
    assert set(sides["customer"].techniques) == {r.id for r in BOOK if r.speaker == "customer"} | {NEUTRAL}


TOY = [
    *[Row("a", "agent", "own_it", text) for text in ("leave it with me", "you can leave this with me", "leave that with me now", "that is on us")],
    *[Row("a", "agent", "dismissive", text) for text in ("it is only a drip", "only a scratch really", "it is only a crumb", "that is only a dent")],
    *[Row("a", "agent", NEUTRAL, text) for text in ("the code is nine", "we close at nine", "what is the code", "is it the code on the back")],
]  # fmt: skip


def toy() -> Phrases:
    side = fit(read_features(TOY, BOOK), [row.technique for row in TOY])
    return Phrases({"agent": side, "customer": side}, {"agent": 0.5, "customer": 0.5}, {"agent": 0.4, "customer": 0.4})


def test_a_trained_side_tells_what_it_learned_and_which_words_carried_it():
    tokens = tokenize("well, the grey one. leave it with me")
    side = toy().sides["agent"]
    weighed = side.weigh(features(tokens, BOOK.lists))
    odds = side.odds(weighed)
    first, last = side.carried(weighed, "own_it", len(tokens))
    assert max(odds, key=odds.__getitem__) == "own_it"
    assert "leave" in tokens.words[first : last + 1] and "grey" not in tokens.words[first : last + 1]


def test_packing_keeps_the_model():
    model = toy()
    again = unpack(io.BytesIO(pack(model)))
    for text in ("leave it with me", "it is only a stain", "what is the code"):
        found = features(tokenize(text), BOOK.lists)
        before, after = (side.odds(side.weigh(found)) for side in (model.sides["agent"], again.sides["agent"]))
        assert after == pytest.approx(before, abs=0.02)
    assert again.alone == pytest.approx(model.alone) and again.backed == pytest.approx(model.backed)


def test_training_twice_gives_the_same_bytes():
    assert pack(toy()) == pack(toy())


def judged(technique: str, anything: float, backed: bool = False) -> Judged:
    return Judged(Row("a", "agent", technique, "x"), {NEUTRAL: 1 - anything, "own_it": anything}, backed)


def test_thresholds_flag_no_more_of_the_ordinary_than_allowed():
    ordinary = [judged(NEUTRAL, k / 100) for k in range(100)]
    meant = [judged("own_it", 0.97)] * 10
    alone, _ = set_thresholds([*ordinary, *meant], "agent", fired=0.04)
    assert sum(j.anything >= alone for j in ordinary) <= 4
    assert all(j.anything >= alone for j in meant)


def test_a_pattern_beside_it_lowers_the_threshold_only_where_that_costs_nothing():
    quiet = [judged(NEUTRAL, 0.9)] * 4 + [judged(NEUTRAL, 0.1)] * 96
    backed = [judged("own_it", 0.5, backed=True)] * 10
    alone, with_pattern = set_thresholds([*quiet, *backed], "agent", fired=0.04)
    assert with_pattern <= 0.5 and sum(j.anything >= alone for j in quiet) <= 4


def test_the_bank_is_read_with_its_authors_and_a_slip_is_named(tmp_path: Path):
    (tmp_path / "oak-1.tsv").write_text(
        "# ours\nagent\town_it\tThat's on us.\nagent\tneutral\tthats on us\n", encoding="utf-8"
    )
    rows = [row for row in read_bank(tmp_path, BOOK) if row.author == "oak"]
    assert rows == [Row("oak", "agent", "own_it", "That's on us.")]
    (tmp_path / "oak-2.tsv").write_text("agent\town it\tThat's on us.\n", encoding="utf-8")
    with pytest.raises(BankMistake, match=r"oak-2\.tsv, line 1"):
        read_bank(tmp_path, BOOK)


def test_the_whole_training_runs_on_a_small_bank(tmp_path: Path, capsys, monkeypatch):
    few = [replace(rule, flag=rule.flag[:3], pass_=rule.pass_[:3]) for rule in BOOK]
    monkeypatch.setattr("analysis.bank.train.load_book", lambda: replace(BOOK, rules=tuple(few)))
    for author in ("oak", "yew"):
        lines = [f"{row.speaker}\t{row.technique}\t{row.text} {author}" for row in TOY]
        lines += [
            f"customer\t{t}\t{x} {author}"
            for t, x in (
                ("neutral", "the code is nine"),
                ("neutral", "it is in the hall"),
                ("profanity", "oh damn this"),
                ("profanity", "damn you"),
                ("anger_statement", "what a joke"),
            )
        ]
        (tmp_path / f"{author}-1.tsv").write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "model.npz"
    assert main(["--bank", str(tmp_path), "--out", str(out)]) == 0
    side = unpack(out).sides["agent"]
    assert side.odds(side.weigh(features(tokenize("leave it with me"), BOOK.lists)))["own_it"] > 0.1
    assert "authors" in capsys.readouterr().out


def test_the_benchmarks_rough_transcripts_are_bare_and_the_same_each_time():
    rough = [corrupt("I'm sorry, Mr. Jones: that's 3 weeks!", random.Random(3), ["boiler"]) for _ in range(2)]
    assert rough[0] == rough[1] == rough[0].lower()
    assert not set(rough[0]) & set(".,:!0123456789")
    many = [corrupt("one two three four five six", random.Random(k), ["boiler"]).split() for k in range(300)]
    wrong = sum(words != ["one", "two", "three", "four", "five", "six"] for words in many)
    assert 0.5 < wrong / len(many) < 0.9

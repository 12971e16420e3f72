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

from analysis.language.bank.outside import provenance, read_ordinary
from analysis.language.bank.rough import corrupt
from analysis.language.bank.rows import BARE_WEIGHT, FULL_WEIGHT, REAL, BankError, Row, read_bank, training_rows
from analysis.language.bank.scaling import POSSIBLE, QUIET, Judged, chances, scale
from analysis.language.bank.train import DISTINCT, fit, main, read_features
from analysis.language.calibration import Calibration
from analysis.language.classifier import NEUTRAL, SHIPPED, WordingModel, features, pack, shipped_model, unpack
from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.word_lists import WordLists
from analysis.language.tokens import tokenize

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
    for side in shipped_model().sides.values():
        probabilities = side.probabilities(side.weigh(features(tokenize(text), BOOK.lists)))
        assert sum(probabilities.values()) == pytest.approx(1, abs=1e-4) and min(probabilities.values()) >= 0


def test_the_shipped_model_is_small_and_holds_no_pickled_object():
    assert SHIPPED.stat().st_size < 3_000_000
    with np.load(SHIPPED, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_agent_and_customer_never_mix():
    sides = shipped_model().sides
    assert set(sides["agent"].techniques) == {r.id for r in BOOK if r.speaker == "agent" and not r.heard} | {NEUTRAL}
    assert set(sides["customer"].techniques) == {r.id for r in BOOK if r.speaker == "customer"} | {NEUTRAL}


TOY = [
    *[Row("a", "agent", "own_it", text) for text in ("leave it with me", "you can leave this with me", "leave that with me now", "that is on us")],
    *[Row("a", "agent", "dismissive", text) for text in ("it is only a drip", "only a scratch really", "it is only a crumb", "that is only a dent")],
    *[Row("a", "agent", NEUTRAL, text) for text in ("the code is nine", "we close at nine", "what is the code", "is it the code on the back")],
]  # fmt: skip


def toy() -> WordingModel:
    rows = TOY * 2  # rarer features than three lines are left out
    side = fit(rows, read_features(rows, BOOK))
    drawn = {"push": Calibration(0.8, -1.0, 0.3, 0.6)}
    return WordingModel(
        {"agent": side, "customer": side}, {"agent": drawn, "customer": {}}, {"neutral": [{"name": "x.tsv"}]}
    )


def test_a_trained_side_tells_what_it_learned_and_which_words_carried_it():
    tokens = tokenize("well, the grey one. leave it with me")
    side = toy().sides["agent"]
    weighed = side.weigh(features(tokens, BOOK.lists))
    probabilities = side.probabilities(weighed)
    first, last = side.strongest_words(weighed, "own_it", len(tokens))
    assert max(probabilities, key=probabilities.__getitem__) == "own_it"
    assert "leave" in tokens.words[first : last + 1] and "grey" not in tokens.words[first : last + 1]


def test_packing_keeps_the_model():
    model = toy()
    again = unpack(io.BytesIO(pack(model)))
    for text in ("leave it with me", "it is only a stain", "what is the code"):
        found = features(tokenize(text), BOOK.lists)
        before, after = (side.probabilities(side.weigh(found)) for side in (model.sides["agent"], again.sides["agent"]))
        assert after == pytest.approx(before, abs=0.02)
    assert again.scales == model.scales and again.trained == model.trained


def test_training_twice_gives_the_same_bytes():
    assert pack(toy()) == pack(toy())


def judged(stance: str, raw: float, real: bool = False, tokens: int = 12) -> Judged:
    return Judged("a", "agent", stance, real, {"push": raw, "partner": 0.01}, tokens)


ORDINARY = [judged(NEUTRAL, 0.02 + k / 1100, real=True) for k in range(1000)]


def test_the_bounds_keep_ordinary_talk_quiet():
    drawn = scale([*ORDINARY, *[judged("push", 0.97)] * 40, *[judged(NEUTRAL, 0.3)] * 40], "push")
    said = chances(ORDINARY, "push", drawn)
    assert sum(drawn.level(chance) == "high" for chance in said) <= QUIET["push"] * len(ORDINARY)
    assert sum(drawn.level(chance) is not None for chance in said) <= POSSIBLE["push"] * len(ORDINARY)
    assert drawn.level(drawn.chance(0.97, 12)) == "high" and drawn.low <= drawn.high


def test_a_rare_stance_is_less_likely_than_the_model_thinks_and_few_words_say_less():
    lines = [judged("push", 0.9)] * 50 + [judged(NEUTRAL, 0.5, real=True)] * 50 + [judged(NEUTRAL, 0.8)] * 50
    drawn = scale([*lines, *[judged("push", 0.5)] * 20, *[judged(NEUTRAL, 0.9, real=True)] * 20], "push")
    assert drawn.chance(0.7, 12) < 0.5
    assert drawn.chance(0.7, 25) > drawn.chance(0.7, 12) > drawn.chance(0.7, 4)


def test_what_is_likelier_something_else_has_no_chance():
    one = Judged("a", "agent", "push", False, {"push": 0.4, "partner": 0.5}, 9)
    assert (
        chances([one], "push", Calibration(1, 0, 0, 0)) == [0.0]
        and chances([one], "partner", Calibration(1, 0, 0, 0))[0] > 0
    )


def ordinary(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    typed = [f"{who}\tthe code of number {k} is nine" for k in range(40) for who in ("agent", "customer")]
    (folder / "shop.tsv").write_text("\n".join(typed), encoding="utf-8")
    (folder / "rung.tsv").write_text("agent\thello\ncustomer\thi\n\nagent\tbye\nagent\tnow\n", encoding="utf-8")
    (folder / "README.md").write_text("| file | licence |\n|---|---|\n| `shop.tsv` | MIT |\n", encoding="utf-8")
    return folder


def test_a_third_of_the_real_lines_is_held_out_and_the_record_says_so(tmp_path: Path):
    lines = read_ordinary(ordinary(tmp_path))
    typed = [line for line in lines if not line.spoken]
    assert 0.2 < sum(line.held_out for line in typed) / len(typed) < 0.5
    assert [line.held_out for line in lines if line.spoken] == [True, False, False, True]
    assert not {row.text for row in training_rows(lines)} & {line.text for line in lines if line.held_out}
    rung, shop = provenance(tmp_path, lines)
    assert (shop["licence"], rung["licence"], rung["trained"]) == ("MIT", "not stated", 2)


def test_no_feature_of_a_few_real_lines_alone_is_kept():
    few = [Row(REAL + "x", "agent", NEUTRAL, f"zebra crossing {k}") for k in range(DISTINCT - 1)]
    rows = [*TOY * 2, *few, *[Row(REAL + "x", "agent", NEUTRAL, "otter spotted")] * DISTINCT]
    known = fit(rows, read_features(rows, BOOK)).numbers[""]
    assert "zebra" not in known and "otter" in known


def test_the_bank_is_read_with_its_authors_and_a_slip_is_named(tmp_path: Path):
    (tmp_path / "oak-1.tsv").write_text(
        "# ours\nagent\town_it\tThat's on us.\nagent\tneutral\tthats on us\n", encoding="utf-8"
    )
    rows = [row for row in read_bank(tmp_path, BOOK) if row.author == "oak"]
    assert [(row.technique, row.text) for row in rows] == [("own_it", "That's on us.")]
    (tmp_path / "oak-2.tsv").write_text("agent\town it\tThat's on us.\n", encoding="utf-8")
    with pytest.raises(BankError, match=r"oak-2\.tsv, line 1"):
        read_bank(tmp_path, BOOK)


def test_what_people_really_say_weighs_more_and_a_bare_push_less(tmp_path: Path):
    for author in ("oak", "acacia"):
        text = f"agent\tcommand\tSit, {author}.\nagent\tneutral\tIt is in {author} street.\n"
        (tmp_path / f"{author}-1.tsv").write_text(text, encoding="utf-8")
    weights = [(row.author, row.weight) for row in read_bank(tmp_path, BOOK) if row.author != "book"]
    assert weights == [
        ("acacia", FULL_WEIGHT["agent"]),
        ("acacia", FULL_WEIGHT["agent"]),
        ("oak", BARE_WEIGHT),
        ("oak", 1.0),
    ]


def test_the_whole_training_runs_on_a_small_bank(tmp_path: Path, capsys, monkeypatch):
    few = [replace(rule, flag=rule.flag[:3], pass_=rule.pass_[:3]) for rule in BOOK]
    monkeypatch.setattr("analysis.language.bank.train.load_book", lambda: replace(BOOK, rules=tuple(few)))
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
    assert "never seen real ordinary talk" in capsys.readouterr().out
    assert unpack(out).trained["neutral"] == []
    real = ordinary(tmp_path / "real")
    assert main(["--bank", str(tmp_path), "--neutral", str(real), "--out", str(out)]) == 0
    model = unpack(out)
    side = model.sides["agent"]
    assert side.probabilities(side.weigh(features(tokenize("leave it with me"), BOOK.lists)))["own_it"] > 0.1
    assert [one["name"] for one in model.trained["neutral"]] == ["rung.tsv", "shop.tsv"]
    assert main(["--bank", str(tmp_path), "--neutral", str(tmp_path / "none"), "--out", str(out)]) == 1


def test_the_benchmarks_rough_transcripts_are_bare_and_the_same_each_time():
    rough = [corrupt("I'm sorry, Mr. Jones: that's 3 weeks!", random.Random(3), ["boiler"]) for _ in range(2)]
    assert rough[0] == rough[1] == rough[0].lower()
    assert not set(rough[0]) & set(".,:!0123456789")
    many = [corrupt("one two three four five six", random.Random(k), ["boiler"]).split() for k in range(300)]
    wrong = sum(words != ["one", "two", "three", "four", "five", "six"] for words in many)
    assert 0.5 < wrong / len(many) < 0.9

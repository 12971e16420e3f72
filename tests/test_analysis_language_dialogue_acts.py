"""The model of dialogue acts: what it hears, what it cost to learn, and that its training can be trusted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from analysis.language.bank import train_acts
from analysis.language.bank.rows import BankError
from analysis.language.bank.train_acts import ACTS_BANK, RATES, HeldOut, Row, main, read_acts_bank, read_held_out, scale
from analysis.language.classifier import unpack
from analysis.language.dialogue_acts import ACTS, SHIPPED, acts_of, read_acts, shipped_acts, words_of
from analysis.language.sequences.course import course_of
from audio.call import SPEAKERS
from tests.pictures import call


@pytest.mark.parametrize(
    ("speaker", "text", "act"),
    [
        ("customer", "no that's, that's better than i was hoping for to be honest", "relief"),
        ("customer", "Okay, thanks, bye.", "manners"),
        ("customer", "Well, how kind, isn't it.", "cold"),
        ("customer", "My mother has been without heating since Friday and she is eighty four.", "burden"),
        ("customer", "Nobody has rung me back and I am sick of it.", "angry"),
        ("customer", "He's a nightmare, my neighbour, he never shuts that gate.", "other"),
        ("agent", "Okay, and the postcode?", "routine"),
        ("agent", "That is a long time to be without heating.", "attends"),
        ("agent", "I'm listening, go on.", "attends"),
    ],
)
def test_what_a_line_does(speaker, text: str, act: str) -> None:
    acts = read_acts(text, speaker)
    assert max(acts, key=acts.__getitem__) == act and acts[act] >= 0.5


@pytest.mark.parametrize(
    "text", ["", "...", "Das ist nicht gut, ich habe schon drei Wochen auf die Lieferung gewartet."]
)
def test_what_cannot_be_read_does_nothing(text: str) -> None:
    assert set(read_acts(text, "customer").values()) == {0.0}


def test_what_stands_in_one_window_of_a_long_line_the_line_does() -> None:
    burden = "my mother has been without heating since friday and she is eighty four"
    long = f"{'and the order number is four four one two seven and the other one is nine. ' * 8}{burden}."
    acts = read_acts(long, "customer")
    assert acts["burden"] >= 0.5 and acts["other"] <= 0.5


def test_the_clause_that_does_it_is_quoted() -> None:
    line = (
        "Eight six five, oh one seven. My mother has been without heating since Friday. And the order is for a kettle."
    )
    assert words_of("burden", line, "customer") == "My mother has been without heating since Friday."
    assert words_of("manners", "Okay, bye.", "customer") == "Okay, bye."


def test_each_line_of_a_call_is_read_once_and_in_the_order_of_its_course() -> None:
    facts = call(
        "customer |====    |\nagent    |    ====|",
        scale=1,
        said={"customer": ["What a day."], "agent": ["Hm, tell me."]},
    )
    acts = acts_of(facts)
    assert [set(one) for one in acts] == [set(ACTS[line.speaker]) for line in course_of(facts).lines]
    assert acts_of(facts) is acts


def test_the_shipped_model_says_what_it_was_trained_on() -> None:
    model = shipped_acts()
    assert {speaker: model.sides[speaker].techniques for speaker in SPEAKERS} == ACTS
    bank = model.trained["bank"]
    whole = b"".join(path.read_bytes() for path in sorted(ACTS_BANK.glob("*.tsv")))
    assert isinstance(bank, dict) and bank["sha256"] == hashlib.sha256(whole).hexdigest()
    assert bank["authors"] == [
        "amber",
        "basalt",
        "coral",
        "delta",
        "ember",
        "flint",
        "garnet",
        "hematite",
        "iolite",
        "jade",
        "kunzite",
        "lapis",
    ]
    assert [one["licence"] for one in model.trained["neutral"]] and SHIPPED.stat().st_size < 500_000  # type: ignore[attr-defined]


def test_every_line_of_the_bank_can_be_read(tmp_path: Path) -> None:
    rows = read_acts_bank(ACTS_BANK)
    assert len(rows) > 3000 and {row.technique for row in rows} == set(RATES)
    (tmp_path / "moss.tsv").write_text("customer\trelief\tWhat a relief.\ncustomer\tattends\tNo.\n")
    with pytest.raises(BankError, match=r"moss.tsv, line 2"):
        read_acts_bank(tmp_path)


def test_a_scale_is_drawn_through_what_was_right_at_the_rate_of_calls() -> None:
    read = [HeldOut(Row("a", "agent", "attends", ""), {"attends": 0.9, "routine": 0.1}, 12)] * 80
    read += [HeldOut(Row("a", "agent", "routine", ""), {"attends": 0.9, "routine": 0.1}, 12)] * 20
    read += [HeldOut(Row("a", "agent", "routine", ""), {"attends": 0.1, "routine": 0.9}, 12)] * 100
    drawn = scale(read, "attends")
    # half of all replies attend: of those that read so, all attending ones and a sixth of the routine ones
    assert drawn.chance(0.9, 12) == pytest.approx(1 / (1 + 20 / 120), abs=0.02)
    assert drawn.chance(0.1, 12) < 0.05 and drawn.low <= drawn.high


def test_no_author_is_judged_by_a_model_that_learned_from_him(monkeypatch) -> None:
    rows = [
        Row(author, "agent", act, f"{text} {author} {k}")
        for author in ("ann", "bob")
        for k in range(4)
        for act, text in (("attends", "so sorry"), ("routine", "and the postcode"))
    ]
    seen: list[set[str]] = []
    real = train_acts.train
    monkeypatch.setattr(
        train_acts, "train", lambda mine, spare: seen.append({r.author for r in mine}) or real(mine, spare)
    )
    read = read_held_out(rows, [])
    assert seen == [{"bob"}, {"ann"}] and [one.row.author for one in read] == ["ann"] * 8 + ["bob"] * 8
    assert all(one.probabilities[one.row.technique] > 0.5 for one in read)


def test_the_whole_training_runs_on_a_small_bank(tmp_path: Path, capsys) -> None:
    lines = {author: [] for author in ("ann", "bob")}
    for author, rows in lines.items():
        for k, (speaker, acts) in enumerate(ACTS.items()):
            rows += [
                f"{speaker}\t{act}\t{act} it is {word}" for act in acts for word in ("one", "more", "again", f"x{k}")
            ]
        (tmp_path / f"{author}.tsv").write_text("\n".join(rows) + "\n")
        lines[author] = []
    (tmp_path / "bob.tsv").write_text((tmp_path / "bob.tsv").read_text().replace(" it is ", " that was "))
    out = tmp_path / "acts.npz"
    assert main(["--bank", str(tmp_path), "--out", str(out)]) == 0
    assert "authors held out: macro F1" in capsys.readouterr().out
    model = unpack(out)
    assert model.trained["bank"]["authors"] == ["ann", "bob"]  # type: ignore[index]
    assert (
        read_acts("relief it is again", "customer", model=model)["relief"]
        > read_acts("cold it is again", "customer", model=model)["relief"]
    )
    assert main(["--bank", str(tmp_path), "--neutral", str(tmp_path / "none"), "--out", str(out)]) == 1

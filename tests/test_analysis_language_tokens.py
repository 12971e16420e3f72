"""Spoken English as tokens: the same sentence in every dress."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language.tokens import LONGEST, MANY, pieces, sentences, tokenize, why_not_english


@pytest.mark.parametrize(
    "dress",
    [
        "I'm sorry, that's 3 weeks!",
        "im sorry um thats three weeks",
        "I’m, uh, sorry. That’s three weeks",
        "I I'm sorry that's, that's 21 weeks",
    ],
)
def test_every_dress_of_a_sentence_gives_the_same_tokens(dress):
    tokens = list(tokenize(dress).words)
    assert tokens[-6:] == ["am", "sorry", "that", "is", "NUM", "weeks"]


def test_a_token_knows_its_characters():
    text = "Well, I won’t wait"
    tokens = tokenize(text)
    assert tokens.words == ("well", "i", "will", "not", "wait")
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == [
        "Well",
        "I",
        "won’t",
        "won’t",
        "wait",
    ]


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("gonna", "going to"), ("can't", "can not"), ("you'd've", "you would have"), ("let's", "let us"),
        ("the driver's van", "the driver van"), ("that's", "that is"), ("twenty two", "NUM"), ("one at a time", "one at a time"),
        ("no no", "no no"), ("he he's", "he he is"),
    ],
)  # fmt: skip
def test_contractions_numbers_and_false_starts(written, tokens):
    assert tokenize(written).joined == tokens


def test_a_sentence_ends_where_a_reader_would_end_it():
    text = "Is it late? Mr. Jones said so… well— never mind\nBye"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Is it late?",
        "Mr. Jones said so…",
        "well—",
        "never mind",
        "Bye",
    ]


def test_a_long_stretch_without_punctuation_is_cut_before_a_word_that_opens_a_clause():
    text = "the man came on monday and he looked at the boiler and he said it was the pump so he ordered the pump but nobody ever rang about it"
    cut = [text[a:b] for a, b in pieces(text)]
    assert " ".join(cut) == text
    assert len(cut) == 2 and cut[1].split()[0] in ("and", "so", "but")


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_within_its_bounds(text):
    tokens = tokenize(text)
    assert all(0 <= a < b <= len(text) for a, b in zip(tokens.starts, tokens.ends, strict=True))
    at = 0
    for start, end in pieces(text):
        assert at <= start < end <= len(text)
        at = end


@given(st.lists(st.sampled_from(["the", "boiler", "and", "so", "is", "late", "you"]), max_size=200))
def test_no_piece_is_much_longer_than_a_spoken_clause(words):
    text = " ".join(words)
    tokens = tokenize(text)
    assert all(len(tokens.between(a, b)) <= MANY + 1 for a, b in pieces(text))


def test_a_text_of_ten_thousand_words_is_cut_off_not_choked_on():
    assert tokenize("late " * 10_000).ends[-1] <= LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "Das ist nicht mein Problem und ich habe keine Zeit",
        "Je ne sais pas ce que vous avez fait avec la commande",
        "где моя посылка",
        "我的包裹在哪里",
    ],
)
def test_other_languages_are_said_not_guessed(text):
    assert "English" in (why_not_english(text) or "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀😀",
        "12 34",
        "Ja.",
        "No, Mr. Müller, it's the café on Rue de la Paix.",
        "that is my boiler and it is late",
    ],
)
def test_english_and_too_little_to_tell_are_read(text):
    assert why_not_english(text) is None

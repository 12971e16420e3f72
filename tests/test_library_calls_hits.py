"""Where in a call the words of a search stand."""

from __future__ import annotations

from itertools import count

from library.calls.hits import hit_in
from library.database.text import search_terms


def turns(*lines: str) -> list[list[tuple[float, str]]]:
    """A second a word, one turn after another."""
    second = count()
    return [[(float(next(second)), word) for word in line.split()] for line in lines]


CALL = turns("Hello, how can I help?", "My refund — please.", "Our policy: no REFUNDS aren’t given, by policy.")


def test_the_beginning_of_a_word_is_found_where_it_is_first_said() -> None:
    hit = hit_in(CALL, search_terms("refu"))
    assert hit is not None
    assert (hit.start, hit.words) == (6.0, "My refund — please.")


def test_the_turn_with_most_of_what_was_searched_for_goes_first() -> None:
    hit = hit_in(CALL, search_terms("refund policy hello"))
    assert hit is not None
    assert hit.start == 10.0  # “policy”, with the refunds in the same turn


def test_a_phrase_is_found_across_turns_and_where_it_begins() -> None:
    hit = hit_in(CALL, search_terms('"please our policy"'))
    assert hit is not None
    assert hit.start == 8.0


def test_a_long_line_is_shortened_round_the_hit() -> None:
    hit = hit_in(turns(" ".join(f"w{k}" for k in range(40))), search_terms("w20"))
    assert hit is not None
    assert hit.words == "… " + " ".join(f"w{k}" for k in range(15, 29)) + " …"


def test_words_that_nobody_says_have_no_place() -> None:
    assert hit_in(CALL, search_terms("zebra")) is None

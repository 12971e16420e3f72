"""Names as they are kept."""

from __future__ import annotations

import pytest

from library.database.text import one_line, search_terms


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  late\n parcel\t.wav ", "late parcel .wav"),
        ("calm\x1b[2J\x07.wav", "calm�[2J�.wav"),
        ("\x9b5m\x7f", "�5m�"),
        ("\x00\ud800", "��"),
        ("Zoë ![x](http://e.example) 😀", "Zoë ![x](http://e.example) 😀"),
        ("x" * 5000, "x" * 200),
    ],
)
def test_a_name_is_one_line_that_nothing_obeys(name: str, kept: str) -> None:
    assert one_line(name) == kept


@pytest.mark.parametrize(
    ("search", "pieces"),
    [('late "my parcel"', ["late", " my parcel "]), ("_", []), ('"_ _" late', ["late"]), ("foo_bar", ["foo_bar"])],
)  # fmt: skip
def test_what_is_searched_for_has_a_word_in_each_piece(search: str, pieces: list[str]) -> None:
    assert [piece.strip() for piece in search_terms(search)] == [piece.strip() for piece in pieces]

"""What a correction quotes is masked where it stands in a list of corrections, and taken as it was typed where the call is corrected."""

from __future__ import annotations

import pytest
from test_library_calls_redacting import TURNS, kept, leaks

from audio.errors import InputError
from audio.span import Span
from library.corrections.correction import Place, Rewording
from library.store import Library

__all__ = ["kept"]


def correct(library: Library, sought: str, *words: str) -> str:
    """Put words in the place of the first one in the talk that reads so."""
    turn, word = next((turn, word) for turn in TURNS for word in turn.words if sought in word.text)
    place = Place(Span(word.span.start, word.span.end), turn.speaker, (word.text,))
    library.corrections.add("c1", "one", "Ama", place, Rewording(words))
    (one,) = library.corrections.of("c1")
    return repr(one)


@pytest.mark.parametrize("secret", ["4539", "lee77", "EH12"])
def test_a_masked_word_that_was_corrected_is_quoted_nowhere(kept: Library, secret: str) -> None:
    shown = correct(kept, secret, "4929")
    assert not leaks(shown) and "4929" not in shown


def test_a_number_that_was_typed_is_not_quoted(kept: Library) -> None:
    first = TURNS[0].words[0].text
    shown = correct(kept, first, "4539", "1488", "0343", "6467")
    assert not leaks(shown)


def test_any_other_correction_is_quoted_as_it_is(kept: Library) -> None:
    first = TURNS[0].words[0].text
    assert "'Howdy'" in correct(kept, first, "Howdy")


def test_whoever_corrects_is_not_told_what_is_masked(kept: Library) -> None:
    word = next(word for turn in TURNS for word in turn.words if "4539" in word.text)
    place = Place(Span(word.span.start, word.span.end), "customer", ("something",))
    with pytest.raises(InputError, match="which is masked") as refused:
        kept.corrections.add("c1", "one", "Ama", place, Rewording(("else",)))
    assert not leaks(str(refused.value))

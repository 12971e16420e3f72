"""What the house knows of its calls' words beforehand: kept, checked, and told to whoever hears the next call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from app_pages import screen
from faster_whisper.tokenizer import _LANGUAGE_CODES
from streamlit.testing.v1 import AppTest

from audio.asr.language import LANGUAGES
from audio.errors import SameSideError
from library import pipeline
from library.house import recogniser_hints
from library.store import Library
from library.worker import tasks
from library.worker.worker import Worker
from tests.library_calls import a_call, a_recording


def page() -> AppTest:
    return screen("house_rules")


def write(shown: AppTest, words: str) -> AppTest:
    shown.text_area[0].set_value(words)
    next(one for one in shown.button if one.label == "Keep the vocabulary").click()
    return shown.run()


def test_the_words_are_kept_trimmed_each_once_in_their_order(library: Library) -> None:
    recogniser_hints.keep_vocabulary(
        library, ["  Dale   Parcels ", "SwiftBox", "", "swiftbox", "Teignmouth", "dale parcels"], 0
    )
    assert recogniser_hints.vocabulary(library) == (("Dale Parcels", "SwiftBox", "Teignmouth"), 1)


def test_two_hundred_entries_are_kept_and_one_more_is_a_sentence(library: Library) -> None:
    recogniser_hints.keep_vocabulary(library, [f"product {k}" for k in range(200)], 0)
    with pytest.raises(SameSideError, match="These are 201 entries, and the vocabulary holds 200"):
        recogniser_hints.keep_vocabulary(library, [f"product {k}" for k in range(201)], 1)
    assert len(recogniser_hints.vocabulary(library)[0]) == 200


def test_an_entry_as_long_as_a_paragraph_is_a_sentence_and_nothing_is_kept(library: Library) -> None:
    recogniser_hints.keep_vocabulary(library, ["a" * 60], 0)
    with pytest.raises(SameSideError, match="longer than the 60 letters"):
        recogniser_hints.keep_vocabulary(library, ["SwiftBox", "b" * 61], 1)
    assert recogniser_hints.vocabulary(library) == (("a" * 60,), 1)


def test_of_two_who_keep_at_once_the_second_is_told(library: Library) -> None:
    recogniser_hints.keep_vocabulary(library, ["SwiftBox"], 0)
    with pytest.raises(SameSideError, match="changed by somebody else"):
        recogniser_hints.keep_vocabulary(library, ["QuickBox"], 0)
    assert recogniser_hints.vocabulary(library)[0] == ("SwiftBox",)


def test_the_agents_names_are_told_after_the_houses_words(library: Library) -> None:
    for name in ("Priya", "Ama"):
        library.people.add(name)
    recogniser_hints.keep_vocabulary(library, ["SwiftBox", "ama"], 0)
    assert recogniser_hints.hearing_options(library)["names"] == ("Ama", "Priya")


def test_the_languages_are_those_that_whisper_knows(library: Library) -> None:
    assert set(LANGUAGES) == set(_LANGUAGE_CODES)
    assert recogniser_hints.language(library) == (None, 0)
    recogniser_hints.keep_language(library, "de", 0)
    with pytest.raises(SameSideError, match="“klingon” is no language"):
        recogniser_hints.keep_language(library, "klingon", 1)
    assert recogniser_hints.language(library) == ("de", 1)
    recogniser_hints.keep_language(library, None, 1)
    assert recogniser_hints.language(library) == (None, 2)


def test_whoever_hears_the_next_call_is_told_both(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Mapping[str, Any]] = []

    def hear(path: Path, options: Mapping[str, Any], progress: object) -> object:
        told.append(options)
        return replace(a_call(), source=path.name)

    monkeypatch.setattr(pipeline, "hear", hear)
    recogniser_hints.keep_vocabulary(library, ["SwiftBox"], 0)
    recogniser_hints.keep_language(library, "en", 0)
    library.people.add("Priya")
    library.enqueue(a_recording(tmp_path / "a.wav"))
    assert Worker(library, tasks.work).run_one()
    assert library.queue.jobs()[0].state == "done", library.queue.jobs()[0].why
    assert (told[0]["vocabulary"], told[0]["names"]) == (("SwiftBox",), ("Priya",))
    assert told[0]["language"] == "en"


def test_the_page_keeps_what_is_written_on_it(library: Library) -> None:
    shown = write(page(), "SwiftBox\n\n  Dale Parcels  \nswiftbox")
    assert recogniser_hints.vocabulary(library)[0] == ("SwiftBox", "Dale Parcels")
    assert shown.text_area[0].value == "SwiftBox\nDale Parcels"
    language = next(one for one in shown.selectbox if one.label == "Language")
    assert language.value == ""
    language.set_value("en").run()
    assert recogniser_hints.language(library)[0] == "en"
    assert next(one for one in page().selectbox if one.label == "Language").value == "en"


def test_what_cannot_be_kept_is_said_as_text_and_stays_on_the_page(library: Library) -> None:
    written = "SwiftBox\n" + "[click](http://x) " * 9
    shown = write(page(), written)
    assert "\\[click\\]" in shown.error[0].value
    assert shown.text_area[0].value == written
    assert recogniser_hints.vocabulary(library) == ((), 0)

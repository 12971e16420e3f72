"""The index of words: it finds what looking through every call's words would, follows every change, and has nothing left of what is gone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_recording, said
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from audio.call import Call
from library.access.viewer import Viewer
from library.calls import paging
from library.calls.listing import Filter
from library.corrections.correction import Place, Rewording
from library.database import connection as opening
from library.database.schema import CallRow, Person, PersonRole, Spoken
from library.database.text import search_terms
from library.store import Library

BITS = (
    "refund",
    "refunds",
    "don't",
    "don’t",
    "e-mail",
    "ünder",
    "ß",
    "снова",
    "foo_bar",
    "x",
    "42",
    "late",
    "𐓘𐓙",
    "no",
)
"""Words with what an index might trip over: apostrophes, hyphens, umlauts, an underscore, letters younger than SQLite's table of them."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    opened = Library(url, tmp_path / "files")
    yield opened
    opened.close()


SORTED = ("name", "review", "-date", "agent", "-team", "pushed", "-length")


def saying(call_id: str, words: str, source: str = "a.wav") -> Call:
    call = a_call(call_id, source=source)
    return replace(call, turns=(said("agent", 0.5, words),))


def found(library: Library, search: str) -> set[str]:
    return {call.id for call in library.calls(Filter(words=search), size=500).calls}


def looked_through(library: Library, search: str) -> set[str]:
    """What is found by going through the words and names themselves."""
    with library.database.read() as session:
        rows = session.execute(
            select(CallRow.id, CallRow.folded, Spoken.words).join(Spoken, Spoken.call_id == CallRow.id)
        )
        texts = {call_id: (name.replace("_", " "), words.replace("_", " ")) for call_id, name, words in rows}
    pieces = [piece.replace("_", " ") for piece in search_terms(search)]
    return {call_id for call_id, both in texts.items() if all(any(piece in one for one in both) for piece in pieces)}


def test_it_finds_what_looking_through_everything_finds(library: Library) -> None:
    chance = random.Random(3)
    for k in range(25):
        name = "_".join(chance.choices(BITS, k=2)) + ".wav"
        library.keep_call(saying(f"c{k}", " ".join(chance.choices(BITS, k=chance.randint(1, 6))), name))
    searches = [
        *BITS,
        "re",
        "ün",
        "e mail",
        '"refund"',
        '"e mail"',
        '"no refund"',
        "don",
        "'",
        "*",
        '"',
        "OR",
        "NEAR(no",
        "x:*",
    ]
    searches += [" ".join(chance.choices(BITS, k=2)) for _ in range(15)]
    searches += ['"' + " ".join(chance.choices(BITS, k=2)) + '"' for _ in range(15)]
    assert {search: found(library, search) for search in searches} == {
        search: looked_through(library, search) for search in searches
    }
    assert found(library, "refund") and found(library, '"e mail"') and found(library, "𐓘𐓙")


def test_what_is_too_long_to_be_a_word_is_found_with_the_words_beside_it(library: Library) -> None:
    long = "z" * 70
    library.keep_call(saying("c1", f"a refund {long} {'y' * 5000} x"))
    assert found(library, long) == found(library, "refund") == found(library, "x") == {"c1"}
    assert found(library, "z" * 20) == {"c1"} and found(library, f'"refund {long}"') == {"c1"}


def test_many_and_few_are_found_alike(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for k in range(7):
        library.keep_call(saying(f"c{k}", "a refund" if k % 2 else "no refund"))

    def pages() -> list[list[str]]:
        asked = (Filter(words="refund"), Filter(words='"no refund"'), Filter())
        return [
            [c.id for page in range(4) for c in library.calls(one, sort, page, 2).calls]
            for one in asked
            for sort in SORTED
        ]

    few = pages()
    monkeypatch.setattr(paging, "FEW", 0)
    assert pages() == few
    assert [len(ids) for ids in few] == [n for n in (7, 4, 7) for _ in SORTED]


def test_it_follows_every_change(library: Library) -> None:
    library.keep_call(saying("c1", "you want a voucher", "early.wav"))
    library.keep_call(saying("c2", "you want a voucher", "early.wav"))
    place = Place(library.call("c1").turns[0].words[3].span, "agent", ("voucher",))
    library.corrections.add("c1", "new", "Ama", place, Rewording(("refund",)))
    assert (found(library, "voucher"), found(library, "refund")) == ({"c2"}, {"c1"})
    library.rename("c2", "quarrel.wav")
    assert (found(library, "early"), found(library, "quarrel")) == ({"c1"}, {"c2"})
    library.keep_call(saying("c2", "you want a lawyer"))
    assert (found(library, "voucher"), found(library, "lawyer"), found(library, "quarrel")) == (set(), {"c2"}, {"c2"})
    library.delete("c1")
    assert found(library, "refund") == found(library, "early") == set()
    library.keep_call(saying("c3", "a new call"))  # it may have the number of the old one
    assert found(library, "refund") == set() and found(library, "want") == {"c2"} and found(library, "new") == {"c3"}


def test_nothing_is_left_of_what_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    library = Library(str(path), tmp_path / "files")
    for k in range(40):
        library.keep_call(saying(f"c{k}", f"word{k} and others"))
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    library.keep_call(saying("gone", "zyxwvutsrq"), recording)
    library.database.forget_pages()
    assert b"zyxwvutsrq" in path.read_bytes()
    library.delete("gone")
    assert b"zyxwvutsrq" not in b"".join(file.read_bytes() for file in tmp_path.glob("library.db*"))
    assert found(library, "word7") == {"c7"} and found(library, "others") == {f"c{k}" for k in range(40)}
    library.close()


def test_a_library_of_before_is_indexed_when_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import command

    path, upgrade = str(tmp_path / "library.db"), command.upgrade
    with monkeypatch.context() as older:
        older.setattr(command, "upgrade", lambda config, _: upgrade(config, "0016"))
        older.setattr(opening, "HEAD", "0016")
        before = opening.Database(path, tmp_path / "files")
        with before.engine.begin() as connection:
            for k in range(3):
                connection.execute(
                    text(
                        "INSERT INTO call (id, name, folded, date, kept, duration, layout, depends, pushed, partnered, escalated, settled, missed) "
                        "VALUES (:id, 'a', ' a ', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 9, 'two_sides', '', 0, 0, 0, 0, 0)"
                    ),
                    {"id": f"c{k}"},
                )
                connection.execute(
                    text("INSERT INTO spoken VALUES (:id, :words)"), {"id": f"c{k}", "words": f" word{k} old "}
                )
        before.close()
    library = Library(path, tmp_path / "files")
    assert found(library, "word1") == {"c1"} and found(library, "old") == {"c0", "c1", "c2"}
    library.keep_call(saying("c3", "old and new"))
    assert found(library, "old") == {"c0", "c1", "c2", "c3"} and found(library, "new") == {"c3"}
    library.close()


@pytest.mark.postgres
def test_postgresqls_index_is_given_to_nobody_who_looks(tmp_path: Path) -> None:
    library = Library(real_postgres.new_database(), tmp_path / "files")
    library.keep_call(saying("c1", "a secret"))
    with library.database.write() as session:
        session.add(Person(id=7, name="Ben", created=datetime.now(UTC)))
        session.add(PersonRole(person_id=7, role="coach"))
    seen = library.seen_by(Viewer("person", 7, "Ben", frozenset({"coach"}), frozenset()))
    assert found(library, "secret") == {"c1"} and found(seen, "secret") == set()
    with library.database.engine.connect() as connection:
        connection.execute(text("SET ROLE sameside_viewer"))
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text("SELECT * FROM said"))
    library.close()

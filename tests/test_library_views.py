"""Saved views: whose they are, who sees them, renamed, deleted and had back, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_postgres import new_database

from audio.errors import SameSideError
from library.store import Library
from library.views.saved_views import MAX_NAME, View


@pytest.fixture(params=["sqlite", "postgres"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    opened = Library(new_database() if request.param == "postgres" else str(tmp_path / "library.db"), tmp_path)
    yield opened
    opened.close()


def names(library: Library, viewer: str) -> list[str]:
    return [view.name for view in library.views.of(viewer)]


def test_ones_own_views_come_first_then_what_is_for_everybody(library: Library) -> None:
    views = library.views
    views.keep("Ama", "north", "team=3")
    mine = views.keep("Ama", "Angry", "moment=escalated")
    views.keep("Ben", "For all", "sort=-date", shared=True)
    views.keep("Ben", "Ben's own", "")
    assert names(library, "Ama") == ["Angry", "north", "For all"]
    assert names(library, "Ben") == ["Ben's own", "For all"]
    assert views.of("Cem") == (View(views.of("Cem")[0].id, "Ben", "For all", "sort=-date", True),)
    views.change(mine.id, "Ama", name=" Very   angry ", shared=True)
    assert names(library, "Cem") == ["For all", "Very angry"]
    assert views.change(mine.id, "Ama", question="after=hotter").question == "after=hotter"


def test_only_the_owner_changes_a_view(library: Library) -> None:
    view = library.views.keep("Ama", "North", "team=3", shared=True)
    for deed in (
        lambda: library.views.change(view.id, "Ben", name="South"),
        lambda: library.views.delete(view.id, "Ben"),
        lambda: library.views.restore(view.id, "Ben"),
    ):
        with pytest.raises(SameSideError, match="This view is Ama's"):
            deed()
    with pytest.raises(SameSideError, match="no such view"):
        library.views.delete("nothing", "Ama")
    assert names(library, "Ben") == ["North"]


def test_a_name_is_one_persons_once(library: Library) -> None:
    first = library.views.keep("Ama", "North", "team=3")
    library.views.keep("Ben", "North", "team=4")
    with pytest.raises(SameSideError, match="“North” already"):
        library.views.keep("Ama", " North", "team=5")
    other = library.views.keep("Ama", "n" * 999, "team=5")
    assert other.name == "n" * MAX_NAME
    with pytest.raises(SameSideError, match="already"):
        library.views.change(other.id, "Ama", name="North")
    with pytest.raises(SameSideError, match="empty"):
        library.views.change(other.id, "Ama", name=" \t ")
    assert library.views.change(first.id, "Ama", name="North").name == "North"


def test_a_deleted_view_is_back_by_undo(library: Library) -> None:
    view = library.views.keep("Ama", "North", "team=3", shared=True)
    library.views.delete(view.id, "Ama")
    library.views.delete(view.id, "Ama")
    assert names(library, "Ama") == names(library, "Ben") == []
    with pytest.raises(SameSideError, match="was deleted"):
        library.views.change(view.id, "Ama", name="South")
    assert library.views.restore(view.id, "Ama") == view
    assert names(library, "Ben") == ["North"]
    library.views.delete(view.id, "Ama")
    library.views.keep("Ama", "North", "team=5")
    with pytest.raises(SameSideError, match="“North” already"):
        library.views.restore(view.id, "Ama")

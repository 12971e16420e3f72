"""Clips among people who sign in: a clip is heard by whoever sees its call and the playlist that it is in, and changed by whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_and_calls import SEEN, VIEWERS, House, a_house

from audio.errors import InputError
from audio.span import Span
from library.access.permits import NotAllowedError
from library.store import Library

HERE = Span(3.0, 5.0)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path, evaluated=())
    yield made
    made.library.close()


def titles(seen: Library, playlist: str | None = None) -> list[str]:
    return [clip.title for clip in seen.clips.of(playlist, "whoever")]


def test_what_is_in_no_playlist_is_its_keepers(house: House) -> None:
    cora, rae, ada = (house.seen_by(name) for name in ("cora", "rae", "ada"))
    kept = cora.clips.keep("own", HERE, "Mine", "Somebody else")
    assert kept.keeper == "Cora" and titles(cora) == ["Mine"]
    for seen in (rae, ada, house.seen_by("ama")):
        assert titles(seen) == [] and seen.clips.on("own") == () and seen.clips.one(kept.id) is None
        for change in (seen.clips.remove, seen.clips.restore, lambda one, s=seen: s.clips.put(one, None)):
            with pytest.raises(InputError, match="no such clip"):
                change(kept.id)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_of_a_playlist_for_everybody_one_hears_the_clips_of_ones_own_calls(house: House, viewer: str) -> None:
    playlist = house.library.playlists.add("Examples", "Typed", shared=True).id
    for call in ("own", "team", "other", "nobodys", "shown", "given", "mine", "practised"):
        house.library.clips.keep(call, HERE, call, "Typed", technique="thanks", playlist_id=playlist)
    seen = house.seen_by(viewer)
    if viewer == "nil":
        assert seen.playlists.all() == ()
        return
    heard = [
        call
        for call in ("own", "team", "other", "nobodys", "shown", "given", "mine", "practised")
        if call in SEEN[viewer]
    ]
    assert titles(seen, playlist) == heard
    assert [(one.name, one.clips) for one in seen.playlists.all()] == [("Examples", len(heard))]
    assert sorted(clip.title for clip in seen.clips.with_technique("thanks")) == sorted(heard)
    assert seen.clips.techniques() == ({"thanks": len(heard)} if heard else {})
    assert seen.playlists.all()[0].mine == (viewer == "ada")


def test_a_teams_playlist_is_its_coachs_to_make_and_change(house: House) -> None:
    cora, rae, ama, ada = (house.seen_by(name) for name in ("cora", "rae", "ama", "ada"))
    playlist = cora.playlists.add("How we say no", "Cora", team="Blue").id
    clip = cora.clips.keep("own", HERE, "No", "Cora", playlist_id=playlist)
    for seen in (rae, ama, ada):
        assert titles(seen, playlist) == ["No"]
    assert house.seen_by("bo").playlists.all() == () and house.seen_by("nil").playlists.all() == ()
    for seen in (rae, ama):
        for change in (
            lambda s=seen: s.clips.change(clip.id, title="Yes"),
            lambda s=seen: s.clips.move(clip.id, 0),
            lambda s=seen: s.clips.remove(clip.id),
            lambda s=seen: s.clips.keep("own", HERE, "Yes", "Me", playlist_id=playlist),
            lambda s=seen: s.playlists.change(playlist, "Ours"),
            lambda s=seen: s.playlists.remove(playlist),
            lambda s=seen: s.playlists.add("New", "Me", team="Blue"),
        ):
            with pytest.raises(NotAllowedError):
                change()
    ada.clips.move(clip.id, 0)
    ada.playlists.change(playlist, "How we say no", team="Blue")
    with pytest.raises(InputError, match="no team"):
        cora.playlists.add("Theirs", "Cora", team="Red")


def test_what_is_ones_own_is_told_to_nobody(house: House) -> None:
    cora, ada = house.seen_by("cora"), house.seen_by("ada")
    playlist = cora.playlists.add("To try", "Cora").id
    cora.clips.keep("own", HERE, "Mine", "Cora", playlist_id=playlist)
    assert [one.name for one in cora.playlists.all()] == ["To try"] and ada.playlists.all() == ()
    for change in (
        lambda: ada.clips.of(playlist, "Ada"),
        lambda: ada.playlists.change(playlist, "Hers"),
        lambda: ada.playlists.remove(playlist),
        lambda: ada.playlists.restore(playlist),
        lambda: ada.clips.keep("own", HERE, "In hers", "Ada", playlist_id=playlist),
    ):
        with pytest.raises(InputError, match="no such playlist"):
            change()


def test_a_clip_is_gone_from_the_click_on_with_which_its_call_is_taken_back(house: House) -> None:
    cora = house.seen_by("cora")
    kept = cora.clips.keep("practised", HERE, "Shown to me", "Cora")
    assert titles(cora) == ["Shown to me"] and list(cora.clips.heard([kept])) == [kept.id]
    house.seen_by("bo").sharing.take_back("practised", house.people["cora"])
    assert titles(house.seen_by("cora")) == [] and house.seen_by("cora").clips.techniques() == {}
    assert house.seen_by("cora").clips.heard([kept]) == {}


def test_a_file_is_told_by_whoever_may_make_it(house: House) -> None:
    cora, ama = house.seen_by("cora"), house.seen_by("ama")
    cut = cora.cuts.cut("own", HERE)
    cora.cuts.tell([cut], "html")
    with pytest.raises(NotAllowedError, match="take its sound out"):
        ama.cuts.cut("own", HERE)
    with pytest.raises(NotAllowedError):
        ama.cuts.tell([cut], "html")
    with pytest.raises(NotAllowedError, match="masked"):
        house.seen_by("rae").cuts.cut("own", HERE, unmasked=True)
    cora.cuts.tell([cora.cuts.cut("own", HERE, unmasked=True)], "mp3")
    acts = [event.act for event in house.library.audit.walk() if event.act.startswith("cut_")]
    assert acts == ["cut_clip", "cut_original"]


def test_clips_that_one_may_not_hear_keep_their_place(house: House) -> None:
    playlist = house.library.playlists.add("Examples", "Typed", shared=True).id
    ids = {
        call: house.library.clips.keep(call, HERE, call, "Typed", playlist_id=playlist).id
        for call in ("own", "other", "team", "nobodys", "brought")
    }
    cora = house.seen_by("cora")
    mine = cora.clips.keep("own", HERE, "hers", "Cora")
    house.library.clips.put(mine.id, playlist)
    cora.clips.move(mine.id, 1)
    assert titles(cora, playlist) == ["own", "hers", "team", "brought"]
    assert titles(house.library, playlist) == ["own", "other", "hers", "team", "nobodys", "brought"]
    assert ids

"""A watched bucket: what is listed is taken once, with what belongs to it, without all of it being listed each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from library_calls import a_recording
from real_s3 import BUCKET, S3, s3
from real_stores import azure, bucket, google, kind

from audio.errors import InputError, LibraryError
from library.arrivals import bucket as bucket_module
from library.arrivals.bucket import Bucket
from library.arrivals.opening import open_source
from library.arrivals.watch import Taken, Watch
from library.metadata.gathering import gather_beside
from library.recordings.files import recording_key
from library.recordings.recordings import Recordings
from library.store import Library
from library.stores.address import VARIABLE, object_store
from library.stores.objects import Objects, Seen

__all__ = ["azure", "bucket", "google", "kind", "s3"]


class Watching:
    """A watch at a bucket, and what it has said."""

    def __init__(self, library: Library, address: str, folder: Path) -> None:
        self.library, self.folder, self.address = library, folder, f"{address}/in"
        self.said: list[str] = []
        self.taken: list[Taken] = []
        self.known: dict[str, str | None] = {}
        source = open_source(self.address, library.recordings, 0.0)
        self.watch = Watch(source, library.arrivals, self._describe, self.said.append, self.taken.append, Event())

    def _describe(self, path: Path) -> Mapping[str, Any]:
        self.known[path.name] = gather_beside(path)[0].agent
        return {}

    def sound(self, name: str, pitch: int) -> bytes:
        content = a_recording(self.folder / "made.wav", 0.1, pitch).read_bytes()
        self.put(name, content)
        return content

    def put(self, name: str, content: bytes) -> None:
        (self.folder / "made.part").write_bytes(content)
        object_store(self.address).put(name, self.folder / "made.part")

    def queued(self) -> list[str]:
        return [job.name for job in self.library.queue.jobs()]


@pytest.fixture
def watching(library: Library, bucket: str, tmp_path: Path) -> Watching:
    return Watching(library, bucket, tmp_path)


def again(watching: Watching) -> Watching:
    """Another watch at the same bucket, as after a restart."""
    return Watching(watching.library, watching.address.removesuffix("/in"), watching.folder)


def test_recordings_are_taken_once_with_what_belongs_to_them(watching: Watching) -> None:
    content = watching.sound("2026/11/29/call 1.wav", 200)
    watching.put("2026/11/29/call 1.vtt", b"WEBVTT\n")
    watching.put("2026/11/29/metadata.csv", b"file,agent\ncall 1.wav,Ama Osei\n")
    watching.sound("b.WAV", 300)
    watching.sound(".hidden/c.wav", 400)
    watching.put("empty.wav", b"")
    for watch in (watching, watching, again(watching)):
        watch.watch.look()
    assert watching.queued() == ["b.WAV", "call 1.wav"] or watching.queued() == ["call 1.wav", "b.WAV"]
    assert watching.known == {"call 1.wav": "Ama Osei", "b.WAV": None}
    assert watching.said == ["empty.wav is empty (0 bytes): the export or the copy did not finish; fetch it again"]
    claims = [watching.library.queue.claim("w") for _ in range(2)]
    first = next(claim for claim in claims if claim and claim.name == "call 1.wav")
    assert [name for name, _ in first.beside] == ["call 1.vtt"] and first.recording_id is not None
    with watching.library.recordings.here(first.recording_id) as path:
        assert path.read_bytes() == content
    assert not list((watching.library.recordings.files.root / "incoming").iterdir())


def test_another_recording_under_a_name_that_was_used_is_taken_and_the_same_one_moved_is_not(
    watching: Watching,
) -> None:
    watching.sound("a.wav", 200)
    watching.watch.look()
    watching.sound("a.wav", 900)  # as long, within the same second
    watching.sound("moved/a.wav", 200)
    watching.watch.look()
    assert watching.queued() == ["a.wav", "a.wav"] and [each.job is None for each in watching.taken] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("kind", ["s3"])
def test_a_library_in_the_same_bucket_has_it_copied_there(
    kind: str, bucket: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, f"{bucket}/own")
    library = Library(str(tmp_path / "library.db"))
    watching = Watching(library, bucket, tmp_path)
    watching.sound("a.wav", 200)
    sent: list[Path] = []
    monkeypatch.setattr(Objects, "put", lambda self, key, path, digest=None: sent.append(path))
    watching.watch.look()
    claim = library.queue.claim("w")
    assert claim is not None and claim.recording_id is not None and not sent
    stored = library.recordings.stored(claim.recording_id)
    assert stored.key == recording_key(claim.recording_id, ".wav") and stored.digest() == claim.recording_id
    for address in (f"{bucket}/own", bucket, f"{bucket}/own/recordings"):
        with pytest.raises(InputError, match="the library keeps its own recordings at"):
            open_source(address, library.recordings, 0.0)
    library.close()


class Killed(BaseException):
    """What no code of ours catches, as a kill is."""


@pytest.mark.parametrize("kind", ["s3"])
@pytest.mark.parametrize("place", [(Bucket, "_fetch"), (Recordings, "_keep"), (Recordings, "add"), (Bucket, "_state")])
def test_killed_anywhere_all_is_done_or_nothing(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, place: tuple[type, str]
) -> None:
    watching.sound("a.wav", 200)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(*place, killed)
        watching.watch.look()
    assert watching.queued() == []
    again(watching).watch.look()
    assert watching.queued() == ["a.wav"] and again(watching).watch.look() == 0 and watching.queued() == ["a.wav"]


def test_one_that_changes_or_goes_while_it_is_fetched_is_not_taken(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching.sound("a.wav", 200)
    watching.sound("b.wav", 300)
    fetch = Bucket._fetch

    def meanwhile(self: Bucket, found: Any, name: str, *given: Any) -> Any:
        if name == "b.wav":
            object_store(watching.address).delete(["b.wav"])
            return fetch(self, found, name, *given)
        fetched = fetch(self, found, name, *given)
        watching.sound("a.wav", 900)
        return fetched

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "_fetch", meanwhile)
        assert watching.watch.look() == 2
    assert not watching.queued() and not watching.said
    assert watching.watch.look() == 0 and watching.queued() == ["a.wav"]


def test_a_store_that_is_away_is_said_once_and_waited_for(s3: S3, library: Library, tmp_path: Path) -> None:
    watching = Watching(library, f"s3://{BUCKET}", tmp_path)
    watching.sound("a.wav", 200)
    left = [5]

    def sometimes(_: object) -> int | None:
        left[0] -= 1
        return 503 if left[0] >= 0 else None

    s3.refuse = sometimes
    watching.watch.run(0.0, until_taken=True)
    assert watching.queued() == ["a.wav"] and len(watching.said) == 1 and "does not answer" in watching.said[0]
    s3.refuse = lambda _: 403
    with pytest.raises(LibraryError, match="refused the key"):
        open_source(watching.address, library.recordings, 0.0)


@dataclass
class Million:
    """A bucket of many objects, which counts what is listed of it."""

    keys: list[str]
    times: dict[str, float] = field(default_factory=dict)
    listed: int = 0
    name: str = "s3://many"
    kind: str = "s3"

    def pages(self, after: str = "") -> Iterator[Sequence[Seen]]:
        found = sorted(key for key in self.keys if key > after)
        for first in range(0, len(found), 1000):
            self.listed += 1
            yield [Seen(key, 1, self.times.get(key, 0.0), 1) for key in found[first : first + 1000]]

    def add(self, key: str, at: float) -> None:
        self.keys.append(key)
        self.times[key] = at


def found(watched: Bucket) -> set[str]:
    """What a look finds."""
    names = {str(each.folder / name) for each in watched.look() for name in each.files}
    watched.pause(0.0)
    return names


DAYS = [f"2026/11/{day:02}" for day in range(1, 29)]
NAMED = {
    "by day": ([f"{day}/{k:05}-a.wav" for day in DAYS for k in range(0, 40_000, 40)], ["2026/11/28/00001-b.wav", "2026/11/29/1.wav", "2026/11/29/0.wav"]),
    "by the clock": ([f"202611{k:06}.wav" for k in range(28_000)], ["202611028000.wav", "202611028001.wav"]),
    "by agent and day": ([f"agent{k % 7}/{day}/{k}.wav" for day in DAYS for k in range(1000)], ["agent3/2026/11/28/x.wav", "agent3/2026/11/29/1.wav"]),
    "within others": ([*(f"a/{k:05}.wav" for k in range(14_000)), *(f"a/b/{k:05}.wav" for k in range(14_000))], ["a/13999b.wav", "a/b/13999b.wav"]),
}  # fmt: skip


@pytest.mark.parametrize("named", NAMED)
def test_only_where_something_has_come_lately_is_listed(library: Library, named: str) -> None:
    keys, new = NAMED[named]
    day = 10 * 86_400.0
    newest = sorted(keys, key=lambda key: key.rpartition("/")[0][-2:])[-200:] if "/" in keys[0] else keys[-200:]
    if named == "within others":
        newest = [key for key in keys if "/139" in key]
    store, now = Million(list(keys), dict.fromkeys(newest, day - 60)), [day]
    watched = Bucket(cast(Objects, store), library.recordings.files, 0.0, lambda: now[0])
    assert found(watched) == set(keys) and store.listed == len(keys) // 1000
    store.listed = 0
    for key in new:
        now[0] += 30
        store.add(key, now[0])
        assert key in found(watched)
    assert store.listed <= 14 * len(new)
    now[0] += 600
    store.add("0-before-all.wav", now[0])
    assert "0-before-all.wav" not in found(watched)
    now[0] += bucket_module.EVERY
    assert found(watched) == {*keys, *new, "0-before-all.wav"}


def test_a_big_folder_is_handed_on_in_parts_that_keep_together_what_belongs_together(library: Library) -> None:
    keys = [f"calls/{k:05}.{ending}" for k in range(6000) for ending in ("vtt", "wav")]
    watched = Bucket(cast(Objects, Million(keys)), library.recordings.files, 0.0)
    parts = list(watched.look())
    assert len(parts) > 5 and sum(len(part.files) for part in parts) == len(keys)
    for part in parts:
        together = part.together()
        assert all(together.belonging(name) == [f"{name[:5]}.vtt"] for name in part.recordings())

"""Stores: the same of a folder and of object storage over HTTP, and what is said where that does not do it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from real_s3 import BUCKET, S3, s3
from real_stores import azure, bucket, google

from audio.errors import InputError, LibraryError, SameSideError, UnreachableError
from library.stores.address import object_store, parse_address
from library.stores.folder import Folder
from library.stores.objects import BIGGEST_BLOCK, FIRST_BLOCK, PART
from library.stores.store import Entry, Store, found_in

__all__ = ["azure", "bucket", "google", "s3"]

MANY = bytes(range(256)) * 4096 * 10  # 10 MB: two parts
AT = f"s3://{BUCKET}/eu/north"


def part_file(folder: Path, content: bytes = MANY) -> Path:
    path = folder / "7b0e.part"
    path.write_bytes(content)
    return path


@pytest.fixture(params=["folder", "s3", "gs", "az"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(bucket: str, tmp_path: Path) -> Store:
    return object_store(f"{bucket}/eu/north") if bucket else Folder(tmp_path / "kept")


def test_what_is_put_is_there_and_read_by_ranges(store: Store, tmp_path: Path) -> None:
    key, digest = "recordings/3f/3f9a.wav", hashlib.sha256(MANY).hexdigest()
    assert store.size(key) is None
    store.put(key, part_file(tmp_path), digest)
    assert store.size(key) == len(MANY)
    assert b"".join(store.read(key)) == MANY
    assert b"".join(store.read(key, 1000, 3_000_001)) == MANY[1000:3_000_001]
    kept = found_in(store, key)
    assert kept is not None and kept.digest() == digest
    assert kept.fetch(tmp_path / "copy", digest) == digest and (tmp_path / "copy").read_bytes() == MANY
    with pytest.raises(LibraryError, match="is damaged"):
        kept.fetch(tmp_path / "copy", "0" * 64)


def test_what_is_there_is_listed_by_how_its_key_begins(store: Store, tmp_path: Path) -> None:
    for key in ("playable/3f/3f9a.webm", "playable/3f/3f9a.5d.webm", "playable/3f/3f9b.webm", "playable/40/40.webm"):
        store.put(key, part_file(tmp_path, key.encode()))
    assert sorted(store.list("playable/3f/3f9a"), key=lambda e: e.key) == [
        Entry("playable/3f/3f9a.5d.webm", 24),
        Entry("playable/3f/3f9a.webm", 21),
    ]
    assert len(list(store.list("playable/"))) == 4
    assert list(store.list("recordings/")) == []


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: Store, tmp_path: Path) -> None:
    store.put("recordings/a.wav", part_file(tmp_path))
    for _ in range(2):
        assert set(store.delete(["recordings/a.wav", "recordings/never.wav"])) == {
            "recordings/a.wav",
            "recordings/never.wav",
        }
    assert store.size("recordings/a.wav") is None and store.delete([]) in ([], ())
    with pytest.raises(LibraryError, match="is no longer in"):
        list(store.read("recordings/a.wav"))


def test_a_file_is_sent_once_and_in_parts(s3: S3, tmp_path: Path) -> None:
    store, digest = object_store(AT), hashlib.sha256(MANY).hexdigest()
    for _ in range(2):
        store.put("recordings/a.wav", part_file(tmp_path), digest)
    assert len(s3.puts()) == -(-len(MANY) // PART)
    assert all("UnmistakableSecret" not in one.query + one.path for one in s3.asked)


def test_a_file_that_is_another_than_it_was_is_not_kept(s3: S3, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is damaged"):
        object_store(AT).put("recordings/a.wav", part_file(tmp_path), "0" * 64)
    assert object_store(AT).size("recordings/a.wav") is None


def test_blocks_are_asked_for_when_they_are_wanted(s3: S3, tmp_path: Path) -> None:
    store = object_store(AT)
    store.put("a.webm", part_file(tmp_path))
    blocks = store.read("a.webm", 100)
    assert next(blocks) == MANY[100 : 100 + FIRST_BLOCK]
    assert [one.range for one in s3.reads()] == [f"bytes=100-{100 + FIRST_BLOCK - 1}"]
    assert max(len(block) for block in blocks) <= BIGGEST_BLOCK


MISTAKES: dict[str, tuple[Callable[[S3, pytest.MonkeyPatch], str], type[SameSideError], str]] = {
    "no such bucket": (lambda s3, patch: "s3://gone/eu", LibraryError, r"s3://gone/eu does not exist: make the bucket"),
    "a wrong key": (lambda s3, patch: refusing(s3, 403), LibraryError, r"refused the key: .*AWS_ACCESS_KEY_ID"),
    "overloaded": (lambda s3, patch: refusing(s3, 503), UnreachableError, r"does not answer"),
    "no network": (lambda s3, patch: elsewhere(patch, "http://127.0.0.1:9"), UnreachableError, r"does not answer: is the network"),
    "no TLS": (lambda s3, patch: without_leave(patch), LibraryError, r"without TLS .*AWS_ALLOW_HTTP"),
}  # fmt: skip


def refusing(s3: S3, status: int) -> str:
    s3.refuse = lambda asked: status
    return AT


def elsewhere(patch: pytest.MonkeyPatch, url: str) -> str:
    patch.setenv("AWS_ENDPOINT_URL", url)
    return AT


def without_leave(patch: pytest.MonkeyPatch) -> str:
    patch.delenv("AWS_ALLOW_HTTP")
    return AT


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_said_in_a_sentence(s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mistake: str) -> None:
    prepare, kind, said = MISTAKES[mistake]
    store = object_store(prepare(s3, monkeypatch))
    for ask in (
        store.check,
        lambda: store.size("recordings/a.wav"),
        lambda: store.put("recordings/a.wav", part_file(tmp_path, b"short")),
        lambda: store.delete(["recordings/a.wav"]),
        lambda: list(store.list("recordings/")),
        lambda: list(store.read("recordings/a.wav", 0, 5)),
    ):
        with pytest.raises(kind, match=said) as told:
            ask()
        assert "\n" not in str(told.value) and "Unmistakable" not in str(told.value) and "Error" not in str(told.value)


def test_a_store_that_may_be_used_is_checked_without_leaving_anything(s3: S3) -> None:
    object_store(AT).check()
    assert list(object_store(AT).list("")) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [("", ""), ("folder", ""), (f" {AT}/ ", AT), ("gs://calls", "gs://calls"), ("az://calls/a b", "az://calls/a b")],
)
def test_an_address_is_kept_in_one_way(given: str, kept: str) -> None:
    assert parse_address(given) == kept


@pytest.mark.parametrize(
    "given",
    ["s4://calls", "s3://", "s3:///prefix", "/mnt/calls", "https://calls.s3.amazonaws.com", "s3://calls/a/../b", "s3://[", "s3://c"],
)  # fmt: skip
def test_what_is_no_address_is_said(given: str) -> None:
    with pytest.raises(InputError, match="is no place for recordings: give s3://bucket/prefix"):
        parse_address(given)


@pytest.mark.parametrize("given", ["s3://key:UnmistakableSecret@calls/eu", "s3://calls?secret=UnmistakableSecret"])
def test_an_address_with_a_secret_is_refused_and_not_said_again(given: str) -> None:
    with pytest.raises(InputError, match="leave keys and options out of it") as told:
        parse_address(given)
    assert "Unmistakable" not in str(told.value)


def test_where_the_package_is_missing_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    object_store.cache_clear()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'sameside\[storage\]'"):
        object_store("s3://calls")


GREW = """
import hashlib, resource, sys
from pathlib import Path
from library.stores.address import object_store
store, path = object_store(sys.argv[1]), Path(sys.argv[2])
store.check()
grown = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = grown()
store.put("recordings/big.wav", path)
for block in store.read("recordings/big.wav"):
    pass
print((grown() - before) // 1024)
"""


def test_memory_does_not_grow_with_the_recording(s3: S3, tmp_path: Path) -> None:
    big = tmp_path / "big.part"
    with big.open("wb") as file:
        file.truncate(96 << 20)
    ran = subprocess.run(
        [sys.executable, "-c", GREW, AT, str(big)],
        cwd=Path(__file__).parents[1], env={**os.environ, **s3.environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(ran.stdout) < 60  # MB, of 96

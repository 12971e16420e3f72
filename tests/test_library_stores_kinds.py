"""What each kind of object storage says where it does not do what it was asked, and copies by itself."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from real_stores import azure, bucket, google, kind

from audio.errors import LibraryError
from library.stores.address import object_store
from library.stores.objects import Objects
from library.stores.store import Stored

__all__ = ["azure", "bucket", "google", "kind"]
CONTENT = b"0123456789" * 1000


def store_at(address: str) -> Objects:
    store = object_store(address)
    assert isinstance(store, Objects)
    return store


def put(store: Objects, key: str, folder: Path, content: bytes = CONTENT) -> Stored:
    (folder / "a.part").write_bytes(content)
    store.put(key, folder / "a.part")
    return Stored(store, key, len(content))


def asked(store: Objects, folder: Path) -> dict[str, object]:
    """By what was asked, the sentence of its refusal."""
    (folder / "a.part").write_bytes(CONTENT)
    said = {}
    for name, ask in {
        "check": store.check, "size": lambda: store.size("a.wav"), "put": lambda: store.put("a.wav", folder / "a.part"),
        "delete": lambda: store.delete(["a.wav"]), "list": lambda: list(store.list("recordings/")), "read": lambda: list(store.read("a.wav", 0, 5)),
        "pages": lambda: list(store.pages()), "seen": lambda: store.seen("a.wav"),
    }.items():  # fmt: skip
        with pytest.raises(LibraryError) as told:
            ask()
        said[name] = str(told.value)
    return said


def test_a_bucket_that_is_not_there_is_said_by_all_that_is_asked(bucket: str, tmp_path: Path) -> None:
    missing = f"{bucket.partition('://')[0]}://gone/eu"
    said = asked(store_at(missing), tmp_path)
    assert all(str(each).startswith(f"{missing} does not exist: make the ") for each in said.values()), said
    assert len(set(said.values())) == 1


@pytest.mark.parametrize("wrong", [base64.b64encode(b"another").decode(), "no base 64"])
def test_a_wrong_key_of_azures_is_said_by_all_that_is_asked(
    azure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    object_store.cache_clear()
    for name, value in {"ENDPOINT": azure, "ACCOUNT_NAME": "house", "ACCOUNT_KEY": wrong}.items():
        monkeypatch.setenv(f"AZURE_STORAGE_{name}", value)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    with pytest.raises(LibraryError, match=r"refused the key: .*AZURE_STORAGE_ACCOUNT_KEY") as told:
        store_at("az://calls").check()
    assert "AWS" not in str(told.value)
    if wrong != "no base 64":
        assert set(asked(store_at("az://calls"), tmp_path).values()) == {str(told.value)}
    object_store.cache_clear()


def test_all_is_listed_in_order_and_from_a_key_on(bucket: str, tmp_path: Path) -> None:
    store = store_at(f"{bucket}/in")
    for key in ("b/2.wav", "a/1.wav", "b/1.wav", "c.wav"):
        put(store, key, tmp_path)
    assert [seen.key for page in store.pages() for seen in page] == ["a/1.wav", "b/1.wav", "b/2.wav", "c.wav"]
    assert [seen.key for page in store.pages("b/1.wav") for seen in page] == ["b/2.wav", "c.wav"]
    listed = {seen.key: seen for page in store.pages() for seen in page}
    assert (one := store.seen("c.wav")) and one.tag == listed["c.wav"].tag and one.size == listed["c.wav"].size
    assert store.seen("d.wav") is None


def test_an_object_that_is_another_has_another_tag(bucket: str, tmp_path: Path) -> None:
    store = store_at(f"{bucket}/in")
    put(store, "a.wav", tmp_path)
    before = store.seen("a.wav")
    put(store, "a.wav", tmp_path, CONTENT[::-1])
    after = store.seen("a.wav")
    assert before and after and before.size == after.size and before.tag != after.tag


def test_what_lies_in_the_same_bucket_is_copied_there(bucket: str, tmp_path: Path) -> None:
    store, own = store_at(f"{bucket}/in"), store_at(f"{bucket}/own")
    lies = put(store, "call 1.wav", tmp_path)
    seen = store.seen("call 1.wav")
    assert seen is not None
    assert own.adopt("recordings/1.wav", lies, seen.tag)
    kept = Stored(own, "recordings/1.wav", len(CONTENT))
    assert kept.digest() == lies.digest() == hashlib.sha256(CONTENT).hexdigest()
    assert not own.adopt("recordings/2.wav", lies, seen.tag + 1) and own.size("recordings/2.wav") is None
    other = store_at(f"{bucket.partition('://')[0]}://other/in")
    assert not own.adopt("recordings/3.wav", Stored(other, "call 1.wav", len(CONTENT)), seen.tag)

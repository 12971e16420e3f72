"""Recordings in object storage: S3 and what speaks as it does, Google Cloud Storage, Azure Blob Storage; through ``obstore``.

::

    put    file ── parts of 8 MB, two at a time, hashed on the way ──> one object, there whole or not at all
    read   object ── one request a block: 256 KB, 512 KB, … 4 MB ──> whoever plays it, as quick as they take it

A block is asked for when it is wanted and not before, so nothing is held open while a browser is slow, what is no longer wanted is not
fetched, and memory stays the same however long a call is. Keys and passwords come from the environment or from the machine's own role,
as the store's own tools have it, and are known to nobody else here.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import obstore
from obstore.exceptions import BaseError

from audio.errors import LibraryError, UnreachableError
from library.stores.store import CHUNK, Entry, Stored, check_digest, gone
from library.stores.trouble import no_bucket, told, trouble_of

PART = 8 << 20
"""Bytes of one part of an upload; S3 takes 10,000 of them."""
PARTS_AT_A_TIME = 2
FIRST_BLOCK, BIGGEST_BLOCK = 256 << 10, 4 << 20
"""Bytes of the first block that is read, and of the biggest: a page plays as soon as it has the first."""
PAGE, LISTED_AT_ONCE = 100, 1000
"""Objects that are listed at a time, where a few are looked for, and where all are."""
COPIED_AT_ONCE = 5 << 30
"""Bytes that a store copies by itself on one request."""
TRIED = "tried"
"""The folder of the object that is written, read and deleted to see whether that can be done."""

_BACKOFF = {"init_backoff": timedelta(seconds=0.2), "max_backoff": timedelta(seconds=3), "base": 2}


def transfer(timeout: float, retries: int, allow_http: bool) -> dict[str, Any]:
    """How long a store is waited for: ``timeout`` seconds a request, and so many ``retries`` of it."""
    return {
        "client_options": {
            "timeout": timedelta(seconds=timeout), "connect_timeout": timedelta(seconds=5), "allow_http": allow_http,
        },
        "retry_config": {"max_retries": retries, "retry_timeout": timedelta(seconds=30), "backoff": _BACKOFF},
    }  # fmt: skip


class Seen(NamedTuple):
    """An object as it is listed: its key, its size in bytes, when it came to be as it is (seconds of the Unix clock, as the store says), and a
    number that is another once it is another object, also of the same size and second: out of its ETag."""

    key: str
    size: int
    modified: float
    tag: int


class Objects:
    """The objects below an ``address`` such as ``s3://bucket/prefix``; ``allow_http`` where an endpoint without TLS was asked for."""

    def __init__(self, address: str, allow_http: bool = False) -> None:
        self._address, self._allow_http = address, allow_http
        self.bucket, _, self.prefix = address.removesuffix("/").partition("://")[2].partition("/")
        self.kind = address.partition("://")[0]
        with told(address):
            self._big: Any = obstore.store.from_url(address, **transfer(120.0, 4, allow_http))
            self._small: Any = obstore.store.from_url(address, **transfer(10.0, 1, allow_http))

    @property
    def name(self) -> str:
        """The address."""
        return self._address

    def put(self, key: str, part_file: Path, digest: str | None = None) -> None:
        """Send a file, once, hashed on the way; what is there under its name is left as it is where it is as long."""
        if digest is not None and self.size(key) == part_file.stat().st_size:
            return
        sent = hashlib.sha256()

        def blocks() -> Iterator[bytes]:
            with part_file.open("rb") as file:
                while block := file.read(CHUNK):
                    sent.update(block)
                    yield block
            check_digest(sent.hexdigest(), digest, str(part_file))  # before the last part is sent: then nothing is kept

        with told(self._address):
            try:
                obstore.put(
                    self._big, key, blocks(), use_multipart=True, chunk_size=PART, max_concurrency=PARTS_AT_A_TIME
                )
            except FileNotFoundError:
                raise no_bucket(self._address) from None

    def adopt(self, key: str, other: Stored, tag: int) -> bool:
        """Have the store copy an object of the same bucket; ``False`` where it is another's, or too big for one request, or may not be done."""
        there = other.store
        if not isinstance(there, Objects) or (there.kind, there.bucket) != (self.kind, self.bucket):
            return False
        if self.size(key) == other.size:
            return True
        if other.size > COPIED_AT_ONCE:
            return False
        try:
            with told(self._address):
                bucket = obstore.store.from_url(f"{self.kind}://{self.bucket}", **transfer(120.0, 4, self._allow_http))
                obstore.copy(bucket, there.full(other.key), self.full(key))
        except UnreachableError:
            raise
        except (LibraryError, FileNotFoundError):
            return False
        if (now := there.seen(other.key)) is not None and now.tag == tag and self.size(key) == other.size:
            return True
        self.delete([key])  # it may be a copy of what it has become meanwhile
        return False

    def full(self, key: str) -> str:
        """A key as the bucket has it."""
        return f"{self.prefix}/{key}" if self.prefix else key

    def size(self, key: str) -> int | None:
        """The size in bytes; ``None`` where there is no such object."""
        with told(self._address):
            try:
                return int(obstore.head(self._small, key)["size"])
            except FileNotFoundError:
                self._bucket_is_there()  # the answer is the same where the bucket is gone
                return None

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end``, a request a block, each once it is asked for."""
        if end is None:
            end = self.size(key)
            if end is None:
                raise gone(key, self._address)
        block = FIRST_BLOCK
        while start < end:
            upto = min(end, start + block)
            with told(self._address):
                try:
                    found = obstore.get_range(self._big, key, start=start, end=upto)
                except FileNotFoundError:
                    self._bucket_is_there()
                    raise gone(key, self._address) from None
            yield found.to_bytes()
            start, block = upto, min(2 * block, BIGGEST_BLOCK)

    def path(self, key: str) -> Path | None:  # noqa: ARG002  as a folder has it
        """None: it is no file of this machine."""
        return None

    def delete(self, keys: Sequence[str]) -> Sequence[str]:
        """Remove objects; all of them, or it raises."""
        if not keys:
            return ()
        with told(self._address):
            try:
                obstore.delete(self._small, list(keys))
            except FileNotFoundError:  # some stores say so of a single one, all of them where the bucket is gone
                self._bucket_is_there()
                for key in keys:
                    with suppress(FileNotFoundError):
                        obstore.delete(self._small, key)
        return keys

    def list(self, prefix: str) -> Iterator[Entry]:
        """The objects whose keys begin so, in the order of their keys."""
        folder, _, name = prefix.rpartition("/")
        with told(self._address):
            for page in obstore.list(self._small, folder, offset=prefix if name else None, chunk_size=PAGE):
                for each in page:
                    if not each["path"].startswith(prefix):
                        if each["path"] > prefix:
                            return
                        continue
                    yield Entry(each["path"], each["size"])

    def seen(self, key: str) -> Seen | None:
        """An object as it is now; ``None`` where there is none of that name."""
        with told(self._address):
            try:
                return _seen(obstore.head(self._small, key))
            except FileNotFoundError:
                self._bucket_is_there()
                return None

    def pages(self, after: str = "") -> Iterator[Sequence[Seen]]:
        """What is there, up to a thousand at a time, in the order of the keys; only what comes ``after`` a key, where the store can tell."""
        listed = None
        while True:
            with told(self._address):
                if listed is None:
                    listed = iter(obstore.list(self._small, offset=after or None, chunk_size=LISTED_AT_ONCE))
                page = next(listed, None)
            if page is None:
                return
            yield [_seen(each) for each in page if each["path"] > after]

    def check(self) -> None:
        """Write a small object, read it and delete it. Raises what a person is told where one of these cannot be done."""
        key, content = f"{TRIED}/{uuid.uuid4().hex}", b"SameSide may write here."
        with told(self._address):
            try:
                obstore.put(self._small, key, content, use_multipart=False)
            except FileNotFoundError:
                raise no_bucket(self._address) from None
            found = obstore.get(self._small, key).bytes().to_bytes()
            obstore.delete(self._small, [key])
        if found != content:
            raise LibraryError(
                f"{self._address} gave back something else than was written to it: is it an object store?"
            )

    def _bucket_is_there(self) -> None:
        """Raise where it is the bucket that is not found."""
        try:
            next(iter(obstore.list(self._small, TRIED, chunk_size=1)), None)
        except (BaseError, OSError) as slip:
            raise trouble_of(slip, self._address) from None


def _seen(meta: Mapping[str, Any]) -> Seen:
    """What a store says of an object. Its version is left out, and the parts of its second: not every list says what an object itself does."""
    modified = meta["last_modified"].timestamp()
    told_by = (meta.get("e_tag") or "").removeprefix("W/").strip('"') or f"{modified:.0f}"
    tag = int.from_bytes(hashlib.sha256(told_by.encode()).digest()[:8], "big") >> 1
    return Seen(meta["path"], int(meta["size"]), modified, tag)

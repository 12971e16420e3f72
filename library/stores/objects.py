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
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError

from audio.errors import LibraryError
from library.stores.store import CHUNK, Entry, check_digest, gone
from library.stores.trouble import told, trouble_of

PART = 8 << 20
"""Bytes of one part of an upload; S3 takes 10,000 of them."""
PARTS_AT_A_TIME = 2
FIRST_BLOCK, BIGGEST_BLOCK = 256 << 10, 4 << 20
"""Bytes of the first block that is read, and of the biggest: a page plays as soon as it has the first."""
PAGE = 100
"""Objects that are listed at a time."""
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


class Objects:
    """The objects below an ``address`` such as ``s3://bucket/prefix``; ``allow_http`` where an endpoint without TLS was asked for."""

    def __init__(self, address: str, allow_http: bool = False) -> None:
        self._address = address
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
            obstore.put(self._big, key, blocks(), use_multipart=True, chunk_size=PART, max_concurrency=PARTS_AT_A_TIME)

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

    def check(self) -> None:
        """Write a small object, read it and delete it. Raises what a person is told where one of these cannot be done."""
        key, content = f"{TRIED}/{uuid.uuid4().hex}", b"SameSide may write here."
        with told(self._address):
            obstore.put(self._small, key, content, use_multipart=False)
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

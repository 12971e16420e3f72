"""How people say where recordings lie, and the store that is meant.

::

    (nothing), or “folder”               the library's own folder of files
    s3://bucket/prefix                   S3, or what speaks as it does (AWS_ENDPOINT_URL)
    gs://bucket/prefix                   Google Cloud Storage
    az://container/prefix                Azure Blob Storage (AZURE_STORAGE_ACCOUNT_NAME)

An address holds no secret: one that does is refused, and is not said again. Keys come from the environment or the machine's own role.
"""

from __future__ import annotations

import importlib.util
import os
import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audio.errors import InputError

if TYPE_CHECKING:
    from library.stores.store import Store

VARIABLE = "SAMESIDE_RECORDINGS"
"""The environment variable that says where the recordings of a new library lie."""

FOLDER = "folder"
"""How people call the library's own folder of files, which is kept as an empty address."""

KINDS = ("s3", "gs", "az")
_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")
_PREFIX = re.compile(r"(?!.*(^|/)\.{1,2}(/|$))[\w.~ /-]*")


def parse_address(text: str) -> str:
    """An address in the one way in which it is kept, empty for the folder. Raises :class:`InputError` where it is none."""
    text = text.strip()
    if text in ("", FOLDER):
        return ""
    try:
        parts = urlsplit(text)
        secret = "@" in parts.netloc or bool(parts.query) or bool(parts.fragment)
    except ValueError:
        raise _no_address("What was given") from None
    if secret:
        raise InputError(
            "The address of the recordings holds more than bucket and prefix: leave keys and options out of it, and give them in the "
            "environment, as in AWS_ACCESS_KEY_ID (see docs/storage.md)."
        )
    prefix = parts.path.strip("/")
    if parts.scheme not in KINDS or not _PLACE.fullmatch(parts.netloc) or not _PREFIX.fullmatch(prefix):
        raise _no_address(f"“{text[:120]}”")
    return f"{parts.scheme}://{parts.netloc}{'/' if prefix else ''}{prefix}"


def _no_address(what: str) -> InputError:
    return InputError(
        f"{what} is no place for recordings: give s3://bucket/prefix, gs://bucket/prefix or az://container/prefix, or “{FOLDER}” for the "
        "library's own folder."
    )


@cache
def object_store(address: str) -> Store:
    """The store at an address that :func:`parse_address` has given. Raises :class:`SameSideError` where it cannot be opened; whether it
    answers is seen at the first use."""
    if importlib.util.find_spec("obstore") is None:
        raise InputError(f"{address} is object storage, which needs one package more: pip install 'sameside[storage]'.")
    from library.stores.objects import Objects  # imported here: a folder needs nothing of it

    return Objects(address, os.environ.get("AWS_ALLOW_HTTP", "").lower() in ("1", "true"))

"""What object storage answers where it does not do what it was asked, as one sentence: what was found, and what to look at.

A store's own words hold addresses with signatures and pages of a program's insides; none of that goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from audio.errors import LibraryError, UnreachableError

_GONE = (
    "{where} does not exist: make the {bucket}, or look at how the address is written{region}. What lay in a {bucket} that was removed is gone "
    "with it."
)
_KEY = (
    "{where} refused the key: look at what the environment says ({keys}), or give this machine's role the right to list, read, write and "
    "delete there."
)
_OF_KIND = {
    "s3": {"keys": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", "bucket": "bucket", "region": " and at the region (AWS_REGION)"},
    "gs": {"keys": "GOOGLE_APPLICATION_CREDENTIALS", "bucket": "bucket", "region": ""},
    "az": {"keys": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY", "bucket": "container", "region": ""},
}  # fmt: skip
"""What is said otherwise of each kind of store."""
_AWAY = "{where} does not answer: is the network there, and the address of the store right?"
_SIGNS: tuple[tuple[str, type[LibraryError], str], ...] = (
    (r"NoSuchBucket|ContainerNotFound|specified bucket does not exist|404 Not Found", LibraryError, _GONE),
    (
        r"BadScheme",
        LibraryError,
        "{where} is behind an address without TLS (http://), so what is sent could be read on its way: give an https:// address "
        "(AWS_ENDPOINT_URL, AZURE_STORAGE_ENDPOINT), or, on a network that you trust, set AWS_ALLOW_HTTP=true.",
    ),
    (
        r"Account must be specified",
        LibraryError,
        "{where} does not say whose it is: name the account in AZURE_STORAGE_ACCOUNT_NAME.",
    ),
    (
        r"\.json|DecodeCredentials|OpenCredentials|ReadPem",
        LibraryError,
        "{where} cannot be opened with the key's file that GOOGLE_APPLICATION_CREDENTIALS names: is it there, and whole?",
    ),
    (r"169\.254\.169\.254|metadata\.google|api/token", LibraryError, _KEY),
    (
        r"Invalid Access Key|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|ExpiredToken|AccessDenied|AuthenticationFailed|AuthorizationHeaderMalformed"
        r"|40[13] ",
        LibraryError,
        _KEY,
    ),
    (
        r"error sending request|ConnectError|[Tt]imed? ?out|dns|50[0-9] |SlowDown|IncompleteBody|decoding response body|connection",
        UnreachableError,
        _AWAY,
    ),
)


@contextmanager
def told(where: str) -> Iterator[None]:
    """What a store raises within the block, as a :class:`LibraryError` of ours; that something is not there is left as it is."""
    try:
        yield
    except FileNotFoundError as slip:
        if "NoSuchBucket" in str(slip) or "ContainerNotFound" in str(slip):
            raise trouble_of(slip, where) from None
        raise
    except (BaseError, OSError) as slip:
        raise trouble_of(slip, where) from None


def no_bucket(where: str) -> LibraryError:
    """The error to raise where what was written to is not there."""
    return LibraryError(_GONE.format(where=where, **_OF_KIND[where.partition("://")[0]]))


def trouble_of(slip: Exception, where: str) -> LibraryError:
    """The error to raise for what a store has raised."""
    said, words = str(slip), {"where": where, **_OF_KIND[where.partition("://")[0]]}
    if isinstance(slip, PermissionDeniedError | UnauthenticatedError):
        return LibraryError(_KEY.format(**words))
    for sign, kind, sentence in _SIGNS:
        if re.search(sign, said):
            return kind(sentence.format(**words))
    return LibraryError(f"{where} could not be used: {said.partition(chr(10))[0][:200]}")

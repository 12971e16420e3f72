"""One request by https: to the address that was looked up, under the name that its certificate has to be for, bounded in size and time.

No redirect is followed, no proxy of the environment asked, no cookie kept, and nothing sent but what is given here.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from audio.errors import InputError, LibraryError
from library.outbound.addresses import Place

CONNECT, PIECE, ANSWERED = 10.0, 15.0, 30.0
"""Seconds to connect, until the next bytes, and for the whole of a short answer."""
CHUNK = 1 << 16
ANSWER = 64 * 1024
"""Bytes of an answer that are read where only its status matters."""

Context = Callable[[], ssl.SSLContext]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many bytes an answer may have, and how many seconds it may take in all."""

    size: int
    seconds: float


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address, whatever the host's name would lead to by now."""

    def __init__(self, place: Place, context: ssl.SSLContext) -> None:
        super().__init__(place.host, place.port, timeout=CONNECT, context=context)
        self._place, self._tls = place, context
        self._open: socket.socket | None = None

    def connect(self) -> None:
        plain = socket.create_connection((self._place.address, self._place.port), timeout=CONNECT)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self._place.host)
        except BaseException:
            plain.close()
            raise
        self.sock.settimeout(PIECE)
        self._open = self.sock  # which an answer that ends with its connection takes over, and `sock` is then nothing

    def break_off(self) -> None:
        """End it, also under whoever reads from it."""
        if self._open is not None:
            with suppress(OSError):  # by the plain socket's: that of TLS would have the reader read what is encrypted
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


@contextmanager
def _broken_off(connection: _Pinned, seconds: float) -> Iterator[None]:
    """Have a connection end after so many seconds, for whoever sends a byte now and then."""
    timer = threading.Timer(seconds, connection.break_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def fetch(place: Place, out: BinaryIO, limits: Limits, context: Context = ssl.create_default_context) -> int:
    """Write what an address answers to ``out``; how many bytes that were. Raises :class:`InputError` where it does not answer with a file, or
    with one that is too big, or too slowly."""
    ends = time.monotonic() + limits.seconds
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    with _asked(place, "GET", b"", headers, limits.seconds, context) as answer:
        if 300 <= answer.status < 400:
            raise InputError(
                f"{place.named} leads on to another address, and is not followed: give the address of the file itself."
            )
        if answer.status != 200:
            raise InputError(f"{place.named} answers {answer.status}, and no file.")
        length = answer.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > limits.size:
            raise _too_big(place, limits)
        size = 0
        while piece := answer.read1(CHUNK):
            size += len(piece)
            if size > limits.size:
                raise _too_big(place, limits)
            _write(out, piece)
        if time.monotonic() > ends:
            raise InputError(f"{place.named} took over {limits.seconds:.0f} s, and was given up.")
        if length.isdecimal() and size < int(length):
            raise InputError(f"{place.named} broke off after {size:,} of {length} bytes.")
        return size


def _write(out: BinaryIO, piece: bytes) -> None:
    try:
        out.write(piece)
    except OSError as slip:
        raise LibraryError(f"What came could not be written: {slip.strerror or slip}.") from None


def send(place: Place, body: bytes, headers: Mapping[str, str], context: Context = ssl.create_default_context) -> int:
    """Send ``body`` to an address; the status that it answers with. Raises :class:`InputError` where it does not answer."""
    with _asked(place, "POST", body, headers, ANSWERED, context) as answer:
        answer.read(ANSWER)
        return answer.status


@contextmanager
def _asked(
    place: Place, method: str, body: bytes, headers: Mapping[str, str], seconds: float, context: Context
) -> Iterator[http.client.HTTPResponse]:
    """The answer to a request, whose head has come; after so many ``seconds`` it is broken off, however slowly it comes. Whatever goes wrong
    with it is an :class:`InputError`."""
    with closing(_Pinned(place, context())) as connection, _broken_off(connection, seconds):
        try:
            connection.request(
                method, place.target, body or None, {"Host": place.named, "User-Agent": "SameSide", **headers}
            )
            yield connection.getresponse()
        except TimeoutError:
            raise InputError(f"{place.named} did not answer in time.") from None
        except ssl.SSLCertVerificationError as slip:
            raise InputError(f"{place.named} has no certificate that can be trusted ({slip.verify_message}).") from None
        except (OSError, http.client.HTTPException) as slip:
            why = getattr(slip, "strerror", None) or type(slip).__name__
            raise InputError(f"{place.named} does not answer as it should ({why}).") from None


def _too_big(place: Place, limits: Limits) -> InputError:
    return InputError(
        f"What {place.named} sends is over {limits.size >> 20:,} MB, which is more than a recording can be."
    )

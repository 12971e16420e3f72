"""Serving operations on a port of their own: for workers, which serve nothing else, and beside a dashboard whose address is for people.

::

    --metrics-port 9464              on this machine alone: whoever is on it may ask
    --metrics-port 0.0.0.0:9464      on all its addresses: the metrics with a token of the scope “metrics”, as there is no https here
"""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from audio.errors import InputError, readable
from library.health.checks import Health
from library.logs.setting import tell
from library.store import Library
from ui.api.guests import Guests
from ui.dashboard.doors import Doors, own_hosts
from ui.operations.app import operations
from ui.operations.metrics import Metrics, Worker

LOCAL = "127.0.0.1"
LAST = 5.0
"""Seconds that the last answers have to come to their end."""


def parsed_port(text: str) -> tuple[str, int]:
    """Address and port of ``9464`` or ``0.0.0.0:9464``. Raises :class:`InputError`."""
    address, _, number = text.rpartition(":")
    host = address.strip("[]") or LOCAL
    try:
        ipaddress.ip_address(host)
        port = int(number) if number.isascii() and number.isdigit() else -1
        if not 0 <= port <= 65535:
            raise ValueError(number)
    except ValueError:
        shown = readable(text)[:60]
        raise InputError(
            f"--metrics-port {shown} is no port: give one as 9464, or with an address of this machine as 0.0.0.0:9464."
        ) from None
    return host, port


def is_local(host: str) -> bool:
    """Whether an address is this machine's own, which nobody else reaches."""
    return ipaddress.ip_address(host).is_loopback


@contextmanager
def serving(where: str | None, library: Library, workers: Sequence[Worker] = ()) -> Iterator[None]:
    """Serve the operations of this process at ``where``, as :func:`parsed_port` has it, while the block lasts; ``None``: nowhere.

    Raises :class:`InputError` where the port cannot be used.
    """
    if where is None:
        yield
        return
    host, port = parsed_port(where)
    listening = _listening(host, port)
    port = listening.getsockname()[1]
    app = _guarded(library, workers, host, port)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="serves operations", daemon=True)
    thread.start()
    shown = f"[{host}]" if ":" in host else host
    tell(f"Health and metrics are at http://{shown}:{port}/metrics.", "operations_served", port=port)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(LAST)
        listening.close()


def _guarded(library: Library, workers: Sequence[Worker], host: str, port: int) -> ASGIApp:
    app_of = Health(library.database), Metrics(library.queue.figures, workers)
    if is_local(host):
        return Doors(operations(*app_of, None), own_hosts(port), by_programs=True)
    return operations(*app_of, Guests(library))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as slip:
        listening.close()
        if slip.errno == errno.EADDRNOTAVAIL:
            raise InputError(f"“{host}” is no address of this machine: give one, or 0.0.0.0 for all of them.") from None
        why = os.strerror(slip.errno) if slip.errno else "no reason given"
        raise InputError(f"Port {port} cannot be used ({why}): `--metrics-port` takes another.") from None
    return listening

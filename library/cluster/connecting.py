"""The way to a cluster: Dask's own, said in sentences where there is none."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audio.errors import InputError

if TYPE_CHECKING:
    from distributed import Client

VARIABLE = "SAMESIDE_CLUSTER"
"""The environment variable that names the cluster to which a dashboard hands its calls."""

TIMEOUT = 10.0
"""Seconds in which a scheduler must answer."""


def check_installed() -> None:
    """Raise :class:`InputError` where Dask is not to be had."""
    if importlib.util.find_spec("distributed") is None:
        raise InputError("--cluster needs Dask, which is not installed here: pip install 'sameside[cluster]'")


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A connection to the scheduler at ``address`` (``tcp://host:8786``), closed when the block ends. Raises :class:`InputError`."""
    check_installed()
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it we say ourselves
    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError):
        raise InputError(
            f"no Dask scheduler answers at {address}: is it running (`dask scheduler`), and is this its address, as in tcp://10.0.0.5:8786?"
        ) from None
    except (ValueError, TypeError) as slip:
        raise InputError(f"{address} is no address of a Dask scheduler, such as tcp://10.0.0.5:8786 ({slip})") from None
    try:
        yield client
    finally:
        client.close(timeout=2)

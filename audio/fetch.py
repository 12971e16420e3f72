"""Fetching a model, once, when asked to: what can go wrong with a network is said in a sentence.

It comes from the hub that publishes it into Hugging Face's own cache, goes on where it broke off, and takes nothing
twice. HTTPS_PROXY, HF_ENDPOINT (a mirror), HF_HUB_CACHE and HF_HUB_OFFLINE are heeded, as everywhere with that cache.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from audio.models import FILES, Absent, Model, Published, cached, find_model, hub, like_a_place, published, unknown
from audio.trouble import Trouble

Progress = Callable[[float], None]


def fetch_model(name: str, progress: Progress | None = None, cache: Path | None = None) -> Model:
    """Fetch a published model (or ``owner/name`` of the hub) into the cache; what is there already is not fetched again.

    progress  called with the share that is here, 0 to 1
    Raises :class:`Trouble` where there is no such model, no network, no way through a proxy, or no space.
    """
    known = published(name)
    if known is None and not like_a_place(name):
        raise Trouble(unknown(name))
    place = known.place if known else name
    library = hub()
    if known is not None and cached(place, cache) is None:
        _room(known, Path(cache or library.constants.HF_HUB_CACHE))
    expected = known.size if known else 0
    try:
        library.snapshot_download(
            place, cache_dir=cache, allow_patterns=list(FILES), tqdm_class=_bar(progress, expected), etag_timeout=20
        )
    except Exception as error:
        raise Trouble(_why(name, error)) from error
    found = find_model(name, cache)
    if isinstance(found, Absent):
        raise Trouble(f"“{name}” was fetched but is no model for faster-whisper: {found.reason}")
    if progress:
        progress(1.0)
    return found


def _room(model: Published, cache: Path) -> None:
    at = next(parent for parent in (cache, *cache.absolute().parents) if parent.exists())
    free = shutil.disk_usage(at).free
    if free < 1.1 * model.size:
        raise Trouble(
            f"“{model.name}” takes {_bytes(model.size)}, and in {at} only {_bytes(free)} are free: "
            "make room, or name another folder in HF_HUB_CACHE."
        )


def _bytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def _why(name: str, error: BaseException) -> str:
    """Why a model could not be fetched, out of the whole chain of errors."""
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or at.__context__
    kinds = {kind.__name__ for link in chain for kind in type(link).__mro__}
    proxy = next((os.environ[key] for key in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY") if os.environ.get(key)), None)
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")
    if any(isinstance(link, OSError) and link.errno == errno.ENOSPC for link in chain):
        return (
            f"There is no space left for the model “{name}”; what was fetched stays, and fetching goes on from there."
        )
    if any(isinstance(link, PermissionError | NotADirectoryError | FileExistsError) for link in chain):
        return f"The model “{name}” cannot be written to the cache; name a folder of yours in HF_HUB_CACHE."
    if "RepositoryNotFoundError" in kinds or "GatedRepoError" in kinds:
        return f"The hub has no model “{name}” that is open to everyone (is the name typed right?)."
    if offline or "OfflineModeIsEnabled" in kinds:
        return f"“{name}” cannot be fetched: HF_HUB_OFFLINE forbids the network."
    if "ProxyError" in kinds or (proxy and "ConnectError" in kinds):
        return f"“{name}” cannot be fetched through the proxy {proxy or 'that is set'}: is HTTPS_PROXY right?"
    if kinds & {"ConnectError", "ConnectTimeout", "TimeoutException", "ConnectionError", "NetworkError"}:
        return (
            f"“{name}” cannot be fetched: huggingface.co cannot be reached. Without a network, copy a model's folder "
            "from another machine and name it with “--model FOLDER”; behind a proxy, set HTTPS_PROXY."
        )
    return f"“{name}” could not be fetched ({str(chain[0]).splitlines()[0]}); what is here stays, try again."


def _bar(progress: Progress | None, expected: int) -> Any:
    """A silent progress bar for the hub's library that passes on the share of bytes."""
    from tqdm.auto import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            super().__init__(*args, **{**kwargs, "file": io.StringIO(), "disable": False})

        def update(self, n: float | None = 1) -> Any:
            shown = super().update(n)
            whole = max(float(self.total or 0), float(expected))
            if progress and self.unit == "B" and whole:
                progress(min(1.0, float(self.n) / whole))
            return shown

    return Bar

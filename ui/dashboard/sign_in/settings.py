"""Which way this dashboard is run: for one person at this machine, or for a team that signs in.

The settings are read once a process, from beside the library's recordings; a dashboard that runs is not opened by a file that goes.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audio.errors import InputError
from library import current
from ui.sign_in.settings import VARIABLE, SignInSettings, is_local, read_settings, settings_path

SCOPE = "openid email profile"


def in_force() -> SignInSettings | None:
    """The settings of this process's library; ``None`` where it is for one person. Raises :class:`InputError`."""
    return _read(settings_path(current.library().files.root), os.environ.get(VARIABLE))


@cache
def _read(path: Path, _named: str | None) -> SignInSettings | None:
    settings = read_settings(path)
    if settings is not None and (find_spec("authlib") is None or find_spec("httpx") is None):
        raise InputError("Sign-in is set up, and what it needs is not installed: pip install 'sameside[team]'.")
    return settings


def listening_is_refused(host: str, further_hosts: str, settings: SignInSettings | None) -> str | None:
    """Why a dashboard may not listen there, in a sentence; ``None`` where it may.

    host           an address of this machine
    further_hosts  what ``SAMESIDE_HOSTS`` holds: the names of proxies that lead others here
    """
    names = [name.rpartition(":")[0] or name for name in (each.strip() for each in further_hosts.split(",")) if name]
    beyond = next((name for name in (host, *names) if not is_local(name)), None)
    if settings is not None or beyond is None:
        return None
    return (
        f"Others could reach this dashboard by “{beyond}”, and nobody would be asked who they are: set up sign-in first, with "
        "`sameside sign-in set` (docs/sign-in.md), or leave it on localhost."
    )


def streamlit_secrets(settings: SignInSettings) -> dict[str, Any]:
    """The settings as Streamlit's sign-in wants them. PKCE is used whether or not the provider says that it knows it: Entra ID does, and does
    not say so; who does not know it passes over it."""
    return {
        "auth": {
            "redirect_uri": settings.callback,
            "cookie_secret": settings.cookie_secret,
            "client_id": settings.client_id,
            "client_secret": settings.client_secret,
            "server_metadata_url": settings.discovery,
            "client_kwargs": {"scope": SCOPE, "prompt": "select_account", "code_challenge_method": "S256"},
        }
    }

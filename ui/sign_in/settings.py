"""How people sign in to a team's dashboard: one file beside the recordings, read by nobody but its owner.

::

    address = "https://coach.example/sameside"     as people type it: scheme, name, port and path are taken from here
    issuer = "https://login.example/realms/house"  who says who somebody is
    client_id = "sameside"
    client_secret = "…"                            what the provider knows this dashboard by
    cookie_secret = "…"                            what sign-ins are signed with; the same on every machine that serves
    hours = 8                                      after which one signs in again
    email_claim = "email"                          where the provider says somebody's e-mail
    trust_emails = false                           whether to take an e-mail that it does not say it has verified
    contact = "it@house.example"                   whom somebody is to ask who may not come in
    proxies = ["10.0.0.5"]                         whose word on scheme, host and sender is taken

The environment variable ``SAMESIDE_SIGN_IN`` names another file. The two secrets may stand elsewhere, where a machine is set up by
another program: ``SAMESIDE_CLIENT_SECRET`` and ``SAMESIDE_COOKIE_SECRET`` hold them, ``client_secret_file`` and
``cookie_secret_file`` name files that do. Without the file nobody signs in, and the dashboard is for this machine alone.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from audio.errors import InputError, readable
from library.database.private import write_file

VARIABLE = "SAMESIDE_SIGN_IN"
"""The environment variable that names the file."""
FILE = "sign-in.toml"
CALLBACK = "oauth2callback"
"""Where the provider sends people back to, beneath the address; Streamlit's."""
HOURS = 8.0
LONGEST = 24.0 * 30
SHORTEST_SECRET = 32
"""Characters of the secret that sign-ins are signed with."""
SECRETS = {"client_secret": "SAMESIDE_CLIENT_SECRET", "cookie_secret": "SAMESIDE_COOKIE_SECRET"}
"""By name: the environment variable that may hold it."""
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class SignInSettings:
    """What a dashboard has to know to let people sign in. Raises :class:`InputError` where something of it cannot be."""

    address: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    hours: float = HOURS
    email_claim: str = "email"
    trust_emails: bool = False
    contact: str = ""
    proxies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _whole_address(self.address, "address", "https://coach.example or https://house.example/sameside")
        _whole_address(self.issuer, "issuer", "https://login.example/realms/house")
        if not self.client_id or not self.client_secret:
            raise InputError("The sign-in's client id and client secret are both needed: the provider gives you them.")
        if len(self.cookie_secret) < SHORTEST_SECRET:
            raise InputError(f"The sign-in's cookie secret has to be at least {SHORTEST_SECRET} characters long.")
        if not 0 < self.hours <= LONGEST:
            raise InputError(f"A sign-in can last for up to {LONGEST:.0f} hours, and not for {self.hours:g}.")
        for proxy in self.proxies:
            _network(proxy)

    @property
    def origin(self) -> str:
        """The address without its path, as a browser names the page: ``https://coach.example``."""
        parts = urlsplit(self.address)
        return f"{parts.scheme.lower()}://{self.host}"

    @property
    def host(self) -> str:
        """The name in the address, with its port where it has one that is not its scheme's own: ``coach.example``."""
        parts = urlsplit(self.address)
        own = {"https": 443, "http": 80}[parts.scheme.lower()]
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else str(parts.hostname)
        return name if parts.port in (None, own) else f"{name}:{parts.port}"

    @property
    def path(self) -> str:
        """The path in the address, without slashes at its ends; empty where it has none."""
        return urlsplit(self.address).path.strip("/")

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https."""
        return self.address.lower().startswith("https:")

    @property
    def callback(self) -> str:
        """Where the provider is to send people back to; it has to know this very address."""
        return f"{self.origin}/{self.path}/{CALLBACK}" if self.path else f"{self.origin}/{CALLBACK}"

    @property
    def discovery(self) -> str:
        """Where the provider says what it can do."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    def networks(self) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
        """The proxies whose word is taken."""
        return tuple(map(_network, self.proxies))


NAMES = tuple(each.name for each in fields(SignInSettings))


def settings_path(files: Path) -> Path:
    """Where the settings of the library whose recordings lie in ``files`` are."""
    return Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else files / FILE


def read_settings(path: Path) -> SignInSettings | None:
    """The settings; ``None`` where sign-in is not set up. Raises :class:`InputError` where the file cannot be used."""
    written = written_settings(path)
    if written is None:
        return None
    values = {name: written[name] for name in NAMES if name in written}
    values |= {name: found for name in SECRETS if (found := _secret(name, written, path))}
    missing = [name for name in NAMES[:5] if name not in values]
    if missing:
        raise InputError(
            f"The sign-in's file {path} does not say “{missing[0]}”: `sameside sign-in set` writes it whole."
        )
    try:
        return SignInSettings(
            **values | {"proxies": tuple(values.get("proxies", ())), "hours": float(values.get("hours", HOURS))}
        )
    except (TypeError, ValueError):
        raise InputError(f"The sign-in's file {path} holds something of a wrong kind: see docs/sign-in.md.") from None


def written_settings(path: Path) -> dict[str, Any] | None:
    """What the file says, as it stands there; ``None`` where there is none. Raises :class:`InputError` where it is none of ours."""
    if not path.exists():
        if os.environ.get(VARIABLE):
            raise InputError(f"{VARIABLE} names {path}, and there is no such file: `sameside sign-in set` makes it.")
        return None
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as slip:
        raise InputError(f"The sign-in's file {path} is no TOML: {readable(str(slip))}.") from None
    known = {*NAMES, *(f"{name}_file" for name in SECRETS)}
    if strange := sorted(set(found) - known):
        raise InputError(f"The sign-in's file {path} says “{readable(strange[0])}”, which is none of its settings.")
    kinds = {"hours": (int, float), "trust_emails": (bool,), "proxies": (list,)}
    for name, value in found.items():
        if not isinstance(value, kinds.get(name, (str,))) or (name == "hours" and isinstance(value, bool)):
            raise InputError(f"The sign-in's file {path} gives “{name}” a value of a wrong kind: see docs/sign-in.md.")
    return found


def write_settings(path: Path, values: dict[str, Any]) -> None:
    """Write the file anew, whole or not at all, for its owner's eyes only. Raises :class:`InputError`, ``OSError``."""
    lines = [f"{name} = {_toml(value)}" for name, value in values.items()]
    write_file(path, "\n".join(["# How people sign in to this dashboard: see docs/sign-in.md.", *lines, ""]).encode())


def new_secret() -> str:
    """A secret to sign with."""
    return secrets.token_urlsafe(48)


def is_local(host: str) -> bool:
    """Whether a server that listens on ``host`` is reached from this machine alone."""
    name = host.strip("[]").lower()
    if name in LOCAL:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _secret(name: str, written: dict[str, Any], path: Path) -> str:
    """A secret, out of the environment, its own file or the settings; empty where it is in none of them."""
    if found := os.environ.get(SECRETS[name], "").strip():
        return found
    own = str(written.get(f"{name}_file", ""))
    if own:
        try:
            return (path.parent / own).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise InputError(
                f"The sign-in's {name.replace('_', ' ')} should be in {own}, which cannot be read."
            ) from None
    return str(written.get(name, ""))


def _whole_address(address: str, what: str, such_as: str) -> None:
    parts = urlsplit(address)
    try:
        whole = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        whole = False
    plain = not (parts.query or parts.fragment or parts.username) and not re.search(r"[\s\x00-\x1f\x7f]", address)
    if not whole or not plain:
        raise InputError(
            f"The sign-in's {what} “{readable(address)}” is no whole address: it should read as {such_as}."
        )
    if parts.scheme.lower() == "http" and not is_local(parts.hostname or ""):
        raise InputError(
            f"The sign-in's {what} “{readable(address)}” begins with http, so anybody on the way could read it: it has to be https."
        )


def _network(proxy: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(proxy, strict=False)
    except ValueError:
        raise InputError(
            f"“{readable(proxy)}” is no proxy: give its IP address, or a network such as 10.0.0.0/24."
        ) from None


def _toml(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)

"""Where SameSide may be sent by an address: to hosts that the house has named, and to none of the machines round it.

::

    https://files.example/7/call.wav     scheme https, a name that the house allows, its own port or 443, nobody's password in it
       └ resolved once ──> 203.0.113.9   every address that the name has is public, or none of them is taken
                             └ connected to: to this address, not to the name, which could lead elsewhere a moment later (DNS rebinding)

The house allows names one by one (``files.example``, ``files.example:8443``), and none to begin with.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from audio.errors import InputError
from library.database.text import one_line

SETTING = "recording_hosts"
"""The name of the setting that holds the hosts from which recordings are fetched."""
LONGEST = 2000
"""Characters of an address."""
_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")

Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes: the name that the certificate has to be for, the address of it that is connected to, the port, and what is asked for."""

    host: str
    address: str
    port: int
    target: str

    @property
    def named(self) -> str:
        """The host as a request names it."""
        return self.host if self.port == 443 else f"{self.host}:{self.port}"


def checked_host(text: str) -> str:
    """A host that is to be allowed, as it is kept. Raises :class:`InputError` where it is none: an address in numbers is nobody's name."""
    name, _, port = text.strip().lower().rstrip(".").partition(":")
    if not _NAME.fullmatch(name) or (port and not (port.isdecimal() and 0 < int(port) < 65536)):
        raise InputError(
            f"“{one_line(text)[:80]}” is no host: give its whole name, with its port where that is not 443, as files.example or "
            "files.example:8443."
        )
    return name if port in ("", "443") else f"{name}:{int(port)}"


def host_of(url: str) -> tuple[str, int, str]:
    """Host, port and target of an https address. Raises :class:`InputError` where it is none."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise InputError(f"This is no address: it is at most {LONGEST:,} plain characters without blanks.")
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise InputError("This is no address: give one as https://files.example/call.wav.") from None
    if parts.scheme != "https" or not parts.hostname:
        raise InputError("An address begins with https://, and this one does not.")
    if "@" in parts.netloc:
        raise InputError("This address has a name or a password in it, which is nothing for an address.")
    return parts.hostname.rstrip("."), port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def place_of(url: str, allowed: Collection[str] | None = None, resolve: Resolve | None = None) -> Place:
    """Where an address leads, looked up once.

    allowed  hosts as :func:`checked_host` keeps them; ``None`` where the house has given this very address
    Raises :class:`InputError` where the house does not allow it, it is not to be found, or leads to a machine that is not public.
    """
    host, port, target = host_of(url)
    named = checked_host(f"{host}:{port}")
    if allowed is not None and named not in allowed:
        raise InputError(
            f"The house does not allow recordings from {named}: an admin does, with `sameside hosts allow {named}`."
        )
    addresses = list((resolve or looked_up)(host, port))
    if not addresses:
        raise InputError(f"{host} is not to be found: is its name right?")
    if any(not is_public(address) for address in addresses):
        raise InputError(f"{host} leads to a machine within a network, or to this one, and nothing is asked of those.")
    return Place(host, addresses[0], port, target)


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which they are to be tried; none where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """Whether an address is a machine's on the internet, also where it is an IPv4 address within an IPv6 one."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or _by_nat64(address)
        if within is not None:
            return is_public(str(within))
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified


def _by_nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a translator makes of ``64:ff9b::…``."""
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in ipaddress.ip_network("64:ff9b::/96") else None

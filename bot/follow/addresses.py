"""Which addresses may be followed, and how is one always written the same way?

Only http and https, without credentials, and never into the own network: addresses are checked
after they were resolved, and connections go to the address that was checked.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from retrieval.errors import WenceError

MOST_CHARS = 2000
"""A longer address is none that leads to an article."""

_TRACKING = re.compile(r"^(?:utm_\w+|spm|jsessionid|phpsessid|from|share_token|timestamp)$", re.I)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def canonical(address: str, base: str | None = None) -> str | None:
    """The address as it is kept, without fragment, session and tracking; None where it is none.

    ``base`` is the address of the page on which a relative one stands.
    """
    try:
        url = URL(_SESSION.sub("", address.strip()))
        url = URL(base).join(url) if base else url
        if url.scheme not in {"http", "https"} or not url.host or url.user or url.password:
            return None
        kept = [(name, value) for name, value in url.query.items() if not _TRACKING.match(name)]
        url = url.with_fragment(None).with_host(url.host.lower().rstrip("."))
        url = url.with_query(kept) if len(kept) != len(url.query) else url
        found = str(url.with_path("/", keep_query=True) if url.path == "/" else url)
    except (ValueError, TypeError, UnicodeError):
        return None
    return found if len(found) <= MOST_CHARS else None


def checked(address: str) -> str:
    """The same for an address that somebody typed.

    Raises:
        WenceError: it is no address of a page, or holds a password.
    """
    found = canonical(address if "://" in address else f"https://{address}")
    if found is None:
        raise WenceError("follow_address", written=address[:80])
    return found


def host_of(address: str) -> str:
    return URL(address).host or ""


class PrivateAddress(OSError):
    """A name that leads into the own network."""


class Guard:
    """Which hosts may be connected to: public ones, and those that the operator lists.

    A listed entry is a host's name, an address, or a network like ``10.1.0.0/16``.
    """

    def __init__(self, listed: Iterable[str] = ()) -> None:
        self._names: set[str] = set()
        self._networks: list[Any] = []
        for entry in listed:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._names.add(entry.lower())

    def lists(self, host: str) -> bool:
        return host.lower() in self._names

    def admits(self, address: str) -> bool:
        """May this IP address be connected to?"""
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        within = (found in net for net in self._networks if net.version == found.version)
        return is_public(found) or any(within)

    def check_literal(self, host: str) -> None:
        """A host that is written as an address is never resolved, so it is checked here.

        Raises:
            PrivateAddress: it lies in the own network.
        """
        try:
            ipaddress.ip_address(host.strip("[]").partition("%")[0])
        except ValueError:
            return
        if not self.lists(host) and not self.admits(host.strip("[]")):
            raise PrivateAddress(host)


def refuse_private(address: str, guard: Guard) -> None:
    """A name that cannot be resolved now passes: its site may be down, and reading checks again.

    Raises:
        WenceError: the address leads nowhere but into the own network.
    """
    host = host_of(address)
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return
    if not guard.lists(host) and not any(map(guard.admits, found)):
        raise WenceError("follow_private")


def is_public(address: Address) -> bool:
    """Does everybody reach the same host there? Also through an IPv4 address that it stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


class GuardedResolver(AbstractResolver):
    """Resolves names, and hands on only the addresses that may be connected to."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if self._guard.lists(host):
            return found
        admitted = [one for one in found if self._guard.admits(one["host"])]
        if found and not admitted:
            raise PrivateAddress(host)
        return admitted

    async def close(self) -> None:
        await self._inner.close()

"""How is a site connected to: straight, or through the proxy of ``WENCE_PROXY``? Never inwards.

Straight, a connection goes to the address that was checked. A proxy is told the name: what that
leads to here is checked before, and a name that leads nowhere here is the proxy's to judge. What
lies in the own network and is listed is connected to straight.
"""

from __future__ import annotations

import ipaddress
import socket

import aiohttp
from pydantic import SecretStr

from bot.follow.addresses import Guard, GuardedResolver, PrivateAddress, is_public
from bot.network import proxy_connector

_INWARD = (".localhost", ".local", ".internal", ".lan", ".intranet", ".home.arpa")
"""Names that only the own network can know; RFC 6761, 6762 and 8375, and what is usual."""


class Connections:
    """Sessions for requests to sites, one connection at a time each."""

    def __init__(self, guard: Guard, proxy: SecretStr | None, session: dict[str, object]) -> None:
        """``session`` is what ``aiohttp.ClientSession`` is told besides."""
        self._guard = guard
        self._resolver = GuardedResolver(guard)
        straight = aiohttp.TCPConnector(resolver=self._resolver, limit=1)
        self._straight = _session(straight, session)
        self._through = None if proxy is None else _session(proxy_connector(proxy, 1), session)

    async def to(self, host: str) -> aiohttp.ClientSession:
        """The session that leads to a host.

        Raises:
            PrivateAddress: it lies in the own network.
        """
        self._guard.check_literal(host)
        if self._through is None or self._guard.lists(host) or await self._is_inside(host):
            return self._straight
        return self._through

    async def close(self) -> None:
        await self._straight.close()
        if self._through is not None:
            await self._through.close()

    async def _is_inside(self, host: str) -> bool:
        """Whether a host that may be connected to lies in the own network."""
        try:
            found = await self._resolver.resolve(host, family=socket.AF_UNSPEC)
        except PrivateAddress:
            raise
        except OSError as error:
            if "." not in host or host.lower().endswith(_INWARD):
                raise PrivateAddress(host) from error
            return False
        return not all(is_public(ipaddress.ip_address(each["host"])) for each in found)


def _session(connector: aiohttp.BaseConnector, session: dict[str, object]) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=connector, **session)  # type: ignore[arg-type]

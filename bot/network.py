"""The way out: straight, or through the proxy that ``WENCE_PROXY`` names."""

from __future__ import annotations

from urllib.request import getproxies

import aiohttp
from aiohttp_socks import (
    ProxyConnectionError,
    ProxyConnector,
    ProxyError,
    ProxyTimeoutError,
    ProxyType,
)
from pydantic import SecretStr
from yarl import URL

CONNECTIONS = 64

PROXY_ERRORS = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
"""What a proxy raises that is not there, refuses, or reaches nothing."""
NOT_THROUGH = (*PROXY_ERRORS, OSError)
"""What a session raises while it connects through a proxy, besides aiohttp's own errors."""
UNREACHED = (aiohttp.ClientError, *NOT_THROUGH)
"""Whatever keeps a request from its answer."""


def open_session(
    proxy: SecretStr | None, timeout: aiohttp.ClientTimeout | None = None
) -> aiohttp.ClientSession:
    """A session for requests to Telegram; without a proxy of ours as the system's settings say."""
    return aiohttp.ClientSession(
        connector=(
            aiohttp.TCPConnector(limit=CONNECTIONS)
            if proxy is None
            else proxy_connector(proxy, CONNECTIONS)
        ),
        timeout=timeout or aiohttp.ClientTimeout(),
        trust_env=proxy is None and bool(getproxies()),  # aiohttp asks anew for each request
    )


def proxy_connector(proxy: SecretStr, limit: int) -> aiohttp.TCPConnector:
    """Names are resolved at the proxy, for every kind of it: here they may resolve to nothing."""
    url = URL(proxy.get_secret_value())
    return ProxyConnector(
        url.host or "",
        url.explicit_port or 0,
        ProxyType.HTTP if url.scheme == "http" else ProxyType.SOCKS5,
        url.user,
        url.password,
        rdns=True,
        limit=limit,
    )

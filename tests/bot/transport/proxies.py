"""Proxies on loopback: HTTP's CONNECT, and SOCKS5 (RFC 1928, passwords by RFC 1929)."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from base64 import b64decode
from contextlib import suppress
from types import TracebackType
from typing import Self

USER, PASSWORD = "wang", "p@ss:word"
BY_NAME = 3
"""SOCKS5's kind of address that the proxy has to resolve."""


class Proxy:
    """Leads every name that it is given to 127.0.0.1; ``asked`` are the names."""

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        self.asked: list[str] = []
        self.port = 0
        self.is_cut_off = False
        """Whether it reaches nothing itself."""
        self.refused = asyncio.Event()
        self._open: set[StreamWriter] = set()

    async def __aenter__(self) -> Self:
        await self.comes_back()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.goes_away()

    def url(self, password: str = "p%40ss%3Aword") -> str:
        return f"{self.scheme}://{USER}:{password}@127.0.0.1:{self.port}"

    async def comes_back(self) -> None:
        """Listen, at the same port as before."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def goes_away(self) -> None:
        """Refuse every connection from now on, and close those that there are."""
        self._server.close()
        await self.hang_up()

    async def hang_up(self) -> None:
        for writer in list(self._open):
            writer.close()
        await asyncio.gather(*(each.wait_closed() for each in self._open), return_exceptions=True)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._open.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            speaks = _http if self.scheme == "http" else _socks
            target = await speaks(reader, writer, reaches=not self.is_cut_off)
            if target is None:
                self.refused.set()
            else:
                self.asked.append(target[0])
                await self._lead(reader, writer, target[1])
        self._open.discard(writer)
        writer.close()

    async def _lead(self, reader: StreamReader, writer: StreamWriter, port: int) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        self._open.add(back)
        ways = asyncio.create_task(_pipe(reader, back)), asyncio.create_task(_pipe(there, writer))
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        self._open.discard(back)
        back.close()


async def _pipe(reader: StreamReader, writer: StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()


async def _http(
    reader: StreamReader, writer: StreamWriter, *, reaches: bool
) -> tuple[str, int] | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, target, _ = head[0].split(" ")
    told = next(line for line in head if line.lower().startswith("proxy-authorization: basic "))
    if b64decode(told.split(" ")[2]).decode() != f"{USER}:{PASSWORD}" or method != "CONNECT":
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        return None
    if not reaches:
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
        return None
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    host, _, port = target.rpartition(":")
    return host, int(port)


async def _socks(
    reader: StreamReader, writer: StreamWriter, *, reaches: bool
) -> tuple[str, int] | None:
    _, ways = await reader.readexactly(2)
    await reader.readexactly(ways)
    writer.write(b"\x05\x02")
    await reader.readexactly(1)
    user, password = await _short(reader), await _short(reader)
    known = (user, password) == (USER, PASSWORD)
    writer.write(b"\x01" + bytes([not known]))
    if not known:
        return None
    kind = (await reader.readexactly(4))[3]
    if kind != BY_NAME or not reaches:
        writer.write(bytes([5, 4 if kind == BY_NAME else 8, 0, 1]) + bytes(6))
        return None
    host = await _short(reader)
    port = int.from_bytes(await reader.readexactly(2))
    writer.write(b"\x05\x00\x00\x01" + bytes(6))
    return host, port


async def _short(reader: StreamReader) -> str:
    """A text behind its length."""
    (size,) = await reader.readexactly(1)
    return (await reader.readexactly(size)).decode()

"""What a site sends, within bounds: neither endless nor a bomb."""

from __future__ import annotations

import zlib

import aiohttp

from retrieval.errors import WenceError

RATIO = 200
"""A body that unpacks to so many times its size is a bomb; HTML of nothing but spaces is not."""
SMALL = 1_000_000
"""Below so many bytes nothing is a bomb."""
CHUNK = 1 << 16
GZIP = b"\x1f\x8b"


async def body_of(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """The body, unpacked within bounds.

    Raises:
        WenceError: it is too large, or unpacks out of all proportion.
    """
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    too_large = WenceError("follow_too_large", megabytes=f"{most / 1e6:g}")
    if (answer.content_length or 0) > most:
        raise too_large
    unpack = _unpacker(coding)
    body, read = bytearray(), 0
    async for chunk in answer.content.iter_chunked(CHUNK):
        read += len(chunk)
        try:
            body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
        except zlib.error as error:
            raise WenceError("follow_broken") from error
        if len(body) > most:
            raise too_large
        if len(body) > SMALL and len(body) > RATIO * read:
            raise WenceError("out_of_proportion")
    if unpack and not unpack.eof:
        raise WenceError("follow_broken")
    return bytes(body)


def opened(body: bytes, most: int) -> bytes:
    """What a body is that is itself packed, as sitemaps are; others as they are.

    Raises:
        WenceError: as ``body_of``.
    """
    if not body.startswith(GZIP):
        return body
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        found = unpack.decompress(body, min(most, max(SMALL, RATIO * len(body))) + 1)
    except zlib.error as error:
        raise WenceError("follow_broken") from error
    if len(found) > most:
        raise WenceError("follow_too_large", megabytes=f"{most / 1e6:g}")
    if not unpack.eof:
        raise WenceError("out_of_proportion" if unpack.unconsumed_tail else "follow_broken")
    return found


def _unpacker(coding: str) -> zlib._Decompress | None:
    if coding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(zlib.MAX_WBITS | 32)
    if coding in {"", "identity"}:
        return None
    raise WenceError("follow_broken")

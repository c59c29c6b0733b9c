"""What who asks for a fork and who makes it tell each other."""

from __future__ import annotations

import struct
from socket import socket

_NUMBER = struct.Struct("!i")


def send_number(to: socket, number: int) -> None:
    to.sendall(_NUMBER.pack(number))


def read_number(of: socket) -> int:
    number: int = _NUMBER.unpack(_exactly(of, _NUMBER.size))[0]
    return number


def send_bytes(to: socket, data: bytes) -> None:
    send_number(to, len(data))
    to.sendall(data)


def read_bytes(of: socket) -> bytes:
    return _exactly(of, read_number(of))


def _exactly(of: socket, size: int) -> bytes:
    """Raises SystemExit where the other side has ended."""
    read = bytearray()
    while len(read) < size:
        if not (more := of.recv(size - len(read))):
            raise SystemExit("the other side of a fork has ended")
        read += more
    return bytes(read)

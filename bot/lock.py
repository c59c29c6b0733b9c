"""One poller a token: Telegram answers a second one with 409."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir

from filelock import FileLock, Timeout

from retrieval.errors import WenceError


@contextmanager
def sole_poller(token: str, directory: Path | None = None) -> Iterator[None]:
    """Hold this token's lock, whichever home the process uses; only a hash of it is in the name.

    Raises:
        WenceError: another process of this user polls with the same token.
    """
    name = blake2b(token.encode(), digest_size=8).hexdigest()
    base = (directory or Path(gettempdir())) / f"wence-{getuser()}"
    base.mkdir(mode=0o700, exist_ok=True)
    lock = FileLock(base / f"{name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise WenceError(
            "Another process on this machine already serves this token: "
            "stop it first, or give this bot a token of its own."
        ) from None
    try:
        yield
    finally:
        lock.release()

"""One poller a token: Telegram answers a second one with 409."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir

from filelock import FileLock, Timeout

from retrieval.errors import WenceError, unusable


def _user() -> str:
    """Who runs this; a container's user may have a number and no name."""
    return str(os.getuid()) if hasattr(os, "getuid") else getuser()


def _is_ours(folder: Path) -> bool:
    """Whether nobody else may put or take a lock there."""
    state = folder.lstat()
    if not hasattr(os, "getuid"):
        return True
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o022


@contextmanager
def sole_poller(token: str, directory: Path | None = None) -> Iterator[None]:
    """Hold this token's lock, whichever home the process uses; only a hash of it is in the name.

    Raises:
        WenceError: another process of this user polls with the same token, or the folder of the
            locks is another user's, who could hold or remove them.
    """
    name = blake2b(token.encode(), digest_size=8).hexdigest()
    base = (directory or Path(gettempdir())) / f"wence-{_user()}"
    lock = FileLock(base / f"{name}.lock", timeout=0)
    try:
        base.mkdir(mode=0o700, exist_ok=True)
        if not _is_ours(base):
            raise WenceError("lock_of_another", path=str(base))
        lock.acquire()
    except Timeout:
        raise WenceError("token_served_here") from None
    except OSError as error:
        raise unusable("lock_not_taken", path=str(base), error=error) from error
    try:
        yield
    finally:
        lock.release()

"""The errors that users see: a code with its fields, in English one sentence.

    WenceError
    ├── HomeBusy         another process writes into this home
    ├── NotIndexed       the home holds no index that can be opened
    ├── UnknownArticle   no article has that id or key
    ├── EngineUnavailable  the cluster does not answer, or not as it should
    └── Unreadable       a file that cannot be taken in

Everything else that is raised is a fault of the program.
"""

from __future__ import annotations

from pathlib import Path

from retrieval.durable import is_read_only
from retrieval.reasons import Reason, disk_fault, error_name
from retrieval.reasons.codes import Code, Value


class WenceError(Exception):
    """What is wrong and what to do, for the user. Its text is English; ``reason`` is none."""

    def __init__(self, code: Code, **fields: Value) -> None:
        super().__init__(code)  # so that it can be pickled
        self.reason = Reason(code, fields)

    def __str__(self) -> str:
        return str(self.reason)


class HomeBusy(WenceError):
    """Another process holds the writer's lock of this home."""


class NotIndexed(WenceError):
    """The index of this home is missing or damaged."""


class EngineUnavailable(WenceError):
    """The cluster that the index runs on does not answer, or not as it should."""


class UnknownArticle(WenceError):
    """No article has that id or key."""


class Unreadable(WenceError):
    """A file, or a part of one, that cannot be taken in."""


def unusable(code: Code, *, error: Exception, **fields: Value) -> WenceError:
    """The error with that code, whose field ``error`` is the name of what the system raised.

    A full or read-only disk is none of it: nothing is damaged, and only the disk helps.
    """
    disk = disk_fault(error)
    if disk is not None:
        return WenceError(disk.code, **disk.fields)
    if isinstance(path := fields.get("path"), str) and is_read_only(Path(path)):
        return WenceError("disk_read_only")
    return WenceError(code, error=error_name(error), **fields)

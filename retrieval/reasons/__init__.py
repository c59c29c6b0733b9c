"""Why something was refused, or wants a look: a code with its fields.

A code is for programs and is never translated; each language has a table of texts,
``english.ENGLISH`` and ``simplified.SIMPLIFIED``, with the same codes and fields.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.reasons.codes import Code, Value
from retrieval.reasons.english import ENGLISH


@dataclass(frozen=True, slots=True)
class Reason:
    """What is wrong. As text it is one English sentence, for logs and terminals."""

    code: Code
    fields: Mapping[str, Value]

    def __str__(self) -> str:
        return ENGLISH.text(self.code, self.fields)

    def as_json(self) -> dict[str, Any]:
        """``code`` and ``fields`` for programs, ``reason`` in English for people."""
        return {"reason": str(self), "code": self.code, "fields": dict(self.fields)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Reason:
        """What ``as_json`` wrote in another process, which may be of a newer version."""
        code: Any = found["code"]
        return cls(code, found["fields"]) if code in ENGLISH.texts else because("newer_program")


def because(code: Code, **fields: Value) -> Reason:
    """The reason with that code; its fields are those that its texts fill in."""
    return Reason(code, fields)


def not_read(error: OSError) -> Reason:
    """Why a file was not read, by what the operating system says."""
    name = error_name(error)
    if name in {"EACCES", "EPERM"}:
        return because("not_permitted")
    return because("file_missing") if name == "ENOENT" else because("not_read", error=name)


def error_name(error: BaseException) -> str:
    """The name of an error in any language: ``EACCES``, ``SQLITE_NOTADB``, else its type's."""
    stated = getattr(error, "sqlite_errorname", None)
    number = getattr(error, "errno", None)
    return stated or errno.errorcode.get(number or 0) or type(error).__name__


def disk_fault(error: BaseException) -> Reason | None:
    """Why nothing can be written anywhere, where the disk as a whole is to blame.

    Where SQLite has no room for the memory that it shares (SHMSIZE), not even reading begins.
    """
    name = error_name(error)
    if name in {"ENOSPC", "EDQUOT", "SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}:
        return because("disk_full")
    if name == "EROFS" or name.startswith("SQLITE_READONLY"):
        return because("disk_read_only")
    return None

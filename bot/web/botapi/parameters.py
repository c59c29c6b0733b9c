"""What a request says: its parameters, each of the kind that the method names.

Stricter than Telegram, which ignores unknown parameters and reads odd ones as it can: here both
are refused, so that a test sees them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tornado.httputil import HTTPServerRequest

from bot.web.botapi.errors import bad

Json = dict[str, Any]
Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a String")
    return value


def integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("an Integer")
    try:
        return int(value)
    except ValueError:
        raise ValueError("an Integer") from None


def number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError("a Float") from None


def boolean(value: Any) -> bool:
    known = {"true": True, "false": False}
    if isinstance(value, str):
        value = known.get(value.lower(), value)
    if not isinstance(value, bool):
        raise ValueError("a Boolean")
    return value


def _nested(value: Any, kind: type, words: str) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError:
            raise ValueError(words) from None
    if not isinstance(value, kind):
        raise ValueError(words)
    return value


def mapping(value: Any) -> Json:
    found: Json = _nested(value, dict, "a JSON object")
    return found


def array(value: Any) -> list[Any]:
    found: list[Any] = _nested(value, list, "a JSON array")
    return found


def chat(value: Any) -> int | str:
    return value if isinstance(value, str) and value.startswith("@") else integer(value)


def file(value: Any) -> Upload | str:
    """An upload, or the id of a file that the server knows."""
    return value if isinstance(value, Upload) else text(value)


@dataclass(frozen=True, slots=True)
class Need:
    """A parameter that must be there."""

    reader: Reader


Schema = Mapping[str, Reader | Need]


def gather(request: HTTPServerRequest) -> Json:
    """Everything the request carries: query, form, JSON or multipart, uploads in their place."""
    given: Json = {
        name: values[-1].decode() for name, values in request.arguments.items() if values
    }
    if request.headers.get("Content-Type", "").startswith("application/json") and request.body:
        given |= mapping(request.body.decode())
    for name, files in request.files.items():
        given[name] = Upload(files[-1]["filename"], files[-1]["body"])
    return _attach(given)


def _attach(given: Json) -> Json:
    attached = set()
    for name, value in list(given.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            attached.add(value.removeprefix("attach://"))
            given[name] = given.get(value.removeprefix("attach://"))
    return {name: value for name, value in given.items() if name not in attached}


def read(given: Json, schema: Schema) -> Json:
    """The parameters by name, each read as its kind.

    Raises:
        ApiError: one is unknown, missing or of another kind.
    """
    for name in given:
        if name not in schema:
            raise bad(f"unknown parameter {name}")
    known: Json = {}
    for name, kind in schema.items():
        reader = kind.reader if isinstance(kind, Need) else kind
        if name not in given:
            if isinstance(kind, Need):
                raise bad(f"parameter {name} is required")
            continue
        try:
            known[name] = reader(given[name])
        except ValueError as error:
            raise bad(f"parameter {name} must be {error}") from None
    return known

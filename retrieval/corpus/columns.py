"""In which columns of ``versions`` does an article's content stand?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from retrieval.corpus.article import METADATA, Content

COLUMNS = (*METADATA, "inferred", "doubtful", "levels", "more", "text")
ORIGINS = (
    "trim(coalesce(v.source, '') || char(10) || coalesce(json_extract(v.more, '$.site'), ''),"
    " char(10))"
)
"""``Content.origins`` of version ``v``."""


def row_of(content: Content) -> tuple[str | None, ...]:
    """What stands in ``COLUMNS``; lists as JSON, null where they are empty."""
    meta = dict(content.meta)
    return (
        *(getattr(content, name) for name in METADATA),
        json.dumps(content.inferred) if content.inferred else None,
        json.dumps(content.doubtful) if content.doubtful else None,
        json.dumps(content.levels) if content.levels else None,
        json.dumps(meta, ensure_ascii=False, sort_keys=True) if meta else None,
        content.text,
    )


def fields_of(row: Sequence[Any]) -> dict[str, Any]:
    """The fields of the ``Content`` that stands in ``COLUMNS``."""
    *metadata, inferred, doubtful, levels, meta, text = row
    return {
        **dict(zip(METADATA, metadata, strict=True)),
        "inferred": tuple(json.loads(inferred)) if inferred else (),
        "doubtful": tuple(map(tuple, json.loads(doubtful))) if doubtful else (),
        "levels": tuple(map(tuple, json.loads(levels))) if levels else (),
        "meta": json.loads(meta) if meta else {},
        "text": text,
    }

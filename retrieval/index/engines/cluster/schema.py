"""What lies in the cluster, and in which fields?

<prefix>-live        one document: which generation answers, and what it is
<prefix>-counts      the statistics of generations, as pieces of files
<prefix>-articles    every version of an article that was ever published
<prefix>-g000012-…   the passages of one generation, which is never changed once it is live
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from retrieval.index.params import IndexParams
from retrieval.index.types import PARTS, Part

FORMAT = 2
"""Raised when what is published can no longer be read by earlier releases."""
LIVE = "live"
"""The id of the one document."""
SEPARATOR = "\x1f"
"""Between the terms of a field; a term may hold a space."""
ORDER_BITS = 20
"""A passage's number: that of its article's version, then as many bits of its place therein."""


def numbered(version: int, place: int) -> int:
    """The number of a passage, which is its id too."""
    return version << ORDER_BITS | place


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a published generation is."""

    name: str = ""
    index: str = ""
    collection: str = ""
    """Tells the numbers of versions from those of another collection."""
    lexicon: str = ""
    params: IndexParams = field(default_factory=IndexParams)
    passages: int = 0
    articles: int = 0
    avgdl: dict[Part, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 1.0))
    sources: list[str] = field(default_factory=list)
    """Those with the most articles, the largest first."""
    places: list[tuple[str, str]] = field(default_factory=list)
    """Code and name of the divisions in which articles hold."""
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of the statistics: how many pieces each has, and its CRC-32."""
    earlier: list[tuple[str, int]] = field(default_factory=list)
    """The indices of generations that were replaced lately, and when: seconds since 1970."""
    format: int = FORMAT

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, found: dict[str, Any]) -> Description:
        """What ``as_json`` gave.

        Raises:
            KeyError, TypeError: it is of another format.
        """
        if found["format"] != FORMAT:
            raise KeyError("format")
        described = cls(**found)
        return replace(
            described,
            params=IndexParams(**found["params"]),
            places=[(code, name) for code, name in found["places"]],
            earlier=[(index, at) for index, at in found["earlier"]],
        )


def recipe(described: Description) -> str:
    """Tells passages from those that were made in another way."""
    made = [described.format, asdict(described.params), described.lexicon]
    return f"{zlib.crc32(json.dumps(made, sort_keys=True).encode()):08x}"


def passages_index(described: Description, shards: int) -> dict[str, Any]:
    """Settings and mapping of the passages of a generation.

    Terms are ours: fields are cut at ``SEPARATOR`` and not analysed any further.
    """
    params = described.params
    terms: dict[str, Any] = {"type": "text", "analyzer": "terms", "index_options": "freqs"}
    kept: dict[str, Any] = {"enabled": False, "type": "object"}
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": -1,
            "analysis": {
                "tokenizer": {
                    "separated": {
                        "type": "char_group",
                        "tokenize_on_chars": [SEPARATOR],
                        "max_token_length": 10_000,
                    }
                },
                "analyzer": {"terms": {"type": "custom", "tokenizer": "separated"}},
            },
            "similarity": {
                part: {"type": "BM25", "k1": params.k1_of(part), "b": params.b_of(part)}
                for part in PARTS
            },
        },
        "mappings": {
            "_meta": {"recipe": recipe(described)},
            "dynamic": False,
            "_source": {"excludes": ["bigrams", "source"]},
            "properties": {
                "number": {"type": "long"},
                "article": {"type": "integer"},
                "date": {"type": "integer"},
                "source": {"type": "keyword"},
                **{part: {**terms, "similarity": part} for part in PARTS},
                "kept": kept,
            },
        },
    }


def plain_index(properties: dict[str, Any], shards: int = 1) -> dict[str, Any]:
    """Settings and mapping of documents that are got by their ids."""
    return {
        "settings": {"number_of_shards": shards, "auto_expand_replicas": "0-1"},
        "mappings": {"dynamic": False, "properties": properties},
    }

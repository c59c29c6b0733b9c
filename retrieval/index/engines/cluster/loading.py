"""The documents that are loaded into a cluster, and how they get there."""

from __future__ import annotations

import base64
import io
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray
from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException
from opensearchpy.helpers import BulkIndexError, streaming_bulk

from retrieval.corpus.indexed import IndexedArticle
from retrieval.errors import EngineUnavailable
from retrieval.index.building.segment_writer import date_key
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.connection import (
    AGAIN,
    Json,
    client_of,
    is_full,
    unavailable,
)
from retrieval.index.engines.cluster.generations import piece_id
from retrieval.index.engines.cluster.passages import Passage
from retrieval.index.engines.cluster.schema import SEPARATOR, numbered
from retrieval.text.bigrams import bigrams
from retrieval.text.fold import fold_headlines, fold_question, fold_text

Action = dict[str, Any]

PIECE = 1 << 21
"""Bytes of an array in one document."""
CHUNK, CHUNK_BYTES = 500, 8 << 20
"""Documents of one request, and their bytes, at most."""
AT_ONCE = 4
"""Requests that are under way, so that nodes need not wait for what is read here."""
UNSURE = CHUNK * AT_ONCE
"""Documents before the last one that is there: where whoever loads was killed, some may not be."""
SOURCE_CHARS = 1_000
"""Of the name of a source; a keyword has 32 KB at most."""
RETRIES = 8
REQUEST_S = 120.0


class Loader:
    """Loads documents; what is sent twice is there once."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._client: OpenSearch = client_of(
            address,
            max_retries=RETRIES,
            retry_on_status=AGAIN - {429},
            timeout=REQUEST_S,
            pool_maxsize=AT_ONCE,
        )

    def __enter__(self) -> Loader:
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.close()

    def load(self, actions: Iterable[Action]) -> Iterator[None]:
        """Load them; gives something for each that is there.

        Raises:
            EngineUnavailable: one of them is refused, or the cluster does not answer.
        """
        left, under_way = iter(actions), deque[Future[int]]()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            while some := list(islice(left, CHUNK)):
                under_way.append(threads.submit(self._send, some))
                if len(under_way) == AT_ONCE:
                    yield from repeat(None, under_way.popleft().result())
            for sent in under_way:
                yield from repeat(None, sent.result())

    def _send(self, actions: list[Action]) -> int:
        """Load some; how many they are."""
        sent = streaming_bulk(
            self._client,
            actions,
            chunk_size=CHUNK,
            max_chunk_bytes=CHUNK_BYTES,
            max_retries=RETRIES,
            initial_backoff=1,
            max_backoff=20,
        )
        try:
            return sum(1 for _ in sent)
        except BulkIndexError as error:
            if is_full(error.errors):
                raise EngineUnavailable("engine_full") from error
            status = next(iter(error.errors[0].values())).get("status")
            raise EngineUnavailable("engine_refused", error=f"HTTP {status}") from error
        except OpenSearchException as error:
            raise unavailable(error, self._address) from error


def documents(article: IndexedArticle, terms: list[str], headline: int) -> Iterator[Json]:
    """The documents of the passages of one version of an article.

    Args:
        terms: the store's vocabulary.
        headline: how often the headline's terms stand in each.
    """
    title, folded = fold_headlines(article.title or ""), fold_text(article.text)
    heads = [terms[id] for id in article.headline.tolist()] * headline
    pairs_of_title = bigrams(title) * headline
    spans, bounds = article.passages.tolist(), article.bounds.tolist()
    for at, (start, end) in enumerate(spans):
        words = [terms[id] for id in article.words[bounds[at] : bounds[at + 1]].tolist()] + heads
        text = folded[start:end]
        pairs = bigrams(text) + pairs_of_title
        passage = Passage(
            number=numbered(article.n, at),
            article=article.n,
            start=start,
            end=end,
            around=(spans[max(0, at - 1)][0], spans[min(at + 1, len(spans) - 1)][1]),
            date=date_key(article.date),
            source=fold_question(article.origins)[:SOURCE_CHARS],
            text=text,
            title=title,
            headlines=fold_headlines(article.headlines),
            headline=headline,
            words=SEPARATOR.join(words),
            sizes={"words": len(words), "bigrams": len(pairs)},
        )
        yield passage.as_source(pairs)


def put(index: str, id: str | int, source: Mapping[str, Any]) -> Action:
    """The action that puts a document into an index."""
    return {"_op_type": "index", "_index": index, "_id": str(id), "_source": source}


def update(index: str, id: str, fields: Mapping[str, Any]) -> Action:
    """The action that adds fields to a document, also where another does at the same time."""
    told = {"_op_type": "update", "_index": index, "_id": id, "retry_on_conflict": RETRIES}
    return {**told, "doc": fields}


def delete(index: str, id: str | int) -> Action:
    """The action that takes a document out of an index."""
    return {"_op_type": "delete", "_index": index, "_id": str(id)}


def pieces(
    index: str, generation: str, name: str, array: NDArray[np.generic]
) -> tuple[list[Action], int]:
    """The actions that put an array of a generation into an index, and its checksum."""
    stream = io.BytesIO()
    np.save(stream, array)
    packed = zlib.compress(stream.getvalue(), 1)
    actions = [
        put(
            index,
            piece_id(generation, name, at),
            {
                "generation": generation,
                "data": base64.b64encode(packed[at * PIECE : (at + 1) * PIECE]).decode("ascii"),
            },
        )
        for at in range(-(-len(packed) // PIECE))
    ]
    return actions, zlib.crc32(packed)

"""What is said of an article to machines: on the command line, over HTTP, to assistants."""

from __future__ import annotations

from typing import Any

from retrieval.corpus.article import Article
from retrieval.corpus.outline.sections import Section
from retrieval.corpus.versions import Version


def listed(article: Article, reposts: int) -> dict[str, Any]:
    """One line of a list: the fields of the contract, and what is counted."""
    return {**article.as_json(), "reposts": reposts, "characters": len(article.text)}


def described(
    article: Article, versions: list[Version], reposts: int, *, outline: bool
) -> dict[str, Any]:
    """All of an article in one of its versions; its sections where they are asked for."""
    return {
        **listed(article, reposts),
        "text": article.text,
        "doubtful": [list(pair) for pair in article.doubtful],
        "meta": dict(article.meta),
        "version": article.version,
        "versions": [{"version": one.version, "taken": one.taken} for one in versions],
        **({"outline": [_section(each) for each in article.outline.sections]} if outline else {}),
    }


def _section(of: Section) -> dict[str, Any]:
    """Offsets are those of the text."""
    return {
        "level": of.level,
        "label": of.label,
        "heading": of.heading,
        "start": of.start,
        "end": of.end,
    }

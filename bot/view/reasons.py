"""Why something was refused, or wants a look, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.language import Language
from bot.view.blocks import Block, Span, block
from bot.view.texts import labelled, words
from retrieval.corpus.ingest.report import Remark
from retrieval.reasons import Reason
from retrieval.reasons.codes import Table
from retrieval.reasons.english import ENGLISH
from retrieval.reasons.simplified import SIMPLIFIED
from retrieval.text.fold import convert

NAMED = 10
"""So many refused files are named; the rest is counted."""


def reason_in(reason: Reason, language: Language) -> str:
    """What is wrong and what to do; names that fill it in stay as they are."""
    return _table(language).text(reason.code, reason.fields)


def remark_in(remark: Remark, language: Language) -> str:
    """``file: reason``."""
    return labelled(remark.file, reason_in(remark.reason, language), language)


def refusal_blocks(event: Mapping[str, Any], language: Language) -> list[Block]:
    """What a run of taking in refused, and why, from its last event; nothing where all came in."""
    remarks = [Remark.from_json(each) for each in event.get("refused", [])]
    if not remarks:
        return []
    shown = [block(remark_in(remark, language)) for remark in remarks[:NAMED]]
    return [block(Span(words("reindex_refused", language), bold=True)), *shown]


@cache
def _table(language: Language) -> Table:
    if language != "hant":
        return ENGLISH if language == "en" else SIMPLIFIED
    texts = {code: convert(text, "hant") for code, text in SIMPLIFIED.texts.items()}
    return Table(texts, {name: convert(text, "hant") for name, text in SIMPLIFIED.errors.items()})

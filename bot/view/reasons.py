"""Why something was refused, or wants a look, in the reader's script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.view.blocks import Block, Span, block
from bot.view.texts import words
from retrieval.corpus.ingest.report import Remark
from retrieval.reasons import Reason
from retrieval.reasons.codes import Table
from retrieval.reasons.simplified import SIMPLIFIED
from retrieval.text.fold import Script, convert

NAMED = 10
"""So many refused files are named; the rest is counted."""


def reason_in(reason: Reason, script: Script) -> str:
    """What is wrong and what to do, in Chinese; names that fill it in stay as they are."""
    table = SIMPLIFIED if script == "hans" else _traditional()
    return table.text(reason.code, reason.fields)


def remark_in(remark: Remark, script: Script) -> str:
    """``file：reason``."""
    return f"{remark.file}：{reason_in(remark.reason, script)}"


def refusal_blocks(event: Mapping[str, Any], script: Script) -> list[Block]:
    """What a run of taking in refused, and why, from its last event; nothing where all came in."""
    remarks = [Remark.from_json(each) for each in event.get("refused", [])]
    if not remarks:
        return []
    shown = [block(remark_in(remark, script)) for remark in remarks[:NAMED]]
    return [block(Span(words("reindex_refused", script), bold=True)), *shown]


@cache
def _traditional() -> Table:
    texts = {code: convert(text, "hant") for code, text in SIMPLIFIED.texts.items()}
    return Table(texts, {name: convert(text, "hant") for name, text in SIMPLIFIED.errors.items()})

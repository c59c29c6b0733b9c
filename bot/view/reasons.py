"""Why something was refused, or wants a look, in the reader's script."""

from __future__ import annotations

from functools import cache

from retrieval.corpus.ingest.report import Remark
from retrieval.reasons import Reason
from retrieval.reasons.codes import Table
from retrieval.reasons.simplified import SIMPLIFIED
from retrieval.text.fold import Script, convert


def reason_in(reason: Reason, script: Script) -> str:
    """What is wrong and what to do, in Chinese; names that fill it in stay as they are."""
    table = SIMPLIFIED if script == "hans" else _traditional()
    return table.text(reason.code, reason.fields)


def remark_in(remark: Remark, script: Script) -> str:
    """``file：reason``."""
    return f"{remark.file}：{reason_in(remark.reason, script)}"


@cache
def _traditional() -> Table:
    texts = {code: convert(text, "hant") for code, text in SIMPLIFIED.texts.items()}
    return Table(texts, {name: convert(text, "hant") for name, text in SIMPLIFIED.errors.items()})

"""What is reported of the parts of a file, whether or not they are written anywhere?"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.files.reading import Item, Reading
from retrieval.corpus.ingest.report import Remark, Report
from retrieval.reasons import Reason, because

BAD_LINES = 20
"""So many bad lines of a file are named; the others are counted."""


def refuse(report: Report, item: Item, reason: Reason) -> None:
    """The part cannot be taken in; what was kept of a whole document stays."""
    reading = item.reading
    reading.bad += 1
    if item.part.line is None:
        reading.whole = False
    if reading.bad <= BAD_LINES:
        report.refused.append(Remark(item.part.shown, reason))


def count_further(report: Report, reading: Reading) -> None:
    """At the end of a file: how many bad lines were not named."""
    if reading.bad > BAD_LINES:
        more = because("further_refusals", count=reading.bad - BAD_LINES)
        report.refused.append(Remark(reading.found.name, more))


def note(report: Report, item: Item, drafts: Sequence[Draft]) -> None:
    """What to look at in the articles of a part; one without any is a blank line."""
    report.blank += not drafts
    for draft in drafts:
        report.doubtful += [Remark(item.part.shown, warning) for warning in draft.warnings]

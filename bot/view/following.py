"""Sites that are followed, as admins see them: before, afterwards, and when something came."""

from __future__ import annotations

from collections.abc import Sequence

from bot.follow.preview import Look
from bot.follow.site_report import SiteReport
from bot.follow.state import ONCE, Source
from bot.language import Language
from bot.view.blocks import Block, Span, block, paragraphs
from bot.view.reasons import reason_in
from bot.view.texts import words

SHOWN = 5
"""So many titles and addresses of each kind are named; the others are counted."""
SPANS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def preview_blocks(found: Look, language: Language) -> list[Block]:
    """What is behind an address."""
    kind = words(f"link_{found.kind}", language, count=found.count)
    lines = [kind, *([found.title] if found.title else []), found.url]
    if found.more:
        lines.append(words("link_more", language, count=found.more))
    if found.attachments:
        lines.append(words("link_attachments", language, count=found.attachments))
    if found.goes_on_by_script:
        lines.append("⚠ " + words("link_by_script", language))
    return [*paragraphs(*lines), *(block(f"· {title}") for title in found.titles)]


def followed_blocks(sources: Sequence[Source], language: Language) -> list[Block]:
    """What is followed, and how to follow more."""
    if not sources:
        return paragraphs(words("followed_none", language))
    blocks = [block(Span(words("followed_title", language, count=len(sources)), bold=True))]
    for source in sources:
        failing = f" ⚠ {source.failures}" if source.failures else ""
        name = Span(source.name, url=source.url)
        blocks.append(block("· ", name, f" · {how_often(source.every_s, language)}{failing}"))
    return [*blocks, block(words("followed_how", language))]


def how_often(every_s: int, language: Language) -> str:
    """``every_s`` in the largest unit that it is a whole number of."""
    if every_s == ONCE:
        return words("every_once", language)
    fitting = ((unit, every_s // size) for unit, size in SPANS if every_s % size == 0)
    unit, count = next(fitting, ("minutes", max(1, every_s // 60)))
    return words(f"every_{unit}", language, count=count)


def report_blocks(report: SiteReport, language: Language) -> list[Block]:
    """What came of a site, and what is wrong with it."""
    counts = {"new": report.new, "changed": report.changed, "gone": len(report.gone)}
    title = words("site_report", language, name=report.name, **counts)
    blocks = [block(Span(title, bold=True))]
    blocks += _named([f"· {title}" for title in report.titles], report.new, language)
    gone = [words("site_gone", language, url=url) for url in report.gone]
    blocks += _named(gone, len(gone), language)
    wrong = [f"⚠ {each.url}\n{reason_in(each.reason, language)}" for each in report.wrong]
    return blocks + _named(wrong, report.wrong_count, language)


def _named(lines: Sequence[str], count: int, language: Language) -> list[Block]:
    shown = [block(line) for line in lines[:SHOWN]]
    left = count - len(shown)
    return (
        [*shown, block(words("site_more", language, count=left))] if shown and left > 0 else shown
    )

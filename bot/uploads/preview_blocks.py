"""What was understood of a file before it is taken in, and what came of it, as blocks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language import Language
from bot.uploads.indexing_process import Event
from bot.uploads.preview import Preview
from bot.uploads.similar_articles import similar
from bot.view.article_blocks import shown_date
from bot.view.blocks import Block, Span, block, paragraphs
from bot.view.reasons import reason_in, refusal_blocks, remark_in
from bot.view.texts import joined, words
from retrieval.answer.searcher import Searcher
from retrieval.corpus.article import Article
from retrieval.corpus.draft import Draft

SHOWN = 5


def likenesses(searcher: Searcher, found: Preview) -> list[list[Article]]:
    """For each of the first articles those of the collection that say the same."""
    return [similar(searcher, draft) for draft in found.drafts[:SHOWN]]


def preview_blocks(
    found: Preview, known: Sequence[Sequence[Article]], language: Language
) -> list[Block]:
    """The first articles with what was understood of them, and what could not be read."""
    count = f"{len(found.drafts)}+" if found.more else str(len(found.drafts))
    blocks = [block(Span(words("file_read", language, count=count), bold=True))]
    for draft, same in zip(found.drafts[:SHOWN], known, strict=True):
        blocks += [block(""), *_draft_blocks(draft, language)]
        if same:
            titles = joined((f"《{article.shown_title}》" for article in same), language)
            blocks.append(block("≈ ", words("article_similar", language, titles=titles)))
    if len(found.drafts) > SHOWN:
        blocks.append(block(words("file_more", language, count=len(found.drafts) - SHOWN)))
    if found.refused:
        blocks += [block(""), block(words("file_refused", language, count=len(found.refused)))]
        blocks += [block(remark_in(remark, language)) for remark in found.refused[:SHOWN]]
    return blocks


def _draft_blocks(draft: Draft, language: Language) -> list[Block]:
    title = draft.title or draft.text[:30]
    untitled = "" if draft.title else words("untitled", language)
    blocks = [block(Span(title, bold=True), untitled)]
    parts = []
    for name, value in (("date", shown_date(draft.date, language)), ("source", draft.source)):
        if value:
            parts.append(value + (words("inferred", language) if name in draft.inferred else ""))
    parts.append(words("file_characters", language, count=len(draft.text)))
    blocks.append(block(" · ".join(parts)))
    return [*blocks, *(block(f"⚠ {reason_in(warning, language)}") for warning in draft.warnings)]


def taken_blocks(event: Event, language: Language) -> list[Block]:
    """How many articles came of a file, by the last event of indexing it, and what was refused."""
    taken = paragraphs(words("file_taken", language, **_counts(event)))
    return [*taken, *refusal_blocks(event, language)]


def _counts(event: Event) -> dict[str, int]:
    counts = {}
    for name in ("new", "changed", "removed", "unchanged", "refused"):
        value = event.get(name) or 0
        counts[name] = len(value) if isinstance(value, list | dict) else int(value)
    return counts

"""An answer as text for a terminal: quote, title, source, date; matched words in bold."""

from __future__ import annotations

import textwrap

import click
from rich.cells import cell_len

from bot.cli.commands.articles import dated
from bot.cli.speech import language_of_question
from bot.language import Language
from bot.view.answers.answer_blocks import doubt_note
from bot.view.texts import joined, words
from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.answer.searcher import Searcher

WIDTH = 72
"""Columns a line; a Chinese character fills two."""

CLOSING = frozenset("，。、；：！？）〕】》」』”’…—,.;:!?)]}%")
"""Marks that hang over the end of a line rather than open the next one."""


def answered(answer: Answer, searcher: Searcher) -> str:
    """The answer, or where the collection is empty what to do about that."""
    if not answer.results and searcher.articles.count() == 0:
        return words("collection_empty", language_of_question(answer.question))
    return shown(answer)


def shown(answer: Answer) -> str:
    """The whole answer, in the language of whoever asks."""
    own = language_of_question(answer.question)
    parts = [head] if (head := _head(answer, own)) else []
    parts += [_result(result, own) for result in answer.results]
    if answer.suggestion:
        parts.append(words("meant", own) + answer.suggestion)
    return "\n\n".join(parts) + "\n"


def _head(answer: Answer, own: Language) -> str:
    if missed := answer.missed_time:
        return words("earlier" if answer.is_earlier else "other_times", own, time=missed.text)
    if places := answer.missed_places:
        return words("elsewhere", own, place=joined(places, own))
    if answer.verdict is Verdict.NONE:
        return f"{words('none', own)}\n{words('none_hint', own)}"
    return words("weak", own) if answer.verdict is Verdict.WEAK else ""


def _result(result: Result, own: Language) -> str:
    article = result.article
    source = " · ".join(part for part in (article.source, dated(article), article.author) if part)
    lines = [click.style(f"{result.rank}. {article.shown_title}", fg="cyan")]
    if source or article.key:
        lines.append("   " + " · ".join(part for part in (source, article.key) if part))
    if place := result.told_place:
        lines.append("   " + words("holds_in", own, place=place.name))
    if result.trail:
        lines.append(f"   {result.trail}")
    if note := doubt_note(result):
        lines.append("   " + words(note, own))
    lines.append(textwrap.indent(_quote(result), "   │ ", lambda line: True))
    if result.explanation:
        lines += ["   " + line for line in result.explanation.lines()]
    return "\n".join(lines)


def _quote(result: Result) -> str:
    """The quote with its matches in bold, broken into lines."""
    styled: list[str] = []
    column = 0
    breaks = {at - result.start for at in result.article.outline.breaks if at > result.start}
    bold = {place for start, end in result.highlights for place in range(start, end)}
    for place, character in enumerate(result.quote):
        width = cell_len(character)
        if (
            character == "\n"
            or place in breaks
            or (column + width > WIDTH and character not in CLOSING)
        ):
            styled.append("\n")
            column = 0
        if character != "\n" and not (character == " " and place + 1 in breaks):
            styled.append(click.style(character, bold=True) if place in bold else character)
            column += width
    return "".join(styled)

"""An answer as text for a terminal: quote, title, source, date; matched words in bold."""

from __future__ import annotations

import textwrap

import click
from rich.cells import cell_len

from bot.cli.commands.articles import dated
from bot.view.texts import words
from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.text.fold import Script, convert, script_of

HEADS = {
    Verdict.CONFIDENT: "",
    Verdict.WEAK: "可能相关，请自行判断：",
    Verdict.NONE: "没有找到可以引用的原文。换个说法，或者问得更具体一些。",
}
MEANT = "您是不是要问："
DOUBTFUL = "（引文中有疑似乱码）"
WIDTH = 72
"""Columns a line; a Chinese character fills two."""

CLOSING = frozenset("，。、；：！？）〕】》」』”’…—,.;:!?)]}%")
"""Marks that hang over the end of a line rather than open the next one."""


def shown(answer: Answer) -> str:
    """The whole answer; the program's own words follow the script of the question."""
    own = script_of(answer.question)
    parts = [head] if (head := _head(answer, own)) else []
    parts += [_result(result, own) for result in answer.results]
    if answer.suggestion:
        parts.append(convert(MEANT, own) + answer.suggestion)
    return "\n\n".join(parts) + "\n"


def _head(answer: Answer, own: Script) -> str:
    if missed := answer.missed_time:
        return words("earlier" if answer.is_earlier else "other_times", own, time=missed.text)
    if places := answer.missed_places:
        return words("elsewhere", own, place="、".join(places))
    return convert(HEADS[answer.verdict], own)


def _result(result: Result, own: Script) -> str:
    article = result.article
    source = " · ".join(part for part in (article.source, dated(article), article.author) if part)
    lines = [click.style(f"{result.rank}. {article.shown_title}", fg="cyan")]
    if source or article.key:
        lines.append("   " + " · ".join(part for part in (source, article.key) if part))
    if place := result.told_place:
        lines.append("   " + words("holds_in", own, place=place.name))
    if result.trail:
        lines.append(f"   {result.trail}")
    if result.doubtful:
        lines.append("   " + convert(DOUBTFUL, own))
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

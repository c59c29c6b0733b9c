"""Answer → blocks. Data first: what comes out is still plain text in spans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from bot.language import Language
from bot.view.blocks import MESSAGE_UNITS, Block, Quote, Span, block, length
from bot.view.callback_data import View
from bot.view.pages import widened
from bot.view.reader_links import ReaderLinks
from bot.view.texts import joined, words
from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.corpus.article import Article
from retrieval.text.fold import Script, convert, script_of
from retrieval.text.ranges import Range, clip, shift

MARKS = 20
"""Highlights a message; Telegram drops the entities after about the hundredth."""

OLD_YEARS = 3
META = ("number", "issuer", "issued", "effective", "expires", "editor", "attached_to")
"""What official documents say of themselves, as it is shown."""
_SENTENCE_END = "。！？!?…；;\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with the id under which it is kept."""

    id: str
    answer: Answer
    links: ReaderLinks | None = None

    def open(self, rank: int) -> Result | None:
        """The result of this rank, else the first that there is."""
        return self.of_rank(rank) or next(iter(self.answer.results), None)

    def of_rank(self, rank: int) -> Result | None:
        """The result of this very rank."""
        return next((each for each in self.answer.results if each.rank == rank), None)


@dataclass(slots=True)
class _Marks:
    """The highlights that a message still has room for."""

    left: int = MARKS


def answer_blocks(
    answer: Answer,
    language: Language,
    view: View | None = None,
    links: ReaderLinks | None = None,
) -> list[Block]:
    """The whole answer in one message: one result open, the others folded.

    Of a weak answer it is one result alone, folded until somebody wants to see more of it.
    """
    view = view or View()
    if answer.verdict is Verdict.NONE or not answer.results:
        return none_blocks(language, answer.suggestion)
    if answer.verdict is Verdict.WEAK:
        return _only_one(answer, language, view, links)
    marks = _Marks()
    numbered = len(answer.results) > 1
    parts = [
        result_blocks(
            result, language, view if result.rank == view.rank else None, marks, numbered, links
        )
        for result in answer.results
    ]
    blocks = _with_gap(heading(answer, language))
    for part in parts:
        blocks += [*part, block("")]
    if length(blocks) > MESSAGE_UNITS:
        return _only_open(answer, language, view, links)
    return blocks[:-1]


def card_blocks(
    answer: Answer,
    language: Language,
    view: View,
    results: int,
    links: ReaderLinks | None = None,
) -> list[Block]:
    """A short card for a group: the open result folded, others by title."""
    if answer.verdict is Verdict.NONE or not answer.results:
        nothing, _, *meant = none_blocks(language, answer.suggestion)
        return [nothing, *meant]
    blocks = heading(answer, language)
    ranks = [result.rank for result in answer.results]
    first = ranks.index(view.rank) if view.rank in ranks else 0
    marks = _Marks()
    for result in answer.results[first : first + results]:
        short = from_the_answer(result)
        title, *rest = result_blocks(short, language, None, marks, len(ranks) > 1, links)
        blocks += [title, *(Block(each.spans, _folded(each.quote)) for each in rest)]
    return blocks


def from_the_answer(result: Result) -> Result:
    """The result with its quote from the answering sentence on: a card shows three lines of it."""
    if result.answer is None or not result.start < result.answer[0] < result.end:
        return result
    skipped = result.answer[0] - result.start
    return replace(
        result,
        start=result.answer[0],
        quote=result.quote[skipped:],
        highlights=clip(shift(result.highlights, -skipped), (0, len(result.quote) - skipped)),
        doubtful=clip(result.article.doubtful, (result.answer[0], result.end)),
    )


def none_blocks(language: Language, suggestion: str | None = None) -> list[Block]:
    """Nothing was found; no quotes; what may have been meant comes last."""
    meant = [block(words("meant", language), Span(suggestion, bold=True))] if suggestion else []
    return [
        block(Span(words("none", language), bold=True)),
        block(words("none_hint", language)),
        *meant,
    ]


def result_blocks(
    result: Result,
    language: Language,
    view: View | None,
    marks: _Marks | None = None,
    numbered: bool = False,
    links: ReaderLinks | None = None,
) -> list[Block]:
    """One result: title, source, excerpt and notes; folded where ``view`` is None.

    A title without an address of its own leads to the quote in the reader.
    """
    article = result.article
    number = f"{result.rank}. " if numbered else ""
    blocks = [title_block(article, language, number, links.to(result) if links else None)]
    if origin := origin_line(article, language):
        blocks.append(block(origin))
    if place := result.told_place:
        blocks.append(block(words("holds_in", language, place=place.name)))
    if trail := result.trail:
        blocks.append(block(f"📍 {trail}"))
    spans = tuple(_quote_spans(result, view or View(), marks or _Marks()))
    if view is not None and view.converted:
        to = other_script(result)
        spans = tuple(Span(convert(span.text, to), span.bold, span.mark) for span in spans)
        blocks.append(block(Span(words(f"converted_{to}", language), italic=True)))
    blocks.append(Block(spans, Quote.FOLDED if view is None else Quote.OPEN))
    if note := doubt_note(result):
        blocks.append(block(Span(words(note, language), italic=True)))
    if result.reposts:
        blocks.append(block(Span(words("reposts", language, count=result.reposts), italic=True)))
    return blocks


def doubt_note(result: Result) -> str | None:
    """The words on how far the quote can be trusted, if they are needed."""
    if "recognised" in result.article.meta:
        return "recognised_doubtful" if result.doubtful else "recognised"
    return "doubtful" if result.doubtful else None


def page_blocks(article: Article, language: Language, page: Range, quote: Range) -> list[Block]:
    """One page of an article, the quote in it bold."""
    text, quoted = article.text, clip([quote], page)
    edges = {*page, *chain(*quoted)}
    spans = _broken(article, sorted(edges), lambda a, b: Span(text[a:b], bold=_in(a, quoted)))
    blocks = [title_block(article, language)]
    if origin := origin_line(article, language):
        blocks.append(block(origin))
    return [*blocks, block(""), Block(tuple(spans))]


def title_block(
    article: Article, language: Language, number: str = "", otherwise: str | None = None
) -> Block:
    """The title, linked where there is an address, its own or ``otherwise``."""
    untitled = "" if article.title else words("untitled", language)
    url = article.url or otherwise
    return block(number, Span(article.shown_title, bold=True, url=url), untitled)


def origin_line(article: Article, language: Language) -> str:
    """``source · date · author`` of what is known; what was inferred says so."""
    parts = []
    for name, value in (
        ("source", article.source),
        ("date", shown_date(article.date, language)),
        ("author", article.author),
    ):
        if value:
            parts.append(value + (words("inferred", language) if name in article.inferred else ""))
    if article.is_draft:
        parts.append(words("draft", language))
    if article.meta.get("lapsed"):
        parts.append(words("lapsed", language))
    elif age := _age(article.date):
        parts.append(words("age", language, years=age))
    if gone := article.meta.get("withdrawn"):
        parts.append(words("withdrawn", language, date=gone))
    return " · ".join(parts)


def meta_lines(article: Article, language: Language) -> list[str]:
    """``number …``, ``issuer …``: what an official document says of itself, as far as it does."""
    known = ((name, article.meta.get(name)) for name in META)
    return [words(f"meta_{name}", language, value=value) for name, value in known if value]


def shown_date(date: str | None, language: Language) -> str:
    """A date as people read it; one without a year says so and stays without."""
    if not date:
        return ""
    return date[2:] + words("no_year", language) if date.startswith("--") else date


def shown_range(result: Result, view: View) -> Range:
    """The stretch of the text that a view shows."""
    return widened(result.article.text, result.start, result.end, view.before, view.after)


def other_script(result: Result) -> Script:
    """The script that the quote is not in."""
    return "hans" if script_of(result.quote) == "hant" else "hant"


def heading(answer: Answer, language: Language) -> list[Block]:
    """What stands above results that may be beside the question, or are not of the asked time."""
    if answer.verdict is not Verdict.WEAK:
        return []
    line = words("weak", language)
    if missed := answer.missed_time:
        line = words("earlier" if answer.is_earlier else "other_times", language, time=missed.text)
    elif places := answer.missed_places:
        line = words("elsewhere", language, place=joined(places, language))
    return [block("❔ ", Span(line, bold=True))]


def _with_gap(blocks: list[Block]) -> list[Block]:
    return [*blocks, block("")] if blocks else []


def _only_one(
    answer: Answer, language: Language, view: View, links: ReaderLinks | None
) -> list[Block]:
    """One result, under what is to be said of all."""
    result = next((each for each in answer.results if each.rank == view.rank), answer.results[0])
    shown = None if view == View(view.rank) else view
    numbered = len(answer.results) > 1
    about = _with_gap(heading(answer, language))
    return about + result_blocks(result, language, shown, None, numbered, links)


def _only_open(
    answer: Answer, language: Language, view: View, links: ReaderLinks | None
) -> list[Block]:
    """What fits when one result is widened far: it, and the titles of the others."""
    blocks = _with_gap(heading(answer, language))
    for result in answer.results:
        if result.rank == view.rank:
            blocks += result_blocks(result, language, view, numbered=True, links=links)
        else:
            blocks.append(title_block(result.article, language, f"{result.rank}. "))
    return blocks


def _folded(quote: Quote) -> Quote:
    return Quote.NOT if quote is Quote.NOT else Quote.FOLDED


def _age(date: str | None) -> int:
    """Whole years since the date, 0 when fewer than three or unknown."""
    if not date or not date[:4].isdigit():
        return 0
    today = dt.date.today()
    years = today.year - int(date[:4])
    if date[5:] and date[5:] > today.isoformat()[5:]:
        years -= 1
    return years if years >= OLD_YEARS else 0


def _quote_spans(result: Result, view: View, marks: _Marks) -> Iterator[Span]:
    """The quote, perhaps widened: the answering sentence bold, matched words bold and underlined.

    … stands outside the quote where a sentence is cut.
    """
    text = result.article.text
    start, end = shown_range(result, view)
    if _cut_before(text, start):
        yield Span("…")
    taken = result.highlights[: marks.left]
    marks.left -= len(taken)
    marked = shift(taken, result.start)
    answer = result.answer
    bold = answer if answer and answer[1] - answer[0] < end - start else (start, start)
    edges = {start, end, *bold, *(edge for pair in marked for edge in pair)}
    inside = sorted(edge for edge in edges if start <= edge <= end)

    def span(a: int, b: int) -> Span:
        found = _in(a, marked)
        return Span(text[a:b], bold=found or _in(a, [bold]), mark=found)

    yield from _broken(result.article, inside, span)
    if _cut_after(text, end):
        yield Span("…")


def _broken(article: Article, edges: list[int], span: Callable[[int, int], Span]) -> Iterator[Span]:
    """The spans between the edges, a line end before each paragraph whose own one is lost."""
    breaks = {at for at in article.outline.breaks if edges[0] < at < edges[-1]}
    for a, b in pairwise(sorted({*edges, *breaks})):
        if a in breaks:
            yield Span("\n")
        yield span(a, b)


def _in(place: int, ranges: Iterable[Range]) -> bool:
    return any(start <= place < end for start, end in ranges)


def _cut_before(text: str, start: int) -> bool:
    before = text[:start].rstrip(" 　”」』’）)")
    return bool(before) and before[-1] not in _SENTENCE_END and text[start - 1] != "\n"


def _cut_after(text: str, end: int) -> bool:
    shown = text[:end].rstrip(" 　”」』’）)\n")
    rest = text[end:].strip()
    return bool(rest and shown) and shown[-1] not in _SENTENCE_END and text[end] != "\n"

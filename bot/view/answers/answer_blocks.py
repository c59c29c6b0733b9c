"""Answer → blocks. Data first: what comes out is still plain text in spans."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.language import Language
from bot.view.answers.quote_spans import Marks, other_script, quote_spans
from bot.view.answers.reader_links import ReaderLinks
from bot.view.article_blocks import origin_line, title_block
from bot.view.blocks import MESSAGE_UNITS, Block, Quote, Span, block, length
from bot.view.callback_data import View
from bot.view.texts import joined, words
from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.text.fold import convert
from retrieval.text.ranges import clip, shift


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
    marks = Marks()
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
    marks = Marks()
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
    marks: Marks | None = None,
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
    spans = tuple(quote_spans(result, view or View(), marks or Marks()))
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

"""Which section does a question name? 失业保险条例第十四条说什么, 第14條之1, …第十四条第二项.

Such a question is answered with that section from its head. The document is found by its title: as
a whole, or where no document is called so, as a part of one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.answer.question.query import LONGEST
from retrieval.answer.retrieve import candidates
from retrieval.answer.stages import FILTERED, LONGEST_RUN, Stages
from retrieval.corpus.article import Article
from retrieval.corpus.outline.citation import paragraphs
from retrieval.corpus.outline.sections import Outline, Section
from retrieval.index.engine import Wanted
from retrieval.text.fold import fold_question
from retrieval.text.numerals import chinese, number
from retrieval.text.ranges import Range, clip

SHORTEST = 4
"""Characters of a part of a title that name a document."""

_NUMERAL = r"([〇零一二三四五六七八九十百千\d]{1,7})"
_NAMED = re.compile(
    r"(?:^|[，,。；;：:？?\n])(?P<title>[^，,。；;：:？?\n]*?)[ 的中里]*"
    rf"第 ?{_NUMERAL} ?条(?: ?之 ?{_NUMERAL})?"
    rf"(?:[ 的中里]*第? ?{_NUMERAL} ?款)?(?:[ 的中里]*第? ?[(（]?{_NUMERAL}[)）]? ?项)?"
    r"(?P<rest>.*)$",
    re.DOTALL,
)
_LABEL = re.compile(rf"第?[(（]?{_NUMERAL}(?:条(?:之{_NUMERAL})?)?")
_ASKING = re.compile(
    r"^(?:请问|请|帮我|我想|想|知道|了解|查询|查找|查一下|查查|查|看看|看|问|告诉我|下|一下|关于|根据|按照|依照"
    r"|那么?|\s)+"
)
_OTHER = re.compile(r"违反|触犯|不符合|依据|适用|除了?$")
_NATION = "中华人民共和国"
_MARKS = re.compile(r"[《》〈〉<>\s“”\"]|[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Named:
    """A section by its numbers; 0 where a number is not named."""

    title: str
    """Folded, without marks; empty where the question names no document."""
    article: tuple[int, int]
    """第十四条之一 is (14, 1)."""
    paragraph: int = 0
    item: int = 0

    @property
    def words(self) -> str:
        """What is searched for: a collection may have a document for each article."""
        return f"{self.title} 第{chinese(self.article[0])}条"


@dataclass(frozen=True, slots=True)
class NamedSection:
    """A section of a document that a question names."""

    article: Article
    span: Range


def name_sections(
    stages: Stages, question: str, within: Collection[str] = ()
) -> list[NamedSection]:
    """The section that a question names, in each document of its title.

    Where it names no document, in the articles that were spoken of: ``within`` are their ids.
    """
    named = read_named(fold_question(question.strip()[:LONGEST]))
    if named is None or not (named.title or within):
        return []
    versions = stages.articles.versions(within)
    if named.title:
        searched = stages.read(named.words).searched
        (found,) = stages.engine.search([Wanted(searched, LONGEST_RUN)])
        versions = [candidate.n for candidate in candidates(found)[:FILTERED]]
    return look_up(named, stages.articles.read(versions))


def read_named(folded: str) -> Named | None:
    """The section that a folded question names, None for none."""
    match = _NAMED.search(folded) if "条" in folded else None
    if match is None or _OTHER.search(match["title"]):
        return None
    article, branch, paragraph, item = (
        (number(match[group]) or 0) if match[group] else 0 for group in range(2, 6)
    )
    title = _name(_ASKING.sub("", match["title"]))
    return Named(title, (article, branch), paragraph, item) if article else None


def look_up(named: Named, documents: Iterable[Article]) -> list[NamedSection]:
    """The named section in each document of that title, or else of a title that holds it.

    A collection may have a document for each article: …办法第4條.
    """
    titled = [(document, _name(fold_question(document.title or ""))) for document in documents]
    alone = [
        NamedSection(document, (0, len(document.text)))
        for document, title in titled
        if title.endswith("条") and read_named(title) == named
    ]
    whole = [document for document, title in titled if title == named.title]
    part = [document for document, title in titled if _is_part(named.title, title)]
    return alone or list(_sections(named, whole)) or list(_sections(named, part))


def quoted(question: str, sections: Sequence[NamedSection], limit: int) -> Answer:
    """The sections from their heads; confident where only one document has what is named."""
    results = tuple(_result(rank, each, limit) for rank, each in enumerate(sections, 1))
    verdict = Verdict.CONFIDENT if len(results) == 1 else Verdict.WEAK
    return Answer(question=question, verdict=verdict, results=results)


def _result(rank: int, found: NamedSection, limit: int) -> Result:
    """All of the section, or the sentences that fit."""
    article, (start, end) = found.article, found.span
    quote = article.text[start:end].rstrip()
    if len(quote) > limit:
        closed = max(quote.rfind(mark, 0, limit) for mark in "。；\n") + 1
        quote = quote[: closed or limit].rstrip()
    end = start + len(quote)
    doubtful = clip(article.doubtful, (start, end))
    return Result(
        rank=rank, score=1.0, article=article, quote=quote, start=start, end=end, doubtful=doubtful
    )


def _is_part(name: str, title: str) -> bool:
    return not name or (len(name) >= SHORTEST and name in title)


def _name(title: str) -> str:
    return _MARKS.sub("", title).removeprefix(_NATION)


def _sections(named: Named, documents: Iterable[Article]) -> Iterator[NamedSection]:
    for document in documents:
        outline = document.outline
        for section in _numbered(outline):
            if _numbers(section) == named.article:
                if span := _within(named, document.text, outline, section):
                    yield NamedSection(document, span)
                break


def _numbered(outline: Outline) -> list[Section]:
    """The articles of a document, or what people call so in a notice: 一、, 二、."""
    articles = [section for section in outline.sections if section.kind == "article"]
    return articles or [section for section in outline.sections if section.level == 1]


def _within(named: Named, text: str, outline: Outline, section: Section) -> Range | None:
    """The paragraph or the item of an article that is named, or all of it."""
    starts = paragraphs(text, outline, section)
    if named.item:
        for each in outline.children(section):
            paragraph = bisect_right(starts, each.start)
            if _numbers(each)[0] == named.item and named.paragraph in {0, paragraph}:
                return each.start, each.end
        return None
    if named.paragraph:
        if named.paragraph > len(starts):
            return None
        edges = [*starts, section.end]
        return edges[named.paragraph - 1], edges[named.paragraph]
    return section.start, section.end


def _numbers(section: Section) -> tuple[int, int]:
    match = _LABEL.match(fold_question(section.label or ""))
    if match is None:
        return 0, 0
    return number(match[1]) or 0, number(match[2] or "0") or 0

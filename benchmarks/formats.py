"""Do the same documents give the same answers, whatever type of file they come in?

Fifty documents of the policy set are written as offices write them, one collection a type, and the
questions about them are put to each. ``python -m benchmarks.formats`` prints a row a type: the
share of questions whose first article, and whose first quote, are right, and how many titles and
dates are those of the set.

The set's texts are one line each; here each chapter, article and item is a paragraph of its own, in
``.jsonl`` too, so that only the type differs.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import printed_formats
from retrieval.answer.searcher import Searcher
from retrieval.corpus.store import Store
from retrieval.evaluate.evaluation import evaluate
from retrieval.evaluate.measures import measures
from retrieval.evaluate.questions import Question, read_questions
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.text.numerals import NUMERALS, number
from tests.shared import EVAL, skip_without_shared

COUNT = 50

_BREAK = re.compile(
    rf"\s+(?=第[{NUMERALS}]{{1,7}}[编章节条]\s)|(?<=[：；。])\s*(?=（[{NUMERALS}]{{1,3}}）)"
)
_ARTICLE = re.compile(rf"第([{NUMERALS}]{{1,7}})条\s+")
_ITEM = re.compile(rf"（([{NUMERALS}]{{1,3}})）")
_CHAPTER = re.compile(rf"第[{NUMERALS}]{{1,7}}[编章节]\s+\S+")
_NUMBERING = (
    '<w:abstractNum xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>',
    '<w:num xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:numId="90">'
    '<w:abstractNumId w:val="90"/></w:num>',
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the set, its text in paragraphs."""

    id: str
    title: str
    date: str
    lines: tuple[str, ...]

    @property
    def paragraphs(self) -> list[str]:
        """The lines, each line end in them an end."""
        return "\n".join(self.lines).split("\n")


def documents(count: int) -> tuple[list[Document], list[Question]]:
    """The first documents that are asked about, and the questions about nothing else."""
    asked = read_questions(EVAL / "policy" / "questions.jsonl")
    ids = sorted({id for question in asked for id in question.article_ids})[:count]
    found = []
    with gzip.open(EVAL / "policy" / "articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        for values in map(json.loads, rows):
            if values["id"] in ids:
                lines = tuple(line.strip() for line in _BREAK.split(values["text"]))
                found.append(Document(values["id"], values["title"], values["date"], lines))
    chosen = [each for each in asked if each.article_ids and set(each.article_ids) <= set(ids)]
    return found, chosen


def as_jsonl(document: Document) -> bytes:
    values = {"id": document.id, "title": document.title, "date": document.date}
    return json.dumps({**values, "text": "\n".join(document.lines)}, ensure_ascii=False).encode()


def as_text(document: Document) -> bytes:
    """The encoding of old programs, the title on top."""
    head = [document.title, f"发布日期：{document.date}"]
    return "\n".join([*head, *document.lines]).encode("gb18030")


def as_markdown(document: Document) -> bytes:
    front = f"---\ndate: {document.date}\n---\n\n# {document.title}\n"
    lines = (f"## {line}" if _CHAPTER.fullmatch(line) else line for line in document.lines)
    return "\n\n".join([front, *lines]).encode()


def as_csv(document: Document) -> bytes:
    table = io.StringIO()
    row = [document.id, document.title, document.date, "\n".join(document.lines)]
    csv.writer(table).writerows([["id", "标题", "发布日期", "正文"], row])
    return table.getvalue().encode("gb18030")


def as_excel(document: Document) -> bytes:
    """A list with headings above it, as offices keep one."""
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["文件清单"])
    sheet.append(["id", "文件标题", "发布日期", "文章内容"])
    sheet.append([document.id, document.title, document.date, "\n".join(document.lines)])
    book.save(stream)
    return stream.getvalue()


def as_word(document: Document) -> bytes:
    """The numbers of articles and items are Word's own; the first list of items is a table."""
    import docx
    from docx.oxml import parse_xml

    made, stream = docx.Document(), io.BytesIO()
    numbering = made.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING[0]))
    numbering.append(parse_xml(_NUMBERING[1]))
    made.add_heading(document.title, level=0)
    made.add_paragraph(f"发布日期：{document.date}")
    counts, tabled, table = [0, 0], False, None
    for line in document.lines:
        depth = 0 if _ARTICLE.match(line) else 1 if _ITEM.match(line) else None
        match = _ARTICLE.match(line) or _ITEM.match(line)
        if depth == 1 and match and (not tabled or table is not None):
            table = table or made.add_table(0, 2)
            cells = table.add_row().cells
            cells[0].text, cells[1].text, tabled = match[0], line[match.end() :], True
            continue
        table = None
        counted = match is not None and depth is not None and number(match[1]) == counts[depth] + 1
        paragraph = made.add_paragraph(line[match.end() :] if counted and match else line)
        if _CHAPTER.fullmatch(line):
            paragraph.style = "Heading 1"
        if counted and depth is not None:
            counts[depth] += 1
            counts[depth + 1 :] = [0] * len(counts[depth + 1 :])
            _number(paragraph, depth)
        elif depth == 0:
            counts[1] = 0
    made.save(stream)
    return stream.getvalue()


def _number(paragraph: Any, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = 90


def as_pdf(document: Document) -> bytes:
    return printed_formats.as_pdf(document.title, document.date, document.paragraphs)


def as_ofd(document: Document) -> bytes:
    return printed_formats.as_ofd(document.title, document.date, document.paragraphs)


def as_page(document: Document) -> bytes:
    return printed_formats.as_page(document.title, document.date, document.paragraphs)


WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    ".jsonl": as_jsonl,
    ".docx": as_word,
    ".xlsx": as_excel,
    ".csv": as_csv,
    ".md": as_markdown,
    ".txt": as_text,
    ".pdf": as_pdf,
    ".ofd": as_ofd,
    ".html": as_page,
}


def measured(
    suffix: str, found: Sequence[Document], asked: Sequence[Question], place: Path
) -> dict[str, float]:
    """The measures of a collection of such files, and the titles and dates that are right."""
    folder, home = place / suffix, Home(place / f"home{suffix}")
    folder.mkdir()
    for document in found:
        (folder / f"{document.id}{suffix}").write_bytes(WRITERS[suffix](document))
    index_paths(home, [folder])
    stated = {each.id: each for each in found}
    with closing(Store.open(home)) as store:
        ids = {Path(each.file).stem if each.file else each.id: each for each in store.articles()}
        titles = sum(each.title == stated[id].title for id, each in ids.items())
        dates = sum(each.date == stated[id].date for id, each in ids.items())
    named = [
        replace(each, article_ids=tuple(ids[id].id for id in each.article_ids if id in ids))
        for each in asked
    ]
    with closing(Searcher.open(home)) as searcher:
        told = measures(evaluate(searcher, named))
    return {
        **{name: float(told[name] or 0) for name in ("hit@1", "answer@1", "answer@3")},
        "titles": titles,
        "dates": dates,
    }


def main() -> None:
    skip_without_shared()
    found, asked = documents(COUNT)
    print(f"{len(found)} documents, {len(asked)} questions")
    print("| type | article@1 | answer@1 | answer@3 | titles | dates |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        for suffix in WRITERS:
            row = measured(suffix, found, asked, Path(place))
            shares = " | ".join(f"{row[name]:.3f}" for name in ("hit@1", "answer@1", "answer@3"))
            print(f"| {suffix} | {shares} | {row['titles']:.0f} | {row['dates']:.0f} |", flush=True)


if __name__ == "__main__":
    main()

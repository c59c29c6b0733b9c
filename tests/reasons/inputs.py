"""Real files that cannot be taken in, or want a look, each by the code that it must give."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable

from retrieval.reasons.codes import Code
from tests.corpus.readers.papers import BODY, ofd, packed, page, pdf
from tests.corpus.readers.prints import lines, picture, printed, unmapped

LIMIT_MB = 1
"""For ``WENCE_MAX_FILE_MB``, so that large files can be small."""
LARGE = LIMIT_MB * 1_100_000
TEXT = "职工可以按月提取住房公积金。"
GARBLED = "锟斤拷锟斤拷"
LINKS = "".join(f"<p><a href='/{n}'>示例市第{n}季度的一条示例新闻</a></p>" for n in range(9))
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

File = tuple[str, Callable[[], bytes]]


def line(**fields: str) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def many_pages() -> bytes:
    import pypdf

    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    for _ in range(5001):
        writer.add_blank_page(10, 10)
    writer.write(stream)
    return stream.getvalue()


def wide_rows() -> bytes:
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in range(1, 200):
        book.worksheets[0].cell(row, 16_384, "甲")
    book.save(stream)
    return stream.getvalue()


REFUSED: dict[Code, File] = {
    "file_empty": ("a.txt", lambda: b" \n"),
    "no_text": ("a.txt", "\u200b\u3000".encode),
    "not_text": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n"),
    "unknown_type": ("a.exe", lambda: b"x"),
    "file_damaged": ("a.docx", lambda: b"no such thing"),
    "file_locked": ("a.pdf", lambda: pdf([BODY], password="geheim")),
    "old_office": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "xml_entities": ("a.docx", lambda: packed({"word/document.xml": ENTITIES})),
    "out_of_proportion": ("a.zip", lambda: packed({"a.txt": bytes(30_000_000)})),
    "unpacks_too_large": ("a.zip", lambda: packed({"a.txt": b"a" * LARGE})),
    "file_too_large": ("a.txt", lambda: b"a" * LARGE),
    "too_many_pages": ("a.pdf", many_pages),
    "pdf_scan": ("a.pdf", lambda: pdf([[], []])),
    "pdf_unmapped": ("a.pdf", lambda: unmapped(b'!"#$%&+,-./0123456789:;<=>?')),
    "recognition_missing": ("a.png", lambda: b"\x89PNG\r\n\x1a\n"),
    "only_pictures": ("a.ofd", lambda: ofd([[]])),
    "no_page": ("a.mhtml", lambda: b"Content-Type: text/plain\n\nx"),
    "page_drawn_by_script": ("a.html", lambda: page(f'<div id="app"></div>{LINKS}')),
    "page_without_article": ("a.html", lambda: page("<h1>您访问的页面不存在</h1>")),
    "front_matter_not_yaml": ("a.md", f"---\ntitle: [\n---\n{TEXT}".encode),
    "gzip_damaged": ("a.jsonl.gz", lambda: gzip.compress(line(text=TEXT) * 99)[:-20]),
    "line_not_json": ("a.jsonl", lambda: b"{\n"),
    "line_without_text": ("a.jsonl", lambda: line(title=TEXT)),
    "line_too_long": ("a.jsonl", lambda: line(text="a" * LARGE)),
    "no_text_column": ("a.csv", "甲,乙\n1,2\n".encode),
    "bad_row": ("a.csv", lambda: b'text\n"' + b"a" * LARGE),
    "archive_in_archive": ("a.zip", lambda: packed({"b.zip": packed({"c.zip": packed({})})})),
    "too_many_cells": ("a.xlsx", wide_rows),
    "path_leaves_archive": ("a.zip", lambda: packed({"../a.txt": b"x"})),
    "further_refusals": ("a.jsonl", lambda: b"{\n" * 30),
}
"""Files that are refused, wholly or in part."""


def hidden_row() -> bytes:
    """A workbook of which one row is hidden."""
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in ([TEXT], ["隐藏的一行"]):
        book.worksheets[0].append(row)
    book.worksheets[0].row_dimensions[2].hidden = True
    book.save(stream)
    return stream.getvalue()


DOUBTFUL: dict[Code, File] = {
    "encoding_guessed": ("a.txt", lambda: "naïve–café–déjà–vu".encode("cp1252")),
    "front_matter_kept": ("a.txt", f"---\ntitle: [\n---\n{TEXT}".encode),
    "date_not_understood": ("a.jsonl", lambda: line(text=TEXT, date="unknown")),
    "place_unknown": ("a.jsonl", lambda: line(text=TEXT, place="our town")),
    "correction_unused": ("articles.csv", "文件,标题\ngone.txt,新题\n".encode),
    "title_doubtful": ("a.jsonl", lambda: line(text=TEXT, title=GARBLED)),
    "text_doubtful": ("a.jsonl", lambda: line(text=TEXT + GARBLED)),
    "page_of_links": ("a.html", lambda: page(LINKS)),
    "pages_unread": ("a.pdf", lambda: printed(lines([TEXT]), picture)),
    "cells_hidden": ("a.xlsx", hidden_row),
    "id_twice": ("a.jsonl", lambda: line(id="一", text=TEXT) + line(id="一", text=TEXT * 2)),
}
"""Files that are taken in but want a look."""

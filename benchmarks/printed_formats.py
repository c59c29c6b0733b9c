"""How do a printer, the program of a public office and a portal write a document?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from tests.corpus.readers.papers import ofd, page
from tests.corpus.readers.prints import FONT, printed

A4 = (595.0, 842.0)
MARGIN = 72.0
POINTS = 12.0
LINE = 20.0
"""Points from one line to the next."""
HEADLINE = 18.0
MM = 25.4 / 72

Placed = tuple[float, float, float, str]
"""Left, top and size in points, and the words."""


def as_pdf(title: str, date: str | None, paragraphs: Sequence[str]) -> bytes:
    """Set in lines with indents, the title in large letters, a number at the foot of each page."""

    def draw(lines: Sequence[Placed]) -> Any:
        def on(sheet: Any) -> None:
            for left, top, size, text in lines:
                sheet.setFont(FONT, size)
                sheet.drawString(left, A4[1] - top, text)

        return on

    return printed(*map(draw, _pages(title, date, paragraphs)))


def as_ofd(title: str, date: str | None, paragraphs: Sequence[str]) -> bytes:
    """The same lines, each a text object."""
    pages: list[list[tuple[float, float, str, float]]] = [
        [(left * MM, top * MM, text, size * MM) for left, top, size, text in lines]
        for lines in _pages(title, date, paragraphs, western=1.0)
    ]
    return ofd(pages, Author="Administrator", Title="未命名")


def _pages(
    title: str, date: str | None, paragraphs: Sequence[str], western: float = 0.5
) -> Iterator[list[Placed]]:
    size, large = POINTS, HEADLINE
    room = int((A4[0] - 2 * MARGIN) / size)
    rows = int((A4[1] - 2 * MARGIN) / LINE)
    heads = [title[start : start + 20] for start in range(0, len(title), 20)]
    lines: list[tuple[float, float, str]] = [
        *(((A4[0] - len(head) * large) / 2, large, head) for head in heads),
        *([(MARGIN, size, f"发布日期：{date}")] if date else []),
    ]
    for paragraph in paragraphs:
        first, *others = _broken("\u3000\u3000" + paragraph, room, western)
        lines.append((MARGIN + 2 * size, size, first.lstrip("\u3000")))
        lines += [(MARGIN, size, other) for other in others]
    for number, start in enumerate(range(0, len(lines), rows), 1):
        placed = [
            (left, MARGIN + row * LINE, points, text)
            for row, (left, points, text) in enumerate(lines[start : start + rows])
        ]
        yield [*placed, (A4[0] / 2, A4[1] - MARGIN / 2, size, f"- {number} -")]


def _broken(text: str, room: int, western: float) -> list[str]:
    """The text in lines of ``room`` characters, of which a western one takes so much."""
    lines, width = [""], 0.0
    for character in text:
        width += western if character.isascii() else 1.0
        if width > room:
            lines.append("")
            width = western if character.isascii() else 1.0
        lines[-1] += character
    return lines


def as_page(title: str, date: str | None, paragraphs: Sequence[str]) -> bytes:
    """A page of a portal: its head, its columns, the text among links and comments."""
    links = "".join(f"<li><a href='/{n}'>示例新闻第{n}条，网友热议</a></li>" for n in range(1, 9))
    clock = f"{date} 10:00" if date else ""
    text = "".join(f"<p>　　{escape(line)}</p>" for line in paragraphs)
    return page(
        f"<div class='nav'><ul>{links}</ul></div><h1>示例门户_权威资讯_示例网</h1>"
        f"<div>首页 &gt; 政策 &gt; 正文</div><h2>{escape(title)}</h2>"
        f"<div><span>{clock}</span>&nbsp;&nbsp;<span>来源：示例日报</span> 举报</div>"
        f"<div class='article-content'><div class='art-l'>{text}<p>责任编辑：周举例</p></div>"
        "<div class='side'><h3>热门推荐</h3><p>这种水果别吃，很多人不知道，医生说。</p></div></div>"
        f"<div class='comments'><p>网友说：真不错，支持，赞一个！</p></div><ul>{links}</ul>"
        "<div>版权所有 示例网 示ICP备1号</div>",
        f"<title>{escape(title)}_政策_示例网</title><meta name='author' content='示例网'>",
    )

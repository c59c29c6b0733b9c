"""Which words behind a label are the heading of its section?

第三章 总则; 二、基本原则, alone in its paragraph; （六）优化平台。加强…, run in; 第一条（目的）.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from retrieval.corpus.outline.labels import RANKS
from retrieval.corpus.outline.nesting import SHORT, Node
from retrieval.text.ranges import Range

RUN_IN = 30
"""A heading that a sentence of the same paragraph follows has at most this many characters."""
LONGEST = 120
"""A line that a format calls a heading, or that heads a table, is one up to this length."""

_ALONE = re.compile(rf"[^。；;，、！!\n]{{1,{SHORT}}}(?<![。；;，,、：:])$")
_CHAPTER = re.compile(rf"[^。；;！!]{{1,{SHORT}}}$")
_ASKED = re.compile(r"[^。；！!？?\n]{2,80}[？?]")
_FRAGMENT = re.compile(rf"[^。；;：:！!？? \n]{{2,{SHORT}}}(?= \S)")
_RUN_IN = re.compile(rf"([^。；;：:！!？?\n]{{2,{RUN_IN}}})(?:。|[：:](?!//))(?=\S)")
_NORM = re.compile("[应應]当|[应應]當|不得|可以|[处處]以|是指|依照|[应應]予")
_NAMED = re.compile(r" ?[（(【［\[]([^（(【［\[\n]{2,30})[）)】］\]]")
_MARKS = "。：:？?）)】］]"


def heading(text: str, node: Node, first: Range, end: int, runs_in: bool) -> Range | None:
    """The range of the heading of a section that ends at ``end``.

    ``first`` is the first paragraph behind the label, as far as the next label; for ``runs_in``
    see below.
    """
    start, stop = first[0], trimmed(text, *first)
    if node.kind == "article":
        match = _NAMED.match(text, node.label.end, end)
        return match.span(1) if match and match.end() < end else None
    if node.kind in RANKS:
        return _of_chapter(text, start, stop, end)
    if node.kind in {"heading", "table"}:
        return (start, stop) if start < stop <= start + LONGEST else None
    return None if node.in_article else _of_item(text, node, start, stop, end, runs_in)


def runs_in(text: str, nodes: Sequence[Node]) -> frozenset[int]:
    """The lists of which at least half of the items have a heading that a sentence follows."""
    if not nodes or nodes[0].in_article:
        return frozenset()
    marked = [node.run for node in nodes if node.kind not in RANKS and _run_in(text, node)]
    if not marked:
        return frozenset()
    sizes, counts = Counter(node.run for node in nodes), Counter(marked)
    return frozenset(run for run, count in counts.items() if 2 * count >= sizes[run])


def _run_in(text: str, node: Node) -> Range | None:
    match = _RUN_IN.match(text, body(text, node.label.end, len(text)))
    return match.span(1) if match and not _NORM.search(match[1]) else None


def _of_chapter(text: str, start: int, stop: int, end: int) -> Range | None:
    if start < stop and _CHAPTER.match(text[start:stop]):
        return start, stop
    match = _FRAGMENT.match(text, start, end)
    return match.span() if match else None


def _of_item(text: str, node: Node, start: int, stop: int, end: int, runs_in: bool) -> Range | None:
    if match := _ASKED.match(text, start, end):
        return match.span()
    if start < stop < end and _ALONE.match(text[start:stop]):
        return start, stop
    if (match := _FRAGMENT.match(text, start, end)) and not _NORM.search(match[0]):
        return match.span()
    return _run_in(text, node) if runs_in else None


def body(text: str, start: int, end: int) -> int:
    """Where the text behind a label or a heading begins, in ``[start, end]``."""
    while start < end and (text[start].isspace() or text[start] in _MARKS):
        start += 1
    return start


def trimmed(text: str, start: int, end: int) -> int:
    """The end of ``text[start:end]`` without the white space at its end."""
    while start < end and text[end - 1].isspace():
        end -= 1
    return end

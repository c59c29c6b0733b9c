"""Which labels begin a section, and which section lies in which?

The order of the numbers tells: 第十五条 follows 第十四条, （一） begins a list inside of what is
open, and what fits nowhere is a reference or a quotation. Lists may be nested in any order; the
sections of regulations have ranks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.corpus.outline.labels import FIRST, RANKS, Label, Number

GAP = 3
"""So many numbers may be missing from a list, because their labels were lost."""
AHEAD = 60
"""So many labels further on a number that is due is looked for."""
SHORT = 40
"""A heading has at most this many characters."""


@dataclass(slots=True)
class Node:
    """A section while the outline is made."""

    label: Label
    run: int
    """The same for the items of one list."""
    in_article: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.label.kind


def nest(found: Sequence[Label]) -> list[Node]:
    """The outermost sections with their children."""
    nesting = _Nesting(_without_contents(found))
    return list(_without_single_items(nesting.roots))


class _Nesting:
    """Goes through the labels once, with the sections that are open at each."""

    def __init__(self, found: Sequence[Label]) -> None:
        self.roots: list[Node] = []
        self._open: list[Node] = []
        self._last: dict[str, Number] = {}
        self._runs = 0
        self._found = found
        for at, label in enumerate(found):
            self._take(at, label)

    def _take(self, at: int, label: Label) -> None:
        if label.level is not None:
            self._close_headings(label.level)
        if label.kind in {"heading", "table"}:
            self._push(label)
        elif label.kind not in RANKS:
            self._take_item(at, label)
        elif label.level is not None or self._is_due(at, label):
            self._take_ranked(at, label)

    def _take_ranked(self, at: int, label: Label) -> None:
        rank = RANKS[label.kind]
        previous = self._found[at - 1] if at else None
        for depth, node in enumerate(self._open):
            if not _stands_above(node, previous, label):
                del self._open[depth:]
                break
        for kind in RANKS:  # articles are counted through all chapters
            if RANKS[kind] > rank and (kind != "article" or label.kind == "enclosure"):
                self._last.pop(kind, None)
        self._last[label.kind] = label.number
        self._push(label)

    def _take_item(self, at: int, label: Label) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            node = self._open[depth]
            if node.kind == label.kind:
                goes_on = _follows(label.number, node.label.number) or _skips(label, node.label)
                if goes_on or label.number == FIRST:
                    del self._open[depth:]
                    self._push(label, node.run if goes_on else None)
                return
            if node.kind == "enclosure":
                break
        if label.number == FIRST or (label.strong and self._may_begin(at, label)):
            self._push(label)

    def _may_begin(self, at: int, label: Label) -> bool:
        """Does a list begin with this number: 5. below 二、 where 一、 ended with 4., or 三、?"""
        return label.kind == "han" or any(
            other.kind == label.kind and _follows(other.number, label.number)
            for other in self._found[at + 1 : at + AHEAD]
        )

    def _is_due(self, at: int, label: Label) -> bool:
        last = self._last.get(label.kind)
        if label.kind == "enclosure" or (last is not None and _follows(label.number, last)):
            return True
        if label.number == FIRST or last is None:
            return label.strong
        return label.strong and label.number > last and not self._comes(at, label.kind, last)

    def _comes(self, at: int, kind: str, last: Number) -> bool:
        """Does the number that is due still come?"""
        for other in self._found[at + 1 : at + AHEAD]:
            if other.kind == kind:
                if other.number == FIRST:
                    return False
                if _follows(other.number, last):
                    return True
        return False

    def _close_headings(self, level: int) -> None:
        for depth, node in enumerate(self._open):
            if node.label.level is not None and node.label.level >= level:
                del self._open[depth:]
                return

    def _push(self, label: Label, run: int | None = None) -> None:
        if run is None:
            run = self._runs = self._runs + 1
        parent = self._open[-1] if self._open else None
        within = parent is not None and (parent.in_article or parent.kind == "article")
        node = Node(label, run, within)
        (parent.children if parent else self.roots).append(node)
        if label.kind != "table":
            self._open.append(node)


def _follows(number: Number, last: Number) -> bool:
    return number in {(last[0] + 1, 0), (last[0], last[1] + 1)}


def _skips(label: Label, last: Label) -> bool:
    return label.strong and 0 < label.number[0] - last.number[0] <= GAP


def _stands_above(node: Node, previous: Label | None, label: Label) -> bool:
    """Does an open section hold one of a regulation? One of higher rank does; 一、总则 may."""
    if label.kind == "enclosure":
        return False
    if node.kind in RANKS:
        return RANKS[node.kind] < RANKS[label.kind]
    if node.kind == "heading" or any(child.kind in RANKS for child in node.children):
        return True
    return node.label is previous and label.start - previous.end <= SHORT


def _without_contents(found: Sequence[Label]) -> Sequence[Label]:
    """The labels without those of a table of contents: chapters that come again, with articles."""
    first = next((at for at, each in enumerate(found) if each.kind in {"part", "chapter"}), None)
    if first is None:
        return found
    key = found[first].kind, found[first].number
    for at in range(first + 1, len(found)):
        if found[at].kind == "article":
            return found
        if (found[at].kind, found[at].number) == key:
            return [*found[:first], *found[at:]]
    return found


def _without_single_items(nodes: list[Node]) -> Iterator[Node]:
    """The nodes without lists of one item, which are references; their children move up."""
    sizes = Counter(node.run for node in nodes)
    for node in nodes:
        if node.children:
            node.children = list(_without_single_items(node.children))
        if sizes[node.run] > 1 or _stands_alone(node.label):
            yield node
        else:
            yield from node.children


def _stands_alone(label: Label) -> bool:
    if label.kind in RANKS or label.kind in {"heading", "table", "question"}:
        return True
    # 三、 alone is what is left of a longer document.
    return label.level is not None or (label.kind == "han" and label.strong)

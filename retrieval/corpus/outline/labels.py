"""Where may a section begin? Where 第三章, 第十四条, 三、, （二）, 1., ①, 附件1 or 问： stands.

A label stands at the beginning of a line or, in text whose line ends are lost, behind a space or
the end of a sentence. What only refers to a section (违反本条例第十四条) stands elsewhere. Which of
the labels found here are real ones, ``nesting`` tells by their order.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from retrieval.text.numerals import number

Number = tuple[int, int]
"""第十条之二 is (10, 2), 第十条 (10, 0)."""
FIRST: Number = (1, 0)

_HAN = "〇零一二三四五六七八九十百千"
_ARABIC = r"\d０-９"
_NUMERAL = rf"(?:[{_HAN}]{{1,7}}|[{_ARABIC}]{{1,4}})"
_KINDS = {
    "编": "part", "編": "part", "篇": "part", "部分": "part",
    "分编": "subpart", "分編": "subpart",
    "章": "chapter", "节": "section", "節": "section", "条": "article", "條": "article",
}  # fmt: skip
RANKS = {"enclosure": 0, "part": 1, "subpart": 2, "chapter": 3, "section": 4, "article": 5}
"""Of the sections that regulations consist of, the highest first."""

# The character before a label and a look at the next: one class first, which re finds quickly.
_PLACE = re.compile(rf"[\s。；：！？;:!?”」』）)](?=[第{_HAN}（({_ARABIC}①-⒛㈠-㈩附问問QA])")
_LABEL = re.compile(
    rf"第 ?(?P<of>{_NUMERAL}) ?(?P<unit>分[编編]|部分|[编編篇章节節条條])"
    rf"(?:之 ?(?P<sub>{_NUMERAL}))?"
    rf"|(?P<han>[{_HAN}]{{1,4}}) ?(?:、|[．.](?![{_ARABIC}]))"
    rf"|[（(] ?(?P<han_in_brackets>[{_HAN}]{{1,4}}) ?[）)]、?"
    rf"|(?P<dotted>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?=[ 一-鿿])"
    rf"|(?P<digit>[{_ARABIC}]{{1,3}}) ?(?:、|[．.](?![{_ARABIC}]))"
    rf"|[（(] ?(?P<digit_in_brackets>[{_ARABIC}]{{1,3}}) ?[）)]、?"
    rf"|(?P<digit_bracket>[{_ARABIC}]{{1,2}})[）)]"
    r"|(?P<ring>[①-⑳])|(?P<digit_form>[⑴-⒇])|(?P<dot_form>[⒈-⒛])|(?P<han_form>[㈠-㈩])"
    rf"|附[件錄录表]? ?(?P<enclosure>{_NUMERAL}?)(?=\s*[:：]|\s|$)"
    r"|(?:[问問]|Q) ?(?P<question>\d{0,3}) ?[:：]"
)
_CROWDED = re.compile(rf"[一-鿿、]{{2,20}}?(?=第{_NUMERAL}[章节節条條])")
"""A heading with nothing before the next label: 第一章总则第一条."""
_SAME = {"dot_form": "digit", "digit_form": "digit_in_brackets", "han_form": "han_in_brackets"}
"""Characters that hold a whole label, by the kind that they stand for."""
_REFERS = re.compile(
    r"[第款项項目、，,；和至或及与與到的之中]|[规規]定|所[列称稱规規]| ?第\S{1,4}[款项項]"
)
"""What follows the label of an article in a reference to it."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``text[start:end]``."""

    start: int
    end: int
    kind: str
    number: Number = FIRST
    strong: bool = True
    """It begins a line, or a space or the heading of a chapter stands before it."""
    level: int | None = None
    """Of the heading that it begins, where a reader knows."""


def labels(text: str) -> list[Label]:
    """Everything in ``text`` that looks like the label of a section, from left to right."""
    found: list[Label] = []
    for place in (0, *(match.end() for match in _PLACE.finditer(text))):
        strong = place == 0 or text[place - 1].isspace()
        while label := _label(text, place, strong):
            found.append(label)
            crowded = RANKS.get(label.kind, 0) and _CROWDED.match(text, label.end)
            if not crowded:
                break
            place, strong = crowded.end(), True
    return found


def _label(text: str, place: int, strong: bool) -> Label | None:
    match = _LABEL.match(text, place)
    if match is None:
        return None
    kind = str(match.lastgroup)
    if match["unit"]:
        return _structural(text, match, strong)
    if kind in {"enclosure", "question"}:
        return Label(place, match.end(), kind, strong=True) if strong else None
    if kind == "dotted":
        begins = place == 0 or text[place - 1] == "\n"
        parts = match[kind].split(".")
        label = Label(place, match.end(), f"dotted {len(parts)}", (int(parts[-1]), 0))
        return label if begins else None
    numbered = _value(match[kind]), 0
    return Label(place, match.end(), _SAME.get(kind, kind), numbered, strong)


def _structural(text: str, match: re.Match[str], strong: bool) -> Label | None:
    kind = _KINDS[match["unit"]]
    if not strong and text[match.start() - 1] in "：:":
        return None
    if kind == "article" and _REFERS.match(text, match.end()):
        return None
    if kind != "article" and text[match.end() : match.end() + 1] in {"第", "的", "、"}:
        return None
    numbered = _value(match["of"]), _value(match["sub"] or "0")
    return Label(match.start(), match.end(), kind, numbered, strong)


@lru_cache(maxsize=1024)
def _value(numeral: str) -> int:
    """0 for what is no numeral, which begins and follows nothing."""
    return number(numeral) or int(unicodedata.numeric(numeral[0], 0))

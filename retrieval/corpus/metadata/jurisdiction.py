"""Where does a document hold? In the division whose organ passed, issued or signed it.

What the source states wins. Then, the surest first: who issues by the title or a label, who passed
a statute, who signs, whom it addresses, which place the title names, which place the text names
most beside its own 本市 or 我省, and who published it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from retrieval.corpus.article import Content
from retrieval.corpus.encoding.characters import HAN
from retrieval.text.divisions import NATION, Division, Divisions, Mention, innermost
from retrieval.text.fold import fold_question

NOWHERE = "-"
"""As what a source states: it holds nowhere in particular, whatever the text says."""
HEAD, TAIL, LONGEST = 600, 300, 10_000
"""Characters at the beginning, at the end, and in all that are looked at."""
OPENING = 40
"""Characters of the name of an organ in which its place stands."""
OFTEN, MOSTLY = 2, 0.6
"""A text names the place of its 本市 so often, and with this share of all places of that level."""

_QUOTED = re.compile(r"《[^《》]*》?|〈[^〈〉]*〉")
_MINISTRIES = (
    "外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人事|劳动和?社会保障"
    "|人力资源和?社会保障|国土资源|自然资源|环境保护|生态环境|住房和?城乡建设|建设|交通运输|交通|铁道"
    "|水利|农业农村|农业|商务|文化和旅游|文化|卫生|退役军人事务|应急管理|信息产业|邮电|对外贸易经济合作"
)
_NATIONAL = re.compile(
    rf"(?<![{HAN}])(?:中共中央|党中央|中央(?:军委|军事委员会|办公厅|纪委|组织部|宣传部|网信办|文明办)"
    r"|国务院|中华人民共和国|全国(?:人民代表大会|人大|政协|总工会|妇联|爱卫会)|最高人民(?:法院|检察院)"
    rf"|国家[{HAN}]{{1,16}}?(?:委员会|委|局|署|办公室|中心|部)"
    rf"|(?:{_MINISTRIES})部(?![门队])|审计署|海关总署|(?:税务|市场监管|体育|广电)总局|新闻出版总署"
    r"|中国(?:人民银行|银行?保险|银保监|银监|保监|证监|证券监督|民用航空|民航|气象|地震|红十字会总会))"
)
_ORGAN = re.compile(
    "政府|委员会|法院|检察院|办公[室厅]|指挥部|领导小组|工作组|中心|管委会|[委局厅署部]"
)
_LABEL = re.compile(r"(?:(?:发布|发文|制发)(?:机构|机关|单位)|公开主体)\s*:\s*(\S{2,40})")
_PASSED = re.compile(rf"第[{HAN}\d]{{1,3}}届(?:人民代表大会|人大)[^。;]{{0,40}}?(通过|批准)")
_ORDERED = re.compile(r"^.{0,40}?日\s*(?=\D)")
"""The day that the note of a national order opens with: 2003年4月27日 中华人民共和国国务院令…."""
_DAY = re.compile(r"\d{4}\s*年\s*(?:\d{1,2}\s*)?月\s*(?:\d{1,2}\s*)?日")
_SENTENCE_END = re.compile("[。;!?]")
_GAP = re.compile(r"\s{2,}|\n")
_TO_ALL = re.compile("各省[、,和 ]*(?:各?自治区|各?直辖市)")
_OWN = (
    (1, re.compile("[本我全]省|省委|省政府|省直|[本我全]自治区")),
    (2, re.compile("[本我全]市|市委|市政府|市直|各县[(、和]?市?[、)]?区")),
    (3, re.compile("[本我全][县旗]|县委|县政府|[本我]区(?!域)|区委|(?<!行政)区政府")),
)
"""What a text calls the place where it holds, by the level of that place."""
_FULL = re.compile("[省市县区州旗盟]$")
_PROVINCES = {
    "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "沪": "310000", "浙": "330000",
    "皖": "340000", "闽": "350000", "赣": "360000", "鲁": "370000", "豫": "410000", "鄂": "420000",
    "湘": "430000", "粤": "440000", "桂": "450000", "琼": "460000", "渝": "500000", "川": "510000",
    "黔": "520000", "滇": "530000", "陕": "610000",
}  # fmt: skip
"""The short names that numbers of documents open with; those that cities use too are left out."""
_NUMBER = re.compile(
    rf"(?<![{HAN}])([{''.join(_PROVINCES)}])[{HAN}]{{1,8}}[〔\[(]\s?(?:19|20)\d\d\s?[〕\])]"
)
_STATUTE = re.compile("(?:法|条例|办法|规定|细则|解释|规则|决定)$")
_OF_THE_NATION = re.compile("中华人民共和国|国务院|最高人民法院")


@dataclass(frozen=True, slots=True)
class _Title:
    """What a title tells; many articles of a statute have the same."""

    text: str
    """Without the titles that it quotes; none where it is a place's name: that tells of a place."""
    opens: Division | None
    """The issuer or the place that it opens with."""
    is_full: bool
    """The first place that it names, if any, is named with what it is: 山东省, not 山东."""
    names: Division | None
    """The one place that it names with what it is."""


@dataclass(frozen=True, slots=True)
class _Document:
    """What there is to judge by, folded."""

    title: _Title
    text: str
    issuer: str
    source: str
    divisions: Divisions

    @property
    def head(self) -> str:
        return self.text[:HEAD]

    def opening(self, text: str) -> Division | None:
        """The place that a text, an organ's name above all, opens with."""
        return _opening(text, self.divisions)

    def closing(self, text: str) -> Division | None:
        """The place that a text ends with."""
        text = text[-20:].rstrip()
        mentions = self.divisions.mentions(text)
        return mentions[-1].division if mentions and mentions[-1].end == len(text) else None

    @property
    def nation(self) -> Division | None:
        return self.divisions.get(NATION)


def jurisdiction(content: Content, folded: str, divisions: Divisions) -> Division | None:
    """The division where a document holds, the whole country for a national one; None: unknown.

    ``folded`` is the content's text, folded.
    """
    if stated := content.meta.get("place"):
        return divisions.named(fold_question(stated))
    document = _Document(
        title=_read_title(content.title or "", divisions),
        text=folded,
        issuer=_folded(content.meta.get("issuer")),
        source=_folded(content.source),
        divisions=divisions,
    )
    return next((found for told in _TOLD if (found := told(document))), None)


@lru_cache(maxsize=256)
def _read_title(title: str, divisions: Divisions) -> _Title:
    text = _QUOTED.sub("", _folded(title)).strip()
    if divisions.may_open(text) and divisions.named(text):
        text = ""
    mentions = divisions.mentions(text)
    full = [_is_full(text, one) for one in mentions]
    named = innermost(one.division for one, is_full in zip(mentions, full, strict=True) if is_full)
    return _Title(
        text,
        _opening(text.split("关于")[0], divisions),
        not full or full[0],
        named[0] if len(named) == 1 else None,
    )


def _folded(text: str | None) -> str:
    return fold_question(text) if text else ""


def _is_full(text: str, one: Mention) -> bool:
    """Whether a place is named with what it is: a short name may be any word's part."""
    return _FULL.search(text[one.start : one.end]) is not None


def _by_title(document: _Document) -> Division | None:
    """The issuer or the place that the title opens with: 杭州市…条例, 江西省人民政府关于….

    Where that is a short name, who passed it says more: 山东黄河三角洲… holds in 东营市.
    """
    found = document.title.opens
    return found if found is None or document.title.is_full else _by_passing(document) or found


def _by_label(document: _Document) -> Division | None:
    """The issuer, stated beside the text or in its first lines: 发布机构：…."""
    label = _LABEL.search(document.head) if ":" in document.head else None
    named = document.opening(label[1]) if label else None
    return document.opening(document.issuer) or named


def _by_passing(document: _Document) -> Division | None:
    """Whose people's congress passed it, not who approved; or the organ that ordered it."""
    for match in _PASSED.finditer(document.head) if "通过" in document.head else ():
        if match[1] == "通过" and (found := document.closing(document.head[: match.start()])):
            return found
    ordered = _ORDERED.match(document.head)
    return document.opening(document.head[ordered.end() :]) if ordered else None


def _by_signature(document: _Document) -> Division | None:
    """The organ that stands before the last day of the text, or in its last line."""
    tail = document.text[-TAIL:]
    days = list(_DAY.finditer(tail))
    signed = _SENTENCE_END.split(tail[: days[-1].start()] if days else tail)[-1]
    organ = _GAP.split(signed.strip())[-1].strip()
    if not _ORGAN.search(organ):
        return None
    found = (document.opening(part) for part in reversed(organ.split()))
    return next((place for place in found if place), None)


def _by_addressees(document: _Document) -> Division | None:
    """Who writes to all provinces is the nation."""
    return document.nation if _TO_ALL.search(document.text[:300].split(":")[0]) else None


def _by_named_in_title(document: _Document) -> Division | None:
    """The one place that the title names: 关于印发顺义区…."""
    return document.title.names


def _by_own_words(document: _Document) -> Division | None:
    """The place of 本市, 我省 or 本县: the one of that level which the text names most."""
    text = document.text[:LONGEST]
    counts = [(len(pattern.findall(text)), level) for level, pattern in _OWN]
    own, level = max(counts)
    if not own:
        return None
    named = Counter(
        place
        for one in document.divisions.mentions(text)
        if _is_full(text, one)
        for place in [document.divisions.at_level(one.division, level)]
    )
    del named[None]
    (place, count), *_ = named.most_common(1) or [(None, 0)]
    return place if count >= OFTEN and count >= MOSTLY * named.total() else None


def _by_source(document: _Document) -> Division | None:
    """Who published it: 福建日报, 濮阳市人民政府网站."""
    return document.opening(document.source)


def _by_number(document: _Document) -> Division | None:
    """The province of a document's number: 京水务〔2020〕6号."""
    number = _NUMBER.search(document.head)
    return document.divisions.get(_PROVINCES[number[1]]) if number else None


def _by_kind(document: _Document) -> Division | None:
    """A statute that names no place of its own but the country is the nation's."""
    if not (_STATUTE.search(document.title.text) and _OF_THE_NATION.search(document.head)):
        return None
    own = any(pattern.search(document.text[:LONGEST]) for _, pattern in _OWN)
    return None if own else document.nation


_TOLD: tuple[Callable[[_Document], Division | None], ...] = (
    _by_title,
    _by_label,
    _by_passing,
    _by_signature,
    _by_addressees,
    _by_named_in_title,
    _by_own_words,
    _by_number,
    _by_source,
    _by_kind,
)
"""What tells where a document holds, the surest first."""


def _opening(text: str, divisions: Divisions) -> Division | None:
    """The place that a text, an organ's name above all, opens with."""
    text = text.strip().removeprefix("中共")
    if not text:
        return None
    national = _NATIONAL.match(text)
    rest = text[national.end() :] if national else text
    found = divisions.mentions(rest[:OPENING]) if divisions.may_open(rest) else []
    named = _innermost_opening(found)
    return named or (divisions.get(NATION) if national else None)


def _innermost_opening(mentions: list[Mention]) -> Division | None:
    """The innermost place of those that a text opens with, one behind the other: 江苏省泰州市…."""
    end, found = 0, None
    for one in mentions:
        if one.start != end or (found and found.code not in one.division.above):
            break
        end, found = one.end, one.division
    return found

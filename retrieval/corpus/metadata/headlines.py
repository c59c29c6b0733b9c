"""Which lines above the text are its headlines?

Of the lines above the byline or dateline the last is the title and those above it are the kicker;
lines that open with —— or list who spoke and who presided are the subtitle.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field

from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata import bylines, labels
from retrieval.corpus.metadata.lines import CELLS
from retrieval.corpus.metadata.official import (
    NUMBER_LINE,
    PROMULGATION,
    document_number,
    letterhead,
    promulgated,
)
from retrieval.text import dates
from retrieval.text.numerals import NUMERALS

LONGEST = 90
"""Characters of a headline at most; longer lines are text."""

LETTERHEAD = 4
"""Lines at the top that may be a letterhead."""

ABREAST = 2
"""Cells of a letterhead that is laid out as a table: number and signer stand side by side."""

MOST = 3
"""More lines than these above a text without byline or dateline are verse or a list."""

_NO_HEADLINE = re.compile(
    rf"[。；;，,、：:….]$|。| \| |^[\d\W]+$|^(?:[问問答QA]\s*[:：]|[{NUMERALS}]{{1,3}}、"
    rf"|[(（][{NUMERALS}\d]{{1,3}}[)）]|\d{{1,2}}[.、．)）]"
    rf"|第 ?[{NUMERALS}\d]+ ?[章节條条编編回]|[•●◆■□※★☆▲])"
)
_FIELD = re.compile(rf"^(?P<label>[{HAN}（）()、]{{2,12}})\s*[:：]\s*\S")
_FIELD_LABEL = re.compile(
    "(?:主体|主體|类型|類型|单位|單位|部门|部門|机构|機構|对象|對象|时间|時間|日期|地点|地點|地址|电话|電話"
    "|方式|依据|依據|条件|條件|编码|編碼|编号|編號|名称|名稱|期限|时限|時限|标准|標準|费用|費用|范围|範圍"
    "|流程|材料|状态|狀態|层级|層級|(?:联系|聯絡|申请|申請|负责|負責)人|收费|收費)$"
)
_ATTENDS = re.compile(
    r"(?:讲话|講話|主持|出席|参加|參加|致辞|致辭|致词|部署|宣读|点评|讲授|作报告|作報告"
    r"|并讲话|汇报)$"
)
_ACCOMPANY = re.compile(rf"^[{HAN} ]{{2,30}}陪同(?:考察|调研|調研|出席|参加)?$")
_DASH = re.compile(r"^(?:——|—|–{1,2}|--+|―{1,2}|──)\s*\S")
_COLUMN = re.compile(
    rf"^(?:最新消息|最新公告|新聞稿|公告資訊|政策法规|[{HAN}]{{1,5}}(?:省|市|区|區|县|縣|州"
    rf"|盟|旗|镇|鎮|乡|鄉|街道)|要闻|要聞|新闻|新聞"
    rf"|头条|頭條|时政|時政|本地|国内|國內|政务|政務|"
    r"今日要闻|时政要闻|综合新闻|本报要闻|通知公告|公告公示|政策文件|政策解读|工作动态"
    r"|政务动态|图片新闻|正文|详情|首页|新闻中心|政务公开)$"
)
_MASTHEAD = re.compile(
    rf"^[{HAN}]{{2,30}}(?:文件|公报|公報|令)(?:\s*(?:19|20)\d\d\s*年?[\s·.]*第?\s*\d{{1,3}}\s*[期号號])?$"
)
_KIND = (
    "(?:通知|意见|意見|办法|辦法|规定|規定|决定|決定|通告|公告|函|批复|批復|报告|報告|方案"
    "|规划|規劃|细则|細則|条例|條例|纲要|綱要|措施|通报|通報|请示|命令|"
    "实施意见|解读|公示|说明|計畫|计划)(?:[(（][^()（）]{1,12}[)）])?"
)
_OPENS_TITLE = re.compile(
    rf"关于|關於|^[{HAN} ]{{2,60}}"
    "(?:政府|政部|公安部|[总總支大]队|法院|检察院|委|办公厅|办公室|委员会|厅|局|部|院|会|中心|辦公廳|委員會)$"
)
_SENTENCE = re.compile("[。！？]")
_ENDS_TITLE = re.compile(rf"{_KIND}$")


@dataclass(slots=True)
class Head:
    """What stands above the text; ``lines`` is the number of lines that it takes up."""

    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    lines: int = 0

    def learn(self, facts: dict[str, str]) -> None:
        """Add ``facts``; what was learnt before stays."""
        self.facts = {**facts, **self.facts}


def is_headline(line: str) -> bool:
    """Could the line be a headline, by its length and its marks? A row of a table is none."""
    return 2 <= len(line) <= LONGEST and line.count(CELLS) < 2 and not _NO_HEADLINE.search(line)


def letterhead_apart(lines: list[str]) -> list[str]:
    """The lines, the cells of a letterhead that is laid out as a table each in one of its own."""
    apart: list[str] = []
    for line in lines[:LETTERHEAD]:
        cells = line.split(CELLS)
        heads = len(cells) <= ABREAST and any(map(is_letterhead, cells))
        apart += cells if heads and not labels.is_row(line) else [line]
    return apart + lines[LETTERHEAD:]


def is_letterhead(line: str) -> bool:
    """Does the line say above a document whose it is, or give its number?"""
    return NUMBER_LINE.match(line) is not None or letterhead(line) is not None


def is_column(line: str) -> bool:
    """The name of a column of a site: 政策文件, 新闻中心."""
    return _COLUMN.match(line) is not None


def is_subtitle(line: str) -> bool:
    """A line that opens with —— or lists who spoke, presided, attended."""
    if len(line) > LONGEST or "。" in line:
        return False
    return bool(_DASH.match(line) or _ACCOMPANY.search(line)) or (
        len(line.split()) >= 2 and all(_ATTENDS.search(part) for part in line.split())
    )


def read_head(lines: list[str], title: str | None = None, headings: Container[str] = ()) -> Head:
    """The headlines and metadata above the text of ``lines``, none of them blank.

    ``title`` is one that is known already: then only the lines around it are headlines.
    ``headings`` are lines of which the format knows that they head a section: the first may be the
    title, those below are none.
    """
    head = Head()
    candidates: list[str] = []
    subtitles: list[str] = []
    closed = False
    is_prose = any(map(_SENTENCE.search, lines))
    for index, line in enumerate(lines):
        if _takes_metadata(head, line, candidates, is_prose):
            candidates = [] if _only_masthead(candidates, line) else candidates
            closed = closed or bool(candidates)
        elif candidates and is_subtitle(line):
            subtitles.append(line)
        elif (
            closed
            or subtitles
            or not _may_head(line, title, candidates)
            or _is_field(lines, index)
            or (line in headings and not all(map(letterhead, candidates)))
        ):
            head.lines = index
            closed = closed or bylines.dateline(line) is not None
            break
        else:
            candidates.append(line)
            head.learn({"issuer": organ} if (organ := letterhead(line)) else {})
    else:
        return _no_text_below(lines, title)
    if not closed and not subtitles and title is None and len(candidates) > MOST:
        head.lines -= len(candidates) - 1
        candidates = candidates[:1]
    _settle(head, candidates, subtitles, title)
    return head


def _takes_metadata(head: Head, line: str, candidates: list[str], is_prose: bool) -> bool:
    """Note what a line of metadata says; False for every other line.

    A name alone is an author's above sentences; in a form it is whoever that is about.
    """
    if NUMBER_LINE.match(line):
        number = document_number(line)
        head.learn({"number": number} if number else {})
        return True
    if PROMULGATION.match(line):
        head.learn(promulgated(line))
        return True
    if (known := labels.facts(line)) is not None:
        head.learn(known)
        return True
    if candidates and (names := bylines.byline(line, bare=is_prose)):
        head.authors.append(names)
        return True
    return False


def _is_field(lines: list[str], at: int) -> bool:
    """Is the line one of a form, 实施主体：…, by its label or by the lines around it?"""
    match = _FIELD.match(lines[at])
    if match is None:
        return False
    around = (lines[each] for each in (at - 1, at + 1) if 0 <= each < len(lines))
    return bool(_FIELD_LABEL.search(match["label"]) or any(map(_FIELD.match, around)))


def _only_masthead(candidates: list[str], line: str) -> bool:
    """国务院文件 above the number of a document: its title stands below."""
    return (
        NUMBER_LINE.match(line) is not None
        and bool(candidates)
        and all(_MASTHEAD.match(candidate) and "令" not in candidate for candidate in candidates)
    )


def _may_head(line: str, title: str | None, candidates: list[str]) -> bool:
    if title is not None:
        return same(line, title) or (is_headline(line) and title_follows(candidates, title))
    return is_headline(line) or (dates.prefixed_date(line) is not None and len(line) <= LONGEST)


def title_follows(candidates: list[str], title: str) -> bool:
    return not any(same(line, title) for line in candidates)


def ends_title(line: str) -> bool:
    """Does the line end as the titles of official documents do: ……的通知?"""
    return _ENDS_TITLE.search(line) is not None


def same(line: str, title: str) -> bool:
    """Do the two say the same but for spaces?"""
    return re.sub(r"\s", "", line) == re.sub(r"\s", "", title)


def _no_text_below(lines: list[str], title: str | None) -> Head:
    """Every line is short: the first is the title of verse or a list; one alone is the text."""
    if title is not None:
        return Head(lines=1 if len(lines) > 1 and same(lines[0], title) else 0)
    if len(lines) < 2 or not is_headline(lines[0]):
        return Head()
    head = Head(title=lines[0], lines=1)
    if len(lines) > 2 and (names := bylines.byline(lines[1])):
        head.authors.append(names)
        head.lines = 2
    return head


def _settle(head: Head, candidates: list[str], subtitles: list[str], title: str | None) -> None:
    """Tell title, kicker and columns of the page apart."""
    if title is not None:
        index = next((i for i, line in enumerate(candidates) if same(line, title)), None)
        if index is None:
            head.lines = 0 if not head.facts and not head.authors else head.lines
            candidates = []
        else:
            candidates = candidates[: index + 1]
    candidates = _without_columns(joined(candidates))
    if candidates and (prefix := dates.prefixed_date(candidates[0])):
        head.learn({"published": prefix.date})
        rest = candidates[0][prefix.end :].strip()
        candidates = [line for line in (rest, *candidates[1:]) if line]
    candidates = list(dict.fromkeys(candidates))
    if candidates:
        head.title = candidates[-1]
        head.kicker = " ".join(candidates[:-1]) or None
    head.subtitle = " ".join(subtitles) or None
    for line in subtitles:
        held = next(dates.mentions(line[:24]), None)
        if held and _DASH.match(line) and held.has_year and held.has_day and held.start < 4:
            head.learn({"published": held.date})  # ——2024年1月10日在第四次会议上


def _without_columns(candidates: list[str]) -> list[str]:
    """Without the name of a column, a place or an organ that stands above the headlines."""
    while len(candidates) > 1 and (_COLUMN.match(candidates[0]) or _MASTHEAD.match(candidates[0])):
        candidates = candidates[1:]
    return candidates


def joined(candidates: list[str]) -> list[str]:
    """With the lines of one long official title joined: ……关于印发 / ……的通知."""
    lines: list[str] = []
    for line in candidates:
        before = lines[-1] if lines else ""
        opens = _OPENS_TITLE.search(before) and not _ENDS_TITLE.search(before)
        if opens and (_ENDS_TITLE.search(line) or line.startswith(("关于", "關於"))):
            lines[-1] = before + line
        else:
            lines.append(line)
    return lines

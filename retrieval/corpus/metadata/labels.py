"""What do lines of metadata say: 发布时间：2024-01-31 来源：新华网?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.corpus.encoding.characters import HAN
from retrieval.corpus.metadata import bylines
from retrieval.corpus.metadata.lines import CELLS
from retrieval.corpus.metadata.publishers import is_nobody
from retrieval.text import dates

_FIELDS = {
    "title": "标\\s*题|標\\s*題|法規名稱|法规名称|文件名称|文件名稱|名\\s*称|名\\s*稱"
    "|(?:信件|来信|留言|咨询)(?:标题|主题)",
    "published": "上版日期|張貼日期|公告日期|刊登日期|(?:信息)?发布(?:时间|日期)"
    "|發[布佈](?:時間|日期)|发稿时间|发表时间"
    "|上传时间|录入时间|公开日期|公開日期"
    "|刊发时间|发布于|(?:回复|答复|回覆|答覆)(?:时间|日期|時間)|日期|时间|時間",
    "updated": "(?:最后)?更新(?:时间|日期|時間)",
    "issued": "成文(?:日期|时间)|印发(?:日期|时间)|发文(?:日期|时间)|生成日期|签发日期"
    "|修正日期|修订日期|修訂日期"
    "|公布(?:日期|时间)|颁布(?:日期|时间)|發文日期|公布日期|頒布日期",
    "effective": "(?:实施|施行|生效|執行|执行)(?:日期|时间)|生效日|施行日期",
    "expires": "(?:失效|废止|截止|廢止)(?:日期|时间)",
    "source": "(?:信息|文章|稿件|新闻|新聞|消息|内容|资料|数据)?"
    "(?:来\\s*源|來\\s*源|稿源|出\\s*处|出\\s*處)(?:于|於)?|转载自|轉載自|摘自|发布媒体"
    "|(?:回复|答复|回覆|答覆)(?:单位|部门|机构|單位|機關|部門)",
    "author": "作\\s*者|撰稿人?|记者|記者",
    "editor": "(?:责任|責任|网络|值班)?(?:编\\s*辑|編\\s*輯)|责编|責編",
    "number": "(?:发文|發文)?(?:文\\s*号|文\\s*號|字\\s*号|字\\s*號)|发文文号|文件编号|发布文号",
    "issuer": "發[布佈]單位|發[布佈]機關|公告單位|发文(?:机关|单位|机构)|發文機關"
    "|发布(?:机构|机关|单位|部门)|制定(?:机关"
    "|单位)|公布机关|颁布(?:单位|机关)|公开主体|信息公开单位|发布者",
    "validity": "(?:是否)?(?:有\\s*效\\s*性|时\\s*效\\s*性|效力状态|效力|有效性)"
    "|公文时效|文件状态|法規狀態",
    "": "签发人?|簽發人?|监制|監製|主编|审校|初审|复审|终审|策划|制作|排版|浏览|瀏覽"
    "|阅读[数量]|点击|人气|人氣|评论|访问量|打印|分享|所属分类"
    "|點閱[數次]*|點閱次數|瀏覽人次|點擊數|索\\s*引\\s*号|索引號|主题分类|主題分類"
    "|来信(?:时间|日期)|来信人|留言(?:时间|日期)|留言人|(?:法律)?效力(?:位阶|级别)|统一编号|法規類別"
    "|体裁分类|公文种类|文种|主\\s*题\\s*词"
    "|主題詞|信息类别|信息分类|分类|服务对象分类|审核|校对|点击数?|浏览次数|阅读|字号|字体"
    "|责任处室|信息名称|公开方式|公开形式|公开范围|关联类型|组配分类|服务对象|体裁|栏目|关键词",
}  # fmt: skip
"""What each label stands for; labels under "" say nothing that is kept."""

_LABEL = re.compile(
    "|".join(f"(?P<f{index}>{pattern})" for index, pattern in enumerate(_FIELDS.values())).join(
        (
            r"(?:(?<=[\s|｜丨\[【(（\]】)）;；,，\d])|^)(?:",
            r")\s*[\]】]?\s*(?:[:：]|[｜丨](?!\s))\s*",
        )
    )
)
_NAMES = list(_FIELDS)
_CELLS = re.compile(r"\s*\|\s*")
_NAME = re.compile(f"(?:{'|'.join(_FIELDS.values())})\\s*[:：]?")
"""A label that stands in a cell of its own."""
_MARKS = " \t\xa0\u3000|｜丨[]【】()（）;；,，"
_TIME = r"(?:\s*T?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_WEEKDAY = r"(?:\s*(?:星期|周|週|礼拜)[一二三四五六日天])?"
_PUBLISHER = re.compile(
    rf"[{HAN}A-Za-z0-9·\-—]{{1,18}}(?:报|報|网|網|社|台|臺|号|端|刊|志|杂志|办公室|办|厅|局"
    rf"|委|部|政府|日报|新闻|发布|在线|频道|中心|院|会)"
)
_AMBIGUOUS = re.compile(r"^[\s【\[(（]*(?:时间|時間|名称|名稱|编辑|记者|記者|分类)\s*[:：]")
_NUMBER_OR_SIZE = re.compile(r"\d.*[号號]|^[大中小特超标准默认認Aa+\-\s\[\]【】|]*$")
"""字号 is the number of a document or the size of its letters."""

_OTHER_PAIRS = re.compile(rf"(?:[{HAN}]{{2,6}}[:：] ?[^\s:：]{{1,20}}\s+)+")
"""Labels that nothing is known of, with their values: 出版社：示例出版社 作者：张三."""
_UNMARKED = re.compile(r"(?:^|(?<=[|｜] ))(来源|作者)(?=[^:：\s|｜])")

_COUNTED = re.compile(r"发表于|\d+\s*(?:次|条|人)(?:阅读|评论|浏览|参与|点击)?\s*(?=[|｜]|$)")

_POSTED = re.compile(r"(?:^|(?<=[\s\]】|｜]))发[表布][于於]\s*(?=(?:19|20)\d\d)")
_ADDRESS = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+(?:com|cn|net|org)\b[\s|｜]*", re.IGNORECASE)
"""The address of a site before what a line says."""
_BEHIND = re.compile(r"\s*[|｜:：]")
"""What stands behind a name and a stroke is another thing."""

BESIDE = 30
"""Characters of a site's name that may stand before 时间：."""

LONGEST = 120
"""A longer line is text, whatever it begins with."""


def labelled(line: str) -> dict[str, str] | None:
    """The fields of a line that is made of labels; None for any other line.

    A line that opens with 时间： alone may tell when something takes place: it counts only with a
    time of day or beside another label.
    """
    line = _marked(line)
    found = list(_LABEL.finditer(line))
    if len(line) > LONGEST or not found:
        return None
    before = line[: found[0].start()].strip(_MARKS)
    if (
        before
        and not _OTHER_PAIRS.fullmatch(before + " ")
        and (len(before) > BESIDE or re.search("[，。；、]", before) or not _dates(line, found))
    ):
        return None
    fields: dict[str, str] = {}
    ends = [*(match.start() for match in found[1:]), len(line)]
    for match, end in zip(found, ends, strict=True):
        value = line[match.end() : end].strip(_MARKS)
        if "。" in value or len(value) > 80:
            return None
        if match[0].startswith(("字", "文")) and not _NUMBER_OR_SIZE.search(value):
            return None
        name = next(_NAMES[index] for index in range(len(_NAMES)) if match[f"f{index}"])
        if name and value:
            fields.setdefault(name, value)
    if updated := fields.pop("updated", ""):
        fields.setdefault("published", updated)
    if len(found) == 1 and _AMBIGUOUS.match(line) and not re.search(r"\d{1,2}[:：]\d{2}", line):
        return None
    return fields


def _marked(line: str) -> str:
    """The line without an address, with colons behind labels that strokes part: | 来源示例网 |."""
    line = _told_in_pairs(_ADDRESS.sub("", line))
    return _UNMARKED.sub(r"\1：", line) if "|" in line or "｜" in line else line


def paired(lines: Sequence[str]) -> list[str]:
    """The lines, a label alone joined with the value below it: 发布机构： / 示例市交通局."""
    joined: list[str] = []
    for line in beside(lines):
        before = joined[-1] if joined else ""
        alone = before.endswith(("：", ":")) and _NAME.fullmatch(before)
        if alone and not _NAME.fullmatch(line):
            joined[-1] = before + line
            continue
        label, _, value = line.partition(" ")
        is_told = (
            value
            and not re.search("[:：|]", line)
            and _NAME.fullmatch(label)
            and not _AMBIGUOUS.match(f"{label}：")
        )
        joined.append(f"{label}：{value}" if is_told and _is_name(value) else line)
    return joined


def beside(lines: Sequence[str]) -> list[str]:
    """The lines, a row of labels above one row of values with each label beside its value.

    发文机关 | 文号 above 市府 | 市府发〔2023〕5号 becomes one row of labels and values; a list of
    several documents under such labels stays.
    """
    rows = [_CELLS.split(line) for line in lines]
    found: list[str] = []
    told = ""
    for index, row in enumerate(rows):
        if told:
            told = ""
            continue
        values, below = [*rows[index + 1 : index + 3], [], []][:2]
        told = _told_below(row, values) if len(row) == len(values) != len(below) else ""
        found.append(told or lines[index])
    return found


def _told_below(labels: Sequence[str], values: Sequence[str]) -> str:
    """Labels and values in turn; nothing where they do not tell the number or the day."""
    pairs = [pair for pair in zip(labels, values, strict=True) if _NAME.fullmatch(pair[0])]
    if len(pairs) < 2 or 2 * len(pairs) <= len(labels) or any(map(_NAME.fullmatch, values)):
        return ""
    row = CELLS.join(cell for pair in pairs if pair[1] for cell in pair)
    told = tidy(labelled(row) or {})
    is_plain = any(_AMBIGUOUS.match(f"{label}：") for label, _ in pairs)
    is_dated = not is_plain and ("issued" in told or "published" in told)
    return row if is_dated or "number" in told else ""


def is_row(line: str) -> bool:
    """Is the line a row of a table in which labels stand beside their values?"""
    return _told_in_pairs(line) != line


def _told_in_pairs(line: str) -> str:
    """文号 | 示政发〔2024〕3号 | 有效性 | 有效, a row of labels and values, with colons."""
    cells = line.split(CELLS)
    labels, values = cells[::2], cells[1::2]
    if len(labels) != len(values) or not all(map(_NAME.fullmatch, labels)):
        return line
    if any(map(_NAME.fullmatch, values)):
        return line
    pairs = zip(labels, values, strict=True)
    return " ".join(f"{label.rstrip(':： ')}：{value}" for label, value in pairs)


def _is_name(text: str) -> bool:
    return len(text) <= BESIDE and not re.search("[，。；、]", text)


def _dates(line: str, found: list[re.Match[str]]) -> bool:
    """Does one of the labels, behind the name of a site, date the page?"""
    days = [f"f{_NAMES.index(name)}" for name in ("published", "updated")]
    return any(
        any(match[day] is not None for day in days)
        and dates.first_date(line[match.end() : match.end() + 24])
        for match in found
    )


def dated(line: str) -> dict[str, str] | None:
    """The date, and the publisher beside it, of a line that holds nothing else."""
    if len(line) > LONGEST:
        return None
    line = _marked(line)
    mention = next(dates.mentions(line), None)
    if mention is None or "日" in line[mention.end : mention.end + 1]:
        return None
    rest = re.sub(rf"^{_TIME}{_WEEKDAY}{_TIME}", "", line[mention.end :])
    rest = _COUNTED.sub("", line[: mention.start] + " " + rest).strip(_MARKS + "·•—-")
    if not rest:
        return {"published": mention.date}
    inner = labelled(rest) or {}
    if inner:
        return {**inner, "published": mention.date}
    if _PUBLISHER.fullmatch(rest) and mention.has_year:
        return {"published": mention.date, "source": rest}
    timed = re.match(r"\s*T?\d{1,2}[:：]\d{2}", line[mention.end :])
    if timed and mention.has_year and _is_name(rest):
        return {"published": mention.date}
    return None


_PRINTED = re.compile(
    r"^《\s*(?P<source>[^《》]{2,20}?)\s*》\s*[（(]?\s*(?P<date>[^()（）第]{6,20}?)\s*(?:第\s*)?"
    r"[A-Z]?\d{0,3}\s*版[^)）]{0,12}[)）]?\s*$"
)


_ISSUE = re.compile(
    r"^[—\-(（]*\s*(?:(?:原?[载載]|刊|[发發]表)[于於]?)?《(?P<source>[^《》]{2,20})》\s*"
    r"(?P<date>(?:19|20)\d\d\s?年\s?\d{1,2}\s?月)[号號刊]?[)）]?$"
)
"""The issue of a magazine: ——《示例月刊》1996年6月号."""


def printed(line: str) -> dict[str, str] | None:
    """The paper and the day of a note like 《人民日报》（2024年03月05日 第01版）, or the issue."""
    match = _PRINTED.match(line) or _ISSUE.match(line)
    date = dates.first_date(match["date"]) if match else None
    return {"source": match["source"], "published": date} if match and date else None


def posted(line: str) -> dict[str, str] | None:
    """The day of a line like 发表于 2024年3月5日 10:00, as blogs show it below a text."""
    match = _POSTED.search(line) if len(line) <= LONGEST and "。" not in line else None
    date = dates.first_date(line[match.end() :]) if match else None
    return {"published": date} if date else None


def facts(line: str) -> dict[str, str] | None:
    """The fields of a line of metadata in whatever form; None for a line of text."""
    fields = labelled(line)
    if fields is None:
        fields = dated(line) or printed(line) or posted(line)
    if fields is None:
        if publisher := bylines.source(line):
            return {"source": publisher}
        if names := bylines.editor(line):
            return {"editor": names[0]} if names[1] else {}
        return None
    return tidy(fields)


def tidy(fields: Mapping[str, str]) -> dict[str, str]:
    """Dates as ISO 8601, names joined by one space; what cannot be read is left out."""
    tidied: dict[str, str | None] = dict(fields)
    for name in ("published", "issued", "effective", "expires"):
        if name in fields:
            tidied[name] = dates.stated_date(fields[name])
    if "published" in fields and not tidied["published"]:
        tidied["published"] = dates.republican(fields["published"])
    if "number" in fields and not re.search(r"\d.*[号號]", fields["number"]):
        tidied["number"] = None  # 字号：大 中 小 is the switch of the font size
    if "source" in fields:
        beside = next(dates.mentions(fields["source"]), None)
        if beside and beside.has_year and "published" not in fields:
            tidied["published"] = beside.date
        tidied["source"] = bylines.source("来源：" + fields["source"])
    if "author" in fields:
        stated = _BEHIND.split(fields["author"])[0]
        tidied["author"] = bylines.names_of(stated) or (None if is_nobody(stated) else stated)
    return {name: value for name, value in tidied.items() if value}

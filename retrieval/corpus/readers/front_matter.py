"""What does the block of YAML above a text say about it?"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.corpus.metadata.clean import one_line
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because
from retrieval.text import dates

FIELDS = {
    "id": ("编号",),
    "title": (
        "标题",
        "標題",
        "题名",
        "题目",
        "文件标题",
        "文件標題",
        "文章标题",
        "文章標題",
        "新闻标题",
        "政策标题",
        "文件名称",
        "政策名称",
        "名称",
        "问题",
        "問題",
        "question",
    ),
    "kicker": ("肩题", "肩題", "引题", "眉题"),
    "subtitle": ("副标题", "副標題", "副题"),
    "source": ("来源", "來源", "publisher", "出处", "来源单位", "來源單位", "稿件来源", "信息来源"),
    "author": ("作者", "authors", "byline", "撰稿人", "记者"),
    "date": (
        "日期",
        "发布日期",
        "發布日期",
        "发布时间",
        "發布時間",
        "发表日期",
        "发表时间",
        "时间",
        "published",
        "pubdate",
    ),
    "url": ("链接", "鏈接", "連結", "网址", "網址", "link"),
    "editor": ("编辑", "編輯", "责任编辑"),
    "number": ("文号", "文號", "发文字号", "發文字號", "发文文号", "文件编号"),
    "issuer": ("发文机关", "發文機關", "发布机构", "发文单位", "发布单位", "发布机关", "制定机关"),
    "issued": ("成文日期", "印发日期", "发文日期", "發文日期", "发文时间", "公布日期"),
    "effective": ("施行日期", "实施日期", "生效日期"),
    "lapsed": ("废止", "失效"),
    "place": ("适用地区", "適用地區"),
    "attached_to": ("所属", "所屬"),
    "withdrawn": ("撤下",),
    "site": ("网站", "網站"),
    "default_source": ("默认来源", "預設來源"),
}
"""The fields that an operator can state, each with other names that are understood."""

_NAMES = {other: name for name, others in FIELDS.items() for other in (name, *others)}
_DATES = {"date", "issued", "effective", "withdrawn"}
_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_NESTING = re.compile(r"[\[{]|[-?:](?=\s)")
LONGEST = 20_000
"""Characters of front matter at most."""

MOST_NESTING = 400
"""Brackets, items and keys at most; 3,000 open brackets took ten seconds."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a source states about itself, and what of it could not be understood."""

    fields: dict[str, str]
    warnings: tuple[Reason, ...] = ()


def split_front_matter(text: str) -> tuple[Stated, str]:
    """The stated fields and the text below them; no fields where there is no such block.

    Raises:
        Unreadable: the block is no YAML.
    """
    match = _BLOCK.match(text[:LONGEST])
    if not match or not re.search("[:：]", match[1]):
        return Stated({}), text
    import yaml

    try:
        if len(_NESTING.findall(match[1])) > MOST_NESTING:
            raise ValueError("deep nesting takes very long")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(match[1])):
            raise ValueError("aliases of aliases grow without bound")
        values = yaml.safe_load(match[1])
        stated = stated_fields(values) if isinstance(values, dict) else None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise Unreadable("front_matter_not_yaml") from None
    return (Stated({}), text) if stated is None else (stated, text[match.end() :])


def stated_fields(values: Mapping[Any, Any]) -> Stated:
    """The known fields among ``values``, dates as ISO 8601, lists joined by one space.

    A date that is none is left out, with a warning: it is no reason to lose the article.
    """
    fields: dict[str, str] = {}
    warnings: list[Reason] = []
    for key, value in values.items():
        name = _NAMES.get(str(key).strip().lower())
        if name is None or value is None or isinstance(value, dict):
            continue
        plain: str | None = one_line(_plain(value))
        if plain and name in _DATES and (plain := dates.stated_date(written := plain)) is None:
            warnings.append(
                because("date_not_understood", key=str(key).strip(), written=written[:40])
            )
        if plain:
            fields.setdefault(name, plain)
    if fields.get("lapsed", "").lower() in {"no", "false", "否", "0"}:
        del fields["lapsed"]
    return Stated(fields, tuple(warnings))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, list):
        return " ".join(str(part).strip() for part in value)
    return str(value).strip()

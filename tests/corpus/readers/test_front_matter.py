"""The names under which people state the fields of an article, in front matter and in tables."""

from __future__ import annotations

import pytest

from retrieval.corpus.readers.front_matter import FIELDS, stated_fields

NAMES = {
    "id": "编号",
    "title": "标题 標題 题名 题目 文件标题 文件標題 文章标题 文章標題 新闻标题 政策标题 文件名称 "
    "政策名称 名称",
    "kicker": "肩题 肩題 引题 眉题",
    "subtitle": "副标题 副標題 副题",
    "source": "来源 來源 publisher 出处 来源单位 來源單位 稿件来源 信息来源",
    "author": "作者 authors byline 撰稿人 记者",
    "date": "日期 发布日期 發布日期 发布时间 發布時間 发表日期 发表时间 时间 published pubdate",
    "url": "链接 鏈接 連結 网址 網址 link",
    "editor": "编辑 編輯 责任编辑",
    "number": "文号 文號 发文字号 發文字號 发文文号 文件编号",
    "issuer": "发文机关 發文機關 发布机构 发文单位 发布单位 发布机关 制定机关",
    "issued": "成文日期 印发日期 发文日期 發文日期 发文时间 公布日期",
    "effective": "施行日期 实施日期 生效日期",
    "lapsed": "废止 失效",
    "place": "适用地区 適用地區",
    "attached_to": "所属 所屬",
    "withdrawn": "撤下",
    "site": "网站 網站",
    "default_source": "默认来源 預設來源",
}


def test_every_field_has_names() -> None:
    assert list(FIELDS) == list(NAMES)


@pytest.mark.parametrize("field", NAMES)
def test_a_field_is_known_by_its_names(field: str) -> None:
    for name in (field, field.upper(), *NAMES[field].split()):
        assert stated_fields({f" {name} ": "2024-01-02"}).fields == {field: "2024-01-02"}


@pytest.mark.parametrize("value", ["no", "False", "否", 0, False])
def test_what_is_said_to_be_in_force_has_not_lapsed(value: object) -> None:
    assert stated_fields({"失效": value}).fields == {}

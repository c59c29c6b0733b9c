"""Where a document holds."""

from __future__ import annotations

import gzip
import json

import pytest

from retrieval.corpus.article import Content
from retrieval.corpus.metadata.jurisdiction import jurisdiction
from retrieval.text.fold import fold_text
from retrieval.text.lexicon import Lexicon
from tests.corpus.metadata.jurisdiction_labels import LABELS
from tests.shared import EVAL, needs_shared

DIVISIONS = Lexicon.load().divisions


def place(title: str | None, text: str, source: str | None = None, **meta: str) -> str | None:
    content = Content(title=title, text=text, source=source, meta=meta)
    found = jurisdiction(content, fold_text(text), DIVISIONS)
    return found.code if found else None


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("嘉兴市停车条例", "第一条 停车应当缴费。", "330400"),
        ("浙江省实施《中华人民共和国水法》办法", "第一条 节约用水。", "330000"),
        ("江西省人民政府关于南昌市规划的批复", "原则同意。", "360000"),
        ("關於臺北市停車場的公告", "收費如下。", "710100"),
        ("国务院关于海南发展的意见", "现提出意见。", "000000"),
        ("财政部、教育部关于补助的通知", "现通知如下。", "000000"),
        ("国家税务总局深圳市税务局关于申报的通告", "现通告如下。", "440300"),
        ("停车条例", "2003年4月27日 中华人民共和国国务院令第3号公布\n第一条 缴费。", "000000"),
        (
            "停车条例",
            "2015年2月8日 宁波市第十四届人民代表大会常务委员会第五次会议通过 "
            "2015年5月1日 浙江省第十二届人民代表大会常务委员会第二次会议批准\n第一条 缴费。",
            "330200",
        ),
        (
            "山东黄河湿地条例",
            "2017年3月1日 东营市第七届人民代表大会常务委员会第四次会议通过\n第一条 保护湿地。",
            "370500",
        ),
        ("关于停车的通知", "发布机构：青岛市公安局\n现通知如下。", "370200"),
        ("关于停车的通知", "现通知如下。\n宿州市公安局\n2020年2月9日", "341300"),
        ("关于停车的通知", "各省、自治区、直辖市公安厅：现通知如下。", "000000"),
        ("关于印发顺义区停车办法的通知", "请遵照执行。", "110113"),
        ("关于停车的通知", "我市停车按时计费。濮阳市各处均设收费员，濮阳市民可打折。", "410900"),
        ("停车管理办法", "根据《中华人民共和国道路交通安全法》制定本办法。", "000000"),
        ("停车收费", "停车每小时五元。", None),
        ("复合肥补贴办法", "每亩补贴十元。", None),
    ],
)
def test_it_is_told_by_title_note_label_signature_and_words(
    title: str, text: str, code: str | None
) -> None:
    assert place(title, text) == code


def test_what_is_stated_wins() -> None:
    assert place("嘉兴市停车条例", "第一条 缴费。", place="浙江省") == "330000"
    assert place("嘉兴市停车条例", "第一条 缴费。", place="-") is None
    assert place("停车条例", "第一条 缴费。", issuer="嘉兴市人民政府") == "330400"


def test_the_publisher_tells_last() -> None:
    assert place("停车收费", "停车每小时五元。", source="福建日报") == "350000"
    assert place("嘉兴市停车条例", "第一条 缴费。", source="福建日报") == "330400"


@needs_shared
def test_documents_that_were_labelled_by_hand() -> None:
    right = 0
    lines = gzip.decompress((EVAL / "policy" / "articles.jsonl.gz").read_bytes()).splitlines()
    for document in map(json.loads, lines):
        if expected := LABELS.get(document["id"]):
            right += place(document["title"], document["text"]) == expected
    assert right >= 0.97 * len(LABELS) == 97

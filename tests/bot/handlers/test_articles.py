"""The collection from the chat: files in, articles listed, shown, removed, linked."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.app import Running
from bot.view.answers.deep_links import article_link
from bot.web.botapi import Person, Telegram

NOTICE = """---
title: 示例市电动自行车充电规定
date: 2024-03-01
source: 示例市消防局
---
电动自行车不得在楼道里充电。违反规定的，由消防机构责令改正，处五百元以下罚款。
"""


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file", "file button")
async def test_a_file_is_shown_then_kept_then_found(alice: Person, admin: Person) -> None:
    shown = await admin.sends_file("充电规定.md", NOTICE.encode())
    assert "示例市电动自行车充电规定" in shown.bold
    assert "2024-03-01 · 示例市消防局" in shown.text
    assert [button.text for button in shown.buttons] == ["收录", "放弃"]
    await admin.taps(shown, "收录")
    await shown.when(lambda it: "已收录：新增 1" in it.text)
    assert "处五百元以下罚款" in await alice.says("电动自行车在楼道里充电罚多少？")


@pytest.mark.handler("file", "file button")
async def test_a_file_can_be_dropped(bot: Running, admin: Person) -> None:
    shown = await admin.sends_file("充电规定.md", NOTICE.encode())
    await admin.taps(shown, "放弃")
    await shown.when(lambda it: it.text == "已放弃。")
    await admin.taps_data(shown, "i1:abcdef012345:y")
    await shown.when(lambda it: "请再发一次" in it.text)
    assert bot.state.live.current.store.count() == 4


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file", "file button")
async def test_a_repost_is_named_in_the_preview(admin: Person) -> None:
    sentences = "".join(
        f"第{n}件事，示例市今年为{who}办理{what}，由街道受理，三天之内答复。"
        for n, (who, what) in enumerate(
            [("老人", "乘车证"), ("学生", "借阅证"), ("渔民", "捕捞证"), ("司机", "停车证")] * 3, 1
        )
    )
    first = await admin.sends_file("原文.md", f"# 示例市办好十二件事\n\n{sentences}".encode())
    assert "相近" not in first
    await admin.taps(first, "收录")
    await first.when(lambda it: "已收录：新增 1" in it.text)
    again = await admin.sends_file("转载.md", f"# 十二件事办好了\n\n{sentences}".encode())
    assert "与已收录的相近：《示例市办好十二件事》" in again


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file", "file button")
async def test_a_zip_is_taken_in_whole(alice: Person, admin: Person) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("充电规定.md", NOTICE)
        archive.writestr(
            "两/步行街.txt", "示例市步行街每天上午九点前可以卸货，其余时间禁止机动车。"
        )
        archive.writestr("picture.avi", b"x")
    shown = await admin.sends_file("两则.zip", packed.getvalue())
    assert "读到 2 篇" in shown
    await admin.taps(shown, "收录")
    await shown.when(lambda it: "已收录：新增 2" in it.text)
    assert "上午九点前可以卸货" in await alice.says("步行街什么时候可以卸货？")


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file")
async def test_lines_are_counted_and_bad_ones_named(admin: Person) -> None:
    lines = [json.dumps({"title": f"第{n}条", "text": f"第{n}条的正文。" * 3}) for n in range(7)]
    shown = await admin.sends_file("many.jsonl", "\n".join([*lines, "{"]).encode())
    assert "读到 7 篇" in shown
    assert "另有 2 篇" in shown
    assert "有 1 处读不了" in shown
    assert "many.jsonl:8" in shown


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file", "file button")
async def test_what_wants_a_look_and_what_is_refused_is_said_in_chinese(admin: Person) -> None:
    rows = [{"text": "正文。", "title": "锟斤拷锟斤拷", "date": "unknown"}, {"title": "没有正文"}]
    content = "\n".join(json.dumps(row) for row in rows).encode()
    shown = await admin.sends_file("mixed.jsonl", content)
    assert "⚠ 标题里可能有乱码，请在文件开头的 YAML 或 articles.csv 里写明标题。" in shown
    assert "⚠ 「date」一栏的“unknown”不是日期，请写成 2024-01-31 这样。" in shown
    assert "mixed.jsonl:2：第 2 行没有正文（text），请补上。" in shown
    await admin.taps(shown, "收录")
    await shown.when(lambda it: "拒收 1" in it.text)
    assert "mixed.jsonl:2：第 2 行没有正文（text），请补上。" in shown


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file")
async def test_files_that_cannot_be_taken_get_one_clear_sentence(admin: Person) -> None:
    assert "最多 20 MB" in await admin.sends_file("big.txt", b"x", size=20_000_001)
    for name, content in (("movie.avi", b"x"), ("empty.txt", b""), ("zeros.txt", b"\0" * 99)):
        refused = await admin.sends_file(name, content)
        assert "读不了" in refused
        assert refused.buttons == []


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file", "file button")
async def test_only_admins_send_files(telegram: Telegram, alice: Person, admin: Person) -> None:
    assert "只有编辑和管理员" in await alice.sends_file("a.md", NOTICE.encode())
    answer = await alice.sends_file("a.md", NOTICE.encode(), "三争行动是什么？")
    assert "示例省部署" in answer
    shown = await admin.sends_file("a.md", NOTICE.encode())
    group = telegram.group("群", alice, admin)
    assert group.answers == []
    assert "只有编辑和管理员" in (await alice.taps(shown, "收录")).text


@pytest.mark.handler("articles", "article", "library button", "whole article")
async def test_articles_are_listed_and_shown(bot: Running, alice: Person, admin: Person) -> None:
    assert "只有编辑和管理员" in await alice.says("/articles")
    shown = await admin.says("/articles")
    assert "文章 1–4，共 4 篇" in shown
    assert "2. 示例市住房公積金提取辦法\n示例市住房公積金中心 · 2019-03-01" in shown
    key = bot.state.live.current.store.get("housing").key
    await admin.taps(shown, "2")
    await shown.when(lambda it: "可以提取住房公積金" in "".join(admin.answers[-1].quotes))
    one = await alice.says(f"/article {key}")
    assert f"編號 {key}" in one or f"编号 {key}" in one
    await alice.taps(one, "原文")
    await one.when(lambda it: "document" in alice.answers[-1].message)
    name, content = alice.answers[-1].file
    assert name == f"{key}.txt"
    assert bot.state.article(key).text in content.decode()
    assert "没有编号为 nix" in await alice.says("/article nix")
    assert "用法" in await alice.says("/article")


@pytest.mark.handler("remove", "remove button")
async def test_remove_asks_first(bot: Running, alice: Person, admin: Person) -> None:
    key = bot.state.live.current.store.get("action").key
    assert "只有管理员" in await alice.says(f"/remove {key}")
    shown = await admin.says(f"/remove {key}")
    await admin.taps(shown, "不移除")
    await shown.when(lambda it: it.text == "没有移除。")
    shown = await admin.says(f"/remove {key}")
    await admin.taps(shown, "移除")
    await shown.when(lambda it: "已移除《示例省部署“三争行动”》" in it.text)
    assert "示例省部署" not in await alice.says("三争行动是什么？")
    assert bot.state.live.current.store.count() == 3


@pytest.mark.handler("start")
async def test_a_deep_link_opens_an_article_at_its_quote(bot: Running, alice: Person) -> None:
    article = bot.state.live.current.store.get("action")
    start = article.text.index("三争行动是指")
    link = article_link("wence_test_bot", article, (start, start + 10))
    shown = await alice.opens(link)
    assert article.text[start : start + 10] in shown.bold
    assert "示例日报" in await alice.opens(article_link("wence_test_bot", article))


async def test_many_articles_are_paged(
    telegram: Telegram, bot: Running, home: Path, tmp_path: Path, admin: Person
) -> None:
    from tests.bot.handlers.test_watches import FUND, comes_in

    await comes_in(home, tmp_path / "new", *({**FUND, "id": f"f{n}"} for n in range(8)))
    bot.state.live.refresh()
    shown = await admin.says("/articles")
    assert "文章 1–8，共 12 篇" in shown
    await admin.taps(shown, "›")
    await shown.when(lambda it: "文章 9–12，共 12 篇" in it.text)
    assert not shown.has("›")


async def test_of_a_list_that_takes_several_messages_the_last_has_the_buttons(
    telegram: Telegram, bot: Running, home: Path, tmp_path: Path, admin: Person
) -> None:
    from tests.bot.handlers.test_watches import FUND, comes_in

    title = "关于公积金的通知" * 130
    long = [{**FUND, "id": f"f{n}", "title": f"{n}号{title}"} for n in range(4)]
    await comes_in(home, tmp_path / "new", *long)
    bot.state.live.refresh()
    await admin.says("/articles")
    await telegram.settled(quiet=0.5)
    *others, last = admin.answers
    assert last.buttons
    assert [one.buttons for one in others] == [[]] * len(others) != []


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("file", "library button")
async def test_an_official_document_shows_its_number(admin: Person) -> None:
    text = (
        "示例市人民政府办公室关于印发示例办法的通知\n示政办发〔2023〕12号\n各区人民政府：\n"
        "现将示例办法印发给你们，请认真贯彻执行。各区应当在每年三月底以前报告执行情况。\n"
        "示例市人民政府办公室\n2023年5月6日\n"
    )
    shown = await admin.sends_file("通知.txt", text.encode())
    await admin.taps(shown, "收录")
    await shown.when(lambda it: "已收录：新增 1" in it.text)
    listed = await admin.says("/articles")
    await admin.taps(listed, listed.buttons[-1].text)
    await listed.when(lambda it: "文号 示政办发〔2023〕12号" in admin.answers[-1])

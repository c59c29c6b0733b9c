"""Files of the same name, and files that are tapped twice."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.app import Running
from bot.web.botapi import Person, Shown

pytestmark = pytest.mark.handler("file", "file button")

TOPICS = ("充电桩", "停车场", "菜市场", "图书馆", "游泳馆")


def weekly(*topics: str) -> bytes:
    """An archive with an article a topic."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for topic in topics:
            text = f"# 示例市{topic}管理办法\n\n{topic}由街道管理，每天早上七点开放。\n"
            archive.writestr(f"{topic}.md", text)
    return packed.getvalue()


async def takes(admin: Person, shown: Shown, label: str = "收录") -> Shown:
    await admin.taps(shown, label)
    await shown.when(lambda it: "已收录：" in it.text)
    return shown


async def test_a_second_file_of_the_same_name_takes_nothing_away(
    bot: Running, admin: Person
) -> None:
    await takes(admin, await admin.sends_file("本周政策.zip", weekly(*TOPICS)))
    second = await admin.sends_file("本周政策.zip", weekly("电影院"))
    assert "新增 1，变更 0，移除 0" in await takes(admin, second)
    assert bot.state.live.current.store.count() == 4 + 6


async def test_replacing_is_asked_for_and_counts_what_it_removes(
    bot: Running, admin: Person
) -> None:
    await takes(admin, await admin.sends_file("本周政策.zip", weekly(*TOPICS)))
    second = await admin.sends_file("本周政策.zip", weekly("电影院"))
    assert "替换《示例市充电桩管理办法》等 5 篇？" in second
    assert "移除" in await takes(admin, second, "替换")
    assert bot.state.live.current.store.count() == 4 + 1


async def test_the_same_file_again_changes_nothing(bot: Running, admin: Person) -> None:
    content = weekly("充电桩")
    await takes(admin, await admin.sends_file("附件.zip", content))
    again = await admin.sends_file("附件.zip", content)
    assert "新增 0，变更 0，移除 0，未变 1" in await takes(admin, again)
    assert bot.state.live.current.store.count() == 4 + 1


@pytest.mark.both_ways
async def test_a_double_tap_on_taking_leaves_the_report(bot: Running, admin: Person) -> None:
    shown = await admin.sends_file("附件.zip", weekly("充电桩"))
    data = shown.button("收录").data or ""
    admin.tap(shown, data)
    await shown.when(lambda it: "已收录：" in it.text)
    assert (await admin.taps_data(shown, data)).text == "这个文件已经收下了"
    assert "已收录：新增 1" in shown

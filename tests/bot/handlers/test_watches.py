"""Alerts: told once, bundled, at most hourly, never in quiet hours."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.app import Running
from bot.db.preferences import Preferences, keep_preferences
from bot.db.watches import looked_until
from bot.jobs.alerts import EVERY_S
from bot.web.botapi import Person, Shown, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import SECOND, HandSet, serving

FUND = {
    "id": "fund-2",
    "title": "关于调整住房公积金缴存的通知",
    "source": "示例市住房公积金中心",
    "date": "2024-05-01",
    "text": "为支持购房，现就有关事项通知如下。职工可以按月提取住房公积金用于偿还贷款。其他不变。",
}


async def comes_in(home: Path, folder: Path, *articles: dict[str, str]) -> None:
    """New articles are indexed into the home of the running bot."""
    folder.mkdir(exist_ok=True)
    for article in articles:
        file = folder / f"{article['id']}.jsonl"
        file.write_text(json.dumps(article, ensure_ascii=False) + "\n", encoding="utf-8")
    await asyncio.to_thread(index_paths, Home(home), [folder])


async def looked(bot: Running) -> None:
    """Wait until the bot has compared all that has come in with the watches, and once more."""
    store = bot.state.live.current.store
    async with asyncio.timeout(60):
        while looked_until(bot.state.chats) != int(store.live()[-1]):
            await asyncio.sleep(SECOND)
    await bot.state.timer.sleep(3 * EVERY_S)


async def alert(person: Person, after: Shown, timeout: float = 15.0) -> Shown:
    return await person.answer_to(after, timeout)


@pytest.mark.handler("watch")
async def test_a_new_article_is_told_with_its_quote(
    bot: Running, home: Path, tmp_path: Path, alice: Person
) -> None:
    said = await alice.says("/watch 公積金 提取")
    assert "已訂閱" in said
    await comes_in(home, tmp_path / "new", FUND)
    told = await alert(alice, said)
    assert told.text.startswith("🔔 新文章：公積金 提取")
    assert "关于调整住房公积金缴存的通知" in told.bold
    assert "职工可以按月提取住房公积金" in told.quotes[0]
    assert "公积金" in told.marked("underline")


async def test_what_an_article_says_anew_is_told_as_an_update(
    bot: Running, home: Path, tmp_path: Path, alice: Person
) -> None:
    said = await alice.says("/watch 公积金 提取")
    await comes_in(home, tmp_path / "new", FUND)
    told = await alert(alice, said)
    await looked(bot)
    bot.state.chats.db.execute("update alerted set at = at - 3601")
    raised = FUND["text"].replace("按月", "按季度")
    await comes_in(home, tmp_path / "new", {**FUND, "text": raised + "另行公布。"})
    update = await alert(alice, told)
    assert update.text.startswith("🔔 更新：公积金 提取")
    assert "职工可以按季度提取住房公积金" in update.quotes[0]
    await looked(bot)
    bot.state.chats.db.execute("update alerted set at = at - 3601")
    count = len(alice.answers)
    await comes_in(home, tmp_path / "new", {**FUND, "text": raised + "由中心另行公布。"})
    await looked(bot)
    assert len(alice.answers) == count


@pytest.mark.handler("watch")
async def test_alerts_are_bundled_and_at_most_hourly(
    telegram: Telegram, bot: Running, home: Path, tmp_path: Path, alice: Person
) -> None:
    await alice.says("/watch 公积金")
    said = await alice.says("/watch 偿还贷款")
    await comes_in(home, tmp_path / "new", FUND, {**FUND, "id": "fund-3", "title": "第二则"})
    told = await alert(alice, said)
    assert "第二则" in told.text
    assert told.text.count("关于调整住房公积金缴存的通知") == 1
    count = len(alice.answers)
    await comes_in(home, tmp_path / "new", {**FUND, "id": "fund-4", "title": "第三则"})
    await looked(bot)
    assert len(alice.answers) == count
    bot.state.chats.db.execute("update alerted set at = at - 3601")
    await told.when(lambda it: "第三则" in alice.answers[-1].text)


@pytest.mark.handler("watch")
async def test_nothing_is_told_in_quiet_hours_or_of_what_was_there(
    telegram: Telegram, home: Path, tmp_path: Path, admin: Person
) -> None:
    clock = HandSet(23)
    group = telegram.group("群", admins=(admin,))
    async with serving(telegram, home, clock=clock) as bot:
        await admin.says("/watch@wence_test_bot 公积金", to=group)
        await looked(bot)
        assert len(group.answers) == 1
        keep_preferences(bot.state.chats, group.id, Preferences(quiet="22-7"))
        await comes_in(home, tmp_path / "new", FUND)
        await looked(bot)
        assert len(group.answers) == 1
        clock.hour = 7
        assert await telegram.world.until(lambda: len(group.answers) == 2)
        assert "按月提取" in group.answers[1].text


@pytest.mark.handler("watch", "choice")
async def test_a_person_chooses_the_hours_in_which_nothing_is_told(
    telegram: Telegram, home: Path, tmp_path: Path, alice: Person
) -> None:
    clock = HandSet(1)
    async with serving(telegram, home, clock=clock) as bot:
        menu = await alice.says("/settings")
        assert "不发 /watch 提醒的时段：不设" in menu
        await alice.taps(menu, "0-6 点")
        await menu.when(lambda it: it.has("✓ 0-6 点"))
        said = await alice.says("/watch 公积金")
        await looked(bot)
        await comes_in(home, tmp_path / "new", FUND)
        await looked(bot)
        assert len(alice.answers) == 2
        clock.hour = 6
        assert "按月提取" in (await alert(alice, said)).text


@pytest.mark.handler("watch", "hide")
async def test_a_hidden_article_is_not_told_of(
    telegram: Telegram, home: Path, tmp_path: Path, alice: Person, admin: Person
) -> None:
    clock = HandSet(23)
    async with serving(telegram, home, clock=clock) as bot:
        said = await alice.says("/watch 公积金")
        keep_preferences(bot.state.chats, alice.id, Preferences(quiet="22-7"))
        await looked(bot)
        await comes_in(home, tmp_path / "new", FUND, {**FUND, "id": "fund-3", "title": "第二则"})
        await looked(bot)
        await admin.says(f"/hide {bot.state.live.current.store.get('fund-2').key}")
        assert alice.answers == [said]
        clock.hour = 7
        told = await alert(alice, said)
        assert "第二则" in told.text
        assert "关于调整" not in told.text


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("watch", "watches", "watch button")
async def test_watches_are_listed_and_ended(telegram: Telegram, alice: Person) -> None:
    assert "用法" in await alice.says("/watch")
    assert "太长" in await alice.says("/watch " + "字" * 61)
    assert "还没有订阅" in await alice.says("/watches")
    for phrase in ("公积金", "养老金", "公積金"):
        await alice.says(f"/watch {phrase}")
    shown = await alice.says("/watches")
    assert [button.text for button in shown.buttons] == ["✕ 公积金", "✕ 养老金"]
    assert (await alice.taps(shown, "养老金")).text == "已取消「养老金」"
    await shown.when(lambda it: [button.text for button in it.buttons] == ["✕ 公积金"])


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("watch", "watch button")
async def test_in_a_group_its_admins_watch(
    telegram: Telegram, alice: Person, admin: Person
) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("群", alice, admins=(bob,))
    assert "群管理员" in await alice.says("/watch@wence_test_bot 公积金", to=group)
    assert "已订阅" in await bob.says("/watch@wence_test_bot 公积金", to=group)
    assert "已订阅" in await bob.says("/watch@wence_test_bot 养老", to=group, anonymous=True)
    shown = await alice.says("/watches@wence_test_bot", to=group)
    assert "群管理员" in (await alice.taps(shown, "公积金")).text
    assert "已取消" in (await bob.taps(shown, "公积金")).text


async def test_a_watch_survives_a_restart(
    telegram: Telegram, home: Path, tmp_path: Path, alice: Person
) -> None:
    async with serving(telegram, home) as bot:
        said = await alice.says("/watch 公积金")
        await looked(bot)
    await comes_in(home, tmp_path / "new", FUND)
    async with serving(telegram, home):
        assert "按月提取" in (await alert(alice, said)).text


@pytest.mark.handler("watch", "migrated")
async def test_a_watch_of_a_topic_moves_along_with_the_group_and_tells_in_its_topic(
    telegram: Telegram, bot: Running, home: Path, tmp_path: Path, admin: Person
) -> None:
    forum = telegram.group("论坛", admins=(admin,), forum=True)
    thread = forum.topic("住房", by=admin)
    await admin.says("/watch@wence_test_bot 公积金", to=forum, topic=thread)
    group = telegram.group("群", admins=(admin,), supergroup=False)
    await admin.says("/watch@wence_test_bot 公积金", to=group)
    moved = group.becomes_supergroup()
    await comes_in(home, tmp_path / "new", FUND)
    assert await telegram.world.until(lambda: len(forum.answers) == 2 and moved.answers != [])
    assert forum.answers[-1].topic == thread
    assert "按月提取" in moved.answers[0].text


@pytest.mark.logs("asks to wait 1 s")
@pytest.mark.handler("watch")
async def test_who_has_blocked_the_bot_is_told_nothing_and_nothing_breaks(
    telegram: Telegram, bot: Running, home: Path, tmp_path: Path, alice: Person
) -> None:
    bob = telegram.person("Bob")
    await alice.says("/watch 公积金")
    said = await bob.says("/watch 公积金")
    alice.blocks()
    telegram.faults.refuse("sendMessage", retry_after=1)
    await comes_in(home, tmp_path / "new", FUND)
    assert "按月提取" in (await alert(bob, said)).text
    assert len(alice.answers) == 1


@pytest.mark.handler("watch")
async def test_an_article_without_an_address_is_had_by_a_button_of_the_alert(
    bot: Running, home: Path, tmp_path: Path, alice: Person
) -> None:
    said = await alice.says("/watch 公积金 提取")
    await comes_in(home, tmp_path / "new", FUND)
    told = await alert(alice, said)
    await alice.taps(told, "📄 关于调整住房公积金缴存的通知")
    await told.when(lambda it: "document" in alice.answers[-1].message)


@pytest.mark.handler("watch")
async def test_an_alert_for_a_topic_that_is_gone_is_told_in_general(
    telegram: Telegram, bot: Running, home: Path, tmp_path: Path, alice: Person
) -> None:
    forum = telegram.group("论坛", admins=(alice,), forum=True)
    topic = forum.topic("公积金", by=alice)
    await alice.says("/watch@wence_test_bot 公积金 提取", to=forum, topic=topic)
    del forum.chat.topics[topic]
    await comes_in(home, tmp_path / "new", FUND)
    await looked(bot)
    await telegram.settled()
    assert [one.topic for one in forum.answers if "🔔" in one] == [None]

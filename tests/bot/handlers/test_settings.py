"""``/settings``, in private and in groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Running
from bot.db.preferences import Preferences, keep_preferences, source_filter
from bot.web.botapi import Group, Person, Shown, Telegram
from tests.bot.handlers.test_watches import comes_in
from tests.bot.serving import HandSet, serving

ASK = "三争行动是什么？"
ANSWERS = {
    "id": "answers",
    "title": "公积金问答",
    "text": "提取住房公积金要提供哪些材料？提取住房公积金应当提供身份证明。",
}
GUIDE = {
    "id": "guide",
    "title": "住房公积金提取指南",
    "text": "提取住房公积金应当提供身份证明，三个工作日办结，窗口和网上都可以提取。",
}


@pytest.fixture
def boss(telegram: Telegram) -> Person:
    return telegram.person("Boss")


@pytest.fixture
def group(telegram: Telegram, alice: Person, boss: Person) -> Group:
    return telegram.group("住房", alice, admins=(boss,))


@pytest.mark.handler("settings", "choice")
async def test_a_person_chooses_the_script_and_keeps_it_over_a_restart(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    async with serving(telegram, home):
        menu = await alice.says("/settings")
        assert menu.has("✓ 跟随提问")
        await alice.taps(menu, "繁体")
        await menu.when(lambda it: it.has("✓ 繁體"))
    async with serving(telegram, home):
        assert "沒有找到" in await alice.says("鹦鹉为何学舌？")


@pytest.mark.both_ways
async def test_a_person_chooses_results_and_length(bot: Running, alice: Person) -> None:
    menu = await alice.says("/settings")
    await alice.taps(menu, "1 条")
    await menu.when(lambda it: it.has("✓ 1 条"))
    await alice.taps(menu, "120 字")
    await menu.when(lambda it: it.has("✓ 120 字"))
    answer = await alice.says("公积金怎么提取？")
    assert len(answer.quotes) == 1
    assert len(answer.quotes[0]) <= 122


async def test_a_second_tap_on_the_same_choice_changes_nothing(bot: Running, alice: Person) -> None:
    menu = await alice.says("/settings")
    before = menu.text
    await alice.taps(menu, "跟随提问")
    assert "三争行动是指" in await alice.says(ASK)
    assert (menu.text, menu.has("✓ 跟随提问")) == (before, True)


async def test_in_a_group_only_its_admins_may(
    telegram: Telegram, bot: Running, group: Group, alice: Person, boss: Person
) -> None:
    assert "只有群管理员" in await alice.says("/settings@wence_test_bot", to=group)
    menu = await boss.says("/settings@wence_test_bot", to=group)
    assert "隐私模式" in menu.text
    await turns_to(boss, menu, "怎样提问")
    assert "只有群管理员" in (await alice.taps(menu, "只用命令")).text
    await boss.taps(menu, "只用命令")
    await menu.when(lambda it: it.has("✓ 只用命令"))
    first = await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    await alice.hears_nothing("公积金怎么提取？", to=group, reply_to=first)


async def test_who_runs_a_group_is_asked_once_in_five_minutes(
    telegram: Telegram, bot: Running, group: Group, boss: Person
) -> None:
    menu = await boss.says("/settings@wence_test_bot", to=group)
    await turns_to(boss, menu, "怎样提问")
    await boss.taps(menu, "只用命令")
    await menu.when(lambda it: it.has("✓ 只用命令"))
    assert len(telegram.called("getChatMember")) == 1


async def test_an_anonymous_admin_may(bot: Running, group: Group, boss: Person) -> None:
    menu = await boss.says("/settings@wence_test_bot", to=group, anonymous=True)
    assert (await turns_to(boss, menu, "怎样提问")).has("✓ 提及和回复")


async def test_each_setting_of_a_group_has_a_page_that_leads_back(
    bot: Running, group: Group, boss: Person
) -> None:
    menu = await boss.says("/settings@wence_test_bot", to=group)
    listed, names = menu.text, [button.text for button in menu.buttons]
    assert names == [
        "怎样提问",
        "用「查」提问",
        "语言文字",
        "一次几条",
        "安静时段",
        "谁可以问",
        "来源",
    ]
    for name in names:
        page = await turns_to(boss, menu, name)
        assert page.text.startswith(name)
        await boss.taps(page, "返回")
        await menu.when(lambda it: it.text == listed)


async def test_every_message_is_a_question_only_where_the_group_wants_it(
    telegram: Telegram, bot: Running, group: Group, alice: Person
) -> None:
    telegram.world.bot["can_read_all_group_messages"] = True
    await alice.hears_nothing(ASK, to=group)
    keep_preferences(bot.state.chats, group.id, Preferences(address="every"))
    assert "三争行动是指" in await alice.says(ASK, to=group)
    await alice.hears_nothing("鹦鹉为何学舌？", to=group)
    await alice.hears_nothing("😀", to=group)
    kept = [row["text"] for row in bot.state.chats.db.query("select text from questions")]
    assert kept == [ASK]


async def test_look_up_without_a_slash_where_the_group_allows_it(
    telegram: Telegram, bot: Running, group: Group, alice: Person
) -> None:
    telegram.world.bot["can_read_all_group_messages"] = True
    keep_preferences(bot.state.chats, group.id, Preferences(look_up="on"))
    assert "三争行动是指" in await alice.says("查 三争行动", to=group)
    await alice.hears_nothing("查三争行动", to=group)


async def test_a_group_is_left_in_peace_in_its_quiet_hours_and_a_person_never(
    telegram: Telegram, home: Path, group: Group, alice: Person, boss: Person
) -> None:
    clock = HandSet(21)
    async with serving(telegram, home, clock=clock):
        menu = await boss.says("/settings@wence_test_bot", to=group)
        await turns_to(boss, menu, "安静时段")
        await boss.taps(menu, "22-7 点")
        await menu.when(lambda it: it.has("✓ 22-7 点"))
        answer = await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
        for clock.hour in (22, 0, 6):
            await alice.hears_nothing(f"/ask@wence_test_bot {ASK}", to=group)
            await alice.hears_nothing("公积金怎么提取？", to=group, reply_to=answer)
        assert "三争行动是指" in await alice.says(ASK)
        clock.hour = 7
        assert "三争行动是指" in await alice.says(f"/ask@wence_test_bot {ASK}", to=group)


@pytest.mark.parametrize(
    ("quiet", "silent"),
    [("off", []), ("22-7", [*range(7), 22, 23]), ("23-8", [*range(8), 23]), ("0-6", [*range(6)])],
)
def test_which_hours_are_quiet(quiet: str, silent: list[int]) -> None:
    preferences = Preferences(quiet=quiet)
    assert [hour for hour in range(24) if preferences.silent_at(hour)] == silent


async def test_a_group_can_be_for_its_admins_only(
    bot: Running, group: Group, alice: Person, boss: Person
) -> None:
    keep_preferences(bot.state.chats, group.id, Preferences(who="admins"))
    await alice.hears_nothing(f"/ask@wence_test_bot {ASK}", to=group)
    assert "三争行动是指" in await boss.says(f"/ask@wence_test_bot {ASK}", to=group)


@pytest.mark.parametrize("size", [1, 2, 3])
async def test_a_group_chooses_how_much_is_in_a_card(
    bot: Running, home: Path, tmp_path: Path, group: Group, alice: Person, boss: Person, size: int
) -> None:
    await comes_in(home, tmp_path / "new", ANSWERS, GUIDE)
    bot.state.live.refresh()
    menu = await boss.says("/settings@wence_test_bot", to=group)
    await turns_to(boss, menu, "一次几条")
    await boss.taps(menu, f"{size} 条")
    await menu.when(lambda it: it.has(f"✓ {size} 条"))
    card = await alice.says("/ask@wence_test_bot 住房公积金怎么提取？", to=group)
    assert len(card.quotes) == size


def test_what_is_no_choice_counts_as_unset() -> None:
    assert Preferences.from_json({"script": "klingon", "results": 99, "x": 1}) == Preferences()
    assert Preferences.from_json({"sources": 5}) == Preferences()


def test_the_one_source_of_before_is_kept_until_another_choice() -> None:
    before = Preferences.from_json({"source": "示例日报"})
    assert before.sources == ("示例日报",)
    cleared = before.with_source("").as_json()
    assert not Preferences.from_json({"source": "示例日报", **cleared}).sources


def test_sources_become_one_operator() -> None:
    assert source_filter(()) == ""
    assert source_filter(("示例日报", "甲 示例晚报|乙")) == "来源:示例日报|示例晚报"


async def test_a_group_can_search_some_sources_only(
    telegram: Telegram, bot: Running, group: Group, alice: Person, boss: Person
) -> None:
    menu = await boss.says("/settings@wence_test_bot", to=group)
    await turns_to(boss, menu, "来源")
    assert menu.has("✓ 全部来源")
    await boss.taps(menu, "示例日报")
    await menu.when(lambda it: it.has("✓ 示例日报"))
    assert "三争行动是指" in await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    other = await alice.says("/ask@wence_test_bot 公积金怎么提取？", to=group)
    assert "公積金" not in other.text
    await boss.taps(menu, "示例市住房公積金中心")
    await menu.when(lambda it: it.has("✓ 示例市住房公積金中心") and it.has("✓ 示例日报"))
    fund = await alice.says("/ask@wence_test_bot 公积金怎么提取？", to=group)
    assert "公積金" in fund.text
    assert "三争行动是指" in await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    third = await alice.says("/ask@wence_test_bot 电动自行车怎么登记上牌？", to=group)
    assert "号牌" not in third.text
    await boss.taps(menu, "示例日报")
    await menu.when(lambda it: it.has("✓ 示例市住房公積金中心") and not it.has("✓ 示例日报"))
    await boss.taps(menu, "返回")
    await menu.when(lambda it: "来源：示例市住房公積金中心" in it.text)
    await turns_to(boss, menu, "来源")
    assert "三争行动是指" not in await alice.says(f"/ask@wence_test_bot {ASK}", to=group)
    await boss.taps(menu, "全部来源")
    await menu.when(lambda it: it.has("✓ 全部来源"))
    both = await alice.says("/ask@wence_test_bot 公积金怎么提取？", to=group)
    assert "公積金" in both.text


async def test_a_topic_can_be_quiet_or_be_the_only_one(
    telegram: Telegram, bot: Running, alice: Person, boss: Person
) -> None:
    forum = telegram.group("论坛", alice, admins=(boss,), forum=True)
    policy, chat = forum.topic("政策", by=boss), forum.topic("闲聊", by=boss)

    async def chooses(topic: int, choice: str) -> None:
        menu = await boss.says("/settings@wence_test_bot", to=forum, topic=topic)
        await boss.taps(await turns_to(boss, menu, "这个话题"), choice)
        await menu.when(lambda it: it.has(f"✓ {choice}"))

    ask = f"/ask@wence_test_bot {ASK}"
    await chooses(chat, "这里不回答")
    await alice.hears_nothing(ask, to=forum, topic=chat)
    assert "三争行动是指" in await alice.says(ask, to=forum)
    await chooses(policy, "只在选了这项的话题里回答")
    await chooses(chat, "跟其他话题一样")
    await alice.hears_nothing(ask, to=forum, topic=chat)
    await alice.hears_nothing(ask, to=forum)
    assert "三争行动是指" in await alice.says(ask, to=forum, topic=policy)


async def test_the_chosen_script_is_that_of_every_word_of_the_bots(
    bot: Running, alice: Person
) -> None:
    keep_preferences(bot.state.chats, alice.id, Preferences(script="hant"))
    assert "請用文字提問" in await alice.says("😀")
    assert "說明" in await alice.says("/help")


async def turns_to(person: Person, menu: Shown, name: str) -> Shown:
    """Tap on the name of a setting; the menu, open at its page."""
    await person.taps(menu, name)
    return await menu.when(lambda it: it.has("返回"))

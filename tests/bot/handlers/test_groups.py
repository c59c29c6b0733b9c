"""In groups: quiet unless addressed."""

from __future__ import annotations

import pytest

from bot.app import Running
from bot.db.preferences import Preferences, keep_preferences
from bot.handlers.groups import SETTLES_S
from bot.web.botapi import Group, Person, Telegram

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def group(telegram: Telegram, alice: Person) -> Group:
    return telegram.group("住房", alice)


@pytest.fixture
def open_group(telegram: Telegram, group: Group) -> Group:
    """A group whose every message reaches the bot."""
    telegram.world.bot["can_read_all_group_messages"] = True
    return group


@pytest.mark.handler("ask")
@pytest.mark.parametrize(
    "text",
    [
        "/ask@wence_test_bot 三争行动是什么？",
        "/ask@Wence_Test_Bot 三争行动是什么？",
        "/ask 三争行动是什么？",
        "/ask三争行动是什么？",
        "／ask 三争行动是什么？",
        "/查 三争行动是什么？",
        "/搜索三争行动",
    ],
)
async def test_a_command_is_answered(open_group: Group, alice: Person, text: str) -> None:
    assert "三争行动是指" in await alice.says(text, to=open_group)


@pytest.mark.handler("group question")
async def test_a_reply_to_the_bot_is_a_question(group: Group, alice: Person) -> None:
    first = await alice.says("/ask@wence_test_bot 公积金怎么提取？", to=group)
    assert "三争行动是指" in await alice.says("三争行动呢？", to=group, reply_to=first)


@pytest.mark.parametrize(
    "text", ["@wence_test_bot 三争行动是什么？", "😀𠮷 三争行动是什么？ @Wence_Test_Bot"]
)
async def test_a_mention_is_a_question(open_group: Group, alice: Person, text: str) -> None:
    assert "三争行动是指" in await alice.says(text, to=open_group)


async def test_a_mention_without_a_username_counts_too(
    telegram: Telegram, open_group: Group, alice: Person
) -> None:
    bot = {name: telegram.world.bot[name] for name in ("id", "is_bot", "first_name")}
    entity = {"type": "text_mention", "offset": 3, "length": 2, "user": bot}
    asked = alice.posts("😀 问策 三争行动", to=open_group, entities=[entity])
    assert "三争行动是指" in await alice.answer_to(asked)


@pytest.mark.parametrize("text", ["/ask@wence_test_bot", "@wence_test_bot"])
@pytest.mark.both_ways
async def test_a_reply_to_somebodys_question_asks_it(
    telegram: Telegram, open_group: Group, alice: Person, text: str
) -> None:
    bob = telegram.person("Bob")
    open_group.add(bob)
    question = await bob.hears_nothing("三争行动是什么？", to=open_group)
    assert "三争行动是指" in await alice.says(text, to=open_group, reply_to=question)


@pytest.mark.handler("edited question")
@pytest.mark.both_ways
async def test_a_mention_that_an_edit_adds_is_answered_once(
    telegram: Telegram, open_group: Group, alice: Person
) -> None:
    asked = await alice.hears_nothing("三争行动是什么？", to=open_group)
    alice.edits(asked, "@wence_test_bot 三争行动是什么？")
    assert "三争行动是指" in await alice.answer_to(asked)
    alice.edits(asked, "@wence_test_bot 三争行动是什么啊？")
    await telegram.settled()
    assert len(open_group.answers) == 1


@pytest.mark.parametrize(
    "text",
    [
        "大家好，三争行动是什么？",
        "@other_bot 三争行动是什么？",
        "/ask@other_bot 三争行动是什么？",
        "/weather 三争行动",
        "查 三争行动",
        "😀",
    ],
)
async def test_it_is_silent_otherwise(open_group: Group, alice: Person, text: str) -> None:
    await alice.hears_nothing(text, to=open_group)


async def test_no_typing_and_no_reaction_in_groups(
    telegram: Telegram, group: Group, alice: Person
) -> None:
    await alice.says("/ask@wence_test_bot 三争行动", to=group)
    await telegram.settled()
    assert telegram.called("sendChatAction") == []
    assert telegram.called("setMessageReaction") == []


async def test_an_empty_question_gets_an_example(group: Group, alice: Person) -> None:
    assert "请在 /ask 后面写上问题" in await alice.says("/ask@wence_test_bot", to=group)


async def test_the_answer_stays_in_its_topic(telegram: Telegram, alice: Person) -> None:
    forum = telegram.group("论坛", alice, forum=True)
    topic = forum.topic("公积金", by=alice)
    answer = await alice.says("/ask@wence_test_bot 三争行动", to=forum, topic=topic)
    assert answer.topic == topic


@pytest.mark.parametrize("text", ["/ask@wence_test_bot 三争行动", "/help@wence_test_bot"])
async def test_a_message_of_general_that_names_its_topic_is_answered(
    telegram: Telegram, alice: Person, text: str
) -> None:
    forum = telegram.group("论坛", alice, forum=True)
    general = {"message_thread_id": 1, "is_topic_message": True}
    assert len((await alice.says(text, to=forum, **general)).text) > 20


async def test_what_is_asked_in_a_topic_that_goes_is_answered_in_general(
    telegram: Telegram, alice: Person
) -> None:
    forum = telegram.group("论坛", alice, forum=True)
    topic = forum.topic("公积金", by=alice)
    asked = alice.posts("/ask@wence_test_bot 三争行动", to=forum, topic=topic)
    del forum.chat.topics[topic]
    assert "三争行动是指" in await alice.answer_to(asked)


async def test_in_a_topic_of_the_bots_own_not_everything_is_a_reply_to_it(
    telegram: Telegram, open_group: Group, alice: Person
) -> None:
    opening = {
        "message_id": 77,
        "date": 1_700_000_000,
        "chat": open_group.chat.as_json(),
        "from": {name: telegram.world.bot[name] for name in ("id", "is_bot", "first_name")},
        "forum_topic_created": {"name": "公积金", "icon_color": 7322096},
    }
    await alice.hears_nothing(
        "三争行动是什么？", to=open_group, reply_to_message=opening, message_thread_id=77
    )


async def test_another_bot_and_a_channels_copy_are_no_askers(
    telegram: Telegram, open_group: Group, alice: Person
) -> None:
    other = {"id": 5, "is_bot": True, "first_name": "Bot"}
    await alice.hears_nothing("/ask 三争行动", to=open_group, **{"from": other})
    await alice.hears_nothing("/ask 三争行动", to=open_group, is_automatic_forward=True)


@pytest.mark.handler("migrated")
async def test_the_settings_of_a_group_survive_its_becoming_a_supergroup(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    small = telegram.group("小群", alice, supergroup=False)
    keep_preferences(bot.state.chats, small.id, Preferences(script="hant"))
    large = small.becomes_supergroup()
    await telegram.settled()
    assert bot.state.preferences(large.id).script == "hant"
    assert "三争行动是指" in await alice.says("/ask@wence_test_bot 三争行动", to=large)


@pytest.mark.handler("added")
@pytest.mark.both_ways
async def test_it_introduces_itself_once_where_it_is_added(
    telegram: Telegram, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    group.chat.status[telegram.world.bot["id"]] = "left"
    group.bot_becomes("member", alice)
    group.bot_becomes("administrator", alice)
    await telegram.settled()
    (said,) = group.answers
    for part in (
        "从收录的政策文章里找原文",
        "/ask@wence_test_bot 问题",
        "/settings@wence_test_bot",
    ):
        assert part in said


async def test_a_group_that_becomes_a_supergroup_is_not_welcomed_again(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    large = telegram.group("住房", alice, supergroup=False).becomes_supergroup()
    await telegram.settled()
    await bot.state.timer.sleep(2 * SETTLES_S)
    assert large.answers == []


@pytest.mark.handler("take away")
async def test_who_asked_takes_the_card_away(
    telegram: Telegram, group: Group, alice: Person
) -> None:
    bob = telegram.person("Bob")
    group.add(bob)
    card = await alice.says("/ask@wence_test_bot 三争行动是什么？", to=group)
    assert "只有提问的人" in (await bob.taps(card, "🗑")).text
    assert (await alice.taps(card, "🗑")).text == "已拿掉"
    assert group.answers == []

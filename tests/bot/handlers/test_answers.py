"""What a question gets in private."""

from __future__ import annotations

import pytest

from bot.view.blocks import MESSAGE_UNITS, units
from bot.web.botapi import Person, Telegram

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.handler("private question")
@pytest.mark.both_ways
async def test_a_question_gets_the_excerpt_with_its_source(alice: Person) -> None:
    answer = await alice.says("三争行动是什么？")
    assert "示例省部署“三争行动”" in answer.text
    assert "示例日报 · 2024-01-31 · 张三 李四" in answer.text
    assert "三争行动是指深学争优、敢为争先、实干争效的行动。" in answer.quotes[0]
    assert list(answer.links.values()) == ["https://news.example.com/a?x=1&y=2"]
    assert any("三争" in word for word in answer.bold)


async def test_the_answer_is_one_message_that_replies_to_the_question(
    telegram: Telegram, alice: Person
) -> None:
    answer = await alice.says("三争行动是什么？")
    await telegram.settled()
    assert len(alice.answers) == 1
    assert answer.replies_to == answer.id - 1
    assert units(answer.text) <= MESSAGE_UNITS


async def test_the_bots_words_follow_the_askers_script_and_the_quote_keeps_its_own(
    alice: Person,
) -> None:
    answer = await alice.says("住房公积金怎么提取？")
    assert "示例市住房公積金提取辦法" in answer.text
    assert "可以提取住房公積金" in answer.quotes[0]
    nothing = await alice.says("鸚鵡為何學舌？")
    assert nothing.text.startswith("沒有找到相關內容。")


async def test_the_telegram_language_decides_where_the_question_does_not(
    telegram: Telegram,
) -> None:
    taiwan = telegram.person("Mei", language="zh-hant")
    assert "沒有找到" in await taiwan.says("Mars?")


async def test_a_slip_that_finds_nothing_is_named(alice: Person) -> None:
    answer = await alice.says("公鸡金")
    assert answer.text.endswith("您是不是要问：公积金")
    assert (await alice.says("公雞金")).text.endswith("您是不是要問：公積金")


@pytest.mark.both_ways
async def test_nothing_found_is_said_without_quotes(alice: Person) -> None:
    answer = await alice.says("鹦鹉为何学舌？")
    assert answer.text.startswith("没有找到相关内容。")
    assert answer.quotes == []
    assert "可能相关" not in answer.text


async def test_markup_in_articles_is_shown_as_it_is_written(alice: Person) -> None:
    answer = await alice.says("补贴标准由谁负责解释？")
    assert "带有 <尖括号> & 符号的通知" in answer.text
    assert "a < b && c > d，由𠮷田😀负责解释" in answer.quotes[0]
    assert "\u202e" not in answer.text


async def test_a_date_without_a_year_says_so(alice: Person) -> None:
    assert "07-17（年份不详）" in await alice.says("补贴标准由谁负责解释？")


async def test_an_article_without_a_title_says_so(alice: Person) -> None:
    answer = await alice.says("电动自行车怎么登记上牌？")
    assert answer.text.startswith("电动自行车应当登记上牌（无题）")


async def test_emoji_and_rare_characters_in_the_question_do_no_harm(alice: Person) -> None:
    assert "符号的通知" in await alice.says("𠮷田😀负责解释补贴标准吗？")


@pytest.mark.parametrize("text", ["😀😀", "？！…", "。"])
async def test_a_question_without_words_gets_a_friendly_line(alice: Person, text: str) -> None:
    assert "请用文字提问" in await alice.says(text)


@pytest.mark.parametrize("text", ["你好", "谢谢！", "在吗"])
async def test_small_talk_gets_a_friendly_line_and_no_search(alice: Person, text: str) -> None:
    answer = await alice.says(text)
    assert "直接发来就行" in answer.text
    assert answer.quotes == []


async def test_a_forwarded_message_can_be_the_question(alice: Person) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1_700_000_000}
    long = "三争行动是什么？" + "会议要求各地落实三争行动。" * 60
    asked = alice.posts(long, forward_origin=origin)
    assert "三争行动是指" in await alice.answer_to(asked)


async def test_a_question_that_is_too_long_is_told_the_limit(alice: Person) -> None:
    assert "请缩到 500 个字以内" in await alice.says("三争行动是什么？" * 500)


@pytest.mark.both_ways
async def test_a_caption_can_be_the_question(alice: Person) -> None:
    answer = await alice.sends_file("a.txt", b"...", caption="三争行动是什么？")
    assert "三争行动是指" in answer.text


@pytest.mark.handler("no text")
async def test_what_it_cannot_read_gets_one_friendly_line(alice: Person) -> None:
    voice = {"file_id": "v", "file_unique_id": "u", "duration": 3}
    answer = await alice.answer_to(alice.posts("", voice=voice))
    assert "我只看得懂文字" in answer.text


async def test_an_album_gets_one_line(telegram: Telegram, alice: Person) -> None:
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]
    for _ in range(3):
        alice.posts("", photo=photo, media_group_id="album")
    await telegram.settled()
    assert len(alice.answers) == 1


@pytest.mark.handler("edited question")
@pytest.mark.both_ways
async def test_an_edited_question_edits_its_answer(telegram: Telegram, alice: Person) -> None:
    asked = alice.posts("住房公积金怎么提取？")
    answer = await alice.answer_to(asked)
    alice.edits(asked, "三争行动是什么？")
    await answer.when(lambda it: "三争行动是指" in it.text)
    await telegram.settled()
    assert len(alice.answers) == 1


async def test_an_old_question_stays_answered_as_it_was(telegram: Telegram, alice: Person) -> None:
    asked = alice.posts("住房公积金怎么提取？")
    answer = await alice.answer_to(asked)
    before = answer.text
    alice.edits(asked, "住房公积金怎么提取？")
    await telegram.settled()
    assert answer.text == before
    assert telegram.called("editMessageText") == []

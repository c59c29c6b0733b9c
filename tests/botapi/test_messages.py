"""Messages of the bot: markup, lengths, buttons, edits, replies."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from telegram import (
    Bot,
    ReplyParameters,
    WebAppInfo,
)
from telegram.error import (
    BadRequest,
)

from bot.web.botapi import Person, Telegram
from tests.botapi.tools import keyboard, refused

Json = dict[str, Any]


async def test_text_and_entities_are_read_back_in_utf16(bot: Bot, alice: Person) -> None:
    source = "𠮷<b>野家</b> 😀 &lt;<a href='https://a.cn/?a=1&amp;b=2'>链接</a>"
    sent = await bot.send_message(alice.id, source, parse_mode="HTML")
    assert sent.text == "𠮷野家 😀 <链接"
    assert [sent.parse_entity(entity) for entity in sent.entities] == ["野家", "链接"]
    assert [entity.offset for entity in sent.entities] == [2, 9]
    assert sent.entities[1].url == "https://a.cn/?a=1&b=2"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("我</b>", "Unexpected end tag at byte offset 3"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("2 < 3", "Unclosed or empty start tag"),
        ("<p>a</p>", "Unsupported start tag"),
        ("<span>a</span>", "tg-spoiler"),
        ("<b onclick='x'>a</b>", "Unknown attribute"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "nested"),
        ("<code>a<b>b</b></code>", "Markup inside code"),
    ],
)
async def test_bad_html_is_refused(bot: Bot, alice: Person, source: str, complaint: str) -> None:
    with refused(BadRequest, "parse entities") as refusal:
        await bot.send_message(alice.id, source, parse_mode="HTML")
    assert complaint.lower() in str(refusal.value).lower()


async def test_every_tag_that_telegram_knows(bot: Bot, alice: Person) -> None:
    source = (
        "<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><ins>6</ins><s>7</s><del>8</del>"
        '<tg-spoiler>9</tg-spoiler><span class="tg-spoiler">a</span><code>b</code>'
        '<pre><code class="language-c">c</code></pre><blockquote>d</blockquote>'
        "<blockquote expandable>e<b>f</b></blockquote>"
    )
    sent = await bot.send_message(alice.id, source, parse_mode="HTML")
    assert sent.text == "123456789abcdef"
    assert len(sent.entities) == 15
    assert [e.type for e in sent.entities][-2:] == ["expandable_blockquote", "bold"]


async def test_lengths_are_counted_after_parsing(bot: Bot, alice: Person) -> None:
    await bot.send_message(alice.id, "<b>" + "字" * 4096 + "</b>", parse_mode="HTML")
    for text in ("字" * 4097, "𠮷" * 2049):
        with refused(BadRequest, "too long"):
            await bot.send_message(alice.id, text)
    for text in (" \n ", "<b></b>"):
        with refused(BadRequest, "text is empty"):
            await bot.send_message(alice.id, text, parse_mode="HTML")
    crowd = await bot.send_message(alice.id, "<b>字</b>句" * 120, parse_mode="HTML")
    assert len(crowd.entities) == 100


async def test_addresses_and_commands_of_a_bot_are_found_outside_of_links_and_code(
    bot: Bot, alice: Person
) -> None:
    source = "<b>/help</b> <code>/ask</code> https://a.cn/b <a href='https://a.cn'>@alice</a>"
    sent = await bot.send_message(alice.id, source, parse_mode="HTML")
    kinds = [(each.type, sent.parse_entity(each)) for each in sent.entities]
    assert ("bot_command", "/help") in kinds
    assert ("url", "https://a.cn/b") in kinds
    assert [kind for kind, _ in kinds].count("bot_command") == 1
    assert "mention" not in dict(kinds)


async def test_buttons_are_checked(bot: Bot, alice: Person) -> None:
    await bot.send_message(alice.id, "a", reply_markup=keyboard(callback_data="字" * 21))
    bad_ones = [keyboard(callback_data="字" * 22), keyboard(callback_data=""), keyboard(url="x")]
    for markup in [*bad_ones, keyboard(), keyboard(url="https://a.cn", callback_data="1")]:
        with pytest.raises(BadRequest):
            await bot.send_message(alice.id, "a", reply_markup=markup)
    assert len(alice.answers) == 1


@pytest.mark.parametrize(
    ("style", "taken"), [("primary", 1), ("success", 1), ("danger", 1), ("warning", 0)]
)
async def test_a_button_has_a_style_of_three(
    bot: Bot, alice: Person, style: str, taken: int
) -> None:
    button = keyboard(callback_data="1", style=style)
    with suppress(BadRequest):
        await bot.send_message(alice.id, "a", reply_markup=button)
    assert len(alice.answers) == taken


async def test_a_mini_app_opens_in_private_alone_and_encrypted(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    app = keyboard(web_app=WebAppInfo("https://a.cn"))
    await bot.send_message(alice.id, "a", reply_markup=app)
    with refused(BadRequest, "only https links are allowed"):
        plain = keyboard(web_app=WebAppInfo("http://a.cn"))
        await bot.send_message(alice.id, "a", reply_markup=plain)
    with refused(BadRequest, "button_type_invalid"):
        await bot.send_message(telegram.group("群", alice).id, "a", reply_markup=app)


async def test_edits(bot: Bot, alice: Person, telegram: Telegram) -> None:
    sent = await bot.send_message(alice.id, "<b>a</b>", parse_mode="HTML")
    with refused(BadRequest, "not modified"):
        await sent.edit_text("<b>a</b>", parse_mode="HTML")
    await sent.edit_text("a")
    await sent.edit_reply_markup(keyboard(callback_data="x"))
    with refused(BadRequest, "not modified"):
        await sent.edit_reply_markup(keyboard(callback_data="x"))
    with refused(BadRequest, "message to edit not found"):
        await bot.edit_message_text("b", alice.id, 999)
    with refused(BadRequest, "can't be edited"):
        await bot.edit_message_text("b", alice.id, alice.posts("mine").id)
    await sent.delete()
    with refused(BadRequest, "message to delete not found"):
        await sent.delete()


async def test_replies_and_topics(bot: Bot, telegram: Telegram, alice: Person) -> None:
    asked = alice.posts("问")
    sent = await bot.send_message(alice.id, "答", reply_to_message_id=asked.id)
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "问"
    with refused(BadRequest, "message to be replied not found"):
        await bot.send_message(alice.id, "答", reply_to_message_id=999)
    lost = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(alice.id, "答", reply_parameters=lost)).reply_to_message is None
    quote = ReplyParameters(asked.id, quote="答")
    with refused(BadRequest, "QUOTE_TEXT_INVALID"):
        await bot.send_message(alice.id, "答", reply_parameters=quote)
    with refused(BadRequest, "thread not found"):
        await bot.send_message(alice.id, "答", message_thread_id=1)
    forum = telegram.group("论坛", alice, forum=True)
    thread = forum.topic("住房", by=alice)
    said = alice.posts("/ask 公积金", to=forum, topic=thread)
    in_topic = await bot.send_message(forum.id, "答", reply_to_message_id=said.id)
    assert in_topic.message_thread_id == thread
    with refused(BadRequest, "thread not found"):
        await bot.send_message(forum.id, "答", message_thread_id=1)

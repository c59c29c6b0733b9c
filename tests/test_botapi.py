"""The Bot API server on loopback, spoken to by a real ``telegram.Bot`` and by plain HTTP."""

from __future__ import annotations

import inspect
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from tests.botapi import TOKEN, Limits, Person, Telegram, bad
from tests.botapi.methods import METHODS

Json = dict[str, Any]


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as server:
        yield server


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with Bot(
        TOKEN, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot"
    ) as it:
        yield it


@pytest.fixture
def alice(telegram: Telegram) -> Person:
    person = telegram.person("Alice")
    assert person.chat.id == person.id
    return person


async def plain(telegram: Telegram, method: str, **body: Any) -> Json:
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{telegram.url}/bot{TOKEN}/{method}", json=body)
        found: Json = answer.json()
        assert answer.status_code == found.get("error_code", 200)
        return found


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    assert bot.username == "wence_test_bot"
    assert bot.supports_inline_queries
    assert not bot.can_read_all_group_messages


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_the_parameters_are_those_of_the_library(method: Any) -> None:
    """PTB spells the whole Bot API out; no name of ours may be one that it does not know."""
    words = "".join("_" + c.lower() if c.isupper() else c for c in method.name)
    known = set(inspect.signature(getattr(Bot, words)).parameters)
    known |= {"reply_parameters", "certificate"}
    assert set(method.schema) <= known | {"direct_messages_topic_id", "show_caption_above_media"}


async def test_wrong_token_unknown_method_unknown_and_mistyped_parameters(
    telegram: Telegram, alice: Person
) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{telegram.url}/bot1:x/getMe")).status_code == 401
        assert (await client.get(f"{telegram.url}/bot{TOKEN}/GETME")).json()["ok"]
        form = {"chat_id": str(alice.id), "text": "好"}
        assert (await client.post(f"{telegram.url}/bot{TOKEN}/sendMessage", data=form)).is_success
        broken = await client.post(
            f"{telegram.url}/bot{TOKEN}/sendMessage",
            content=b"{",
            headers={"Content-Type": "application/json"},
        )
        assert broken.status_code == 400
    assert (await plain(telegram, "sendMesage"))["error_code"] == 404
    refused = [
        await plain(telegram, "sendMessage", chat_id=alice.id, text="a", colour="red"),
        await plain(telegram, "sendMessage", chat_id=alice.id),
        await plain(telegram, "sendMessage", chat_id="alice", text="a"),
        await plain(telegram, "sendMessage", chat_id=alice.id, text=7),
        await plain(telegram, "sendMessage", chat_id=alice.id, text="a", reply_markup="{"),
        await plain(telegram, "sendMessage", chat_id=alice.id, text="a", protect_content=3),
    ]
    assert [answer["description"] for answer in refused] == [
        "Bad Request: unknown parameter colour",
        "Bad Request: parameter text is required",
        "Bad Request: parameter chat_id must be an Integer",
        "Bad Request: parameter text must be a String",
        "Bad Request: parameter reply_markup must be a JSON object",
        "Bad Request: parameter protect_content must be a Boolean",
    ]
    stranger = Bot("1:x", base_url=f"{telegram.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_polling_offsets_and_allowed_updates(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    for number in range(3):
        alice.posts(str(number))
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["0", "1"]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert len(rest) == 1
    assert (await bot.get_updates(offset=-1))[0].update_id == rest[0].update_id
    assert await bot.get_updates(offset=rest[0].update_id + 1, allowed_updates=["message"]) == ()
    alice.tap(alice.posts("a"), "x")
    assert len(await bot.get_updates()) == 1


async def test_one_poller_at_a_time(bot: Bot, telegram: Telegram, alice: Person) -> None:
    import asyncio

    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=5))
        await asyncio.wait([first, second], return_when=asyncio.FIRST_COMPLETED)
        alice.posts("到了")
        assert [update.message.text for update in await second if update.message] == ["到了"]
    with pytest.raises(Conflict, match="(?i)terminated by other getUpdates"):
        await first


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
    with pytest.raises(BadRequest, match="(?i)parse entities") as refused:
        await bot.send_message(alice.id, source, parse_mode="HTML")
    assert complaint.lower() in str(refused.value).lower()


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
        with pytest.raises(BadRequest, match="(?i)too long"):
            await bot.send_message(alice.id, text)
    for text in (" \n ", "<b></b>"):
        with pytest.raises(BadRequest, match="(?i)text is empty"):
            await bot.send_message(alice.id, text, parse_mode="HTML")
    crowd = await bot.send_message(alice.id, "<b>字</b>句" * 120, parse_mode="HTML")
    assert len(crowd.entities) == 100


def keyboard(**action: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("按", **action)]])


async def test_buttons_are_checked(bot: Bot, alice: Person) -> None:
    await bot.send_message(alice.id, "a", reply_markup=keyboard(callback_data="字" * 21))
    bad_ones = [keyboard(callback_data="字" * 22), keyboard(callback_data=""), keyboard(url="x")]
    for markup in [*bad_ones, keyboard(), keyboard(url="https://a.cn", callback_data="1")]:
        with pytest.raises(BadRequest):
            await bot.send_message(alice.id, "a", reply_markup=markup)
    assert len(alice.answers) == 1


async def test_edits(bot: Bot, alice: Person, telegram: Telegram) -> None:
    sent = await bot.send_message(alice.id, "<b>a</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="(?i)not modified"):
        await sent.edit_text("<b>a</b>", parse_mode="HTML")
    await sent.edit_text("a")
    await sent.edit_reply_markup(keyboard(callback_data="x"))
    with pytest.raises(BadRequest, match="(?i)not modified"):
        await sent.edit_reply_markup(keyboard(callback_data="x"))
    with pytest.raises(BadRequest, match="(?i)message to edit not found"):
        await bot.edit_message_text("b", alice.id, 999)
    with pytest.raises(BadRequest, match="(?i)can't be edited"):
        await bot.edit_message_text("b", alice.id, alice.posts("mine").id)
    await sent.delete()
    with pytest.raises(BadRequest, match="(?i)message to delete not found"):
        await sent.delete()


async def test_replies_and_topics(bot: Bot, telegram: Telegram, alice: Person) -> None:
    asked = alice.posts("问")
    sent = await bot.send_message(alice.id, "答", reply_to_message_id=asked.id)
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "问"
    with pytest.raises(BadRequest, match="(?i)message to be replied not found"):
        await bot.send_message(alice.id, "答", reply_to_message_id=999)
    lost = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(alice.id, "答", reply_parameters=lost)).reply_to_message is None
    quote = ReplyParameters(asked.id, quote="答")
    with pytest.raises(BadRequest, match="(?i)QUOTE_TEXT_INVALID"):
        await bot.send_message(alice.id, "答", reply_parameters=quote)
    with pytest.raises(BadRequest, match="(?i)thread not found"):
        await bot.send_message(alice.id, "答", message_thread_id=1)
    forum = telegram.group("论坛", alice, forum=True)
    thread = forum.topic("住房", by=alice)
    said = alice.posts("/ask 公积金", to=forum, topic=thread)
    in_topic = await bot.send_message(forum.id, "答", reply_to_message_id=said.id)
    assert in_topic.message_thread_id == thread
    with pytest.raises(BadRequest, match="(?i)thread not found"):
        await bot.send_message(forum.id, "答", message_thread_id=1)


async def test_where_a_bot_may_not_write(bot: Bot, telegram: Telegram, alice: Person) -> None:
    with pytest.raises(BadRequest, match="(?i)chat not found"):
        await bot.send_message(42, "a")
    with pytest.raises(Forbidden, match="(?i)can't initiate"):
        await bot.send_message(telegram.person("Bob").id, "a")
    alice.blocks()
    with pytest.raises(Forbidden, match="(?i)blocked by the user"):
        await bot.send_message(alice.id, "a")
    alice.unblocks()
    await bot.send_message(alice.id, "a")
    group = telegram.group("旧群", alice, supergroup=False)
    new = group.becomes_supergroup()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "a")
    assert moved.value.new_chat_id == new.id
    new.bot_becomes("kicked", by=alice)
    with pytest.raises(Forbidden, match="(?i)kicked from the supergroup"):
        await bot.send_message(new.id, "a")
    kinds = [next(k for k in u.to_dict() if k != "update_id") for u in await bot.get_updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message", "message", "my_chat_member"]


async def test_privacy_mode(bot: Bot, telegram: Telegram, alice: Person) -> None:
    group = telegram.group("住房", alice)
    for text in ("大家好", "@wence_test_bot 公积金", "/ask 公积金", "/ask@other_bot 公积金"):
        alice.posts(text, to=group)
    alice.posts("/ask@wence_test_bot 一", to=group)
    spoke = await bot.send_message(group.id, "答")
    alice.posts("/ask 二", to=group)
    alice.posts("三", to=group, reply_to=group.answers[-1])
    seen = [update.message for update in await bot.get_updates()]
    assert [one.text for one in seen if one] == ["/ask@wence_test_bot 一", "/ask 二", "三"]
    assert spoke.chat.title == "住房"
    group.bot_becomes("administrator", by=alice)
    alice.posts("大家好", to=group)
    assert len(await bot.get_updates()) == 5


async def test_what_people_type_carries_entities(bot: Bot, alice: Person) -> None:
    for text in ("/ask@wence_test_bot 😀", "/ask补贴", "😀 @wence_test_bot https://a.cn/x"):
        alice.posts(text)
    seen = [update.message for update in await bot.get_updates() if update.message]
    assert [list(one.parse_entities().values()) for one in seen] == [
        ["/ask@wence_test_bot"],
        [],
        ["@wence_test_bot", "https://a.cn/x"],
    ]


async def test_members(bot: Bot, telegram: Telegram, alice: Person) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("住房", alice, admins=(bob,))
    assert (await bot.get_chat_member(group.id, alice.id)).status == "member"
    admins = await bot.get_chat_administrators(group.id)
    assert [one.user.first_name for one in admins] == ["Bob"]
    assert await bot.get_chat_member_count(group.id) == 3
    assert (await bot.get_chat(group.id)).title == "住房"


async def test_commands_by_scope_and_language(bot: Bot) -> None:
    menu = [BotCommand("ask", "提问")]
    await bot.set_my_commands(menu, BotCommandScopeAllPrivateChats(), "zh")
    assert await bot.get_my_commands() == ()
    assert list(await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "zh")) == menu
    await bot.set_my_short_description("问策")
    assert (await bot.get_my_short_description()).short_description == "问策"
    for wrong in ([BotCommand("查询", "x")], [BotCommand("Ask", "x")]):
        with pytest.raises(BadRequest, match="(?i)BOT_COMMAND_INVALID"):
            await bot.set_my_commands(wrong)
    with pytest.raises(BadRequest, match="(?i)language code"):
        await bot.set_my_commands(menu, language_code="zh-hans")


async def test_files_both_ways(bot: Bot, telegram: Telegram, alice: Person) -> None:
    alice.posts_file("a.txt", "正文".encode(), "收录")
    alice.posts_file("b.txt", b"x", size=20_000_001)
    small, large = [u.message.document for u in await bot.get_updates() if u.message]
    assert small is not None
    assert large is not None
    file = await small.get_file()
    assert bytes(await file.download_as_bytearray()) == "正文".encode()
    with pytest.raises(BadRequest, match="(?i)file is too big"):
        await large.get_file()
    await bot.send_document(
        alice.id, b"full text", filename="全文.txt", caption="<b>全文</b>", parse_mode="HTML"
    )
    assert alice.answers[-1].file == ("全文.txt", b"full text")
    assert alice.answers[-1].bold == ["全文"]


async def answering(bot: Bot, telegram: Telegram) -> None:
    """A bot of ten lines, for the user's side."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=5):
            offset = update.update_id + 1
            await answer(bot, update)


async def answer(bot: Bot, update: Update) -> None:
    if update.callback_query and update.callback_query.message:
        await update.callback_query.answer("好的")
        await update.callback_query.edit_message_text("改了")
    elif update.inline_query:
        content = InputTextMessageContent("<b>卡</b>", parse_mode="HTML")
        result = InlineQueryResultArticle("1", "题", content)
        await update.inline_query.answer([result], cache_time=60)
    elif update.guest_message:
        result = InlineQueryResultArticle("1", "题", InputTextMessageContent("客"))
        await update.guest_message.answer_guest_query(result)
    elif update.message and update.message.text:
        await update.message.reply_html(
            f"<b>{update.message.text}</b>",
            do_quote=True,
            reply_markup=keyboard(callback_data="x"),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


@pytest.fixture
async def talking(bot: Bot, telegram: Telegram) -> AsyncIterator[Telegram]:
    import asyncio

    task = asyncio.create_task(answering(bot, telegram))
    yield telegram
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_conversation(talking: Telegram, alice: Person) -> None:
    answer = await alice.says("三争行动是什么？")
    assert answer.bold == ["三争行动是什么？"]
    toast = await alice.taps(answer, "按")
    assert toast.text == "好的"
    await answer.when(lambda it: it.text == "改了")
    assert alice.transcript == ["Alice: 三争行动是什么？", "问策: 改了"]
    assert (await alice.opens("https://t.me/wence_test_bot?start=abc")).text == "/start abc"
    assert [call["method"] for call in talking.calls] == [
        "getMe",
        "sendMessage",
        "answerCallbackQuery",
        "editMessageText",
        "sendMessage",
    ]


async def test_silence_can_be_asserted(talking: Telegram, alice: Person) -> None:
    group = talking.group("住房", alice)
    await alice.hears_nothing("大家好", to=group)
    with pytest.raises(AssertionError, match="(?i)the bot said"):
        await alice.hears_nothing("/ask@wence_test_bot 大家好", to=group)


async def test_inline_and_guest_queries(bot: Bot, talking: Telegram, alice: Person) -> None:
    group = talking.group("住房", alice)
    found = await alice.types("三争")
    assert (found.titles, found.cached) == (["题"], False)
    assert (await talking.person("Bob").types("三争")).cached
    card = alice.picks(found.results[0], to=group)
    assert card.bold == ["卡"]
    assert (await alice.asks_as_guest("@wence_test_bot 三争")).text == "客"
    with pytest.raises(BadRequest, match="(?i)query is too old"):
        await bot.answer_inline_query("1", [])


async def test_an_update_may_come_twice(talking: Telegram, alice: Person) -> None:
    talking.world.updates.twice = True
    await alice.says("一")
    await talking.settled()
    assert len(alice.answers) == 2


async def test_faults(bot: Bot, telegram: Telegram, alice: Person) -> None:
    telegram.faults.refuse("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(alice.id, "一")
    telegram.faults.fail("sendMessage")
    with pytest.raises(NetworkError, match="(?i)Bad Gateway"):
        await bot.send_message(alice.id, "二")
    telegram.faults.drop("sendMessage", done=True)
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "三")
    telegram.faults.slow("sendMessage", 0.2)
    telegram.faults.reject("sendChatAction", bad("nonsense"))
    await bot.send_message(alice.id, "四")
    assert [one.text for one in alice.answers] == ["三", "四"]
    assert len(telegram.called("sendMessage", ok=False)) == 2


async def test_limits_are_held(bot: Bot, telegram: Telegram, alice: Person) -> None:
    telegram.enforce(Limits(overall=5, chat=1, group=2, second=0.4, minute=1.5))
    await bot.send_message(alice.id, "一")
    with pytest.raises(RetryAfter):
        await bot.send_message(alice.id, "二")
    people = [telegram.person(str(number)) for number in range(5)]
    for person in people[:4]:
        await bot.send_message(person.chat.id, "一")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[4].chat.id, "一")
    assert telegram.gauge.refused == 2


async def test_webhooks_carry_the_secret_and_are_tried_again(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    from tornado.httpserver import HTTPServer
    from tornado.netutil import bind_sockets
    from tornado.web import Application, RequestHandler

    seen: list[tuple[str | None, Json]] = []

    class Hook(RequestHandler):
        def post(self) -> None:
            secret = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token")
            seen.append((secret, json.loads(self.request.body)))
            self.set_status(500 if len(seen) == 1 else 200)
            telegram.world.changed()

    server = HTTPServer(Application([("/hook", Hook)], log_function=lambda handler: None))
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/hook"
    await bot.set_webhook(url, secret_token="geheim")
    with pytest.raises(Conflict, match="(?i)webhook is active"):
        await bot.get_updates()
    alice.posts("一")
    assert await telegram.world.until(
        lambda: len(seen) == 2 and telegram.world.updates.confirmed, 5
    )
    assert {secret for secret, _ in seen} == {"geheim"}
    assert (await bot.get_webhook_info()).pending_update_count == 0
    with pytest.raises(BadRequest, match="(?i)HTTPS"):
        await bot.set_webhook("http://example.org/hook")
    await bot.delete_webhook()
    assert await bot.get_updates() == ()
    server.stop()
    await server.close_all_connections()

"""The user's side: people who write, tap, edit, send files, block the bot; and their groups."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from tests.botapi.markup import typed
from tests.botapi.methods.chats import RIGHTS
from tests.botapi.server import BotApi
from tests.botapi.shown import InlineAnswer, Shown, Toast
from tests.botapi.world import ANONYMOUS, INSIDE, Chat, World, who

Json = dict[str, Any]

WAIT = 5.0
"""Seconds that a person waits for the bot."""


class Telegram(BotApi):
    """The server with people on it; see the package's docstring for what a test looks like."""

    def person(self, name: str, *, id: int | None = None, language: str | None = None) -> Person:
        """Somebody with a private chat, which the bot knows once they have written to it."""
        number = id or 1000 + self.world.serial()
        user: Json = {"id": number, "is_bot": False, "first_name": name}
        if language:
            user["language_code"] = language
        self.world.users[number] = user
        return Person(self, user)

    def group(
        self,
        title: str,
        *members: Person,
        admins: tuple[Person, ...] = (),
        forum: bool = False,
        supergroup: bool = True,
    ) -> Group:
        """A group with the bot in it; it tells the bot nothing of its making."""
        number = -(1_000_000_000_000 if supergroup else 0) - 5000 - self.world.serial()
        chat = Chat(number, "supergroup" if supergroup else "group", title, is_forum=forum)
        chat.last_id = int(forum)  # 1 is the topic General
        self.world.chats[number] = chat
        _join(chat, self.world.bot, "member")
        for person in members:
            _join(chat, person.user, "member")
        for person in admins:
            _join(chat, person.user, "administrator")
        return Group(self, chat)

    def push(self, update: Json) -> Json:
        """Queue a raw update."""
        return self.world.updates.push(update)

    @property
    def calls(self) -> list[Json]:
        """What the bot called, with the parameters, but for the polling."""
        return [
            {"method": call.method, "ok": call.ok, **call.parameters}
            for call in self.world.calls
            if call.method != "getUpdates"
        ]

    def called(self, method: str, *, ok: bool | None = None) -> list[Json]:
        """The parameters of all calls of one method, in order; ``ok`` picks by their success."""
        return [
            call.parameters
            for call in self.world.calls
            if call.method == method and ok in (None, call.ok)
        ]

    async def settled(self, quiet: float = 0.25, timeout: float = 10.0) -> None:
        """Wait until the bot has taken every update and then calls nothing for ``quiet`` s."""
        end, seen, since = time.monotonic() + timeout, -1, time.monotonic()
        while time.monotonic() < end:
            count = len(self.calls)
            if count != seen or not self.world.updates.confirmed:
                seen, since = count, time.monotonic()
            elif time.monotonic() - since >= quiet:
                return
            await self.world.until(lambda seen=seen: len(self.calls) != seen, 0.05)  # type: ignore[misc]
        raise AssertionError(f"not quiet within {timeout} s")


def _join(chat: Chat, user: Json, status: str) -> None:
    chat.people[user["id"]] = user
    chat.status[user["id"]] = status


@dataclass(frozen=True, slots=True)
class Group:
    """A group as its members see it."""

    telegram: Telegram
    chat: Chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def transcript(self) -> list[str]:
        return transcript(self.chat)

    @property
    def answers(self) -> list[Shown]:
        """The bot's messages here, in order."""
        return shown_by_bot(self.telegram.world, self.chat)

    def add(self, person: Person, status: str = "member") -> None:
        _join(self.chat, person.user, status)

    def topic(self, name: str, by: Person) -> int:
        """A new topic of a forum; returns its thread id."""
        content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.telegram.world.add(self.chat, by.user, content)
        message |= {"message_thread_id": message["message_id"], "is_topic_message": True}
        self.chat.topics[message["message_id"]] = name
        return int(message["message_id"])

    def bot_becomes(self, status: str, by: Person) -> Json:
        """The bot is added, made an administrator, or taken out."""
        return _bot_becomes(self.telegram, self.chat, by.user, status)

    def becomes_supergroup(self) -> Group:
        """The group moves; the old chat and the new one each tell the bot."""
        world, old = self.telegram.world, self.chat
        new = Chat(-1_000_000_000_000 - 5000 - world.serial(), "supergroup", old.title)
        new.people, new.status = dict(old.people), dict(old.status)
        world.chats[new.id] = new
        creator = next(iter(old.people.values()))
        left = world.add(old, creator, {"migrate_to_chat_id": new.id})
        came = world.add(new, creator, {"migrate_from_chat_id": old.id})
        old.migrated_to = new.id
        self.telegram.push({"message": left})
        self.telegram.push({"message": came})
        return Group(self.telegram, new)


Place = Group | None
"""Where somebody writes: a group, or None for the private chat with the bot."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the bot."""

    telegram: Telegram
    user: Json

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def chat(self) -> Chat:
        """The private chat with the bot; opening it starts it."""
        chats = self.telegram.world.chats
        if self.id not in chats:
            chats[self.id] = Chat(self.id, "private")
            _join(chats[self.id], self.user, "member")
            _join(chats[self.id], self.telegram.world.bot, "member")
        return chats[self.id]

    @property
    def transcript(self) -> list[str]:
        return transcript(self.chat)

    @property
    def answers(self) -> list[Shown]:
        """The bot's messages in the private chat, in order."""
        return shown_by_bot(self.telegram.world, self.chat)

    def posts(
        self,
        text: str,
        to: Place = None,
        *,
        reply_to: Shown | None = None,
        topic: int | None = None,
        anonymous: bool = False,
        **extra: Any,
    ) -> Shown:
        """Write, and wait for nothing. ``extra`` goes into the message as it is."""
        content: Json = {"text": text, "entities": typed(text)} if text else {}
        return self._post(content, to, reply_to, topic, anonymous, extra)

    def _post(
        self,
        content: Json,
        to: Place,
        reply_to: Shown | None,
        topic: int | None,
        anonymous: bool,
        extra: Json,
    ) -> Shown:
        world, chat = self.telegram.world, to.chat if to else self.chat
        if not content.get("entities", True):
            del content["entities"]
        if reply_to is not None:
            target = {k: v for k, v in reply_to.message.items() if k != "reply_to_message"}
            content["reply_to_message"] = target
            topic = topic or (target.get("message_thread_id") if chat.is_forum else None)
        if topic is not None:
            content |= {"message_thread_id": topic, "is_topic_message": True}
            content.setdefault("reply_to_message", chat.messages[topic])
        if anonymous:
            content["sender_chat"] = chat.as_json()
        spoke = chat.last_author
        message = world.add(chat, ANONYMOUS if anonymous else self.user, {**content, **extra})
        if delivered(world, chat, message, spoke):
            self.telegram.push({"message": message})
        return Shown(world, chat, message["message_id"])

    async def says(self, text: str, to: Place = None, **how: Any) -> Shown:
        """Write, and wait for the bot's message that answers."""
        return await self.answer_to(self.posts(text, to, **how))

    async def answer_to(self, asked: Shown, timeout: float = WAIT) -> Shown:
        """The bot's first message after ``asked`` that replies to it, or to nothing."""
        world, chat = self.telegram.world, asked.chat

        def found() -> Shown | None:
            for shown in shown_by_bot(world, chat):
                if shown.id > asked.id and shown.replies_to in (None, asked.id, asked.topic):
                    return shown
            return None

        if not await world.until(lambda: found() is not None, timeout):
            raise AssertionError(
                f"no answer to {asked.text!r} within {timeout} s; "
                f"the last calls: {self.telegram.calls[-5:]}"
            )
        answer = found()
        assert answer is not None
        return answer

    async def hears_nothing(self, text: str, to: Place = None, **how: Any) -> Shown:
        """Write, and see to it that the bot stays silent in that chat."""
        asked = self.posts(text, to, **how)
        await self.telegram.settled()
        spoken = [one for one in shown_by_bot(self.telegram.world, asked.chat) if one.id > asked.id]
        assert not spoken, f"the bot said {spoken}"
        return asked

    def edits(self, asked: Shown, text: str, *, age: int = 0) -> None:
        """Change one's own message, ``age`` seconds after it was sent."""
        message = asked.message
        message |= {"text": text, "entities": typed(text)}
        message |= {"date": message["date"] - age, "edit_date": int(time.time())}
        self.telegram.push({"edited_message": message})

    async def sends_file(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        to: Place = None,
        size: int | None = None,
        **extra: Any,
    ) -> Shown:
        """Send a document and wait for the answer; ``size`` claims another size."""
        return await self.answer_to(
            self.posts_file(name, content, caption, to=to, size=size, **extra)
        )

    def posts_file(
        self,
        name: str,
        content: bytes,
        caption: str = "",
        *,
        to: Place = None,
        size: int | None = None,
        **extra: Any,
    ) -> Shown:
        """Send a document, and wait for nothing."""
        stored = self.telegram.world.keep(name, content, size)
        document = {
            "file_id": stored.id,
            "file_unique_id": f"u{stored.id}",
            "file_name": name,
            "file_size": stored.size,
        }
        said: Json = {"document": document}
        if caption:
            said |= {"caption": caption, "caption_entities": typed(caption)}
        return self._post(said, to, None, None, False, extra)

    async def taps(self, shown: Shown, label: str) -> Toast:
        """Tap the button whose text holds ``label``, and wait for the bot to acknowledge it."""
        button = shown.button(label)
        if button.data is None:
            return Toast("", False, button.url)
        return await self.taps_data(shown, button.data)

    def tap(self, shown: Shown, data: str) -> str:
        """Tap a button with this data, and wait for nothing; returns the query's id."""
        world = self.telegram.world
        name = str(4_000_000_000 + world.serial())
        world.callbacks[name] = None
        query = {"id": name, "from": who(self.user), "message": shown.message}
        query |= {"chat_instance": str(shown.chat.id * 31), "data": data}
        self.telegram.push({"callback_query": query})
        return name

    async def taps_data(self, shown: Shown, data: str) -> Toast:
        """Tap a button that was there once, or is there now."""
        name = self.tap(shown, data)
        callbacks = self.telegram.world.callbacks
        if not await self.telegram.world.until(lambda: callbacks[name] is not None, WAIT):
            raise AssertionError(f"the tap on {data!r} was not acknowledged")
        answer = callbacks[name] or {}
        return Toast(answer.get("text", ""), answer.get("show_alert", False), answer.get("url"))

    async def opens(self, link: str, **how: Any) -> Shown:
        """Follow a deep link to the bot, ``https://t.me/<bot>?start=<payload>``."""
        prefix = f"https://t.me/{self.telegram.world.bot['username']}?start="
        assert link.startswith(prefix), f"{link} does not lead to the bot"
        return await self.says(f"/start {link.removeprefix(prefix)}", **how)

    async def types(self, text: str, *, offset: str = "") -> InlineAnswer:
        """Type ``@bot text`` in any chat, and see the results."""
        return await _types(self, text, offset)

    def picks(self, result: Json, to: Place = None, *, tell: bool = False) -> Shown:
        """Send an inline result into a chat; ``tell`` where inline feedback is switched on."""
        world, chat = self.telegram.world, to.chat if to else self.chat
        via = {"via_bot": who(world.bot), **result["message"]}
        if "reply_markup" in result:
            via["reply_markup"] = result["reply_markup"]
        message = world.add(chat, self.user, via)
        name = f"inline{world.serial()}"
        world.inline_messages[name] = (chat.id, message["message_id"])
        if tell:
            chosen = {"result_id": result["id"], "from": who(self.user), "query": ""}
            self.telegram.push({"chosen_inline_result": {**chosen, "inline_message_id": name}})
        return Shown(world, chat, message["message_id"])

    async def asks_as_guest(self, text: str) -> Shown:
        """Mention the bot in a chat where it is no member; see what it inserts there."""
        world = self.telegram.world
        chat = Chat(-5000 - world.serial(), "group", "别处", people={self.id: self.user})
        world.chats[chat.id] = chat
        name = f"guest{world.serial()}"
        content = {"text": text, "entities": typed(text), "guest_query_id": name}
        message = world.add(chat, self.user, content)
        world.guests[name] = None
        world.guest_chats[name] = (chat.id, message["message_id"])
        self.telegram.push({"guest_message": message})
        if not await world.until(lambda: world.guests[name] is not None, WAIT):
            raise AssertionError(f"the guest query {text!r} was not answered")
        return shown_by_bot(world, chat)[-1]

    def blocks(self) -> Json:
        """Block the bot."""
        return _bot_becomes(self.telegram, self.chat, self.user, "kicked")

    def unblocks(self) -> Json:
        return _bot_becomes(self.telegram, self.chat, self.user, "member")


def delivered(world: World, chat: Chat, message: Json, spoke: int | None) -> bool:
    """Does the bot get this message, privacy mode on or off?

    In privacy mode a group's messages reach the bot where they are a command to it, a command to
    nobody while the bot spoke last, a reply to it, or came through it; an administrator gets all.
    """
    status = chat.status.get(world.bot["id"], "left")
    if not chat.is_group or status == "administrator" or world.bot["can_read_all_group_messages"]:
        return status in INSIDE
    text, name = (
        str(message.get("text") or message.get("caption") or ""),
        world.bot["username"].lower(),
    )
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot["id"]:
        return status in INSIDE
    if message.get("via_bot", {}).get("id") == world.bot["id"]:
        return status in INSIDE
    command = text.split()[0].lower() if text.startswith("/") else ""
    own = command.endswith(f"@{name}") or ("@" not in command and spoke == world.bot["id"])
    return bool(command) and own and status in INSIDE


def shown_by_bot(world: World, chat: Chat) -> list[Shown]:
    return [
        Shown(world, chat, number)
        for number, message in sorted(chat.messages.items())
        if message.get("from", {}).get("id") == world.bot["id"]
    ]


def transcript(chat: Chat) -> list[str]:
    """The chat as lines of ``name: text``."""
    return [
        f"{message.get('from', {}).get('first_name', chat.title)}: "
        f"{message.get('text', message.get('caption', ''))}"
        for _, message in sorted(chat.messages.items())
    ]


def _bot_becomes(telegram: Telegram, chat: Chat, by: Json, status: str) -> Json:
    bot = who(telegram.world.bot)
    before = chat.status.get(bot["id"], "left")
    _join(chat, telegram.world.bot, status)
    states = [_member(bot, state) for state in (before, status)]
    change = {"chat": chat.as_json(), "from": who(by), "date": int(time.time())}
    change |= {"old_chat_member": states[0], "new_chat_member": states[1]}
    return telegram.push({"my_chat_member": change})


def _member(user: Json, status: str) -> Json:
    extra: Json = {"until_date": 0} if status == "kicked" else {}
    if status == "administrator":
        extra = dict.fromkeys(RIGHTS, False)
    return {"user": user, "status": status, **extra}


async def _types(person: Person, text: str, offset: str) -> InlineAnswer:
    world = person.telegram.world
    for owner in (None, person.id):
        kept = world.inline_cache.get((owner, text, offset))
        if kept is not None and kept[0] > time.monotonic():
            return _inline(kept[1], cached=True)
    name = str(5_000_000_000 + world.serial())
    world.inline[name] = None
    query = {"id": name, "from": who(person.user), "query": text[:256], "offset": offset}
    person.telegram.push({"inline_query": query})
    if not await world.until(lambda: world.inline[name] is not None, WAIT):
        raise AssertionError(f"the inline query {text!r} was not answered")
    answer = world.inline[name] or {}
    owner = person.id if answer.get("is_personal") else None
    until = time.monotonic() + answer.get("cache_time", 300)
    world.inline_cache[owner, text, offset] = (until, answer)
    return _inline(answer)


def _inline(answer: Json, *, cached: bool = False) -> InlineAnswer:
    return InlineAnswer(
        answer["results"],
        answer.get("cache_time", 300),
        answer.get("is_personal", False),
        answer.get("next_offset", ""),
        answer.get("button"),
        cached,
    )

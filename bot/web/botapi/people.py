"""The user's side: people who write, tap, edit, send files, block the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.web.botapi.errors import Unmet
from bot.web.botapi.groups import Group, bot_becomes, delivered, join
from bot.web.botapi.inline import types_inline
from bot.web.botapi.markup import typed
from bot.web.botapi.shown import InlineAnswer, Shown, Toast, shown_by_bot, transcript
from bot.web.botapi.world import ANONYMOUS, WAIT, Chat, who

if TYPE_CHECKING:
    from bot.web.botapi.telegram import Telegram

Json = dict[str, Any]

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
            join(chats[self.id], self.user, "member")
            join(chats[self.id], self.telegram.world.bot, "member")
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

        await world.until(lambda: found() is not None, timeout)
        answer = found()
        if answer is None:
            raise Unmet(
                f"no answer to {asked.text!r} within {timeout} s; "
                f"the last calls: {self.telegram.calls[-5:]}"
            )
        return answer

    async def hears_nothing(self, text: str, to: Place = None, **how: Any) -> Shown:
        """Write, and see to it that the bot stays silent in that chat."""
        asked = self.posts(text, to, **how)
        await self.telegram.settled()
        spoken = [one for one in shown_by_bot(self.telegram.world, asked.chat) if one.id > asked.id]
        if spoken:
            raise Unmet(f"the bot said {spoken}")
        return asked

    def edits(self, asked: Shown, text: str, *, age: int = 0) -> None:
        """Change one's own message, ``age`` seconds after it was sent."""
        message = asked.message
        message |= {"text": text, "entities": typed(text)}
        message |= {"date": message["date"] - age, "edit_date": int(self.telegram.world.now())}
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
        topic: int | None = None,
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
        return self._post(
            {"document": document, **_caption(caption)}, to, None, topic, False, extra
        )

    async def sends_photo(self, content: bytes, caption: str = "") -> Shown:
        """Send a photo, and wait for the answer."""
        return await self.answer_to(self.posts_photo(content, caption))

    def posts_photo(
        self,
        content: bytes,
        caption: str = "",
        *,
        to: Place = None,
        topic: int | None = None,
        **extra: Any,
    ) -> Shown:
        """Send a photo, which Telegram gives no name, and wait for nothing."""
        stored = self.telegram.world.keep("photo", content)
        size = {"width": 800, "height": 600, "file_size": stored.size}
        small = {"file_id": stored.id, "file_unique_id": "small", **size}
        sizes = [small, {**small, "file_unique_id": f"u{stored.id}"}]
        return self._post({"photo": sizes, **_caption(caption)}, to, None, topic, False, extra)

    def reacts(self, shown: Shown, emoji: str | None) -> None:
        """Put an emoji under a message in the place of one's last, or with None take it away.

        A group tells the bot only where it is an administrator.
        """
        world, chat = self.telegram.world, shown.chat
        by = chat.reacted.setdefault(shown.id, {})
        old = by.pop(self.id, None)
        if emoji is not None:
            by[self.id] = emoji
        world.changed()
        if chat.is_group and chat.status.get(world.bot["id"]) != "administrator":
            return
        change = {"chat": chat.as_json(), "message_id": shown.id, "user": who(self.user)}
        change |= {"date": int(world.now()), "old_reaction": _emoji(old)}
        self.telegram.push({"message_reaction": {**change, "new_reaction": _emoji(emoji)}})

    def deletes(self, shown: Shown) -> None:
        """Take a message out of its chat, of which the bot is not told."""
        del shown.chat.messages[shown.id]
        self.telegram.world.changed()

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
            raise Unmet(f"the tap on {data!r} was not acknowledged")
        answer = callbacks[name] or {}
        return Toast(answer.get("text", ""), answer.get("show_alert", False), answer.get("url"))

    async def opens(self, link: str, **how: Any) -> Shown:
        """Follow a deep link to the bot, ``https://t.me/<bot>?start=<payload>``."""
        prefix = f"https://t.me/{self.telegram.world.bot['username']}?start="
        if not link.startswith(prefix):
            raise Unmet(f"{link} does not lead to the bot")
        return await self.says(f"/start {link.removeprefix(prefix)}", **how)

    async def types(self, text: str, *, offset: str = "") -> InlineAnswer:
        """Type ``@bot text`` in any chat, and see the results."""
        return await types_inline(self, text, offset)

    def picks(
        self, result: Json, to: Place = None, *, topic: int | None = None, tell: bool = False
    ) -> Shown:
        """Send an inline result into a chat; ``tell`` where inline feedback is switched on."""
        world, chat = self.telegram.world, to.chat if to else self.chat
        via = {"via_bot": who(world.bot), **result["message"]}
        if "reply_markup" in result:
            via["reply_markup"] = result["reply_markup"]
        if topic is not None:
            via |= {"message_thread_id": topic, "is_topic_message": True}
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
            raise Unmet(f"the guest query {text!r} was not answered")
        return shown_by_bot(world, chat)[-1]

    def blocks(self) -> Json:
        """Block the bot."""
        return bot_becomes(self.telegram, self.chat, self.user, "kicked")

    def unblocks(self) -> Json:
        return bot_becomes(self.telegram, self.chat, self.user, "member")


def _emoji(emoji: str | None) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []


def _caption(caption: str) -> Json:
    """A caption, which most files have none of."""
    return {"caption": caption, "caption_entities": typed(caption)} if caption else {}

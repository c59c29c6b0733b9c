"""Groups and who is in them, as their members see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.web.botapi.methods.chats import RIGHTS
from bot.web.botapi.shown import Shown, shown_by_bot, transcript
from bot.web.botapi.world import INSIDE, Chat, World, who

if TYPE_CHECKING:
    from bot.web.botapi.people import Person
    from bot.web.botapi.telegram import Telegram

Json = dict[str, Any]


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
        join(self.chat, person.user, status)

    def joins(self, person: Person) -> None:
        """Somebody comes in, which the group and the bot are told."""
        self.add(person)
        content = {"new_chat_members": [who(person.user)]}
        self._tell(person, content)

    def leaves(self, person: Person) -> None:
        """Somebody goes, which the group and the bot are told."""
        self.add(person, "left")
        self._tell(person, {"left_chat_member": who(person.user)})

    def _tell(self, person: Person, content: Json) -> None:
        """A service message; privacy mode holds none of them back."""
        message = self.telegram.world.add(self.chat, person.user, content)
        if self.chat.status.get(self.telegram.world.bot["id"]) in INSIDE:
            self.telegram.push({"message": message})

    def topic(self, name: str, by: Person) -> int:
        """A new topic of a forum; returns its thread id."""
        content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.telegram.world.add(self.chat, by.user, content)
        message |= {"message_thread_id": message["message_id"], "is_topic_message": True}
        self.chat.topics[message["message_id"]] = name
        return int(message["message_id"])

    def bot_becomes(self, status: str, by: Person) -> Json:
        """The bot is added, made an administrator, or taken out."""
        return bot_becomes(self.telegram, self.chat, by.user, status)

    def removes_bot(self, by: Person) -> None:
        """The bot is taken out, which the group is told."""
        self.bot_becomes("kicked", by)
        self._tell(by, {"left_chat_member": who(self.telegram.world.bot)})

    def adds_bot(self, by: Person) -> None:
        """The bot comes in, which both are told."""
        self.bot_becomes("member", by)
        self._tell(by, {"new_chat_members": [who(self.telegram.world.bot)]})

    def becomes_supergroup(self) -> Group:
        """The group moves; the old chat and the new one each tell the bot."""
        world, old = self.telegram.world, self.chat
        new = Chat(-1_000_000_000_000 - 5000 - world.serial(), "supergroup", old.title)
        new.people, new.status = dict(old.people), dict(old.status)
        world.chats[new.id] = new
        creator = next(user for user in old.people.values() if not user["is_bot"])
        bot_was = new.status.pop(world.bot["id"], "member")
        bot_becomes(self.telegram, new, creator, bot_was)
        left = world.add(old, creator, {"migrate_to_chat_id": new.id})
        came = world.add(new, creator, {"migrate_from_chat_id": old.id})
        old.migrated_to = new.id
        self.telegram.push({"message": left})
        self.telegram.push({"message": came})
        return Group(self.telegram, new)


def join(chat: Chat, user: Json, status: str) -> None:
    chat.people[user["id"]] = user
    chat.status[user["id"]] = status


def bot_becomes(telegram: Telegram, chat: Chat, by: Json, status: str) -> Json:
    bot = who(telegram.world.bot)
    before = chat.status.get(bot["id"], "left")
    join(chat, telegram.world.bot, status)
    states = [_member(bot, state) for state in (before, status)]
    change = {"chat": chat.as_json(), "from": who(by), "date": int(telegram.world.now())}
    change |= {"old_chat_member": states[0], "new_chat_member": states[1]}
    return telegram.push({"my_chat_member": change})


def _member(user: Json, status: str) -> Json:
    extra: Json = {"until_date": 0} if status == "kicked" else {}
    if status == "administrator":
        extra = dict.fromkeys(RIGHTS, False)
    return {"user": user, "status": status, **extra}


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

"""Chats and their members, topics among them."""

from __future__ import annotations

from bot.web.botapi.errors import bad
from bot.web.botapi.methods.method import Json, Method, Scene
from bot.web.botapi.parameters import Need, boolean, chat, integer, text
from bot.web.botapi.world import INSIDE, Chat, who

RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]


def member(where: Chat, user: Json) -> Json:
    """A ChatMember."""
    status = where.status.get(user["id"], "left")
    shown: Json = {"user": who(user), "status": status}
    if status == "creator":
        shown["is_anonymous"] = False
    if status == "administrator":
        shown |= dict.fromkeys(RIGHTS, False)
    if status == "kicked":
        shown["until_date"] = 0
    return shown


async def get_chat(scene: Scene, given: Json) -> Json:
    where = scene.world.chat(given["chat_id"])
    shown = where.as_json() | {"accent_color_id": 0, "max_reaction_count": 11}
    return shown | {"accepted_gift_types": dict.fromkeys(GIFTS, False)}


GIFTS = [
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
]


async def get_chat_member(scene: Scene, given: Json) -> Json:
    where = scene.world.chat(given["chat_id"])
    bot = scene.world.bot["id"]
    is_told = where.status.get(bot) == "administrator" or given["user_id"] == bot
    if where.hides_members and not is_told:
        raise bad("member list is inaccessible")
    user = where.people.get(given["user_id"])
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return member(where, user)


async def get_chat_administrators(scene: Scene, given: Json) -> list[Json]:
    where = scene.world.chat(given["chat_id"])
    if where.type == "private":
        raise bad("there are no administrators in the private chat")
    return [
        member(where, where.people[number])
        for number, status in where.status.items()
        if status in {"creator", "administrator"}
    ]


async def get_chat_member_count(scene: Scene, given: Json) -> int:
    where = scene.world.chat(given["chat_id"])
    return sum(status in INSIDE for status in where.status.values())


async def leave_chat(scene: Scene, given: Json) -> bool:
    where = scene.world.chat(given["chat_id"])
    if where.type == "private":
        raise bad("chat member status can't be changed in private chats")
    where.status[scene.world.bot["id"]] = "left"
    scene.world.changed()
    return True


async def create_forum_topic(scene: Scene, given: Json) -> Json:
    where = scene.world.chat(given["chat_id"])
    if not where.is_forum:
        raise bad("the chat is not a forum")
    content = {"forum_topic_created": {"name": given["name"], "icon_color": 7322096}}
    message = scene.world.add(where, scene.world.bot, content)
    thread = message["message_id"]
    message |= {"message_thread_id": thread, "is_topic_message": True}
    where.topics[thread] = given["name"]
    return {"message_thread_id": thread, "name": given["name"], "icon_color": 7322096}


_CHAT = {"chat_id": Need(chat)}
METHODS = [
    Method("getChat", _CHAT, get_chat),
    Method("getChatMember", {**_CHAT, "user_id": Need(integer)}, get_chat_member),
    Method("getChatAdministrators", {**_CHAT, "return_bots": boolean}, get_chat_administrators),
    Method("getChatMemberCount", _CHAT, get_chat_member_count),
    Method("leaveChat", _CHAT, leave_chat),
    Method(
        "createForumTopic",
        {**_CHAT, "name": Need(text), "icon_color": integer, "icon_custom_emoji_id": text},
        create_forum_topic,
    ),
]

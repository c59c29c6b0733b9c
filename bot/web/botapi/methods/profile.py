"""What the bot says about itself: commands, name and descriptions, by scope and language."""

from __future__ import annotations

import json
import re

from bot.web.botapi.errors import bad
from bot.web.botapi.methods.method import Json, Method, Scene
from bot.web.botapi.parameters import Need, array, mapping, text
from bot.web.botapi.world import Chat, World

SCOPES = {
    "default": set(),
    "all_private_chats": set(),
    "all_group_chats": set(),
    "all_chat_administrators": set(),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}
TEXTS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


def key(what: str, given: Json) -> tuple[str, ...]:
    """Where something is kept: what it is, for which scope, in which language."""
    scope = given.get("scope") or {"type": "default"}
    if scope.get("type") not in SCOPES or set(scope) != {"type"} | SCOPES[scope["type"]]:
        raise bad("can't parse BotCommandScope")
    language = given.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return what, json.dumps(scope, sort_keys=True), language


async def set_my_commands(scene: Scene, given: Json) -> bool:
    if len(given["commands"]) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in given["commands"]:
        if set(command) != {"command", "description"}:
            raise bad("can't parse BotCommand")
        if not _COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    where = key("commands", given)
    _check_scope(scene, given)
    scene.world.profile[where] = given["commands"]
    return True


def _check_scope(scene: Scene, given: Json) -> None:
    scope = given.get("scope") or {}
    if "chat_id" in scope:
        scene.world.chat(scope["chat_id"])


async def get_my_commands(scene: Scene, given: Json) -> list[Json]:
    found: list[Json] = scene.world.profile.get(key("commands", given), [])
    return found


async def delete_my_commands(scene: Scene, given: Json) -> bool:
    scene.world.profile.pop(key("commands", given), None)
    return True


def menu(world: World, where: Chat, user: Json) -> list[Json]:
    """The commands that somebody is offered in a chat: those of the narrowest scope that has any,
    in their language before those in none."""
    scopes: list[Json] = [{"type": "chat", "chat_id": where.id}]
    if where.is_group:
        one = {"type": "chat_member", "chat_id": where.id, "user_id": user["id"]}
        admins: list[Json] = [{"type": "chat_administrators", "chat_id": where.id}]
        everywhere: list[Json] = [{"type": "all_chat_administrators"}]
        if where.status.get(user["id"]) not in {"creator", "administrator"}:
            admins, everywhere = [], []
        scopes = [one, *admins, *scopes, *everywhere, {"type": "all_group_chats"}]
    else:
        scopes.append({"type": "all_private_chats"})
    for scope in (*scopes, {"type": "default"}):
        for language in (user.get("language_code", "")[:2], ""):
            given = {"scope": scope, "language_code": language}
            if found := world.profile.get(key("commands", given)):
                return list(found)
    return []


def description(world: World, user: Json) -> str:
    """What somebody reads in a chat with the bot before they have written to it."""
    languages = (user.get("language_code", "")[:2], "")
    texts = (world.profile.get(key("Description", {"language_code": one})) for one in languages)
    return str(next(filter(None, texts), ""))


def _texts(what: str, field: str, limit: int) -> list[Method]:
    async def put(scene: Scene, given: Json) -> bool:
        if len(given.get(field, "")) > limit:
            raise bad(f"{field} is too long")
        scene.world.profile[key(what, given)] = given.get(field, "")
        return True

    async def get(scene: Scene, given: Json) -> Json:
        return {field: scene.world.profile.get(key(what, given), "")}

    return [
        Method(f"setMy{what}", {field: text, "language_code": text}, put),
        Method(f"getMy{what}", {"language_code": text}, get),
    ]


_SCOPED = {"scope": mapping, "language_code": text}
METHODS = [
    Method("setMyCommands", {"commands": Need(array), **_SCOPED}, set_my_commands),
    Method("getMyCommands", _SCOPED, get_my_commands),
    Method("deleteMyCommands", _SCOPED, delete_my_commands),
    *(method for what, (field, limit) in TEXTS.items() for method in _texts(what, field, limit)),
]

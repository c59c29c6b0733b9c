"""``/settings``: every setting a button, for a person in private and for a group's admins."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.desk import Context, Desk
from bot.handlers.answering import is_private
from bot.handlers.buttons import acknowledge
from bot.handlers.common import language_of, say, script_for
from bot.markup import Block, Span, block
from bot.preferences import CHOICES, OF_A_GROUP, OF_A_PERSON, Preferences
from bot.sending import edit, reply
from bot.wording import LINES, words
from retrieval.text.fold import Script

PREFIX = "set1"


async def settings(desk: Desk, update: Update, context: Context) -> None:
    """Show what is set and what may be chosen."""
    message = update.message
    if message is None:
        return
    if not await may_set(desk, message):
        await say(desk, message, "chat_admins_only")
        return
    script = script_for("", language_of(message))
    chosen = desk.preferences(message.chat.id)
    everything = bool(context.bot.bot.can_read_all_group_messages)
    blocks = settings_blocks(chosen, script, group=not is_private(message), everything=everything)
    await reply(desk, message, blocks, settings_keyboard(chosen, script, is_private(message)))


async def chosen(desk: Desk, update: Update, context: Context) -> None:
    """Take one choice, and show the settings as they are then."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    message, script = query.message, script_for("", query.from_user.language_code)
    if not is_private(message) and not await desk.is_chat_admin(
        context.bot, message.chat.id, query.from_user.id
    ):
        await acknowledge(query, words("chat_admins_only", script))
        return
    fresh = _with_choice(desk.preferences(message.chat.id), query.data or "")
    if fresh is None:
        await acknowledge(query, words("expired", script))
        return
    await acknowledge(query)
    desk.chats.keep_settings(
        message.chat.id, {**desk.chats.settings(message.chat.id), **fresh.as_json()}
    )
    everything = bool(context.bot.bot.can_read_all_group_messages)
    shown = fresh.script_or(script)
    blocks = settings_blocks(fresh, shown, group=not is_private(message), everything=everything)
    keyboard = settings_keyboard(fresh, shown, is_private(message))
    await edit(context.bot, message.chat.id, message.message_id, blocks, keyboard)


async def may_set(desk: Desk, message: Message) -> bool:
    """Anybody in private; in a group its admins, also those who speak as the group."""
    if is_private(message):
        return True
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    user = message.from_user
    return user is not None and await desk.is_chat_admin(
        message.get_bot(), message.chat.id, user.id
    )


def settings_blocks(
    preferences: Preferences, script: Script, *, group: bool, everything: bool
) -> list[Block]:
    """What is set, a line each; a group that wants every message learns what that takes."""
    shown = [block(Span(words("settings_title", script), bold=True))]
    for name in OF_A_GROUP if group else OF_A_PERSON:
        value = getattr(preferences, name)
        shown.append(block(f"{words(f'set_{name}', script)}：", label(name, value, script)))
    if group and not everything:
        shown += [block(""), block(words("status_privacy_on", script))]
    return shown


def settings_keyboard(
    preferences: Preferences, script: Script, private: bool
) -> InlineKeyboardMarkup:
    """A row of choices for each setting, the chosen one ticked."""
    rows = []
    for name in OF_A_PERSON if private else OF_A_GROUP:
        now = getattr(preferences, name)
        rows.append(
            [
                InlineKeyboardButton(
                    ("✓ " if value == now else "") + label(name, value, script),
                    callback_data=f"{PREFIX}:{name}:{index}",
                )
                for index, value in enumerate(CHOICES[name])
            ]
        )
    return InlineKeyboardMarkup(rows)


def label(name: str, value: object, script: Script) -> str:
    """A choice as people read it."""
    own = f"set_{name}_{value}"
    return words(own, script) if own in LINES else words(f"set_{name}_n", script, n=value)


def _with_choice(preferences: Preferences, data: str) -> Preferences | None:
    _, _, rest = data.partition(":")
    name, _, index = rest.partition(":")
    if not index.isdigit():
        return None
    try:
        return preferences.with_choice(name, int(index))
    except (KeyError, IndexError):
        return None

"""Who speaks with the bot, where, and in which language: worked out once an update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from telegram import Bot, CallbackQuery, Message, Update, User

from bot.db.preferences import Preferences, preferences_of
from bot.language import Language, language_for
from bot.roles import Role, role_of
from bot.state import BotState
from bot.transport.commands import read_command
from bot.transport.incoming import Me, sender, text_of, topic_of
from bot.transport.updates.arrival import CURRENT
from bot.view.answers.messages import Card
from bot.view.callback_data import ButtonData


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A message to the bot, with everything about it that handlers ask for."""

    me: Me
    message: Message
    text: str
    """What was written; the caption of a picture or a file."""
    person: int
    """Who counts as the person: the user, or the channel or group that speaks."""
    user: int | None
    """The user's own id; None where somebody speaks as a channel or a group."""
    role: Role
    """What the person is to the bot itself; chat admins are another matter."""
    language_code: str | None
    """The tag of the language of the person's Telegram."""
    preferences: Preferences
    """What the chat has set."""
    late: bool = False
    """Whether it should have been answered before."""
    overtook: int = 0
    """So many older questions of the chat go unanswered for this one."""
    language: Language
    """In which to answer: the chat's own, else ``WENCE_LANG``, else as the person reads or asks."""

    @classmethod
    def of_update(cls, state: BotState, update: Update) -> Self | None:
        """The conversation of a new or an edited message, None for other updates."""
        message = update.message or update.edited_message
        return None if message is None else cls.of_message(state, message)

    @classmethod
    def of_message(cls, state: BotState, message: Message) -> Self:
        user = message.from_user if message.sender_chat is None else None
        code = message.from_user.language_code if message.from_user else None
        preferences = preferences_of(state.chats, message.chat.id)
        text, arrival = text_of(message), CURRENT.get()
        return cls(
            me=_me(message.get_bot()),
            message=message,
            text=text,
            person=sender(message),
            user=user.id if user else None,
            role=role_of(state.settings, user.id if user else None),
            language_code=code,
            preferences=preferences,
            language=preferences.language_or(language_for(text, code, state.settings.lang)),
            late=arrival is not None and arrival.late,
            overtook=len(arrival.overtook) if arrival else 0,
        )

    @property
    def tail(self) -> str:
        """What follows the command."""
        command = read_command(self.text)
        return command.tail if command else ""

    @property
    def bot(self) -> Bot:
        return self.message.get_bot()

    @property
    def chat(self) -> int:
        return self.message.chat.id

    @property
    def is_private(self) -> bool:
        return bool(self.message.chat.type == self.message.chat.PRIVATE)

    @property
    def topic(self) -> int | None:
        """The topic of a forum in which the message stands."""
        return topic_of(self.message)

    @property
    def card(self) -> Card | None:
        """How the chat sees an answer: as a card in a group, whole in private."""
        return None if self.is_private else Card(self.preferences.card, self.me.username)

    def language_for(self, state: BotState, text: str) -> Language:
        """The language in which to speak of a text of this person's."""
        if text == self.text:
            return self.language
        stated = state.settings.lang
        return self.preferences.language_or(language_for(text, self.language_code, stated))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap(Conversation):
    """A tap on a button of the bot's: ``message`` is the one under which the button stands."""

    query: CallbackQuery
    asks: ButtonData

    @classmethod
    def of_update(cls, state: BotState, update: Update) -> Self | None:
        """The tap, None where there is none or its data is too old or of nobody's making."""
        query = update.callback_query
        asks = ButtonData.read(query.data or "") if query else None
        if query is None or asks is None or not isinstance(query.message, Message):
            return None
        user, preferences = query.from_user, preferences_of(state.chats, query.message.chat.id)
        language = language_for("", user.language_code, state.settings.lang)
        return cls(
            me=_me(query.get_bot()),
            message=query.message,
            text="",
            person=user.id,
            user=user.id,
            role=role_of(state.settings, user.id),
            language_code=user.language_code,
            preferences=preferences,
            language=preferences.language_or(language),
            query=query,
            asks=asks,
        )


def language_of_user(
    state: BotState, user: User, text: str = "", chat: int | None = None
) -> Language:
    """The language for somebody outside of a conversation, by default as set in private."""
    preferences = preferences_of(state.chats, user.id if chat is None else chat)
    return preferences.language_or(language_for(text, user.language_code, state.settings.lang))


def _me(bot: Bot) -> Me:
    return Me(bot.id, bot.username)

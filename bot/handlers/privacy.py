"""What is stored of a person: /privacy says it, /forget takes it out."""

from __future__ import annotations

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.permissions import speaks_as
from bot.conversation.replies import acknowledge, show, show_instead
from bot.db.forgetting import forget as forget_person
from bot.state import BotState
from bot.view.blocks import Span, block, paragraphs
from bot.view.callback_data import DoNotForget, Forget
from bot.view.keyboards import button, keyboard
from bot.view.texts import words

PRIVACY = (
    "privacy_questions",
    "privacy_unanswered",
    "privacy_feedback",
    "privacy_watches",
    "privacy_wishes",
    "privacy_inline",
    "privacy_forget",
)


async def privacy(state: BotState, talk: Conversation) -> None:
    """What is kept, how and how long."""
    told = [words(name, talk.language, days=state.settings.keep_days) for name in PRIVACY]
    title = block(Span(words("privacy", talk.language), bold=True))
    await show(state, talk, [title, *paragraphs(*told)])


async def forget(state: BotState, talk: Conversation) -> None:
    """Ask before everything of this person goes, or of the group that an admin speaks as."""
    choices = keyboard(
        [
            button(words("forget_yes", talk.language), Forget(talk.person)),
            button(words("forget_no", talk.language), DoNotForget(talk.person)),
        ]
    )
    name = "forget_ask" if talk.user is not None else "forget_ask_group"
    await show(state, talk, paragraphs(words(name, talk.language)), choices)


async def forget_button(state: BotState, tap: Tap) -> None:
    """The answer to that question; only the person who asked may give it.

    For the group in whose name an anonymous admin asked, any of its admins.
    """
    match tap.asks:
        case Forget(person) if await speaks_as(state, tap, person):
            count = forget_person(state.chats, person)
            await show_instead(tap, paragraphs(words("forgotten", tap.language, count=count)))
        case DoNotForget(person) if await speaks_as(state, tap, person):
            await show_instead(tap, paragraphs(words("nothing_forgotten", tap.language)))
        case _:
            await acknowledge(tap, "forget_not_yours")

"""An answer with its buttons, as a chat sees it: at first, and again later."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.conversation import Conversation
from bot.db.questions import Asked
from bot.db.snapshots import restore
from bot.state import BotState
from bot.view.answers import Shown, answer_blocks, card_blocks
from bot.view.blocks import Block
from bot.view.callback_data import View
from bot.view.keyboards import answer_keyboard, card_keyboard
from retrieval.answer.answer import Answer, Verdict
from retrieval.text.fold import Script


def answer_message(
    talk: Conversation, shown: Shown, script: Script, view: View | None = None
) -> tuple[Sequence[Block], InlineKeyboardMarkup | None]:
    """The whole answer in private, a card in a group; ``view`` is by default the first result."""
    view = view or View()
    if talk.is_private:
        return answer_blocks(shown.answer, script, view), answer_keyboard(shown, script, view)
    return (
        card_blocks(shown.answer, script, view, talk.preferences.card),
        card_keyboard(shown, script, view, talk.me.username),
    )


def restored(state: BotState, asked: Asked) -> Shown:
    """The answer as it was given, without what its articles no longer hold. Reads the store."""
    results = [restore(kept, rank, state.article) for rank, kept in enumerate(asked.results, 1)]
    there = tuple(result for result in results if result is not None)
    verdict = Verdict(asked.verdict) if there else Verdict.NONE
    return Shown(asked.id, Answer(question=asked.text, verdict=verdict, results=there))

"""After a tap on a button the message says something else."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import CallbackQuery, InlineKeyboardMarkup

from bot.transport.outgoing import edit
from bot.view.blocks import Block


async def rewrite(
    query: CallbackQuery, blocks: Sequence[Block], keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Put other text and buttons into the message that was tapped."""
    message = query.message
    if message is not None:
        await edit(query.get_bot(), message.chat.id, message.message_id, blocks, keyboard)

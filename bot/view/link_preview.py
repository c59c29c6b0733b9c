"""An address that an admin has sent: what is behind it, and buttons for what can be done."""

from __future__ import annotations

import re

from telegram import InlineKeyboardMarkup

from bot.follow.preview import Look
from bot.language import Language
from bot.view.blocks import Block
from bot.view.callback_data import DropLink, FollowLink, TakeLink
from bot.view.following import preview_blocks
from bot.view.keyboards import button, keyboard
from bot.view.texts import words

_ADDRESS = re.compile(r"https?://\S+")


def preview_message(
    found: Look, language: Language
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """What is behind an address, and what can be done with it."""
    choices = [
        button(words("file_yes", language), TakeLink()),
        button(words("link_follow", language), FollowLink()),
        button(words("file_no", language), DropLink()),
    ]
    return preview_blocks(found, language), keyboard(choices[1:] if found.is_list else choices)


def address_in(text: str) -> str | None:
    """The address that a preview shows."""
    found = _ADDRESS.search(text)
    return found[0] if found else None

"""Which command does a message give, and what follows it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message
from telegram.ext.filters import MessageFilter

ASK = frozenset({"ask", "search", "查询", "查詢", "查", "搜索", "搜尋", "搜", "问", "問"})
"""The names under which a question may be asked."""

_CHINESE = "|".join(sorted((name for name in ASK if not name.isascii()), key=len, reverse=True))
_COMMAND = re.compile(
    rf"\s*[/／](?P<name>[A-Za-z0-9_]{{1,64}}|{_CHINESE})(?:[@＠](?P<bot>[A-Za-z0-9_]+))?(?P<tail>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Command:
    """``/name@bot tail``: the name in small letters, the tail without the space around it."""

    name: str
    bot: str | None
    tail: str

    def is_for(self, username: str) -> bool:
        """Whether the bot of this name is meant; a command that names none is for everybody."""
        return self.bot is None or self.bot.lower() == username.lower()


def read_command(text: str) -> Command | None:
    """The command at the start of a text, None where there is none.

    Telegram marks only some of them as commands, so the text itself decides: the slash may be
    full-width, and any white space, a line break too, or none stands before what follows.
    """
    found = _COMMAND.match(text)
    if found is None:
        return None
    return Command(found["name"].lower(), found["bot"], found["tail"].strip())


class CommandFilter(MessageFilter):
    """Messages whose text is one this command, to this bot or to whichever bot there is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._command = name

    def filter(self, message: Message) -> bool:
        command = read_command(message.text or "")
        return (
            command is not None
            and command.name == self._command
            and command.is_for(message.get_bot().username)
        )


class AskFilter(MessageFilter):
    """``/ask`` in any form, in a text or a caption; also one for another bot."""

    def filter(self, message: Message) -> bool:
        command = read_command(message.text or message.caption or "")
        return command is not None and command.name in ASK

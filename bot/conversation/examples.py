"""Words of the bot's with examples of what this collection answers: buttons, in groups a line."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.conversation import Conversation
from bot.conversation.replies import show
from bot.language import Language
from bot.state import BotState
from bot.view.blocks import Block, block
from bot.view.callback_data import AskExample
from bot.view.keyboards import button, keyboard
from bot.view.texts import words
from retrieval.text.fold import Script, convert


async def show_with_examples(state: BotState, talk: Conversation, blocks: Sequence[Block]) -> None:
    """The blocks, and below them what could be asked, if the collection answers anything."""
    examples = examples_in(state, talk.language)
    if not examples:
        await show(state, talk, blocks)
    elif talk.is_private:
        shown = [*blocks, block(""), block(words("try_these", talk.language))]
        rows = ([button(each, AskExample(each))] for each in examples)
        await show(state, talk, shown, keyboard(*rows))
    else:
        line = words("for_example", talk.language, question=examples[0])
        await show(state, talk, [*blocks, block(line)])


def examples_in(state: BotState, language: Language) -> list[str]:
    """The examples in the script of a language."""
    script: Script = "hant" if language == "hant" else "hans"
    return [convert(each, script) for each in state.examples]

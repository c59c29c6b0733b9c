"""Articles of the collection in the chat: one as it is listed, one whole."""

from __future__ import annotations

from telegram import InputFile, Message

from bot.conversation.conversation import Conversation
from bot.conversation.replies import say, show
from bot.db.hidden import hidden
from bot.language import Language
from bot.roles import Role
from bot.state import BotState
from bot.transport.incoming import topic_of
from bot.view.answers.deep_links import read_article_link
from bot.view.answers.pages import as_file
from bot.view.article_blocks import origin_line, page_blocks
from bot.view.collection import article_blocks, known_keyboard
from bot.view.texts import words
from retrieval.corpus.article import Article
from retrieval.errors import UnknownArticle
from retrieval.text.ranges import Range

AROUND = (300, 700)
"""Characters before and after the quote that a deep link shows."""


async def show_article(
    state: BotState, talk: Conversation, name: str, quote: Range | None = None
) -> None:
    """One article: what is known of it and its beginning, or the place around a quote."""
    found = find_article(state, talk, name)
    if found is None:
        await say(state, talk, "article_missing", id=name)
    elif quote is None:
        is_hidden = found.id in hidden(state.chats)
        blocks = article_blocks(found, talk.language, is_hidden=is_hidden)
        decides = talk.role >= Role.EDITOR
        await show(state, talk, blocks, known_keyboard(found, talk.language, decides=decides))
    else:
        start = max(0, quote[0] - AROUND[0])
        page = (start, min(len(found.text), quote[1] + AROUND[1]))
        await show(state, talk, page_blocks(found, talk.language, page, quote))


async def open_link(state: BotState, talk: Conversation, payload: str) -> bool:
    """Show the article that a deep link names; False if the payload names none."""
    link = read_article_link(payload)
    if link is None:
        return False
    await show_article(state, talk, link.key, link.quote)
    return True


def find_article(state: BotState, talk: Conversation, name: str) -> Article | None:
    """The article of this id or key, None where there is none; only editors see hidden ones."""
    try:
        return (
            state.live.current.articles.get(name)
            if talk.role >= Role.EDITOR
            else state.article(name)
        )
    except UnknownArticle:
        return None


async def send_article(
    message: Message, article: Article, language: Language, quote_start: int | None = None
) -> None:
    """Answer with all of an article as a text file; the caption says where its quote starts."""
    heading = [article.shown_title, origin_line(article, language), article.url or ""]
    content = as_file(article, [line for line in heading if line])
    caption = article.shown_title
    if quote_start is not None:
        total = len(article.text)
        caption += "\n" + words("at_character", language, place=quote_start + 1, total=total)
    await message.reply_document(
        InputFile(content, f"{article.key}.txt"),
        caption=caption,
        parse_mode=None,
        do_quote=True,
        message_thread_id=topic_of(message),
    )

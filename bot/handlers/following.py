"""Sites that are followed: /follow, and an address that an editor sends: 收录 or 关注."""

from __future__ import annotations

import asyncio

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import acknowledge, rewrite, say, show
from bot.follow.state import ONCE, FollowState, Source, sources_of
from bot.state import BotState
from bot.uploads.link_preview import link_preview
from bot.view.blocks import paragraphs
from bot.view.callback_data import FollowLink, TakeLink
from bot.view.following import followed_blocks
from bot.view.link_preview import address_in, preview_message
from bot.view.reasons import reason_in
from bot.view.texts import words
from retrieval.errors import WenceError


async def follow(state: BotState, talk: Conversation) -> None:
    """/follow: what is followed; with an address what is behind it."""
    if talk.tail:
        await _preview(state, talk, talk.tail.split()[0])
    else:
        sources = await asyncio.to_thread(sources_of, state.home)
        await show(state, talk, followed_blocks(sources, talk.language))


async def link(state: BotState, talk: Conversation) -> None:
    """An address and nothing else."""
    await _preview(state, talk, talk.text.strip())


async def only_admins(state: BotState, talk: Conversation) -> None:
    """An address of anybody else's is no question either."""
    await say(state, talk, "link_admins_only")


async def _preview(state: BotState, talk: Conversation, written: str) -> None:
    try:
        found = await link_preview(state.home, written)
    except WenceError as error:
        await say(state, talk, "follow_failed", reason=reason_in(error.reason, talk.language))
        return
    blocks, choices = preview_message(found, talk.language)
    await show(state, talk, blocks, choices)


async def decided(state: BotState, tap: Tap) -> None:
    """收录, 关注 or 放弃; the address stands in the message."""
    url = address_in(tap.message.text or "")
    await acknowledge(tap)
    match tap.asks:
        case TakeLink() if url:
            once = Source(name="", url=url, depth=0, every_s=ONCE)
            said = await _followed(state, tap, once, "link_taken")
        case FollowLink() if url:
            said = await _followed(state, tap, Source(name="", url=url), "link_followed")
        case _:
            said = words("link_dropped", tap.language)
    await rewrite(tap, paragraphs(said))


async def _followed(state: BotState, tap: Tap, wanted: Source, line: str) -> str:
    """Follow a site from now on; what is to be said of it."""
    try:
        source = await asyncio.to_thread(_follow, state, wanted)
    except WenceError as error:
        reason = reason_in(error.reason, tap.language)
        return words("follow_failed", tap.language, reason=reason)
    return words(line, tap.language, name=source.name, url=source.url)


def _follow(state: BotState, wanted: Source) -> Source:
    """Follow a site from now on; a second tap changes nothing."""
    with FollowState.open(state.home) as sites:
        known = [source for source in sites.sources() if source.url == wanted.url]
        return known[0] if known else sites.follow(wanted)

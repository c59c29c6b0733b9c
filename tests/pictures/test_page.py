"""The page of the README's pictures shows what the bot sent, as it sent it."""

from __future__ import annotations

from pathlib import Path

from bot.web.botapi import Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import serving, write_articles
from tests.pictures.page import Chat, Line, page


async def test_the_page_holds_the_markup_and_the_buttons(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    index_paths(Home(tmp_path / "home"), [tmp_path / "articles"])
    async with Telegram() as telegram, serving(telegram, tmp_path / "home"):
        answer = await telegram.person("Alice").says("三争行动是什么？<b>")
    shown = page([Chat([Line("Alice", "三争行动是什么？<b>", [answer])])])
    assert "三争行动是什么？&lt;b&gt;" in shown
    assert '<a href="https://news.example.com/a?x=1&amp;y=2">' in shown
    assert "<blockquote>" in shown
    for button in answer.buttons:
        assert f'<div class="key">{button.text}</div>' in shown

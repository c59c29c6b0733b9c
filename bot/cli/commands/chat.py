"""``wence chat``: a conversation in the terminal, with greetings and follow-ups as in Telegram."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import click

from bot.cli.history import History
from bot.cli.options import open_home, with_home
from bot.cli.speech import language_of_question, say_aside
from bot.cli.terminal import answered
from bot.db.hidden import hidden_in
from bot.engine import cluster_of
from bot.older_index import renewed
from bot.question import FOLLOW_S, QUESTION_CHARS, sounds_unfinished, unfit
from bot.view.texts import words
from bot.visible import ask_visible
from retrieval.answer.live_searcher import LiveSearcher
from retrieval.errors import EngineUnavailable, NotIndexed
from retrieval.home import Home
from retrieval.index.engines.cluster.address import Address

PROMPT = "问策> "


@click.command()
@with_home
def chat(home: Path | None) -> None:
    """Ask in a terminal conversation; an empty line or Ctrl-D ends it."""
    opened, settings = open_home(home)
    converse(opened, cluster_of(settings))


class Conversation:
    """What is said, and of which articles it was last spoken."""

    def __init__(self, home: Home, live: LiveSearcher, clock: Callable[[], float]) -> None:
        self._home = home
        self._live = live
        self._clock = clock
        self._spoken_of: set[str] = set()
        self._until = 0.0

    def reply(self, text: str) -> str:
        """What a text is answered with."""
        if problem := unfit(text):
            return words(problem, language_of_question(text), limit=QUESTION_CHARS)
        with suppress(NotIndexed, EngineUnavailable):  # what answered so far goes on answering
            self._live.refresh()
        searcher = self._live.current
        follows = sounds_unfinished(text) and self._clock() < self._until
        within = self._spoken_of if follows else ()
        answer = ask_visible(searcher, hidden_in(self._home), text, within=within)
        self._spoken_of = {result.article.id for result in answer.results}
        self._until = self._clock() + FOLLOW_S
        return answered(answer, searcher)


def converse(
    home: Home, cluster: Address | None = None, clock: Callable[[], float] = time.monotonic
) -> None:
    """Answer what is typed, until an empty line or its end."""
    history = History(home.path)
    with closing(renewed(home, lambda: LiveSearcher(home, cluster), say_aside)) as live:
        conversation = Conversation(home, live, clock)
        while text := _typed():
            history.add(text)
            click.echo(conversation.reply(text))


def _typed() -> str:
    """A line from the terminal, empty at its end."""
    try:
        return input(PROMPT).strip()
    except EOFError:
        click.echo()
        return ""

"""An index of an earlier release is built anew by whoever first wants to read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.settings import own_language
from bot.view.texts import words
from retrieval.errors import NotIndexed
from retrieval.home import Home

Opened = TypeVar("Opened")


def renewed(home: Home, opening: Callable[[], Opened], tell: Callable[[str], None]) -> Opened:
    """What ``opening`` gives; where the index is older than this release, built anew first.

    Raises:
        NotIndexed: the index is damaged or missing.
        HomeBusy: another process writes into the home.
    """
    try:
        return opening()
    except NotIndexed as error:
        if error.reason.code != "index_older":
            raise
    from retrieval.index.building.operations import reindex  # seldom needed

    tell(words("index_renewed", own_language()))
    reindex(home, stored=True)
    return opening()

"""Who may do what: every cell of the table in SECURITY.md, by raw updates to one bot."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.conversation.permissions import Standing
from bot.route import Route
from bot.view import charts
from bot.view.callback_data import ButtonData, DoNotForget, ShowResult, TakeAway, TellAdmins
from bot.view.texts import CHINESE
from bot.web.botapi import Telegram
from tests.bot.actors import EDITOR, Stage, cast
from tests.bot.probes import PROBES, Heard, taps
from tests.bot.serving import dealt_with, serving
from tests.documents.permissions import IN_GROUPS, ROWS, may

together = pytest.mark.asyncio(loop_scope="module")

PATIENCE_S = 5.0
"""So long what began beside the answers may take to say so."""
SECOND = 0.005
REFUSALS = [
    re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(CHINESE[name])))
    for name in (
        *("stranger", "stranger_group", "inline_refused", "guest_refused"),
        *("not_yours", "not_your_question"),
        *("admins_only", "editors_only", "file_editors_only", "chat_admins_only"),
        *("not_your_card", "forget_not_yours", "link_admins_only"),
    )
]


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(
    indexed: Path, tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """One bot for all cells; whoever may has asked a question."""
    home = shutil.copytree(indexed, tmp_path_factory.mktemp("roles") / "home")
    patch.setattr(charts, "available", lambda: False)
    async with Telegram() as telegram:
        actors = cast(telegram)
        listed = [actor for actor in actors.values() if actor.standing is not Standing.STRANGER]
        allowed = [actors[Standing.PERSON].person.id, *(actor.group.id for actor in listed)]
        lists: dict[str, Any] = {
            "editor_ids": str(EDITOR),
            "allow_ids": ",".join(map(str, allowed)),
        }
        telegram.world.bot["can_read_all_group_messages"] = True
        async with serving(telegram, home, second=SECOND, **lists) as bot:
            asked = {standing: actor.asks() for standing, actor in actors.items()}
            await dealt_with(bot, len(actors))
            yield Stage(telegram, bot, actors, asked)


async def allowed(
    stage: Stage, heard: dict[Standing, Heard], before: int, expected: Iterable[Standing]
) -> set[Standing]:
    """Who got what they asked for: whoever was told something that is no refusal."""
    await dealt_with(stage.bot, before + len(heard))

    def got() -> set[Standing]:
        told = {standing: one() for standing, one in heard.items()}
        return {who for who, text in told.items() if text is not None and not is_refusal(text)}

    await stage.telegram.world.until(lambda: got() >= set(expected), PATIENCE_S)
    return got()


def is_refusal(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in REFUSALS)


@together
@pytest.mark.parametrize("route", ROWS, ids=lambda route: route.name)
async def test_each_may_what_the_table_says_and_nothing_else(
    stage: Stage, route: Route[Any]
) -> None:
    expected = {standing: may(route, standing) for standing in Standing}
    before, place = stage.bot.dispatcher.handled, route.takes.place
    probe = PROBES[route.name]
    heard = {
        standing: probe(stage, stage.actors[standing], place)
        for standing, is_one in expected.items()
        if is_one is not None
    }
    holders = {standing for standing, is_one in expected.items() if is_one}
    assert await allowed(stage, heard, before, holders) == holders


@together
@pytest.mark.parametrize(
    ("asks", "runs_it"),
    [
        (lambda question, person: ShowResult(question, 1), False),
        (lambda question, person: TellAdmins(question), False),
        (lambda question, person: TakeAway(question), True),
        (lambda question, person: DoNotForget(person), False),
    ],
    ids=["button", "next step", "take away", "forget button"],
)
async def test_what_is_somebody_elses_stays_theirs(
    stage: Stage, asks: Callable[[str, int], ButtonData], runs_it: bool
) -> None:
    data = asks(stage.question(Standing.PERSON), stage.actors[Standing.PERSON].person.id)
    before = stage.bot.dispatcher.handled
    heard = {each: taps(stage, stage.actors[each], data.written()) for each in sorted(IN_GROUPS)}
    holders = IN_GROUPS - {Standing.MEMBER} if runs_it else set()
    assert await allowed(stage, heard, before, holders) == holders


def test_every_row_has_its_probe() -> None:
    assert PROBES.keys() == {route.name for route in ROWS}

"""Settings at the desk: they count at once, in every process, where the environment is silent."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from bot.state import BotState
from bot.web.served import opened
from tests.web.collection import pages_of
from tests.web.desk.signing_in import ADMIN, EDITOR, ROLES, come_in, log, send

PATH = "/desk/settings"


async def test_what_is_set_counts_at_once_and_after_a_restart(home: Path) -> None:
    async with pages_of(home, **ROLES) as pages:
        await come_in(pages, ADMIN)
        status, said = await send(pages, PATH, quota_person="3", lang="zh-Hant", log_level="")
        assert (status, "已儲存" in said or "已保存" in said) == (200, True)
        assert pages.state.settings.quota_person == 3
        assert sorted(entry[:2] for entry in log(pages)[:2]) == [(ADMIN, "set")] * 2
    with opened(Settings(_env_file=None, home=home)) as state:
        assert (state.settings.quota_person, state.settings.lang) == (3, "hant")


async def test_a_bot_that_runs_notices_and_goes_back_to_the_default(home: Path) -> None:
    bot = BotState.open(Settings(_env_file=None, home=home))
    async with pages_of(home, **ROLES) as pages:
        await come_in(pages, ADMIN)
        seen = []
        for written in ("2", ""):
            await send(pages, PATH, quota_person=written)
            bot.take_desk_settings()
            seen.append((bot.quotas.person, bot.settings.quota_person))
    bot.close()
    assert seen == [(2, 2), (6, 6)]


async def test_what_the_environment_says_wins(home: Path) -> None:
    async with pages_of(home, quota_person=9, **ROLES) as pages:
        await come_in(pages, ADMIN)
        status, said = await send(pages, PATH, quota_person="3")
        assert (status, "以它为准" in said) == (200, True)
        assert (pages.state.settings.quota_person, log(pages)[0][1]) == (9, "signed_in")


async def test_a_bad_value_changes_nothing_and_is_named(home: Path) -> None:
    async with pages_of(home, **ROLES) as pages:
        await come_in(pages, ADMIN)
        for bad in ({"quota_person": "-1"}, {"api_quota": "viele"}, {"lang": "fr"}):
            status, said = await send(pages, PATH, quota_group="4", **bad)
            assert (status, f"WENCE_{next(iter(bad)).upper()}" in said) == (409, True)
        assert pages.state.settings.quota_group == 15


async def test_only_admins_set_and_only_what_is_offered(home: Path) -> None:
    async with pages_of(home, **ROLES) as pages:
        await come_in(pages, ADMIN)
        await send(pages, PATH, admin_ids="1", token="x")
        assert pages.state.settings.admin_ids == {ADMIN}
        await come_in(pages, EDITOR)
        assert (await pages.get(PATH)).status_code == 403

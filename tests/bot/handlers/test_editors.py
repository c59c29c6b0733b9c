"""Editors: who looks after the collection, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.conversation.permissions import HOLDERS, Right, Standing
from bot.roles import Role
from bot.routes import ROUTES
from bot.view.guidance import OWN
from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import serving

EDITOR = 43
NOTICE = "# 关于垃圾分类的通知\n\n居民应当把厨余垃圾和其他垃圾分开投放。\n".encode()

REPEALING = (
    {"id": "undated", "title": "示例市占道停车规定", "text": "占道停车应当在划定的泊位内。"},
    {
        "id": "new",
        "title": "示例市停车办法",
        "text": "停车每小时五元。《示例市占道停车规定》同时废止。",
    },
)


@pytest.fixture
def editor(telegram: Telegram) -> Person:
    return telegram.person("Edith", id=EDITOR)


@pytest.mark.handler("file", "file button")
async def test_an_editor_who_is_not_listed_gets_in_and_takes_in_a_file(
    telegram: Telegram, home: Path, editor: Person, alice: Person
) -> None:
    async with serving(telegram, home, editor_ids=str(EDITOR), allow_ids=str(alice.id)):
        shown = await editor.sends_file("a.md", NOTICE)
        await editor.taps(shown, "收录")
        await shown.when(lambda it: "新增 1" in it.text)
        assert "厨余垃圾" in await alice.says("厨余垃圾怎么投放？")


@pytest.mark.handler("article", "hide")
async def test_an_editor_sees_what_is_hidden_and_shows_it_again(
    telegram: Telegram, home: Path, editor: Person, alice: Person
) -> None:
    async with serving(telegram, home, editor_ids=str(EDITOR)) as bot:
        key = bot.state.live.current.store.get("action").key
        assert "已隐藏" in await editor.says(f"/hide {key}")
        assert "没有编号为" in await alice.says(f"/article {key}")
        assert "（已隐藏）" in await editor.says(f"/article {key}")
        assert "已恢复" in await editor.says(f"/hide {key}")


@pytest.mark.handler("repeal button")
async def test_an_editor_says_whether_an_article_is_the_one_that_is_repealed(
    telegram: Telegram, home: Path, tmp_path: Path, editor: Person, alice: Person
) -> None:
    lines = [json.dumps(each, ensure_ascii=False) for each in REPEALING]
    (tmp_path / "repealing.jsonl").write_text("\n".join(lines), encoding="utf-8")
    index_paths(Home(home), [tmp_path / "repealing.jsonl"])
    async with serving(telegram, home, editor_ids=str(EDITOR)) as bot:
        key = bot.state.live.current.store.get("undated").key
        assert "已被它废止" not in str((await alice.says(f"/article {key}")).buttons)
        shown = await editor.says(f"/article {key}")
        assert "可能被《示例市停车办法》废止" in shown
        await editor.taps(shown, "已被它废止")
        assert "已被废止" in await editor.answer_to(shown)
        assert "⚠ 被《示例市停车办法》废止" in await editor.says(f"/article {key}")


async def test_a_banned_editor_gets_no_word(
    telegram: Telegram, home: Path, editor: Person, admin: Person
) -> None:
    async with serving(telegram, home, editor_ids=str(EDITOR)):
        assert "已拉黑" in await admin.says(f"/ban {EDITOR}")
        await editor.hears_nothing("/articles")


async def test_help_and_menu_show_an_editor_what_they_may_do(
    telegram: Telegram, home: Path, editor: Person
) -> None:
    async with serving(telegram, home, editor_ids=str(EDITOR)):
        told = (await editor.says("/help")).text
        await editor.says("/start")
        await telegram.settled()
    scope = {"type": "chat", "chat_id": EDITOR}
    menu = next(
        each for each in telegram.called("setMyCommands", ok=True) if each["scope"] == scope
    )
    shown = {each["command"] for each in menu["commands"]}
    for own, others in ((told, "管理员："), (shown, "ban")):
        assert others not in own
    assert "编辑：" in told
    assert "gaps" in shown


@pytest.mark.parametrize("role", Role)
def test_a_menu_has_what_its_reader_may_do(role: Role) -> None:
    rights = {route.name: route.right for route in ROUTES}
    standing = {Role.EDITOR: Standing.EDITOR, Role.ADMIN: Standing.ADMIN}.get(role)
    own = {name for name, right in rights.items() if right in (Right.EDIT, Right.ADMINISTER)}
    may = {name for name in own if standing in HOLDERS[rights[name]]}
    assert own & set(OWN[role]) == may & set(OWN[Role.ADMIN])

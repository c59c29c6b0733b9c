"""Examples of questions: this collection's own, offered where somebody may not know what to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Running
from bot.examples import LONGEST, choose
from bot.web.botapi import Person, Telegram
from retrieval.answer.answer import Verdict
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.resources import resource
from tests.bot.handlers.test_watches import comes_in
from tests.bot.serving import serving

NOTICE = {
    "id": "tea",
    "title": "示例市茶园改造补助办法",
    "text": "茶园改造每亩补助八百元。茶园改造由镇政府验收，三十日内付款。",
}


async def chosen(bot: Running, *, anew: bool = False) -> tuple[str, ...]:
    """The examples, once they are chosen; others than there are now if ``anew``."""
    before = bot.state.examples if anew else ()
    while bot.state.examples == before:
        await bot.state.timer.sleep(1)
    return bot.state.examples


@pytest.mark.handler("start", "example")
async def test_an_example_is_answered_with_a_tap(bot: Running, alice: Person) -> None:
    examples = await chosen(bot)
    greeting = await alice.says("/start")
    assert tuple(button.text for button in greeting.buttons) == examples
    await alice.taps(greeting, "三争行动是什么？")
    await greeting.when(lambda it: alice.answers[-1] != it)
    answer = alice.answers[-1]
    assert answer.text.startswith("三争行动是什么？")
    assert "三争行动是指" in answer.quotes[0]


@pytest.mark.parametrize("text", ["/help", "你好", "😀", "帮助"])
async def test_they_are_under_what_explains(bot: Running, alice: Person, text: str) -> None:
    examples = await chosen(bot)
    assert (await alice.says(text)).has(examples[0])


async def test_in_a_group_and_inline_one_is_named(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    first = (await chosen(bot))[0]
    said = await alice.says("/ask@wence_test_bot", to=telegram.group("住房", alice))
    assert f"例如：{first}" in said
    assert not said.buttons
    prompt = (await alice.types("")).button
    assert prompt is not None
    assert first in prompt["text"]


async def test_each_index_has_its_own(bot: Running, home: Path, tmp_path: Path) -> None:
    await chosen(bot)
    await comes_in(home, tmp_path / "new", NOTICE)
    assert "茶园改造补助有什么规定？" in await chosen(bot, anew=True)


async def test_the_empty_collection_has_none(
    telegram: Telegram, tmp_path: Path, alice: Person
) -> None:
    async with serving(telegram, tmp_path / "empty"):
        greeting = await alice.says("/start")
    assert greeting.text.endswith("每段都注明出处。")
    assert not greeting.buttons


def test_each_is_surely_answered_and_short_enough_for_a_button(tmp_path: Path) -> None:
    index_paths(Home(tmp_path), [resource("articles")])
    searcher = Searcher.open(Home(tmp_path))
    examples = choose(searcher, frozenset())
    assert len(set(examples)) == 3
    for question in examples:
        assert len(question) <= LONGEST
        assert searcher.ask(question).verdict is Verdict.CONFIDENT

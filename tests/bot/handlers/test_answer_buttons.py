"""The buttons under an answer."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.app import Running
from bot.web.botapi import Group, Person, Shown, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import ARTICLES, serving, write_articles

ASK = "三争行动是什么？"
MANY = "提取住房公积金要提供什么？"

LONG = "".join(
    f"第{n}条，示例省对三争行动作出第{n}项规定，各地应当认真执行。" for n in range(1, 90)
)
VERY_LONG = LONG.replace("三争行动", "垃圾分类") * 8


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The usual articles, a second on the same matter, a long one and a very long one."""
    directory = tmp_path_factory.mktemp("long")
    more = [
        {"id": "second", "title": "公积金问答", "text": "提取住房公积金要提供哪些材料？身份证明。"},
        {"id": "long", "title": "三争行动实施细则", "text": LONG},
        {"id": "very-long", "title": "垃圾分类办法", "text": VERY_LONG},
    ]
    write_articles(directory / "articles", [*ARTICLES, *more])
    index_paths(Home(directory / "home"), [directory / "articles"])
    return directory / "home"


@pytest.mark.handler("button")
@pytest.mark.both_ways
async def test_paging_opens_the_next_result_and_comes_round(bot: Running, alice: Person) -> None:
    answer = await alice.says(MANY)
    first = answer.text
    count = len(answer.quotes)
    assert count > 1
    assert answer.has(f"1/{count}")
    assert opened(answer) == [0]
    await alice.taps(answer, "›")
    await answer.when(lambda it: it.has(f"2/{count}"))
    assert opened(answer) == [1]
    await alice.taps(answer, "‹")
    await answer.when(lambda it: it.text == first and it.has(f"1/{count}"))
    await alice.taps(answer, "‹")
    await answer.when(lambda it: it.has(f"{count}/{count}"))


async def test_that_nothing_is_of_the_asked_time_is_still_said_on_another_page(
    bot: Running, alice: Person
) -> None:
    answer = await alice.says("2018年以前的住房公积金要提供什么？")
    said = "没有找到2018年以前的；以下不是那时的："
    assert said in answer.text
    await alice.taps(answer, "›")
    await answer.when(lambda it: it.has("原文 2"))
    assert said in answer.text


async def test_the_excerpt_widens_both_ways(bot: Running, alice: Person) -> None:
    answer = await opens_tools(alice, await alice.says("第40项规定是什么？"))
    before = max(answer.quotes, key=len)
    await alice.taps(answer, "上文")
    await answer.when(lambda it: it.has("上文") and longest(it) > len(before))
    wider = longest(answer)
    await alice.taps(answer, "下文")
    await answer.when(lambda it: longest(it) > wider)
    assert before.strip("…") in max(answer.quotes, key=len)


async def test_widening_ends_where_the_article_or_the_room_does(
    bot: Running, alice: Person
) -> None:
    answer = await alice.says("电动自行车怎么登记上牌？")
    assert not answer.has("上文")
    answer = await opens_tools(alice, await alice.says("第40项规定是什么？"))
    for _ in range(12):
        if not answer.has("下文"):
            break
        shown = answer.text
        await alice.taps(answer, "下文")
        await answer.when(lambda it, shown=shown: it.text != shown)  # type: ignore[misc]
    assert not answer.has("下文")
    assert len(answer.text) < 3_800


async def test_the_article_is_sent_as_pages_opened_at_the_quote(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    answer = await alice.says("三争行动实施细则怎么规定？")
    while "项规定" not in open_quote(answer):
        shown = page_of(answer)
        await alice.taps(answer, "›")
        await answer.when(lambda it, shown=shown: page_of(it) != shown)  # type: ignore[misc]
    quoted = open_quote(answer).strip("…")
    page = await sent_for_a_tap(alice, answer, "原文")
    assert quoted in page.bold
    assert page.has("/")
    first = page.text
    await alice.taps(page, "›")
    await page.when(lambda it: it.text != first)


async def test_a_very_long_article_is_sent_as_a_file(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    answer = await alice.says("垃圾分类第7项规定是什么？")
    sent = await sent_for_a_tap(alice, answer, "原文")
    name, content = sent.file
    assert name.endswith(".txt")
    assert VERY_LONG in content.decode("utf-8")
    assert "引文从第" in sent.text


async def test_a_citation_is_ready_to_copy(bot: Running, alice: Person) -> None:
    answer = await opens_tools(alice, await alice.says(ASK))
    copied = answer.button("复制引用").copies
    assert copied is not None
    assert copied.startswith("《")
    assert "“" in copied
    assert len(copied) <= 256


async def test_the_standard_form_is_beside_it(bot: Running, alice: Person) -> None:
    answer = await opens_tools(alice, await alice.says(ASK))
    copied = answer.button("复制 GB/T 7714").copies
    assert copied is not None
    assert "[Z]" in copied or "[EB/OL]" in copied


async def test_two_rows_are_enough_and_what_is_behind_the_dots_leads_back(
    bot: Running, alice: Person
) -> None:
    answer = await alice.says(MANY)
    text, face = answer.text, [button.text for button in answer.buttons]
    assert rows(answer) == 2
    assert rows(await opens_tools(alice, answer)) == 2
    await alice.taps(answer, "返回")
    await answer.when(lambda it: [button.text for button in it.buttons] == face)
    assert answer.text == text


async def test_the_buttons_name_the_result_that_they_mean(bot: Running, alice: Person) -> None:
    answer = await alice.says(MANY)
    assert answer.has("原文 1")
    await alice.taps(answer, "›")
    await answer.when(lambda it: it.has("原文 2"))
    assert (await opens_tools(alice, answer)).has("复制引用 2")
    alone = await alice.says("电动自行车登记要带什么？")
    assert alone.button("原文").text == "原文"


async def test_the_other_script_is_marked_and_one_tap_away(bot: Running, alice: Person) -> None:
    answer = await alice.says("住房公积金怎么提取？")
    while "職工" not in open_quote(answer):
        await alice.taps(answer, "›")
        await answer.when(lambda it: it.has("2/") or it.has("3/"))
    before = answer.text
    await opens_tools(alice, answer)
    await alice.taps(answer, "看简体")
    await answer.when(lambda it: "非原文字形" in it.text)
    assert "职工购买自住住房" in answer.text
    await alice.taps(answer, "看原样")
    await answer.when(lambda it: it.text == before)


@pytest.mark.both_ways
async def test_rating_and_taking_it_back(bot: Running, alice: Person) -> None:
    answer = await alice.says(ASK)
    assert (await alice.taps(answer, "👍")).text == "谢谢，记下了。"
    assert [row["value"] for row in bot.state.chats.db.query("select value from feedback")] == [1]
    assert (await alice.taps(answer, "👎")).text == "谢谢，记下了。"
    assert (await alice.taps(answer, "👎")).text == "已取消。"
    assert bot.state.chats.db.table("feedback").count == 0


async def test_buttons_work_after_a_restart_and_a_reindex(
    telegram: Telegram, home: Path, alice: Person, tmp_path: Path
) -> None:
    async with serving(telegram, home):
        answer = await alice.says(MANY)
        await telegram.settled()
    news = {"id": "n", "title": "新的公积金消息", "text": "提取住房公积金要提供结婚证。" * 3}
    index_paths(Home(home), [write_articles(tmp_path / "more", [news])])
    async with serving(telegram, home):
        count = len(answer.quotes)
        await alice.taps(answer, "›")
        await answer.when(lambda it: it.has(f"2/{count}"))
        assert "结婚证" not in answer.text


async def test_a_result_whose_article_is_gone_is_not_shown(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    from retrieval.index.building.operations import remove_articles

    async with serving(telegram, home):
        answer = await alice.says(ASK)
        remove_articles(Home(home), ["action", "long"])
    async with serving(telegram, home):
        assert "已不在收录之列" in await sent_for_a_tap(alice, answer, "原文")


@pytest.mark.handler("old button")
async def test_an_old_button_says_so_and_offers_to_ask_again(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    answer = await alice.says(ASK)
    bot.state.chats.db.execute("delete from questions")
    assert (await alice.taps(answer, "👍")).text == "按钮已过期"
    await answer.when(lambda it: it.has("再问一次"))
    assert "三争行动是指" in await sent_for_a_tap(alice, answer, "再问一次")
    assert (await alice.taps_data(answer, "v0:gone")).text == "按钮已过期"


@pytest.mark.parametrize(
    "data", ["v1:", "v1:x:s:1", "v1:abcdefgh:s:1.2.3.4", "v1:::", "v1:a:s:999999", "set1:no:9", "x"]
)
async def test_made_up_data_does_no_harm(bot: Running, alice: Person, data: str) -> None:
    answer = await alice.says(ASK)
    assert (await alice.taps_data(answer, data)).text == "按钮已过期"


async def test_however_far_a_button_widens_the_answer_fits(
    bot: Running, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await alice.says("垃圾分类第7项规定是什么？")
    question = str(answer.button("原文").data).split(":")[1]
    assert (await alice.taps_data(answer, f"v1:{question}:s:1.999.999.0")).text == ""
    await answer.when(lambda it: longest(it) > 1_000)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_in_a_group_only_the_asker_pages_and_anybody_rates(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("住房", alice, bob)
    card = await alice.says(f"/ask@wence_test_bot {MANY}", to=group)
    before = card.text
    assert "只有提问的人" in (await bob.taps(card, "›")).text
    assert card.text == before
    assert (await bob.taps(card, "👍")).text == "谢谢，记下了。"
    await alice.taps(card, "›")
    await card.when(lambda it: it.text != before)


@pytest.mark.handler("button")
async def test_an_anonymous_admins_answer_is_paged_by_any_admin_of_the_group(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    bob, carol = telegram.person("Bob"), telegram.person("Carol")
    group = telegram.group("住房", alice, admins=(bob, carol))
    ask = f"/ask@wence_test_bot {MANY}"
    card = await bob.says(ask, to=group, anonymous=True)
    assert "只有提问的人" in (await alice.taps(card, "›")).text
    assert (await carol.taps(card, "›")).text == ""
    own = await alice.says(ask, to=group)
    assert "只有提问的人" in (await carol.taps(own, "›")).text


async def test_a_card_is_short_and_leads_to_the_whole_answer_in_private(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    group: Group = telegram.group("住房", alice)
    card = await alice.says(f"/ask@wence_test_bot {MANY}", to=group)
    assert len(card.text.splitlines()) <= 8
    assert len(card.quotes) == 1
    link = card.button("更多").url
    assert link is not None
    whole = await telegram.person("Bob").opens(link)
    assert len(whole.quotes) > 1
    assert whole.has("原文")


async def test_eyes_are_shown_while_an_answer_takes_long(
    telegram: Telegram, bot: Running, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversation.answering.PATIENCE_S", 0.05)
    telegram.faults.slow("sendMessage", 0.5)
    asked = alice.posts(ASK)
    await telegram.world.until(lambda: asked.reactions == ["👀"])
    assert alice.answers == []
    await alice.answer_to(asked)
    await telegram.settled()
    assert len(telegram.called("setMessageReaction")) == 2
    assert asked.reactions == []


async def sent_for_a_tap(person: Person, shown: Shown, label: str) -> Shown:
    """The message that a tap brings, which has no word for whoever tapped."""
    count = len(person.answers)
    assert (await person.taps(shown, label)).text == ""
    assert await person.telegram.world.until(lambda: len(person.answers) > count)
    return person.answers[-1]


def opened(answer: Shown) -> list[int]:
    """Which quotes are open, counted from the top."""
    kinds = [each["type"] for each in answer.entities if each["type"].endswith("blockquote")]
    return [place for place, kind in enumerate(kinds) if kind == "blockquote"]


def open_quote(answer: Shown) -> str:
    return "".join(answer.marked("blockquote"))


def page_of(answer: Shown) -> list[str]:
    return [button.text for button in answer.buttons if "/" in button.text]


def longest(answer: Shown) -> int:
    return max(map(len, answer.quotes))


async def opens_tools(person: Person, answer: Shown) -> Shown:
    """Tap on ⋯; the message as it is then."""
    await person.taps(answer, "⋯")
    return await answer.when(lambda it: it.has("返回"))


def rows(answer: Shown) -> int:
    return len(answer.message["reply_markup"]["inline_keyboard"])

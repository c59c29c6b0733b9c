"""A private chat: ask, turn pages, rate, inline mode, replies, edits, languages, a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.sandbox.client import LI, Client, expect, key

if TYPE_CHECKING:
    from tests.browser.sandbox.process import Served
    from tests.browser.windows import Windows

QUESTION = "异地就医怎么备案？"


def test_a_question_is_answered_with_quotes_from_the_samples(client: Client) -> None:
    answer = client.asks(QUESTION)
    expect(answer.locator("blockquote").first).to_contain_text("需要先备案，再直接结算")
    expect(answer).to_contain_text("示例省医疗保障局 · 2024-06-20")
    expect(answer.locator(".quoted")).to_contain_text(QUESTION)


def test_a_page_is_turned_in_place_and_a_quote_widened(client: Client) -> None:
    answer = client.asks("电动车怎么上牌？")
    key(answer, "›").click()
    expect(key(answer, "2/2")).to_be_visible()
    expect(answer).to_contain_text("已编辑")
    quote = answer.locator("blockquote").last
    before = quote.inner_text()
    key(answer, "下文 2").click()
    expect(quote).not_to_have_text(before, use_inner_text=True)


def test_a_quote_is_opened_in_its_article(client: Client) -> None:
    answer = client.asks(QUESTION)
    with client.page.expect_popup() as opened:
        key(answer, "🔗").click()
    quote = opened.value.locator("mark").first
    expect(quote).to_be_visible()
    expect(opened.value).to_have_title(re.compile("异地就医"))


def test_an_answer_is_rated(client: Client) -> None:
    key(client.asks(QUESTION), "👍").click()
    expect(client.page.locator("#toast")).not_to_be_empty()


def test_inline_results_are_offered_and_picked(client: Client) -> None:
    before = client.messages.count()
    client.composer.fill("@wence_sandbox_bot 电动车")
    offer = client.page.locator("#offers li").filter(has_text="电动自行车").first
    offer.click()
    expect(client.messages.nth(before)).to_contain_text("经由 @wence_sandbox_bot")
    expect(client.composer).to_be_empty()


def test_commands_are_completed_and_those_of_an_admin_are_more(client: Client) -> None:
    client.composer.fill("/he")
    expect(client.page.locator("#offers li")).to_have_text("/help使用说明")
    client.composer.press("Tab")
    expect(client.composer).to_have_value("/help ")
    client.composer.fill("/reindex")
    expect(client.page.locator("#offers li")).to_have_count(0)


def test_a_message_of_ones_own_is_edited_and_answered_anew(client: Client) -> None:
    answer, asked = client.asks("公积金怎么提取？"), client.own
    asked.locator(".bubble").hover()
    asked.get_by_label("编辑").click()
    client.writes(QUESTION)
    expect(asked).to_contain_text("已编辑")
    expect(answer).to_contain_text("示例省医疗保障局")


def test_a_reply_shows_what_it_answers(client: Client) -> None:
    answer = client.asks(QUESTION)
    answer.locator(".bubble").hover()
    answer.get_by_label("回复").click()
    client.writes("那急诊呢？")
    expect(client.own.locator(".quoted")).to_contain_text("问策")


def test_an_emoji_is_put_under_an_answer_and_taken_away(client: Client) -> None:
    answer = client.asks(QUESTION)
    for count in (1, 0):
        answer.locator(".bubble").hover()
        answer.get_by_label("回应").click()
        answer.locator(".tools").get_by_text("🎉").click()
        expect(answer.locator(".reactions .mine")).to_have_count(count)


def test_a_person_blocks_the_bot_and_comes_back(client: Client) -> None:
    client.asks(QUESTION)
    client.page.get_by_label("停用机器人").click()
    expect(client.composer).to_be_hidden()
    before = client.answers.count()
    client.page.locator("#start", has_text="重新启用机器人").click()
    expect(client.answer(before)).to_contain_text("问策")
    expect(client.composer).to_be_visible()


def test_a_long_quote_is_unfolded(client: Client) -> None:
    quote = client.asks(QUESTION).locator("blockquote.expandable").first
    quote.get_by_role("button", name="展开").click()
    expect(quote).not_to_contain_text("展开")
    assert quote.locator("> div").evaluate("it => it.scrollHeight <= it.clientHeight")


def test_the_page_speaks_both_scripts_and_english(client: Client) -> None:
    for tag, title in (("zh-hant", "問策沙盒"), ("en", "Wence sandbox"), ("zh-hans", "问策沙盒")):
        client.page.select_option("#language", tag)
        expect(client.page.get_by_role("heading", level=1)).to_have_text(title)
    expect(client.page.get_by_role("link", name=LI)).to_be_visible()


def test_requests_and_updates_can_be_read(client: Client) -> None:
    client.asks(QUESTION)
    client.page.get_by_label("更新和请求").click()
    entry = client.page.locator("#log li").filter(has_text="sendMessage").first
    entry.locator("summary").click()
    expect(entry.locator("pre")).to_contain_text("<blockquote")


def test_an_article_is_text_whatever_it_says(client: Client) -> None:
    answer = client.asks("攀岩馆几点开放？")
    expect(answer).to_contain_text("<script>")
    expect(answer).to_contain_text("<img src=x")
    assert answer.locator("script, .text img, a[href^='javascript']").count() == 0
    client.writes("<img src=x onerror=alert(5)>")
    expect(client.own).to_contain_text("<img src=x")
    assert client.page.title() == "问策沙盒"


def test_a_phone_shows_the_list_or_one_chat(windows: Windows, sandbox: Served) -> None:
    page = windows.open(sandbox.url, size=(390, 844))
    client = Client(page)
    expect(client.composer).to_be_hidden()
    client.opens(LI)
    client.asks(QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("返回聊天列表").click()
    expect(page.get_by_role("link", name=LI)).to_be_visible()

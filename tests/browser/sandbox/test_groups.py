"""Groups: privacy mode, who speaks, topics, deep links."""

from __future__ import annotations

from tests.browser.sandbox.client import FORUM, GROUP, Client, expect, key


def test_privacy_mode_keeps_messages_from_the_bot_until_it_is_off(client: Client) -> None:
    client.opens(GROUP)
    before = client.answers.count()
    client.writes("@wence_sandbox_bot 异地就医怎么备案？")
    expect(client.page.locator("#toast")).to_contain_text("收不到这条")
    assert client.answers.count() == before
    client.page.get_by_label("隐私模式").uncheck()
    answer = client.asks("@wence_sandbox_bot 异地就医怎么备案？")
    expect(answer).to_contain_text("示例省医疗保障局")
    client.page.get_by_label("隐私模式").check()


def test_a_short_card_leads_to_the_whole_answer_in_private(client: Client) -> None:
    client.opens(GROUP)
    card = client.asks("/ask@wence_sandbox_bot 电动车怎么上牌？")
    key(card, "更多").click()
    expect(client.page.locator("#heading p")).to_have_text("小李的私聊")
    expect(client.answers.last).to_contain_text("电动自行车登记上牌")


def test_an_answer_stays_in_its_topic(client: Client) -> None:
    client.opens(FORUM)
    client.page.get_by_role("tab", name="住房公积金").click()
    answer = client.asks("/ask@wence_sandbox_bot 公积金怎么提取？")
    expect(answer.locator("blockquote").first).to_contain_text("公积金")
    client.page.get_by_role("tab", name="综合").click()
    expect(client.answers).to_have_count(0)


def test_somebody_else_speaks(client: Client) -> None:
    client.opens(GROUP)
    client.writes("我先问一句")
    client.page.select_option("#speaker select", label="小王")
    other = client.page.locator("#messages > .message.theirs").filter(has_text="我先问一句").last
    expect(other.locator("h3")).to_have_text("小李")

"""The collection from the chat: a file is sent and taken in, documents come back, a reindex."""

from __future__ import annotations

from pathlib import Path

from tests.browser.sandbox.client import ADMIN, Client, expect, key

TEXT = (
    "示例市鸽子饲养管理办法\n来源：示例市城管局\n\n"
    "居民饲养信鸽，应当向街道办事处登记。每户最多饲养三十羽。"
)


def test_a_file_is_taken_in_and_asked_about(client: Client, tmp_path: Path) -> None:
    client.opens(ADMIN)
    file = tmp_path / "鸽子<b>.txt"
    file.write_text(TEXT, encoding="utf-8")
    preview = client.sends(file)
    expect(client.own).to_contain_text("鸽子<b>.txt")
    key(preview, "收录").click()
    expect(client.page.locator("#messages")).to_contain_text("已收录")
    expect(client.asks("信鸽每户最多养多少羽？").locator("blockquote")).to_contain_text("三十羽")


def test_a_file_is_dropped_on_the_chat(client: Client) -> None:
    client.opens(ADMIN)
    before = client.answers.count()
    client.page.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File(["示例市养蜂办法\\n\\n养蜂应当登记。"], "养蜂.txt"));
            const told = { dataTransfer: carried, bubbles: true, cancelable: true };
            for (const type of ["dragover", "drop"])
                document.querySelector("#conversation").dispatchEvent(new DragEvent(type, told));
        }"""
    )
    expect(client.answer(before)).to_contain_text("养蜂")


def test_files_picked_together_are_an_album(client: Client, tmp_path: Path) -> None:
    client.opens(ADMIN)
    files = [tmp_path / f"{name}.txt" for name in ("养兔", "养鹅")]
    for file in files:
        file.write_text(TEXT.replace("鸽子", file.stem), encoding="utf-8")
    before = client.answers.count()
    client.page.set_input_files("#files", files)
    client.answer(before + 1)
    joined = client.page.locator("#messages > .message.joined")
    expect(joined).to_contain_text("养鹅.txt")


def test_a_document_of_the_bot_can_be_kept(client: Client) -> None:
    answer = client.asks("异地就医怎么备案？")
    before = client.answers.count()
    key(answer, "原文").click()
    document = client.answer(before).locator("a.document, .text").first
    expect(document).to_be_visible()


def test_a_reindex_tells_how_far_it_is_in_one_message(client: Client) -> None:
    client.opens(ADMIN)
    said = client.asks("/reindex")
    expect(said).to_contain_text("已编辑")
    expect(said).to_contain_text("索引已更新")

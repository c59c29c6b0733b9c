"""Blocks to HTML: escaped once, cut between blocks, counted as Telegram counts."""

from __future__ import annotations

from bot.view.blocks import MESSAGE_UNITS, Quote, Span, block, html, length, plain, split, units


def test_text_is_escaped_and_invisible_characters_are_left_out() -> None:
    shown = html([block("a < b && c\u202e > d\x00", Span("<b>", bold=True))])
    assert shown == "a &lt; b &amp;&amp; c &gt; d<b>&lt;b&gt;</b>"


def test_quotes_links_and_looks() -> None:
    blocks = [
        block(Span("题目", bold=True, url="https://example.com/?a=1&b=%22")),
        block("前", Span("词", bold=True, mark=True), quote=Quote.OPEN),
        block("后", quote=Quote.FOLDED),
    ]
    assert html(blocks).splitlines() == [
        '<a href="https://example.com/?a=1&amp;b=%22"><b>题目</b></a>',
        "<blockquote>前<b><u>词</u></b></blockquote>",
        "<blockquote expandable>后</blockquote>",
    ]
    assert plain(blocks) == "题目\n前词\n后"


def test_an_address_that_is_none_becomes_no_link() -> None:
    assert html([block(Span("x", url="javascript:alert(1)"))]) == "x"


def test_lengths_are_utf16_units() -> None:
    assert units("𠮷😀a") == 5
    assert length([block("𠮷😀a"), block("b")]) == 8


def test_messages_are_cut_between_blocks() -> None:
    blocks = [block("字" * 1500, quote=Quote.OPEN) for _ in range(4)]
    messages = split(blocks)
    assert [len(message) for message in messages] == [2, 2]
    assert [each for message in messages for each in message] == blocks


def test_a_block_longer_than_a_message_is_cut_before_it_is_rendered() -> None:
    long = block(Span("<😀>" * 3000, bold=True), quote=Quote.OPEN)
    messages = split([block("头"), long])
    assert all(length(message) <= MESSAGE_UNITS for message in messages)
    assert "".join(plain(message) for message in messages).endswith("<😀>" * 3000)
    assert all(html(message).count("<b>") == html(message).count("</b>") for message in messages)

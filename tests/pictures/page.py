"""A chat as a page as wide as a phone: bubbles, quotes and buttons, much as Telegram draws them."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.web.botapi import Shown

WIDTH = 360
"""Pixels, those of a small phone."""

COLOURS = {
    "light": {
        "back": "#dfe6d5",
        "ink": "#111",
        "bubble": "#fff",
        "own": "#eeffde",
        "quote": "#eaf3fb",
        "line": "#3a8bd1",
        "link": "#2678b6",
        "key": "#7d9b76cc",
    },
    "dark": {
        "back": "#0e1621",
        "ink": "#f3f5f7",
        "bubble": "#182533",
        "own": "#2b5278",
        "quote": "#22374b",
        "line": "#5eb5f7",
        "link": "#6ab3f3",
        "key": "#2f4256cc",
    },
}
"""The theme's name → what each thing is coloured with."""

STYLE = """
body { margin: 0; display: flex; flex-wrap: wrap; align-items: flex-start;
  color: var(--ink); background: var(--back); width: max-content;
  font: 15px/1.42 "Noto Sans CJK SC", "Noto Color Emoji", sans-serif; }
.chat { box-sizing: border-box; width: 360px; padding: 12px 9px; }
.said { max-width: 300px; margin: 0 0 4px auto; padding: 6px 10px; width: fit-content;
  background: var(--own); border-radius: 12px 12px 3px 12px; }
.name { color: var(--line); font-weight: 600; font-size: 13.5px; }
.group .said { margin-left: 0; background: var(--bubble); border-radius: 12px 12px 12px 3px; }
.bot { max-width: 322px; margin: 6px 0 0; }
.text { padding: 6px 10px; background: var(--bubble); border-radius: 12px 12px 12px 3px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.text.keys { border-radius: 12px 12px 3px 3px; }
.text img { width: 100%; border-radius: 6px; display: block; }
code { font-family: "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; font-size: 13.5px; }
blockquote { margin: 3px 0; padding: 3px 8px; border-left: 3px solid var(--line);
  border-radius: 4px; background: var(--quote); }
blockquote[expandable] { max-height: 4.3em; overflow: hidden; position: relative; }
blockquote[expandable]::after { content: "⌄"; position: absolute; right: 7px; bottom: 0;
  color: var(--line); }
a { color: var(--link); text-decoration: none; }
.row { display: flex; gap: 3px; margin-top: 3px; }
.key { flex: 1; padding: 6px 2px; text-align: center; background: var(--key); color: #fff;
  border-radius: 7px; font-size: 13.5px; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }
.gap { height: 10px; }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What a person wrote, and what the bot answered."""

    name: str
    said: str
    answers: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Chat:
    """Lines one below the other."""

    lines: Sequence[Line]
    is_group: bool = False


def page(chats: Sequence[Chat], theme: str = "light") -> str:
    """The whole page, the chats side by side; its title is its height in pixels."""
    colours = "".join(f"--{name}: {colour};" for name, colour in COLOURS[theme].items())
    body = "".join(_chat(chat) for chat in chats)
    return (
        f'<!doctype html><meta charset="utf-8"><style>:root {{ {colours} }} {STYLE}</style>'
        f"<body>{body}<script>document.title = document.body.offsetHeight</script>"
    )


def _chat(chat: Chat) -> str:
    lines = '<div class="gap"></div>'.join(_line(line, chat.is_group) for line in chat.lines)
    return f'<div class="chat {"group" if chat.is_group else ""}">{lines}</div>'


def _line(line: Line, group: bool) -> str:
    name = f'<div class="name">{html.escape(line.name)}</div>' if group else ""
    said = f'<div class="said">{name}{html.escape(line.said)}</div>'
    return said + "".join(_answer(shown) for shown in line.answers)


def _answer(shown: Shown) -> str:
    rows = shown.message.get("reply_markup", {}).get("inline_keyboard", [])
    keys = "".join(
        '<div class="row">'
        + "".join(f'<div class="key">{html.escape(button["text"])}</div>' for button in row)
        + "</div>"
        for row in rows
    )
    text = re.sub(r"\n?(</?blockquote[^>]*>)\n?", r"\1", shown.html)
    if "photo" in shown.message:
        text = f'<img src="data:image/png;base64,{base64.b64encode(shown.file[1]).decode()}">{text}'
    return f'<div class="bot"><div class="text {"keys" if rows else ""}">{text}</div>{keys}</div>'

"""A chat as a page: bubbles, quotes and buttons, much as Telegram draws them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.web.botapi import Shown

STYLE = """
body { margin: 0; padding: 16px 14px; width: 452px; background: #dfe6d5; font: 15px/1.45
  "Noto Sans CJK SC", "Noto Color Emoji", sans-serif; color: #111; }
.said { max-width: 400px; margin: 0 0 4px auto; padding: 7px 11px; width: fit-content;
  background: #eeffde; border-radius: 12px 12px 3px 12px; }
.name { color: #c2571a; font-weight: 600; font-size: 13.5px; }
.group .said { margin-left: 0; background: #fff; border-radius: 12px 12px 12px 3px; }
.bot { max-width: 420px; margin: 6px 0 0; }
.text { padding: 7px 11px; background: #fff; border-radius: 12px 12px 12px 3px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.text.keys { border-radius: 12px 12px 3px 3px; }
blockquote { margin: 3px 0; padding: 4px 9px; border-left: 3px solid #3a8bd1; border-radius: 4px;
  background: #eaf3fb; }
blockquote[expandable] { max-height: 4.35em; overflow: hidden; position: relative; }
blockquote[expandable]::after { content: "⌄"; position: absolute; right: 7px; bottom: 0;
  color: #3a8bd1; }
a { color: #2678b6; text-decoration: none; }
.row { display: flex; gap: 3px; margin-top: 3px; }
.key { flex: 1; padding: 6px 2px; text-align: center; background: #7d9b76cc; color: #fff;
  border-radius: 7px; font-size: 13.5px; white-space: nowrap; overflow: hidden; }
.gap { height: 12px; }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What a person wrote, and what the bot answered."""

    name: str
    said: str
    answers: Sequence[Shown]


def page(lines: Sequence[Line], *, group: bool = False) -> str:
    """The whole page; its title is its height in pixels."""
    body = '<div class="gap"></div>'.join(_line(line, group) for line in lines)
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>'
        f'<body class="{"group" if group else ""}">{body}'
        "<script>document.title = document.body.offsetHeight</script>"
    )


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
    return f'<div class="bot"><div class="text {"keys" if rows else ""}">{text}</div>{keys}</div>'

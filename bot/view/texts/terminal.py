"""What ``wence`` says in a terminal."""

from __future__ import annotations

CHINESE = {
    "stopped": "已停止，什么也没有丢。",
}

ENGLISH = {
    "stopped": "Stopped; nothing is lost.",
}

"""What a chat watches for."""

from __future__ import annotations

LINES = {
    "watch_usage": "用法：/watch 关键词，例如：/watch 公积金 提取。"
    "有新文章同时含有这些词，我会告诉你。",
    "watch_long": "关键词太长了，请缩到 {limit} 个字以内。",
    "watch_full": "订阅太多了：最多 {limit} 个，请先用 /watches 取消一些。",
    "watching": "已订阅「{phrase}」：有新文章时告诉你，最多每小时一次。/watches 查看和取消。",
    "watches_none": "还没有订阅。/watch 关键词 可以订阅。",
    "watches_title": "订阅的关键词（点按取消）：",
    "watch_ended": "已取消「{phrase}」",
    "alert_title": "🔔 新文章：{phrases}",
    "alert_more": "另有 {count} 篇，用 /ask 查看。",
}

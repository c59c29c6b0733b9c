"""What a chat watches for."""

from __future__ import annotations

CHINESE = {
    "watch_usage": "用法：/watch 关键词，例如：/watch 公积金 提取。"
    "有新文章同时含有这些词，我会告诉你。",
    "watch_long": "关键词太长了，请缩到 {limit} 个字以内。",
    "watch_full": "订阅太多了：最多 {limit} 个，请先用 /watches 取消一些。",
    "watching": "已订阅「{phrase}」：有新文章、文章有更新时告诉你，最多每小时一次。"
    "/watches 查看和取消。",
    "watches_none": "还没有订阅。/watch 关键词 可以订阅。",
    "watches_title": "订阅的关键词（点按取消）：",
    "watch_ended": "已取消「{phrase}」",
    "wish_granted": "您问过的「{question}」，现在找到了：",
    "alert_title": "🔔 新文章：{phrases}",
    "alert_title_updates": "🔔 更新：{phrases}",
    "alert_update": "更新：",
    "alert_more": "另有 {count} 篇，用 /ask 查看。",
}

ENGLISH = {
    "watch_usage": "Usage: /watch WORDS, such as /watch 公积金 提取. I tell you about new articles "
    "that hold all of these words.",
    "watch_long": "That is too long; please shorten it to {limit} characters.",
    "watch_full": "Too many watches: at most {limit}. End some with /watches first.",
    "watching": "Watching for “{phrase}”: I tell you about new and changed articles, at most "
    "once an hour. /watches lists and ends watches.",
    "watches_none": "Nothing is watched. /watch WORDS starts a watch.",
    "watches_title": "What is watched (tap to end):",
    "watch_ended": "“{phrase}” is no longer watched",
    "wish_granted": "You asked “{question}”; by now this was found:",
    "alert_title": "🔔 New articles: {phrases}",
    "alert_title_updates": "🔔 Changed: {phrases}",
    "alert_update": "Changed:",
    "alert_more": "{count} more; /ask finds them.",
}

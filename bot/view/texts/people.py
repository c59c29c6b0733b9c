"""Who gets in, and what is stored of people."""

from __future__ import annotations

CHINESE = {
    "stranger": "这个机器人只对名单上的人开放。要申请，请把你的编号 {id} 发给管理员。",
    "stranger_group": "这个机器人只对名单上的群开放。要申请，请把本群编号 {id} 发给管理员。",
    "ban_usage": "用法：/ban 编号，或回复那个人的消息发 /ban；/unban 同样。",
    "banned": "已拉黑 {id}：不再回答。",
    "banned_already": "{id} 早已拉黑。",
    "unbanned": "已解除 {id}。",
    "not_banned": "{id} 没有被拉黑。",
    "no_ban_admin": "管理员不能拉黑。",
    "privacy": "我保存什么：",
    "privacy_questions": "· 你的问题和找到的结果，{days} 天后删除；"
    "你的身份只以加密散列保存，不存姓名。",
    "privacy_unanswered": "· 还没答出的问题连同聊天编号，答出就删。",
    "privacy_feedback": "· 你点的 👍 👎，同样只以散列保存。"
    "点过 👍 或管理员处理过的问题，文字会留下来改进收录，不带任何身份。",
    "privacy_inline": "· 在别的聊天里用 @ 查询的内容不保存。",
    "privacy_watches": "· 你用 /watch 订阅的关键词和你的设置：为了能给你发消息，存有聊天编号。",
    "privacy_wishes": "· 你点“告诉管理员”的问题，连同聊天编号；告诉你答案以后就删。",
    "privacy_forget": "/forget 立即删除关于你的一切。",
    "forget_ask": "要删除关于你的一切（问题、评价、订阅、设置）吗？删除后无法恢复。",
    "forget_ask_group": "要删除以本群名义留下的一切（问题、订阅、设置）吗？删除后无法恢复。",
    "forget_yes": "删除",
    "forget_no": "不删",
    "forgotten": "已删除：{count} 个问题，以及你的评价、订阅和设置。",
    "forget_not_yours": "这不是给你的按钮",
    "nothing_forgotten": "没有删除。",
}

ENGLISH = {
    "stranger": "This bot is open only to people on a list. To get access, send your id {id} to an "
    "admin.",
    "stranger_group": "This bot is open only to groups on a list. To get access, send this group's "
    "id {id} to an admin.",
    "ban_usage": "Usage: /ban ID, or reply to the person's message with /ban; the same for /unban.",
    "banned": "{id} is banned and gets no more answers.",
    "banned_already": "{id} is banned already.",
    "unbanned": "The ban of {id} is lifted.",
    "not_banned": "{id} is not banned.",
    "no_ban_admin": "Admins cannot be banned.",
    "privacy": "What I store:",
    "privacy_questions": "· Your questions and what they found; deleted after {days} days. "
    "Who you are is stored only as a keyed hash, and your name not at all.",
    "privacy_unanswered": "· A question not yet answered, with the chat's id; deleted with the "
    "answer.",
    "privacy_feedback": "· Your 👍 and 👎, with a hash as well. The text of questions that got 👍 "
    "or that an admin dealt with is kept to improve the collection, without anything about who "
    "asked.",
    "privacy_inline": "· What you look up with @ in other chats is not stored.",
    "privacy_watches": "· What you watch with /watch, and your settings, with the chat's id, so "
    "that I can send you messages.",
    "privacy_wishes": "· The questions that you told the admins of, with the chat's id; deleted "
    "once you were told the answer.",
    "privacy_forget": "/forget deletes everything about you at once.",
    "forget_ask": "Delete everything about you (questions, feedback, watches, settings)? "
    "It cannot be undone.",
    "forget_ask_group": "Delete everything that was left in the name of this group (questions, "
    "watches, settings)? It cannot be undone.",
    "forget_yes": "Delete",
    "forget_no": "Keep",
    "forgotten": "Deleted: {count:question|questions}, and your feedback, watches and settings.",
    "forget_not_yours": "This button is not for you",
    "nothing_forgotten": "Nothing was deleted.",
}

TRADITIONAL = {
    "privacy": "我存了什麼：",
    "privacy_questions": "· 你的問題和找到的結果，{days} 天後刪除；"
    "你的身分只以加密雜湊儲存，不存姓名。",
}
"""What conversion would not say so."""

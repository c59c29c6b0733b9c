"""Who gets in, and what is stored of people."""

from __future__ import annotations

LINES = {
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
    "privacy_feedback": "· 你点的 👍 👎，同样只以散列保存。"
    "点过 👍 或管理员处理过的问题，文字会留下来改进收录，不带任何身份。",
    "privacy_inline": "· 在别的聊天里用 @ 查询的内容不保存。",
    "privacy_watches": "· 你用 /watch 订阅的关键词和你的设置：为了能给你发消息，存有聊天编号。",
    "privacy_forget": "/forget 立即删除关于你的一切。",
    "forget_ask": "要删除关于你的一切（问题、评价、订阅、设置）吗？删除后无法恢复。",
    "forget_yes": "删除",
    "forget_no": "不删",
    "forgotten": "已删除：{count} 个问题，以及你的评价、订阅和设置。",
    "forget_not_yours": "这不是给你的按钮",
    "nothing_forgotten": "没有删除。",
}

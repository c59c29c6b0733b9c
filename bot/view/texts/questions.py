"""What is said instead of an answer."""

from __future__ import annotations

CHINESE = {
    "empty": "请在 /ask 后面写上问题。",
    "small_talk": "你好！把想问的政策问题直接发来就行。",
    "welcome_back": "不客气！还有想问的，直接发来就行。",
    "too_long": "问题太长了，请缩到 {limit} 个字以内再发。",
    "wordless": "请用文字提问。",
    "only_filters": "只有时间、来源这样的条件，还缺要找的词，例如：2024年 公积金",
    "only_text": "我只看得懂文字：把问题打出来发给我就行。",
    "unknown_command": "没有这个命令；/help 列出全部命令，也可以直接发问题。",
    "quota": "问得有点快，请过一分钟再问。",
    "quota_taps": "点得有点快，请过一分钟再点",
    "stale": "刚才我不在线，太久以前的问题没有回答；还需要的话请再发一次。",
    "busy": "现在问的人太多，这个问题没有回答；请过一会儿再发。",
    "inline_busy": "现在问的人太多，请过一会儿再输入",
    "late": "迟到的回答：刚才连不上 Telegram，让你久等了。",
    "overtook": "之前积压的 {count} 个问题没有回答；还需要的话请再发一次。",
    "not_kept": "刚才这一下没能记下来，请稍后再试。",
    "engine_away": "资料库暂时连不上，这个问题没有回答；请过一会儿再发。",
    "apology": "出了点差错，请稍后再试（编号 {id}）。",
    "expired": "按钮已过期",
    "link_expired": "这个链接已过期；请把问题再发一次。",
    "admins_only": "这个命令只有管理员能用。",
    "editors_only": "这个命令只有编辑和管理员能用。",
}

ENGLISH = {
    "empty": "Write a question after /ask.",
    "small_talk": "Hello! Just send me your question about policy in Chinese.",
    "welcome_back": "You are welcome! Just send me whatever else you would like to know.",
    "too_long": "The question is too long; please shorten it to {limit} characters.",
    "wordless": "Please ask in words.",
    "only_filters": "These are only conditions, such as a time or a source; add the words to look "
    "for, such as: 公积金",
    "only_text": "I read only text: please type your question.",
    "unknown_command": "There is no such command. /help lists all; or just send a question.",
    "quota": "That was quite fast; please ask again in a minute.",
    "quota_taps": "That was quite fast; please tap again in a minute",
    "stale": "I was offline, and questions from long ago were not answered; "
    "please send them again if you still need to know.",
    "busy": "Too many people are asking just now; please send it again in a while.",
    "inline_busy": "Too many questions just now; try again soon",
    "late": "A late answer: Telegram could not be reached for a while. Sorry to keep you waiting.",
    "overtook": "{count:older question|older questions} of this chat went unanswered meanwhile; "
    "please send them again if you still need to know.",
    "not_kept": "That could not be saved just now; please try again later.",
    "engine_away": "The collection cannot be reached just now, so the question was not answered; "
    "please send it again in a while.",
    "apology": "Something went wrong; please try again later (number {id}).",
    "expired": "The button has expired",
    "link_expired": "This link has expired; please send the question again.",
    "admins_only": "Only admins can use this command.",
    "editors_only": "Only editors and admins can use this command.",
}

"""What a person meets first, how the bot is, and the menus."""

from __future__ import annotations

CHINESE = {
    "start": "你好，我是问策。直接发来问题，我从收录的政策文章里找原文回答，每段都注明出处。",
    "try_these": "可以这样问，点一个试试：",
    "for_example": "例如：{question}",
    "welcome": "大家好，我是问策：从收录的政策文章里找原文回答，每段都注明出处。",
    "welcome_ask": "这样问我：/ask@{bot} 问题，或 @{bot} 加问题，或回复我的消息。",
    "welcome_settings": "群管理员用 /settings@{bot} 设置。",
    "help_title": "问策怎么用",
    "help_private": "私聊：直接发问题，简体、繁体都可以。",
    "help_follow": "接着问也行：「那时间呢？」「要什么材料？」",
    "help_filters": "可以加条件：2024年以后、来源:示例日报、标题:公积金、"
    '"一字不差的话"、-不要的词。',
    "help_inline": "在别的聊天里：输入 @{bot} 加问题，选一条发出去。",
    "help_group": "群里：/ask@{bot} 问题，或回复我的消息，或 @{bot} 加问题。",
    "help_privacy": "群里没有反应？Telegram 默认只把 /ask@{bot} 和对我的回复转给我。",
    "help_commands": "命令：",
    "help_admin": "管理员：",
    "help_editor": "编辑：",
    "help_verdict": "回答只摘录原文；「可能相关」表示把握不大，找不到就直说。",
    "status_title": "运行正常",
    "status_articles": "文章 {articles} 篇",
    "status_empty": "还没有收录文章，所以什么也找不到："
    "请管理员把文件发给我，或运行 wence index 文件夹。",
    "status_privacy_on": "群里只收得到命令和回复；要收全部消息，在 @BotFather 用 /setprivacy"
    " 关闭隐私模式，再把我移出群重新加入。",
    "status_privacy_off": "群里收得到全部消息。",
    "short_description": "从收录的政策文章里找原文回答，每段都注明出处。",
    "command_start": "开始",
    "command_ask": "提问",
    "command_help": "使用说明",
    "command_settings": "设置",
    "command_watch": "有新文章时告诉我",
    "command_watches": "查看和取消订阅",
    "command_privacy": "我保存什么",
    "command_forget": "删除关于我的一切",
    "command_status": "运行状态",
    "command_reindex": "重新读入文章并建索引",
    "command_articles": "列出文章",
    "command_article": "查看一篇文章",
    "command_remove": "移除一篇文章",
    "command_hide": "隐藏或恢复一篇文章",
    "command_stats": "提问统计",
    "command_gaps": "答不上的问题",
    "command_follow": "关注网站",
    "command_ban": "拉黑",
    "command_unban": "解除拉黑",
}

ENGLISH = {
    "start": "Hello, I am Wence. Send me a question in Chinese, and I answer with excerpts from "
    "the policy articles that I hold, each with its source.",
    "try_these": "Tap one to try it:",
    "for_example": "For example: {question}",
    "welcome": "Hello everybody, I am Wence. I answer questions about policy, asked in Chinese, "
    "with excerpts from the articles that I hold, each with its source.",
    "welcome_ask": "Ask me with /ask@{bot} and the question, with @{bot} and the question, or by a "
    "reply to me.",
    "welcome_settings": "Admins of the group find the settings under /settings@{bot}.",
    "help_title": "How to use Wence",
    "help_private": "In private: send a question in Chinese, simplified or traditional.",
    "help_follow": "The next question may lean on the one before.",
    "help_filters": "Conditions narrow the search: a year, source:NAME, title:WORD, "
    '"exact words", -without.',
    "help_inline": "In any other chat: type @{bot} and the question, and choose what to send.",
    "help_group": "In groups: /ask@{bot} and the question, or reply to me, or @{bot} and the "
    "question.",
    "help_privacy": "No reaction in a group? By default Telegram passes on only /ask@{bot} and "
    "replies to me.",
    "help_commands": "Commands:",
    "help_admin": "Admins:",
    "help_editor": "Editors:",
    "help_verdict": "Answers are excerpts of the original. “Perhaps related” means that I am not "
    "sure; where nothing was found I say so.",
    "status_title": "Running",
    "status_articles": "{articles:article|articles}",
    "status_empty": "There are no articles yet, so nothing can be found: an admin sends me a "
    "file, or runs wence index FOLDER.",
    "status_privacy_on": "In groups only commands and replies reach me. To get all messages, turn "
    "privacy mode off with /setprivacy at @BotFather, then remove me from the group and add me "
    "again.",
    "status_privacy_off": "All messages of groups reach me.",
    "short_description": "Answers questions about policy, in Chinese, with verbatim excerpts and "
    "their sources.",
    "command_start": "what this bot does",
    "command_ask": "ask a question",
    "command_help": "how to use it",
    "command_settings": "language, results, excerpts",
    "command_watch": "tell me about new articles",
    "command_watches": "list and end what is watched",
    "command_privacy": "what is stored",
    "command_forget": "delete everything about me",
    "command_status": "whether it runs, what is indexed",
    "command_reindex": "read the folders again and rebuild the index",
    "command_articles": "list the articles",
    "command_article": "show an article",
    "command_remove": "remove an article",
    "command_hide": "hide an article or show it again",
    "command_stats": "what is asked",
    "command_gaps": "what was not answered",
    "command_follow": "follow a site",
    "command_ban": "ban somebody",
    "command_unban": "lift a ban",
}

TRADITIONAL = {"command_privacy": "我存了什麼"}
"""What conversion would not say so."""

"""The bot's own words, written once in simplified and shown in the asker's script.

A line's name says when it is shown; ``words(name, script, …)`` fills in and converts it. What is
filled in, titles and names above all, is never converted.
"""

from __future__ import annotations

from functools import lru_cache

from bot.view.more_texts import MORE_LINES
from retrieval.text.fold import Script, convert

LINES = {
    **MORE_LINES,
    # Answers
    "none": "没有找到相关内容。",
    "none_hint": "换个说法，或只写最要紧的几个词再试；收录的文章里没有的，我不会编。",
    "meant": "您是不是要问：",
    "weak": "可能相关，请核对原文：",
    "untitled": "（无题）",
    "inferred": "（推定）",
    "no_year": "（年份不详）",
    "reposts": "另有 {count} 篇转载",
    "doubtful": "⚠ 引文中有疑似乱码，照原样录出，请勿当作准确原文。",
    "lapsed": "⚠ 已失效",
    "age": "{years} 年前",
    "converted_hans": "（以下已由繁体转换为简体，非原文字形）",
    "converted_hant": "（以下已由简体转换为繁体，非原文字形）",
    "source_gone": "这篇文章已不在收录之列，或原文已有变动；请重新提问。",
    "at_character": "引文从第 {place} 字开始，全文 {total} 字。",
    # Buttons
    "before": "上文",
    "after": "下文",
    "whole": "原文",
    "cite": "复制引用",
    "in_hans": "看简体",
    "in_hant": "看繁体",
    "as_it_was": "看原样",
    "more": "更多",
    "ask_again": "再问一次",
    "thanks": "谢谢，记下了。",
    "taken_back": "已取消。",
    "not_yours": "只有提问的人可以翻页；点“更多”可在私聊里看。",
    # What a person meets first
    "start": "你好，我是问策。直接发来问题，我从收录的政策文章里找原文回答，每段都注明出处。",
    "start_example": "例如：三争行动是什么？",
    "help_title": "问策怎么用",
    "help_private": "私聊：直接发问题，简体、繁体都可以。",
    "help_group": "群里：/ask@{bot} 问题，或回复我的消息，或 @{bot} 加问题。",
    "help_privacy": "群里没有反应？Telegram 默认只把 /ask@{bot} 和对我的回复转给我。",
    "help_commands": "命令：",
    "help_admin": "管理员：",
    "help_verdict": "回答只摘录原文；「可能相关」表示把握不大，找不到就直说。",
    "command_start": "开始",
    "command_help": "使用说明",
    "command_ask": "提问",
    "command_status": "运行状态",
    "command_reindex": "重新读入文章并建索引",
    "command_stats": "提问统计",
    # Settings
    "settings_title": "设置",
    "set_script": "文字",
    "set_script_auto": "跟随提问",
    "set_script_hans": "简体",
    "set_script_hant": "繁体",
    "set_results": "每次结果",
    "set_results_n": "{n} 条",
    "set_quote_chars": "摘录长度",
    "set_quote_chars_n": "{n} 字",
    "set_address": "怎样提问",
    "set_address_command": "只用命令",
    "set_address_mention": "提及和回复",
    "set_address_every": "每条消息",
    "set_look_up": "用「查 …」提问",
    "set_look_up_off": "不用「查」",
    "set_look_up_on": "可用「查」",
    "set_card": "卡片结果",
    "set_card_n": "卡片 {n} 条",
    "set_quiet": "安静时段",
    "set_quiet_alerts": "不发 /watch 提醒的时段",
    "set_quiet_off": "不设",
    "set_quiet_n": "{n} 点",
    "set_sources": "来源",
    "set_sources_all": "全部来源",
    "set_who": "谁可以问",
    "set_who_all": "所有人",
    "set_who_admins": "仅群管理员",
    "chat_admins_only": "只有群管理员能改设置。",
    "chat_admins_ask": "这个群里只有群管理员可以提问。",
    "quiet_hours": "现在是这个群的安静时段，请稍后再问。",
    "command_settings": "设置",
    # What cannot be answered
    "empty": "请在 /ask 后面写上问题，例如：/ask 三争行动是什么？",
    "small_talk": "你好！把想问的政策问题直接发来就行，例如：三争行动是什么？",
    "too_long": "问题太长了，请缩到 {limit} 个字以内再发。",
    "wordless": "请用文字提问，例如：三争行动是什么？",
    "only_text": "我只看得懂文字：把问题打出来发给我就行。",
    "unknown_command": "没有这个命令；/help 列出全部命令，也可以直接发问题。",
    "quota": "问得有点快，请过一分钟再问。",
    "stale": "刚才我不在线，太久以前的问题没有回答；还需要的话请再发一次。",
    "apology": "出了点差错，请稍后再试（编号 {id}）。",
    "expired": "按钮已过期",
    "link_expired": "这个链接已过期；请把问题再发一次。",
    "admins_only": "这个命令只有管理员能用。",
    # Status and statistics
    "status_title": "运行正常",
    "status_articles": "文章 {articles} 篇",
    "status_generation": "索引 {generation}",
    "status_empty": "还没有收录文章；请管理员先运行 wence index。",
    "status_privacy_on": "群里只收得到命令和回复；要收全部消息，在 @BotFather 用 /setprivacy"
    " 关闭隐私模式，再把我移出群重新加入。",
    "status_privacy_off": "群里收得到全部消息。",
    "stats_title": "提问统计",
    "stats_days": "{days}：提问 {questions}，人数 {people}，没找到 {none}，可能相关 {weak}",
    "stats_today": "今天",
    "stats_week": "7 天",
    "stats_month": "30 天",
    "stats_refused": "启动以来超出限额未答 {count} 次",
    # Reindexing
    "reindex_started": "开始重建索引……其间照常回答问题。",
    "reindex_running": "已经在重建索引了，请等它结束。",
    "reindex_stage": "正在重建索引：{stage} {done}",
    "reindex_stage_of": "正在重建索引：{stage} {done}/{total}",
    "reindex_done": "索引已更新：新增 {new}，变更 {changed}，移除 {removed}，未变 {unchanged}，"
    "拒收 {refused}。",
    "reindex_refused": "拒收：",
    "reindex_failed": "没有完成：{reason}",
}


@lru_cache(maxsize=1024)
def line(name: str, script: Script) -> str:
    """The line in the script, not yet filled in."""
    return LINES[name] if script == "hans" else convert(LINES[name], "hant")


def words(name: str, script: Script, **values: object) -> str:
    """The line in the script, filled in."""
    return line(name, script).format(**values)

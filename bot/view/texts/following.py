"""Sites that are followed, in the chat."""

from __future__ import annotations

CHINESE = {
    "link_admins_only": "网址只有管理员发来才收；想问什么，请直接写出来。",
    "link_page": "一篇文章：",
    "link_list": "一个列表，有 {count} 条：",
    "link_feed": "RSS 或 Atom，有 {count} 条：",
    "link_sitemap": "网站地图，有 {count} 个网址：",
    "link_attachment": "一个文件：",
    "link_more": "后面还有 {count} 页。",
    "link_attachments": "带 {count} 个附件，一并收录。",
    "link_by_script": "列表靠脚本翻页，只读得到这一页。",
    "link_follow": "关注",
    "link_followed": "已关注 {name}，马上去读，以后每 6 小时读一次；"
    "有新的、出了错都告诉你。\n{url}",
    "link_taken": "马上去收录，收好了告诉你。\n{url}",
    "link_dropped": "好的，没有收录。",
    "follow_failed": "这个网址不行：{reason}",
    "followed_none": "还没有关注网站。发 /follow 网址，或直接把网址发给我。",
    "followed_title": "关注着 {count} 个来源：",
    "followed_how": "再关注一个：/follow 网址",
    "every_days": "每 {count} 天",
    "every_hours": "每 {count} 小时",
    "every_minutes": "每 {count} 分钟",
    "every_once": "只收一次",
    "site_report": "{name}：新增 {new}，变更 {changed}，撤下 {gone}",
    "site_gone": "撤下 {url}",
    "site_more": "……另有 {count} 个",
}

ENGLISH = {
    "link_admins_only": "Addresses are for admins to send; to ask, just write your question.",
    "link_page": "An article:",
    "link_list": "A list of {count:entry|entries}:",
    "link_feed": "A feed of {count:entry|entries}:",
    "link_sitemap": "A sitemap of {count:address|addresses}:",
    "link_attachment": "A file:",
    "link_more": "{count:page|pages} follow.",
    "link_attachments": "With {count:attachment|attachments}, taken in as well.",
    "link_by_script": "The list goes on by a script; only this page of it can be read.",
    "link_follow": "Follow",
    "link_followed": "Following {name}: it is read now and then every 6 hours; you hear of "
    "what is new or wrong.\n{url}",
    "link_taken": "It is taken in now; you hear when it is there.\n{url}",
    "link_dropped": "Well, nothing was taken in.",
    "follow_failed": "That address does not do: {reason}",
    "followed_none": "No site is followed yet. Send /follow ADDRESS, or just the address.",
    "followed_title": "{count:source|sources} followed:",
    "followed_how": "To follow another one: /follow ADDRESS",
    "every_days": "every {count:day|days}",
    "every_hours": "every {count:hour|hours}",
    "every_minutes": "every {count:minute|minutes}",
    "every_once": "once",
    "site_report": "{name}: {new} new, {changed} changed, {gone} gone",
    "site_gone": "gone: {url}",
    "site_more": "… and {count} more",
}

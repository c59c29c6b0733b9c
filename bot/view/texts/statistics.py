"""What is asked, and what is not answered."""

from __future__ import annotations

CHINESE = {
    "stats_title": "提问统计",
    "stats_day": "24 小时",
    "stats_week": "7 天",
    "stats_month": "30 天",
    "stats_days": "天内",
    "stats_questions": "次提问",
    "stats_people": "人",
    "stats_groups": "个群",
    "stats_none": "没找到",
    "stats_weak": "可能相关",
    "stats_up": "👍",
    "stats_down": "👎",
    "stats_refused": "启动以来超出限额未答 {count} 次",
    "usage_line": "{days}：提问 {questions}，人数 {people}，群 {groups}；"
    "没找到 {none}（{none_share}%），可能相关 {weak}（{weak_share}%）；👍 {up} 👎 {down}",
    "usage_most": "30 天里问得最多：",
    "usage_slowest": "最慢：{text}（{ms} 毫秒）",
    "gaps_none": "最近 {days} 天没有答不上的问题。",
    "gaps_title": "最近 {days} 天没答好的问题（{at}/{count}）：",
    "gap_counts": "问过 {times} 次，{people} 人；没找到 {none}，👎 {down}",
    "gap_wished": "；{count} 人等回音",
    "gap_added": "已补充",
    "gap_ignored": "忽略",
    "gap_gone": "这个已经处理过了",
}

ENGLISH = {
    "stats_title": "What was asked",
    "stats_day": "24 hours",
    "stats_week": "7 days",
    "stats_month": "30 days",
    "stats_days": "days",
    "stats_questions": "questions",
    "stats_people": "people",
    "stats_groups": "groups",
    "stats_none": "nothing found",
    "stats_weak": "perhaps related",
    "stats_up": "👍",
    "stats_down": "👎",
    "stats_refused": "Not answered because of quotas since the start: {count}",
    "usage_line": "{days}: questions {questions}, people {people}, groups {groups}; "
    "nothing found {none} ({none_share}%), perhaps related {weak} ({weak_share}%); "
    "👍 {up} 👎 {down}",
    "usage_most": "Asked most in 30 days:",
    "usage_slowest": "Slowest: {text} ({ms} ms)",
    "gaps_none": "No question of the last {days} days went unanswered.",
    "gaps_title": "Questions of the last {days} days without a good answer ({at}/{count}):",
    "gap_counts": "asked {times:time|times} by {people:person|people}; nothing found {none}, "
    "👎 {down}",
    "gap_wished": "; {count:person waits|people wait} to hear",
    "gap_added": "Added",
    "gap_ignored": "Ignore",
    "gap_gone": "This one has been dealt with already",
}

"""What the bot's admins are told without having asked."""

from __future__ import annotations

CHINESE = {
    "trouble_chats_unwritten": "提问照常回答，但没有按钮，也不能补答，因为记不下来：{reason}",
    "trouble_reindex_failed": "没人看着的重读没有完成，机器人照旧用原来的收录回答：{reason}",
    "trouble_learning_failed": "夜里的学习没有完成：{reason}",
    "trouble_index_damaged": "索引文件有损坏，正在自动重建，请检查磁盘：{reason}",
    "trouble_index_refused": "新的索引打不开，机器人照旧用原来的回答：{reason}",
    "trouble_not_started": "机器人启动不了，要到机器上处理：{reason}",
    "trouble_outage": "刚才中断过，现在恢复了：{late} 个问题迟答，{lost} 个没有回答。",
}

ENGLISH = {
    "trouble_chats_unwritten": "Questions are answered, but without buttons and not late, because "
    "nothing can be recorded: {reason}",
    "trouble_reindex_failed": "A reindex that nobody watches came to nothing, and answers come "
    "from the collection as it was: {reason}",
    "trouble_learning_failed": "Nothing was learnt tonight: {reason}",
    "trouble_index_damaged": "A file of the index is damaged, and it is built anew; please check "
    "the disk: {reason}",
    "trouble_index_refused": "The new index cannot be opened, and answers come from the old one: "
    "{reason}",
    "trouble_not_started": "The bot cannot start, and somebody has to see to it on its machine: "
    "{reason}",
    "trouble_outage": "There was an interruption, which is over: {late:question|questions} "
    "answered late, {lost} not at all.",
}
